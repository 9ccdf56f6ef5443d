#include "cdl-test-store.h"

#include "cdl-run-writer.h"

#define N_THREADS 4
#define N_RUNS    300 /* of each thread */

typedef struct
{
  CdlStore *store;
  CdlRunWriter *writer;
  guint first;
  gint committed; /* atomic */
} Shared;

static gpointer
push_runs (gpointer data)
{
  Shared *self = data;
  CdlRandom random;

  cdl_random_init (&random, self->first);
  for (guint i = 0; i < N_RUNS; i++)
    g_assert_true (
        cdl_run_writer_push (self->writer, cdl_test_run (&random, self->first + i), NULL));

  return NULL;
}

/* What is told of is there, for everybody. */
static void
count_committed (const char *const *ids, gsize n, gpointer data)
{
  Shared *self = data;
  g_autofree gboolean *found = g_new0 (gboolean, n);
  g_autoptr (GError) error = NULL;

  cdl_store_has_runs (self->store, ids, n, found, NULL, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < n; i++)
    g_assert_true (found[i]);
  g_atomic_int_add (&self->committed, (gint) n);
}

/* Many threads push while another lists: every page is whole and in order. */
static void
test_many_threads (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  CdlStore *other = backend->reopen (store);
  Shared told = { other, NULL, 0, 0 };
  g_autoptr (CdlRunWriter) writer = cdl_run_writer_new (store, count_committed, &told);
  Shared shared[N_THREADS];
  GThread *threads[N_THREADS];
  g_autoptr (GError) error = NULL;
  guint64 count = 0, last = 0;

  for (guint i = 0; i < N_THREADS; i++)
    {
      shared[i] = (Shared){ store, writer, i * N_RUNS, 0 };
      threads[i] = g_thread_new ("push", push_runs, &shared[i]);
    }
  for (guint i = 0; i < 20; i++)
    {
      CdlRunQuery query = { .key = CDL_SORT_CREATED_AT, .descending = TRUE, .limit = 50 };
      g_autoptr (CdlRunPage) page = cdl_store_list_runs (store, &query, NULL, &error);

      g_assert_no_error (error);
      for (guint k = 1; k < page->runs->len; k++)
        {
          const CdlRunRecord *before = g_ptr_array_index (page->runs, k - 1);
          const CdlRunRecord *after = g_ptr_array_index (page->runs, k);

          g_assert_cmpint (before->created_at, >=, after->created_at);
        }
      g_assert_true (cdl_store_count_runs (other, NULL, &count, NULL, &error));
      g_assert_cmpuint (count, >=, last);
      last = count;
    }
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  g_assert_true (cdl_run_writer_finish (writer, &error));
  g_assert_no_error (error);
  g_assert_true (cdl_store_count_runs (other, NULL, &count, NULL, &error));
  g_assert_cmpuint (count, ==, N_THREADS * N_RUNS);
  g_assert_cmpint (told.committed, ==, N_THREADS * N_RUNS);

  g_clear_pointer (&writer, cdl_run_writer_free);
  g_object_unref (other);
  backend->destroy (store);
}

/* After a failure nothing more is taken, and the end tells why. */
static void
test_failure (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  g_autoptr (CdlRunWriter) writer = cdl_run_writer_new (store, NULL, NULL);
  g_autoptr (GError) error = NULL;
  CdlRunRecord *bad;
  CdlRandom random;
  guint i = 1;

  cdl_random_init (&random, 1);
  bad = cdl_test_run (&random, 0);
  g_clear_pointer (&bad->settings, g_free);
  g_assert_true (cdl_run_writer_push (writer, bad, cdl_test_details (&random, 10, 10)));
  while (cdl_run_writer_push (writer, cdl_test_run (&random, i), NULL))
    g_assert_cmpuint (i++, <, 1000000);
  g_assert_false (cdl_run_writer_finish (writer, &error));
  g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "settings"));

  g_clear_pointer (&writer, cdl_run_writer_free);
  backend->destroy (store);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cdl_test_store_add ("writer/many-threads", test_many_threads);
  cdl_test_store_add ("writer/failure", test_failure);

  return g_test_run ();
}
