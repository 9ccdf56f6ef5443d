#include "cdl-verdict.h"

static CdlVerdict
proven (CdlOutcome outcome)
{
  return (CdlVerdict){ outcome, outcome };
}

CdlVerdict
cdl_verdict_limit (const CdlRange *range, const CdlLevels *levels)
{
  gboolean stop_seen = range->low <= levels->stop_loss;
  gboolean target_seen = range->high >= levels->take_profit;

  if (range->low > levels->entry)
    return proven (CDL_OUTCOME_NOTHING);

  /* On the way down the entry comes before the stop; only the target may have come before both. */
  if (!target_seen)
    return proven (stop_seen ? CDL_OUTCOME_STOP_LOSS : CDL_OUTCOME_OPEN);
  if (stop_seen)
    return (CdlVerdict){ CDL_OUTCOME_STOP_LOSS, CDL_OUTCOME_TAKE_PROFIT };
  if (range->close >= levels->take_profit)
    return proven (CDL_OUTCOME_TAKE_PROFIT);

  return (CdlVerdict){ CDL_OUTCOME_OPEN, CDL_OUTCOME_TAKE_PROFIT };
}

CdlVerdict
cdl_verdict_stop (const CdlRange *range, const CdlLevels *levels)
{
  gboolean stop_seen = range->low <= levels->stop_loss;
  gboolean target_seen = range->high >= levels->take_profit;

  if (range->high < levels->entry)
    return proven (stop_seen ? CDL_OUTCOME_CANCELLED : CDL_OUTCOME_NOTHING);

  /* On the way up the entry comes before the target; the stop may have come at any time. */
  if (!stop_seen)
    return proven (target_seen ? CDL_OUTCOME_TAKE_PROFIT : CDL_OUTCOME_OPEN);

  return (CdlVerdict){ CDL_OUTCOME_STOP_LOSS,
                       target_seen ? CDL_OUTCOME_TAKE_PROFIT : CDL_OUTCOME_CANCELLED };
}

CdlVerdict
cdl_verdict_open (const CdlRange *range, const CdlLevels *levels)
{
  gboolean stop_seen = range->low <= levels->stop_loss;
  gboolean target_seen = range->high >= levels->take_profit;

  if (stop_seen && target_seen)
    return (CdlVerdict){ CDL_OUTCOME_STOP_LOSS, CDL_OUTCOME_TAKE_PROFIT };
  if (stop_seen)
    return proven (CDL_OUTCOME_STOP_LOSS);

  return proven (target_seen ? CDL_OUTCOME_TAKE_PROFIT : CDL_OUTCOME_OPEN);
}

CdlRange
cdl_range_for_side (int side, double open, double high, double low, double close)
{
  if (side > 0)
    return (CdlRange){ open, high, low, close };

  return (CdlRange){ -open, -low, -high, -close };
}
