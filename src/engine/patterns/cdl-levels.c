/* Support and resistance, and the latest swing. */

#include <math.h>

#include "cdl-pattern-private.h"
#include "cdl-pivots-private.h"

enum
{
  LEVEL,
  TOUCHES,
};

#define ARG_TOUCHES CDL_PATTERN_OWN

static gboolean
find_level (const CdlPivots *pivots, gsize i, const double *args, CdlMatch *match)
{
  const double *low = pivots->price;
  double tolerance = args[CDL_PATTERN_TOLERANCE];
  double left = args[ARG_TOUCHES] - 1.0, sum = 0.0;
  gssize last = cdl_pivots_confirmed (pivots, i), p;
  gsize oldest;

  if (last < 0)
    return FALSE;
  oldest = cdl_pivots_oldest ((gsize) last, (gsize) args[CDL_PATTERN_MAX_KLINES]);
  for (p = last; left > 0.0; left -= 1.0)
    {
      do
        p = cdl_pivots_before (pivots, (gsize) p, oldest);
      while (p >= 0 && !cdl_pivots_equal (pivots, low[p], low[last], tolerance));
      if (p < 0)
        return FALSE;
    }

  for (gssize k = p; k <= last; k++)
    if (cdl_pivots_equal (pivots, low[k], low[last], tolerance)
        && cdl_pivots_at (pivots, (gsize) k))
      sum += low[k];
  match->first = (gsize) p - pivots->strength;
  match->output[LEVEL] = sum / args[ARG_TOUCHES];
  match->output[TOUCHES] = args[ARG_TOUCHES];
  match->height = fabs (cdl_pivots_summit (pivots, (gsize) p, i) - match->output[LEVEL]);

  return TRUE;
}

static gboolean
support (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match)
{
  CdlPivots lows = cdl_pivot_lows (klines, (gsize) args[CDL_PATTERN_STRENGTH]);

  return find_level (&lows, i, args, match);
}

static gboolean
resistance (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match)
{
  CdlPivots highs = cdl_pivot_highs (klines, (gsize) args[CDL_PATTERN_STRENGTH]);

  return find_level (&highs, i, args, match);
}

static gboolean
swing (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match)
{
  gsize strength = (gsize) args[CDL_PATTERN_STRENGTH];
  CdlPivots highs = cdl_pivot_highs (klines, strength);
  CdlPivots lows = cdl_pivot_lows (klines, strength);
  gsize last, oldest;
  gssize high, low;

  if (cdl_pivots_confirmed (&highs, i) < 0 && cdl_pivots_confirmed (&lows, i) < 0)
    return FALSE;
  last = i - strength;
  oldest = cdl_pivots_oldest (last, (gsize) args[CDL_PATTERN_MAX_KLINES]);
  high = cdl_pivots_before (&highs, last + 1, oldest);
  low = cdl_pivots_before (&lows, last + 1, oldest);
  if (high < 0 || low < 0)
    return FALSE;

  match->first = (gsize) MIN (high, low) - strength;
  match->output[0] = highs.price[high];
  match->output[1] = lows.price[low];
  match->height = fabs (highs.price[high] - lows.price[low]);

  return TRUE;
}

#define LEVEL_ARGS                                                                                 \
  CDL_PATTERN_COMMON_ARGS, { "touches", 3, 1, 100, TRUE, "how many pivots make the level" }

const CdlPattern cdl_support = {
  .name = "support",
  .group = "Levels",
  .args = { LEVEL_ARGS },
  .n_args = CDL_PATTERN_OWN + 1,
  .outputs = { "level", "touches" },
  .lookback = cdl_pattern_pivot_lookback,
  .match = support,
  .doc = "The price has turned up several times at about the same low: a level where buyers wait.",
  .formula = "p = i - strength is a pivot low; with it the nearest earlier pivot lows q with "
             "p - q <= max_klines and 100 |low[q] - low[p]| / min(low[q], low[p]) <= tolerance, "
             "until there are touches of them in all. More are not looked for: a level must not "
             "depend on how far the window reaches back. level = mean of their lows, summed "
             "oldest first; touches = the argument; height = highest high from the oldest of "
             "them to i - level.",
};

const CdlPattern cdl_resistance = {
  .name = "resistance",
  .group = "Levels",
  .args = { LEVEL_ARGS },
  .n_args = CDL_PATTERN_OWN + 1,
  .outputs = { "level", "touches" },
  .lookback = cdl_pattern_pivot_lookback,
  .match = resistance,
  .doc = "The price has turned down several times at about the same high: a level where sellers "
         "wait.",
  .formula = "p = i - strength is a pivot high; with it the nearest earlier pivot highs q with "
             "p - q <= max_klines and 100 |high[q] - high[p]| / max(high[q], high[p]) <= "
             "tolerance, until there are touches of them in all. More are not looked for: a level "
             "must not depend on how far the window reaches back. level = mean of their highs, "
             "summed oldest first; touches = the argument; height = level - lowest low from the "
             "oldest of them to i.",
};

const CdlPattern cdl_swing = {
  .name = "swing",
  .group = "Levels",
  .args = { CDL_PATTERN_PIVOT_ARGS },
  .n_args = CDL_PATTERN_TOLERANCE,
  .outputs = { "high", "low" },
  .lookback = cdl_pattern_pivot_lookback,
  .match = swing,
  .doc = "A new turning point: gives the latest pivot high and the latest pivot low, for breakouts "
         "and for stops behind the last swing.",
  .formula = "i - strength is a pivot high or a pivot low. high, low = high of the latest pivot "
             "high and low of the latest pivot low up to there, the older of them at most "
             "max_klines before i - strength; height = |high - low|.",
};
