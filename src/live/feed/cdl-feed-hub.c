#include "cdl-feed-hub.h"

#include "cdl-feed-delivery-private.h"
#include "cdl-feed-keeper-private.h"
#include "cdl-feed-line-private.h"
#include "cdl-feed-rest-private.h"
#include "cdl-steady.h"
#include "cdl-time.h"

#include <string.h>

#define TICK_MS    100
#define ASLEEP_MS  5000 /* no tick for so long: the machine slept */
#define RESYNC_MS  (10 * CDL_MINUTE_MS)
#define RETRY_MS   1000 /* before the exchange's time is asked for again */
#define MAX_RTT_MS 2000 /* an answer that took longer tells no time, if there is a better */
#define KEEP_MS    2000 /* told klines are collected before they are written */

/* One market: its clock and its connection. */
typedef struct
{
  CdlFeedHub *hub;
  CdlMarket market;
  char *stream_url;
  CdlFeedLine *line;            /* NULL while nothing of the market is subscribed */
  gboolean synced;              /* the exchange has told its time */
  gint64 server_ms, machine_ms; /* when it did */
  gint64 rtt_ms, asked_ms, now;
} Market;

struct _CdlFeedHub
{
  CdlFeedHubOptions options;
  Market market[CDL_N_MARKETS];
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  CdlFeedLinks *links;
  CdlFeedRest *rest;
  CdlFeedKeeper *keeper;
  GPtrArray *subscriptions; /* CdlFeedSubscription: of the feed's thread */
  GSource *ticker;
  gint64 ticked_ms;
  double speed;
};

struct _CdlFeedSubscription
{
  CdlFeedHub *hub;
  CdlFeedCoreOptions options;
  CdlFeedConsumer consumer;
  CdlDatasetName name;
  CdlFeedCore *core;
  CdlFeedDelivery *delivery;
  GPtrArray *streams; /* char *: their names */
  GArray *kept;       /* CdlFeedKline: to be written */
  gint64 kept_ms;
};

static void
hub_log (const char *line, gpointer data)
{
  CdlFeedHub *self = data;

  if (self->options.log != NULL)
    self->options.log (line, self->options.log_data);
  else
    g_message ("%s", line);
}

/* The exchange's time, which never goes back. */
static gint64
market_now (Market *self)
{
  gint64 passed = cdl_steady_ms () - self->machine_ms;
  gint64 now = self->server_ms + (gint64) ((double) passed * self->hub->speed);

  self->now = MAX (self->now, now);

  return self->now;
}

static void
put (CdlFeedSubscription *self, CdlFeedInput *input)
{
  input->now = market_now (&self->hub->market[self->options.market]);
  if (self->consumer.record != NULL)
    self->consumer.record (input, self->consumer.data);
  cdl_feed_core_input (self->core, input);
}

static void
put_connection (CdlFeedSubscription *self, gboolean connected, const char *reason)
{
  CdlFeedInput input = { .type = connected ? CDL_FEED_INPUT_CONNECTED : CDL_FEED_INPUT_DISCONNECTED,
                         .reason = reason };

  put (self, &input);
}

static void
on_answer (const CdlFeedInput *answer, guint request, gpointer data)
{
  CdlFeedInput input = *answer;

  input.request = request;
  put (data, &input);
}

static void
on_request (const CdlFeedRequest *request, gpointer data)
{
  CdlFeedSubscription *self = data;
  CdlFeedLine *line = self->hub->market[self->options.market].line;

  if (request->type == CDL_FEED_REQUEST_SUBSCRIBE)
    for (guint i = 0; i < self->streams->len; i++)
      cdl_feed_line_subscribe_again (line, self->streams->pdata[i]);
  else if (request->type == CDL_FEED_REQUEST_RECONNECT)
    cdl_feed_line_replace (line, request->reason);
  else
    cdl_feed_rest_ask (self->hub->rest, &self->name, request, on_answer, self);
}

static void
on_event (const CdlFeedEvent *event, gpointer data)
{
  CdlFeedSubscription *self = data;

  cdl_feed_delivery_put (self->delivery, event);
}

