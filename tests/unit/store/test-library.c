#include "cdl-test-store.h"

#include <math.h>
#include <string.h>

#include "cdl-time.h"
#include "cdl-uuid.h"

/* Strategies, datasets, trials, tests of the queue and costs. */

static void
test_strategies (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  static const char *const revisions[] = { "aa", "bb", "cc" };
  g_autoptr (CdlStrategyRecord) other = cdl_strategy_record_new ("Autre", "ff", "[]", 9);
  g_autoptr (CdlStrategyRecord) latest = NULL, second = NULL;
  g_autoptr (GPtrArray) all = NULL, of_name = NULL;
  g_autoptr (GError) error = NULL;

  /* The last one put is the latest, also if it had been there. */
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (CdlStrategyRecord) strategy
          = cdl_strategy_record_new ("Élan", revisions[i % 3], "{\"x\" : 1}\n", 100 + i);

      g_assert_true (cdl_store_put_strategy (store, strategy, NULL, &error));
    }
  g_assert_true (cdl_store_put_strategy (store, other, NULL, &error));
  latest = cdl_store_get_strategy (store, "Élan", NULL, NULL, &error);
  g_assert_cmpstr (latest->revision, ==, "aa");
  g_assert_cmpstr (latest->json, ==, "{\"x\" : 1}\n");
  g_assert_cmpint (latest->created_at, ==, 100);
  second = cdl_store_get_strategy (store, "Élan", "bb", NULL, &error);
  g_assert_cmpint (second->created_at, ==, 101);

  of_name = cdl_store_list_strategies (store, "Élan", NULL, &error);
  g_assert_cmpuint (of_name->len, ==, 3);
  g_assert_cmpstr (((CdlStrategyRecord *) of_name->pdata[0])->revision, ==, "aa");
  g_assert_cmpstr (((CdlStrategyRecord *) of_name->pdata[1])->revision, ==, "cc");
  g_assert_null (((CdlStrategyRecord *) of_name->pdata[2])->json);
  all = cdl_store_list_strategies (store, NULL, NULL, &error);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpstr (((CdlStrategyRecord *) all->pdata[0])->name, ==, "Autre");
  g_assert_no_error (error);

  g_assert_null (cdl_store_get_strategy (store, "Élan", "dd", NULL, &error));
  g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (cdl_store_get_strategy (store, "nobody's", NULL, NULL, &error));
  g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND);

  backend->destroy (store);
}

static void
test_datasets (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  g_autoptr (CdlDatasetRecord) first = cdl_test_dataset (1), second = cdl_test_dataset (2);
  g_autoptr (CdlDatasetRecord) read = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (cdl_store_put_dataset (store, first, NULL, &error));
      g_assert_true (cdl_store_put_dataset (store, second, NULL, &error));
    }
  read = cdl_store_get_dataset (store, first->fingerprint, NULL, &error);
  g_assert_cmpstr (read->symbol, ==, first->symbol);
  g_assert_cmpuint (read->sources->len, ==, 2);
  cdl_test_assert_double (read->quality_pct, first->quality_pct);
  all = cdl_store_list_datasets (store, NULL, &error);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_no_error (error);
  g_assert_null (cdl_store_get_dataset (store, "ab", NULL, &error));
  g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND);

  backend->destroy (store);
}

static void
test_trials (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  g_autoptr (GPtrArray) trials = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_trial_free);
  g_autoptr (GPtrArray) page = NULL;
  g_autoptr (GError) error = NULL;
  CdlTrial *after = NULL;
  guint64 count;
  guint seen = 0;

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *run = g_strdup_printf ("run-%02u", (i * 7) % 30);

      g_ptr_array_add (trials, cdl_trial_new (i % 3 == 0 ? "aa" : "bb", i % 2, 10 + i % 2, run));
    }
  for (guint i = 0; i < 2; i++)
    g_assert_true (cdl_store_put_trials (store, trials, NULL, &error));
  g_assert_true (cdl_store_count_trials (store, "aa", 0, 10, &count, NULL, &error));
  g_assert_cmpuint (count, ==, 5);
  g_assert_true (cdl_store_count_trials (store, "aa", 0, 11, &count, NULL, &error));
  g_assert_cmpuint (count, ==, 0);

  do
    {
      GPtrArray *next = cdl_store_list_trials (store, after, 7, NULL, &error);

      g_assert_no_error (error);
      for (guint i = 0; i < next->len; i++)
        {
          const CdlTrial *trial = g_ptr_array_index (next, i);
          g_autofree char *key
              = g_strdup_printf ("%s %d %s", trial->dataset, (int) trial->from, trial->run);
          static char last[80];

          if (seen > 0)
            g_assert_cmpstr (last, <, key);
          g_strlcpy (last, key, sizeof last);
          seen++;
        }
      g_clear_pointer (&page, g_ptr_array_unref);
      page = next;
      after = page->len > 0 ? g_ptr_array_index (page, page->len - 1) : NULL;
    }
  while (page->len == 7);
  g_assert_cmpuint (seen, ==, 30);

  backend->destroy (store);
}

