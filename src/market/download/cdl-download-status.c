#include "cdl-download-private.h"

/* A part below this tells nothing about the rest. */
#define MIN_PROGRESS 0.001

static void
status_free (gpointer data)
{
  CdlDownloadStatus *self = data;

  g_free (self->message);
  g_clear_error (&self->error);
  g_strfreev (self->notes);
  g_free (self);
}

static CdlDownloadStatus *
status_copy (const CdlDownloadStatus *status)
{
  CdlDownloadStatus *self = g_new (CdlDownloadStatus, 1);

  *self = *status;
  self->message = g_strdup (status->message);
  self->error = status->error != NULL ? g_error_copy (status->error) : NULL;
  self->notes = g_strdupv (status->notes);

  return self;
}

void
cdl_queue_status_free (CdlQueueStatus *self)
{
  g_ptr_array_unref (self->downloads);
  g_free (self);
}

static void
tell_speed (const CdlDownloadQueue *queue, CdlQueueStatus *self)
{
  const CdlSample *first = queue->samples, *last = first + queue->n_samples - 1;
  double seconds, progress;

  if (queue->n_samples < 2)
    return;
  seconds = (double) (last->at - first->at) / 1000.0;
  progress = last->fraction - first->fraction;
  self->bytes_per_s = (double) (last->bytes - first->bytes) / seconds;
  if (progress > MIN_PROGRESS)
    self->remaining_ms = (gint64) ((1.0 - self->fraction) / progress * seconds * 1000.0);
}

CdlQueueStatus *
cdl_download_queue_status (CdlDownloadQueue *queue)
{
  CdlQueueStatus *self = g_new0 (CdlQueueStatus, 1);
  double done = 0.0, total = 0.0;

  self->downloads = g_ptr_array_new_with_free_func (status_free);
  self->remaining_ms = -1;
  g_mutex_lock (&queue->mutex);
  self->idle = queue->pending == 0;
  self->bytes = queue->bytes;
  for (guint i = 0; i < queue->jobs->len; i++)
    {
      const CdlDownloadStatus *status = &((const CdlJob *) queue->jobs->pdata[i])->status;

      g_ptr_array_add (self->downloads, status_copy (status));
      self->idle = self->idle && status->state > CDL_DOWNLOAD_RUNNING;
      done += (double) status->rows;
      total += (double) status->total;
    }
  self->fraction = total > 0.0 ? done / total : 0.0;
  tell_speed (queue, self);
  g_mutex_unlock (&queue->mutex);

  return self;
}
