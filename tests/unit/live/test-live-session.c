#include <glib/gstdio.h>
#include <string.h>

#include "cdl-interval.h"
#include "cdl-live-session.h"
#include "cdl-local-store.h"
#include "cdl-prints.h"
#include "cdl-recording.h"
#include "cdl-session-equity.h"
#include "cdl-session-parity.h"
#include "cdl-session-standing.h"
#include "cdl-session-told.h"
#include "cdl-test-compare.h"
#include "cdl-test-session.h"
#include "cdl-time.h"
#include "cdl-uuid.h"

#define N_WORLDS 10

/* A data folder with a store in it. */
typedef struct
{
  char *root;
  CdlStore *store;
} Place;

static void
place_init (Place *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  self->root = g_dir_make_tmp ("chandelier-live-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (self->root, "store.db", NULL);
  self->store = cdl_local_store_new (path, &error);
  g_assert_no_error (error);
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
place_clear (Place *self)
{
  g_clear_object (&self->store);
  remove_tree (self->root);
  g_free (self->root);
}

/* What was shown, and that the journal had it before. */
typedef struct
{
  CdlStore *store;
  const char *id;
  guint64 seen; /* events of the journal up to the last one shown */
  guint shown;
} Watcher;

static void
watch (const CdlSessionFact *fact, gpointer data)
{
  Watcher *self = data;

  self->shown++;
  for (;;)
    {
      g_autoptr (GArray) events
          = cdl_store_list_session_events (self->store, self->id, self->seen, 1, NULL, NULL);
      const CdlSessionEvent *event;

      g_assert_cmpuint (events->len, ==, 1);
      event = &g_array_index (events, CdlSessionEvent, 0);
      self->seen = event->seq;
      if (strcmp (event->kind, cdl_fact_type_name (fact->type)) != 0)
        continue;
      g_assert_cmpint (event->time, ==, fact->time);
      return;
    }
}

static CdlSessionPlan *
plan_of (const TestWorld *world)
{
  const CdlKlines *path = cdl_columns_view (world->market->path);
  CdlSessionPlan *plan = cdl_session_plan_new ();

  plan->id = cdl_uuid_v7_new ();
  plan->strategy = g_strdup (world->plan->text);
  plan->path_interval = CDL_INTERVAL_1M;
  plan->from = path->open_time[0];
  cdl_session_plan_add (plan, TEST_SYMBOL, test_session_fields (path), &world->plan->settings, 0);

  return plan;
}

static CdlSessionRecord *
record_of (const TestWorld *world, const CdlSessionPlan *plan)
{
  CdlSessionRecord *record = cdl_session_record_new ();

  record->id = g_strdup (plan->id);
  record->strategy = cdl_strategy_record_new ("Test", "0123456789", plan->strategy, 0);
  record->market = world->plan->settings.market;
  record->interval = cdl_program_interval (world->plan->program, 0);
  record->settings = g_strdup ("{}");
  record->created_at = plan->from;
  g_strfreev (record->symbols);
  record->symbols = g_strsplit (TEST_SYMBOL, ",", 0);

  return record;
}

/* Takes an event in, and commits now and then. */
static void
take (CdlLiveSession *session, CdlFeedEvent event, CdlRandom *random, Watcher *watcher)
{
  g_autoptr (GError) error = NULL;

  cdl_live_session_take (session, &event);
  if (cdl_random_below (random, 4) == 0)
    g_assert_true (cdl_live_session_commit (session, watch, watcher, &error));
  g_assert_no_error (error);
}

/* The trades that the store has are those of a run over the same prints. */
static void
check_trades (const Place *place, const char *id, const CdlRun *expected)
{
  g_autoptr (GArray) trades
      = cdl_store_list_session_trades (place->store, id, 0, 10000, NULL, NULL);
  gsize n;
  const CdlTrade *run = cdl_run_trades (expected, &n);

  g_assert_cmpuint (trades->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      const CdlSessionTrade *trade = &g_array_index (trades, CdlSessionTrade, i);

      g_assert_cmpuint (trade->seq, ==, i + 1);
      g_assert_cmpint (trade->trade.entry_time, ==, run[i].entry_time);
      g_assert_cmpint (trade->trade.exit_time, ==, run[i].exit_time);
      g_assert_cmpfloat (trade->trade.pnl, ==, run[i].pnl);
      g_assert_cmpint (trade->trade.exit_reason, ==, run[i].exit_reason);
    }
}

/* Its equity, which its folder has, is that of the run at each kline's close. */
static void
check_equity (const char *folder, const CdlRun *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) points = cdl_session_equity_load (folder, &error);
  gsize n;
  const CdlEquityPoint *run = cdl_run_equity (expected, &n);

  g_assert_no_error (error);
  g_assert_cmpuint (points->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      const CdlEquityPoint *point = &g_array_index (points, CdlEquityPoint, i);

      g_assert_cmpint (point->time, ==, run[i].time);
      g_assert_cmpfloat (point->equity, ==, run[i].equity);
      g_assert_cmpfloat (point->balance, ==, run[i].balance);
    }
}

/* Puts the prints of a market into the archive, day by day; that of number other costs more. */
static void
store_prints (const char *root, const TestMarket *market, guint other)
{
  const GArray *all = market->prints;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < all->len;)
    {
      g_autoptr (GArray) day = g_array_new (FALSE, FALSE, sizeof (CdlTradePrint));
      gint64 start = cdl_time_day (g_array_index (all, CdlPrint, i).time) * CDL_DAY_MS;

      for (; i < all->len && g_array_index (all, CdlPrint, i).time < start + CDL_DAY_MS; i++)
        {
          CdlTradePrint print = { i, g_array_index (all, CdlPrint, i), 1.0 };

          print.print.price += i == other ? 1.0 : 0.0;
          g_array_append_val (day, print);
        }
      for (int m = 0; m < CDL_N_MARKETS; m++)
        g_assert_true (
            cdl_print_day_store (root, (CdlMarket) m, TEST_SYMBOL, start, day, "test", &error));
    }
  g_assert_no_error (error);
}

