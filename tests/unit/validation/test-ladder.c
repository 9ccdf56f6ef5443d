#include "cdl-resample.h"
#include "cdl-test-compare.h"
#include "cdl-test-market.h"
#include "cdl-test-plan.h"
#include "cdl-time.h"

#define N_WORLDS 1000

/* The one law, over random markets and strategies: prints and klines give the same trades. */

/* What a world holds: everything that a run needs but the finer data. */
typedef struct
{
  TestMarket *market;
  TestPlan *plan;
  CdlColumns *strategy; /* klines */
  CdlFunding *funding;
  CdlRunData data;
} World;

static CdlFunding *
random_funding (CdlRandom *random, const CdlKlines *path, gsize *n)
{
  CdlFunding *funding = g_new (CdlFunding, path->n);

  *n = 0;
  for (gsize j = 0; j < path->n; j++)
    if (cdl_random_below (random, 30) == 0)
      funding[(*n)++]
          = (CdlFunding){ path->open_time[j] + (gint64) cdl_random_below (random, 60000),
                          (cdl_random_double (random) - 0.5) / 100.0 };

  return funding;
}

static void
world_init (World *self, guint64 seed)
{
  CdlRandom random;
  const CdlKlines *path;

  cdl_random_init (&random, seed);
  self->market = test_market_new (&random, 40 + cdl_random_below (&random, 260));
  self->plan = test_plan_new (&random, self->market->tick, FALSE);
  path = cdl_columns_view (self->market->path);
  self->strategy = cdl_resample (path, cdl_program_interval (self->plan->program, 0));
  self->funding = NULL;
  self->data = (CdlRunData){ 0 };
  if (self->plan->settings.market == CDL_MARKET_UM)
    {
      self->funding = random_funding (&random, path, &self->data.n_funding);
      self->data.funding = self->funding;
    }
}

static void
world_clear (World *self)
{
  test_market_free (self->market);
  test_plan_free (self->plan);
  cdl_columns_free (self->strategy);
  g_free (self->funding);
}

/* On path klines, with the given rungs of finer data. */
static CdlRun *
run_klines (World *self, gboolean seconds, gboolean prints)
{
  CdlBacktest backtest = {
    .views = cdl_columns_view (self->strategy),
    .path = *cdl_columns_view (self->market->path),
    .from = CDL_TIME_NONE,
    .to = CDL_TIME_NONE,
    .data = self->data,
    .keep_equity = TRUE,
  };
  CdlHistory history;

  backtest.data.ladder = test_market_ladder (self->market, seconds, prints);

  return cdl_backtest_run (self->plan->program, &self->plan->settings, &backtest, NULL, &history);
}

static CdlRun *
run_prints (World *self)
{
  return test_market_run_prints (self->market, self->plan->program, &self->plan->settings,
                                 &self->data, cdl_columns_view (self->strategy));
}

static void
assert_same (const World *self, guint64 seed, const char *what, const CdlRun *a, const CdlRun *b)
{
  g_autofree char *difference = test_compare_runs (a, b);

  if (difference != NULL)
    g_error ("seed %" G_GUINT64_FORMAT ", prints and %s: %s\n%s", seed, what, difference,
             self->plan->text);
}

static void
count_fates (const CdlRun *run, guint fates[CDL_N_FATES])
{
  gsize n;
  const CdlSetup *setups = cdl_run_setups (run, &n);

  for (gsize i = 0; i < n; i++)
    fates[setups[i].fate]++;
}

/* Rungs that end in prints leave nothing to assume; klines alone agree where they prove all. */
static void
test_prints (void)
{
  guint fates[CDL_N_FATES] = { 0 }, resolved = 0, proven = 0;

  for (guint64 seed = 1; seed <= N_WORLDS; seed++)
    {
      World world;
      g_autoptr (CdlRun) prints = NULL;
      g_autoptr (CdlRun) ladder = NULL;
      g_autoptr (CdlRun) seconds = NULL;
      g_autoptr (CdlRun) klines = NULL;
      g_autoptr (CdlRun) coarse = NULL;

      world_init (&world, seed);
      prints = run_prints (&world);
      ladder = run_klines (&world, FALSE, TRUE);
      assert_same (&world, seed, "klines with a ladder of prints", prints, ladder);
      seconds = run_klines (&world, TRUE, TRUE);
      assert_same (&world, seed, "klines with a ladder of seconds and prints", prints, seconds);
      coarse = run_klines (&world, TRUE, FALSE);
      if (test_run_proof (coarse) != CDL_ASSUMED)
        assert_same (&world, seed, "klines that seconds prove", prints, coarse);
      klines = run_klines (&world, FALSE, FALSE);
      if (test_run_proof (klines) == CDL_PROVEN)
        assert_same (&world, seed, "klines that prove all", prints, klines);

      count_fates (prints, fates);
      resolved += test_run_proof (ladder) == CDL_RESOLVED;
      proven += test_run_proof (klines) == CDL_PROVEN;
      world_clear (&world);
    }

  /* It may not hold for want of cases. */
  for (int fate = CDL_FATE_INVALID; fate < CDL_N_FATES; fate++)
    g_test_message ("%s: %u", cdl_fate_name ((CdlFate) fate), fates[fate]);
  for (int fate = CDL_FATE_INVALID; fate < CDL_N_FATES; fate++)
    g_assert_cmpuint (fates[fate], >, 0);
  g_assert_cmpuint (fates[CDL_FATE_ENTERED], >, 5 * N_WORLDS);
  g_assert_cmpuint (resolved, >, N_WORLDS / 5);
  g_assert_cmpuint (proven, >, N_WORLDS / 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ladder/prints", test_prints);

  return g_test_run ();
}
