#include <math.h>

#include "cdl-run-comparison.h"
#include "cdl-test-store.h"

static GPtrArray *
random_runs (CdlRandom *random, guint n)
{
  GPtrArray *runs = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_run_record_free);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (runs, cdl_test_run (random, i));

  return runs;
}

static const CdlComparedRow *
find_row (const CdlRunComparison *comparison, const char *name)
{
  for (guint i = 0; i < comparison->rows->len; i++)
    {
      const CdlComparedRow *row = comparison->rows->pdata[i];

      if (g_str_equal (row->name, name))
        return row;
    }

  return NULL;
}

static double
value_of (const GPtrArray *runs, guint i, CdlStat stat)
{
  return ((const CdlRunRecord *) runs->pdata[i])->statistics.value[stat];
}

/* The best is one that no other beats, and that beats one. */
static void
check_best (const CdlRunComparison *comparison, CdlStat stat)
{
  const CdlStatInfo *info = cdl_stat_info (stat);
  int best = comparison->best[stat];
  gboolean beats = FALSE;

  if (best < 0)
    return;
  for (guint i = 0; i < comparison->runs->len; i++)
    {
      double value = value_of (comparison->runs, i, stat);
      double winner = value_of (comparison->runs, (guint) best, stat);

      g_assert_false (info->higher_is_better ? value > winner : value < winner);
      beats = beats || (info->higher_is_better ? winner > value : winner < value);
    }
  g_assert_true (beats);
}

/* Without a best, any two values are equal, or it is a time. */
static void
check_no_best (const CdlRunComparison *comparison, CdlStat stat)
{
  if (comparison->best[stat] >= 0 || cdl_stat_info (stat)->unit == CDL_UNIT_TIME)
    return;
  for (guint i = 0; i < comparison->runs->len; i++)
    for (guint k = 0; k < i; k++)
      {
        double a = value_of (comparison->runs, i, stat), b = value_of (comparison->runs, k, stat);

        g_assert_false (a < b || a > b);
      }
}

static gboolean
differs (const GPtrArray *runs, CdlStat stat)
{
  for (guint i = 0; i < runs->len; i++)
    {
      double a = value_of (runs, i, stat), b = value_of (runs, 0, stat);

      if (isnan (a) != isnan (b) || a < b || a > b)
        return TRUE;
    }

  return FALSE;
}

static void
test_statistics (void)
{
  CdlRandom random;

  cdl_random_init (&random, 3);
  for (guint round = 0; round < 100; round++)
    {
      g_autoptr (GPtrArray) runs = random_runs (&random, 1 + round % 8);
      g_autoptr (CdlRunComparison) comparison = cdl_run_comparison_new (runs);

      for (int stat = 0; stat < CDL_N_STATS; stat++)
        {
          check_best (comparison, (CdlStat) stat);
          check_no_best (comparison, (CdlStat) stat);
          g_assert_cmpint (comparison->differs[stat], ==, differs (runs, (CdlStat) stat));
        }
    }
}

static CdlRunRecord *
plain_run (const char *settings)
{
  CdlRunRecord *run = cdl_run_record_new ();

  run->id = cdl_test_id (0);
  run->strategy = cdl_test_strategy (0);
  run->dataset = cdl_test_dataset (0);
  run->settings = g_strdup (settings);

  return run;
}

static void
assert_row (const CdlRunComparison *comparison,
            const char *name,
            gboolean row_differs,
            const char *first,
            const char *second)
{
  const CdlComparedRow *row = find_row (comparison, name);

  g_assert_nonnull (row);
  g_assert_cmpint (row->differs, ==, row_differs);
  g_assert_cmpstr (row->values[0], ==, first);
  g_assert_cmpstr (row->values[1], ==, second);
}

static void
test_rows (void)
{
  g_autoptr (GPtrArray) runs
      = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_run_record_free);
  g_autoptr (CdlRunComparison) comparison = NULL;
  CdlRunRecord *first = plain_run (
      "{\"capital\":1000,\"fee_taker\":0.0005,\"step\":null,\"tick\":\"0.01\",\"tiers\":[]}");
  CdlRunRecord *second = plain_run ("{\"capital\":2000,\"fee_taker\":0.0005,\"step\":\"1\","
                                    "\"tick\":\"0.1\",\"tiers\":[{\"cap\":5}]}");

  cdl_run_record_add_param (first, "reward", 1.5);
  cdl_run_record_add_param (second, "reward", 1.5);
  cdl_run_record_add_param (second, "capital", 0.25);
  second->interval = CDL_INTERVAL_1H;
  g_ptr_array_add (runs, first);
  g_ptr_array_add (runs, second);
  comparison = cdl_run_comparison_new (runs);

  assert_row (comparison, "strategy", FALSE, "Double bottom", "Double bottom");
  assert_row (comparison, "symbol", FALSE, "BTCUSDT", "BTCUSDT");
  assert_row (comparison, "interval", TRUE, cdl_interval_name (first->interval), "1h");
  assert_row (comparison, "settings.capital", TRUE, "1000", "2000");
  assert_row (comparison, "settings.fee_taker", FALSE, "0.0005", "0.0005");
  assert_row (comparison, "settings.step", TRUE, NULL, "1");
  assert_row (comparison, "settings.tick", TRUE, "0.01", "0.1");
  assert_row (comparison, "settings.tiers", TRUE, "[]", "[{\"cap\":5}]");
  assert_row (comparison, "params.reward", FALSE, "1.5", "1.5");
  assert_row (comparison, "params.capital", TRUE, NULL, "0.25");
}

/* Settings of a newer version, or none at all. */
static void
test_odd_settings (void)
{
  static const char *const settings[] = { NULL, "", "[]", "{", "{\"a\":{\"b\":[1,{}]}}" };

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autoptr (GPtrArray) runs
          = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_run_record_free);
      g_autoptr (CdlRunComparison) comparison = NULL;

      g_ptr_array_add (runs, plain_run (settings[i]));
      g_ptr_array_add (runs, plain_run ("{\"capital\":1}"));
      comparison = cdl_run_comparison_new (runs);
      assert_row (comparison, "settings.capital", TRUE, NULL, "1");
      g_assert_cmpint (comparison->best[CDL_STAT_NET], ==, -1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/comparison/statistics", test_statistics);
  g_test_add_func ("/store/comparison/rows", test_rows);
  g_test_add_func ("/store/comparison/odd-settings", test_odd_settings);

  return g_test_run ();
}
