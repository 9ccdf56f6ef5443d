#include <math.h>

#include "cdl-lab-lock.h"
#include "cdl-run-writer.h"
#include "cdl-test-cost.h"
#include "cdl-test-private.h"
#include "cdl-time.h"
#include "cdl-uuid.h"

/* How often progress is told. */
#define PROGRESS_INTERVAL_US (100 * 1000)

/* Ids asked of the store at once. */
#define KNOWN_BATCH 500

/* Killed tests closed at once; more than one is rare. */
#define MAX_ABANDONED 100

typedef struct
{
  CdlTest *test;
  CdlStore *store;
  const char *test_id;
  gboolean detailed;
  CdlRunWriter *writer;
  gint cancelled;    /* atomic */
  GError *problem;   /* atomic: why a run could not be computed; the first one */
  GAsyncQueue *done; /* run numbers + 1 that were finished or given up */
} Execution;

/* One run on one thread. */
static void
compute_run (gpointer number, gpointer data)
{
  Execution *self = data;
  guint64 run = GPOINTER_TO_SIZE (number) - 1;
  CdlRunDetails *details = NULL;
  CdlRunRecord *record = NULL;
  GArray *daily = NULL;
  GError *error = NULL;

  if (!g_atomic_int_get (&self->cancelled))
    record = cdl_test_compute (self->test, run, self->test->ids->pdata[run], self->test_id,
                               self->detailed, &self->cancelled, &details, &daily, &error);
  if (error != NULL)
    {
      if (!g_atomic_pointer_compare_and_exchange (&self->problem, NULL, error))
        g_error_free (error);
      g_atomic_int_set (&self->cancelled, 1);
    }
  /* Each run has its own place: no lock is needed. */
  if (run < self->test->daily->len)
    self->test->daily->pdata[run] = daily;
  else
    g_clear_pointer (&daily, g_array_unref);
  if (record != NULL && !cdl_run_writer_push (self->writer, record, details))
    g_atomic_int_set (&self->cancelled, 1);
  g_async_queue_push (self->done, number);
}

/* Whether a stored run holds all that was asked for: details, and the net under both assumptions.
 */
static gboolean
is_complete (Execution *self, guint64 run, gboolean *complete, GError **error)
{
  const CdlTestRequest *request = self->test->request;
  g_autoptr (CdlRunRecord) record
      = cdl_store_get_run (self->store, self->test->ids->pdata[run], NULL, NULL, error);

  if (record == NULL)
    return FALSE;
  *complete = (request->details <= 0 || record->detailed)
              && (!request->both
                  || (!isnan (record->net_pessimistic) && !isnan (record->net_optimistic)));

  return TRUE;
}

/* Runs that the store does not hold yet, as run number + 1. */
static GPtrArray *
find_missing (Execution *self, CdlTestProgress *progress, GError **error)
{
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();
  guint64 n = self->test->n_runs;

  for (guint64 from = 0; from < n; from += KNOWN_BATCH)
    {
      gsize count = (gsize) MIN (n - from, KNOWN_BATCH);
      gboolean found[KNOWN_BATCH] = { FALSE };

      for (gsize i = 0; i < count; i++)
        cdl_test_run_id (self->test, from + i);
      if (!self->test->request->force
          && !cdl_store_has_runs (self->store, (const char *const *) self->test->ids->pdata + from,
                                  count, found, NULL, error))
        return NULL;
      for (gsize i = 0; i < count; i++)
        {
          guint64 variant;

          if (found[i] && !is_complete (self, from + i, &found[i], error))
            return NULL;
          progress->known += found[i] ? 1 : 0;
          if (found[i])
            continue;
          progress->work += cdl_test_part (self->test, from + i, &variant)->work;
          g_ptr_array_add (missing, GSIZE_TO_POINTER (from + i + 1));
        }
    }
  progress->runs = n;
  progress->done = progress->known;

  return g_steal_pointer (&missing);
}

/* number: NULL if only time has passed. Runs given up are not done. */
static void
note_done (Execution *self, CdlTestProgress *progress, gpointer number, gint64 started)
{
  guint64 variant;

  progress->elapsed_ms = (g_get_monotonic_time () - started) / 1000;
  if (number != NULL && !g_atomic_int_get (&self->cancelled))
    {
      progress->done++;
      progress->work_done
          += cdl_test_part (self->test, GPOINTER_TO_SIZE (number) - 1, &variant)->work;
    }
  progress->remaining_ms
      = progress->work_done > 0.0
            ? (gint64) ((double) progress->elapsed_ms * (progress->work - progress->work_done)
                        / progress->work_done)
            : -1;
}

