#include "cdl-axis.h"

#include <math.h>

double
cdl_axis_step (double span, double count)
{
  double raw = span / MAX (count, 1.0), power, rest;

  if (!(raw > 0.0) || !isfinite (raw))
    return 1.0;
  power = pow (10.0, floor (log10 (raw)));
  rest = raw / power;

  return power * (rest <= 1.0 ? 1.0 : rest <= 2.0 ? 2.0 : rest <= 5.0 ? 5.0 : 10.0);
}

int
cdl_axis_places (double step)
{
  return step > 0.0 ? CLAMP ((int) ceil (-log10 (step) - 1e-9), 0, 9) : 0;
}
