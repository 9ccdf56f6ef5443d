#include "cdl-test-compare.h"
#include "cdl-test-world.h"

/* The one law, over random markets and strategies: prints and klines give the same trades. */

#define N_WORLDS 1000
#define N_SINGLE 4000

static void
assert_same (const TestWorld *world,
             guint64 seed,
             const char *what,
             const CdlRun *prints,
             const CdlRun *klines)
{
  g_autofree char *difference = test_compare_runs (prints, klines);

  if (difference != NULL)
    g_error ("seed %" G_GUINT64_FORMAT ", prints and %s: %s\n%s", seed, what, difference,
             world->plan->text);
}

static void
count_fates (const CdlRun *run, guint fates[CDL_N_FATES])
{
  gsize n;
  const CdlSetup *setups = cdl_run_setups (run, &n);

  for (gsize i = 0; i < n; i++)
    fates[setups[i].fate]++;
}

/* Rungs that end in prints leave nothing to assume; coarser ones agree where they prove all. */
static void
test_prints (void)
{
  guint fates[CDL_N_FATES] = { 0 }, resolved = 0, proven = 0;

  for (guint64 seed = 1; seed <= N_WORLDS; seed++)
    {
      g_autoptr (TestWorld) world = test_world_new (seed, TEST_PLAN_LEVELS);
      CdlAssumption assumption = seed % 2 == 0 ? CDL_PESSIMISTIC : CDL_OPTIMISTIC;
      g_autoptr (CdlRun) prints = test_world_run_prints (world);
      g_autoptr (CdlRun) ladder = test_world_run_klines (world, assumption, FALSE, TRUE);
      g_autoptr (CdlRun) both = test_world_run_klines (world, assumption, TRUE, TRUE);
      g_autoptr (CdlRun) seconds = test_world_run_klines (world, assumption, TRUE, FALSE);
      g_autoptr (CdlRun) klines = test_world_run_klines (world, assumption, FALSE, FALSE);

      assert_same (world, seed, "a ladder of prints", prints, ladder);
      assert_same (world, seed, "a ladder of seconds and prints", prints, both);
      g_assert_cmpint (test_run_proof (ladder), !=, CDL_ASSUMED);
      g_assert_cmpint (test_run_proof (both), !=, CDL_ASSUMED);
      if (test_run_proof (seconds) != CDL_ASSUMED)
        assert_same (world, seed, "seconds that prove all", prints, seconds);
      if (test_run_proof (klines) == CDL_PROVEN)
        assert_same (world, seed, "klines that prove all", prints, klines);

      count_fates (prints, fates);
      resolved += test_run_proof (seconds) == CDL_RESOLVED;
      proven += test_run_proof (klines) == CDL_PROVEN;
    }

  /* It may not hold for want of cases. */
  for (int fate = CDL_FATE_INVALID; fate < CDL_N_FATES; fate++)
    {
      g_test_message ("%s: %u", cdl_fate_name ((CdlFate) fate), fates[fate]);
      g_assert_cmpuint (fates[fate], >, 0);
    }
  g_assert_cmpuint (fates[CDL_FATE_ENTERED], >, 5 * N_WORLDS);
  g_assert_cmpuint (resolved, >, N_WORLDS / 20);
  g_assert_cmpuint (proven, >, N_WORLDS / 5);
}

/* With one setup no trade depends on another: what really happened lies between what the pessimist
 * and the optimist make of it, and seconds know no less than minutes. */
static void
test_bounds (void)
{
  guint apart = 0, at_worst = 0, at_best = 0;

  for (guint64 seed = 1; seed <= N_SINGLE; seed++)
    {
      g_autoptr (TestWorld) world = test_world_new (seed, TEST_PLAN_SINGLE);
      g_autoptr (CdlRun) prints = test_world_run_prints (world);
      double truth = cdl_run_balance (prints);
      double worst[2], best[2]; /* of minutes, of seconds */

      for (int i = 0; i < 2; i++)
        {
          g_autoptr (CdlRun) pessimistic = test_world_run_klines (world, CDL_PESSIMISTIC, i, FALSE);
          g_autoptr (CdlRun) optimistic = test_world_run_klines (world, CDL_OPTIMISTIC, i, FALSE);

          worst[i] = cdl_run_balance (pessimistic);
          best[i] = cdl_run_balance (optimistic);
        }
      if (!(worst[0] <= worst[1] && worst[1] <= truth && truth <= best[1] && best[1] <= best[0]))
        g_error ("seed %" G_GUINT64_FORMAT ": %f does not lie within %f and %f (minutes), %f and "
                 "%f (seconds)\n%s",
                 seed, truth, worst[0], best[0], worst[1], best[1], world->plan->text);

      if (worst[0] < best[0])
        {
          apart++;
          at_worst += truth == worst[0];
          at_best += truth == best[0];
        }
    }

  g_test_message ("%u of %u worlds leave it open: %u turned out worst, %u best", apart, N_SINGLE,
                  at_worst, at_best);
  g_assert_cmpuint (apart, >, N_SINGLE / 50);
  g_assert_cmpuint (at_worst, >, apart / 10);
  g_assert_cmpuint (at_best, >, apart / 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ladder/prints", test_prints);
  g_test_add_func ("/ladder/bounds", test_bounds);

  return g_test_run ();
}
