#include <math.h>

#include "cdl-axis.h"
#include "cdl-chart-data.h"
#include "cdl-synthetic.h"
#include "cdl-time.h"

static void
test_steps (void)
{
  static const struct
  {
    double span, count, step;
  } rows[] = {
    { 10, 5, 2 },         { 9, 10, 1 },        { 1, 4, 0.5 },
    { 0.001, 4, 0.0005 }, { 70000, 5, 20000 }, { 0, 5, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpfloat_with_epsilon (cdl_axis_step (rows[i].span, rows[i].count), rows[i].step,
                                    1e-12);
}

/* Pixels and values are the same place. */
static void
test_scale (void)
{
  const CdlAxis axis = { 100.0, 200.0, 400.0, 0.0 };

  g_assert_cmpfloat (cdl_axis_pixel (&axis, 100.0), ==, 400.0);
  g_assert_cmpfloat (cdl_axis_pixel (&axis, 150.0), ==, 200.0);
  for (double value = 90.0; value < 220.0; value += 7.3)
    {
      CdlAxis grown = axis;

      g_assert_cmpfloat_with_epsilon (cdl_axis_value (&axis, cdl_axis_pixel (&axis, value)), value,
                                      1e-9);
      grown.logarithmic = TRUE;
      g_assert_cmpfloat_with_epsilon (cdl_axis_value (&grown, cdl_axis_pixel (&grown, value)),
                                      value, 1e-9);
    }

  /* On a logarithmic scale equal factors are equal ways. */
  {
    const CdlAxis grown = { 10.0, 1000.0, 0.0, 300.0, TRUE };

    g_assert_cmpfloat_with_epsilon (cdl_axis_pixel (&grown, 100.0), 150.0, 1e-9);
  }
}

static void
test_places (void)
{
  g_assert_cmpint (cdl_axis_places (5000.0), ==, 0);
  g_assert_cmpint (cdl_axis_places (1.0), ==, 0);
  g_assert_cmpint (cdl_axis_places (0.5), ==, 1);
  g_assert_cmpint (cdl_axis_places (0.0005), ==, 4);
}

/* However one pans and zooms, the view stays on the klines. */
static void
test_view (void)
{
  CdlSyntheticOptions options;
  g_autoptr (CdlColumns) columns = NULL;
  CdlChartData data = { .selected_trade = -1 };
  CdlChartView view, all;

  cdl_synthetic_options_init (&options, 5);
  columns = cdl_synthetic_klines (&options, 1000);
  data.klines = *cdl_columns_view (columns);
  cdl_chart_view_all (&all, &data);
  view = all;

  for (int i = 0; i < 5000; i++)
    {
      gint64 anchor = view.from + (gint64) (g_test_rand_double () * (double) (view.to - view.from));

      if (g_test_rand_bit ())
        cdl_chart_view_zoom (&view, exp (g_test_rand_double_range (-1.0, 1.0)), anchor);
      else
        cdl_chart_view_pan (&view, g_test_rand_double_range (-2.0, 2.0));
      cdl_chart_view_clamp (&view, &data);
      g_assert_cmpint (view.from, >=, all.from);
      g_assert_cmpint (view.to, <=, all.to);
      g_assert_cmpint (view.to - view.from, >=, 10 * CDL_MINUTE_MS);
    }

  /* Zooming leaves the time under the pointer where it is. */
  view = (CdlChartView){ 1000, 2000 };
  cdl_chart_view_zoom (&view, 0.5, 1250);
  g_assert_cmpint (view.from, ==, 1125);
  g_assert_cmpint (view.to, ==, 1625);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/axis/steps", test_steps);
  g_test_add_func ("/axis/scale", test_scale);
  g_test_add_func ("/axis/places", test_places);
  g_test_add_func ("/axis/view", test_view);

  return g_test_run ();
}