#define N_TESTS 5

static void
test_tests (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  g_auto (GStrv) ids = g_new0 (char *, N_TESTS + 1);
  g_autoptr (CdlTestRecord) read = NULL;
  g_autoptr (GPtrArray) all = NULL, older = NULL, running = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_TESTS; i++)
    {
      g_autoptr (CdlTestRecord) test = NULL;

      ids[i] = cdl_uuid_v7_new ();
      test = cdl_test_record_new (ids[i], "Été", "{ \"symbols\": [\"É\"] }", "http", 5 + i);
      for (guint state = 0; state <= i; state++)
        {
          test->state = (CdlTestState) state;
          test->priority = -3;
          test->place = 77;
          test->runs = 1000000;
          test->runs_done = 3;
          test->work = 0.1;
          test->work_done = 1e-300;
          test->started_at = state > 0 ? 8 : CDL_TIME_NONE;
          test->elapsed_ms = 9;
          test->error = state == 4 ? g_strdup ("why") : NULL;
          g_assert_true (cdl_store_put_test (store, test, NULL, &error));
          g_assert_no_error (error);
        }
      g_usleep (2000); /* ids sort by the millisecond */
    }
  read = cdl_store_get_test (store, ids[4], NULL, &error);
  g_assert_cmpint (read->state, ==, CDL_TEST_CANCELLED);
  g_assert_cmpstr (read->name, ==, "Été");
  g_assert_cmpstr (read->request, ==, "{ \"symbols\": [\"É\"] }");
  g_assert_cmpstr (read->asked_by, ==, "http");
  g_assert_cmpstr (read->error, ==, "why");
  g_assert_cmpint (read->priority, ==, -3);
  g_assert_cmpint (read->place, ==, 77);
  g_assert_cmpuint (read->runs, ==, 1000000);
  g_assert_cmpuint (read->runs_done, ==, 3);
  g_assert_cmpfloat (read->work, ==, 0.1);
  g_assert_cmpfloat (read->work_done, ==, 1e-300);
  g_assert_true (isnan (read->estimate_ms));
  g_assert_cmpint (read->created_at, ==, 9);
  g_assert_cmpint (read->started_at, ==, 8);
  g_assert_cmpint (read->finished_at, ==, CDL_TIME_NONE);
  g_assert_cmpint (read->elapsed_ms, ==, 9);

  all = cdl_store_list_tests (store, 0, NULL, 3, NULL, &error);
  g_assert_cmpuint (all->len, ==, 3);
  g_assert_cmpstr (((CdlTestRecord *) all->pdata[0])->id, ==, ids[4]);
  older = cdl_store_list_tests (store, 0, ids[2], 10, NULL, &error);
  g_assert_cmpuint (older->len, ==, 2);
  g_assert_cmpstr (((CdlTestRecord *) older->pdata[0])->id, ==, ids[1]);
  running = cdl_store_list_tests (store, 1u << CDL_TEST_RUNNING | 1u << CDL_TEST_QUEUED, NULL, 10,
                                  NULL, &error);
  g_assert_cmpuint (running->len, ==, 2);

  g_assert_true (cdl_store_delete_test (store, ids[1], NULL, &error));
  g_assert_true (cdl_store_delete_test (store, ids[1], NULL, &error));
  g_assert_no_error (error);
  g_assert_null (cdl_store_get_test (store, ids[1], NULL, &error));
  g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND);

  backend->destroy (store);
}

static void
test_costs (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  g_autoptr (CdlCostRecord) cost = cdl_cost_record_new ("m-1", "aa", 12.5, 3, 7), read = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (cdl_store_get_cost (store, "m-1", "aa", NULL, &error));
  g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (cdl_store_put_cost (store, cost, NULL, &error));
  cost->ns_per_unit = 0.1;
  cost->error_pct = 8.5;
  g_assert_true (cdl_store_put_cost (store, cost, NULL, &error));
  read = cdl_store_get_cost (store, "m-1", "aa", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (read->ns_per_unit, ==, 0.1);
  g_assert_cmpfloat (read->error_pct, ==, 8.5);
  g_assert_cmpuint (read->samples, ==, 3);
  g_assert_cmpint (read->updated_at, ==, 7);

  backend->destroy (store);
}

static void
test_uuids (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 1000; i++)
    {
      char *id = cdl_uuid_v7_new ();

      g_assert_true (g_uuid_string_is_valid (id));
      g_assert_cmpint (id[14], ==, '7');
      g_assert_nonnull (strchr ("89ab", id[19]));
      g_assert_true (g_hash_table_add (seen, id));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cdl_test_store_add ("library/strategies", test_strategies);
  cdl_test_store_add ("library/datasets", test_datasets);
  cdl_test_store_add ("library/trials", test_trials);
  cdl_test_store_add ("library/tests", test_tests);
  cdl_test_store_add ("library/costs", test_costs);
  g_test_add_func ("/store/library/uuids", test_uuids);

  return g_test_run ();
}
