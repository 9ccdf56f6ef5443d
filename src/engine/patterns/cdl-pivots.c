#include "cdl-pivots-private.h"

#include <math.h>

CdlPivots
cdl_pivot_lows (const CdlKlines *klines, gsize strength)
{
  return (CdlPivots){ klines->field[CDL_FIELD_LOW], klines->field[CDL_FIELD_HIGH], 1.0, strength };
}

CdlPivots
cdl_pivot_highs (const CdlKlines *klines, gsize strength)
{
  return (CdlPivots){ klines->field[CDL_FIELD_HIGH], klines->field[CDL_FIELD_LOW], -1.0, strength };
}

gboolean
cdl_pivots_below (const CdlPivots *self, double a, double b)
{
  return self->sign * a < self->sign * b;
}

gboolean
cdl_pivots_at (const CdlPivots *self, gsize p)
{
  double price = self->price[p];

  if (p < self->strength)
    return FALSE;

  for (gsize k = 1; k <= self->strength; k++)
    if (!cdl_pivots_below (self, price, self->price[p - k])
        || cdl_pivots_below (self, self->price[p + k], price))
      return FALSE;

  return TRUE;
}

gssize
cdl_pivots_before (const CdlPivots *self, gsize p, gsize oldest)
{
  for (gsize q = p; q > oldest; q--)
    if (cdl_pivots_at (self, q - 1))
      return (gssize) (q - 1);

  return -1;
}

gssize
cdl_pivots_confirmed (const CdlPivots *self, gsize i)
{
  return i >= self->strength && cdl_pivots_at (self, i - self->strength)
             ? (gssize) (i - self->strength)
             : -1;
}

gsize
cdl_pivots_oldest (gsize last, gsize max_klines)
{
  return last > max_klines ? last - max_klines : 0;
}

double
cdl_pivots_lower (const CdlPivots *self, double a, double b)
{
  return cdl_pivots_below (self, b, a) ? b : a;
}

double
cdl_pivots_rise (const CdlPivots *self, double from, double to)
{
  return 100.0 * (self->sign * (to - from)) / cdl_pivots_lower (self, from, to);
}

gboolean
cdl_pivots_equal (const CdlPivots *self, double a, double b, double tolerance)
{
  return fabs (cdl_pivots_rise (self, a, b)) <= tolerance;
}

gboolean
cdl_pivots_broken (const CdlPivots *self, gsize from, gsize to, double level)
{
  for (gsize k = from + 1; k < to; k++)
    if (cdl_pivots_below (self, self->price[k], level))
      return TRUE;

  return FALSE;
}

double
cdl_pivots_summit (const CdlPivots *self, gsize from, gsize to)
{
  double summit = self->opposite[from];

  for (gsize k = from + 1; k <= to; k++)
    if (cdl_pivots_below (self, summit, self->opposite[k]))
      summit = self->opposite[k];

  return summit;
}
