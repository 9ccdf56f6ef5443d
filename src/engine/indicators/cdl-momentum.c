/* How much and how steadily a series moves. */

#include "cdl-smoothing-private.h"

#define GROUP "Momentum"

static gsize
lookback_n (const double *number, CdlInterval interval)
{
  return (gsize) number[1];
}

static void
extend_change (CdlCall *call, gsize from, gsize to)
{
  const double *x = call->series[0];
  gsize n = (gsize) call->number[1];

  for (gsize i = from; i < to; i++)
    call->out[i] = i >= n ? cdl_clean (x[i] - x[i - n]) : CDL_NAN;
}

static void
extend_roc (CdlCall *call, gsize from, gsize to)
{
  const double *x = call->series[0];
  gsize n = (gsize) call->number[1];

  for (gsize i = from; i < to; i++)
    if (i < n || isnan (x[i]))
      call->out[i] = CDL_NAN;
    else
      call->out[i] = x[i - n] != 0.0 ? cdl_clean ((x[i] / x[i - n] - 1.0) * 100.0) : 0.0;
}

typedef struct
{
  CdlSmoothing gain, loss;
} Rsi;

static gsize
state_size_rsi (const double *number)
{
  return sizeof (Rsi);
}

static gsize
lookback_rsi (const double *number, CdlInterval interval)
{
  return CDL_RMA_LOOKBACK (number[1]);
}

static void
extend_rsi (CdlCall *call, gsize from, gsize to)
{
  const double *x = call->series[0];
  double n = call->number[1];
  Rsi *state = call->state;

  for (gsize i = from; i < to; i++)
    {
      double step = i > 0 ? x[i] - x[i - 1] : CDL_NAN;
      double gain = cdl_rma_step (&state->gain, step < 0.0 ? 0.0 : step, n);
      double loss = cdl_rma_step (&state->loss, step > 0.0 ? 0.0 : 0.0 - step, n);

      call->out[i] = cdl_clean (100.0 * (gain / (gain + loss)));
    }
}

const CdlFunction cdl_fn_change = {
  .name = "change",
  .group = GROUP,
  .args = { CDL_SERIES ("x"), CDL_LENGTH_OR ("n", 1.0) },
  .n_args = 2,
  .lookback = lookback_n,
  .extend = extend_change,
  .doc = "Difference to the value n klines back.",
  .formula = "x - x[n]",
  .source = "TradingView ta.change",
};

const CdlFunction cdl_fn_mom = {
  .name = "mom",
  .group = GROUP,
  .args = { CDL_SERIES ("x"), CDL_LENGTH ("n") },
  .n_args = 2,
  .lookback = lookback_n,
  .extend = extend_change,
  .doc = "Momentum: the difference to the value n klines back.",
  .formula = "x - x[n]",
  .source = "TA-Lib MOM",
};

const CdlFunction cdl_fn_roc = {
  .name = "roc",
  .group = GROUP,
  .args = { CDL_SERIES ("x"), CDL_LENGTH ("n") },
  .n_args = 2,
  .lookback = lookback_n,
  .extend = extend_roc,
  .doc = "Rate of change: the difference to the value n klines back, in % of that value.",
  .formula = "(x / x[n] - 1) * 100; 0 where x[n] is 0",
  .source = "TA-Lib ROC",
};

const CdlFunction cdl_fn_rsi = {
  .name = "rsi",
  .group = GROUP,
  .args = { CDL_SERIES ("x"), CDL_LENGTH ("n") },
  .n_args = 2,
  .recursive = TRUE,
  .lookback = lookback_rsi,
  .state_size = state_size_rsi,
  .extend = extend_rsi,
  .doc = "Relative strength index: the share of gains in Wilder's averages of gains and losses, "
         "0 to 100. A series that never moved has none.",
  .formula = "100 * (g / (g + l)), where g = rma(max(x - x[1], 0), n), l = rma(max(x[1] - x, 0), "
             "n); missing where both are 0",
  .source = "TA-Lib RSI",
};
