#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sys/resource.h>

#include "cdl-bench.h"
#include "cdl-live-session.h"
#include "cdl-local-store.h"
#include "cdl-recording.h"
#include "cdl-random.h"
#include "cdl-time.h"
#include "cdl-uuid.h"

/* Sessions at work: recorded and journalled, over --size seconds of a market of 50 symbols and
 * 5,000 prints a second that all of 10 sessions trade. */

#define N_SESSIONS        10
#define N_SYMBOLS         50
#define PRINTS_PER_SECOND 5000
#define START             (G_GINT64_CONSTANT (1735689600000))

static const char strategy[]
    = "{\"format\": 1, \"name\": \"Bench\", \"interval\": \"1m\","
      " \"let\": {\"fast\": \"sma(close, 10)\", \"slow\": \"sma(close, 50)\"},"
      " \"setups\": [{\"name\": \"up\", \"side\": \"long\", \"when\": \"fast > slow\","
      "  \"entry\": {\"price\": \"high\"}, \"stop_loss\": \"low * 0.999\","
      "  \"take_profit\": \"high * 1.002\", \"expires\": 5}],"
      " \"money\": {\"mode\": \"percent\", \"percent\": 10}}";

typedef struct
{
  CdlBench *bench;
  char *root;
  CdlStore *store;
  CdlLiveSession *session[N_SESSIONS];
  char symbol[N_SYMBOLS][16];
  CdlFeedKline forming[N_SYMBOLS];
  double price[N_SYMBOLS];
  CdlRandom random;
  guint facts;
  guint trades;
} World;

static void
count (const CdlSessionFact *fact, gpointer data)
{
  World *self = data;

  self->facts++;
  self->trades += fact->type == CDL_FACT_ENTRY;
}

static CdlLiveSession *
start (World *self)
{
  g_autoptr (CdlSessionPlan) plan = cdl_session_plan_new ();
  g_autoptr (CdlSessionRecord) record = cdl_session_record_new ();
  g_autoptr (GError) error = NULL;
  CdlSettings settings;
  CdlLiveSession *session;

  cdl_settings_init (&settings, CDL_MARKET_SPOT);
  settings.tick = (CdlDecimal){ 1, 2 };
  plan->id = cdl_uuid_v7_new ();
  plan->strategy = g_strdup (strategy);
  plan->path_interval = CDL_INTERVAL_1M;
  plan->history = plan->from = START;
  for (guint i = 0; i < N_SYMBOLS; i++)
    cdl_session_plan_add (plan, self->symbol[i], (1u << CDL_N_FIELDS) - 1, &settings, 0);
  record->id = g_strdup (plan->id);
  record->strategy = cdl_strategy_record_new ("Bench", "0123456789", strategy, 0);
  record->settings = g_strdup ("{}");
  record->created_at = START;
  session = cdl_live_session_start (self->root, self->store, record, plan, &error);
  if (session == NULL)
    g_error ("%s", error->message);

  return session;
}

static void
tell (World *self, const CdlFeedEvent *event)
{
  for (guint s = 0; s < N_SESSIONS && self->session[s] != NULL; s++)
    cdl_live_session_take (self->session[s], event);
}

static void
commit (World *self)
{
  for (guint s = 0; s < N_SESSIONS && self->session[s] != NULL; s++)
    cdl_live_session_commit (self->session[s], count, self, NULL);
}

static void
end_minute (World *self, gint64 now)
{
  for (guint i = 0; i < N_SYMBOLS; i++)
    {
      CdlFeedEvent event = {
        .type = CDL_FEED_EVENT_KLINE,
        .symbol = self->symbol[i],
        .received_at = now,
        .kline = { .row = self->forming[i], .whole = TRUE },
      };

      tell (self, &event);
      self->forming[i] = (CdlFeedKline){ .open_time = now };
    }
}

/* An hour that detection looks back on. */
static void
tell_history (World *self)
{
  for (gint64 minute = -60; minute < 0; minute++)
    {
      for (guint i = 0; i < N_SYMBOLS; i++)
        {
          self->forming[i].open_time = START + minute * CDL_MINUTE_MS;
          self->price[i] = 100.0 + 0.01 * (double) cdl_random_below (&self->random, 100);
          for (int f = 0; f < CDL_N_FIELDS; f++)
            self->forming[i].field[f] = self->price[i];
        }
      end_minute (self, START + (minute + 1) * CDL_MINUTE_MS);
    }
}

