#include "cdl-test-job.h"

#include "cdl-progress-relay.h"

struct _CdlTestJob
{
  gatomicrefcount ref_count;
  char *root;
  CdlStore *store;
  CdlTestRequest *request;
  CdlProgressRelay *relay;
  GCancellable *cancellable;
};

static CdlTestJob *
job_ref (CdlTestJob *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
cdl_test_job_unref (CdlTestJob *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->root);
  g_object_unref (self->store);
  cdl_test_request_free (self->request);
  g_object_unref (self->cancellable);
  cdl_progress_relay_unref (self->relay);
  g_free (self);
}

static gboolean
on_progress (const CdlTestProgress *progress, gpointer data)
{
  CdlTestJob *self = data;

  cdl_progress_relay_put (self->relay, progress);

  return !g_cancellable_is_cancelled (self->cancellable);
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CdlTestJob *self = data;
  g_autoptr (CdlArchive) archive = cdl_archive_new (self->root);
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlTest) test = cdl_test_new (archive, self->request, diagnostics, &error);

  if (test == NULL && error == NULL)
    {
      const CdlDiagnostic *first = cdl_diagnostics_get (diagnostics, 0);

      g_set_error (&error, CDL_LAB_ERROR, CDL_LAB_ERROR_REQUEST, "%s%s%s", first->message,
                   first->remedy != NULL ? "; " : "", first->remedy != NULL ? first->remedy : "");
    }
  if (test != NULL)
    cdl_test_execute (test, self->store, on_progress, self, NULL, &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (
        task, g_strdup (cdl_test_count (test) == 1 ? cdl_test_run_id (test, 0) : ""), g_free);
}

CdlTestJob *
cdl_test_job_start (const char *root,
                    CdlStore *store,
                    CdlTestRequest *request,
                    CdlTestJobProgress progress,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  CdlTestJob *self = g_new0 (CdlTestJob, 1);
  g_autoptr (GTask) task = NULL;

  g_atomic_ref_count_init (&self->ref_count);
  self->root = g_strdup (root);
  self->store = g_object_ref (store);
  self->request = request;
  self->cancellable = g_cancellable_new ();
  self->relay = cdl_progress_relay_new (sizeof (CdlTestProgress), self->cancellable,
                                        (CdlProgressRelayFunc) progress, user_data);

  /* What cdl_test_execute() keeps must be told of: the task itself is not cancelled. */
  task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_task_data (task, job_ref (self), (GDestroyNotify) cdl_test_job_unref);
  g_task_run_in_thread (task, run);

  return self;
}

char *
cdl_test_job_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
cdl_test_job_cancel (CdlTestJob *self)
{
  g_cancellable_cancel (self->cancellable);
}
