#include "cdl-download-private.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "cdl-folder-private.h"
#include "cdl-steady.h"
#include "cdl-time.h"

/* Tasks of all downloads that are at work at once. */
#define MAX_RUNNING 6

#define NOTICE_MS 100
#define SAMPLE_MS 500

/* Where markets have one address, it is the least of theirs. */
static void
set_limits (CdlDownloadQueue *self, const char *base, CdlPace *pace)
{
  CdlRateLimits limits = { .n = 0 };

  for (int market = 0; market < CDL_N_MARKETS; market++)
    for (guint i = 0;
         g_strcmp0 (base, self->points.rest[market]) == 0 && i < self->limits[market].n; i++)
      cdl_rate_limits_add (&limits, &self->limits[market].limit[i]);
  cdl_pace_set_limits (pace, &limits);
}

CdlPace *
cdl_queue_pace (CdlDownloadQueue *self, const char *base)
{
  CdlPace *pace = g_hash_table_lookup (self->paces, base);

  if (pace != NULL)
    return pace;
  pace = g_new0 (CdlPace, 1);
  pace->offset = g_get_real_time () / 1000 - cdl_steady_ms (); /* until the host tells its time */
  pace->funding.limit = self->exchange->funding_limit;
  set_limits (self, base, pace);
  g_hash_table_insert (self->paces, g_strdup (base), pace);

  return pace;
}

void
cdl_queue_take_limits (CdlDownloadQueue *self, CdlMarket market, const char *text, gsize size)
{
  const char *base = self->points.rest[market];
  g_autoptr (GError) error = NULL;
  CdlRateLimits limits;

  self->limits_known[market] = TRUE;
  if (!self->exchange->parse_limits (text, size, &limits))
    return;
  self->limits[market] = limits;
  set_limits (self, base, cdl_queue_pace (self, base));
  if (!cdl_rate_limits_save (&limits, self->root, market, base, &error))
    g_debug ("%s", error->message);
}

static void
pace_free (gpointer data)
{
  CdlPace *pace = data;

  g_free (pace->refusal);
  g_free (pace);
}

gint64
cdl_queue_server_now (CdlDownloadQueue *self, CdlMarket market)
{
  return cdl_server_clock_now (&self->clocks[market]);
}

/* The queue's file is for the next time: a disk that is full now must not stop what can still be
 * stored. */
void
cdl_queue_save (CdlDownloadQueue *self)
{
  g_autoptr (GError) error = NULL;

  if (!cdl_queue_file_save (self, &error))
    g_debug ("%s", error->message);
}

static double
fraction_of (const CdlDownloadQueue *self)
{
  double done = 0.0, total = 0.0;

  for (guint i = 0; i < self->jobs->len; i++)
    {
      const CdlDownloadStatus *status = &((const CdlJob *) self->jobs->pdata[i])->status;

      done += (double) status->rows;
      total += (double) status->total;
    }

  return total > 0.0 ? done / total : 0.0;
}

/* With the lock held. */
static void
take_sample (CdlDownloadQueue *self)
{
  gint64 now = g_get_monotonic_time () / 1000;

  if (self->n_samples > 0 && now - self->samples[self->n_samples - 1].at < SAMPLE_MS)
    return;
  if (self->n_samples == CDL_N_SAMPLES)
    memmove (self->samples, self->samples + 1, --self->n_samples * sizeof *self->samples);
  self->samples[self->n_samples++] = (CdlSample){ now, self->bytes, fraction_of (self) };
}

static gboolean
on_notice (gpointer data)
{
  CdlDownloadQueue *self = data;

  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->notice, g_source_unref);
  self->noticed_at = g_get_monotonic_time () / 1000;
  g_mutex_unlock (&self->mutex);
  self->changed (self, self->data);

  return G_SOURCE_REMOVE;
}

