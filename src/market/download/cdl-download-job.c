#include "cdl-download-private.h"

#include <string.h>

#include "cdl-steady.h"
#include "cdl-time.h"

/* Tasks of one download that may be ahead of the first one that is not done: what they bring is
 * held in memory until it can be stored in order. */
#define MAX_AHEAD 8

/* The exchange's clock is asked for again after this. */
#define MAX_CLOCK_AGE_MS (10 * CDL_MINUTE_MS)

static const CdlSeriesClass *const classes[CDL_N_SERIES] = {
  [CDL_SERIES_KLINES] = &cdl_series_klines,   [CDL_SERIES_MARK] = &cdl_series_klines,
  [CDL_SERIES_FUNDING] = &cdl_series_funding, [CDL_SERIES_PRINTS] = &cdl_series_prints,
  [CDL_SERIES_INFO] = &cdl_series_info,
};

/* Staged klines are in download/ below the archive's root, those of mark prices below theirs. */
static CdlArchive *
staging_of (const CdlArchive *archive)
{
  g_autofree char *root = g_build_filename (cdl_archive_root (archive), "download", NULL);

  return cdl_archive_new (root);
}

CdlJob *
cdl_job_new (CdlDownloadQueue *queue, guint id, const CdlDownload *download)
{
  CdlJob *self = g_new0 (CdlJob, 1);

  self->queue = queue;
  self->series = classes[download->id.series];
  self->status = (CdlDownloadStatus){ .id = id, .download = *download };
  self->status.notes = g_new0 (char *, 1);
  self->have = cdl_spans_new ();
  self->tasks = g_ptr_array_new_with_free_func (cdl_task_free);
  self->archive = download->id.series == CDL_SERIES_MARK ? cdl_archive_new_mark (queue->root)
                                                         : cdl_archive_new (queue->root);
  self->staging = staging_of (self->archive);

  return self;
}

void
cdl_job_free (CdlJob *self)
{
  g_ptr_array_unref (self->tasks);
  g_array_unref (self->have);
  cdl_archive_free (self->archive);
  cdl_archive_free (self->staging);
  g_strfreev (self->status.notes);
  g_clear_error (&self->status.error);
  g_free (self->status.message);
  g_free (self);
}

void
cdl_job_say (CdlJob *self, const char *message)
{
  g_mutex_lock (&self->queue->mutex);
  g_free (self->status.message);
  self->status.message = g_strdup (message);
  g_mutex_unlock (&self->queue->mutex);
}

void
cdl_job_note (CdlJob *self, const char *note)
{
  guint n = g_strv_length (self->status.notes);

  if (g_strv_contains ((const char *const *) self->status.notes, note))
    return;
  g_mutex_lock (&self->queue->mutex);
  self->status.notes = g_renew (char *, self->status.notes, n + 2);
  self->status.notes[n] = g_strdup (note);
  self->status.notes[n + 1] = NULL;
  g_mutex_unlock (&self->queue->mutex);
}

void
cdl_job_stop (CdlJob *self, CdlDownloadState state)
{
  g_ptr_array_set_size (self->tasks, 0);
  g_mutex_lock (&self->queue->mutex);
  self->status.state = state;
  g_mutex_unlock (&self->queue->mutex);
  cdl_queue_save (self->queue);
  cdl_queue_changed (self->queue);
  cdl_queue_pump (self->queue);
}

void
cdl_job_fail (CdlJob *self, GError *error, gboolean drop)
{
  cdl_job_say (self, error->message);
  g_mutex_lock (&self->queue->mutex);
  g_clear_error (&self->status.error);
  self->status.error = error;
  g_mutex_unlock (&self->queue->mutex);
  self->dropped = drop;
  cdl_job_stop (self, CDL_DOWNLOAD_FAILED);
}

void
cdl_job_widen (CdlJob *self, guint id, const CdlDownload *more)
{
  CdlDownload *download = &self->status.download;

  g_ptr_array_set_size (self->tasks, 0);
  g_array_set_size (self->have, 0);
  self->planned = self->dropped = FALSE;
  self->kept_rows = 0;
  g_mutex_lock (&self->queue->mutex);
  /* No time is the earliest and the latest one. */
  download->from = MIN (download->from, more->from);
  download->to = download->to == CDL_TIME_NONE || more->to == CDL_TIME_NONE
                     ? CDL_TIME_NONE
                     : MAX (download->to, more->to);
  download->priority = more->priority;
  self->status.id = id;
  self->status.state = CDL_DOWNLOAD_WAITING;
  g_clear_error (&self->status.error);
  g_clear_pointer (&self->status.message, g_free);
  g_mutex_unlock (&self->queue->mutex);
}

