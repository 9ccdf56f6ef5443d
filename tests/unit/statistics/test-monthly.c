#include <math.h>

#include "cdl-monthly.h"
#include "cdl-r-distribution.h"
#include "cdl-time.h"

static gint64
day (int year, int month, int of_month)
{
  return cdl_days_from_civil (year, month, of_month) * CDL_DAY_MS;
}

static CdlTrade
trade_at (gint64 exit_time, double pnl, double r)
{
  return (CdlTrade){ .side = CDL_SIDE_LONG,
                     .entry_time = day (2023, 11, 1),
                     .exit_time = exit_time,
                     .pnl = pnl,
                     .r = r };
}

/* Months across a turn of the year, an empty one, a trade closed by the end of data, an open one.
 */
static void
test_months (void)
{
  const gint64 from = day (2023, 11, 20), to = day (2024, 3, 1);
  CdlTrade trades[] = {
    trade_at (day (2023, 11, 25), 100.0, 1.0),
    trade_at (day (2023, 12, 1) - 1, -10.0, -0.1),
    trade_at (day (2023, 12, 1), 109.0, 1.0),
    trade_at (day (2024, 2, 29), 0.0, 0.0),
    trade_at (to, 119.9, 1.0),
    trade_at (CDL_TIME_NONE, 5000.0, 50.0),
  };
  static const struct
  {
    int year, month;
    guint trades;
    double pnl, return_pct;
  } expected[] = {
    { 2023, 11, 2, 90.0, 9.0 },
    { 2023, 12, 1, 109.0, 10.0 },
    { 2024, 1, 0, 0.0, 0.0 },
    { 2024, 2, 2, 119.9, 10.0 },
  };
  g_autoptr (GArray) months = cdl_monthly_returns (trades, G_N_ELEMENTS (trades), 1000.0, from, to);

  g_assert_cmpuint (months->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < months->len; i++)
    {
      const CdlMonth *month = &g_array_index (months, CdlMonth, i);

      g_assert_cmpint (month->year, ==, expected[i].year);
      g_assert_cmpint (month->month, ==, expected[i].month);
      g_assert_cmpuint (month->trades, ==, expected[i].trades);
      g_assert_cmpfloat_with_epsilon (month->pnl, expected[i].pnl, 1e-9);
      g_assert_cmpfloat_with_epsilon (month->return_pct, expected[i].return_pct, 1e-9);
    }
  g_assert_cmpfloat_with_epsilon (cdl_monthly_year (months, 2023), 19.9, 1e-9);
  g_assert_cmpfloat_with_epsilon (cdl_monthly_year (months, 2024), 10.0, 1e-9);
}

static void
test_no_time (void)
{
  g_autoptr (GArray) months = cdl_monthly_returns (NULL, 0, 1000.0, 5000, 5000);
  g_autoptr (GArray) broke = cdl_monthly_returns (NULL, 0, 0.0, 0, 1000);

  g_assert_cmpuint (months->len, ==, 0);
  g_assert_true (isnan (g_array_index (broke, CdlMonth, 0).return_pct));
}

/* Whatever the trades: money is neither lost nor doubled, and returns multiply up to the run's. */
static void
test_sum (void)
{
  for (int round = 0; round < 200; round++)
    {
      const gint64 from = g_test_rand_int_range (0, 20000) * CDL_DAY_MS;
      const gint64 to = from + g_test_rand_int_range (1, 900) * CDL_DAY_MS;
      gsize n = (gsize) g_test_rand_int_range (0, 60);
      g_autofree CdlTrade *trades = g_new (CdlTrade, n + 1);
      g_autoptr (GArray) months = NULL;
      double pnl = 0.0, sum = 0.0, factor = 1.0;
      guint counted = 0;

      for (gsize i = 0; i < n; i++)
        {
          gint64 exit = from + (gint64) (g_test_rand_double () * (double) (to - from));

          trades[i] = trade_at (exit, g_test_rand_double_range (-10.0, 10.0), 0.0);
          pnl += trades[i].pnl;
        }
      months = cdl_monthly_returns (trades, n, 10000.0, from, to);
      for (guint i = 0; i < months->len; i++)
        {
          const CdlMonth *month = &g_array_index (months, CdlMonth, i);

          counted += month->trades;
          sum += month->pnl;
          factor *= 1.0 + month->return_pct / 100.0;
        }
      g_assert_cmpuint (counted, ==, n);
      g_assert_cmpfloat_with_epsilon (sum, pnl, 1e-9);
      g_assert_cmpfloat_with_epsilon (10000.0 * factor, 10000.0 + pnl, 1e-6);
    }
}

static void
test_distribution (void)
{
  CdlTrade trades[] = {
    trade_at (1, 0.0, -1.0),
    trade_at (2, 0.0, -1.02),
    trade_at (3, 0.0, 2.0),
    trade_at (4, 0.0, 0.0),
    trade_at (5, 0.0, 55.0),
    trade_at (6, 0.0, (double) NAN),
    trade_at (CDL_TIME_NONE, 0.0, 3.0),
  };
  CdlRDistribution r;
  guint total = 0;

  cdl_r_distribution_init (&r, trades, G_N_ELEMENTS (trades));
  g_assert_cmpuint (r.n, ==, 5);
  g_assert_cmpfloat_with_epsilon (r.mean, (-1.0 - 1.02 + 2.0 + 55.0) / 5.0, 1e-12);
  g_assert_cmpfloat (r.median, ==, 0.0);
  g_assert_cmpfloat (r.first, ==, -1.5);
  g_assert_cmpfloat (r.width, ==, 0.5);
  for (guint i = 0; i < r.n_bins; i++)
    total += r.count[i];
  g_assert_cmpuint (total, ==, 5);
  g_assert_cmpuint (r.count[0], ==, 1);            /* -1.02 */
  g_assert_cmpuint (r.count[1], ==, 1);            /* -1 */
  g_assert_cmpuint (r.count[3], ==, 1);            /* 0: the bin that begins there */
  g_assert_cmpuint (r.count[7], ==, 1);            /* 2 */
  g_assert_cmpuint (r.count[r.n_bins - 1], ==, 1); /* beyond all */

  cdl_r_distribution_init (&r, trades, 0);
  g_assert_cmpuint (r.n_bins, ==, 0);
  g_assert_true (isnan (r.mean));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/monthly/months", test_months);
  g_test_add_func ("/monthly/no-time", test_no_time);
  g_test_add_func ("/monthly/sum", test_sum);
  g_test_add_func ("/r-distribution/bins", test_distribution);

  return g_test_run ();
}
