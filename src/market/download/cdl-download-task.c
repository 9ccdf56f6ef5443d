#include "cdl-download-private.h"

#include <glib/gstdio.h>
#include <string.h>

#include "cdl-folder-private.h"
#include "cdl-steady.h"
#include "cdl-time.h"

/* Longer answers are no answers. */
#define MAX_PAGE_BYTES     (32 * 1024 * 1024)
#define MAX_CHECKSUM_BYTES 4096
#define MAX_FILE_BYTES     (1024 * 1024 * 1024)

/* A longer pause than this is not waited for: the download stays in the queue. */
#define MAX_PAUSE_MS (10 * CDL_MINUTE_MS)

/* A wait for a limit that is worth telling. */
#define LONG_WAIT_MS (2 * CDL_SECOND_MS)

/* So many pauses one after the other are no way to go on. */
#define MAX_PAUSES 10

/* Attempts where answers come that cannot be true. */
#define MAX_DOUBTS 3

static void ask (CdlTask *self);

void
cdl_task_free (gpointer data)
{
  CdlTask *self = data;

  if (self->call != NULL)
    cdl_http_cancel (self->call);
  if (self->timer != NULL)
    {
      g_source_destroy (self->timer);
      g_source_unref (self->timer);
    }
  if (self->path != NULL)
    g_unlink (self->path);
  if (self->started && !self->done)
    self->job->queue->running--;
  g_free (self->path);
  g_free (self->checksum);
  g_free (self->source);
  g_clear_pointer (&self->klines, cdl_columns_free);
  g_clear_pointer (&self->prints, g_array_unref);
  g_clear_pointer (&self->funding, g_array_unref);
  g_clear_pointer (&self->sum, g_checksum_free);
  g_free (self);
}

static gboolean
is_file (const CdlTask *self)
{
  return self->kind == CDL_TASK_FILE;
}

static const char *
base_url (const CdlTask *self)
{
  const CdlExchangePoints *points = &self->job->queue->points;

  return is_file (self) ? points->bulk : points->rest[self->job->status.download.id.name.market];
}

/* "data.binance.vision": newly allocated. */
static char *
host_name (const CdlTask *self)
{
  const char *url = strstr (base_url (self), "://");

  url = url != NULL ? url + 3 : base_url (self);

  return g_strndup (url, strcspn (url, "/"));
}

/* The base name of the file; newly allocated. */
static char *
file_name (const CdlTask *self)
{
  CdlDownloadQueue *queue = self->job->queue;
  CdlPeriod period = self->piece.kind == CDL_PIECE_MONTH ? CDL_PERIOD_MONTH : CDL_PERIOD_DAY;
  g_autofree char *path
      = queue->exchange->bulk_path (&self->job->status.download.id, period, self->piece.start);

  return g_path_get_basename (path);
}

/* Instead of the file its klines come in smaller ones or page by page. */
static void
fall_back (CdlTask *self)
{
  CdlJob *job = self->job;
  guint place = cdl_job_place (job, self);
  CdlPieceKind kind = self->piece.kind;
  CdlPiece piece = self->piece;
  g_autoptr (GArray) span = cdl_spans_new ();

  cdl_spans_add (span, piece.from, piece.to);
  g_ptr_array_remove_index (job->tasks, place);
  if (job->status.download.id.series == CDL_SERIES_PRINTS)
    {
      piece.kind = CDL_PIECE_PAGES;
      cdl_job_add_task (job, place, CDL_TASK_PAGES, &piece);
    }
  else
    cdl_klines_add_tasks (job, place, span, FALSE, kind == CDL_PIECE_MONTH);
  cdl_queue_pump (job->queue);
}

static gboolean
on_timer (gpointer data)
{
  CdlTask *self = data;

  g_clear_pointer (&self->timer, g_source_unref);
  ask (self);

  return G_SOURCE_REMOVE;
}

static void
ask_later (CdlTask *self, gint64 ms)
{
  self->timer = g_timeout_source_new ((guint) CLAMP (ms, 1, G_MAXINT));
  g_source_set_callback (self->timer, on_timer, self, NULL);
  g_source_attach (self->timer, self->job->queue->context);
}

