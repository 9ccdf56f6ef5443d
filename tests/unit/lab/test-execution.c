#include "cdl-test-lab.h"

#include "cdl-significance.h"

#define SETS   "fast=3:8:1 reward=1:3:0.5"
#define N_RUNS 30

static void
assert_same_results (GPtrArray *runs, GPtrArray *expected)
{
  g_assert_cmpuint (runs->len, ==, expected->len);
  for (guint i = 0; i < runs->len; i++)
    {
      const CdlRunRecord *a = runs->pdata[i], *b = expected->pdata[i];

      g_assert_cmpstr (a->id, ==, b->id);
      g_assert_cmpstr (a->fingerprint, ==, b->fingerprint);
      g_assert_cmpmem (a->statistics.value, sizeof a->statistics.value, b->statistics.value,
                       sizeof b->statistics.value);
      g_assert_cmpmem (&a->net_optimistic, sizeof (double), &b->net_optimistic, sizeof (double));
    }
}

/* The number of threads changes nothing. */
static void
test_threads (CdlTestLab *self, gconstpointer data)
{
  static const guint threads[] = { 4, 2, 0 };
  g_autoptr (CdlTestRequest) request
      = cdl_test_lab_request (cdl_test_lab_strategy, SETS, "SYNTHA SYNTHB");
  g_autoptr (GPtrArray) expected = NULL;
  guint64 computed;
  double trades = 0.0;

  request->threads = 1;
  request->force = TRUE;
  expected = cdl_test_lab_run (self, request, &computed);
  g_assert_cmpuint (computed, ==, 2 * N_RUNS);
  for (guint i = 0; i < expected->len; i++)
    trades += ((CdlRunRecord *) expected->pdata[i])->statistics.value[CDL_STAT_TRADES];
  g_assert_cmpfloat (trades, >, 100.0);

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autoptr (GPtrArray) runs = NULL;

      request->threads = threads[i];
      runs = cdl_test_lab_run (self, request, &computed);
      g_assert_cmpuint (computed, ==, 2 * N_RUNS);
      assert_same_results (runs, expected);
    }
}

/* What is stored is not computed again, whatever it was asked together with. */
static void
test_stored (CdlTestLab *self, gconstpointer data)
{
  g_autoptr (CdlTestRequest) first
      = cdl_test_lab_request (cdl_test_lab_strategy, "fast=3:5:1", "SYNTHA");
  g_autoptr (CdlTestRequest) wider
      = cdl_test_lab_request (cdl_test_lab_strategy, "fast=3:8:1", "SYNTHA SYNTHB");
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) again = NULL;
  guint64 computed;

  runs = cdl_test_lab_run (self, first, &computed);
  g_assert_cmpuint (computed, ==, 3);
  all = cdl_test_lab_run (self, wider, &computed);
  g_assert_cmpuint (computed, ==, 9);
  again = cdl_test_lab_run (self, wider, &computed);
  g_assert_cmpuint (computed, ==, 0);
  assert_same_results (again, all);
}

/* Details that are missing are computed, though the run is stored. */
static void
test_details (CdlTestLab *self, gconstpointer data)
{
  g_autoptr (CdlTestRequest) request = cdl_test_lab_request (cdl_test_lab_strategy, "", "SYNTHA");
  g_autoptr (GPtrArray) plain = NULL;
  g_autoptr (GPtrArray) detailed = NULL;
  g_autoptr (CdlRunDetails) details = NULL;
  g_autoptr (CdlRunRecord) run = NULL;
  const CdlRunRecord *record;
  guint64 computed;

  request->details = 0;
  plain = cdl_test_lab_run (self, request, &computed);
  record = plain->pdata[0];
  g_assert_cmpuint (computed, ==, 1);
  g_assert_false (record->detailed);

  request->details = 1;
  detailed = cdl_test_lab_run (self, request, &computed);
  g_assert_cmpuint (computed, ==, 1);
  run = cdl_store_get_run (self->store, record->id, &details, NULL, NULL);
  g_assert_true (run->detailed);
  g_assert_cmpfloat ((double) details->trades->len, ==, run->statistics.value[CDL_STAT_TRADES]);
  assert_same_results (plain, detailed);
}

