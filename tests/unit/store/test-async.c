#include "cdl-test-store.h"

/* Calls that nobody waits for: they run one after the other in the store's thread, and answer in
 * the main context. */

typedef struct
{
  CdlStore *store;
  GThread *main_thread;
  GThread *worker;
  guint calls;   /* that ran, in the worker */
  guint answers; /* that came, here */
  guint freed;
} Shared;

typedef struct
{
  Shared *shared;
  guint number;
} Data;

static Data *
data_new (Shared *shared, guint number)
{
  Data *data = g_new (Data, 1);

  *data = (Data){ shared, number };

  return data;
}

static void
data_free (gpointer data)
{
  g_atomic_int_inc ((gint *) &((Data *) data)->shared->freed);
  g_free (data);
}

/* Until n answers came, and the worker has let go of the calls and of the store. */
static void
wait_for (Shared *shared, guint n)
{
  while (shared->answers < n)
    g_main_context_iteration (NULL, TRUE);
  while (g_atomic_int_get ((gint *) &shared->freed) < (gint) n)
    g_thread_yield ();
}

static gpointer
count_call (CdlStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Data *self = data;
  guint64 *count = g_new0 (guint64, 1);

  g_assert_true (g_thread_self () != self->shared->main_thread);
  if (self->shared->worker == NULL)
    self->shared->worker = g_thread_self ();
  g_assert_true (g_thread_self () == self->shared->worker);
  g_assert_cmpuint (self->shared->calls++, ==, self->number);
  if (cdl_store_count_runs (store, NULL, count, cancellable, error))
    return count;
  g_free (count);

  return NULL;
}

static void
on_count (GObject *source, GAsyncResult *result, gpointer data)
{
  Shared *self = data;
  g_autoptr (GError) error = NULL;
  g_autofree guint64 *count = cdl_store_call_finish (CDL_STORE (source), result, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (*count, ==, 5);
  g_assert_true (g_thread_self () == self->main_thread);
  self->answers++;
}

static void
test_calls (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  Shared shared = { store, g_thread_self (), NULL, 0, 0, 0 };
  g_autoptr (GPtrArray) runs = NULL;
  CdlRandom random;

  cdl_random_init (&random, 71);
  runs = cdl_test_fill (store, &random, 5);
  for (guint i = 0; i < 10; i++)
    cdl_store_call_async (store, count_call, data_new (&shared, i), data_free, g_free, NULL,
                          on_count, &shared);
  wait_for (&shared, 10);

  backend->destroy (store);
}

static void
on_cancelled (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cdl_store_call_finish (CDL_STORE (source), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  ((Shared *) data)->answers++;
}

static gpointer
never (CdlStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  g_assert_not_reached ();
}

static void
test_cancelled (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Shared shared = { store, g_thread_self (), NULL, 0, 0, 0 };

  g_cancellable_cancel (cancellable);
  cdl_store_call_async (store, never, data_new (&shared, 0), data_free, NULL, cancellable,
                        on_cancelled, &shared);
  wait_for (&shared, 1);

  backend->destroy (store);
}

/* It answers, however late it was cancelled. */
static gpointer
answer_cancelled (CdlStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  while (!g_cancellable_is_cancelled (cancellable))
    g_thread_yield ();

  return g_strdup ("an answer that nobody takes");
}

static void
test_cancelled_meanwhile (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Shared shared = { store, g_thread_self (), NULL, 0, 0, 0 };

  cdl_store_call_async (store, answer_cancelled, data_new (&shared, 0), data_free, g_free,
                        cancellable, on_cancelled, &shared);
  g_usleep (10 * 1000);
  g_cancellable_cancel (cancellable);
  wait_for (&shared, 1);

  backend->destroy (store);
}

static gpointer
fail (CdlStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return cdl_store_get_run (store, "nowhere", NULL, cancellable, error);
}

static void
on_failed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cdl_store_call_finish (CDL_STORE (source), result, &error));
  g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND);
  ((Shared *) data)->answers++;
}

/* The store may be let go of while calls are pending: they still run. */
static void
test_failure_and_release (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  CdlStore *other = backend->reopen (store);
  Shared shared = { store, g_thread_self (), NULL, 0, 0, 0 };

  for (guint i = 0; i < 3; i++)
    cdl_store_call_async (other, fail, data_new (&shared, i), data_free, NULL, NULL, on_failed,
                          &shared);
  g_object_unref (other);
  wait_for (&shared, 3);

  backend->destroy (store);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cdl_test_store_add ("async/calls", test_calls);
  cdl_test_store_add ("async/cancelled", test_cancelled);
  cdl_test_store_add ("async/cancelled-meanwhile", test_cancelled_meanwhile);
  cdl_test_store_add ("async/failure-and-release", test_failure_and_release);

  return g_test_run ();
}