static void
print (World *self, gint64 now, double *latency)
{
  guint i = (guint) cdl_random_below (&self->random, N_SYMBOLS);
  double *field = self->forming[i].field;
  gint64 before;
  CdlFeedEvent event
      = { .type = CDL_FEED_EVENT_PRINT, .symbol = self->symbol[i], .received_at = now };

  self->price[i] += 0.01 * ((double) cdl_random_below (&self->random, 21) - 10.0);
  event.print = (CdlPrint){ now, self->price[i] };
  if (field[CDL_FIELD_VOLUME] == 0.0)
    field[CDL_FIELD_OPEN] = field[CDL_FIELD_HIGH] = field[CDL_FIELD_LOW] = self->price[i];
  field[CDL_FIELD_HIGH] = MAX (field[CDL_FIELD_HIGH], self->price[i]);
  field[CDL_FIELD_LOW] = MIN (field[CDL_FIELD_LOW], self->price[i]);
  field[CDL_FIELD_CLOSE] = self->price[i];
  field[CDL_FIELD_VOLUME] += 1.0;

  before = g_get_monotonic_time ();
  tell (self, &event);
  *latency = (double) (g_get_monotonic_time () - before) / 1000.0;
}

static double
processor_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
         + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
measure (World *self)
{
  guint seconds = cdl_bench_size (self->bench);
  g_autofree double *latency = g_new (double, (gsize) seconds *PRINTS_PER_SECOND);
  double before;
  guint n = 0;

  for (guint s = 0; s < N_SESSIONS; s++)
    self->session[s] = start (self);

  tell_history (self);

  before = processor_seconds ();
  for (guint second = 0; second < seconds; second++)
    {
      gint64 now = START + (gint64) second * CDL_SECOND_MS;

      if (second > 0 && second % 60 == 0)
        end_minute (self, now);
      for (guint k = 0; k < PRINTS_PER_SECOND; k++, n++)
        print (self, now + k * CDL_SECOND_MS / PRINTS_PER_SECOND, &latency[n]);
      commit (self);
      cdl_bench_progress (self->bench, "seconds", second + 1, seconds);
    }
  cdl_bench_figure (self->bench, "facts told", self->facts, "", CDL_BENCH_NO_BAR);
  cdl_bench_figure (self->bench, "memory", cdl_bench_memory (), "MB", CDL_BENCH_NO_BAR);
  cdl_bench_figure (self->bench, "processor share of ten sessions",
                    100.0 * (processor_seconds () - before) / (double) seconds, "%",
                    CDL_BENCH_AT_MOST (50, "live"));
  cdl_bench_samples (self->bench, "a print through ten sessions", latency, n, "ms",
                     CDL_BENCH_AT_MOST (1, "live"));
  for (guint s = 0; s < N_SESSIONS; s++)
    cdl_live_session_free (self->session[s]);
}

/* Klines of a week, each by itself: what a session that goes on and on holds in memory. */
static void
measure_week (World *self)
{
  const guint day = 24 * 60, minutes = 7 * day;

  for (guint s = 1; s < N_SESSIONS; s++)
    self->session[s] = NULL;
  self->session[0] = start (self);
  tell_history (self);
  self->trades = 0;
  cdl_bench_figure (self->bench, "memory, start of the week", cdl_bench_memory (), "MB",
                    CDL_BENCH_NO_BAR);
  for (guint minute = 0; minute < minutes; minute++)
    {
      gint64 now = START + (gint64) (minute + 1) * CDL_MINUTE_MS;

      for (guint i = 0; i < N_SYMBOLS; i++)
        {
          double *field = self->forming[i].field;

          self->price[i] += 0.01 * ((double) cdl_random_below (&self->random, 21) - 10.0);
          for (int f = 0; f < CDL_N_FIELDS; f++)
            field[f] = self->price[i];
        }
      end_minute (self, now);
      if (minute % 60 == 0)
        commit (self);
      cdl_bench_progress (self->bench, "minutes", minute + 1, minutes);
      if (minute + 1 == day)
        cdl_bench_figure (self->bench, "memory, end of its first day", cdl_bench_memory (), "MB",
                          CDL_BENCH_NO_BAR);
    }
  cdl_bench_figure (self->bench, "memory, end of the week", cdl_bench_memory (), "MB",
                    CDL_BENCH_NO_BAR);
  cdl_bench_figure (self->bench, "trades made", self->trades, "", CDL_BENCH_NO_BAR);
  cdl_live_session_free (self->session[0]);
}

int
main (int argc, char **argv)
{
  CdlBench *bench = cdl_bench_new ("live", 300, &argc, &argv);
  World world = { .bench = bench, .root = g_dir_make_tmp ("chandelier-bench-XXXXXX", NULL) };
  g_autofree char *path = g_build_filename (world.root, "store.sqlite", NULL);

  for (guint i = 0; i < N_SYMBOLS; i++)
    g_snprintf (world.symbol[i], sizeof world.symbol[i], "BENCH%uUSDT", i);
  cdl_random_init (&world.random, 1);
  world.store = cdl_local_store_new (path, NULL);
  if (cdl_bench_section (bench, "Ten sessions, fifty symbols, 5,000 prints a second", NULL))
    measure (&world);
  if (cdl_bench_section (bench, "One session, a week of 1m klines", NULL))
    measure_week (&world);
  g_clear_object (&world.store);
  remove_tree (world.root);
  g_free (world.root);

  return cdl_bench_finish (bench);
}
