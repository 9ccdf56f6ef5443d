#include "cdl-import-job.h"

#include "cdl-exchange-info.h"
#include "cdl-file-kind.h"
#include "cdl-funding.h"
#include "cdl-progress-relay.h"

struct _CdlImportJob
{
  gatomicrefcount ref_count;
  char *root;
  char **paths;
  CdlMarket market;
  CdlProgressRelay *relay;
  GCancellable *cancellable;
  guint file; /* that is read */
};

static CdlImportJob *
job_ref (CdlImportJob *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
cdl_import_job_unref (CdlImportJob *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->root);
  g_strfreev (self->paths);
  g_object_unref (self->cancellable);
  cdl_progress_relay_unref (self->relay);
  g_free (self);
}

void
cdl_import_summary_free (CdlImportSummary *self)
{
  g_ptr_array_unref (self->errors);
  g_free (self);
}

/* fraction: of the file that is read. */
static void
note (CdlImportJob *self, double fraction)
{
  g_autofree char *base = g_path_get_basename (self->paths[self->file]);
  CdlImportProgress progress
      = { .fraction = (self->file + fraction) / g_strv_length (self->paths) };

  g_strlcpy (progress.file, base, sizeof progress.file);
  cdl_progress_relay_put (self->relay, &progress);
}

static gboolean
on_progress (guint64 done, guint64 total, gpointer data)
{
  CdlImportJob *self = data;

  note (self, total > 0 ? (double) done / (double) total : 0);

  return !g_cancellable_is_cancelled (self->cancellable);
}

static gboolean
import_klines (CdlImportJob *self, const char *path, CdlWriteResult *written, GError **error)
{
  g_autoptr (CdlArchive) archive = cdl_archive_new (self->root);
  const CdlImportOptions options = { .market = self->market,
                                     .now_ms = g_get_real_time () / 1000,
                                     .progress = on_progress,
                                     .progress_data = self };
  CdlImportResult result;
  gboolean good = cdl_import_klines (archive, path, &options, &result, error);

  *written = result.written;
  cdl_import_result_clear (&result);

  return good;
}

static gboolean
import_exchange_info (CdlImportJob *self, const char *path, GError **error)
{
  g_autoptr (CdlExchangeInfo) info = cdl_exchange_info_import (self->root, path, error);

  return info != NULL;
}

static gboolean
import_file (CdlImportJob *self, const char *path, CdlWriteResult *written, GError **error)
{
  CdlFileKind kind;

  if (!cdl_file_kind (path, &kind, error))
    return FALSE;
  if (kind == CDL_FILE_FUNDING)
    return cdl_funding_import (self->root, path, NULL, FALSE, NULL, written, error);
  if (kind == CDL_FILE_EXCHANGE_INFO)
    return import_exchange_info (self, path, error);

  return import_klines (self, path, written, error);
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CdlImportJob *self = data;
  CdlImportSummary *summary = g_new0 (CdlImportSummary, 1);

  summary->errors = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; self->paths[i] != NULL && !g_cancellable_is_cancelled (self->cancellable); i++)
    {
      g_autoptr (GError) error = NULL;
      CdlWriteResult written = { 0 };

      self->file = i;
      note (self, 0);
      if (import_file (self, self->paths[i], &written, &error))
        {
          summary->files++;
          summary->added += written.added;
          summary->replaced += written.replaced;
        }
      else if (!g_cancellable_is_cancelled (self->cancellable))
        g_ptr_array_add (summary->errors, g_strdup (error->message));
    }
  g_task_return_pointer (task, summary, (GDestroyNotify) cdl_import_summary_free);
}

CdlImportJob *
cdl_import_job_start (const char *root,
                      const char *const *paths,
                      CdlMarket market,
                      CdlImportJobProgress progress,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  CdlImportJob *self = g_new0 (CdlImportJob, 1);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_atomic_ref_count_init (&self->ref_count);
  self->root = g_strdup (root);
  self->paths = g_strdupv ((char **) paths);
  self->market = market;
  self->cancellable = g_cancellable_new ();
  self->relay = cdl_progress_relay_new (sizeof (CdlImportProgress), self->cancellable,
                                        (CdlProgressRelayFunc) progress, user_data);

  g_task_set_task_data (task, job_ref (self), (GDestroyNotify) cdl_import_job_unref);
  g_task_run_in_thread (task, run);

  return self;
}

CdlImportSummary *
cdl_import_job_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

void
cdl_import_job_cancel (CdlImportJob *self)
{
  g_cancellable_cancel (self->cancellable);
}
