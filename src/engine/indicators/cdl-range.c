/* How far prices move within a kline. */

#include "cdl-smoothing-private.h"
#include "cdl-true-range-private.h"

#define GROUP "Volatility"

static gsize
state_size (const double *number)
{
  return sizeof (CdlSmoothing);
}

static gsize
lookback_tr (const double *number, CdlInterval interval)
{
  return 1;
}

static gsize
lookback_atr (const double *number, CdlInterval interval)
{
  return CDL_RMA_LOOKBACK (number[0]);
}

static void
extend_tr (CdlCall *call, gsize from, gsize to)
{
  for (gsize i = from; i < to; i++)
    call->out[i] = cdl_true_range (&call->klines, i);
}

static void
extend_atr (CdlCall *call, gsize from, gsize to)
{
  for (gsize i = from; i < to; i++)
    call->out[i] = cdl_rma_step (call->state, cdl_true_range (&call->klines, i), call->number[0]);
}

static void
extend_natr (CdlCall *call, gsize from, gsize to)
{
  const double *close = call->klines.field[CDL_FIELD_CLOSE];

  extend_atr (call, from, to);
  for (gsize i = from; i < to; i++)
    if (!isnan (call->out[i]))
      call->out[i] = close[i] != 0.0 ? cdl_clean (call->out[i] / close[i] * 100.0) : 0.0;
}

const CdlFunction cdl_fn_tr = {
  .name = "tr",
  .group = GROUP,
  .reads = CDL_READS_RANGE,
  .lookback = lookback_tr,
  .extend = extend_tr,
  .doc = "True range: how far the price went from the close before, or within the kline if that "
         "is more.",
  .formula = "the greatest of high - low, |close[1] - high| and |close[1] - low|",
  .source = "TA-Lib TRANGE",
};

const CdlFunction cdl_fn_atr = {
  .name = "atr",
  .group = GROUP,
  .args = { CDL_LENGTH_OR ("n", 14.0) },
  .n_args = 1,
  .reads = CDL_READS_RANGE,
  .recursive = TRUE,
  .lookback = lookback_atr,
  .state_size = state_size,
  .extend = extend_atr,
  .doc = "Average true range: Wilder's average of the true range, in units of the price.",
  .formula = "rma(tr(), n); the first kline has no true range",
  .source = "TA-Lib ATR",
};

const CdlFunction cdl_fn_natr = {
  .name = "natr",
  .group = GROUP,
  .args = { CDL_LENGTH_OR ("n", 14.0) },
  .n_args = 1,
  .reads = CDL_READS_RANGE,
  .recursive = TRUE,
  .lookback = lookback_atr,
  .state_size = state_size,
  .extend = extend_natr,
  .doc = "Average true range in % of the close, so that coins compare.",
  .formula = "atr(n) / close * 100; 0 where close is 0",
  .source = "TA-Lib NATR",
};
