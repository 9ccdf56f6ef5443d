/* Lines that follow the price at a distance of average true ranges. */

#include "cdl-smoothing-private.h"
#include "cdl-true-range-private.h"

typedef struct
{
  CdlSmoothing middle, range;
} Keltner;

static gsize
state_size_keltner (const double *number)
{
  return sizeof (Keltner);
}

static gsize
lookback_keltner (const double *number, CdlInterval interval)
{
  return MAX (CDL_EMA_LOOKBACK (number[1]), CDL_RMA_LOOKBACK (number[3]));
}

static void
keltner (CdlCall *call, gsize from, gsize to, double side)
{
  Keltner *state = call->state;

  for (gsize i = from; i < to; i++)
    {
      double middle = cdl_ema_step (&state->middle, call->series[0][i], call->number[1]);
      double range
          = cdl_rma_step (&state->range, cdl_true_range (&call->klines, i), call->number[3]);

      call->out[i] = cdl_clean (middle + side * (call->number[2] * range));
    }
}

static void
extend_keltner_upper (CdlCall *call, gsize from, gsize to)
{
  keltner (call, from, to, 1.0);
}

static void
extend_keltner_lower (CdlCall *call, gsize from, gsize to)
{
  keltner (call, from, to, -1.0);
}

typedef struct
{
  CdlSmoothing range;
  double upper, lower, line; /* of the kline before */
  gboolean started;
} Supertrend;

static gsize
state_size_supertrend (const double *number)
{
  return sizeof (Supertrend);
}

static gsize
lookback_supertrend (const double *number, CdlInterval interval)
{
  return CDL_RMA_LOOKBACK (number[1]);
}

static void
extend_supertrend (CdlCall *call, gsize from, gsize to)
{
  const double *high = call->klines.field[CDL_FIELD_HIGH];
  const double *low = call->klines.field[CDL_FIELD_LOW];
  const double *close = call->klines.field[CDL_FIELD_CLOSE];
  Supertrend *state = call->state;

  for (gsize i = from; i < to; i++)
    {
      double range
          = cdl_rma_step (&state->range, cdl_true_range (&call->klines, i), call->number[1]);
      double middle = (high[i] + low[i]) / 2.0;
      double upper = middle + call->number[0] * range, lower = middle - call->number[0] * range;
      gboolean falling = TRUE;

      call->out[i] = CDL_NAN;
      if (isnan (range))
        {
          state->started = FALSE;
          continue;
        }

      if (state->started)
        {
          /* A band only closes in, until the close before was beyond it. */
          if (!(lower > state->lower || close[i - 1] < state->lower))
            lower = state->lower;
          if (!(upper < state->upper || close[i - 1] > state->upper))
            upper = state->upper;
          falling = state->line == state->upper ? !(close[i] > upper) : close[i] < lower;
        }
      state->started = TRUE;
      state->upper = upper;
      state->lower = lower;
      state->line = falling ? upper : lower;
      call->out[i] = cdl_clean (state->line);
    }
}

#define KELTNER_ARGS                                                                               \
  {                                                                                                \
    CDL_SERIES ("x"), CDL_LENGTH ("n"), CDL_FACTOR ("k"), CDL_LENGTH_OR ("atr_n", 10.0)            \
  }

const CdlFunction cdl_fn_keltner_upper = {
  .name = "keltner_upper",
  .group = "Bands",
  .args = KELTNER_ARGS,
  .n_args = 4,
  .reads = CDL_READS_RANGE,
  .recursive = TRUE,
  .lookback = lookback_keltner,
  .state_size = state_size_keltner,
  .extend = extend_keltner_upper,
  .doc = "Upper Keltner channel: k average true ranges above the exponential average.",
  .formula = "ema(x, n) + k * atr(atr_n)",
  .source = "TradingView Keltner Channels",
};

const CdlFunction cdl_fn_keltner_lower = {
  .name = "keltner_lower",
  .group = "Bands",
  .args = KELTNER_ARGS,
  .n_args = 4,
  .reads = CDL_READS_RANGE,
  .recursive = TRUE,
  .lookback = lookback_keltner,
  .state_size = state_size_keltner,
  .extend = extend_keltner_lower,
  .doc = "Lower Keltner channel: k average true ranges below the exponential average.",
  .formula = "ema(x, n) - k * atr(atr_n)",
  .source = "TradingView Keltner Channels",
};

const CdlFunction cdl_fn_supertrend = {
  .name = "supertrend",
  .group = "Trend",
  .args = { CDL_FACTOR_OR ("factor", 3.0), CDL_LENGTH_OR ("n", 10.0) },
  .n_args = 2,
  .reads = CDL_READS_RANGE,
  .recursive = TRUE,
  .lookback = lookback_supertrend,
  .state_size = state_size_supertrend,
  .extend = extend_supertrend,
  .doc = "Supertrend line: trails below the price while it rises and above it while it falls, at "
         "factor average true ranges from the middle of the kline.",
  .formula = "r = factor * atr(n); up = hl2 + r, but up[1] unless up < up[1] or close[1] > up[1]; "
             "down = hl2 - r, but down[1] unless down > down[1] or close[1] < down[1]. First up; "
             "then, if the line before was up[1], down where close > up, else up; otherwise up "
             "where close < down, else down",
  .source = "TradingView ta.supertrend, on the atr of TA-Lib",
};
