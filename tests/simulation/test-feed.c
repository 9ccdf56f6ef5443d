#include "cdl-test-exchange.h"

#include "cdl-absent.h"
#include "cdl-feed-hub.h"
#include "cdl-time.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define START  "2024-03-01T00:00:30"
#define FIRST  G_GINT64_CONSTANT (1709251200000) /* 2024-03-01 00:00 */
#define SYMBOL "BTCUSDT"

/* What one fault of the exchange must not change: every kline once, in order, as it is in truth. */
typedef struct
{
  const char *name;
  const char *fault; /* from the beginning, several between blanks; NULL: none */
  const char *later; /* once two klines were told, as the exchange's control takes it */
  gboolean falls;    /* the feed cannot stay live: it says so within a minute */
  gboolean stays;    /* live, once it is */
  gboolean part;     /* prints may be missing: klines need not be whole */
  CdlMarket market;
  guint minutes; /* that it goes on; 0: MINUTES */
  guint speed;   /* of the clock; 0: SPEED */
  guint halt[2]; /* no trading from this kline on, for so many */
  guint fixed;   /* the exchange corrects this kline after it was told; 0: none */
  gboolean sets; /* the calendar of the machine is set, far */
  gint64 life;   /* of connections, which the exchange cuts after an hour; 0: as usual */
} Case;

#define MINUTES     5
#define SPEED       60
#define FALL_MS     (60 * CDL_SECOND_MS)
#define MAX_ANSWERS 60 /* that a feed asks for while trading stands still, and after */

typedef struct
{
  const Case *test;
  CdlTestExchange *exchange;
  GMainLoop *loop;
  guint wanted;
  GArray *klines; /* CdlFeedKline */
  guint prints, whole, live, not_live;
  gint64 stamp;                  /* the last one of funding that was told */
  double first, low, high, last; /* of the kline's prints */
  gint64 print_time;
  CdlFeedState state;
  gboolean was_live, fell; /* from live */
  gint64 later_at, fell_at;
} Watch;

/* Of the exchange's market and faults: CHANDELIER_FEED_SEED names another. */
static guint64 seed = 7;

/* What the machine's calendar was set to, beside the truth. */
static gint set_hours;

/* Everyone's in this process: GLib asks one or the other. */
int
clock_gettime (clockid_t id, struct timespec *now)
{
  int result = (int) syscall (SYS_clock_gettime, id, now);

  if (id == CLOCK_REALTIME)
    now->tv_sec += 3600 * g_atomic_int_get (&set_hours);

  return result;
}

int
gettimeofday (struct timeval *now, void *zone)
{
  struct timespec precise;
  int result = clock_gettime (CLOCK_REALTIME, &precise);

  now->tv_sec = precise.tv_sec;
  now->tv_usec = precise.tv_nsec / 1000;

  return result;
}

/* Open time of the kline that is told after n others. */
static gint64
kline_time (const Case *test, guint n)
{
  return FIRST + (n + (n >= test->halt[0] ? test->halt[1] : 0)) * CDL_MINUTE_MS;
}

static void
on_print (Watch *self, const CdlFeedEvent *event)
{
  gint64 next = kline_time (self->test, self->klines->len);

  g_assert_cmpint (event->print.time, >=, next);
  g_assert_cmpint (event->print.time, <, next + CDL_MINUTE_MS);
  g_assert_cmpint (event->print.time, >=, self->print_time);
  self->print_time = event->print.time;
  if (self->prints++ == 0)
    self->first = self->low = self->high = event->print.price;
  self->low = MIN (self->low, event->print.price);
  self->high = MAX (self->high, event->print.price);
  self->last = event->print.price;
}

static gboolean
set_back (gpointer data)
{
  g_atomic_int_set (&set_hours, -24);

  return G_SOURCE_REMOVE;
}

