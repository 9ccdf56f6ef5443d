#include "cdl-synthetic.h"

#include "cdl-time.h"

#include <math.h>
#include <string.h>

static void
check_kline (const CdlSynthetic *market,
             const CdlSyntheticOptions *options,
             gint64 open_time,
             const double *values)
{
  double high = -INFINITY, low = INFINITY;
  gint64 time = open_time;
  gsize n;
  const CdlPrint *prints = cdl_synthetic_prints (market, &n);

  g_assert_cmpint (open_time, ==, cdl_interval_floor (options->interval, open_time));
  for (int f = CDL_FIELD_OPEN; f <= CDL_FIELD_CLOSE; f++)
    {
      g_assert_cmpfloat (values[f], >, 0);
      g_assert_cmpfloat (values[f], ==, cdl_decimal_round_up (options->tick, values[f]));
    }

  if (values[CDL_FIELD_VOLUME] == 0)
    {
      g_assert_cmpuint (n, ==, 0);
      g_assert_cmpfloat (values[CDL_FIELD_HIGH], ==, values[CDL_FIELD_LOW]);
      return;
    }

  g_assert_cmpuint (n, >=, 2);
  for (gsize i = 0; i < n; i++)
    {
      high = MAX (high, prints[i].price);
      low = MIN (low, prints[i].price);
      g_assert_cmpint (prints[i].time, >=, time);
      g_assert_cmpint (prints[i].time, <=, cdl_interval_close (options->interval, open_time));
      time = prints[i].time;
    }
  g_assert_cmpfloat (values[CDL_FIELD_OPEN], ==, prints[0].price);
  g_assert_cmpfloat (values[CDL_FIELD_HIGH], ==, high);
  g_assert_cmpfloat (values[CDL_FIELD_LOW], ==, low);
  g_assert_cmpfloat (values[CDL_FIELD_CLOSE], ==, prints[n - 1].price);
  g_assert_cmpfloat (values[CDL_FIELD_TAKER_BUY_BASE], >, 0);
  g_assert_cmpfloat (values[CDL_FIELD_TAKER_BUY_BASE], <, values[CDL_FIELD_VOLUME]);
}

/* Klines agree with their prints, prices lie on the tick grid, times rise, whatever the options. */
static void
test_consistent (void)
{
  static const struct
  {
    double price;
    CdlDecimal tick;
  } markets[] = { { 60000, { 1, 2 } }, { 3000, { 5, 1 } }, { 12, { 25, 4 } }, { 0.02, { 1, 8 } } };

  for (guint seed = 0; seed < 40; seed++)
    {
      g_autoptr (CdlSynthetic) market = NULL;
      CdlSyntheticOptions options;
      gint64 last = CDL_TIME_NONE;
      guint quiet = 0, holes = 0;

      cdl_synthetic_options_init (&options, seed);
      options.interval = (CdlInterval) (seed % CDL_INTERVAL_1W);
      options.start = cdl_interval_floor (options.interval, options.start);
      options.tick = markets[seed % G_N_ELEMENTS (markets)].tick;
      options.price = markets[seed % G_N_ELEMENTS (markets)].price;
      options.volatility = 0.2 + 0.2 * (seed % 7);
      options.quiet = seed % 2 == 0 ? 0.2 : 0;
      options.holes = seed % 5 == 0 ? 0.1 : 0;
      market = cdl_synthetic_new (&options);

      for (int i = 0; i < 300; i++)
        {
          double values[CDL_N_FIELDS];
          gint64 open_time = cdl_synthetic_next (market, values);

          g_assert_cmpint (open_time, >, last);
          check_kline (market, &options, open_time, values);
          quiet += values[CDL_FIELD_VOLUME] == 0;
          holes += i > 0 && open_time != cdl_interval_next (options.interval, last);
          last = open_time;
        }
      g_assert_cmpint (quiet > 0, ==, options.quiet > 0);
      g_assert_cmpint (holes > 0, ==, options.holes > 0);
    }
}

/* Same seed, same bytes; another seed, another market. */
static void
test_seeded (void)
{
  CdlSyntheticOptions options, other;
  g_autoptr (CdlColumns) a = NULL;
  g_autoptr (CdlColumns) b = NULL;
  g_autoptr (CdlColumns) c = NULL;
  const gsize n = 2000;

  cdl_synthetic_options_init (&options, 7);
  cdl_synthetic_options_init (&other, 8);
  a = cdl_synthetic_klines (&options, n);
  b = cdl_synthetic_klines (&options, n);
  c = cdl_synthetic_klines (&other, n);
  for (int f = 0; f < CDL_N_FIELDS; f++)
    {
      const double *column = cdl_columns_view (a)->field[f];

      g_assert_true (memcmp (column, cdl_columns_view (b)->field[f], n * sizeof (double)) == 0);
      g_assert_false (memcmp (column, cdl_columns_view (c)->field[f], n * sizeof (double)) == 0);
    }
}

/* The volatility is about what was asked for: measured over twenty weeks, to a third. */
static void
test_volatility (void)
{
  CdlSyntheticOptions options;
  g_autoptr (CdlColumns) columns = NULL;
  const CdlKlines *klines;
  double sum = 0, year;

  cdl_synthetic_options_init (&options, 3);
  columns = cdl_synthetic_klines (&options, 20 * 7 * 1440);
  klines = cdl_columns_view (columns);
  for (gsize i = 1; i < klines->n; i++)
    sum += pow (log (klines->field[CDL_FIELD_CLOSE][i] / klines->field[CDL_FIELD_CLOSE][i - 1]), 2);
  year = sqrt (sum / (double) klines->n * 525600);
  g_assert_cmpfloat (year, >, options.volatility * 2 / 3);
  g_assert_cmpfloat (year, <, options.volatility * 3 / 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/synthetic/consistent", test_consistent);
  g_test_add_func ("/synthetic/seeded", test_seeded);
  g_test_add_func ("/synthetic/volatility", test_volatility);

  return g_test_run ();
}
