#include "cdl-download-private.h"

#include "cdl-funding.h"
#include "cdl-time.h"

/* Most symbols are settled so often: for the progress alone. */
#define USUAL_STEP_MS (8 * CDL_HOUR_MS)

static void
add_span (CdlJob *job, gint64 from, gint64 to)
{
  CdlPiece piece = { CDL_PIECE_PAGES, from, to, from };

  if (from >= to)
    return;
  cdl_job_add_task (job, job->tasks->len, CDL_TASK_PAGES, &piece);
  g_mutex_lock (&job->queue->mutex);
  job->status.total += (guint64) MAX ((to - from) / USUAL_STEP_MS, 1);
  g_mutex_unlock (&job->queue->mutex);
}

/* Stored stamps whose mark price was never asked for, as those of files. */
static void
add_priceless (CdlJob *job, const CdlFunding *rates, gsize n, gint64 from, gint64 to)
{
  for (gsize i = 0; i < n; i++)
    {
      gsize first = i;

      while (i < n && rates[i].price == 0.0)
        i++;
      if (i > first)
        add_span (job, MAX (from, rates[first].time - CDL_MINUTE_MS),
                  MIN (to, rates[i - 1].time + CDL_MINUTE_MS));
    }
}

/* What is before and behind the stored rates: between them are no holes, since they are asked for
 * in order. */
static gboolean
plan (CdlJob *job, GError **error)
{
  const CdlDownload *download = &job->status.download;
  gint64 now = cdl_queue_server_now (job->queue, download->id.name.market);
  gint64 from = download->from != CDL_TIME_NONE ? download->from : 0;
  gint64 to = download->to != CDL_TIME_NONE ? MIN (download->to, now) : now;
  g_autofree CdlFunding *rates = NULL;
  gsize n;

  g_mutex_lock (&job->queue->mutex);
  job->status.total = 0;
  g_mutex_unlock (&job->queue->mutex);
  if (!cdl_funding_load (job->queue->root, download->id.name.symbol, &rates, &n, error))
    return FALSE;
  if (n == 0)
    {
      add_span (job, from, to);
      return TRUE;
    }
  add_span (job, from, MIN (to, rates[0].time));
  add_priceless (job, rates, n, from, to);
  add_span (job, MAX (from, rates[n - 1].time + CDL_MINUTE_MS), to);

  return TRUE;
}

static gboolean
page (CdlTask *task, const char *text, gsize size, GError **error)
{
  gsize n;
  g_autofree CdlFunding *rates = task->job->queue->exchange->parse_funding (text, size, &n, error);

  if (rates == NULL)
    return FALSE;
  if (n == 0)
    {
      task->cursor = task->piece.to;
      return TRUE;
    }
  if (rates[n - 1].time < task->cursor)
    {
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                   "the answer has nothing of what was asked for, but older rates");
      return FALSE;
    }
  if (task->funding == NULL)
    task->funding = g_array_new (FALSE, FALSE, sizeof (CdlFunding));
  for (gsize i = 0; i < n; i++)
    if (rates[i].time >= task->cursor && rates[i].time < task->piece.to)
      g_array_append_val (task->funding, rates[i]);
  task->cursor = rates[n - 1].time + 1;

  return TRUE;
}

static gboolean
commit (CdlTask *task, GError **error)
{
  CdlJob *job = task->job;
  CdlWriteResult written = { 0 };

  if (task->funding != NULL
      && !cdl_funding_store (job->queue->root, job->status.download.id.name.symbol,
                             (const CdlFunding *) (gpointer) task->funding->data,
                             task->funding->len, FALSE, &written, error))
    return FALSE;
  job->kept_rows += (guint64) MAX ((task->piece.to - task->piece.from) / USUAL_STEP_MS, 1);
  g_mutex_lock (&job->queue->mutex);
  job->status.added += written.added;
  g_mutex_unlock (&job->queue->mutex);

  return TRUE;
}

const CdlSeriesClass cdl_series_funding = {
  .plan = plan,
  .page = page,
  .commit = commit,
};
