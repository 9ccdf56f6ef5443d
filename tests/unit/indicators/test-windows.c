/* The fast windows against plain scans, to the bit. */

#include <math.h>
#include <string.h>

#include "cdl-number.h"
#include "cdl-random.h"
#include "cdl-window-private.h"

#define N 9000

typedef void (*Window) (const double *x, gsize n, gsize from, gsize to, double *out);
typedef double (*Scan) (const double *oldest, gsize n);

static double
scan_sum (const double *oldest, gsize n)
{
  double sum = 0.0;

  for (gsize k = 0; k < n; k++)
    sum += oldest[k];

  return sum;
}

static double
scan_weighted (const double *oldest, gsize n)
{
  double sum = 0.0;

  for (gsize k = 0; k < n; k++)
    sum += (double) (k + 1) * oldest[k];

  return sum;
}

static double
scan_squares (const double *oldest, gsize n)
{
  double mean = scan_sum (oldest, n) / (double) n, sum = 0.0;

  for (gsize k = 0; k < n; k++)
    sum += (oldest[k] - mean) * (oldest[k] - mean);

  return sum;
}

static double
scan_distances (const double *oldest, gsize n)
{
  double mean = scan_sum (oldest, n) / (double) n, sum = 0.0;

  for (gsize k = 0; k < n; k++)
    sum += fabs (oldest[k] - mean);

  return sum;
}

static gsize
oldest_extreme (const double *oldest, gsize n, double side)
{
  gsize best = 0;

  for (gsize k = 1; k < n; k++)
    if (side * oldest[k] > side * oldest[best])
      best = k;

  return best;
}

static gsize
latest_extreme (const double *oldest, gsize n, double side)
{
  gsize best = 0;

  for (gsize k = 1; k < n; k++)
    if (side * oldest[k] >= side * oldest[best])
      best = k;

  return best;
}

static double
scan_highest (const double *oldest, gsize n)
{
  return oldest[oldest_extreme (oldest, n, 1.0)];
}

static double
scan_lowest (const double *oldest, gsize n)
{
  return oldest[oldest_extreme (oldest, n, -1.0)];
}

static double
scan_highest_age (const double *oldest, gsize n)
{
  return (double) (n - 1 - latest_extreme (oldest, n, 1.0));
}

static double
scan_lowest_age (const double *oldest, gsize n)
{
  return (double) (n - 1 - latest_extreme (oldest, n, -1.0));
}

static void
weighted (const double *x, gsize n, gsize from, gsize to, double *out)
{
  cdl_window_weighted (x, n, 1.0, 1.0, from, to, out);
}

static double *
means (const double *x, gsize n, gsize from, gsize to)
{
  double *mean = g_new (double, to - from);

  cdl_window_sum (x, n, from, to, mean);
  for (gsize i = 0; i < to - from; i++)
    mean[i] /= (double) n;

  return mean;
}

static void
squares (const double *x, gsize n, gsize from, gsize to, double *out)
{
  g_autofree double *mean = means (x, n, from, to);

  cdl_window_squares (x, mean, n, from, to, out);
}

static void
distances (const double *x, gsize n, gsize from, gsize to, double *out)
{
  g_autofree double *mean = means (x, n, from, to);

  cdl_window_distances (x, mean, n, from, to, out);
}

static const struct
{
  const char *name;
  Window window;
  Scan scan;
} rows[] = {
  { "sum", cdl_window_sum, scan_sum },
  { "weighted", weighted, scan_weighted },
  { "squares", squares, scan_squares },
  { "distances", distances, scan_distances },
  { "highest", cdl_window_highest, scan_highest },
  { "lowest", cdl_window_lowest, scan_lowest },
  { "highest-age", cdl_window_highest_age, scan_highest_age },
  { "lowest-age", cdl_window_lowest_age, scan_lowest_age },
};

/* A walk on a grid with ties, zeros of both signs, long slopes, and here and there a NaN. */
static double *
make_series (CdlRandom *random)
{
  double *x = g_new (double, N);
  double value = 0.0;

  for (gsize i = 0; i < N; i++)
    {
      double step = ((double) cdl_random_below (random, 9) - 4.0) / 4.0;

      value += i / 1000 % 3 == 0 ? step : i / 1000 % 3 == 1 ? fabs (step) : -fabs (step);
      x[i] = i / 500 % 4 == 3 ? (cdl_random_below (random, 2) == 0 ? 0.0 : -0.0) : value;
      if (i > 2000 && cdl_random_below (random, 700) == 0)
        x[i] = CDL_NAN;
    }

  return x;
}

static void
check (gsize row, const double *x, gsize n, gsize from, gsize to)
{
  g_autofree double *out = g_new (double, to - from + 1);
  gsize run = 0;

  rows[row].window (x, n, from, to, out);
  for (gsize i = 0; i < to; i++)
    {
      double expected = CDL_NAN;

      run = isnan (x[i]) ? 0 : run + 1;
      if (i < from)
        continue;
      if (run >= n)
        expected = rows[row].scan (x + i + 1 - n, n);
      if (memcmp (&expected, &out[i - from], sizeof expected) != 0)
        g_error ("%s of %d at %d: %.17g where %.17g is right", rows[row].name, (int) n, (int) i,
                 out[i - from], expected);
    }
}

static void
test_windows (gconstpointer data)
{
  static const gsize lengths[] = { 1, 2, 3, 4, 5, 8, 16, 17, 33, 100 };
  gsize row = GPOINTER_TO_SIZE (data);
  CdlRandom random;
  g_autofree double *x = NULL;

  cdl_random_init (&random, 11);
  x = make_series (&random);
  for (gsize k = 0; k < G_N_ELEMENTS (lengths); k++)
    {
      check (row, x, lengths[k], 0, N);
      for (int i = 0; i < 100; i++)
        {
          gsize from = (gsize) cdl_random_below (&random, N);

          check (row, x, lengths[k], from,
                 from + (gsize) cdl_random_below (&random, 40) % (N - from));
        }
    }
  check (row, x, 1999, 0, N);
  check (row, x, N, 0, N);
  check (row, x, N + 1, 0, N);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/indicators/windows/%s", rows[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_windows);
    }

  return g_test_run ();
}