static void
finish (CdlTask *self)
{
  self->done = TRUE;
  self->job->queue->running--;
  cdl_job_task_done (self->job);
}

/* In vain, whatever the reason: a file has others in its place, all else ends the job. */
static void
give_up (CdlTask *self, const char *problem)
{
  g_autofree char *host = host_name (self);

  if (is_file (self))
    {
      g_autofree char *name = file_name (self);
      g_autofree char *note = g_strdup_printf ("%s: %s", name, problem);

      cdl_job_note (self->job, note);
      fall_back (self);
      return;
    }
  cdl_job_fail (self->job,
                g_error_new (CDL_MARKET_ERROR, CDL_MARKET_ERROR_FAILED, "%s: %s", host, problem),
                FALSE);
}

/* Once more, later each time; so many attempts in all. */
static void
try_again (CdlTask *self, const char *problem, guint attempts)
{
  CdlDownloadQueue *queue = self->job->queue;
  g_autofree char *host = host_name (self);
  g_autofree char *message = NULL;

  if (++self->attempts >= attempts)
    {
      give_up (self, problem);
      return;
    }
  message = g_strdup_printf ("%s: %s; trying again", host, problem);
  cdl_job_say (self->job, message);
  ask_later (
      self, cdl_backoff (CDL_BACKOFF_FIRST_MS, self->attempts, cdl_random_double (&queue->random)));
}

/* No whole answer came. */
static void
again (CdlTask *self, const char *problem)
{
  try_again (self, problem, CDL_MAX_ATTEMPTS);
}

/* One came that cannot be true: it will hardly get better. */
static void
doubt (CdlTask *self, const char *problem)
{
  try_again (self, problem, MAX_DOUBTS);
}

static void
refused (CdlTask *self, guint status)
{
  CdlPace *pace = cdl_queue_pace (self->job->queue, base_url (self));
  g_autofree char *host = host_name (self);

  if (pace->refusal == NULL)
    pace->refusal = g_strdup_printf (
        "%s lets nobody in from here (HTTP %u%s): another address of the exchange can be named "
        "with --exchange",
        host, status, status == 451 ? ", a restricted region" : "");
  if (is_file (self))
    {
      cdl_job_note (self->job, pace->refusal);
      fall_back (self);
      return;
    }
  cdl_job_fail (self->job,
                g_error_new_literal (CDL_MARKET_ERROR, CDL_MARKET_ERROR_FAILED, pace->refusal),
                FALSE);
}

/* The exchange understood, and has no answer. */
static void
wrong (CdlTask *self, const CdlHttpAnswer *answer)
{
  const CdlExchange *exchange = self->job->queue->exchange;
  const CdlDatasetName *name = &self->job->status.download.id.name;
  g_autofree char *host = host_name (self);
  g_autofree char *said = NULL;
  gboolean symbol = FALSE;
  GError *error;
  gsize size = 0;
  const char *text = answer->body != NULL ? g_bytes_get_data (answer->body, &size) : NULL;

  if (text != NULL)
    said = exchange->parse_error (text, size, &symbol);
  if (is_file (self))
    {
      g_autofree char *problem = g_strdup_printf ("HTTP %u", answer->status);

      give_up (self, problem);
      return;
    }
  if (symbol)
    error = g_error_new (CDL_MARKET_ERROR, CDL_MARKET_ERROR_NOT_FOUND,
                         "%s has no symbol %s on %s: write it like BTCUSDT", exchange->title,
                         name->symbol, cdl_market_name (name->market));
  else
    error = g_error_new (CDL_MARKET_ERROR, CDL_MARKET_ERROR_FAILED, "%s answers HTTP %u%s%s", host,
                         answer->status, said != NULL ? ": " : "", said != NULL ? said : "");
  cdl_job_fail (self->job, error, TRUE);
}