void
cdl_queue_changed (CdlDownloadQueue *self)
{
  g_mutex_lock (&self->mutex);
  take_sample (self);
  if (self->changed != NULL && self->notice == NULL)
    {
      gint64 since = g_get_monotonic_time () / 1000 - self->noticed_at;

      self->notice = g_timeout_source_new ((guint) CLAMP (NOTICE_MS - since, 0, NOTICE_MS));
      g_source_set_callback (self->notice, on_notice, self, NULL);
      g_source_attach (self->notice, self->owner);
    }
  g_mutex_unlock (&self->mutex);
}

static void
on_bytes (gsize bytes, gpointer data)
{
  CdlDownloadQueue *self = data;

  g_mutex_lock (&self->mutex);
  self->bytes += bytes;
  g_mutex_unlock (&self->mutex);
  cdl_queue_changed (self);
}

/* The download that may start a task now, with the highest priority; the first of several. */
static gboolean
start_one (CdlDownloadQueue *self)
{
  g_autoptr (GPtrArray) left = g_ptr_array_new ();

  for (guint i = 0; i < self->jobs->len; i++)
    g_ptr_array_add (left, self->jobs->pdata[i]);
  while (left->len > 0)
    {
      CdlJob *best = left->pdata[0];

      for (guint i = 1; i < left->len; i++)
        if (((CdlJob *) left->pdata[i])->status.download.priority > best->status.download.priority)
          best = left->pdata[i];
      if (cdl_job_start_task (best))
        return TRUE;
      g_ptr_array_remove (left, best);
    }

  return FALSE;
}

void
cdl_queue_pump (CdlDownloadQueue *self)
{
  while (self->running < MAX_RUNNING && start_one (self))
    ;
}

static gpointer
run (gpointer data)
{
  CdlDownloadQueue *self = data;

  g_main_context_push_thread_default (self->context);
  self->http = cdl_http_new (self->context, &CDL_HTTP_LIMITS, self->exchange->weight_header,
                             on_bytes, self);
  cdl_queue_pump (self);
  g_main_loop_run (self->loop);
  g_ptr_array_set_size (self->jobs, 0);
  g_clear_pointer (&self->http, cdl_http_free);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

/* What is asked of the thread. */
typedef struct
{
  CdlDownloadQueue *queue;
  guint id;
  CdlDownload download;
} Order;

static void
order (CdlDownloadQueue *self, GSourceFunc what, guint id, const CdlDownload *download)
{
  Order *order = g_new0 (Order, 1);

  *order = (Order){ .queue = self, .id = id };
  if (download != NULL)
    order->download = *download;
  g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, what, order, g_free);
}

static void
add_job (CdlDownloadQueue *self, guint id, const CdlDownload *download)
{
  CdlJob *job;

  for (guint i = 0; i < self->jobs->len; i++)
    {
      job = self->jobs->pdata[i];
      if (!cdl_series_id_equal (&job->status.download.id, &download->id))
        continue;
      cdl_job_widen (job, id, download);
      return;
    }
  job = cdl_job_new (self, id, download);
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->jobs, job);
  g_mutex_unlock (&self->mutex);
}

static gboolean
on_add (gpointer data)
{
  Order *order = data;

  add_job (order->queue, order->id, &order->download);
  g_mutex_lock (&order->queue->mutex);
  order->queue->pending--;
  g_mutex_unlock (&order->queue->mutex);
  cdl_queue_save (order->queue);
  cdl_queue_pump (order->queue);
  cdl_queue_changed (order->queue);

  return G_SOURCE_REMOVE;
}

guint
cdl_download_queue_add (CdlDownloadQueue *self, const CdlDownload *download)
{
  guint id;

  g_mutex_lock (&self->mutex);
  id = self->next_id++;
  self->pending++;
  g_mutex_unlock (&self->mutex);
  order (self, on_add, id, download);

  return id;
}

