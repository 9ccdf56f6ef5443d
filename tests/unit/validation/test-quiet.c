#include <string.h>

#include "cdl-test-archive.h"
#include "cdl-test-compare.h"
#include "cdl-test-plain.h"
#include "cdl-test-world.h"
#include "cdl-time.h"

/* A backtest leaps over klines in which nothing happens. What it says must be, to the bit, what it
 * says if it looks at each of them. */

#define N_WORLDS   1500
#define N_ARCHIVES 150
#define N_KLINES   2500

static void
assert_same (guint64 seed, const TestPlan *plan, CdlRun *leaping, CdlRun *plain)
{
  CdlStatistics a, b;

  if (!test_runs_equal (leaping, plain))
    g_error ("seed %" G_GUINT64_FORMAT ": another run than kline by kline\n%s", seed, plan->text);
  cdl_run_statistics (leaping, &a);
  cdl_run_statistics (plain, &b);
  for (int i = 0; i < CDL_N_STATS; i++)
    if (memcmp (&a.value[i], &b.value[i], sizeof a.value[i]) != 0)
      g_error ("seed %" G_GUINT64_FORMAT ": %s is %g and, kline by kline, %g\n%s", seed,
               cdl_stat_info ((CdlStat) i)->name, a.value[i], b.value[i], plan->text);
  g_assert_cmpmem (a.fates, sizeof a.fates, b.fates, sizeof b.fates);
  g_assert_cmpuint (cdl_run_missing_funding (leaping), ==, cdl_run_missing_funding (plain));
}

static gsize
n_trades (const CdlRun *run)
{
  gsize n;

  cdl_run_trades (run, &n);

  return n;
}

/* Mark prices that keep near the price, with holes. */
static CdlColumns *
make_marks (CdlRandom *random, const CdlKlines *path)
{
  CdlColumns *marks = cdl_columns_new (path->interval, cdl_klines_fields (path));

  for (gsize i = 0; i < path->n; i++)
    {
      double values[CDL_N_FIELDS] = { 0.0 };
      double factor = 1.0 + (cdl_random_double (random) - 0.5) / 500.0;

      if (cdl_random_below (random, 20) == 0)
        continue;
      for (int f = 0; f <= CDL_FIELD_CLOSE; f++)
        values[f] = path->field[f][i] * factor;
      cdl_columns_append (marks, path->open_time[i], values);
    }

  return marks;
}

/* Setups everywhere, funding, finer klines and prints, mark prices, a window. */
static void
test_worlds (void)
{
  gsize trades = 0;

  for (guint64 seed = 1; seed <= N_WORLDS; seed++)
    {
      g_autoptr (TestWorld) world
          = test_world_new (seed, seed % 4 == 0 ? TEST_PLAN_SINGLE : TEST_PLAN_LEVELS);
      const CdlKlines *path = cdl_columns_view (world->market->path);
      CdlSettings settings = world->plan->settings;
      g_autoptr (CdlColumns) marks = NULL;
      g_autoptr (CdlRun) leaping = NULL, plain = NULL;
      CdlTradingRules rules[3];
      CdlRandom random;
      CdlHistory history;
      CdlBacktest backtest = {
        .views = cdl_columns_view (world->strategy),
        .path = *path,
        .from = CDL_TIME_NONE,
        .to = CDL_TIME_NONE,
        .data.funding = world->funding,
        .data.n_funding = world->n_funding,
        .keep_equity = TRUE,
      };

      cdl_random_init (&random, seed);
      marks = make_marks (&random, path);
      backtest.data.ladder = test_market_ladder (world->market, seed % 3 == 0, seed % 5 == 0);
      if (settings.market == CDL_MARKET_UM && seed % 2 == 0)
        backtest.data.mark = cdl_columns_view (marks);
      if (seed % 7 == 0)
        backtest.to = path->open_time[path->n - 1 - cdl_random_below (&random, path->n / 2)];
      if (seed % 11 == 0)
        {
          test_plan_change_rules (world->plan, &random, path, rules, G_N_ELEMENTS (rules));
          backtest.data.rules = rules;
          backtest.data.n_rules = G_N_ELEMENTS (rules);
        }
      settings.assumption = seed % 2 == 0 ? CDL_OPTIMISTIC : CDL_PESSIMISTIC;

      leaping = cdl_backtest_run (world->plan->program, &settings, &backtest, NULL, &history);
      plain = test_plain_run (world->plan->program, &settings, &backtest);
      assert_same (seed, world->plan, leaping, plain);
      trades += n_trades (plain);
    }

  g_test_message ("%" G_GSIZE_FORMAT " trades", trades);
  g_assert_cmpuint (trades, >, 5 * N_WORLDS);
}

/* Setups seldom, over days, from look-back and patterns. */
static void
test_archives (void)
{
  gsize trades = 0;

  for (guint64 seed = 1; seed <= N_ARCHIVES; seed++)
    {
      g_autoptr (TestArchive) archive = test_archive_new (
          seed, seed % 3 == 0 ? TEST_PLAN_PATTERNS : TEST_PLAN_HISTORY, N_KLINES * (1 + seed % 4));
      const CdlKlines *path = cdl_columns_view (archive->path);
      gint64 from = seed % 2 == 0 ? CDL_TIME_NONE : path->open_time[path->n / 3 + seed];
      CdlBacktest backtest = {
        .views = archive->views,
        .path = *path,
        .from = from,
        .to = CDL_TIME_NONE,
        .keep_equity = TRUE,
      };
      g_autoptr (CdlRun) leaping = test_archive_run (archive, from, CDL_TIME_NONE);
      g_autoptr (CdlRun) plain
          = test_plain_run (archive->plan->program, &archive->plan->settings, &backtest);

      assert_same (seed, archive->plan, leaping, plain);
      trades += n_trades (plain);
    }

  g_test_message ("%" G_GSIZE_FORMAT " trades", trades);
  g_assert_cmpuint (trades, >, N_ARCHIVES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quiet/worlds", test_worlds);
  g_test_add_func ("/quiet/archives", test_archives);

  return g_test_run ();
}
