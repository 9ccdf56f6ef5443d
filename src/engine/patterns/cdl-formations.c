/* Triangles, wedges, rectangles and channels: prices between two lines. */

#include "cdl-band-private.h"
#include "cdl-pattern-private.h"

enum
{
  UPPER,
  LOWER,
  HEIGHT,
};

static gboolean
find (const CdlKlines *klines, gsize i, const double *args, CdlShape shape, CdlMatch *match)
{
  CdlBand band;

  if (!cdl_band_find (klines, i, args, shape, &band))
    return FALSE;
  match->first = band.oldest - (gsize) args[CDL_PATTERN_STRENGTH];
  match->output[UPPER] = cdl_line_at (&band.upper, i);
  match->output[LOWER] = cdl_line_at (&band.lower, i);
  match->height = match->output[HEIGHT]
      = cdl_line_at (&band.upper, band.oldest) - cdl_line_at (&band.lower, band.oldest);

  return TRUE;
}

static gboolean
ascending_triangle (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match)
{
  return find (klines, i, args, CDL_SHAPE_ASCENDING_TRIANGLE, match);
}

static gboolean
descending_triangle (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match)
{
  return find (klines, i, args, CDL_SHAPE_DESCENDING_TRIANGLE, match);
}

static gboolean
symmetric_triangle (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match)
{
  return find (klines, i, args, CDL_SHAPE_SYMMETRIC_TRIANGLE, match);
}

static gboolean
rising_wedge (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match)
{
  return find (klines, i, args, CDL_SHAPE_RISING_WEDGE, match);
}

static gboolean
falling_wedge (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match)
{
  return find (klines, i, args, CDL_SHAPE_FALLING_WEDGE, match);
}

static gboolean
rectangle (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match)
{
  return find (klines, i, args, CDL_SHAPE_RECTANGLE, match);
}

static gboolean
channel (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match)
{
  return find (klines, i, args, CDL_SHAPE_CHANNEL, match);
}

/* What all of them share, before and after the shape. */
#define LINES                                                                                      \
  "Upper line through the two latest pivot highs, lower line through the two latest pivot lows, "  \
  "the latest of the four at i - strength, the oldest at most max_klines before it. A line "       \
  "through (a, y) and (b, z) has the value y + (z - y) (k - a) / (b - a) at k; its change is "     \
  "100 (z - y) / max(y, z) between highs, 100 (z - y) / min(y, z) between lows: flat if within "   \
  "tolerance, else rising or falling. "
#define INSIDE                                                                                     \
  " No close from the oldest pivot to i, both included, is above the upper or below the lower "    \
  "line by more than tolerance % of that close. upper, lower = the lines at i; height = upper "    \
  "line - lower line at the oldest pivot. Lines that cross there make no pattern (min_gap 0)."

#define ROW(id, text, shape)                                                                       \
  const CdlPattern cdl_##id = {                                                                    \
    .name = #id,                                                                                   \
    .group = "Lines",                                                                              \
    .args = { CDL_PATTERN_COMMON_ARGS },                                                           \
    .n_args = CDL_PATTERN_OWN,                                                                     \
    .outputs = { "upper", "lower", "height" },                                                     \
    .lookback = cdl_pattern_pivot_lookback,                                                        \
    .match = id,                                                                                   \
    .doc = text,                                                                                   \
    .formula = LINES shape INSIDE,                                                                 \
  }

ROW (ascending_triangle,
     "Level highs over rising lows: buyers pay more each time for what sellers offer at one price. "
     "Usually broken upwards.",
     "Upper flat, lower rising.");
ROW (descending_triangle,
     "Level lows under falling highs: sellers take less each time from buyers who wait at one "
     "price. Usually broken downwards.",
     "Lower flat, upper falling.");
ROW (symmetric_triangle,
     "Falling highs and rising lows: the range tightens before a break to either side.",
     "Upper falling, lower rising.");
ROW (rising_wedge,
     "Highs and lows rise, but the range narrows: the rise tires. Usually broken downwards.",
     "Both rising and converging: the distance of the lines is smaller at i than at the oldest "
     "pivot.");
ROW (falling_wedge,
     "Highs and lows fall, but the range narrows: the fall tires. Usually broken upwards.",
     "Both falling and converging: the distance of the lines is smaller at i than at the oldest "
     "pivot.");
ROW (rectangle,
     "The price swings between two levels: a range to trade inside of, or whose break to follow.",
     "Both flat.");
ROW (channel,
     "The price climbs or falls between two parallel lines: a trend to follow until it breaks.",
     "Both rising or both falling, and the distance of the lines changes from the oldest pivot to "
     "i by at most tolerance % of the close at i.");