static void
take_clock (CdlTask *self, const char *text, gsize size, const CdlHttpAnswer *answer)
{
  CdlDownloadQueue *queue = self->job->queue;
  CdlMarket market = self->job->status.download.id.name.market;
  CdlServerClock *clock = &queue->clocks[market];
  g_autoptr (GError) error = NULL;
  gint64 server;

  if (!queue->exchange->parse_time (text, size, &server, &error))
    {
      doubt (self, error->message);
      return;
    }
  cdl_server_clock_measure (clock, server, answer->sent_at, answer->received_at,
                            g_get_real_time () / 1000);
  queue->clock_known[market] = TRUE;
  if (!cdl_server_clock_save (clock, queue->root, market, &error))
    {
      cdl_job_fail (self->job, g_steal_pointer (&error), FALSE);
      return;
    }
  finish (self);
}

/* Without an answer it goes on with the limits that are usual. */
static void
take_limits (CdlTask *self, const char *text, gsize size)
{
  cdl_queue_take_limits (self->job->queue, self->job->status.download.id.name.market, text, size);
  finish (self);
}

static void
take_first (CdlTask *self, const char *text, gsize size)
{
  CdlJob *job = self->job;
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlColumns) columns
      = job->queue->exchange->parse_klines (text, size, &job->status.download.id, &error);

  if (columns == NULL)
    {
      doubt (self, error->message);
      return;
    }
  job->first_known = TRUE;
  job->first = cdl_columns_view (columns)->n > 0 ? cdl_columns_view (columns)->open_time[0]
                                                 : CDL_TIME_NONE;
  finish (self);
}

static void
take_page (CdlTask *self, const char *text, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;
  gboolean symbol, whole = FALSE;

  if (!self->job->series->page (self, text, size, &error))
    {
      said = self->job->queue->exchange->parse_error (text, size, &symbol);
      doubt (self, said != NULL ? said : error->message);
      return;
    }
  if (self->sum == NULL)
    self->sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (self->sum, (const guchar *) text, (gssize) size);
  self->attempts = self->pauses = 0;
  cdl_job_say (self->job, NULL);
  whole = self->cursor >= self->piece.to;
  if (whole)
    finish (self);
  else
    ask (self);
}

/* "<64 hex digits>  NAME.zip" */
static void
take_checksum (CdlTask *self, const char *text, gsize size)
{
  g_autofree char *copy = g_strndup (text, size);
  gsize length = strspn (copy, "0123456789abcdefABCDEF");

  if (length != 64 || (copy[64] != ' ' && copy[64] != '\n' && copy[64] != '\0'))
    {
      doubt (self, "its checksum is not one");
      return;
    }
  self->checksum = g_ascii_strdown (copy, 64);
  self->attempts = 0;
  ask (self);
}

/* Takes a file that cannot be true out of the way, for whoever wants to know why. */
static void
quarantine (CdlTask *self, const char *reason)
{
  g_autofree char *name = file_name (self);
  g_autofree char *folder = g_build_filename (self->job->queue->root, "quarantine", NULL);
  g_autofree char *kept = g_build_filename (folder, name, NULL);
  g_autofree char *problem
      = g_strdup_printf ("%s; kept in %s, and its rows asked for otherwise", reason, folder);

  if (g_mkdir_with_parents (folder, 0755) != 0 || g_rename (self->path, kept) != 0)
    g_unlink (self->path);
  give_up (self, problem);
}

static void
take_file (CdlTask *self, const CdlHttpAnswer *answer)
{
  g_autoptr (GError) error = NULL;

  if (strcmp (answer->sha256, self->checksum) != 0)
    {
      /* One of the two may have been old: both are fetched once more. */
      if (self->mismatches++ > 0)
        quarantine (self, "it does not match its checksum");
      else
        {
          g_clear_pointer (&self->checksum, g_free);
          ask (self);
        }
      return;
    }
  if (!self->job->series->file (self, &error))
    {
      if (g_error_matches (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FAILED))
        cdl_job_fail (self->job, g_steal_pointer (&error), FALSE);
      else
        quarantine (self, error->message);
      return;
    }
  g_unlink (self->path);
  cdl_job_say (self->job, NULL);
  finish (self);
}

