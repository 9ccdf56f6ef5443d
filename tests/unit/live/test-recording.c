#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "cdl-recorder.h"
#include "cdl-recording-private.h"
#include "cdl-session-told.h"
#include "cdl-test-session.h"
#include "cdl-time.h"

#define N_WORLDS 60

/* A folder of its own, which goes with what is in it. */
static char *
new_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("chandelier-recording-XXXXXX", &error);

  g_assert_no_error (error);

  return folder;
}

static void
remove_folder (const char *folder)
{
  gint64 total;

  for (guint i = cdl_recording_last (folder, &total); i > 0; i--)
    {
      g_autofree char *path = cdl_recording_file (folder, i);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static const char *const symbols[] = { "AAAUSDT", "BBBUSDT", NULL };

static CdlFeedEvent
random_event (CdlRandom *random, guint i)
{
  static const char *const reasons[] = { "", "no connection", "Verbindung getrennt: zu spät" };
  gint64 time = G_GINT64_CONSTANT (1735689600000) + (gint64) i * 700;
  CdlFeedEvent event = {
    .type = (CdlFeedEventType) cdl_random_below (random, CDL_N_FEED_EVENTS),
    .symbol = symbols[cdl_random_below (random, 2)],
    .received_at = time + (gint64) cdl_random_below (random, 100) - 50,
    .reconstructed = cdl_random_below (random, 2) == 0,
  };
  double price = 0.0001 + cdl_random_double (random) * 60000;

  switch (event.type)
    {
    case CDL_FEED_EVENT_PRINT:
      event.print = (CdlPrint){ time, price };
      break;
    case CDL_FEED_EVENT_KLINE:
      event.kline.row.open_time = time;
      for (int f = 0; f < CDL_N_FIELDS; f++)
        event.kline.row.field[f] = price;
      event.kline.row.field[CDL_FIELD_HIGH] *= 1.01;
      event.kline.row.field[CDL_FIELD_VOLUME] = 0.0;
      event.kline.whole = cdl_random_below (random, 2) == 0;
      event.kline.late = cdl_random_below (random, 2) == 0;
      break;
    case CDL_FEED_EVENT_MARK:
      event.mark.time = time;
      event.mark.price = price;
      break;
    case CDL_FEED_EVENT_FUNDING:
      event.funding
          = (CdlFunding){ time, -price / 1e8, cdl_random_below (random, 2) == 0 ? price : 0.0 };
      break;
    case CDL_FEED_EVENT_STATE:
      event.state.state = (CdlFeedState) cdl_random_below (random, CDL_N_FEED_STATES);
      event.state.reason = reasons[cdl_random_below (random, 3)];
      break;
    case CDL_FEED_EVENT_RULES:
      event.rules = (CdlFeedRules){
        { time, { (gint64) cdl_random_below (random, 3), 2 }, { 1, 5 }, price },
        reasons[cdl_random_below (random, 3)],
      };
      break;
    case CDL_FEED_EVENT_FORMING:
    default:
      event.type = CDL_FEED_EVENT_PRINT;
      event.print = (CdlPrint){ time, price };
    }

  return event;
}

/* What is expected back. */
typedef struct
{
  GArray *events; /* CdlFeedEvent */
  guint n;
} Expected;

static void
compare (const CdlFeedEvent *event, gpointer data)
{
  Expected *self = data;
  const CdlFeedEvent *expected;

  g_assert_cmpuint (self->n, <, self->events->len);
  expected = &g_array_index (self->events, CdlFeedEvent, self->n++);
  g_assert_cmpint (event->type, ==, expected->type);
  g_assert_cmpstr (event->symbol, ==, expected->symbol);
  g_assert_cmpint (event->received_at, ==, expected->received_at);
  g_assert_cmpint (event->reconstructed, ==, expected->reconstructed);
  switch (event->type)
    {
    case CDL_FEED_EVENT_PRINT:
      g_assert_cmpint (event->print.time, ==, expected->print.time);
      g_assert_cmpfloat (event->print.price, ==, expected->print.price);
      break;
    case CDL_FEED_EVENT_KLINE:
      g_assert_cmpint (event->kline.row.open_time, ==, expected->kline.row.open_time);
      g_assert_cmpint (event->kline.whole, ==, expected->kline.whole);
      g_assert_cmpint (event->kline.late, ==, expected->kline.late);
      for (int f = 0; f < CDL_N_FIELDS; f++)
        g_assert_cmpfloat (event->kline.row.field[f], ==, expected->kline.row.field[f]);
      break;
    case CDL_FEED_EVENT_MARK:
      g_assert_cmpint (event->mark.time, ==, expected->mark.time);
      g_assert_cmpfloat (event->mark.price, ==, expected->mark.price);
      break;
    case CDL_FEED_EVENT_FUNDING:
      g_assert_cmpint (event->funding.time, ==, expected->funding.time);
      g_assert_cmpfloat (event->funding.rate, ==, expected->funding.rate);
      g_assert_cmpfloat (event->funding.price, ==, expected->funding.price);
      break;
    case CDL_FEED_EVENT_STATE:
      g_assert_cmpint (event->state.state, ==, expected->state.state);
      g_assert_cmpstr (event->state.reason, ==, expected->state.reason);
      break;
    case CDL_FEED_EVENT_RULES:
      g_assert_cmpint (event->rules.rules.from, ==, expected->rules.rules.from);
      g_assert_cmpint (event->rules.rules.tick.mantissa, ==, expected->rules.rules.tick.mantissa);
      g_assert_cmpint (event->rules.rules.tick.scale, ==, expected->rules.rules.tick.scale);
      g_assert_cmpint (event->rules.rules.step.mantissa, ==, 1);
      g_assert_cmpint (event->rules.rules.step.scale, ==, 5);
      g_assert_cmpfloat (event->rules.rules.min_notional, ==, expected->rules.rules.min_notional);
      g_assert_cmpstr (event->rules.status, ==, expected->rules.status);
      break;
    case CDL_FEED_EVENT_FORMING:
    default:
      g_assert_not_reached ();
    }
}

static guint
place_of (const char *symbol)
{
  return strcmp (symbol, symbols[0]) == 0 ? 0 : 1;
}

static void
record (const char *folder, GArray *events, guint n, CdlRandom *random)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlRecorder) recorder = cdl_recorder_new (folder, 0, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    {
      CdlFeedEvent event = random_event (random, events->len);

      g_assert_true (cdl_recorder_add (recorder, place_of (event.symbol), &event, &error));
      g_array_append_val (events, event);
      if (cdl_random_below (random, 500) == 0)
        g_assert_true (cdl_recorder_flush (recorder, &error));
    }
}

/* What was recorded is played as it was, over several starts; and whatever a crash leaves of the
 * last file is a beginning of it. */
static void
test_round_trip (void)
{
  g_autofree char *folder = new_folder ();
  g_autoptr (GArray) events = g_array_new (FALSE, FALSE, sizeof (CdlFeedEvent));
  Expected expected = { events, 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *bytes = NULL;
  gsize size;
  gint64 total;
  CdlRandom random;
  guint before, last = 0;

  cdl_random_init (&random, 1);
  record (folder, events, 20000, &random);
  record (folder, events, 0, &random);
  before = events->len;
  record (folder, events, 3000, &random);
  g_assert_true (cdl_recording_play (folder, symbols, compare, &expected, &error));
  g_assert_cmpuint (expected.n, ==, events->len);
  g_assert_cmpuint (cdl_recording_last (folder, &total), ==, 3);
  g_test_message ("%" G_GINT64_FORMAT " bytes for %u events", total, events->len);

  path = cdl_recording_file (folder, 3);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  for (gsize cut = 0; cut < size; cut += 1 + cdl_random_below (&random, 300))
    {
      g_autofree char *torn = g_memdup2 (bytes, cut);

      expected.n = before;
      g_assert_true (cdl_recording_play_bytes ((const guint8 *) torn, cut, symbols, compare,
                                               &expected, &error));
      g_assert_cmpuint (expected.n, >=, last);
      last = expected.n;
    }
  g_assert_cmpuint (last, >, before);

  /* Not a crash: a bit that changed where more follows. */
  bytes[40] ^= 16;
  expected.n = before;
  g_assert_false (
      cdl_recording_play_bytes ((const guint8 *) bytes, size, symbols, compare, &expected, &error));
  g_assert_error (error, CDL_SESSION_ERROR, CDL_SESSION_ERROR_RECORDING);
  remove_folder (folder);
}

/* A recording that is full says so, and what is there stays good. */
static void
test_cap (void)
{
  g_autofree char *folder = new_folder ();
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlRecorder) recorder = cdl_recorder_new (folder, 4000, &error);
  g_autoptr (GArray) events = g_array_new (FALSE, FALSE, sizeof (CdlFeedEvent));
  Expected expected = { events, 0 };
  CdlRandom random;
  gint64 total;

  cdl_random_init (&random, 2);
  for (;;)
    {
      CdlFeedEvent event = random_event (&random, events->len);

      g_array_append_val (events, event);
      if (!cdl_recorder_add (recorder, place_of (event.symbol), &event, &error)
          || !cdl_recorder_flush (recorder, &error))
        break;
      g_assert_cmpuint (events->len, <, 10000);
    }
  g_assert_error (error, CDL_SESSION_ERROR, CDL_SESSION_ERROR_RECORDING);
  g_clear_error (&error);
  g_assert_false (cdl_recorder_flush (recorder, &error));
  cdl_recording_last (folder, &total);
  g_assert_cmpint (total, <=, 4000);
  g_clear_error (&error);
  g_assert_true (cdl_recording_play (folder, symbols, compare, &expected, &error));
  g_assert_cmpuint (expected.n, ==, events->len - 1);
  remove_folder (folder);
}

/* How large a file may grow: a full disk, to whoever writes. */
static void
allow_size (rlim_t size)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = size;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

/* What finds no room waits; once there is some again, nothing was lost. */
static void
test_no_room (void)
{
  g_autofree char *folder = new_folder ();
  g_autofree char *path = cdl_recording_file (folder, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlRecorder) recorder = cdl_recorder_new (folder, 0, &error);
  g_autoptr (GArray) events = g_array_new (FALSE, FALSE, sizeof (CdlFeedEvent));
  Expected expected = { events, 0 };
  CdlRandom random;
  GStatBuf info;

  signal (SIGXFSZ, SIG_IGN);
  cdl_random_init (&random, 3);
  for (int round = 0; round < 12; round++)
    {
      gboolean full = round % 3 != 0;

      g_assert_cmpint (g_stat (path, &info), ==, 0);
      /* Some of a block fits, or nothing. */
      allow_size (full ? (rlim_t) info.st_size + cdl_random_below (&random, 2) * 20
                       : RLIM_INFINITY);
      for (int i = 0; i < 500; i++)
        {
          CdlFeedEvent event = random_event (&random, events->len);

          g_array_append_val (events, event);
          g_assert_true (cdl_recorder_add (recorder, place_of (event.symbol), &event, &error));
        }
      g_assert_cmpint (cdl_recorder_flush (recorder, &error), ==, !full);
      if (full)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
      g_clear_error (&error);
    }
  allow_size (RLIM_INFINITY);
  g_assert_true (cdl_recorder_flush (recorder, &error));
  g_assert_true (cdl_recording_play (folder, symbols, compare, &expected, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (expected.n, ==, events->len);
  remove_folder (folder);
}

/* A session that is played again makes the same trades. */
static void
test_replay (void)
{
  guint trades = 0;

  for (guint64 seed = 1; seed <= N_WORLDS; seed++)
    {
      g_autofree char *folder = new_folder ();
      g_autoptr (TestWorld) world = test_world_new (seed, TEST_PLAN_LEVELS);
      const CdlKlines *path = cdl_columns_view (world->market->path);
      g_autoptr (CdlSessionPlan) plan = cdl_session_plan_new ();
      g_autoptr (CdlSessionPlan) loaded = NULL;
      g_autoptr (CdlSession) session = NULL;
      g_autoptr (CdlSession) again = NULL;
      g_autoptr (CdlSessionTold) heard = NULL, heard_again = NULL;
      g_autoptr (CdlRecorder) recorder = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;
      g_autofree char *file = g_build_filename (folder, "session.json", NULL);
      CdlRandom random;
      gsize n;

      cdl_random_init (&random, seed);
      plan->id = g_strdup ("x");
      plan->strategy = g_strdup (world->plan->text);
      plan->path_interval = CDL_INTERVAL_1M;
      plan->from = path->open_time[0];
      cdl_session_plan_add (plan, TEST_SYMBOL, test_session_fields (path), &world->plan->settings,
                            0);
      g_assert_true (cdl_session_plan_save (plan, folder, &error));
      loaded = cdl_session_plan_load (folder, &error);
      g_assert_no_error (error);

      heard = cdl_session_told_new (plan);
      heard_again = cdl_session_told_new (plan);
      session = cdl_session_plan_begin (plan, cdl_session_told_fact, heard, &error);
      g_assert_no_error (error);
      recorder = cdl_recorder_new (folder, 0, &error);
      for (gsize j = 0; j < path->n; j++)
        {
          const CdlPrint *prints = test_session_prints_of (world->market, j, &n);
          gsize told = cdl_random_below (&random, n + 1);
          CdlFeedEvent event = test_session_kline (path, j, told == n);

          for (gsize i = 0; i < told; i++)
            {
              CdlFeedEvent print = test_session_print (prints[i]);

              g_assert_true (cdl_session_take (session, &print));
              g_assert_true (cdl_recorder_add (recorder, 0, &print, &error));
            }
          /* The process ends, and another one begins. */
          if (cdl_random_below (&random, 40) == 0)
            {
              cdl_recorder_free (recorder);
              recorder = cdl_recorder_new (folder, 0, &error);
              cdl_session_free (session);
              session = cdl_recording_replay (folder, loaded, cdl_session_told_fact, heard, &error);
              g_assert_no_error (error);
            }
          g_assert_true (cdl_session_take (session, &event));
          g_assert_true (cdl_recorder_add (recorder, 0, &event, &error));
        }
      g_assert_true (cdl_recorder_flush (recorder, &error));

      again = cdl_recording_replay (folder, loaded, cdl_session_told_fact, heard_again, &error);
      g_assert_no_error (error);
      before = cdl_session_told_fingerprint (heard, world->plan->program);
      after = cdl_session_told_fingerprint (heard_again, world->plan->program);
      g_assert_cmpstr (before, ==, after);
      trades += cdl_session_told_symbol (heard, 0)->trades->len;
      g_unlink (file);
      remove_folder (folder);
    }
  g_assert_cmpuint (trades, >, N_WORLDS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recording/round-trip", test_round_trip);
  g_test_add_func ("/recording/cap", test_cap);
  g_test_add_func ("/recording/no-room", test_no_room);
  g_test_add_func ("/recording/replay", test_replay);

  return g_test_run ();
}
