#include "cdl-download-private.h"

#include "cdl-exchange-info.h"

static gboolean
plan (CdlJob *job, GError **error)
{
  CdlPiece piece = { CDL_PIECE_PAGES, 0, 1, 0 };

  cdl_job_add_task (job, 0, CDL_TASK_PAGES, &piece);
  g_mutex_lock (&job->queue->mutex);
  job->status.total = 1;
  g_mutex_unlock (&job->queue->mutex);

  return TRUE;
}

/* One answer is all there is, and stored as it comes. */
static gboolean
page (CdlTask *task, const char *text, gsize size, GError **error)
{
  CdlJob *job = task->job;
  const CdlDatasetName *name = &job->status.download.id.name;
  g_autoptr (CdlExchangeInfo) info = cdl_exchange_info_parse (text, size, "the answer", error);

  if (info == NULL)
    return FALSE;
  if (cdl_exchange_info_market (info) != name->market
      || cdl_exchange_info_lookup (info, name->symbol) == NULL)
    {
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_NOT_FOUND,
                   "the answer does not tell of %s on %s", name->symbol,
                   cdl_market_name (name->market));
      return FALSE;
    }
  if (!cdl_exchange_info_store (info, job->queue->root, error))
    return FALSE;
  cdl_queue_take_limits (job->queue, name->market, text, size);
  task->cursor = task->piece.to;

  return TRUE;
}

static gboolean
commit (CdlTask *task, GError **error)
{
  task->job->kept_rows = 1;
  g_mutex_lock (&task->job->queue->mutex);
  task->job->status.added = 1;
  g_mutex_unlock (&task->job->queue->mutex);

  return TRUE;
}

const CdlSeriesClass cdl_series_info = {
  .plan = plan,
  .page = page,
  .commit = commit,
};
