#include "cdl-download-private.h"

#include "cdl-keep-private.h"
#include "cdl-rows.h"
#include "cdl-time.h"

/* A kline counts as closed once the exchange's clock is so far behind its end. */
#define GRACE_MS (2 * CDL_SECOND_MS)

/* What the exchange does not have this long after its time it does not have at all. */
#define SETTLED_MS CDL_DAY_MS

/* Files of a day or month are there about so long after its end. */
#define PUBLISHED_MS (8 * CDL_HOUR_MS)

static CdlInterval
interval_of (const CdlJob *job)
{
  return job->status.download.id.name.interval;
}

/* Adds the klines that an archive has of the job's dataset; *last: end of what it has. */
static gboolean
add_stored (CdlJob *job, CdlArchive *archive, gint64 *last, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (CdlDataset) dataset
      = cdl_archive_open (archive, &job->status.download.id.name, &problem);
  const CdlKlines *klines;

  if (dataset == NULL)
    {
      if (g_error_matches (problem, CDL_MARKET_ERROR, CDL_MARKET_ERROR_NOT_FOUND))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  klines = cdl_dataset_klines (dataset);
  cdl_spans_add_klines (job->have, klines);
  if (klines->n > 0 && last != NULL)
    *last = klines->open_time[klines->n - 1];

  return TRUE;
}

guint
cdl_klines_add_tasks (CdlJob *job, guint place, GArray *missing, gboolean month, gboolean day)
{
  const CdlSeriesId *id = &job->status.download.id;
  gint64 published = cdl_queue_server_now (job->queue, id->name.market) - PUBLISHED_MS;
  CdlPlanOptions options = { .interval = interval_of (job),
                             .month_before = CDL_TIME_NONE,
                             .day_before = CDL_TIME_NONE };
  g_autoptr (GArray) pieces = NULL;
  guint weight;

  /* Only the number of rows is wanted. */
  g_free (job->queue->exchange->page_path (id, 0, published, -1, &options.page_rows, &weight));
  if (month)
    options.month_before = published;
  if (day)
    options.day_before = published;
  pieces = cdl_plan_klines (missing, &options);
  for (guint i = 0; i < pieces->len; i++)
    {
      const CdlPiece *piece = &g_array_index (pieces, CdlPiece, i);

      cdl_job_add_task (job, place + i,
                        piece->kind == CDL_PIECE_PAGES ? CDL_TASK_PAGES : CDL_TASK_FILE, piece);
    }

  return pieces->len;
}

static gboolean
plan (CdlJob *job, GError **error)
{
  const CdlDownload *download = &job->status.download;
  CdlInterval interval = interval_of (job);
  gint64 now = cdl_queue_server_now (job->queue, download->id.name.market);
  gint64 to = cdl_interval_floor (interval, now - GRACE_MS), from = job->first,
         last = CDL_TIME_NONE;
  g_autoptr (GArray) absent = cdl_absent_load (job->archive, &download->id.name);
  g_autoptr (GArray) missing = NULL;

  if (job->first == CDL_TIME_NONE)
    {
      g_autofree char *name = cdl_series_id_format (&download->id);

      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_NOT_FOUND, "%s has no klines of %s",
                   job->queue->exchange->title, name);
      return FALSE;
    }
  if (!add_stored (job, job->archive, &last, error) || !add_stored (job, job->staging, NULL, error))
    return FALSE;
  cdl_spans_add_all (job->have, absent);

  /* A kline belongs to a range if it opens in it. */
  if (download->from != CDL_TIME_NONE && download->from > from)
    from = cdl_interval_next (interval, cdl_interval_floor (interval, download->from - 1));
  if (download->to != CDL_TIME_NONE)
    to = MIN (to, download->to);
  missing = cdl_spans_missing (job->have, from, to);
  cdl_klines_add_tasks (job, 0, missing, TRUE, TRUE);

  /* The last stored kline comes again with what follows: a correction of it would show. */
  if (job->tasks->len > 0 && last != CDL_TIME_NONE)
    {
      CdlTask *tail = job->tasks->pdata[job->tasks->len - 1];

      if (tail->kind == CDL_TASK_PAGES && tail->piece.from == cdl_interval_next (interval, last))
        tail->piece.from = last;
    }
  g_mutex_lock (&job->queue->mutex);
  job->status.total = cdl_spans_count (missing, interval);
  g_mutex_unlock (&job->queue->mutex);

  return TRUE;
}

