#include "cdl-functions-private.h"

/* Kaufman's smoothing: between those of an ema of 2 and of 30. */
#define SLOWEST (2.0 / (30.0 + 1.0))
#define FASTEST (2.0 / (2.0 + 1.0))

typedef struct
{
  double value;
  gsize run; /* finite values up to now */
} State;

static gsize
state_size (const double *number)
{
  return sizeof (State);
}

static gsize
lookback (const double *number, CdlInterval interval)
{
  return 5 * (gsize) number[1];
}

/* How straight the way from x[0] to x[n] was, squared to a smoothing. */
static double
smoothing (const double *x, gsize n)
{
  double way = x[n] - x[0], steps = 0.0, ratio = 1.0, factor;

  for (gsize k = 0; k < n; k++)
    steps += fabs (x[k] - x[k + 1]);
  if (steps > way && steps != 0.0)
    ratio = fabs (way / steps);
  factor = ratio * (FASTEST - SLOWEST) + SLOWEST;

  return factor * factor;
}

static void
extend (CdlCall *call, gsize from, gsize to)
{
  const double *x = call->series[0];
  gsize n = (gsize) call->number[1];
  State *state = call->state;

  for (gsize i = from; i < to; i++)
    {
      state->run = isfinite (x[i]) ? state->run + 1 : 0;
      call->out[i] = CDL_NAN;
      if (n == 1 && state->run > 0)
        call->out[i] = x[i];
      if (n == 1 || state->run <= n)
        continue;

      if (state->run == n + 1)
        state->value = x[i - 1];
      state->value = (x[i] - state->value) * smoothing (x + i - n, n) + state->value;
      call->out[i] = state->value;
    }
}

const CdlFunction cdl_fn_kama = {
  .name = "kama",
  .group = "Averages",
  .args = { CDL_SERIES ("x"), CDL_LENGTH ("n") },
  .n_args = 2,
  .recursive = TRUE,
  .lookback = lookback,
  .state_size = state_size,
  .extend = extend,
  .doc = "Kaufman's adaptive moving average: fast where the last n values went straight, slow "
         "where they went to and fro. A missing value ends it; it starts anew after.",
  .formula = "(x - kama[1]) * (c * c) + kama[1], where kama[1] is x[1] at the first one (after n "
             "values), c = r * (2 / 3 - 2 / 31) + 2 / 31, r = |(x - x[n]) / s|, but 1 where "
             "s <= x - x[n] or s = 0, s = ((|x[n] - x[n-1]| + |x[n-1] - x[n-2]|) + ..) + "
             "|x[1] - x[0]|; with n = 1, x itself",
  .source = "TA-Lib KAMA",
};
