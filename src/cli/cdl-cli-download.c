#include "cdl-cli-download.h"

#include "cdl-cli-progress.h"

#define POLL_MS 100

static void
show_progress (CdlProgressBar *bar, const CdlQueueStatus *status)
{
  g_autofree char *bytes = g_format_size (status->bytes);
  g_autofree char *speed = g_format_size ((guint64) status->bytes_per_s);
  g_autofree char *detail = NULL;
  const char *message = NULL;
  guint64 rows = 0;

  for (guint i = 0; i < status->downloads->len; i++)
    {
      const CdlDownloadStatus *download = status->downloads->pdata[i];

      rows += download->rows;
      if (download->state <= CDL_DOWNLOAD_RUNNING && download->message != NULL)
        message = download->message;
    }
  detail = message != NULL
               ? g_strdup (message)
               : g_strdup_printf ("%" G_GUINT64_FORMAT " klines  %s  %s/s", rows, bytes, speed);
  cdl_progress_bar_set (bar, status->fraction, status->remaining_ms, detail);
}

static gboolean
on_poll (gpointer data)
{
  g_main_context_wakeup (NULL);

  return G_SOURCE_CONTINUE;
}

CdlQueueStatus *
cdl_cli_download (CdlDownloadQueue *queue)
{
  CdlProgressBar *bar = cdl_progress_bar_new ("Download");
  guint poll = g_timeout_add (POLL_MS, on_poll, NULL);
  g_autoptr (CdlQueueStatus) status = cdl_download_queue_status (queue);

  while (!status->idle && !cdl_cli_interrupted ())
    {
      show_progress (bar, status);
      g_main_context_iteration (NULL, TRUE);
      cdl_queue_status_free (status);
      status = cdl_download_queue_status (queue);
    }
  g_source_remove (poll);
  cdl_progress_bar_free (bar);

  return g_steal_pointer (&status);
}
