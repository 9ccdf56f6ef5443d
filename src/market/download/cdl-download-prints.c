#include "cdl-download-private.h"

#include "cdl-time.h"

/* Files of a day are there about so long after its end. */
#define PUBLISHED_MS (8 * CDL_HOUR_MS)

/* Progress is counted in hours. */
#define HOURS 24

static gboolean
is_stored (const GArray *days, gint64 day)
{
  for (guint i = 0; i < days->len; i++)
    if (g_array_index (days, gint64, i) == day)
      return TRUE;

  return FALSE;
}

static gboolean
plan (CdlJob *job, GError **error)
{
  const CdlDownload *download = &job->status.download;
  const CdlDatasetName *name = &download->id.name;
  gint64 now = cdl_queue_server_now (job->queue, name->market);
  gint64 to = download->to != CDL_TIME_NONE ? MIN (download->to, now) : now;
  g_autoptr (GArray) days = cdl_print_days (job->queue->root, name->market, name->symbol);
  gint64 from = download->from;

  if (from == CDL_TIME_NONE && days->len > 0)
    from = g_array_index (days, gint64, 0);
  if (from == CDL_TIME_NONE)
    {
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_NOT_FOUND,
                   "prints of %s are many millions: say from when on they are wanted, with --from",
                   name->symbol);
      return FALSE;
    }
  for (gint64 day = cdl_interval_floor (CDL_INTERVAL_1D, from);
       day < to && (download->partial || day + CDL_DAY_MS <= now); day += CDL_DAY_MS)
    {
      gboolean file = day + CDL_DAY_MS + PUBLISHED_MS <= now;
      CdlPiece piece = { file ? CDL_PIECE_DAY : CDL_PIECE_PAGES, day, day + CDL_DAY_MS, day };

      if (download->partial && !file)
        {
          piece.from = MAX (day, from);
          piece.to = MIN (day + CDL_DAY_MS, to);
        }
      if (!is_stored (days, day))
        cdl_job_add_task (job, job->tasks->len, file ? CDL_TASK_FILE : CDL_TASK_PAGES, &piece);
    }
  g_mutex_lock (&job->queue->mutex);
  job->status.total = (guint64) job->tasks->len * HOURS;
  g_mutex_unlock (&job->queue->mutex);

  return TRUE;
}

static GArray *
prints_of (CdlTask *task)
{
  if (task->prints == NULL)
    task->prints = g_array_new (FALSE, FALSE, sizeof (CdlTradePrint));

  return task->prints;
}

/* The first print is found by time, hour by hour; from there on ids lead on, so that none of the
 * same ms is lost between two pages. */
static gboolean
page (CdlTask *task, const char *text, gsize size, GError **error)
{
  GArray *prints = prints_of (task);
  guint before = prints->len;
  const CdlTradePrint *last;

  if (!task->job->queue->exchange->parse_prints (text, size, prints, error))
    return FALSE;
  if (prints->len == before)
    {
      task->cursor
          = task->next_id >= 0 ? task->piece.to : MIN (task->cursor + CDL_HOUR_MS, task->piece.to);
      return TRUE;
    }
  last = &g_array_index (prints, CdlTradePrint, prints->len - 1);
  if (last->id < task->next_id || last->print.time < task->piece.from)
    {
      g_array_set_size (prints, before);
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                   "the answer has nothing of what was asked for, but older prints");
      return FALSE;
    }
  task->next_id = last->id + 1;
  task->cursor = MAX (task->cursor, last->print.time);
  while (prints->len > 0
         && g_array_index (prints, CdlTradePrint, prints->len - 1).print.time >= task->piece.to)
    g_array_set_size (prints, prints->len - 1);

  return TRUE;
}

static gboolean
check_day (const CdlTask *task, GError **error)
{
  const GArray *prints = task->prints;

  if (prints->len > 0 && g_array_index (prints, CdlTradePrint, 0).print.time >= task->piece.from
      && g_array_index (prints, CdlTradePrint, prints->len - 1).print.time < task->piece.to)
    return TRUE;
  g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
               prints->len > 0 ? "it holds prints of another day than its name says"
                               : "it holds no prints");

  return FALSE;
}

static gboolean
file (CdlTask *task, GError **error)
{
  g_autoptr (GBytes) member = cdl_task_member (task, error);
  gsize size;
  const char *text;

  if (member == NULL)
    return FALSE;
  text = g_bytes_get_data (member, &size);
  g_array_set_size (prints_of (task), 0);

  return task->job->queue->exchange->parse_print_file (text != NULL ? text : "", size, task->prints,
                                                       error)
         && check_day (task, error);
}

static gboolean
commit (CdlTask *task, GError **error)
{
  CdlJob *job = task->job;
  const CdlDatasetName *name = &job->status.download.id.name;
  GArray *prints = prints_of (task);
  const char *source = task->kind == CDL_TASK_FILE ? "daily file" : "asked for page by page";

  while (prints->len > 0 && g_array_index (prints, CdlTradePrint, 0).print.time < task->piece.from)
    g_array_remove_index (prints, 0);
  if (!cdl_print_day_store (job->queue->root, name->market, name->symbol, task->piece.start, prints,
                            source, error))
    return FALSE;
  job->kept_rows += HOURS;
  g_mutex_lock (&job->queue->mutex);
  job->status.added += prints->len;
  g_mutex_unlock (&job->queue->mutex);

  return TRUE;
}

const CdlSeriesClass cdl_series_prints = {
  .plan = plan,
  .page = page,
  .file = file,
  .commit = commit,
};