static gboolean
on_cancel (gpointer data)
{
  Order *order = data;

  for (guint i = 0; i < order->queue->jobs->len; i++)
    {
      CdlJob *job = order->queue->jobs->pdata[i];

      if (job->status.id == order->id && job->status.state <= CDL_DOWNLOAD_RUNNING)
        cdl_job_stop (job, CDL_DOWNLOAD_CANCELLED);
    }

  return G_SOURCE_REMOVE;
}

void
cdl_download_queue_cancel (CdlDownloadQueue *self, guint id)
{
  order (self, on_cancel, id, NULL);
}

static char *
point (const char *wanted, const char *usual)
{
  gsize length = strlen (wanted != NULL ? wanted : usual);
  char *url = g_strdup (wanted != NULL ? wanted : usual);

  while (length > 0 && url[length - 1] == '/')
    url[--length] = '\0';

  return url;
}

/* What a killed queue left of files that were on their way. */
static void
sweep (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".part"))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        g_unlink (path);
      }
}

/* What was queued, with the ids that come first. */
static gboolean
take_up (CdlDownloadQueue *self, GError **error)
{
  g_autoptr (GArray) downloads = g_array_new (FALSE, FALSE, sizeof (CdlDownload));

  if (!cdl_queue_file_load (self, downloads, error))
    return FALSE;
  for (guint i = 0; i < downloads->len; i++)
    add_job (self, self->next_id++, &g_array_index (downloads, CdlDownload, i));

  return TRUE;
}

CdlDownloadQueue *
cdl_download_queue_new (const char *root,
                        const CdlExchange *exchange,
                        const CdlExchangePoints *points,
                        CdlQueueFunc changed,
                        gpointer data,
                        GError **error)
{
  g_autoptr (CdlDownloadQueue) self = g_new0 (CdlDownloadQueue, 1);
  g_autofree char *folder = g_build_filename (root, "download", NULL);

  self->lock = -1;
  self->root = g_strdup (root);
  self->exchange = exchange;
  for (int market = 0; market < CDL_N_MARKETS; market++)
    {
      self->points.rest[market]
          = point (points != NULL ? points->rest[market] : NULL, exchange->points.rest[market]);
      cdl_server_clock_load (&self->clocks[market], root, (CdlMarket) market);
      self->limits_known[market] = cdl_rate_limits_load (
          &self->limits[market], root, (CdlMarket) market, self->points.rest[market]);
      if (!self->limits_known[market])
        self->limits[market] = exchange->limits[market];
    }
  self->points.bulk = point (points != NULL ? points->bulk : NULL, exchange->points.bulk);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->owner = g_main_context_ref_thread_default ();
  self->changed = changed;
  self->data = data;
  g_mutex_init (&self->mutex);
  self->jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_job_free);
  self->next_id = 1;
  self->paces = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, pace_free);
  cdl_random_init (&self->random, (guint64) g_get_monotonic_time ());

  self->lock = cdl_folder_lock (folder, "the download queue", error);
  if (self->lock < 0 || !take_up (self, error))
    return NULL;
  sweep (folder);
  self->thread = g_thread_new ("download", run, self);

  return g_steal_pointer (&self);
}

static gboolean
on_quit (gpointer data)
{
  g_main_loop_quit (((Order *) data)->queue->loop);

  return G_SOURCE_REMOVE;
}

void
cdl_download_queue_free (CdlDownloadQueue *self)
{
  if (self->thread != NULL)
    {
      order (self, on_quit, 0, NULL);
      g_thread_join (self->thread);
    }
  if (self->notice != NULL)
    {
      g_source_destroy (self->notice);
      g_source_unref (self->notice);
    }
  if (self->lock >= 0)
    close (self->lock);
  g_ptr_array_unref (self->jobs);
  g_hash_table_unref (self->paces);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_main_context_unref (self->owner);
  g_mutex_clear (&self->mutex);
  for (int market = 0; market < CDL_N_MARKETS; market++)
    g_free (self->points.rest[market]);
  g_free (self->points.bulk);
  g_free (self->root);
  g_free (self);
}