static void
keep (CdlFeedSubscription *self)
{
  if (self->kept->len > 0)
    cdl_feed_keeper_put (self->hub->keeper, &self->name,
                         (const CdlFeedKline *) (gpointer) self->kept->data, self->kept->len);
  g_array_set_size (self->kept, 0);
  self->kept_ms = cdl_steady_ms ();
}

static void
on_store (const CdlFeedKline *kline, gboolean repair, gpointer data)
{
  CdlFeedSubscription *self = data;

  if (self->hub->keeper == NULL)
    return;
  if (repair)
    keep (self);
  g_array_append_val (self->kept, *kline);
  if (repair || self->kept->len >= CDL_FEED_PAGE)
    keep (self);
}

static void
on_hole (gint64 from, gint64 to, gpointer data)
{
  CdlFeedSubscription *self = data;

  if (self->hub->keeper != NULL)
    cdl_feed_keeper_put_hole (self->hub->keeper, &self->name, from, to);
}

static void
on_core_log (const char *line, gpointer data)
{
  CdlFeedSubscription *self = data;

  hub_log (line, self->hub);
}

static void
on_up (gpointer data)
{
  Market *self = data;

  for (guint i = 0; i < self->hub->subscriptions->len; i++)
    {
      CdlFeedSubscription *subscription = self->hub->subscriptions->pdata[i];

      if (subscription->options.market == self->market)
        put_connection (subscription, TRUE, NULL);
    }
}

static void
on_down (const char *reason, gpointer data)
{
  Market *self = data;

  for (guint i = 0; i < self->hub->subscriptions->len; i++)
    {
      CdlFeedSubscription *subscription = self->hub->subscriptions->pdata[i];

      if (subscription->options.market == self->market)
        put_connection (subscription, FALSE, reason);
    }
}

/* Who was live has seen no gap; the others begin anew. */
static void
on_replaced (gpointer data)
{
  Market *self = data;

  for (guint i = 0; i < self->hub->subscriptions->len; i++)
    {
      CdlFeedSubscription *subscription = self->hub->subscriptions->pdata[i];

      if (subscription->options.market == self->market
          && cdl_feed_core_state (subscription->core, NULL) != CDL_FEED_LIVE)
        put_connection (subscription, TRUE, NULL);
    }
}

static void
on_frame (const CdlFrame *frame, const char *text, gsize length, gpointer data)
{
  Market *self = data;
  CdlFeedInput input
      = { .type = CDL_FEED_INPUT_FRAME, .frame = frame, .text = text, .length = length };

  for (guint i = 0; i < self->hub->subscriptions->len; i++)
    {
      CdlFeedSubscription *subscription = self->hub->subscriptions->pdata[i];

      if (subscription->options.market == self->market
          && strcmp (subscription->options.symbol, frame->symbol) == 0)
        put (subscription, &input);
    }
}

static void
on_line_log (const char *line, gpointer data)
{
  Market *self = data;

  hub_log (line, self->hub);
}

static void
on_time (CdlMarket market, gint64 server_ms, gpointer data)
{
  CdlFeedHub *hub = data;
  Market *self = &hub->market[market];
  gint64 now = cdl_steady_ms (), rtt = now - self->asked_ms;
  gboolean better = !self->synced || rtt <= MAX (2 * self->rtt_ms, MAX_RTT_MS);

  if (server_ms < 0 || !better)
    return;
  self->server_ms = server_ms + (gint64) ((double) rtt / 2.0 * hub->speed);
  self->machine_ms = now;
  self->rtt_ms = rtt;
  self->synced = TRUE;
}

static void
tick_market (Market *self, gboolean slept)
{
  gint64 now = cdl_steady_ms ();
  gint64 wait = self->synced && !slept ? RESYNC_MS : RETRY_MS;

  if (self->line == NULL)
    return;
  if (slept)
    cdl_feed_line_drop (self->line, "the machine slept");
  if (self->asked_ms == 0 || slept || now - self->asked_ms > wait)
    {
      if (cdl_feed_rest_time (self->hub->rest, self->market, on_time, self->hub))
        self->asked_ms = now;
    }
  if (self->synced)
    cdl_feed_line_tick (self->line, market_now (self));
}