/* The archive has the very klines and prints that the session was told, or one print otherwise. */
static void
check_prints (const Place *place, const char *folder, CdlArchive *archive, const TestMarket *market)
{
  const guint n = market->prints->len, others[] = { n, n / 2 };

  for (guint k = 0; k < G_N_ELEMENTS (others); k++)
    {
      g_autoptr (CdlSessionParity) parity = NULL;
      g_autoptr (GError) error = NULL;

      store_prints (cdl_archive_root (archive), market, others[k]);
      parity = cdl_session_parity_check (folder, archive, place->store, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (parity->prints, ==, cdl_columns_view (market->path)->n);
      g_assert_cmpuint (parity->prints_different, ==, k);
      g_assert_cmpuint (parity->data->len, ==, k);
      g_assert_true (cdl_session_parity_is_good (parity));
      if (k == 0)
        g_assert_cmpuint (parity->differences->len, ==, 0);
      else
        g_assert_cmpint (g_array_index (parity->data, CdlParityDatum, 0).time, ==,
                         cdl_interval_floor (CDL_INTERVAL_1M,
                                             g_array_index (market->prints, CdlPrint, n / 2).time));
      for (guint i = 0; i < parity->differences->len; i++)
        g_assert_cmpint (g_array_index (parity->differences, CdlParityDifference, i).cause, ==,
                         CDL_PARITY_DATA);
    }
}

/* The archive has the klines that the session was told, or one of them otherwise. */
static void
check_parity (const Place *place, const char *folder, const TestMarket *market)
{
  const CdlKlines *path = cdl_columns_view (market->path);
  g_autofree char *root = g_build_filename (folder, "archive", NULL);
  g_autoptr (CdlArchive) archive = cdl_archive_new (root);
  g_autoptr (CdlSessionParity) parity = NULL;
  g_autoptr (GError) error = NULL;
  CdlSourceFile source = { "test", "" };
  CdlWriteResult result;
  CdlDatasetName name;

  parity = cdl_session_parity_check (folder, NULL, place->store, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (parity->recorded, ==, parity->replayed);
  g_assert_cmpuint (parity->differences->len, ==, 0);
  g_assert_cmpuint (parity->klines_missing, ==, path->n);
  g_assert_true (cdl_session_parity_is_good (parity));
  g_clear_pointer (&parity, cdl_session_parity_free);

  /* Another last kline, which no trade saw, another first one, and none. */
  for (int other = 2; other >= 0; other--)
    {
      g_autoptr (CdlColumns) klines = cdl_columns_new (CDL_INTERVAL_1M, 1u << CDL_FIELD_VOLUME);

      for (gsize i = 0; i < path->n; i++)
        {
          CdlFeedEvent row = test_session_kline (path, i, TRUE);

          if (i == (other == 2 ? path->n - 1 : other == 1 ? 0 : path->n))
            {
              row.kline.row.field[CDL_FIELD_HIGH] *= 1.5;
              row.kline.row.field[CDL_FIELD_LOW] *= 0.5;
              row.kline.row.field[CDL_FIELD_VOLUME] += 1.0;
            }
          cdl_columns_append (klines, path->open_time[i], row.kline.row.field);
        }
      for (int m = 0; m < CDL_N_MARKETS; m++)
        {
          g_assert_true (
              cdl_dataset_name_init (&name, (CdlMarket) m, TEST_SYMBOL, CDL_INTERVAL_1M));
          g_assert_true (cdl_archive_write (archive, &name, cdl_columns_view (klines), &source,
                                            TRUE, &result, &error));
        }
      if (other == 0)
        break;
      parity = cdl_session_parity_check (folder, archive, place->store, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (parity->klines, ==, path->n);
      g_assert_cmpuint (parity->klines_different, ==, 1);
      g_assert_cmpuint (parity->data->len, ==, 1);
      g_assert_cmpuint (parity->prints, ==, 0);
      g_assert_true (cdl_session_parity_is_good (parity));
      for (guint i = 0; i < parity->differences->len; i++)
        g_assert_cmpint (g_array_index (parity->differences, CdlParityDifference, i).cause, ==,
                         CDL_PARITY_DATA);
      g_clear_pointer (&parity, cdl_session_parity_free);
    }
  check_prints (place, folder, archive, market);
}

/* What a stopped session leaves behind can be read, whatever its statistics are. */
static void
check_standing (const char *folder, const CdlRun *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlSessionStanding) standing = cdl_session_standing_load (folder, &error);
  const CdlStandingSymbol *symbol;

  g_assert_no_error (error);
  g_assert_cmpuint (standing->symbols->len, ==, 1);
  symbol = cdl_session_standing_find (standing, TEST_SYMBOL);
  g_assert_cmpint (symbol->state, ==, CDL_FEED_OFFLINE);
  g_assert_cmpfloat (symbol->balance, ==, cdl_run_balance (expected));
  g_assert_cmpuint (symbol->open->len + symbol->pending->len, ==, 0);
}

/* Sessions whose process ends again and again in the middle of klines, with things not yet
 * committed, come out as if nothing had been. */
static void
test_restarts (void)
{
  guint restarts = 0, shown = 0;
  Place place;

  place_init (&place);
  for (guint64 seed = 1; seed <= N_WORLDS; seed++)
    {
      g_autoptr (TestWorld) world = test_world_new (2 * seed, TEST_PLAN_LEVELS);
      g_autoptr (CdlSessionPlan) plan = plan_of (world);
      g_autoptr (CdlSessionRecord) record = record_of (world, plan);
      g_autoptr (CdlRun) expected = NULL;
      g_autoptr (CdlLiveSession) session = NULL;
      g_autoptr (CdlSessionTold) journal = NULL, told = NULL;
      g_autoptr (CdlSession) again = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *folder = cdl_live_session_folder (place.root, plan->id);
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;
      const CdlKlines *path = cdl_columns_view (world->market->path);
      Watcher watcher = { place.store, plan->id, 0, 0 };
      CdlRandom random;

      g_clear_pointer (&world->funding, g_free);
      world->n_funding = 0;
      expected = test_world_run_prints (world);
      cdl_random_init (&random, seed);
      session = cdl_live_session_start (place.root, place.store, record, plan, &error);
      g_assert_no_error (error);
      g_assert_null (cdl_live_session_resume (place.root, place.store, plan->id, &error));
      g_assert_error (error, CDL_SESSION_ERROR, CDL_SESSION_ERROR_BUSY);
      g_clear_error (&error);

      for (gsize j = 0; j < path->n; j++)
        {
          gsize n;
          const CdlPrint *prints = test_session_prints_of (world->market, j, &n);
          gsize cut = cdl_random_below (&random, 10) == 0 ? cdl_random_below (&random, n + 1) : n;

          for (gsize i = 0; i < cut; i++)
            take (session, test_session_print (prints[i]), &random, &watcher);
          if (cut < n)
            {
              cdl_live_session_free (session);
              session = cdl_live_session_resume (place.root, place.store, plan->id, &error);
              g_assert_no_error (error);
              restarts++;
              for (gsize i = 0; i < n; i++)
                take (session, test_session_print (prints[i]), &random, &watcher);
            }
          take (session, test_session_kline (path, j, TRUE), &random, &watcher);
        }
      g_assert_true (cdl_live_session_stop (session, watch, &watcher, &error));
      journal = cdl_session_told_load (plan, place.store, &error);
      g_assert_no_error (error);
      before = cdl_session_told_fingerprint (journal, world->plan->program);
      check_trades (&place, plan->id, expected);
      check_equity (folder, expected);
      shown += watcher.shown;

      told = cdl_session_told_new (plan);
      again = cdl_recording_replay (folder, plan, cdl_session_told_fact, told, &error);
      g_assert_no_error (error);
      cdl_session_finish (again, 0);
      after = cdl_session_told_fingerprint (told, world->plan->program);
      g_assert_cmpstr (before, ==, after);

      check_parity (&place, folder, world->market);
      check_standing (folder, expected);

      cdl_live_session_free (g_steal_pointer (&session));
      g_assert_null (cdl_live_session_resume (place.root, place.store, plan->id, &error));
      g_assert_error (error, CDL_SESSION_ERROR, CDL_SESSION_ERROR_INVALID);
    }
  g_test_message ("%u restarts, %u facts", restarts, shown);
  g_assert_cmpuint (restarts, >, N_WORLDS);
  place_clear (&place);
}

/* Where the backtest may not look at prints, each difference has a cause. */
static void
test_causes (void)
{
  guint causes[CDL_N_PARITY_CAUSES] = { 0 };
  Place place;

  place_init (&place);
  for (guint64 seed = 1; seed <= 4 * N_WORLDS; seed++)
    {
      g_autoptr (TestWorld) world = test_world_new (seed, TEST_PLAN_LEVELS);
      g_autoptr (CdlSessionPlan) plan = plan_of (world);
      g_autoptr (CdlSessionRecord) record = record_of (world, plan);
      g_autoptr (CdlSessionParity) parity = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (CdlLiveSession) session
          = cdl_live_session_start (place.root, place.store, record, plan, &error);
      const CdlKlines *path = cdl_columns_view (world->market->path);

      g_assert_no_error (error);
      for (gsize j = 0; j < path->n; j++)
        {
          gsize n;
          const CdlPrint *prints = test_session_prints_of (world->market, j, &n);
          CdlFeedEvent kline = test_session_kline (path, j, FALSE);

          for (gsize i = 0; i < n; i++)
            {
              CdlFeedEvent print = test_session_print (prints[i]);

              cdl_live_session_take (session, &print);
            }
          cdl_live_session_take (session, &kline);
        }
      g_assert_true (cdl_live_session_stop (session, NULL, NULL, &error));

      parity
          = cdl_session_parity_check (cdl_live_session_path (session), NULL, place.store, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < parity->differences->len; i++)
        {
          const CdlParityDifference *difference
              = &g_array_index (parity->differences, CdlParityDifference, i);

          if (difference->cause == CDL_PARITY_UNKNOWN || difference->cause == CDL_PARITY_DATA)
            g_error ("seed %" G_GUINT64_FORMAT ": %s\n%s", seed, difference->text,
                     world->plan->text);
          causes[difference->cause]++;
        }
    }
  for (int cause = 0; cause < CDL_N_PARITY_CAUSES; cause++)
    g_test_message ("%s: %u", cdl_parity_cause_name ((CdlParityCause) cause), causes[cause]);
  g_assert_cmpuint (causes[CDL_PARITY_FILL], >, 0);
  place_clear (&place);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/live-session/restarts", test_restarts);
  g_test_add_func ("/live-session/causes", test_causes);

  return g_test_run ();
}
