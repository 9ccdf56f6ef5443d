#include "cdl-random.h"

#include <math.h>

/* First numbers of the authors' xoshiro256** seeded by their splitmix64: the same everywhere, for
 * ever, since synthetic markets and samples are made of them. */
static void
test_sequence (void)
{
  static const guint64 expected[] = {
    G_GUINT64_CONSTANT (0x15780b2e0c2ec716), G_GUINT64_CONSTANT (0x6104d9866d113a7e),
    G_GUINT64_CONSTANT (0xae17533239e499a1), G_GUINT64_CONSTANT (0xecb8ad4703b360a1),
    G_GUINT64_CONSTANT (0xfde6dc7fe2ec5e64),
  };
  CdlRandom random;

  cdl_random_init (&random, 42);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (cdl_random_next (&random), ==, expected[i]);
}

static void
test_uniform (void)
{
  int counts[7] = { 0 };
  CdlRandom random;
  double sum = 0;

  cdl_random_init (&random, 1);
  for (int i = 0; i < 70000; i++)
    {
      double value = cdl_random_double (&random);

      g_assert_true (value >= 0.0 && value < 1.0);
      sum += value;
      counts[cdl_random_below (&random, 7)]++;
    }
  g_assert_cmpfloat (fabs (sum / 70000 - 0.5), <, 0.005);
  for (int i = 0; i < 7; i++) /* 10,000 each, standard deviation 93 */
    g_assert_cmpint (ABS (counts[i] - 10000), <, 500);

  for (int i = 0; i < 100; i++)
    g_assert_cmpuint (cdl_random_below (&random, 1), ==, 0);
}

static void
test_normal (void)
{
  double mean = 0, square = 0, beyond = 0;
  const int n = 100000;
  CdlRandom random;

  cdl_random_init (&random, 9);
  for (int i = 0; i < n; i++)
    {
      double value = cdl_random_normal (&random);

      g_assert_true (isfinite (value));
      mean += value / n;
      square += value * value / n;
      beyond += fabs (value) > 1.959964 ? 1.0 / n : 0.0;
    }
  g_assert_cmpfloat (fabs (mean), <, 0.02);
  g_assert_cmpfloat (fabs (square - 1), <, 0.03);
  g_assert_cmpfloat (fabs (beyond - 0.05), <, 0.004);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/random/sequence", test_sequence);
  g_test_add_func ("/random/uniform", test_uniform);
  g_test_add_func ("/random/normal", test_normal);

  return g_test_run ();
}
