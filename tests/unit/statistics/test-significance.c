#include <math.h>

#include "cdl-random.h"
#include "cdl-significance.h"

/* Bailey and Lopez de Prado (2014): 100 trials, variance of the annual Sharpe ratios 1/2, 1250 days
 * of 250 a year, Sharpe 2.5, skewness -3, kurtosis 10. */
static void
test_golden (void)
{
  double variance = 0.5 / 250.0;

  g_assert_cmpfloat_with_epsilon (cdl_expected_max_sharpe (variance, 100.0), 0.1132, 5e-5);
  g_assert_cmpfloat_with_epsilon (cdl_dsr (2.5 / sqrt (250.0), variance, 100.0, 1250.0, -3.0, 10.0),
                                  0.9004, 5e-5);
}

static void
test_quantile_inverts_cdf (void)
{
  CdlRandom random;

  cdl_random_init (&random, 1);
  for (int i = 0; i < 10000; i++)
    {
      double p = cdl_random_double (&random);

      g_assert_cmpfloat_with_epsilon (cdl_normal_cdf (cdl_normal_quantile (p)), p, 1e-14);
    }
}

/* To the last digits, most of all in the tails. Values: Python's statistics.NormalDist, whose
 * upper half mirrors the lower one. */
static void
test_quantile_values (void)
{
  static const struct
  {
    double p, x;
  } rows[] = {
    { 1e-300, -37.0470962993612 },
    { 1e-20, -9.262340089798405 },
    { 1e-9, -5.9978070150076865 },
    { 0.001, -3.090232306167813 },
    { 0.075, -1.4395314709384557 },
    { 0.3, -0.5244005127080407 },
    { 0.5, 0 },
    { 0.925, 1.439531470938456 },
    { 0.975, 1.959963984540054 },
    { 0.99, 2.3263478740408408 },
    { 1 - 1e-9, 5.997807019601638 },
    { 1 - 0x1p-53, 8.209536151601386 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpfloat (fabs (cdl_normal_quantile (rows[i].p) - rows[i].x), <=,
                       1e-15 * fabs (rows[i].x));
  g_assert_cmpfloat (cdl_normal_quantile (0), ==, -(double) INFINITY);
  g_assert_cmpfloat (cdl_normal_quantile (1), ==, (double) INFINITY);
  g_assert_true (isnan (cdl_normal_quantile (-0.1)));
  g_assert_true (isnan (cdl_normal_quantile (1.1)));
  g_assert_true (isnan (cdl_normal_quantile ((double) NAN)));
}

/* Worked by another program: Sharpe 0.1 a day against 0.02, 250 days, skewness -0.5, kurtosis 4. */
static void
test_psr (void)
{
  g_assert_cmpfloat_with_epsilon (cdl_psr (0.1, 0.02, 250, -0.5, 4), 0.8901974872107412, 1e-14);
  g_assert_cmpfloat (cdl_psr (0.1, 0.1, 250, -0.5, 4), ==, 0.5);
  g_assert_true (isnan (cdl_psr (0.1, 0, 1, 0, 3)));
  g_assert_true (isnan (cdl_psr (2, 0, 250, 1, 1.5))); /* its variance would be negative */
  g_assert_true (isnan (cdl_psr ((double) NAN, 0, 250, 0, 3)));
  g_assert_cmpfloat (cdl_expected_max_sharpe (1, 1), ==, 0);
}

static double
slow_sharpe (const double *returns, gsize n, gsize variants, gsize variant, const gboolean *use)
{
  double sum = 0, squares = 0, count = 0;

  for (gsize t = 0; t < n; t++)
    if (use[t])
      {
        sum += returns[t * variants + variant];
        count++;
      }
  for (gsize t = 0; t < n; t++)
    if (use[t])
      squares += pow (returns[t * variants + variant] - sum / count, 2);

  return squares > 0 ? sum / count / sqrt (squares / count) : 0;
}

/* Four blocks, six ways to choose two: counted one by one from the periods themselves. */
static void
test_pbo_slowly (void)
{
  enum
  {
    PERIODS = 12,
    VARIANTS = 5,
    BLOCKS = 4
  };
  CdlRandom random;

  cdl_random_init (&random, 3);
  for (int round = 0; round < 200; round++)
    {
      double returns[PERIODS * VARIANTS], overfitted = 0, splits = 0;

      for (int i = 0; i < PERIODS * VARIANTS; i++)
        returns[i] = cdl_random_normal (&random);
      for (guint a = 0; a < BLOCKS; a++)
        for (guint b = a + 1; b < BLOCKS; b++)
          {
            gboolean inside[PERIODS], outside[PERIODS];
            gsize best = 0, below = 0;

            for (guint t = 0; t < PERIODS; t++)
              {
                inside[t] = t / 3 == a || t / 3 == b;
                outside[t] = !inside[t];
              }
            for (gsize v = 1; v < VARIANTS; v++)
              if (slow_sharpe (returns, PERIODS, VARIANTS, v, inside)
                  > slow_sharpe (returns, PERIODS, VARIANTS, best, inside))
                best = v;
            for (gsize v = 0; v < VARIANTS; v++)
              below += slow_sharpe (returns, PERIODS, VARIANTS, v, outside)
                       < slow_sharpe (returns, PERIODS, VARIANTS, best, outside);
            overfitted += below + 1 <= (VARIANTS + 1) / 2; /* rank from the worst on */
            splits++;
          }
      g_assert_cmpfloat (cdl_pbo (returns, PERIODS, VARIANTS, BLOCKS), ==, overfitted / splits);
    }
}

/* Pure noise: the best of many is as likely as not to disappoint. One that is truly better: it
 * does not. */
static void
test_pbo (void)
{
  enum
  {
    PERIODS = 400,
    VARIANTS = 20
  };
  static double returns[PERIODS * VARIANTS];
  double noise = 0.0;
  CdlRandom random;

  cdl_random_init (&random, 7);
  for (int round = 0; round < 20; round++)
    {
      for (int i = 0; i < PERIODS * VARIANTS; i++)
        returns[i] = cdl_random_normal (&random);
      noise += cdl_pbo (returns, PERIODS, VARIANTS, 10) / 20.0;
    }
  g_assert_cmpfloat (noise, >, 0.35);
  g_assert_cmpfloat (noise, <, 0.65);

  for (int t = 0; t < PERIODS; t++)
    returns[t * VARIANTS + 3] += 1.0;
  g_assert_cmpfloat (cdl_pbo (returns, PERIODS, VARIANTS, 10), ==, 0.0);
  g_assert_true (isnan (cdl_pbo (returns, PERIODS, 1, 10)));
  g_assert_true (isnan (cdl_pbo (returns, 10, VARIANTS, 10)));
  g_assert_true (isnan (cdl_pbo (returns, PERIODS, VARIANTS, 9)));
  g_assert_true (isnan (cdl_pbo (returns, PERIODS, VARIANTS, 22)));
  returns[77] = (double) NAN;
  g_assert_true (isnan (cdl_pbo (returns, PERIODS, VARIANTS, 10)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/significance/golden", test_golden);
  g_test_add_func ("/significance/quantile-inverts-cdf", test_quantile_inverts_cdf);
  g_test_add_func ("/significance/quantile-values", test_quantile_values);
  g_test_add_func ("/significance/psr", test_psr);
  g_test_add_func ("/significance/pbo", test_pbo);
  g_test_add_func ("/significance/pbo-slowly", test_pbo_slowly);

  return g_test_run ();
}
