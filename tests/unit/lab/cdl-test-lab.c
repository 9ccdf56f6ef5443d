#include "cdl-test-lab.h"

#include "cdl-local-store.h"
#include "cdl-strategy-reader.h"
#include "cdl-synthetic.h"

const char cdl_test_lab_strategy[]
    = "{ \"format\": 1, \"name\": \"Crossing\", \"description\": \"of averages\","
      "  \"interval\": \"15m\","
      "  \"params\": {"
      "    \"fast\": { \"value\": 5, \"min\": 2, \"max\": 20, \"step\": 1, \"help\": \"its "
      "length\" },"
      "    \"reward\": { \"value\": 2, \"min\": 1, \"max\": 4, \"step\": 0.5, \"help\": \"far\" } "
      "},"
      "  \"setups\": [ { \"name\": \"up\", \"side\": \"long\","
      "    \"when\": \"crossover(sma(close, fast), sma(close, 20))\","
      "    \"entry\": { \"type\": \"market\" },"
      "    \"stop_loss\": \"entry * 0.99\", \"take_profit\": \"entry * (1 + reward / 100)\" } ],"
      "  \"filters\": { \"max_open_trades\": 1 },"
      "  \"money\": { \"mode\": \"percent\", \"percent\": 50 } }";

CdlColumns *
cdl_test_lab_klines (const char *symbol, gsize n)
{
  CdlSyntheticOptions options;

  cdl_synthetic_options_init (&options, g_str_hash (symbol));

  return cdl_synthetic_klines (&options, n);
}

void
cdl_test_lab_set_up (CdlTestLab *self, gconstpointer data)
{
  static const char *const symbols[] = { "SYNTHA", "SYNTHB" };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  cdl_test_market_set_up (&self->market, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (symbols); i++)
    {
      g_autoptr (CdlColumns) columns = cdl_test_lab_klines (symbols[i], CDL_TEST_LAB_KLINES);
      const CdlDatasetName name = cdl_test_name (symbols[i], CDL_INTERVAL_1M);

      cdl_test_write (&self->market, &name, cdl_columns_view (columns), FALSE);
    }
  path = g_build_filename (self->market.root, "store.sqlite", NULL);
  self->store = cdl_local_store_new (path, &error);
  g_assert_no_error (error);
}

void
cdl_test_lab_tear_down (CdlTestLab *self, gconstpointer data)
{
  g_assert_finalize_object (self->store);
  cdl_test_market_tear_down (&self->market, NULL);
}

CdlTestRequest *
cdl_test_lab_request (const char *json, const char *sets, const char *symbols)
{
  CdlTestRequest *request = cdl_test_request_new (CDL_MARKET_SPOT);
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_auto (GStrv) words = g_strsplit (sets, " ", -1);
  CdlStrategy *strategy = cdl_strategy_read (json, -1, diagnostics);

  g_assert_nonnull (strategy);
  cdl_test_request_add (request, strategy, json, (const char *const *) words);
  request->symbols = g_strsplit (symbols, " ", -1);
  request->asked_by = "test";

  return request;
}

CdlTest *
cdl_test_lab_ready (CdlTestLab *self, const CdlTestRequest *request)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (GError) error = NULL;
  CdlTest *test = cdl_test_new (self->market.archive, request, diagnostics, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (cdl_diagnostics_errors (diagnostics), ==, 0);
  g_assert_nonnull (test);

  return test;
}

CdlRunRecord *
cdl_test_lab_stored (CdlTestLab *self, const char *id)
{
  g_autoptr (GError) error = NULL;
  CdlRunRecord *run = cdl_store_get_run (self->store, id, NULL, NULL, &error);

  if (run == NULL)
    g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND);

  return run;
}

static gboolean
count_computed (const CdlTestProgress *progress, gpointer data)
{
  g_assert_cmpuint (progress->known, <=, progress->done);
  g_assert_cmpuint (progress->done, <=, progress->runs);
  *(guint64 *) data = progress->done - progress->known;

  return TRUE;
}

GPtrArray *
cdl_test_lab_run (CdlTestLab *self, const CdlTestRequest *request, guint64 *computed)
{
  g_autoptr (CdlTest) test = cdl_test_lab_ready (self, request);
  g_autoptr (GError) error = NULL;
  GPtrArray *runs = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_run_record_free);
  guint64 count = 0;

  cdl_test_execute (test, self->store, count_computed, &count, NULL, &error);
  g_assert_no_error (error);
  for (guint64 i = 0; i < cdl_test_count (test); i++)
    {
      CdlRunRecord *run = cdl_test_lab_stored (self, cdl_test_run_id (test, i));

      g_assert_nonnull (run);
      g_ptr_array_add (runs, run);
    }
  if (computed != NULL)
    *computed = count;

  return runs;
}
