#include "cdl-test-store.h"

#include <math.h>
#include <string.h>

/* What no store takes: each case spoils one field of a good run; the message says which. */

static void
long_note (CdlRunRecord *run, CdlRunDetails *details)
{
  g_free (run->note);
  run->note = g_strnfill (10 * 1024 * 1024, 'x');
}

static void
bad_utf8 (CdlRunRecord *run, CdlRunDetails *details)
{
  g_free (run->note);
  run->note = g_strdup ("\xc3(");
}

static void
bad_id (CdlRunRecord *run, CdlRunDetails *details)
{
  g_free (run->id);
  run->id = g_strdup ("x' OR 1");
}

static void
no_id (CdlRunRecord *run, CdlRunDetails *details)
{
  g_clear_pointer (&run->id, g_free);
}

static void
no_strategy (CdlRunRecord *run, CdlRunDetails *details)
{
  g_clear_pointer (&run->strategy, cdl_strategy_record_unref);
}

static void
bad_strategy (CdlRunRecord *run, CdlRunDetails *details)
{
  cdl_strategy_record_unref (run->strategy);
  run->strategy = cdl_strategy_record_new ("x", "1", "{\"open\":", 0);
}

static void
control_in_tag (CdlRunRecord *run, CdlRunDetails *details)
{
  g_strfreev (run->tags);
  run->tags = g_strsplit ("a\nb", "|", -1);
}

static void
long_tag (CdlRunRecord *run, CdlRunDetails *details)
{
  g_strfreev (run->tags);
  run->tags = g_new0 (char *, 2);
  run->tags[0] = g_strnfill (65, 't');
}

static void
infinite_statistic (CdlRunRecord *run, CdlRunDetails *details)
{
  run->statistics.value[CDL_STAT_SHARPE] = INFINITY;
}

static void
undefined_param (CdlRunRecord *run, CdlRunDetails *details)
{
  cdl_run_record_add_param (run, "odd", NAN);
}

static void
param_twice (CdlRunRecord *run, CdlRunDetails *details)
{
  cdl_run_record_add_param (run, "gap", 1);
}

static void
param_name (CdlRunRecord *run, CdlRunDetails *details)
{
  cdl_run_record_add_param (run, "a.b\"", 1);
}

static void
spread_settings (CdlRunRecord *run, CdlRunDetails *details)
{
  g_free (run->settings);
  run->settings = g_strdup ("{\"b\":1,\n\"a\":2}");
}

static void
trade_numbers (CdlRunRecord *run, CdlRunDetails *details)
{
  g_array_index (details->trades, CdlTrade, 1).seq = 7;
}

static void
trade_definition (CdlRunRecord *run, CdlRunDetails *details)
{
  g_array_index (details->trades, CdlTrade, 1).def = 2;
}

static void
setup_fate (CdlRunRecord *run, CdlRunDetails *details)
{
  g_array_index (details->setups, CdlSetup, 0).fate = (CdlFate) CDL_N_FATES;
}

static void
many_points (CdlRunRecord *run, CdlRunDetails *details)
{
  g_array_set_size (details->equity, CDL_RUN_MAX_EQUITY_POINTS + 1);
}

static const struct
{
  const char *message;
  void (*spoil) (CdlRunRecord *run, CdlRunDetails *details);
} cases[] = {
  { "note is too long: 10485760 bytes, at most 65536", long_note },
  { "note is not UTF-8", bad_utf8 },
  { "run id may hold", bad_id },
  { "run id must have", no_id },
  { "strategy or dataset is missing", no_strategy },
  { "not JSON", bad_strategy },
  { "tag holds a control character", control_in_tag },
  { "tag is too long", long_tag },
  { "statistic sharpe is infinite", infinite_statistic },
  { "parameter odd is not", undefined_param },
  { "parameter gap is there twice", param_twice },
  { "name of parameter 4", param_name },
  { "canonical", spread_settings },
  { "trade 2", trade_numbers },
  { "trade 2", trade_definition },
  { "setup 1", setup_fate },
  { "2001 points, at most 2000", many_points },
};

static void
test_runs (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  CdlRandom random;
  guint64 count;

  cdl_random_init (&random, 41);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CdlRunRecord) good = cdl_test_run (&random, 1), run = cdl_test_run (&random, 2);
      g_autoptr (CdlRunDetails) details = cdl_test_details (&random, 3, 3);
      CdlRunItem items[] = { { good, NULL }, { run, details } };
      g_autoptr (GError) error = NULL;

      cases[i].spoil (run, details);
      g_assert_false (cdl_store_put_runs (store, items, 2, NULL, &error));
      g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, cases[i].message));
    }
  g_assert_true (cdl_store_count_runs (store, NULL, &count, NULL, NULL));
  g_assert_cmpuint (count, ==, 0);

  backend->destroy (store);
}

static void
test_edits (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  g_autofree char *id = cdl_test_id (1), *note = g_strnfill (CDL_STORE_MAX_NOTE + 1, 'n');
  const CdlRunEdit edits[] = {
    { .tag = "", .favourite = -1 },           { .tag = "\xff", .favourite = -1 },
    { .untag = "", .favourite = -1 },         { .note = note, .favourite = -1 },
    { .test = "two words", .favourite = -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (
          cdl_store_edit_runs (store, (const char *const *) &id, 1, &edits[i], NULL, &error));
      g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID);
    }

  backend->destroy (store);
}

static void
test_parameters_of_maps (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  static const char *const names[] = { "", "a b", "x')", "$.x" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (cdl_store_heat_map (store, NULL, names[i], "gap", CDL_STAT_NET, CDL_CELL_BEST,
                                         NULL, &error));
      g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID);
    }

  backend->destroy (store);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cdl_test_store_add ("refused/runs", test_runs);
  cdl_test_store_add ("refused/edits", test_edits);
  cdl_test_store_add ("refused/parameters-of-maps", test_parameters_of_maps);

  return g_test_run ();
}
