#pragma once

#include "cdl-functions-private.h"

G_BEGIN_DECLS

/* Recursive averages, value by value. Each is seeded with the mean of its first n values (their sum
 * oldest first, divided by n) and gives CDL_NAN until then. A value that is no finite number gives
 * CDL_NAN and starts all over. Zeroed memory is a fresh one. */
typedef struct
{
  double value; /* the sum, while seeding */
  double count;
} CdlSmoothing;

/* Whether x only went into the seed; *result is then what to return. */
static inline gboolean
cdl_smoothing_seeds (CdlSmoothing *self, double x, double n, double *result)
{
  *result = CDL_NAN;
  if (!isfinite (x))
    {
      self->value = self->count = 0.0;
      return TRUE;
    }
  if (self->count >= n)
    return FALSE;

  self->value += x;
  self->count += 1.0;
  if (self->count >= n)
    *result = self->value = self->value / n;

  return TRUE;
}

/* TA-Lib's EMA: (x - previous) * k + previous with k = 2 / (n + 1). */
static inline double
cdl_ema_step (CdlSmoothing *self, double x, double n)
{
  double result;

  if (cdl_smoothing_seeds (self, x, n, &result))
    return result;

  return self->value = (x - self->value) * (2.0 / (n + 1.0)) + self->value;
}

/* Wilder's average as TA-Lib computes it: (previous * (n - 1) + x) / n. */
static inline double
cdl_rma_step (CdlSmoothing *self, double x, double n)
{
  double result;

  if (cdl_smoothing_seeds (self, x, n, &result))
    return result;

  return self->value = (self->value * (n - 1.0) + x) / n;
}

/* Klines that one pass of an average of n needs to forget its seed. */
#define CDL_EMA_LOOKBACK(n) ((gsize) (5.0 * (n)))
#define CDL_RMA_LOOKBACK(n) ((gsize) (10.0 * (n)))

G_END_DECLS