static void
take (CdlTask *self, const CdlHttpAnswer *answer)
{
  gsize size = 0;
  const char *text = answer->body != NULL ? g_bytes_get_data (answer->body, &size) : NULL;

  if (text == NULL)
    text = "";
  if (self->kind == CDL_TASK_CLOCK)
    take_clock (self, text, size, answer);
  else if (self->kind == CDL_TASK_LIMITS)
    take_limits (self, text, size);
  else if (self->kind == CDL_TASK_FIRST)
    take_first (self, text, size);
  else if (self->kind == CDL_TASK_PAGES)
    take_page (self, text, size);
  else if (self->checksum == NULL)
    take_checksum (self, text, size);
  else
    take_file (self, answer);
}

static void
on_answer (const CdlHttpAnswer *answer, gpointer data)
{
  CdlTask *self = data;
  CdlDownloadQueue *queue = self->job->queue;
  CdlPace *pace = cdl_queue_pace (queue, base_url (self));
  g_autofree char *problem = answer->problem != NULL ? g_strdup (answer->problem)
                                                     : g_strdup_printf ("HTTP %u", answer->status);
  CdlAnswer meaning;

  self->call = NULL;
  if (answer->date_ms >= 0)
    cdl_pace_dated (pace, answer->date_ms, answer->sent_at, answer->received_at);
  cdl_pace_answered (pace, answer->status, answer->used_weight, answer->retry_after_ms,
                     answer->received_at);
  meaning = cdl_answer_judge (answer->status, answer->problem != NULL);
  if (self->kind == CDL_TASK_LIMITS && meaning != CDL_ANSWER_PAUSE && meaning != CDL_ANSWER_REFUSED)
    meaning = CDL_ANSWER_GOOD;
  switch (meaning)
    {
    case CDL_ANSWER_GOOD:
      take (self, answer);
      break;
    case CDL_ANSWER_NONE:
      if (is_file (self))
        fall_back (self);
      else
        wrong (self, answer);
      break;
    case CDL_ANSWER_AGAIN:
      if (answer->local)
        cdl_job_fail (self->job,
                      g_error_new_literal (CDL_MARKET_ERROR, CDL_MARKET_ERROR_FAILED, problem),
                      FALSE);
      else if (answer->hopeless)
        give_up (self, problem);
      else
        again (self, problem);
      break;
    case CDL_ANSWER_PAUSE:
      cdl_queue_save (queue);
      if (++self->pauses > MAX_PAUSES)
        give_up (self, "it asks for one pause after the other");
      else
        ask (self);
      break;
    case CDL_ANSWER_REFUSED:
      refused (self, answer->status);
      break;
    case CDL_ANSWER_WRONG:
      wrong (self, answer);
      break;
    }
  /* The task may be gone now. */
  cdl_queue_changed (queue);
}

/* What is asked for next; newly allocated. */
static char *
next_path (CdlTask *self, guint *weight)
{
  CdlDownloadQueue *queue = self->job->queue;
  const CdlSeriesId *id = &self->job->status.download.id;
  const CdlSeriesId info = { CDL_SERIES_INFO, id->name };
  gint64 now = cdl_queue_server_now (queue, id->name.market);
  guint rows = self->kind == CDL_TASK_FIRST ? 1 : 0;
  g_autofree char *file = NULL;

  *weight = 1;
  switch (self->kind)
    {
    case CDL_TASK_CLOCK:
      return queue->exchange->time_path (id->name.market, weight);
    case CDL_TASK_LIMITS:
      return queue->exchange->page_path (&info, 0, now, -1, &rows, weight);
    case CDL_TASK_FIRST:
      return queue->exchange->page_path (id, 0, now, -1, &rows, weight);
    case CDL_TASK_PAGES:
      return queue->exchange->page_path (id, self->cursor, self->piece.to, self->next_id, &rows,
                                         weight);
    case CDL_TASK_FILE:
      file = queue->exchange->bulk_path (
          id, self->piece.kind == CDL_PIECE_MONTH ? CDL_PERIOD_MONTH : CDL_PERIOD_DAY,
          self->piece.start);
      return self->checksum == NULL ? g_strconcat (file, ".CHECKSUM", NULL)
                                    : g_steal_pointer (&file);
    }

  return NULL;
}

