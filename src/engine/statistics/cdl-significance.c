#include "cdl-significance.h"

#include <math.h>

#include "cdl-number.h"

double
cdl_normal_cdf (double x)
{
  return 0.5 * erfc (-x / sqrt (2.0));
}

/* Of degree 7, constant first. */
static double
polynomial (const double coefficients[8], double x)
{
  double value = coefficients[7];

  for (int i = 6; i >= 0; i--)
    value = value * x + coefficients[i];

  return value;
}

/* Wichura's algorithm AS 241 (PPND16): about 1 part in 10^16, as exact in the tails, where the best
 * of many trials lies, as in the middle. */
double
cdl_normal_quantile (double p)
{
  static const double a[]
      = { 3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
          1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
          3.3430575583588128105e4, 2.5090809287301226727e3 };
  static const double b[] = { 1.0,
                              4.2313330701600911252e1,
                              6.8718700749205790830e2,
                              5.3941960214247511077e3,
                              2.1213794301586595867e4,
                              3.9307895800092710610e4,
                              2.8729085735721942674e4,
                              5.2264952788528545610e3 };
  static const double c[]
      = { 1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
          3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
          2.27238449892691845833e-2, 7.74545014278341407640e-4 };
  static const double d[] = { 1.0,
                              2.05319162663775882187e0,
                              1.67638483018380384940e0,
                              6.89767334985100004550e-1,
                              1.48103976427480074590e-1,
                              1.51986665636164571966e-2,
                              5.47593808499534494600e-4,
                              1.05075007164441684324e-9 };
  static const double e[]
      = { 6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
          2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
          2.71155556874348757815e-5, 2.01033439929228813265e-7 };
  static const double f[] = { 1.0,
                              5.99832206555887937690e-1,
                              1.36929880922735805310e-1,
                              1.48753612908506148525e-2,
                              7.86869131145613259100e-4,
                              1.84631831751005468180e-5,
                              1.42151175831644588870e-7,
                              2.04426310338993978564e-15 };
  double q = p - 0.5, r, x;

  if (!(p > 0.0 && p < 1.0))
    return p == 0.0 ? (double) -INFINITY : p == 1.0 ? (double) INFINITY : CDL_NAN;

  if (fabs (q) <= 0.425)
    {
      r = 0.180625 - q * q;
      return q * polynomial (a, r) / polynomial (b, r);
    }

  r = sqrt (-log (q < 0.0 ? p : 1.0 - p));
  x = r <= 5.0 ? polynomial (c, r - 1.6) / polynomial (d, r - 1.6)
               : polynomial (e, r - 5.0) / polynomial (f, r - 5.0);

  return q < 0.0 ? -x : x;
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

        if (!isfinite (r))
          return CDL_NAN;
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
