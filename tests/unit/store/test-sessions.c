#include "cdl-test-store.h"

#include "cdl-time.h"

static CdlSessionRecord *
make_session (const char *id)
{
  CdlSessionRecord *session = cdl_session_record_new ();

  session->id = g_strdup (id);
  session->strategy = cdl_test_strategy (1);
  cdl_session_record_add_param (session, "reward", 0.1 + 0.2);
  cdl_session_record_add_param (session, "a", 1.0);
  session->market = CDL_MARKET_UM;
  g_strfreev (session->symbols);
  session->symbols = g_strsplit ("BTCUSDT|É\"TH", "|", -1);
  session->interval = CDL_INTERVAL_4H;
  session->settings = g_strdup ("{\"capital\":10000}");
  session->created_at = 55;

  return session;
}

static void
test_record (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  g_autoptr (CdlSessionRecord) session = make_session ("s1"), other = make_session ("s2");
  g_autoptr (CdlSessionRecord) read = NULL;
  g_autoptr (GPtrArray) all = NULL, running = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (cdl_store_put_session (store, session, NULL, &error));
  session->state = CDL_SESSION_FAILED;
  session->stopped_at = 99;
  session->error = g_strdup ("feed “stale”");
  g_free (session->note);
  session->note = g_strdup ("été");
  g_assert_true (cdl_store_put_session (store, session, NULL, &error));
  g_assert_true (cdl_store_put_session (store, other, NULL, &error));

  read = cdl_store_get_session (store, "s1", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read->strategy->json, ==, session->strategy->json);
  g_assert_cmpuint (read->params->len, ==, 2);
  g_assert_cmpstr (g_array_index (read->params, CdlRunParam, 0).name, ==, "reward");
  cdl_test_assert_double (g_array_index (read->params, CdlRunParam, 0).value, 0.1 + 0.2);
  g_assert_cmpint (read->market, ==, CDL_MARKET_UM);
  g_assert_cmpstrv (read->symbols, session->symbols);
  g_assert_cmpint (read->interval, ==, CDL_INTERVAL_4H);
  g_assert_cmpstr (read->settings, ==, session->settings);
  g_assert_cmpint (read->state, ==, CDL_SESSION_FAILED);
  g_assert_cmpint (read->created_at, ==, 55);
  g_assert_cmpint (read->stopped_at, ==, 99);
  g_assert_cmpstr (read->note, ==, "été");
  g_assert_cmpstr (read->error, ==, "feed “stale”");

  all = cdl_store_list_sessions (store, 0, NULL, &error);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpstr (((CdlSessionRecord *) all->pdata[0])->id, ==, "s2");
  g_assert_null (((CdlSessionRecord *) all->pdata[0])->strategy->json);
  running = cdl_store_list_sessions (store, 1u << CDL_SESSION_RUNNING, NULL, &error);
  g_assert_cmpuint (running->len, ==, 1);

  g_assert_null (cdl_store_get_session (store, "s3", NULL, &error));
  g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND);

  backend->destroy (store);
}

/* A trade is a row that is replaced when it closes; an event is written once. */
static void
test_journal (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  g_autoptr (CdlSessionRecord) session = make_session ("s1");
  g_autoptr (GArray) trades = NULL, events = NULL, rest = NULL;
  g_autoptr (GError) error = NULL;
  CdlSessionTrade trade = { 1, (char *) "BTCUSDT", (char *) "«long»", FALSE, { 0 } };
  CdlSessionEvent event = { 1, 5, NULL, (char *) "connected", NULL };
  CdlSessionEvent bad = { 0, 5, NULL, (char *) "zero", NULL };
  CdlRandom random;

  cdl_random_init (&random, 61);
  g_assert_true (cdl_store_put_session (store, session, NULL, &error));
  for (guint i = 1; i <= 25; i++)
    {
      cdl_test_trade (&random, i, &trade.trade);
      trade.seq = i;
      event.seq = i;
      event.data = i % 2 == 0 ? (char *) "{\"i\": 1.50}" : NULL;
      event.symbol = i % 3 == 0 ? (char *) "BTCUSDT" : NULL;
      g_assert_true (cdl_store_journal (store, "s1", &trade, 1, &event, 1, NULL, &error));
    }
  trade.reconstructed = TRUE;
  event.kind = (char *) "changed";
  g_assert_true (cdl_store_journal (store, "s1", &trade, 1, &event, 1, NULL, &error));
  g_assert_no_error (error);

  trades = cdl_store_list_session_trades (store, "s1", 5, 100, NULL, &error);
  g_assert_cmpuint (trades->len, ==, 20);
  g_assert_cmpuint (g_array_index (trades, CdlSessionTrade, 0).seq, ==, 6);
  g_assert_true (g_array_index (trades, CdlSessionTrade, 19).reconstructed);
  g_assert_cmpstr (g_array_index (trades, CdlSessionTrade, 19).name, ==, "«long»");
  g_assert_cmpmem (&g_array_index (trades, CdlSessionTrade, 19).trade, sizeof (CdlTrade),
                   &trade.trade, sizeof (CdlTrade));
  events = cdl_store_list_session_events (store, "s1", 0, 24, NULL, &error);
  g_assert_cmpuint (events->len, ==, 24);
  g_assert_cmpstr (g_array_index (events, CdlSessionEvent, 1).data, ==, "{\"i\": 1.50}");
  g_assert_cmpstr (g_array_index (events, CdlSessionEvent, 2).symbol, ==, "BTCUSDT");
  rest = cdl_store_list_session_events (store, "s1", 24, 24, NULL, &error);
  g_assert_cmpuint (rest->len, ==, 1);
  g_assert_cmpstr (g_array_index (rest, CdlSessionEvent, 0).kind, ==, "connected");

  /* A journal entry that is refused takes the whole call with it. */
  trade.seq = 26;
  g_assert_false (cdl_store_journal (store, "s1", &trade, 1, &bad, 1, NULL, &error));
  g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (cdl_store_journal (store, "s9", &trade, 1, NULL, 0, NULL, &error));
  g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_clear_pointer (&trades, g_array_unref);
  trades = cdl_store_list_session_trades (store, "s1", 25, 100, NULL, &error);
  g_assert_cmpuint (trades->len, ==, 0);

  /* Putting the session again keeps its journal; deleting it does not. */
  g_assert_true (cdl_store_put_session (store, session, NULL, &error));
  g_clear_pointer (&trades, g_array_unref);
  trades = cdl_store_list_session_trades (store, "s1", 0, 100, NULL, &error);
  g_assert_cmpuint (trades->len, ==, 25);
  g_assert_true (cdl_store_delete_session (store, "s1", NULL, &error));
  g_assert_null (cdl_store_list_session_trades (store, "s1", 0, 100, NULL, &error));
  g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (cdl_store_put_session (store, session, NULL, &error));
  g_clear_pointer (&events, g_array_unref);
  events = cdl_store_list_session_events (store, "s1", 0, 100, NULL, &error);
  g_assert_cmpuint (events->len, ==, 0);

  backend->destroy (store);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cdl_test_store_add ("sessions/record", test_record);
  cdl_test_store_add ("sessions/journal", test_journal);

  return g_test_run ();
}