static void
append (CdlColumns *columns, const CdlKlines *klines, gsize i)
{
  double values[CDL_N_FIELDS] = { 0 };

  for (int f = 0; f < CDL_N_FIELDS; f++)
    if (klines->field[f] != NULL)
      values[f] = klines->field[f][i];
  cdl_columns_append (columns, klines->open_time[i], values);
}

/* A page without rows is the end: there are none from cursor on. */
static gboolean
page (CdlTask *task, const char *text, gsize size, GError **error)
{
  CdlJob *job = task->job;
  const CdlSeriesId *id = &job->status.download.id;
  CdlInterval interval = interval_of (job);
  gint64 now = cdl_queue_server_now (job->queue, id->name.market) - GRACE_MS;
  g_autoptr (CdlColumns) columns = job->queue->exchange->parse_klines (text, size, id, error);
  const CdlKlines *klines;
  gsize first;

  if (columns == NULL)
    return FALSE;
  klines = cdl_columns_view (columns);
  first = cdl_klines_find (klines, task->cursor);
  if (klines->n > 0 && first == klines->n)
    {
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                   "the answer has nothing of what was asked for, but older klines");
      return FALSE;
    }
  if (klines->n == 0 || klines->open_time[first] >= task->piece.to)
    {
      task->cursor = task->piece.to;
      return TRUE;
    }

  if (task->klines == NULL)
    task->klines = cdl_columns_new (interval, (1u << CDL_N_FIELDS) - 1);
  for (gsize i = first; i < klines->n && klines->open_time[i] < task->piece.to; i++)
    {
      if (cdl_klines_close_time (klines, i) < now)
        append (task->klines, klines, i);
      task->cursor = cdl_interval_next (interval, klines->open_time[i]);
    }

  return TRUE;
}

static gboolean
is_known (const GArray *spans, gint64 time)
{
  g_autoptr (GArray) missing = cdl_spans_missing (spans, time, time + 1);

  return missing->len == 0;
}

/* Leaves out what was not asked for; what is stored is compared. */
static void
leave_out (CdlTask *task)
{
  const CdlPiece *piece = &task->piece;
  const CdlKlines *klines = cdl_columns_view (task->klines);
  CdlColumns *wanted = cdl_columns_new (klines->interval, (1u << CDL_N_FIELDS) - 1);

  for (gsize i = 0; i < klines->n; i++)
    {
      gint64 time = klines->open_time[i];

      if ((time >= piece->from && time < piece->to) || is_known (task->job->have, time))
        append (wanted, klines, i);
    }
  cdl_columns_free (task->klines);
  task->klines = wanted;
}

/* Klines of a period's file, and of no other time. */
static gboolean
check_period (const CdlTask *task, const CdlKlines *klines, GError **error)
{
  gint64 start = task->piece.start;
  gint64 end = task->piece.kind == CDL_PIECE_MONTH ? cdl_plan_month (start, 1) : start + CDL_DAY_MS;

  if (klines->open_time[0] >= start && klines->open_time[klines->n - 1] < end)
    return TRUE;
  g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
               "it holds klines of another time than its name says");

  return FALSE;
}

static gboolean
file (CdlTask *task, GError **error)
{
  CdlJob *job = task->job;
  g_autoptr (GBytes) member = cdl_task_member (task, error);
  CdlRowsOptions options
      = { .file = "it",
          .has_interval = TRUE,
          .interval = interval_of (job),
          .now_ms = cdl_queue_server_now (job->queue, job->status.download.id.name.market) };
  gsize size;
  const char *text;
  CdlRows rows;

  if (member == NULL)
    return FALSE;
  text = g_bytes_get_data (member, &size);
  if (!cdl_rows_read (text != NULL ? text : "", size, &options, &rows, error))
    return FALSE;
  g_clear_pointer (&task->klines, cdl_columns_free);
  task->klines = g_steal_pointer (&rows.columns);
  cdl_rows_clear (&rows);
  if (task->klines == NULL || cdl_columns_view (task->klines)->n == 0)
    {
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT, "it holds no klines");
      return FALSE;
    }

  if (!check_period (task, cdl_columns_view (task->klines), error))
    return FALSE;
  leave_out (task);

  return TRUE;
}

