#include <math.h>

#include "cdl-pattern-private.h"
#include "cdl-pivots-private.h"

enum
{
  NECKLINE,
  BOTTOM,
  HEIGHT,
};

#define DEPTH CDL_PATTERN_OWN
#define ARG_DEPTH                                                                                  \
  {                                                                                                \
    "depth", 0.5, 0, 100, FALSE, "least distance of the head from each shoulder, %"                \
  }

static gboolean
find (const CdlPivots *pivots, gsize i, const double *args, CdlMatch *match)
{
  const double *low = pivots->price;
  gssize right = cdl_pivots_confirmed (pivots, i), head, left;
  gsize oldest;
  double summit;

  if (right < 0)
    return FALSE;
  oldest = cdl_pivots_oldest ((gsize) right, (gsize) args[CDL_PATTERN_MAX_KLINES]);

  head = right;
  do
    head = cdl_pivots_before (pivots, (gsize) head, oldest);
  while (head >= 0 && cdl_pivots_rise (pivots, low[head], low[right]) < args[DEPTH]);
  if (head < 0)
    return FALSE;

  left = head;
  do
    left = cdl_pivots_before (pivots, (gsize) left, oldest);
  while (left >= 0
         && (cdl_pivots_rise (pivots, low[head], low[left]) < args[DEPTH]
             || !cdl_pivots_equal (pivots, low[left], low[right], args[CDL_PATTERN_TOLERANCE])));
  if (left < 0)
    return FALSE;

  /* Between the shoulders, but not the head's own kline: it is no high between. */
  summit = cdl_pivots_summit (pivots, (gsize) left + 1, (gsize) head - 1);
  match->output[NECKLINE] = cdl_pivots_summit (pivots, (gsize) head + 1, (gsize) right - 1);
  if (cdl_pivots_below (pivots, match->output[NECKLINE], summit))
    match->output[NECKLINE] = summit;
  match->first = (gsize) left - pivots->strength;
  match->output[BOTTOM] = low[head];
  match->height = match->output[HEIGHT] = fabs (match->output[NECKLINE] - low[head]);

  return TRUE;
}

static gboolean
inverse_head_and_shoulders (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match)
{
  CdlPivots lows = cdl_pivot_lows (klines, (gsize) args[CDL_PATTERN_STRENGTH]);

  return find (&lows, i, args, match);
}

static gboolean
head_and_shoulders (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match)
{
  CdlPivots highs = cdl_pivot_highs (klines, (gsize) args[CDL_PATTERN_STRENGTH]);

  return find (&highs, i, args, match);
}

const CdlPattern cdl_inverse_head_and_shoulders = {
  .name = "inverse_head_and_shoulders",
  .group = "Head and shoulders",
  .args = { CDL_PATTERN_COMMON_ARGS, ARG_DEPTH },
  .n_args = CDL_PATTERN_OWN + 1,
  .outputs = { "neckline", "bottom", "height" },
  .lookback = cdl_pattern_pivot_lookback,
  .match = inverse_head_and_shoulders,
  .doc = "Three lows, the middle one clearly deepest and the outer two about equal: the last push "
         "down stayed above the one before. A break of the neckline confirms the turn upwards.",
  .formula
  = "p3 = i - strength is a pivot low (right shoulder). p2 = the nearest earlier pivot low with "
    "100 (low[p3] - low[p2]) / low[p2] >= depth (head). p1 = the nearest pivot low before p2 with "
    "100 (low[p1] - low[p2]) / low[p2] >= depth and 100 |low[p1] - low[p3]| / "
    "min(low[p1], low[p3]) <= tolerance (left shoulder); p3 - p1 <= max_klines. neckline = the "
    "higher of the highest highs strictly between p1 and p2 and strictly between p2 and p3; "
    "bottom = low[p2]; height = neckline - bottom.",
};

const CdlPattern cdl_head_and_shoulders = {
  .name = "head_and_shoulders",
  .group = "Head and shoulders",
  .args = { CDL_PATTERN_COMMON_ARGS, ARG_DEPTH },
  .n_args = CDL_PATTERN_OWN + 1,
  .outputs = { "neckline", "top", "height" },
  .lookback = cdl_pattern_pivot_lookback,
  .match = head_and_shoulders,
  .doc = "Three highs, the middle one clearly highest and the outer two about equal: the last push "
         "up stayed below the one before. A break of the neckline confirms the turn downwards.",
  .formula
  = "p3 = i - strength is a pivot high (right shoulder). p2 = the nearest earlier pivot high with "
    "100 (high[p2] - high[p3]) / high[p2] >= depth (head). p1 = the nearest pivot high before p2 "
    "with 100 (high[p2] - high[p1]) / high[p2] >= depth and 100 |high[p1] - high[p3]| / "
    "max(high[p1], high[p3]) <= tolerance (left shoulder); p3 - p1 <= max_klines. neckline = the "
    "lower of the lowest lows strictly between p1 and p2 and strictly between p2 and p3; "
    "top = high[p2]; height = top - neckline.",
};