static void
on_kline (Watch *self, const CdlFeedEvent *event)
{
  const CdlFeedKline *row = &event->kline.row;

  g_assert_cmpint (row->open_time, ==, kline_time (self->test, self->klines->len));
  if (event->kline.whole)
    {
      self->whole++;
      if (self->prints > 0)
        {
          g_assert_cmpfloat (self->first, ==, row->field[CDL_FIELD_OPEN]);
          g_assert_cmpfloat (self->high, ==, row->field[CDL_FIELD_HIGH]);
          g_assert_cmpfloat (self->low, ==, row->field[CDL_FIELD_LOW]);
          g_assert_cmpfloat (self->last, ==, row->field[CDL_FIELD_CLOSE]);
        }
    }
  self->prints = 0;
  g_array_append_val (self->klines, *row);
  if (self->klines->len == 2)
    {
      self->later_at = event->received_at;
      if (self->test->later != NULL)
        cdl_test_exchange_control (self->exchange, self->test->later);
    }
  if (self->test->sets && self->klines->len == 2)
    {
      g_atomic_int_set (&set_hours, 1);
      g_timeout_add (1700, set_back, NULL); /* while the pause lasts that the exchange ordered */
    }
  /* Where connections come and go, klines may all be fetched before one lasts. */
  if (self->klines->len >= self->wanted && self->was_live)
    g_main_loop_quit (self->loop);
}

/* Each stamp once, with the mark price that it is charged on. */
static void
on_funding (Watch *self, const CdlFunding *funding)
{
  g_assert_cmpint (self->test->market, ==, CDL_MARKET_UM);
  g_assert_cmpint (funding->time, >, self->stamp + CDL_HOUR_MS);
  g_assert_cmpfloat (funding->price, >, 0.0);
  self->stamp = funding->time;
}

static void
on_event (const CdlFeedEvent *event, gpointer data)
{
  Watch *self = data;

  g_assert_cmpstr (event->symbol, ==, SYMBOL);
  if (event->type == CDL_FEED_EVENT_STATE)
    {
      gboolean falls = self->state == CDL_FEED_LIVE && event->state.state != CDL_FEED_LIVE;

      if (falls && (!self->fell || self->fell_at < self->later_at))
        self->fell_at = event->received_at;
      self->fell |= falls;
      self->state = event->state.state;
      self->was_live |= self->state == CDL_FEED_LIVE;
    }
  else if (event->type == CDL_FEED_EVENT_PRINT)
    on_print (self, event);
  else if (event->type == CDL_FEED_EVENT_KLINE)
    on_kline (self, event);
  else if (event->type == CDL_FEED_EVENT_FUNDING)
    on_funding (self, &event->funding);
  if (event->type != CDL_FEED_EVENT_STATE && event->type != CDL_FEED_EVENT_FUNDING
      && !event->reconstructed)
    g_assert_cmpint (self->state, ==, CDL_FEED_LIVE);
}

static void
on_log (const char *line, gpointer data)
{
  g_printerr ("# %s\n", line);
}

static gboolean
too_long (gpointer data)
{
  const Watch *self = data;

  g_error ("%s: %u of %u klines were told in time", self->test->name, self->klines->len,
           self->wanted);

  return G_SOURCE_REMOVE;
}

/* Before the klines of that time were asked for. */
static void
halt (const Case *test, CdlTestExchange *exchange)
{
  g_autofree char *from = cdl_time_format_short (FIRST + test->halt[0] * CDL_MINUTE_MS);
  g_autofree char *to = cdl_time_format_short (kline_time (test, test->halt[0]));
  g_autofree char *order
      = g_strdup_printf ("halt?from=%.10sT%s&to=%.10sT%s", from, from + 11, to, to + 11);

  if (test->halt[1] > 0)
    cdl_test_exchange_control (exchange, order);
}

/* The klines as an exchange without faults has them. */
static CdlColumns *
truth_of (const Case *test, guint n)
{
  g_autofree char *seed_option = g_strdup_printf ("--seed=%" G_GUINT64_FORMAT, seed);
  const char *const options[] = { seed_option, "--start=2024-03-04", "--speed=0", NULL };
  g_autoptr (CdlTestExchange) exchange = cdl_test_exchange_new (options);
  CdlSeriesId id = { .series = CDL_SERIES_KLINES };
  guint rows = n, weight;
  g_autofree char *path = NULL, *body = NULL;
  g_autoptr (GError) error = NULL;
  CdlColumns *columns;

  halt (test, exchange);
  cdl_dataset_name_init (&id.name, test->market, SYMBOL, CDL_INTERVAL_1M);
  path = cdl_exchange_binance ()->page_path (&id, FIRST, kline_time (test, n), -1, &rows, &weight);
  body = cdl_test_exchange_get (exchange, path);
  columns = cdl_exchange_binance ()->parse_klines (body, strlen (body), &id, &error);
  g_assert_no_error (error);

  return columns;
}