static gboolean
tick (gpointer data)
{
  CdlFeedHub *self = data;
  gint64 now = cdl_steady_ms ();
  gboolean slept = self->ticked_ms > 0 && now - self->ticked_ms > ASLEEP_MS;

  self->ticked_ms = now;
  for (guint m = 0; m < CDL_N_MARKETS; m++)
    tick_market (&self->market[m], slept);
  for (guint i = 0; i < self->subscriptions->len; i++)
    {
      CdlFeedSubscription *subscription = self->subscriptions->pdata[i];
      CdlFeedInput input = { .type = CDL_FEED_INPUT_TICK };

      if (self->market[subscription->options.market].synced)
        put (subscription, &input);
      if (self->keeper != NULL && now - subscription->kept_ms > KEEP_MS)
        keep (subscription);
    }

  return G_SOURCE_CONTINUE;
}

static gpointer
run (gpointer data)
{
  CdlFeedHub *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  for (guint m = 0; m < CDL_N_MARKETS; m++)
    g_clear_pointer (&self->market[m].line, cdl_feed_line_free);
  cdl_feed_rest_free (self->rest);
  cdl_feed_links_free (self->links);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

static void
set_addresses (CdlFeedHub *self, const CdlFeedHubOptions *options, CdlExchangePoints *points)
{
  static const char *const streams[CDL_N_MARKETS]
      = { [CDL_MARKET_SPOT] = "wss://stream.binance.com:9443",
          [CDL_MARKET_UM] = "wss://fstream.binance.com" };

  *points = cdl_exchange_binance ()->points;
  for (guint m = 0; m < CDL_N_MARKETS; m++)
    {
      Market *market = &self->market[m];

      market->hub = self;
      market->market = (CdlMarket) m;
      market->stream_url = g_strdup (options->stream[m] != NULL ? options->stream[m] : streams[m]);
      if (options->rest[m] != NULL)
        points->rest[m] = (char *) options->rest[m];
    }
}

CdlFeedHub *
cdl_feed_hub_new (const CdlFeedHubOptions *options, GError **error)
{
  CdlFeedHub *self = g_new0 (CdlFeedHub, 1);
  CdlExchangePoints points;
  const char *reason;

  self->options = *options;
  self->speed = options->clock_speed > 0.0 ? options->clock_speed : 1.0;
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->subscriptions = g_ptr_array_new ();
  set_addresses (self, options, &points);
  self->links = cdl_feed_links_new (self->loop, options->ca_file, &reason);
  if (self->links == NULL)
    {
      g_set_error_literal (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FAILED, reason);
      cdl_feed_hub_free (self);
      return NULL;
    }
  self->rest
      = cdl_feed_rest_new (self->context, &points,
                           options->archive != NULL ? cdl_archive_root (options->archive) : NULL);
  if (options->archive != NULL)
    self->keeper = cdl_feed_keeper_new (options->archive);
  self->ticker = g_timeout_source_new (TICK_MS);
  g_source_set_callback (self->ticker, tick, self, NULL);
  g_source_attach (self->ticker, self->context);
  self->thread = g_thread_new ("cdl-feed", run, self);

  return self;
}

/* Runs there whether the thread has begun or not. */
static void
post (CdlFeedHub *self, GSourceFunc func, gpointer data)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, NULL);
  g_source_attach (source, self->context);
}

static gboolean
quit (gpointer data)
{
  g_main_loop_quit (data);

  return G_SOURCE_REMOVE;
}

void
cdl_feed_hub_free (CdlFeedHub *self)
{
  if (self == NULL)
    return;
  if (self->thread != NULL)
    {
      g_assert (self->subscriptions->len == 0);
      g_source_destroy (self->ticker);
      g_source_unref (self->ticker);
      post (self, quit, self->loop);
      g_thread_join (self->thread);
    }
  cdl_feed_keeper_free (self->keeper);
  for (guint m = 0; m < CDL_N_MARKETS; m++)
    g_free (self->market[m].stream_url);
  g_ptr_array_unref (self->subscriptions);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self);
}