CdlTask *
cdl_job_add_task (CdlJob *self, guint place, CdlTaskKind kind, const CdlPiece *piece)
{
  CdlTask *task = g_new0 (CdlTask, 1);

  task->job = self;
  task->kind = kind;
  if (piece != NULL)
    task->piece = *piece;
  g_ptr_array_insert (self->tasks, (int) place, task);

  return task;
}

guint
cdl_job_place (CdlJob *self, const CdlTask *task)
{
  guint place = 0;

  g_ptr_array_find (self->tasks, task, &place);

  return place;
}

/* What must be known before it can be planned: asked for by a task. TRUE if there is nothing. */
static gboolean
know (CdlJob *self)
{
  CdlMarket market = self->status.download.id.name.market;
  gint64 age = cdl_steady_ms () - self->queue->clocks[market].steady_ms;

  if (!self->queue->clock_known[market] || age > MAX_CLOCK_AGE_MS)
    cdl_job_add_task (self, 0, CDL_TASK_CLOCK, NULL);
  else if (!self->queue->limits_known[market])
    cdl_job_add_task (self, 0, CDL_TASK_LIMITS, NULL);
  else if (self->series->needs_first && !self->first_known)
    cdl_job_add_task (self, 0, CDL_TASK_FIRST, NULL);
  else
    return TRUE;

  return FALSE;
}

/* FALSE: it failed or is done. */
static gboolean
plan (CdlJob *self)
{
  g_autoptr (GError) error = NULL;

  self->planned = TRUE;
  if (!self->series->plan (self, &error))
    {
      cdl_job_fail (self, g_steal_pointer (&error), FALSE);
      return FALSE;
    }
  if (self->tasks->len == 0)
    {
      cdl_job_task_done (self);
      return FALSE;
    }

  return TRUE;
}

gboolean
cdl_job_start_task (CdlJob *self)
{
  if (self->status.state > CDL_DOWNLOAD_RUNNING)
    return FALSE;
  if (self->tasks->len == 0 && !self->planned && know (self) && !plan (self))
    return FALSE;

  for (guint i = 0; i < MIN (self->tasks->len, MAX_AHEAD); i++)
    {
      CdlTask *task = self->tasks->pdata[i];

      if (task->started)
        continue;
      if (self->status.state == CDL_DOWNLOAD_WAITING)
        {
          g_mutex_lock (&self->queue->mutex);
          self->status.state = CDL_DOWNLOAD_RUNNING;
          g_mutex_unlock (&self->queue->mutex);
        }
      cdl_task_start (task);
      return TRUE;
    }

  return FALSE;
}

static void
count_rows (CdlJob *self)
{
  guint64 rows = self->kept_rows;

  for (guint i = 0; i < self->tasks->len; i++)
    {
      const CdlTask *task = self->tasks->pdata[i];

      if (task->klines != NULL)
        rows += cdl_columns_view (task->klines)->n;
    }
  g_mutex_lock (&self->queue->mutex);
  self->status.rows = MIN (rows, self->status.total);
  g_mutex_unlock (&self->queue->mutex);
}

/* Stores what the first tasks brought, as far as they are done. */
static gboolean
commit (CdlJob *self, GError **error)
{
  while (self->tasks->len > 0 && ((CdlTask *) self->tasks->pdata[0])->done)
    {
      CdlTask *task = self->tasks->pdata[0];

      if (task->kind >= CDL_TASK_PAGES && !self->series->commit (task, error))
        return FALSE;
      g_ptr_array_remove (self->tasks, task);
    }

  return self->tasks->len > 0 || !self->planned || self->series->finish == NULL
         || self->series->finish (self, error);
}

void
cdl_job_task_done (CdlJob *self)
{
  g_autoptr (GError) error = NULL;

  if (!commit (self, &error))
    {
      cdl_job_fail (self, g_steal_pointer (&error), FALSE);
      return;
    }
  count_rows (self);
  if (self->planned && self->tasks->len == 0)
    {
      cdl_job_say (self, NULL);
      cdl_job_stop (self, CDL_DOWNLOAD_DONE);
      return;
    }
  cdl_queue_pump (self->queue);
}
