#include "cdl-functions-private.h"

/* Klines whose sums are built side by side: the order within each sum stays oldest first, but the
 * processor adds many at a time. */
#define BLOCK 64

gsize
cdl_lookback_window_0 (const double *number, CdlInterval interval)
{
  return (gsize) number[0] - 1;
}

gsize
cdl_lookback_window_1 (const double *number, CdlInterval interval)
{
  return (gsize) number[1] - 1;
}

gsize
cdl_lookback_distance_1 (const double *number, CdlInterval interval)
{
  return (gsize) number[1];
}

gsize
cdl_lookback_exponential_1 (const double *number, CdlInterval interval)
{
  return 5 * (gsize) number[1];
}

gsize
cdl_lookback_wilder_0 (const double *number, CdlInterval interval)
{
  return 10 * (gsize) number[0];
}

gsize
cdl_lookback_wilder_1 (const double *number, CdlInterval interval)
{
  return 10 * (gsize) number[1];
}

void
cdl_window_sums (const double *x, gsize n, double *out, gsize from, gsize to)
{
  gsize i = from;

  for (; i < to && i + 1 < n; i++)
    out[i] = CDL_NAN;

  for (; i < to; i += BLOCK)
    {
      gsize width = MIN (to - i, BLOCK);
      double sum[BLOCK] = { 0.0 };

      for (gsize k = 0; k < n; k++)
        {
          const double *first = x + (i + 1 - n) + k;

          for (gsize j = 0; j < width; j++)
            sum[j] += first[j];
        }
      for (gsize j = 0; j < width; j++)
        out[i + j] = sum[j];
    }
}

double
cdl_window_sum (const double *x, gsize n, gsize i)
{
  double sum = 0.0;

  for (gsize k = i + 1 - n; k <= i; k++)
    sum += x[k];

  return sum;
}

double
cdl_window_highest (const double *x, gsize n, gsize i)
{
  double highest = x[i + 1 - n];

  for (gsize k = i + 2 - n; k <= i && !isnan (highest); k++)
    if (!(x[k] <= highest))
      highest = x[k];

  return highest;
}

double
cdl_window_lowest (const double *x, gsize n, gsize i)
{
  double lowest = x[i + 1 - n];

  for (gsize k = i + 2 - n; k <= i && !isnan (lowest); k++)
    if (!(x[k] >= lowest))
      lowest = x[k];

  return lowest;
}

gsize
cdl_window_highest_age (const double *x, gsize n, gsize i)
{
  gsize best = i + 1 - n;

  for (gsize k = best + 1; k <= i; k++)
    if (x[k] >= x[best])
      best = k;

  return i - best;
}

gsize
cdl_window_lowest_age (const double *x, gsize n, gsize i)
{
  gsize best = i + 1 - n;

  for (gsize k = best + 1; k <= i; k++)
    if (x[k] <= x[best])
      best = k;

  return i - best;
}

/* Takes x into the seed; TRUE once the seed is complete and x comes after it. */
static gboolean
seeded (CdlSmoother *self, double n, double x)
{
  if (isnan (x))
    {
      *self = (CdlSmoother){ .value = CDL_NAN };
      return FALSE;
    }
  if ((double) self->count >= n)
    return TRUE;

  self->sum += x;
  self->count++;
  self->value = (double) self->count == n ? self->sum / n : CDL_NAN;

  return FALSE;
}

double
cdl_smoother_ema (CdlSmoother *self, double n, double x)
{
  if (seeded (self, n, x))
    self->value = (x - self->value) * (2.0 / (n + 1.0)) + self->value;

  return self->value;
}

double
cdl_smoother_wilder (CdlSmoother *self, double n, double x)
{
  if (seeded (self, n, x))
    self->value = (self->value * (n - 1.0) + x) / n;

  return self->value;
}

double
cdl_true_range (const CdlKlines *klines, gsize i)
{
  double high = klines->field[CDL_FIELD_HIGH][i], low = klines->field[CDL_FIELD_LOW][i];
  double before = klines->field[CDL_FIELD_CLOSE][i - 1];

  return fmax (high - low, fmax (fabs (high - before), fabs (low - before)));
}
