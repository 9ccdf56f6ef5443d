/* Averages that remember all history, ever more faintly. */

#include "cdl-smoothing-private.h"

#define GROUP "Averages"

typedef struct
{
  CdlSmoothing pass[3];
} State;

static gsize
state_size (const double *number)
{
  return sizeof (State);
}

static gsize
lookback_ema (const double *number, CdlInterval interval)
{
  return CDL_EMA_LOOKBACK (number[1]);
}

static gsize
lookback_rma (const double *number, CdlInterval interval)
{
  return CDL_RMA_LOOKBACK (number[1]);
}

static gsize
lookback_dema (const double *number, CdlInterval interval)
{
  return 2 * CDL_EMA_LOOKBACK (number[1]);
}

static gsize
lookback_tema (const double *number, CdlInterval interval)
{
  return 3 * CDL_EMA_LOOKBACK (number[1]);
}

static void
extend_ema (CdlCall *call, gsize from, gsize to)
{
  State *state = call->state;

  for (gsize i = from; i < to; i++)
    call->out[i] = cdl_ema_step (&state->pass[0], call->series[0][i], call->number[1]);
}

static void
extend_rma (CdlCall *call, gsize from, gsize to)
{
  State *state = call->state;

  for (gsize i = from; i < to; i++)
    call->out[i] = cdl_rma_step (&state->pass[0], call->series[0][i], call->number[1]);
}

static void
extend_dema (CdlCall *call, gsize from, gsize to)
{
  State *state = call->state;
  double n = call->number[1];

  for (gsize i = from; i < to; i++)
    {
      double one = cdl_ema_step (&state->pass[0], call->series[0][i], n);
      double two = cdl_ema_step (&state->pass[1], one, n);

      call->out[i] = cdl_clean (2.0 * one - two);
    }
}

static void
extend_tema (CdlCall *call, gsize from, gsize to)
{
  State *state = call->state;
  double n = call->number[1];

  for (gsize i = from; i < to; i++)
    {
      double one = cdl_ema_step (&state->pass[0], call->series[0][i], n);
      double two = cdl_ema_step (&state->pass[1], one, n);
      double three = cdl_ema_step (&state->pass[2], two, n);

      call->out[i] = cdl_clean (three + (3.0 * one - 3.0 * two));
    }
}

const CdlFunction cdl_fn_ema = {
  .name = "ema",
  .group = GROUP,
  .args = { CDL_SERIES ("x"), CDL_LENGTH ("n") },
  .n_args = 2,
  .recursive = TRUE,
  .lookback = lookback_ema,
  .state_size = state_size,
  .extend = extend_ema,
  .doc = "Exponential moving average: each new value pulls it by 2 / (n + 1) of the distance. A "
         "missing value ends it; it is seeded anew from the values after.",
  .formula = "the first value is sma(x, n), then (x - ema[1]) * (2 / (n + 1)) + ema[1]",
  .source = "TA-Lib EMA",
};

const CdlFunction cdl_fn_rma = {
  .name = "rma",
  .group = GROUP,
  .args = { CDL_SERIES ("x"), CDL_LENGTH ("n") },
  .n_args = 2,
  .recursive = TRUE,
  .lookback = lookback_rma,
  .state_size = state_size,
  .extend = extend_rma,
  .doc = "Wilder's moving average, the one inside rsi and atr: each new value weighs 1 / n. A "
         "missing value ends it; it is seeded anew from the values after.",
  .formula = "the first value is sma(x, n), then (rma[1] * (n - 1) + x) / n",
  .source = "TradingView ta.rma, computed in the order of TA-Lib ATR",
};

const CdlFunction cdl_fn_dema = {
  .name = "dema",
  .group = GROUP,
  .args = { CDL_SERIES ("x"), CDL_LENGTH ("n") },
  .n_args = 2,
  .recursive = TRUE,
  .lookback = lookback_dema,
  .state_size = state_size,
  .extend = extend_dema,
  .doc = "Double exponential moving average: an ema with most of its lag taken out.",
  .formula = "2 * e1 - e2, where e1 = ema(x, n), e2 = ema(e1, n)",
  .source = "TA-Lib DEMA",
};

const CdlFunction cdl_fn_tema = {
  .name = "tema",
  .group = GROUP,
  .args = { CDL_SERIES ("x"), CDL_LENGTH ("n") },
  .n_args = 2,
  .recursive = TRUE,
  .lookback = lookback_tema,
  .state_size = state_size,
  .extend = extend_tema,
  .doc = "Triple exponential moving average: faster still than dema.",
  .formula = "e3 + (3 * e1 - 3 * e2), where e1 = ema(x, n), e2 = ema(e1, n), e3 = ema(e2, n)",
  .source = "TA-Lib TEMA",
};
