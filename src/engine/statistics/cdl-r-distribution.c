#include "cdl-r-distribution.h"

#include <math.h>
#include <stdlib.h>

#include "cdl-number.h"
#include "cdl-time.h"

#define FARTHEST 10.0

/* Bins that a picture has room for. */
#define WANTED_BINS 24.0

static int
by_value (const void *a, const void *b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return (left > right) - (left < right);
}

static double
choose_width (double low, double high)
{
  static const double widths[] = { 0.1, 0.2, 0.25, 0.5 };

  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++)
    if ((high - low) / widths[i] <= WANTED_BINS)
      return widths[i];

  return 1.0;
}

void
cdl_r_distribution_init (CdlRDistribution *self, const CdlTrade *trades, gsize n_trades)
{
  g_autofree double *r = g_new (double, n_trades + 1);
  double sum = 0.0, low, high;
  gsize n = 0;

  *self = (CdlRDistribution){ .mean = CDL_NAN, .median = CDL_NAN };
  for (gsize i = 0; i < n_trades; i++)
    if (trades[i].exit_time != CDL_TIME_NONE && isfinite (trades[i].r))
      {
        sum += trades[i].r;
        r[n++] = trades[i].r;
      }
  if (n == 0)
    return;

  qsort (r, n, sizeof *r, by_value);
  self->n = (guint) n;
  self->mean = sum / (double) n;
  self->median = (r[(n - 1) / 2] + r[n / 2]) / 2.0;
  low = CLAMP (r[0], -FARTHEST, 0.0);
  high = CLAMP (r[n - 1], 0.0, FARTHEST);
  self->width = choose_width (low, high);
  self->first = floor (low / self->width) * self->width;
  self->n_bins = (guint) MIN (floor ((high - self->first) / self->width + 1e-9) + 1.0,
                              (double) CDL_R_MAX_BINS);
  for (gsize i = 0; i < n; i++)
    {
      double bin = floor ((r[i] - self->first) / self->width + 1e-9);
      guint k = (guint) CLAMP (bin, 0.0, (double) (self->n_bins - 1));

      self->count[k]++;
      self->most = MAX (self->most, self->count[k]);
    }
}