/* "BTCUSDT-1m-2024-01.zip", or "klines of 2024-01-01 00:00 to 2024-01-07 22:39". */
static void
name_source (const CdlTask *task, char **name, const char **sha256)
{
  CdlDownloadQueue *queue = task->job->queue;

  if (task->kind == CDL_TASK_FILE)
    {
      g_autofree char *path = queue->exchange->bulk_path (
          &task->job->status.download.id,
          task->piece.kind == CDL_PIECE_MONTH ? CDL_PERIOD_MONTH : CDL_PERIOD_DAY,
          task->piece.start);

      *name = g_path_get_basename (path);
      *sha256 = task->checksum;
    }
  else
    {
      const CdlKlines *klines = cdl_columns_view (task->klines);
      g_autofree char *first = cdl_time_format_short (klines->open_time[0]);
      g_autofree char *last = cdl_time_format_short (klines->open_time[klines->n - 1]);

      *name = g_strdup_printf ("%s, asked for %s to %s", queue->exchange->title, first, last);
      *sha256 = g_checksum_get_string (task->sum);
    }
}

static gboolean
keep (CdlTask *task, GError **error)
{
  CdlJob *job = task->job;
  g_autofree char *name = NULL;
  CdlSourceFile source;
  CdlKept kept = { 0 };
  gboolean good;

  if (task->klines == NULL || cdl_columns_view (task->klines)->n == 0)
    return TRUE;
  name_source (task, &name, &source.sha256);
  source.file = name;
  good = cdl_keep_klines (job->archive, job->staging, &job->status.download.id.name,
                          cdl_columns_view (task->klines), &source, &kept, error);
  g_mutex_lock (&job->queue->mutex);
  job->status.added += kept.added;
  job->status.repaired += kept.repaired;
  g_mutex_unlock (&job->queue->mutex);

  return good;
}

/* What was asked for page by page and is not there does not exist, once some time has passed. */
static gboolean
note_absent (CdlTask *task, const GArray *missing, GError **error)
{
  CdlJob *job = task->job;
  const CdlDatasetName *name = &job->status.download.id.name;
  gint64 settled = cdl_queue_server_now (job->queue, name->market) - SETTLED_MS;
  g_autoptr (GArray) absent = cdl_spans_new ();
  gsize added;

  for (guint i = 0; i < missing->len; i++)
    {
      const CdlSpan *span = &g_array_index (missing, CdlSpan, i);

      cdl_spans_add (absent, span->from,
                     MIN (span->to, cdl_interval_floor (name->interval, settled)));
    }
  if (absent->len == 0)
    return TRUE;
  if (!cdl_absent_add (job->archive, name, absent, &added, error))
    return FALSE;
  g_mutex_lock (&job->queue->mutex);
  job->status.absent += added;
  g_mutex_unlock (&job->queue->mutex);

  return TRUE;
}

/* What did not come is asked for once more; what does not come then either is absent. */
static void
confirm (const CdlTask *task, GArray *missing)
{
  CdlJob *job = task->job;
  guint place = cdl_job_place (job, task) + 1;
  guint n = cdl_klines_add_tasks (job, place, missing, FALSE, FALSE);

  for (guint i = place; task->kind == CDL_TASK_PAGES && i < place + n; i++)
    ((CdlTask *) job->tasks->pdata[i])->confirming = TRUE;
}

static gboolean
commit (CdlTask *task, GError **error)
{
  CdlJob *job = task->job;
  CdlInterval interval = interval_of (job);
  g_autoptr (GArray) missing = NULL;
  g_autoptr (GArray) all = cdl_spans_new ();

  if (!keep (task, error))
    return FALSE;
  if (task->klines != NULL)
    cdl_spans_add_klines (job->have, cdl_columns_view (task->klines));
  missing = cdl_spans_missing (job->have, task->piece.from, task->piece.to);
  cdl_spans_add (all, task->piece.from, task->piece.to);
  job->kept_rows += cdl_spans_count (all, interval);
  if (task->confirming)
    return note_absent (task, missing, error);

  /* The file has a hole, or the answer: perhaps another one does not. */
  job->kept_rows -= cdl_spans_count (missing, interval);
  confirm (task, missing);

  return TRUE;
}

static gboolean
finish (CdlJob *job, GError **error)
{
  return cdl_keep_absorb (job->archive, job->staging, &job->status.download.id.name, error);
}

const CdlSeriesClass cdl_series_klines = {
  .needs_first = TRUE,
  .plan = plan,
  .page = page,
  .file = file,
  .commit = commit,
  .finish = finish,
};