/* Where a file is put while it comes. */
static gboolean
make_room (CdlTask *self, GError **error)
{
  g_autofree char *folder = g_build_filename (self->job->queue->root, "download", NULL);
  g_autofree char *name = file_name (self);
  g_autofree char *part = g_strdup_printf ("%u-%s.part", self->job->status.id, name);

  if (self->path != NULL)
    return TRUE;
  if (g_mkdir_with_parents (folder, 0755) != 0)
    return cdl_folder_fail (error, "make", folder);
  self->path = g_build_filename (folder, part, NULL);

  return TRUE;
}

/* What orders a pause is left alone, and said so. */
static void
pause_for (CdlTask *self, gint64 wait)
{
  gint64 until = g_get_real_time () / 1000 + wait;
  g_autofree char *host = host_name (self);
  g_autofree char *when = cdl_time_format_short (until - until % CDL_SECOND_MS);
  g_autofree char *length = cdl_duration_format (wait);
  g_autofree char *message = NULL;

  if (wait > MAX_PAUSE_MS)
    {
      cdl_job_fail (self->job,
                    g_error_new (CDL_MARKET_ERROR, CDL_MARKET_ERROR_BUSY,
                                 "%s wants to be left alone until %s UTC; what is missing stays in "
                                 "the queue: “data download” takes it up again then",
                                 host, when),
                    FALSE);
      return;
    }
  message = g_strdup_printf ("%s asks for a pause of %s", host, length);
  cdl_job_say (self->job, message);
  ask_later (self, wait);
}

/* Until the next window of a limit. */
static void
wait_for (CdlTask *self, gint64 wait)
{
  g_autofree char *host = host_name (self);
  g_autofree char *length = cdl_duration_format (wait);
  g_autofree char *message
      = g_strdup_printf ("%s is asked as often as it allows: on in %s", host, length);

  if (wait > LONG_WAIT_MS)
    cdl_job_say (self->job, message);
  ask_later (self, wait);
}

static void
ask (CdlTask *self)
{
  CdlDownloadQueue *queue = self->job->queue;
  CdlPace *pace = cdl_queue_pace (queue, base_url (self));
  gint64 now = cdl_steady_ms (), wait;
  g_autofree char *path = NULL;
  g_autofree char *url = NULL;
  g_autoptr (GError) error = NULL;
  gboolean body = is_file (self) && self->checksum != NULL;
  guint weight;

  if (pace->refusal != NULL)
    {
      refused (self, 0);
      return;
    }
  path = next_path (self, &weight);
  wait = !is_file (self) && self->job->status.download.id.series == CDL_SERIES_FUNDING
             ? cdl_pace_ask_funding (pace, weight, now)
             : cdl_pace_ask (pace, weight, now);
  if (wait > 0 && now < pace->pause_until)
    pause_for (self, wait);
  else if (wait > 0)
    wait_for (self, wait);
  if (wait > 0)
    return;

  if (body && !make_room (self, &error))
    {
      cdl_job_fail (self->job, g_steal_pointer (&error), FALSE);
      return;
    }
  url = g_strconcat (base_url (self), path, NULL);
  self->call = cdl_http_get (queue->http, url, body ? self->path : NULL,
                             body             ? MAX_FILE_BYTES
                             : is_file (self) ? MAX_CHECKSUM_BYTES
                                              : MAX_PAGE_BYTES,
                             on_answer, self);
}

void
cdl_task_start (CdlTask *self)
{
  self->started = TRUE;
  self->cursor = self->piece.from;
  self->next_id = -1;
  self->job->queue->running++;
  /* Whoever starts tasks goes through lists that asking may change. */
  ask_later (self, 0);
}
