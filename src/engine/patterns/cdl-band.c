#include "cdl-band-private.h"

#include <math.h>

#include "cdl-pattern-private.h"
#include "cdl-pivots-private.h"

double
cdl_line_at (const CdlLine *self, gsize x)
{
  double run = (double) x - (double) self->from;

  return self->from_price
         + (self->to_price - self->from_price) * run / (double) (self->to - self->from);
}

/* The line through the two latest pivots up to last. */
static gboolean
find_line (const CdlPivots *pivots, gsize last, gsize oldest, CdlLine *line)
{
  gssize to = cdl_pivots_before (pivots, last + 1, oldest);
  gssize from = to < 0 ? -1 : cdl_pivots_before (pivots, (gsize) to, oldest);

  if (from < 0)
    return FALSE;
  *line = (CdlLine){ (gsize) from, (gsize) to, pivots->price[from], pivots->price[to] };

  return TRUE;
}

/* 1 rising, -1 falling, 0 flat: the change between its pivots is within tolerance. */
static int
trend (const CdlPivots *pivots, const CdlLine *line, double tolerance)
{
  if (cdl_pivots_equal (pivots, line->from_price, line->to_price, tolerance))
    return 0;

  return line->to_price > line->from_price ? 1 : -1;
}

static guint
shapes_of (const CdlBand *band, int upper, int lower, gsize i, double close, double tolerance)
{
  double before
      = cdl_line_at (&band->upper, band->oldest) - cdl_line_at (&band->lower, band->oldest);
  double after = cdl_line_at (&band->upper, i) - cdl_line_at (&band->lower, i);
  guint shapes = 0;

  if (upper == 0)
    shapes = lower == 0 ? CDL_SHAPE_RECTANGLE : lower > 0 ? CDL_SHAPE_ASCENDING_TRIANGLE : 0;
  else if (lower == 0)
    shapes = upper < 0 ? CDL_SHAPE_DESCENDING_TRIANGLE : 0;
  else if (upper != lower)
    shapes = lower > 0 ? CDL_SHAPE_SYMMETRIC_TRIANGLE : 0;
  else
    {
      if (after < before)
        shapes |= upper > 0 ? CDL_SHAPE_RISING_WEDGE : CDL_SHAPE_FALLING_WEDGE;
      if (100.0 * fabs (after - before) / close <= tolerance)
        shapes |= CDL_SHAPE_CHANNEL;
    }

  return shapes;
}

/* Whether no close from the oldest pivot to i is beyond a line by more than tolerance. */
static gboolean
contains (const CdlBand *band, const double *close, gsize i, double tolerance)
{
  for (gsize k = band->oldest; k <= i; k++)
    {
      double above = close[k] - cdl_line_at (&band->upper, k);
      double below = cdl_line_at (&band->lower, k) - close[k];

      /* The close is the larger of the two above the line, and the smaller below. */
      if (100.0 * MAX (above, below) / close[k] > tolerance)
        return FALSE;
    }

  return TRUE;
}

gboolean
cdl_band_find (const CdlKlines *klines, gsize i, const double *args, guint wanted, CdlBand *band)
{
  gsize strength = (gsize) args[CDL_PATTERN_STRENGTH];
  double tolerance = args[CDL_PATTERN_TOLERANCE];
  const double *close = klines->field[CDL_FIELD_CLOSE];
  CdlPivots highs = cdl_pivot_highs (klines, strength);
  CdlPivots lows = cdl_pivot_lows (klines, strength);
  gsize last, oldest;

  if (cdl_pivots_confirmed (&highs, i) < 0 && cdl_pivots_confirmed (&lows, i) < 0)
    return FALSE;
  last = i - strength;
  oldest = cdl_pivots_oldest (last, (gsize) args[CDL_PATTERN_MAX_KLINES]);
  if (!find_line (&highs, last, oldest, &band->upper)
      || !find_line (&lows, last, oldest, &band->lower))
    return FALSE;
  band->oldest = MIN (band->upper.from, band->lower.from);

  return (wanted
          & shapes_of (band, trend (&highs, &band->upper, tolerance),
                       trend (&lows, &band->lower, tolerance), i, close[i], tolerance))
             != 0
         && contains (band, close, i, tolerance);
}
