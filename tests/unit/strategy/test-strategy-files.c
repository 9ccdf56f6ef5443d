#include "cdl-sweep.h"
#include "cdl-test-files.h"

#include <string.h>

/* What ships is right, explains itself, and has distinct names. */
static void
test_shipped (void)
{
  g_autoptr (GPtrArray) files = cdl_test_files (cdl_test_shipped ());
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert_cmpuint (files->len, >=, 6);
  for (guint i = 0; i < files->len; i++)
    {
      g_autoptr (CdlStrategy) strategy = cdl_test_strategy (cdl_test_shipped (), files->pdata[i]);

      g_assert_nonnull (strategy->description);
      g_assert_cmpuint (strlen (strategy->description), >, 40);
      g_assert_true (g_hash_table_add (names, g_strdup (strategy->name)));
      for (guint p = 0; p < strategy->params->len; p++)
        {
          const CdlParam *param = &g_array_index (strategy->params, CdlParam, p);

          g_assert_nonnull (param->help);
          g_assert_true (param->has_min && param->has_max && param->has_step);
        }
    }
}

static void
test_goldens (void)
{
  const char *folder;
  g_autoptr (GPtrArray) files = cdl_test_golden_strategies (&folder);

  if (files == NULL)
    {
      g_test_skip ("no goldens: set CHANDELIER_TEST_GOLDENS");
      return;
    }
  for (guint i = 0; i < files->len; i++)
    {
      g_autoptr (CdlStrategy) strategy = cdl_test_strategy (folder, files->pdata[i]);

      g_assert_cmpuint (strategy->setups->len, >=, 1);
    }
}

/* The sweep of the manual. */
static void
test_sweep (void)
{
  g_autoptr (CdlStrategy) strategy = cdl_test_strategy (cdl_test_shipped (), "double-bottom.json");
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (CdlSweep) sweep = cdl_sweep_new (strategy);

  g_assert_true (cdl_sweep_set_text (sweep, "reward=1:4:0.5", diagnostics));
  g_assert_true (cdl_sweep_set_text (sweep, "gap=0:2:0.5", diagnostics));
  g_assert_true (cdl_sweep_plan (sweep, CDL_SWEEP_DEFAULT_LIMIT, diagnostics));
  g_assert_cmpuint (cdl_sweep_count (sweep), ==, 35);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/strategy-files/shipped", test_shipped);
  g_test_add_func ("/strategy-files/goldens", test_goldens);
  g_test_add_func ("/strategy-files/sweep", test_sweep);

  return g_test_run ();
}
