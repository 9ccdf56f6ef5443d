/* Wilder's directional movement. */

#include "cdl-smoothing-private.h"
#include "cdl-true-range-private.h"

#define GROUP "Trend"

/* Sums that lose 1/n of themselves with each kline. They start as those of n - 1 klines, as in
 * TA-Lib, so the first value is at the n-th kline after the first. */
typedef struct
{
  double plus, minus, range;
  double count; /* klines in the sums */
  double adx;   /* sum of dx, while it is seeded */
  double n_dx;
} State;

static gsize
state_size (const double *number)
{
  return sizeof (State);
}

static gsize
lookback_di (const double *number, CdlInterval interval)
{
  return CDL_RMA_LOOKBACK (number[0]);
}

static gsize
lookback_adx (const double *number, CdlInterval interval)
{
  return 2 * CDL_RMA_LOOKBACK (number[0]);
}

/* Takes kline i. Returns whether there are values of n klines. */
static gboolean
step (CdlCall *call, gsize i)
{
  State *state = call->state;
  const double *high = call->klines.field[CDL_FIELD_HIGH];
  const double *low = call->klines.field[CDL_FIELD_LOW];
  double range = cdl_true_range (&call->klines, i), n = call->number[0], up, down;

  up = i > 0 ? high[i] - high[i - 1] : CDL_NAN;
  down = i > 0 ? low[i - 1] - low[i] : CDL_NAN;
  if (!isfinite (range) || !isfinite (up) || !isfinite (down))
    {
      *state = (State){ 0 };
      return FALSE;
    }

  if (state->count >= n - 1.0)
    {
      state->plus -= state->plus / n;
      state->minus -= state->minus / n;
      state->range -= state->range / n;
    }
  state->plus += up > 0.0 && up > down ? up : 0.0;
  state->minus += down > 0.0 && down > up ? down : 0.0;
  state->range += range;
  state->count += 1.0;

  return state->count >= n;
}

static double
share (const State *state, double movement)
{
  return state->range != 0.0 ? 100.0 * (movement / state->range) : 0.0;
}

static void
extend_plus_di (CdlCall *call, gsize from, gsize to)
{
  State *state = call->state;

  for (gsize i = from; i < to; i++)
    call->out[i] = step (call, i) ? share (state, state->plus) : CDL_NAN;
}

static void
extend_minus_di (CdlCall *call, gsize from, gsize to)
{
  State *state = call->state;

  for (gsize i = from; i < to; i++)
    call->out[i] = step (call, i) ? share (state, state->minus) : CDL_NAN;
}

static void
extend_adx (CdlCall *call, gsize from, gsize to)
{
  State *state = call->state;
  double n = call->number[0];

  for (gsize i = from; i < to; i++)
    {
      double plus, minus, dx = 0.0;
      gboolean moved;

      call->out[i] = CDL_NAN;
      if (!step (call, i))
        continue;

      plus = share (state, state->plus);
      minus = share (state, state->minus);
      moved = plus + minus != 0.0;
      if (moved)
        dx = 100.0 * (fabs (minus - plus) / (minus + plus));

      if (state->n_dx < n)
        {
          state->adx += dx;
          state->n_dx += 1.0;
          if (state->n_dx < n)
            continue;
          state->adx /= n;
        }
      else if (moved)
        state->adx = (state->adx * (n - 1.0) + dx) / n;
      call->out[i] = state->adx;
    }
}

const CdlFunction cdl_fn_plus_di = {
  .name = "plus_di",
  .group = GROUP,
  .args = { CDL_LENGTH_OR ("n", 14.0) },
  .n_args = 1,
  .reads = CDL_READS_RANGE,
  .recursive = TRUE,
  .lookback = lookback_di,
  .state_size = state_size,
  .extend = extend_plus_di,
  .doc = "Plus directional indicator: the part of the true range that went above the highs before.",
  .formula
  = "100 * (p / t), but 0 where t = 0. p and t are the sums over n - 1 klines of the movement and "
    "of the true range, then p - p / n + movement (t alike); movement = up, but 0 unless up > 0 "
    "and up > down, with up = high - high[1], down = low[1] - low",
  .source = "TA-Lib PLUS_DI",
};

const CdlFunction cdl_fn_minus_di = {
  .name = "minus_di",
  .group = GROUP,
  .args = { CDL_LENGTH_OR ("n", 14.0) },
  .n_args = 1,
  .reads = CDL_READS_RANGE,
  .recursive = TRUE,
  .lookback = lookback_di,
  .state_size = state_size,
  .extend = extend_minus_di,
  .doc = "Minus directional indicator: the part of the true range that went below the lows before.",
  .formula
  = "100 * (m / t), but 0 where t = 0. m and t are the sums over n - 1 klines of the movement and "
    "of the true range, then m - m / n + movement (t alike); movement = down, but 0 unless "
    "down > 0 and down > up, with up = high - high[1], down = low[1] - low",
  .source = "TA-Lib MINUS_DI",
};

const CdlFunction cdl_fn_adx = {
  .name = "adx",
  .group = GROUP,
  .args = { CDL_LENGTH_OR ("n", 14.0) },
  .n_args = 1,
  .reads = CDL_READS_RANGE,
  .recursive = TRUE,
  .lookback = lookback_adx,
  .state_size = state_size,
  .extend = extend_adx,
  .doc = "Average directional index: how strongly the price trends, whichever way, 0 to 100.",
  .formula
  = "the first is the mean of n values of dx, then (adx[1] * (n - 1) + dx) / n, where dx = 100 * "
    "(|minus - plus| / (minus + plus)), plus = plus_di(n), minus = minus_di(n); where both are 0, "
    "dx counts as 0 in the first mean and adx keeps its value later",
  .source = "TA-Lib ADX",
};
