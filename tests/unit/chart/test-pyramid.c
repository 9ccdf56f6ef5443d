#include <math.h>

#include "cdl-pyramid.h"
#include "cdl-synthetic.h"

/* Every level says what a plain look at its klines says. */
static void
test_bars (void)
{
  static const gsize sizes[] = { 1, 3, 4, 5, 16, 17, 63, 64, 65, 1000 };

  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      CdlSyntheticOptions options;
      g_autoptr (CdlColumns) columns = NULL;
      g_autoptr (CdlPyramid) pyramid = NULL;
      const CdlKlines *klines;
      guint level = 0;

      cdl_synthetic_options_init (&options, s + 1);
      columns = cdl_synthetic_klines (&options, sizes[s]);
      klines = cdl_columns_view (columns);
      pyramid = cdl_pyramid_new (klines);

      for (double span = 1.0; span <= 4096.0; span *= 4.0)
        {
          gsize seen = 0;

          g_assert_cmpuint (cdl_pyramid_level (pyramid, span), >=, level);
          level = cdl_pyramid_level (pyramid, span);
          for (gsize i = 0; i < cdl_pyramid_n_bars (pyramid, level); i++)
            {
              CdlBar bar = cdl_pyramid_bar (pyramid, level, i);
              double high = 0.0, low = G_MAXDOUBLE, volume = 0.0;

              g_assert_cmpuint (bar.first, ==, seen);
              g_assert_cmpuint (bar.count, <=, (gsize) span);
              for (gsize k = bar.first; k < bar.first + bar.count; k++)
                {
                  high = MAX (high, klines->field[CDL_FIELD_HIGH][k]);
                  low = MIN (low, klines->field[CDL_FIELD_LOW][k]);
                  volume += klines->field[CDL_FIELD_VOLUME][k];
                }
              g_assert_cmpfloat (bar.high, ==, high);
              g_assert_cmpfloat (bar.low, ==, low);
              g_assert_cmpfloat_with_epsilon (bar.volume, volume, 1e-9 * volume);
              g_assert_cmpfloat (bar.open, ==, klines->field[CDL_FIELD_OPEN][bar.first]);
              g_assert_cmpfloat (bar.close, ==,
                                 klines->field[CDL_FIELD_CLOSE][bar.first + bar.count - 1]);
              seen += bar.count;
            }
          g_assert_cmpuint (seen, ==, klines->n);
        }
    }
}

static void
test_range (void)
{
  CdlSyntheticOptions options;
  g_autoptr (CdlColumns) columns = NULL;
  g_autoptr (CdlPyramid) pyramid = NULL;
  const CdlKlines *klines;
  double low, high;

  cdl_synthetic_options_init (&options, 3);
  columns = cdl_synthetic_klines (&options, 5000);
  klines = cdl_columns_view (columns);
  pyramid = cdl_pyramid_new (klines);

  for (int round = 0; round < 2000; round++)
    {
      gsize from = (gsize) g_test_rand_int_range (0, 5000);
      gsize to = (gsize) g_test_rand_int_range (0, 5100);
      double expected_low = G_MAXDOUBLE, expected_high = 0.0;

      if (from >= MIN (to, klines->n))
        {
          g_assert_false (cdl_pyramid_range (pyramid, from, to, &low, &high));
          continue;
        }
      for (gsize k = from; k < MIN (to, klines->n); k++)
        {
          expected_low = MIN (expected_low, klines->field[CDL_FIELD_LOW][k]);
          expected_high = MAX (expected_high, klines->field[CDL_FIELD_HIGH][k]);
        }
      g_assert_true (cdl_pyramid_range (pyramid, from, to, &low, &high));
      g_assert_cmpfloat (low, ==, expected_low);
      g_assert_cmpfloat (high, ==, expected_high);
    }
}

/* Values that are not there neither count nor hide others. */
static void
test_series (void)
{
  CdlSyntheticOptions options;
  g_autoptr (CdlColumns) columns = NULL;
  g_autoptr (CdlPyramid) pyramid = NULL;
  const CdlKlines *klines;
  double values[1000];

  cdl_synthetic_options_init (&options, 3);
  columns = cdl_synthetic_klines (&options, G_N_ELEMENTS (values));
  klines = cdl_columns_view (columns);
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = i < 100 || i % 7 == 0 ? (double) NAN : (double) i;
  pyramid = cdl_pyramid_new_series (klines, values);
  for (guint level = 1; level <= 4; level++)
    {
      gsize size = (gsize) 1 << (2 * level);

      for (gsize i = 0; i < cdl_pyramid_n_bars (pyramid, level); i++)
        {
          CdlBar bar = cdl_pyramid_bar (pyramid, level, i);
          double low = (double) NAN, high = (double) NAN;

          for (gsize k = i * size; k < MIN ((i + 1) * size, G_N_ELEMENTS (values)); k++)
            if (!isnan (values[k]))
              {
                low = isnan (low) ? values[k] : low;
                high = values[k];
              }
          g_assert_true (bar.low == low || (isnan (bar.low) && isnan (low)));
          g_assert_true (bar.high == high || (isnan (bar.high) && isnan (high)));
        }
    }
}

/* Merged from any place to any other, with holes: as if looked at one by one. */
static void
test_merge (void)
{
  CdlSyntheticOptions options;
  g_autoptr (CdlColumns) columns = NULL;
  g_autoptr (CdlPyramid) pyramid = NULL;
  const CdlKlines *klines;
  double values[3000];

  cdl_synthetic_options_init (&options, 8);
  columns = cdl_synthetic_klines (&options, G_N_ELEMENTS (values));
  klines = cdl_columns_view (columns);
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = i / 50 % 3 == 0 || g_test_rand_bit () ? (double) NAN
                                                      : g_test_rand_double_range (-5.0, 5.0);
  pyramid = cdl_pyramid_new_series (klines, values);
  for (int round = 0; round < 2000; round++)
    {
      gsize from = (gsize) g_test_rand_int_range (0, 2999);
      gsize to = (gsize) g_test_rand_int_range ((int) from + 1, 3001);
      CdlBar merged = cdl_pyramid_merge (pyramid, from, to);
      double low = (double) NAN, high = (double) NAN;

      for (gsize i = from; i < to; i++)
        if (!isnan (values[i]))
          {
            low = isnan (low) ? values[i] : MIN (low, values[i]);
            high = isnan (high) ? values[i] : MAX (high, values[i]);
          }
      g_assert_cmpuint (merged.first, ==, from);
      g_assert_cmpuint (merged.count, ==, to - from);
      g_assert_true (merged.low == low || (isnan (merged.low) && isnan (low)));
      g_assert_true (merged.high == high || (isnan (merged.high) && isnan (high)));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pyramid/bars", test_bars);
  g_test_add_func ("/pyramid/series", test_series);
  g_test_add_func ("/pyramid/range", test_range);
  g_test_add_func ("/pyramid/merge", test_merge);

  return g_test_run ();
}