/* Funding was told up to the last stamp that the klines reach. */
static void
check_funding (const Watch *watch)
{
  gint64 last = kline_time (watch->test, watch->klines->len - 1);
  gint64 stamp = cdl_interval_floor (CDL_INTERVAL_8H, last);

  if (watch->test->market == CDL_MARKET_UM)
    g_assert_cmpint (watch->stamp, >=, stamp);
}

/* What was told, and what was written, equal the truth to the last bit. */
static void
check_klines (const Watch *watch, CdlArchive *archive)
{
  guint n = watch->klines->len;
  g_autoptr (CdlColumns) truth = truth_of (watch->test, n);
  const CdlKlines *view = cdl_columns_view (truth), *stored;
  g_autoptr (CdlDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  CdlDatasetName name;

  cdl_dataset_name_init (&name, watch->test->market, SYMBOL, CDL_INTERVAL_1M);
  dataset = cdl_archive_open (archive, &name, &error);
  g_assert_no_error (error);
  stored = cdl_dataset_klines (dataset);
  g_assert_cmpuint (view->n, ==, n);
  g_assert_cmpuint (stored->n, >=, n);
  for (guint i = 0; i < n; i++)
    {
      const CdlFeedKline *row = &g_array_index (watch->klines, CdlFeedKline, i);

      g_assert_cmpint (row->open_time, ==, view->open_time[i]);
      g_assert_cmpint (stored->open_time[i], ==, view->open_time[i]);
      for (guint f = 0; f < CDL_N_FIELDS; f++)
        {
          g_assert_cmpfloat (row->field[f], ==, view->field[f][i]);
          if (i > 0 && i == watch->test->fixed && (f == CDL_FIELD_HIGH || f == CDL_FIELD_CLOSE))
            {
              g_assert_cmpfloat (stored->field[f][i], >, view->field[f][i]);
              continue;
            }
          g_assert_cmpmem (&stored->field[f][i], sizeof (double), &view->field[f][i],
                           sizeof (double));
        }
    }
}

/* Where trading stood still, and nowhere else, the archive knows that there is nothing. */
static void
check_holes (const Watch *watch, CdlArchive *archive)
{
  const Case *test = watch->test;
  g_autoptr (GArray) absent = NULL;
  CdlDatasetName name;

  cdl_dataset_name_init (&name, test->market, SYMBOL, CDL_INTERVAL_1M);
  absent = cdl_absent_load (archive, &name);
  g_assert_cmpuint (cdl_spans_count (absent, CDL_INTERVAL_1M), ==, test->halt[1]);
  if (test->halt[1] > 0)
    g_assert_cmpint (g_array_index (absent, CdlSpan, 0).from, ==,
                     FIRST + test->halt[0] * CDL_MINUTE_MS);
}

/* The states that it went through, and what it asked for. */
static void
check_course (Watch *watch)
{
  const Case *test = watch->test;
  g_autofree char *state = cdl_test_exchange_get (watch->exchange, "/control/state");
  const char *requests = strstr (state, "\"http_requests\":");

  g_assert_true (watch->was_live);
  if (!test->part)
    g_assert_cmpuint (watch->whole, ==, watch->klines->len);
  if (test->falls)
    {
      g_assert_true (watch->fell);
      g_test_message ("not live %d ms later", (int) (watch->fell_at - watch->later_at));
      g_assert_cmpint (watch->fell_at - watch->later_at, <=, FALL_MS);
    }
  if (test->stays)
    g_assert_false (watch->fell);
  g_assert_nonnull (requests);
  if (test->halt[1] > 0)
    g_assert_cmpint (g_ascii_strtoll (strchr (requests, ':') + 1, NULL, 10), <, MAX_ANSWERS);
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) faults = g_strsplit (test->fault != NULL ? test->fault : "", " ", -1);
  g_auto (GStrv) options = NULL;
  g_autofree char *folder = g_dir_make_tmp ("chandelier-feed-XXXXXX", NULL);
  g_autoptr (CdlArchive) archive = cdl_archive_new (folder);
  g_autoptr (CdlTestExchange) exchange = NULL;
  g_autoptr (CdlFeedHub) hub = NULL;
  g_autoptr (GError) error = NULL;
  guint speed = test->speed > 0 ? test->speed : SPEED;
  g_autofree char *speed_option = g_strdup_printf ("--speed=%u", speed);
  g_autofree char *seed_option = g_strdup_printf ("--seed=%" G_GUINT64_FORMAT, seed);
  CdlFeedHubOptions at
      = { .archive = archive, .clock_speed = speed, .connection_life = test->life, .log = on_log };
  CdlFeedCoreOptions core = { test->market, SYMBOL, CDL_INTERVAL_1M, FIRST, CDL_FEED_PRINT_SPAN };
  Watch watch = { .test = test, .wanted = test->minutes > 0 ? test->minutes : MINUTES };
  CdlFeedConsumer consumer = { .event = on_event, .data = &watch };
  CdlFeedSubscription *subscription;
  guint timer;

  g_strv_builder_add_many (builder, seed_option, "--start=" START, "--symbol=" SYMBOL, speed_option,
                           test->life > 0 ? "--session-hours=1" : NULL, NULL);
  for (char **fault = faults; *fault != NULL; fault++)
    g_strv_builder_add_many (builder, "--fault", *fault, NULL);
  options = g_strv_builder_end (builder);
  exchange = watch.exchange = cdl_test_exchange_new ((const char *const *) options);
  at.stream[test->market] = cdl_test_exchange_websocket (exchange);
  at.rest[test->market] = cdl_test_exchange_http (exchange);
  halt (test, exchange);
  g_test_message ("the exchange's seed is %" G_GUINT64_FORMAT ", from " START, seed);
  watch.loop = g_main_loop_new (NULL, FALSE);
  watch.klines = g_array_new (FALSE, FALSE, sizeof (CdlFeedKline));
  hub = cdl_feed_hub_new (&at, &error);
  g_assert_no_error (error);

  subscription = cdl_feed_hub_subscribe (hub, &core, &consumer);
  timer = g_timeout_add_seconds (90 + 2 * watch.wanted, too_long, &watch);
  g_main_loop_run (watch.loop);
  g_source_remove (timer);
  cdl_feed_subscription_end (subscription);
  g_clear_pointer (&hub, cdl_feed_hub_free);

  g_atomic_int_set (&set_hours, 0);
  check_klines (&watch, archive);
  check_holes (&watch, archive);
  check_funding (&watch);
  check_course (&watch);
  g_array_unref (watch.klines);
  g_main_loop_unref (watch.loop);
}

