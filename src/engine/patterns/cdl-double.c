/* Double and triple bottoms and tops. */

#include <math.h>

#include "cdl-pattern-private.h"
#include "cdl-pivots-private.h"

enum
{
  NECKLINE,
  BOTTOM,
  HEIGHT,
};

static void
fill (const CdlPivots *pivots, gsize oldest, gsize last, double bottom, CdlMatch *match)
{
  match->first = oldest - pivots->strength;
  match->output[NECKLINE] = cdl_pivots_summit (pivots, oldest + 1, last - 1);
  match->output[BOTTOM] = bottom;
  match->height = match->output[HEIGHT] = fabs (match->output[NECKLINE] - bottom);
}

/* The nearest earlier pivot that makes a double bottom with the one at last; -1 if none. */
static gssize
find_second (const CdlPivots *pivots, gsize last, gsize oldest, double tolerance)
{
  const double *low = pivots->price;
  gssize p = (gssize) last;

  while ((p = cdl_pivots_before (pivots, (gsize) p, oldest)) >= 0)
    if (cdl_pivots_equal (pivots, low[p], low[last], tolerance)
        && !cdl_pivots_broken (pivots, (gsize) p, last,
                               cdl_pivots_lower (pivots, low[p], low[last])))
      return p;

  return -1;
}

static gboolean
find_double (const CdlPivots *pivots, gsize i, const double *args, CdlMatch *match)
{
  const double *low = pivots->price;
  gssize last = cdl_pivots_confirmed (pivots, i), p;
  gsize oldest;

  if (last < 0)
    return FALSE;
  oldest = cdl_pivots_oldest ((gsize) last, (gsize) args[CDL_PATTERN_MAX_KLINES]);
  p = find_second (pivots, (gsize) last, oldest, args[CDL_PATTERN_TOLERANCE]);
  if (p < 0)
    return FALSE;
  fill (pivots, (gsize) p, (gsize) last, cdl_pivots_lower (pivots, low[p], low[last]), match);

  return TRUE;
}

static gboolean
find_triple (const CdlPivots *pivots, gsize i, const double *args, CdlMatch *match)
{
  const double *low = pivots->price;
  double tolerance = args[CDL_PATTERN_TOLERANCE];
  gssize last = cdl_pivots_confirmed (pivots, i), middle, p;
  gsize oldest;

  if (last < 0)
    return FALSE;
  oldest = cdl_pivots_oldest ((gsize) last, (gsize) args[CDL_PATTERN_MAX_KLINES]);
  p = middle = find_second (pivots, (gsize) last, oldest, tolerance);
  if (middle < 0)
    return FALSE;

  while ((p = cdl_pivots_before (pivots, (gsize) p, oldest)) >= 0)
    {
      double bottom
          = cdl_pivots_lower (pivots, low[p], cdl_pivots_lower (pivots, low[middle], low[last]));

      if (!cdl_pivots_equal (pivots, low[p], low[middle], tolerance)
          || !cdl_pivots_equal (pivots, low[p], low[last], tolerance)
          || cdl_pivots_broken (pivots, (gsize) p, (gsize) middle, bottom))
        continue;
      fill (pivots, (gsize) p, (gsize) last, bottom, match);
      return TRUE;
    }

  return FALSE;
}

static gboolean
double_bottom (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match)
{
  CdlPivots lows = cdl_pivot_lows (klines, (gsize) args[CDL_PATTERN_STRENGTH]);

  return find_double (&lows, i, args, match);
}

static gboolean
double_top (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match)
{
  CdlPivots highs = cdl_pivot_highs (klines, (gsize) args[CDL_PATTERN_STRENGTH]);

  return find_double (&highs, i, args, match);
}

static gboolean
triple_bottom (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match)
{
  CdlPivots lows = cdl_pivot_lows (klines, (gsize) args[CDL_PATTERN_STRENGTH]);

  return find_triple (&lows, i, args, match);
}

static gboolean
triple_top (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match)
{
  CdlPivots highs = cdl_pivot_highs (klines, (gsize) args[CDL_PATTERN_STRENGTH]);

  return find_triple (&highs, i, args, match);
}

const CdlPattern cdl_double_bottom = {
  .name = "double_bottom",
  .group = "Double and triple",
  .args = { CDL_PATTERN_COMMON_ARGS },
  .n_args = CDL_PATTERN_OWN,
  .outputs = { "neckline", "bottom", "height" },
  .lookback = cdl_pattern_pivot_lookback,
  .match = double_bottom,
  .doc = "The price fell twice to about the same low and turned up each time: sellers failed to "
         "push it further. A break of the neckline confirms the turn.",
  .formula = "p2 = i - strength is a pivot low. p1 = the nearest earlier pivot low with "
             "p2 - p1 <= max_klines, 100 |low[p1] - low[p2]| / min(low[p1], low[p2]) <= tolerance "
             "and no low strictly between them below min(low[p1], low[p2]). "
             "neckline = highest high strictly between p1 and p2; "
             "bottom = min(low[p1], low[p2]); height = neckline - bottom.",
};

const CdlPattern cdl_double_top = {
  .name = "double_top",
  .group = "Double and triple",
  .args = { CDL_PATTERN_COMMON_ARGS },
  .n_args = CDL_PATTERN_OWN,
  .outputs = { "neckline", "top", "height" },
  .lookback = cdl_pattern_pivot_lookback,
  .match = double_top,
  .doc = "The price rose twice to about the same high and turned down each time: buyers failed to "
         "push it further. A break of the neckline confirms the turn.",
  .formula = "p2 = i - strength is a pivot high. p1 = the nearest earlier pivot high with "
             "p2 - p1 <= max_klines, 100 |high[p1] - high[p2]| / max(high[p1], high[p2]) <= "
             "tolerance and no high strictly between them above max(high[p1], high[p2]). "
             "neckline = lowest low strictly between p1 and p2; "
             "top = max(high[p1], high[p2]); height = top - neckline.",
};

const CdlPattern cdl_triple_bottom = {
  .name = "triple_bottom",
  .group = "Double and triple",
  .args = { CDL_PATTERN_COMMON_ARGS },
  .n_args = CDL_PATTERN_OWN,
  .outputs = { "neckline", "bottom", "height" },
  .lookback = cdl_pattern_pivot_lookback,
  .match = triple_bottom,
  .doc = "Three turns at about the same low: a double bottom that was tested once more and held.",
  .formula = "p2 and p1 as for double_bottom. p0 = the nearest pivot low before p1 with "
             "p2 - p0 <= max_klines, within tolerance of both (% of the smaller low of the two "
             "that are compared), and no low strictly between p0 and p2 below the lowest of the "
             "three. neckline = highest high strictly between p0 and p2; bottom = the lowest of "
             "the three lows; height = neckline - bottom.",
};

const CdlPattern cdl_triple_top = {
  .name = "triple_top",
  .group = "Double and triple",
  .args = { CDL_PATTERN_COMMON_ARGS },
  .n_args = CDL_PATTERN_OWN,
  .outputs = { "neckline", "top", "height" },
  .lookback = cdl_pattern_pivot_lookback,
  .match = triple_top,
  .doc = "Three turns at about the same high: a double top that was tested once more and held.",
  .formula = "p2 and p1 as for double_top. p0 = the nearest pivot high before p1 with "
             "p2 - p0 <= max_klines, within tolerance of both (% of the larger high of the two "
             "that are compared), and no high strictly between p0 and p2 above the highest of the "
             "three. neckline = lowest low strictly between p0 and p2; top = the highest of the "
             "three highs; height = top - neckline.",
};