static void
name_streams (CdlFeedSubscription *self)
{
  g_autofree char *lower = g_ascii_strdown (self->options.symbol, -1);

  self->streams = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->streams, g_strdup_printf ("%s@aggTrade", lower));
  g_ptr_array_add (self->streams, g_strdup_printf ("%s@kline_%s", lower,
                                                   cdl_interval_name (self->options.interval)));
  if (self->options.market == CDL_MARKET_UM)
    g_ptr_array_add (self->streams, g_strdup_printf ("%s@markPrice@1s", lower));
}

static gboolean
begin (gpointer data)
{
  static const CdlFeedLineFuncs funcs = { on_up, on_down, on_replaced, on_frame, on_line_log };
  CdlFeedSubscription *self = data;
  Market *market = &self->hub->market[self->options.market];

  if (market->line == NULL)
    market->line = cdl_feed_line_new (self->hub->links, market->market, market->stream_url,
                                      self->hub->options.connection_life,
                                      (guint64) g_get_real_time (), &funcs, market);
  g_ptr_array_add (self->hub->subscriptions, self);
  for (guint i = 0; i < self->streams->len; i++)
    cdl_feed_line_add (market->line, self->streams->pdata[i]);
  /* Whoever goes on knows a state of before, which means nothing now. */
  put_connection (self, FALSE, "not connected yet");
  if (cdl_feed_line_is_up (market->line))
    put_connection (self, TRUE, NULL);

  return G_SOURCE_REMOVE;
}

CdlFeedSubscription *
cdl_feed_hub_subscribe (CdlFeedHub *self,
                        const CdlFeedCoreOptions *options,
                        const CdlFeedConsumer *consumer)
{
  CdlFeedSubscription *subscription = g_new0 (CdlFeedSubscription, 1);
  CdlFeedOutlet outlet = { on_event, on_request, on_store, on_hole, on_core_log, subscription };

  subscription->hub = self;
  subscription->options = *options;
  subscription->options.symbol = g_intern_string (options->symbol);
  subscription->consumer = *consumer;
  cdl_dataset_name_init (&subscription->name, options->market, options->symbol, options->interval);
  subscription->core = cdl_feed_core_new (options, &outlet);
  subscription->delivery
      = cdl_feed_delivery_new (consumer->event, consumer->context, consumer->data);
  subscription->kept = g_array_new (FALSE, FALSE, sizeof (CdlFeedKline));
  name_streams (subscription);
  post (self, begin, subscription);

  return subscription;
}

/* A task that another thread waits for. */
typedef struct
{
  CdlFeedSubscription *subscription;
  GMutex mutex;
  GCond cond;
  gboolean done;
} Ending;

static gboolean
end (gpointer data)
{
  Ending *ending = data;
  CdlFeedSubscription *self = ending->subscription;
  Market *market = &self->hub->market[self->options.market];

  for (guint i = 0; i < self->streams->len; i++)
    cdl_feed_line_remove (market->line, self->streams->pdata[i]);
  cdl_feed_rest_forget (self->hub->rest, self);
  g_ptr_array_remove (self->hub->subscriptions, self);
  if (self->hub->keeper != NULL)
    keep (self);
  g_mutex_lock (&ending->mutex);
  ending->done = TRUE;
  g_cond_signal (&ending->cond);
  g_mutex_unlock (&ending->mutex);

  return G_SOURCE_REMOVE;
}

void
cdl_feed_subscription_end (CdlFeedSubscription *self)
{
  Ending ending = { .subscription = self };

  cdl_feed_delivery_stop (self->delivery);
  g_mutex_init (&ending.mutex);
  g_cond_init (&ending.cond);
  post (self->hub, end, &ending);
  g_mutex_lock (&ending.mutex);
  while (!ending.done)
    g_cond_wait (&ending.cond, &ending.mutex);
  g_mutex_unlock (&ending.mutex);
  g_mutex_clear (&ending.mutex);
  g_cond_clear (&ending.cond);

  cdl_feed_delivery_unref (self->delivery);
  cdl_feed_core_free (self->core);
  g_ptr_array_unref (self->streams);
  g_array_unref (self->kept);
  g_free (self);
}
