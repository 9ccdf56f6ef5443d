#include "cdl-chart-bars.h"
#include "cdl-synthetic.h"
#include "cdl-time.h"

/* Bars of every interval are the klines that the exchange would make of it, wherever one looks. */
static void
test_bars (void)
{
  CdlSyntheticOptions options;
  g_autoptr (CdlColumns) columns = NULL;
  g_autoptr (CdlPyramid) pyramid = NULL;
  const CdlKlines *klines;

  cdl_synthetic_options_init (&options, 9);
  columns = cdl_synthetic_klines (&options, 60000);
  klines = cdl_columns_view (columns);
  pyramid = cdl_pyramid_new (klines);
  for (guint i = CDL_INTERVAL_1M; i < CDL_N_INTERVALS; i++)
    {
      CdlInterval interval = (CdlInterval) i;

      for (int round = 0; round < 20; round++)
        {
          gint64 from = klines->open_time[g_test_rand_int_range (0, 50000)]
                        + g_test_rand_int_range (0, (int) CDL_MINUTE_MS);
          gint64 to = from + g_test_rand_int_range (1, (int) (7 * CDL_DAY_MS));
          gint64 last = G_MININT64;
          CdlChartBars bars;
          CdlChartBar bar, again;

          cdl_chart_bars_init (&bars, klines, pyramid, interval, from, to);
          while (cdl_chart_bars_next (&bars, &bar))
            {
              const CdlBar *merged = &bar.merged;
              double low = G_MAXDOUBLE, high = 0.0, volume = 0.0;

              g_assert_cmpint (bar.open, ==, cdl_interval_floor (interval, bar.open));
              g_assert_cmpint (bar.end, ==, cdl_interval_next (interval, bar.open));
              g_assert_cmpint (bar.open, >, last);
              g_assert_cmpint (bar.end, >, from);
              g_assert_cmpint (bar.open, <, to);
              g_assert_cmpuint (merged->first, ==, cdl_klines_find (klines, bar.open));
              g_assert_cmpuint (merged->count, ==,
                                cdl_klines_find (klines, bar.end) - merged->first);
              for (gsize k = merged->first; k < merged->first + merged->count; k++)
                {
                  low = MIN (low, klines->field[CDL_FIELD_LOW][k]);
                  high = MAX (high, klines->field[CDL_FIELD_HIGH][k]);
                  volume += klines->field[CDL_FIELD_VOLUME][k];
                }
              g_assert_cmpfloat (merged->low, ==, low);
              g_assert_cmpfloat (merged->high, ==, high);
              g_assert_cmpfloat_with_epsilon (merged->volume, volume, 1e-9 * volume);
              g_assert_cmpfloat (merged->open, ==, klines->field[CDL_FIELD_OPEN][merged->first]);
              g_assert_cmpfloat (merged->close, ==,
                                 klines->field[CDL_FIELD_CLOSE][merged->first + merged->count - 1]);
              /* Every time within it leads to it. */
              cdl_chart_bar_at (klines, pyramid, interval, MAX (bar.open, klines->open_time[0]),
                                &again);
              g_assert_cmpint (again.open, ==, bar.open);
              last = bar.open;
            }
          g_assert_cmpint (last, >, G_MININT64);
        }
    }
}

/* Where klines are missing there is no bar; at a time without one the last before it is meant. */
static void
test_hole (void)
{
  const double price[] = { 1.0, 2.0, 3.0, 4.0 };
  const gint64 open_time[] = { 0, CDL_MINUTE_MS, 60 * CDL_MINUTE_MS, 61 * CDL_MINUTE_MS };
  CdlKlines klines = { .interval = CDL_INTERVAL_1M, .n = 4, .open_time = open_time };
  g_autoptr (CdlPyramid) pyramid = NULL;
  CdlChartBars bars;
  CdlChartBar bar;

  for (int field = CDL_FIELD_OPEN; field <= CDL_FIELD_CLOSE; field++)
    klines.field[field] = price;
  pyramid = cdl_pyramid_new (&klines);
  cdl_chart_bars_init (&bars, &klines, pyramid, CDL_INTERVAL_5M, 0, CDL_DAY_MS);
  g_assert_true (cdl_chart_bars_next (&bars, &bar));
  g_assert_cmpint (bar.open, ==, 0);
  g_assert_cmpfloat (bar.merged.close, ==, 2.0);
  g_assert_true (cdl_chart_bars_next (&bars, &bar));
  g_assert_cmpint (bar.open, ==, CDL_HOUR_MS);
  g_assert_false (cdl_chart_bars_next (&bars, &bar));

  cdl_chart_bar_at (&klines, pyramid, CDL_INTERVAL_5M, 30 * CDL_MINUTE_MS, &bar);
  g_assert_cmpint (bar.open, ==, 0);
  cdl_chart_bar_at (&klines, pyramid, CDL_INTERVAL_5M, -CDL_DAY_MS, &bar);
  g_assert_cmpint (bar.open, ==, 0);
  cdl_chart_bar_at (&klines, pyramid, CDL_INTERVAL_5M, CDL_DAY_MS, &bar);
  g_assert_cmpint (bar.open, ==, CDL_HOUR_MS);
}

static void
test_interval (void)
{
  static const struct
  {
    CdlInterval klines;
    double ms_per_pixel;
    CdlInterval bars;
  } rows[] = {
    { CDL_INTERVAL_1M, 1000.0, CDL_INTERVAL_1M },
    { CDL_INTERVAL_1M, 60000.0, CDL_INTERVAL_5M },
    { CDL_INTERVAL_3M, 60000.0, CDL_INTERVAL_15M }, /* 5m are not made of 3m */
    { CDL_INTERVAL_1M, 1.3 * 86400000.0, CDL_INTERVAL_1W },
    { CDL_INTERVAL_1W, 1.0, CDL_INTERVAL_1W },
    { CDL_INTERVAL_1D, 1e12, CDL_INTERVAL_1MO }, /* none is long enough */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      CdlKlines klines = { .interval = rows[i].klines };

      g_assert_cmpint (cdl_chart_bars_interval (&klines, rows[i].ms_per_pixel), ==, rows[i].bars);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart-bars/bars", test_bars);
  g_test_add_func ("/chart-bars/hole", test_hole);
  g_test_add_func ("/chart-bars/interval", test_interval);

  return g_test_run ();
}