/* Keeps all processors busy until the runs are done or given up. */
static gboolean
run_pool (Execution *self,
          GPtrArray *missing,
          CdlTestProgress *progress,
          CdlTestProgressFunc func,
          gpointer data,
          GError **error)
{
  guint threads = self->test->request->threads;
  gint64 started = g_get_monotonic_time (), told = 0;
  GThreadPool *pool = g_thread_pool_new (
      compute_run, self, (int) (threads > 0 ? threads : g_get_num_processors ()), FALSE, error);

  if (pool == NULL)
    return FALSE;

  for (guint i = 0; i < missing->len; i++)
    g_thread_pool_push (pool, missing->pdata[i], NULL);
  for (guint left = missing->len; left > 0;)
    {
      gpointer number = g_async_queue_timeout_pop (self->done, PROGRESS_INTERVAL_US);
      gint64 now = g_get_monotonic_time ();

      left -= number != NULL ? 1 : 0;
      note_done (self, progress, number, started);
      if (func != NULL && (now - told >= PROGRESS_INTERVAL_US || left == 0))
        {
          told = now;
          if (!func (progress, data))
            g_atomic_int_set (&self->cancelled, 1);
        }
    }
  g_thread_pool_free (pool, FALSE, TRUE);

  return TRUE;
}

static gboolean
execute (Execution *self,
         CdlTestRecord *record,
         CdlTestProgressFunc func,
         gpointer data,
         GError **error)
{
  CdlTestProgress progress = { .remaining_ms = -1 };
  g_autoptr (GPtrArray) missing = find_missing (self, &progress, error);
  gboolean good;

  if (missing == NULL)
    return FALSE;

  record->state = CDL_TEST_RUNNING;
  record->runs = progress.runs;
  record->work = progress.work;
  record->started_at = g_get_real_time () / 1000;
  if (!cdl_store_put_test (self->store, record, NULL, error))
    return FALSE;

  self->writer = cdl_run_writer_new (self->store, NULL, NULL);
  good = run_pool (self, missing, &progress, func, data, error);
  good = cdl_run_writer_finish (self->writer, good ? error : NULL) && good;
  cdl_run_writer_free (self->writer);
  if (good && self->problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->problem));
      good = FALSE;
    }
  else if (good && g_atomic_int_get (&self->cancelled))
    {
      g_set_error (error, CDL_LAB_ERROR, CDL_LAB_ERROR_CANCELLED,
                   "cancelled: the runs finished so far are kept");
      good = FALSE;
    }

  if (good)
    cdl_test_learn_cost (self->test, self->store, progress.work_done,
                         progress.done - progress.known, progress.elapsed_ms,
                         self->test->request->threads > 0 ? self->test->request->threads
                                                          : g_get_num_processors ());
  record->runs_done = progress.done;
  record->work_done = progress.work_done;
  record->elapsed_ms = progress.elapsed_ms;

  return good;
}

/* Who holds the lock knows that no other test runs: those that say so were killed. */
static gboolean
close_abandoned (CdlStore *store, GError **error)
{
  g_autoptr (GPtrArray) tests
      = cdl_store_list_tests (store, 1u << CDL_TEST_RUNNING, NULL, MAX_ABANDONED, NULL, error);

  if (tests == NULL)
    return FALSE;

  for (guint i = 0; i < tests->len; i++)
    {
      CdlTestRecord *test = tests->pdata[i];

      test->state = CDL_TEST_FAILED;
      g_free (test->error);
      test->error = g_strdup ("the program ended before the test: what it had finished is kept");
      test->finished_at = g_get_real_time () / 1000;
      if (!cdl_store_put_test (store, test, NULL, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
cdl_test_execute (CdlTest *self,
                  CdlStore *store,
                  CdlTestProgressFunc progress,
                  gpointer data,
                  char **test_id,
                  GError **error)
{
  const CdlTestRequest *request = self->request;
  g_autofree char *title = cdl_test_request_title (request);
  g_autofree char *what = g_strdup_printf ("%s, %" G_GUINT64_FORMAT " runs, asked by %s", title,
                                           self->n_runs, request->asked_by);
  g_autofree char *request_text = cdl_test_request_write (request);
  g_autofree char *id = cdl_uuid_v7_new ();
  g_autoptr (CdlLabLock) lock = cdl_lab_lock_take (cdl_archive_root (self->archive), what, error);
  g_autoptr (CdlTestRecord) record = NULL;
  g_autoptr (GError) problem = NULL;
  Execution execution = { .test = self, .store = store, .test_id = id };

  if (lock == NULL || !close_abandoned (store, error))
    return FALSE;

  record
      = cdl_test_record_new (id, title, request_text, request->asked_by, g_get_real_time () / 1000);
  execution.detailed
      = request->details >= 0 ? request->details > 0 : self->n_runs <= CDL_TEST_DETAILED_RUNS;
  execution.done = g_async_queue_new ();
  record->state
      = execute (&execution, record, progress, data, &problem) ? CDL_TEST_DONE : CDL_TEST_FAILED;
  g_async_queue_unref (execution.done);
  g_clear_error (&execution.problem);

  if (g_error_matches (problem, CDL_LAB_ERROR, CDL_LAB_ERROR_CANCELLED))
    record->state = CDL_TEST_CANCELLED;
  else if (problem != NULL)
    record->error = g_strdup (problem->message);
  record->finished_at = g_get_real_time () / 1000;
  if (record->started_at != CDL_TIME_NONE
      && !cdl_store_put_test (store, record, NULL, problem == NULL ? &problem : NULL))
    record->state = CDL_TEST_FAILED;

  if (test_id != NULL)
    *test_id = g_steal_pointer (&id);
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));

  return record->state == CDL_TEST_DONE;
}
