#pragma once

#include "cdl-functions-private.h"

G_BEGIN_DECLS

/* TA-Lib's TRANGE of kline i: the greatest of high - low, |close[1] - high| and |close[1] - low|;
 * CDL_NAN at the first kline, which has no close before it. */
static inline double
cdl_true_range (const CdlKlines *klines, gsize i)
{
  double high = klines->field[CDL_FIELD_HIGH][i], low = klines->field[CDL_FIELD_LOW][i];
  double before, range, up, down;

  if (i == 0)
    return CDL_NAN;

  before = klines->field[CDL_FIELD_CLOSE][i - 1];
  range = high - low;
  up = fabs (before - high);
  down = fabs (before - low);
  if (isnan (range) || isnan (up))
    return CDL_NAN;
  if (up > range)
    range = up;
  if (down > range)
    range = down;

  return range;
}

G_END_DECLS
