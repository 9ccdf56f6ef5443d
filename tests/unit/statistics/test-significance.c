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
  g_assert_cmpfloat_with_epsilon (cdl_normal_quantile (0.975), 1.959963984540054, 1e-12);
  g_assert_true (isnan (cdl_normal_quantile (-0.1)));
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
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/significance/golden", test_golden);
  g_test_add_func ("/significance/quantile-inverts-cdf", test_quantile_inverts_cdf);
  g_test_add_func ("/significance/pbo", test_pbo);

  return g_test_run ();
}
