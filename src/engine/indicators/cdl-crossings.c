/* Conditions on how two lines, or a line and its past, lie. */

#include "cdl-functions-private.h"

#define GROUP "Events"

static gsize
lookback_one (const double *number, CdlInterval interval)
{
  return 1;
}

/* Comparisons with NaN are false, so missing values cross nothing. */
static void
extend_crossover (CdlCall *call, gsize from, gsize to)
{
  const double *a = call->series[0], *b = call->series[1];

  for (gsize i = from; i < to; i++)
    call->out[i] = i > 0 && a[i] > b[i] && a[i - 1] <= b[i - 1] ? 1.0 : 0.0;
}

static void
extend_crossunder (CdlCall *call, gsize from, gsize to)
{
  const double *a = call->series[0], *b = call->series[1];

  for (gsize i = from; i < to; i++)
    call->out[i] = i > 0 && a[i] < b[i] && a[i - 1] >= b[i - 1] ? 1.0 : 0.0;
}

const CdlFunction cdl_fn_crossover = {
  .name = "crossover",
  .group = GROUP,
  .args = { CDL_SERIES ("a"), CDL_SERIES ("b") },
  .n_args = 2,
  .returns = CDL_TYPE_BOOLEAN,
  .lookback = lookback_one,
  .extend = extend_crossover,
  .doc = "Whether a has just risen above b.",
  .formula = "a > b and a[1] <= b[1]",
  .source = "TradingView ta.crossover",
};

const CdlFunction cdl_fn_crossunder = {
  .name = "crossunder",
  .group = GROUP,
  .args = { CDL_SERIES ("a"), CDL_SERIES ("b") },
  .n_args = 2,
  .returns = CDL_TYPE_BOOLEAN,
  .lookback = lookback_one,
  .extend = extend_crossunder,
  .doc = "Whether a has just fallen below b.",
  .formula = "a < b and a[1] >= b[1]",
  .source = "TradingView ta.crossunder",
};
