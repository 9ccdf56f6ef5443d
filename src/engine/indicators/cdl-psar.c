#include "cdl-functions-private.h"

/* Wilder's parabolic stop and reverse, as TA-Lib computes it. */
typedef struct
{
  guint seen; /* klines so far; 2 stands for more */
  gboolean rising;
  double stop;    /* for the next kline */
  double extreme; /* since the last turn */
  double speed;
  double high, low; /* of the kline before */
} State;

static gsize
state_size (const double *number)
{
  return sizeof (State);
}

static gsize
lookback (const double *number, CdlInterval interval)
{
  return 100;
}

/* The stop may not be within the range of this kline and the one before. */
static double
outside (const State *state, double stop, double high, double low)
{
  return state->rising ? MIN (MIN (stop, state->low), low) : MAX (MAX (stop, state->high), high);
}

/* Takes a kline after the first two were seen; returns its stop. */
static double
step (State *state, const double *number, double high, double low)
{
  double start = MIN (number[0], number[2]), increment = MIN (number[1], number[2]), result;

  if (state->rising ? low <= state->stop : high >= state->stop)
    {
      state->rising = !state->rising;
      result = outside (state, state->extreme, high, low);
      state->speed = start;
      state->extreme = state->rising ? high : low;
    }
  else
    {
      result = state->stop;
      if (state->rising ? high > state->extreme : low < state->extreme)
        {
          state->extreme = state->rising ? high : low;
          state->speed = MIN (state->speed + increment, number[2]);
        }
    }
  state->stop = outside (state, result + state->speed * (state->extreme - result), high, low);

  return result;
}

static void
extend (CdlCall *call, gsize from, gsize to)
{
  const double *highs = call->klines.field[CDL_FIELD_HIGH];
  const double *lows = call->klines.field[CDL_FIELD_LOW];
  State *state = call->state;

  for (gsize i = from; i < to; i++)
    {
      double high = highs[i], low = lows[i];

      call->out[i] = CDL_NAN;
      if (!isfinite (high) || !isfinite (low))
        {
          state->seen = 0;
          continue;
        }
      if (state->seen == 1)
        {
          double up = high - state->high, down = state->low - low;

          state->rising = !(down > 0.0 && down > up);
          state->stop = state->rising ? state->low : state->high;
          state->extreme = state->rising ? high : low;
          state->speed = MIN (call->number[0], call->number[2]);
          state->high = high;
          state->low = low;
        }
      if (state->seen >= 1)
        call->out[i] = step (state, call->number, high, low);
      state->seen = MIN (state->seen + 1, 2);
      state->high = high;
      state->low = low;
    }
}

const CdlFunction cdl_fn_psar = {
  .name = "psar",
  .group = "Trend",
  .args = { CDL_FACTOR_OR ("start", 0.02), CDL_FACTOR_OR ("increment", 0.02),
            CDL_FACTOR_OR ("maximum", 0.2) },
  .n_args = 3,
  .reads = CDL_READS_HIGH_LOW,
  .recursive = TRUE,
  .lookback = lookback,
  .state_size = state_size,
  .extend = extend,
  .doc = "Parabolic stop and reverse: a stop that nears the price ever faster while it makes new "
         "extremes, and changes sides when the price reaches it.",
  .formula = "the second kline falls if low[1] - low is above 0 and above high - high[1], else it "
             "rises; its stop is low[1] (high[1] if it falls), its extreme its own high (low). A "
             "stop that the low (high) reaches becomes the extreme, on the other side, and the "
             "speed starts again; else a new extreme adds the increment, up to the maximum. The "
             "next stop is stop + speed * (extreme - stop). Stops are kept out of the range of "
             "their kline and the one before",
  .source = "TA-Lib SAR (start apart from increment: TradingView ta.sar)",
};
