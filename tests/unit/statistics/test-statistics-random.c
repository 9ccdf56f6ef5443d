/* Random runs: what the builder collects in passing agrees with what a slow look at all of it says,
 * and every statistic is a finite number or has a reason. */

#include <math.h>

#include "cdl-number.h"
#include "cdl-random.h"
#include "cdl-statistics.h"
#include "cdl-time.h"

#define N_RUNS   200
#define MAX_N    400
#define CAPITAL  10000.0
#define START    G_GINT64_CONSTANT (1700006400000) /* a midnight */
#define N_TRADES 40

typedef struct
{
  guint n, n_trades;
  gint64 time[MAX_N]; /* open times of hourly klines, with holes */
  double equity[MAX_N], realised[MAX_N];
  CdlTrade trades[N_TRADES];
} Run;

static void
make_run (Run *run, guint64 seed)
{
  CdlRandom random;
  gint64 time = START;
  double equity = CAPITAL, realised = CAPITAL;

  cdl_random_init (&random, seed);
  time += (gint64) cdl_random_below (&random, 48) * CDL_HOUR_MS;
  run->n = 1 + (guint) cdl_random_below (&random, MAX_N);
  for (guint i = 0; i < run->n; i++)
    {
      run->time[i] = time;
      equity += cdl_random_below (&random, 3) == 0 ? 50 * cdl_random_normal (&random) : 0;
      realised += cdl_random_below (&random, 9) == 0 ? 50 * cdl_random_normal (&random) : 0;
      run->equity[i] = equity;
      run->realised[i] = realised;
      time += CDL_HOUR_MS;
      if (cdl_random_below (&random, 40) == 0)
        time += (gint64) cdl_random_below (&random, 100) * CDL_HOUR_MS;
    }

  run->n_trades = (guint) cdl_random_below (&random, N_TRADES);
  time = run->time[0];
  for (guint i = 0; i < run->n_trades; i++)
    {
      CdlTrade *trade = &run->trades[i];

      time += (gint64) cdl_random_below (&random, 6) * CDL_HOUR_MS;
      *trade = (CdlTrade){ .side = CDL_SIDE_LONG, .entry_time = time, .qty = 1, .notional = 100 };
      trade->exit_time = time + (gint64) cdl_random_below (&random, 12) * CDL_HOUR_MS;
      trade->exit_price = 100;
      trade->pnl = (double) cdl_random_below (&random, 7) - 3;
      trade->r = trade->pnl / 2;
      trade->observed_slippage = CDL_NAN;
      trade->exit_reason = CDL_EXIT_STOP_LOSS;
    }
}

static double
worst_drawdown (const double *curve, guint n)
{
  double worst = 0;

  for (guint j = 0; j < n; j++)
    {
      worst = fmax (worst, (CAPITAL - curve[j]) / CAPITAL);
      for (guint i = 0; i < j; i++)
        worst = fmax (worst, (curve[i] - curve[j]) / curve[i]);
    }

  return 100 * worst;
}

/* From each place at a peak to the next place that is as high; those next to each other apart. */
static double
longest_under_water (const Run *run)
{
  gint64 longest = 0;

  for (int i = -1; i < (int) run->n; i++)
    {
      double peak = i < 0 ? CAPITAL : run->equity[i];
      gint64 from = i < 0 ? run->time[0] : run->time[i];
      gboolean highest = peak >= CAPITAL, under = FALSE;

      for (int k = 0; k < i; k++)
        highest = highest && run->equity[k] <= peak;
      for (guint j = (guint) (i + 1); highest && j < run->n; j++)
        {
          gboolean back = run->equity[j] >= peak;

          if (under || !back)
            longest = MAX (longest, run->time[j] - from);
          under = under || !back;
          if (back)
            break;
        }
    }

  return (double) longest;
}

/* Hours in which a trade was open, one by one. */
static double
exposed_hours (const Run *run)
{
  double hours = 0;

  for (gint64 time = START; time < START + 20 * MAX_N * CDL_HOUR_MS; time += CDL_HOUR_MS)
    {
      gboolean open = FALSE;

      for (guint i = 0; i < run->n_trades; i++)
        open = open || (run->trades[i].entry_time <= time && time < run->trades[i].exit_time);
      hours += open ? 1 : 0;
    }

  return hours;
}

static void
check_days (const Run *run, const double *daily, gsize n)
{
  gint64 first = cdl_time_day (run->time[0]);
  double before = CAPITAL;

  g_assert_cmpuint (n, ==, cdl_time_day (run->time[run->n - 1]) - first + 1);
  for (gsize d = 0; d < n; d++)
    {
      double equity = before;

      for (guint i = 0; i < run->n; i++)
        if (cdl_time_day (run->time[i]) == first + (gint64) d)
          equity = run->equity[i];
      g_assert_cmpfloat (daily[d], ==, equity / before - 1);
      before = equity;
    }
}

static guint
longest_streak (const Run *run, double sign)
{
  guint longest = 0;

  for (guint i = 0; i < run->n_trades; i++)
    for (guint j = i; j < run->n_trades && sign * run->trades[j].pnl > 0; j++)
      longest = MAX (longest, j - i + 1);

  return longest;
}

static void
test_random (void)
{
  g_autofree Run *run = g_new0 (Run, 1);

  for (guint64 seed = 0; seed < N_RUNS; seed++)
    {
      CdlSettings settings;
      g_autoptr (CdlStatisticsBuilder) builder = NULL;
      CdlStatistics statistics;
      const double *value = statistics.value, *daily;
      double hours;
      gsize n;

      cdl_settings_init (&settings, CDL_MARKET_UM);
      settings.capital = CAPITAL;
      builder = cdl_statistics_builder_new (&settings);
      make_run (run, seed);
      for (guint i = 0; i < run->n; i++)
        cdl_statistics_builder_close (builder, run->time[i], run->time[i] + CDL_HOUR_MS - 1, 7, 8,
                                      run->equity[i], run->realised[i]);
      cdl_statistics_builder_finish (builder, run->trades, run->n_trades, NULL, 0, &statistics);

      for (int i = 0; i < CDL_N_STATS; i++)
        g_assert_true (isfinite (value[i]) ? statistics.reason[i] == NULL
                                           : isnan (value[i]) && statistics.reason[i] != NULL);
      g_assert_cmpfloat (value[CDL_STAT_MAX_DRAWDOWN_PCT], ==,
                         worst_drawdown (run->equity, run->n));
      g_assert_cmpfloat (value[CDL_STAT_MAX_DRAWDOWN_REALISED_PCT], ==,
                         worst_drawdown (run->realised, run->n));
      g_assert_cmpfloat (value[CDL_STAT_LONGEST_UNDER_WATER_MS], ==, longest_under_water (run));
      daily = cdl_statistics_builder_daily (builder, &n);
      check_days (run, daily, n);
      hours = (double) (run->time[run->n - 1] - run->time[0]) / (double) CDL_HOUR_MS + 1;
      g_assert_cmpfloat_with_epsilon (value[CDL_STAT_EXPOSURE_PCT],
                                      100 * exposed_hours (run) / hours, 1e-9);
      g_assert_cmpfloat (value[CDL_STAT_WINNING_STREAK], ==, longest_streak (run, 1));
      g_assert_cmpfloat (value[CDL_STAT_LOSING_STREAK], ==, longest_streak (run, -1));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/statistics/random", test_random);

  return g_test_run ();
}
