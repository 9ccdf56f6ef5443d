#include <math.h>

#include "cdl-band-private.h"
#include "cdl-pattern-private.h"
#include "cdl-pivots-private.h"

enum
{
  POLE = CDL_PATTERN_OWN,
  POLE_KLINES,
  RETRACE,
  N_ARGS,
};

enum
{
  OUTPUT_POLE,
  OUTPUT_UPPER,
  OUTPUT_LOWER,
};

/* Written for a rise from a low (foot) to a high (top). */
static gboolean
find (const CdlKlines *klines,
      const CdlPivots *feet,
      const CdlPivots *tops,
      gsize i,
      const double *args,
      CdlMatch *match)
{
  const guint wanted
      = CDL_SHAPE_RECTANGLE | CDL_SHAPE_CHANNEL | CDL_SHAPE_RISING_WEDGE | CDL_SHAPE_FALLING_WEDGE;
  CdlBand band;
  gsize oldest;
  gssize top, foot;
  double pole, retrace;

  if (!cdl_band_find (klines, i, args, wanted, &band))
    return FALSE;
  oldest = cdl_pivots_oldest (i - feet->strength, (gsize) args[CDL_PATTERN_MAX_KLINES]);
  top = cdl_pivots_before (tops, band.oldest, oldest);
  if (top < 0)
    return FALSE;

  oldest = MAX (oldest, cdl_pivots_oldest ((gsize) top, (gsize) args[POLE_KLINES]));
  foot = top;
  do
    foot = cdl_pivots_before (feet, (gsize) foot, oldest);
  while (foot >= 0 && cdl_pivots_rise (feet, feet->price[foot], tops->price[top]) < args[POLE]);
  if (foot < 0)
    return FALSE;

  pole = tops->price[top] - feet->price[foot];
  retrace = tops->price[top] - args[RETRACE] / 100.0 * pole;
  for (gsize k = (gsize) top + 1; k <= i; k++)
    if (!cdl_pivots_below (feet, retrace, feet->price[k]))
      return FALSE;

  match->first = (gsize) foot - feet->strength;
  match->height = match->output[OUTPUT_POLE] = fabs (pole);
  match->output[OUTPUT_UPPER] = cdl_line_at (&band.upper, i);
  match->output[OUTPUT_LOWER] = cdl_line_at (&band.lower, i);

  return TRUE;
}

static gboolean
bull_flag (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match)
{
  CdlPivots lows = cdl_pivot_lows (klines, (gsize) args[CDL_PATTERN_STRENGTH]);
  CdlPivots highs = cdl_pivot_highs (klines, (gsize) args[CDL_PATTERN_STRENGTH]);

  return find (klines, &lows, &highs, i, args, match);
}

static gboolean
bear_flag (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match)
{
  CdlPivots lows = cdl_pivot_lows (klines, (gsize) args[CDL_PATTERN_STRENGTH]);
  CdlPivots highs = cdl_pivot_highs (klines, (gsize) args[CDL_PATTERN_STRENGTH]);

  return find (klines, &highs, &lows, i, args, match);
}

#define ARGS                                                                                       \
  CDL_PATTERN_COMMON_ARGS,                                                                         \
      { "pole", 3, 0, 1000, FALSE, "least length of the pole, % of its foot" },                    \
      { "pole_klines", 20, 1, 10000, TRUE, "most klines from the foot of the pole to its top" },   \
  {                                                                                                \
    "retrace", 50, 0, 100, FALSE, "how much of the pole the flag may give back, not included, %"   \
  }

const CdlPattern cdl_bull_flag = {
  .name = "bull_flag",
  .group = "Flags",
  .args = { ARGS },
  .n_args = N_ARGS,
  .outputs = { "pole", "upper", "lower" },
  .lookback = cdl_pattern_pivot_lookback,
  .match = bull_flag,
  .doc = "A steep rise, then a rest between two lines that gives little of it back. A break of the "
         "upper line often carries as far again as the pole is long.",
  .formula
  = "The four latest pivots, the last at i - strength, make a rectangle, channel, rising_wedge or "
    "falling_wedge (see there). top = the nearest pivot high before the oldest of the four; foot = "
    "the nearest pivot low before it with top - foot <= pole_klines and "
    "100 (high[top] - low[foot]) / low[foot] >= pole; i - strength - foot <= max_klines. Every low "
    "after top up to i is above high[top] - retrace / 100 (high[top] - low[foot]). "
    "pole = height = high[top] - low[foot]; upper, lower = the lines at i.",
};

const CdlPattern cdl_bear_flag = {
  .name = "bear_flag",
  .group = "Flags",
  .args = { ARGS },
  .n_args = N_ARGS,
  .outputs = { "pole", "upper", "lower" },
  .lookback = cdl_pattern_pivot_lookback,
  .match = bear_flag,
  .doc = "A steep fall, then a rest between two lines that recovers little of it. A break of the "
         "lower line often carries as far again as the pole is long.",
  .formula
  = "The four latest pivots, the last at i - strength, make a rectangle, channel, rising_wedge or "
    "falling_wedge (see there). bottom = the nearest pivot low before the oldest of the four; "
    "foot = the nearest pivot high before it with bottom - foot <= pole_klines and "
    "100 (high[foot] - low[bottom]) / high[foot] >= pole; i - strength - foot <= max_klines. Every "
    "high after bottom up to i is below low[bottom] + retrace / 100 (high[foot] - low[bottom]). "
    "pole = height = high[foot] - low[bottom]; upper, lower = the lines at i.",
};
