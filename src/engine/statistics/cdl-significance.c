#include "cdl-significance.h"

#include <math.h>
#include <stdlib.h>

#include "cdl-number.h"

double
cdl_normal_cdf (double x)
{
  return 0.5 * erfc (-x / sqrt (2.0));
}

/* Acklam's rational approximation, then one step of Halley's method: full double precision. */
double
cdl_normal_quantile (double p)
{
  static const double a[]
      = { -3.969683028665376e+01, 2.209460984245205e+02,  -2.759285104469687e+02,
          1.383577518672690e+02,  -3.066479806614716e+01, 2.506628277459239e+00 };
  static const double b[] = { -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
                              6.680131188771972e+01, -1.328068155288572e+01 };
  static const double c[]
      = { -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
          -2.549732539343734e+00, 4.374664141464968e+00,  2.938163982698783e+00 };
  static const double d[] = { 7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00,
                              3.754408661907416e+00 };
  double x, q, r, e, u;

  if (!(p > 0.0 && p < 1.0))
    return p == 0.0 ? (double) -INFINITY : p == 1.0 ? (double) INFINITY : CDL_NAN;

  if (p < 0.02425 || p > 1.0 - 0.02425)
    {
      gboolean low = p < 0.5;

      q = sqrt (-2.0 * log (low ? p : 1.0 - p));
      x = (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5])
          / ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1.0);
      x = low ? x : -x;
    }
  else
    {
      q = p - 0.5;
      r = q * q;
      x = (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q
          / (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1.0);
    }
  e = cdl_normal_cdf (x) - p;
  u = e * sqrt (2.0 * G_PI) * exp (x * x / 2.0);

  return x - u / (1.0 + x * u / 2.0);
}

double
cdl_psr (double sharpe, double benchmark, double n, double skewness, double kurtosis)
{
  double variance = 1.0 - skewness * sharpe + (kurtosis - 1.0) / 4.0 * sharpe * sharpe;

  if (!(variance > 0.0) || !(n > 1.0))
    return CDL_NAN;

  return cdl_normal_cdf ((sharpe - benchmark) * sqrt (n - 1.0) / sqrt (variance));
}

double
cdl_expected_max_sharpe (double variance, double k)
{
  const double gamma = 0.5772156649;

  if (k < 2.0)
    return 0.0;

  return sqrt (variance)
         * ((1.0 - gamma) * cdl_normal_quantile (1.0 - 1.0 / k)
            + gamma * cdl_normal_quantile (1.0 - 1.0 / (k * G_E)));
}

double
cdl_dsr (double sharpe, double variance, double k, double n, double skew, double kurt)
{
  return cdl_psr (sharpe, cdl_expected_max_sharpe (variance, k), n, skew, kurt);
}

/* Sums over one block of periods of one variant, so that any union of blocks has its Sharpe ratio
 * without reading the periods again. */
typedef struct
{
  double n, sum, squares;
} Block;

static double
sharpe_of (const Block *blocks, guint n_blocks, guint64 mask, gboolean wanted)
{
  Block all = { 0.0, 0.0, 0.0 };
  double mean, variance;

  for (guint b = 0; b < n_blocks; b++)
    if (((mask >> b & 1) != 0) == wanted)
      {
        all.n += blocks[b].n;
        all.sum += blocks[b].sum;
        all.squares += blocks[b].squares;
      }
  mean = all.sum / all.n;
  variance = all.squares / all.n - mean * mean;

  return variance > 0.0 ? mean / sqrt (variance) : 0.0;
}

double
cdl_pbo (const double *returns, gsize n_periods, gsize n_variants, guint blocks)
{
  g_autofree Block *block = NULL;
  guint64 splits = 0, overfitted = 0;

  if (n_variants < 2 || blocks < 2 || blocks > 20 || blocks % 2 != 0 || n_periods / blocks < 2)
    return CDL_NAN;

  block = g_new0 (Block, n_variants * blocks);
  for (gsize t = 0; t < n_periods; t++)
    for (gsize v = 0; v < n_variants; v++)
      {
        Block *b = &block[v * blocks + MIN (t * blocks / n_periods, blocks - 1)];
        double r = returns[t * n_variants + v];

        b->n += 1.0;
        b->sum += r;
        b->squares += r * r;
      }

  for (guint64 mask = 0; mask < G_GUINT64_CONSTANT (1) << blocks; mask++)
    {
      gsize best = 0, above = 0, below = 0;
      double best_inside = (double) -INFINITY, outside;

      if (__builtin_popcountll (mask) != (int) blocks / 2)
        continue;
      for (gsize v = 0; v < n_variants; v++)
        {
          double inside = sharpe_of (block + v * blocks, blocks, mask, TRUE);

          if (inside > best_inside)
            {
              best_inside = inside;
              best = v;
            }
        }
      outside = sharpe_of (block + best * blocks, blocks, mask, FALSE);
      for (gsize v = 0; v < n_variants; v++)
        {
          double other = sharpe_of (block + v * blocks, blocks, mask, FALSE);

          above += other > outside ? 1 : 0;
          below += other < outside ? 1 : 0;
        }
      splits++;
      overfitted += below <= above ? 1 : 0;
    }

  return (double) overfitted / (double) splits;
}
