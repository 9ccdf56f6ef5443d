#include "cdl-values-private.h"

#include <math.h>
#include <string.h>

#include "cdl-number.h"

void
cdl_values_init (CdlValues *self, gboolean higher_is_better)
{
  *self = (CdlValues){ .higher_is_better = higher_is_better,
                       .numbers = g_array_new (FALSE, FALSE, sizeof (double)),
                       .best = CDL_NAN };
}

void
cdl_values_clear (CdlValues *self)
{
  g_array_unref (self->numbers);
  g_free (self->best_run);
}

void
cdl_values_add (CdlValues *self, double value, const char *run)
{
  if (isnan (value))
    return;
  g_array_append_val (self->numbers, value);
  if (self->best_run == NULL || (self->higher_is_better ? value > self->best : value < self->best)
      || (value == self->best && strcmp (run, self->best_run) < 0))
    {
      self->best = value;
      g_free (self->best_run);
      self->best_run = g_strdup (run);
    }
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return (left > right) - (left < right);
}

static double
at (const CdlValues *self, guint i)
{
  return g_array_index (self->numbers, double, i);
}

double
cdl_values_best (CdlValues *self)
{
  return self->best;
}

double
cdl_values_worst (CdlValues *self)
{
  guint n = self->numbers->len;

  if (n == 0)
    return CDL_NAN;
  g_array_sort (self->numbers, compare);

  return at (self, self->higher_is_better ? 0 : n - 1);
}

double
cdl_values_median (CdlValues *self)
{
  guint n = self->numbers->len;

  if (n == 0)
    return CDL_NAN;
  g_array_sort (self->numbers, compare);

  return n % 2 == 1 ? at (self, n / 2) : at (self, n / 2 - 1) / 2 + at (self, n / 2) / 2;
}

double
cdl_values_mean (CdlValues *self)
{
  guint n = self->numbers->len;
  double sum = 0.0;

  if (n == 0)
    return CDL_NAN;
  g_array_sort (self->numbers, compare);
  for (guint i = 0; i < n; i++)
    sum += at (self, i);

  return sum / n;
}