static const Case cases[] = {
  { "plain/spot" },
  { "plain/futures", .market = CDL_MARKET_UM },
  { "events/klines-dropped", "event-drop:match=kline,every=3" },
  { "events/prints-dropped", "event-drop:match=aggTrade,chance=0.05" },
  { "events/close-missing", "close-missing" },
  { "events/close-5s-late", "close-late:value=5" },
  { "events/close-30s-late", "close-late:value=30" },
  { "events/close-90s-late", "close-late:value=90" },
  { "events/close-twice", "close-twice" },
  { "events/hundredfold", "event-duplicate:value=100,chance=0.02" },
  { "events/reordered", "event-reorder:chance=0.3" },
  { "events/delayed", "event-delay:value=2000,chance=0.3" },
  { "events/numbers", "event-numbers:chance=0.1" },
  { "events/us", "event-micro:chance=0.1" },
  { "events/other-symbol", "event-symbol:chance=0.1" },
  { "events/nan", "event-value:chance=0.05" },
  { "events/negative", "event-value:text=-1,chance=0.05" },
  { "events/zero", "event-value:text=0,chance=0.05" },
  { "events/huge", "event-value:text=1e309,chance=0.05" },
  { "events/jump", "event-value:text=99999999,chance=0.02" },
  { "messages/truncated", "json-truncated:chance=0.1" },
  { "messages/two-objects", "json-twice:chance=0.1" },
  { "messages/bom", "json-bom:chance=0.1" },
  { "messages/deep", "json-deep:chance=0.1" },
  { "messages/keys-twice", "json-keys:chance=0.1" },
  { "messages/unknown-members", "json-unknown" },
  { "messages/null", "json-text:chance=0.1" },
  { "messages/fragments", "frame-fragment" },
  { "messages/binary", "frame-binary" },
  { "messages/masked", NULL, "fault?name=frame-masked&count=1" },
  { "messages/reserved-bit", NULL, "fault?name=frame-rsv&count=1" },
  { "messages/huge", NULL, "fault?name=frame-huge&count=1" },
  { "messages/no-utf8", NULL, "fault?name=frame-utf8&count=1" },
  { "connection/silent", "subscribe-silent:count=2" },
  { "connection/klines-silent", "subscribe-silent:match=kline,count=1" },
  { "connection/prints-silent", "subscribe-silent:match=aggTrade,count=1" },
  { "connection/no-answer", "subscribe-no-answer" },
  { "connection/frozen", NULL, "fault?name=stream-freeze&count=1", .falls = TRUE },
  { "connection/reset", NULL, "fault?name=stream-reset&count=1", .falls = TRUE },
  { "connection/closed", NULL, "fault?name=stream-close&count=1", .falls = TRUE },
  { "connection/policy", NULL, "fault?name=stream-close&value=1008&count=1", .falls = TRUE },
  { "connection/no-close-frame", NULL, "fault?name=stream-close&value=0&count=1", .falls = TRUE },
  { "connection/shutdown", NULL, "fault?name=stream-shutdown&count=1" },
  { "connection/shutdown-later", NULL, "fault?name=stream-shutdown&value=4&count=1",
    .stays = TRUE },
  { "time/cut", .life = 25 * CDL_MINUTE_MS, .stays = TRUE, .minutes = 65, .speed = 150 },
  { "time/halt", .halt = { 2, 3 } },
  { "time/corrected", NULL, "fault?name=klines-corrected&text=2024-03-01T00:01:30", .fixed = 1,
    .minutes = 13 },
  { "time/skew-ahead", "time-skew:value=5000" },
  { "time/skew-behind", "time-skew:value=-5000" },
  { "time/calendar-set", "close-missing",
    "fault?name=http-status&match=/api/&value=429&text=2&count=1", .sets = TRUE },
  { "connection/flapping", "stream-close:count=8" },
  { "connection/bytes", "stream-split" },
  { "connection/no-pings", "stream-no-pings" },
  { "connection/ping-flood", NULL, "fault?name=stream-ping-flood&count=1" },
  { "connection/long-ping", NULL, "fault?name=stream-ping-long&count=1" },
  { "handshake/wrong-accept", "accept-wrong:count=2" },
  { "handshake/status", "http-status:match=/stream,count=3" },
  { "handshake/redirect", "http-redirect:match=/stream,count=2" },
  { "handshake/reset", "http-reset:match=/stream,count=2" },
  { "answers/errors", "http-status:match=/api/,chance=0.4" },
  { "answers/reset", "http-reset:match=/api/,chance=0.4" },
  { "answers/html", "http-html:match=/api/,chance=0.4" },
  { "answers/truncated", "http-truncate:match=/api/,chance=0.4" },
  { "answers/descending", "klines-descending:chance=0.5" },
  { "answers/twice", "klines-duplicate:chance=0.5" },
  { "answers/lacking", "klines-missing:every=2 close-missing" },
  { "answers/nan", "klines-value:chance=0.5" },
};

