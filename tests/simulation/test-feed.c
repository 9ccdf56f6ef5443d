#include "cdl-test-exchange.h"

#include "cdl-absent.h"
#include "cdl-feed-cases.h"
#include "cdl-feed-hub.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define START  "2024-03-01T00:00:30"
#define FIRST  G_GINT64_CONSTANT (1709251200000) /* 2024-03-01 00:00 */
#define SYMBOL "BTCUSDT"

#define MINUTES  5
#define SPEED    60
#define FALL_MS  (60 * CDL_SECOND_MS)
#define FRESH_MS (60 * CDL_SECOND_MS) /* what is told as seen is no older */
#define MORE_MEMORY                                                                                \
  (6 * 1024 * 1024) /* that a soak may hold at its end beyond a quarter of it                      \
                     */
#define MORE_FILES  8
#define MAX_ANSWERS 60 /* that a feed asks for while trading stands still, and after */

/* What a process holds. */
typedef struct
{
  gint64 resident; /* bytes */
  guint files;
} Usage;

typedef struct
{
  const Case *test;
  CdlTestExchange *exchange;
  gboolean soaks;
  Usage feed, server; /* after a quarter of a soak */
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

/* What the machine's calendar was set to, beside the truth, and for how long it has slept. */
static gint set_hours, slept_seconds;

/* Everyone's in this process: GLib asks one or the other. */
int
clock_gettime (clockid_t id, struct timespec *now)
{
  int result = (int) syscall (SYS_clock_gettime, id, now);

  if (id == CLOCK_REALTIME)
    now->tv_sec += 3600 * g_atomic_int_get (&set_hours);
  if (id == CLOCK_REALTIME || id == CLOCK_BOOTTIME)
    now->tv_sec += g_atomic_int_get (&slept_seconds);

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

static const char *
symbol_of (const Case *test)
{
  return test->symbol != NULL ? test->symbol : SYMBOL;
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

static Usage
usage_of (const char *pid)
{
  g_autofree char *statm = g_build_filename ("/proc", pid, "statm", NULL);
  g_autofree char *folder = g_build_filename ("/proc", pid, "fd", NULL);
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  g_autofree char *text = NULL;
  Usage usage = { .files = 0 };

  g_assert_true (g_file_get_contents (statm, &text, NULL, NULL));
  usage.resident = g_ascii_strtoll (strchr (text, ' '), NULL, 10) * sysconf (_SC_PAGESIZE);
  while (files != NULL && g_dir_read_name (files) != NULL)
    usage.files++;

  return usage;
}

static void
check_usage (const char *what, const Usage *before, const Usage *now)
{
  g_test_message ("%s: %.1f MiB and %u files after a quarter, %.1f MiB and %u at the end", what,
                  (double) before->resident / (1 << 20), before->files,
                  (double) now->resident / (1 << 20), now->files);
  g_assert_cmpint (now->resident, <=, before->resident + MORE_MEMORY);
  g_assert_cmpuint (now->files, <=, before->files + MORE_FILES);
}

static gboolean
set_back (gpointer data)
{
  g_atomic_int_set (&set_hours, -24);

  return G_SOURCE_REMOVE;
}

static gboolean
mend (gpointer data)
{
  Watch *self = data;

  cdl_test_exchange_control (self->exchange, "clear");

  return G_SOURCE_REMOVE;
}

/* Hours go by at once, for the exchange and on the clocks that count sleep: the lid was closed. */
static void
go_to_sleep (Watch *self, gint64 now)
{
  guint speed = self->test->speed > 0 ? self->test->speed : SPEED;
  gint64 until = now + self->test->sleep * CDL_HOUR_MS;
  g_autofree char *order = g_strdup_printf ("clock?now=%" G_GINT64_FORMAT, until);

  cdl_test_exchange_control (self->exchange, order);
  g_atomic_int_set (&slept_seconds, (int) (self->test->sleep * 3600 / speed));
  self->wanted += self->test->sleep * 60;
}

/* Two klines were told. */
static void
begin_fault (Watch *self, gint64 now)
{
  const Case *test = self->test;
  g_auto (GStrv) orders = g_strsplit (test->later != NULL ? test->later : "", " ", -1);

  self->later_at = now;
  for (char **order = orders; *order != NULL; order++)
    cdl_test_exchange_control (self->exchange, *order);
  if (test->mended > 0)
    g_timeout_add (test->mended * 60000 / SPEED, mend, self);
  if (test->sleep > 0)
    go_to_sleep (self, now);
  if (test->sets)
    {
      g_atomic_int_set (&set_hours, 1);
      g_timeout_add (1700, set_back, NULL); /* while the pause lasts that the exchange ordered */
    }
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
    begin_fault (self, event->received_at);
  if (self->soaks && self->klines->len == self->wanted / 4)
    {
      self->feed = usage_of ("self");
      self->server = usage_of (cdl_test_exchange_pid (self->exchange));
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

  g_assert_cmpstr (event->symbol, ==, symbol_of (self->test));
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
  if (event->type == CDL_FEED_EVENT_PRINT && !event->reconstructed)
    g_assert_cmpint (event->received_at - event->print.time, <=, FRESH_MS);
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

/* Appends a page of the exchange's klines up to a time. Returns the time of the next one. */
static gint64
append_page (CdlTestExchange *exchange,
             const CdlSeriesId *id,
             gint64 from,
             gint64 to,
             CdlColumns *columns)
{
  guint rows = 0, weight;
  g_autofree char *path = cdl_exchange_binance ()->page_path (id, from, to, -1, &rows, &weight);
  g_autofree char *body = cdl_test_exchange_get (exchange, path);
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlColumns) page
      = cdl_exchange_binance ()->parse_klines (body, strlen (body), id, &error);
  const CdlKlines *view;

  g_assert_no_error (error);
  view = cdl_columns_view (page);
  for (gsize i = 0; i < view->n; i++)
    {
      double values[CDL_N_FIELDS];

      for (guint f = 0; f < CDL_N_FIELDS; f++)
        values[f] = view->field[f][i];
      cdl_columns_append (columns, view->open_time[i], values);
    }

  return view->n < rows ? to : view->open_time[view->n - 1] + CDL_MINUTE_MS;
}

/* The klines as an exchange without faults has them. */
static CdlColumns *
truth_of (const Case *test, guint n)
{
  g_autofree char *seed_option = g_strdup_printf ("--seed=%" G_GUINT64_FORMAT, seed);
  const char *const options[] = { seed_option, "--start=2024-04-01", "--speed=0", NULL };
  g_autoptr (CdlTestExchange) exchange = cdl_test_exchange_new (options);
  CdlSeriesId id = { .series = CDL_SERIES_KLINES };
  CdlColumns *columns = cdl_columns_new (CDL_INTERVAL_1M, (1u << CDL_N_FIELDS) - 1);
  gint64 end = kline_time (test, n);

  halt (test, exchange);
  cdl_dataset_name_init (&id.name, test->market, symbol_of (test), CDL_INTERVAL_1M);
  for (gint64 next = FIRST; next < end;)
    next = append_page (exchange, &id, next, end, columns);

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

  cdl_dataset_name_init (&name, watch->test->market, symbol_of (watch->test), CDL_INTERVAL_1M);
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

  cdl_dataset_name_init (&name, test->market, symbol_of (test), CDL_INTERVAL_1M);
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
  /* Nothing was asked while the exchange had ordered a pause, and no more said than it allows. */
  g_assert_false (g_regex_match_simple ("violations\":[1-9]", state, 0, 0));
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
  if (test->sleep > 0)
    g_assert_true (watch->fell);
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
  g_auto (GStrv) more = g_strsplit (test->options != NULL ? test->options : "", " ", -1);
  g_auto (GStrv) options = NULL;
  g_autofree char *folder = g_dir_make_tmp ("chandelier-feed-XXXXXX", NULL);
  g_autoptr (CdlArchive) archive = cdl_archive_new (folder);
  g_autoptr (CdlTestExchange) exchange = NULL;
  g_autoptr (CdlFeedHub) hub = NULL;
  g_autoptr (GError) error = NULL;
  guint speed = test->speed > 0 ? test->speed : SPEED;
  g_autofree char *symbol_option = g_strconcat ("--symbol=", symbol_of (test), NULL);
  g_autofree char *speed_option = g_strdup_printf ("--speed=%u", speed);
  g_autofree char *seed_option = g_strdup_printf ("--seed=%" G_GUINT64_FORMAT, seed);
  CdlFeedHubOptions at
      = { .archive = archive, .clock_speed = speed, .connection_life = test->life, .log = on_log };
  CdlFeedCoreOptions core
      = { test->market, symbol_of (test), CDL_INTERVAL_1M, FIRST, CDL_FEED_PRINT_SPAN };
  Watch watch = { .test = test, .wanted = test->minutes > 0 ? test->minutes : MINUTES };
  CdlFeedConsumer consumer = { .event = on_event, .data = &watch };
  CdlFeedSubscription *subscription;
  guint timer;

  g_strv_builder_add_many (builder, seed_option, "--start=" START, symbol_option, speed_option,
                           test->life > 0 ? "--session-hours=1" : NULL, NULL);
  g_strv_builder_addv (builder, (const char **) more);
  for (char **fault = faults; *fault != NULL; fault++)
    g_strv_builder_add_many (builder, "--fault", *fault, NULL);
  options = g_strv_builder_end (builder);
  exchange = watch.exchange = cdl_test_exchange_new ((const char *const *) options);
  at.stream[test->market] = cdl_test_exchange_websocket (exchange);
  at.rest[test->market] = cdl_test_exchange_http (exchange);
  halt (test, exchange);
  g_test_message ("the exchange's seed is %" G_GUINT64_FORMAT ", from " START, seed);
  watch.soaks = g_str_has_prefix (test->name, "soak/");
  watch.loop = g_main_loop_new (NULL, FALSE);
  watch.klines = g_array_new (FALSE, FALSE, sizeof (CdlFeedKline));
  hub = cdl_feed_hub_new (&at, &error);
  g_assert_no_error (error);

  subscription = cdl_feed_hub_subscribe (hub, &core, &consumer);
  timer = g_timeout_add_seconds (90 + 2 * watch.wanted, too_long, &watch);
  g_main_loop_run (watch.loop);
  g_source_remove (timer);
  if (watch.soaks)
    {
      const Usage feed = usage_of ("self");
      const Usage server = usage_of (cdl_test_exchange_pid (exchange));

      check_usage ("the feed", &watch.feed, &feed);
      check_usage ("the exchange", &watch.server, &server);
    }
  cdl_feed_subscription_end (subscription);
  g_clear_pointer (&hub, cdl_feed_hub_free);

  g_atomic_int_set (&set_hours, 0);
  g_atomic_int_set (&slept_seconds, 0);
  check_klines (&watch, archive);
  check_holes (&watch, archive);
  check_funding (&watch);
  check_course (&watch);
  g_array_unref (watch.klines);
  g_main_loop_unref (watch.loop);
}

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