typedef struct
{
  guint64 after; /* cancel when so many are done */
  guint64 runs;
} Cancel;

static gboolean
cancel_after (const CdlTestProgress *progress, gpointer data)
{
  Cancel *cancel = data;

  cancel->runs = progress->runs;

  return progress->done < cancel->after;
}

/* A cancelled test keeps the runs that were finished, and the next one goes on from there. */
static void
test_cancel (CdlTestLab *self, gconstpointer data)
{
  g_autoptr (CdlTestRequest) request
      = cdl_test_lab_request (cdl_test_lab_strategy, "fast=2:20:1 reward=1:4:0.1", "SYNTHA");
  g_autoptr (CdlTest) test = cdl_test_lab_ready (self, request);
  g_autoptr (CdlTestRecord) record = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *test_id = NULL;
  Cancel cancel = { .after = 1 };
  guint64 kept = 0, computed;

  request->threads = 1;
  g_assert_false (cdl_test_execute (test, self->store, cancel_after, &cancel, &test_id, &error));
  g_assert_error (error, CDL_LAB_ERROR, CDL_LAB_ERROR_CANCELLED);
  for (guint64 i = 0; i < cdl_test_count (test); i++)
    {
      g_autoptr (CdlRunRecord) run = cdl_test_lab_stored (self, cdl_test_run_id (test, i));

      kept += run != NULL ? 1 : 0;
    }
  g_assert_cmpuint (cancel.runs, ==, cdl_test_count (test));
  g_assert_cmpuint (kept, >=, 1);
  g_assert_cmpuint (kept, <, cdl_test_count (test));
  record = cdl_store_get_test (self->store, test_id, NULL, NULL);
  g_assert_cmpint (record->state, ==, CDL_TEST_CANCELLED);
  g_assert_cmpuint (record->runs, ==, cdl_test_count (test));

  runs = cdl_test_lab_run (self, request, &computed);
  g_assert_cmpuint (computed, ==, cdl_test_count (test) - kept);
}

/* Of a test of several symbols, the best run's own variants are what it was chosen from; a run
 * alone has nothing to be held against. */
static void
test_significance (CdlTestLab *self, gconstpointer data)
{
  g_autoptr (CdlTestRequest) request
      = cdl_test_lab_request (cdl_test_lab_strategy, SETS, "SYNTHA SYNTHB");
  g_autoptr (CdlTestRequest) alone = cdl_test_lab_request (cdl_test_lab_strategy, "", "SYNTHA");
  g_autoptr (CdlTest) test = cdl_test_lab_ready (self, request);
  g_autoptr (CdlTest) single = cdl_test_lab_ready (self, alone);
  g_autoptr (GPtrArray) runs = cdl_test_lab_run (self, request, NULL);
  g_autoptr (GPtrArray) one = cdl_test_lab_run (self, alone, NULL);
  g_autoptr (GError) error = NULL;
  CdlTestSignificance significance;
  double best;

  g_assert_true (cdl_test_significance (test, self->store, runs, &significance, &error));
  g_assert_no_error (error);
  best = ((CdlRunRecord *) runs->pdata[significance.best])->statistics.value[CDL_STAT_SHARPE];
  for (guint i = 0; i < runs->len; i++)
    g_assert_false (((CdlRunRecord *) runs->pdata[i])->statistics.value[CDL_STAT_SHARPE] > best);
  g_assert_cmpuint (significance.trials, ==, N_RUNS + (significance.best < N_RUNS ? 1 : 0));
  g_assert_cmpfloat (significance.dsr, >, 0.0);
  g_assert_cmpfloat (significance.dsr, <, 1.0);

  g_assert_false (cdl_test_significance (single, self->store, one, &significance, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CDL_TEST_LAB_ADD ("/execution/threads", test_threads);
  CDL_TEST_LAB_ADD ("/execution/stored", test_stored);
  CDL_TEST_LAB_ADD ("/execution/details", test_details);
  CDL_TEST_LAB_ADD ("/execution/cancel", test_cancel);
  CDL_TEST_LAB_ADD ("/execution/significance", test_significance);

  return g_test_run ();
}