/* As long as one likes, with a little of everything: CHANDELIER_FEED_SOAK names the minutes. */
#define A_LITTLE                                                                                   \
  "event-drop:chance=0.02 event-duplicate:chance=0.05 event-reorder:chance=0.02 "                  \
  "event-delay:value=3000,chance=0.02 close-missing:chance=0.2 close-late:value=30,chance=0.2 "    \
  "json-truncated:chance=0.01 event-value:chance=0.01 event-value:text=99999999,chance=0.002 "     \
  "stream-reset:chance=0.3 stream-freeze:chance=0.1 stream-shutdown:chance=0.2 "                   \
  "http-status:match=api/,chance=0.1 http-truncate:match=api/,chance=0.05 "                        \
  "klines-missing:every=5"
static Case soaks[] = { { "soak/spot", A_LITTLE, .part = TRUE },
                        { "soak/futures", A_LITTLE, .part = TRUE, .market = CDL_MARKET_UM } };

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  if (g_getenv ("CHANDELIER_FEED_SEED") != NULL)
    seed = g_ascii_strtoull (g_getenv ("CHANDELIER_FEED_SEED"), NULL, 10);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/live/feed/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }

  for (gsize i = 0; g_getenv ("CHANDELIER_FEED_SOAK") != NULL && i < G_N_ELEMENTS (soaks); i++)
    {
      g_autofree char *path = g_strdup_printf ("/live/feed/%s", soaks[i].name);

      soaks[i].minutes = (guint) g_ascii_strtoull (g_getenv ("CHANDELIER_FEED_SOAK"), NULL, 10);
      g_test_add_data_func (path, &soaks[i], test_case);
    }

  return g_test_run ();
}
