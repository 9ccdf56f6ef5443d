#include "cdl-session-json-private.h"

#include "cdl-record-json-private.h"
#include "cdl-record-rows-private.h"
#include "cdl-run-json-private.h"
#include "cdl-store-error.h"

static gboolean
refuse_state (GError **error, const char *state)
{
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID, "“state” cannot be “%s”", state);

  return FALSE;
}

void
cdl_test_write_members (CdlJsonWriter *writer, const CdlTestRecord *test)
{
  cdl_json_member_string (writer, "id", test->id);
  cdl_json_member_string (writer, "name", test->name);
  cdl_json_member_string (writer, "request", test->request);
  cdl_json_member_string (writer, "asked_by", test->asked_by);
  cdl_json_member_string (writer, "state", cdl_test_state_name (test->state));
  cdl_json_member_int (writer, "priority", test->priority);
  cdl_json_member_int (writer, "place", test->place);
  cdl_json_member_int (writer, "runs", (gint64) test->runs);
  cdl_json_member_int (writer, "runs_done", (gint64) test->runs_done);
  cdl_json_member_exact (writer, "work", test->work);
  cdl_json_member_exact (writer, "work_done", test->work_done);
  cdl_json_member_exact (writer, "estimate_ms", test->estimate_ms);
  cdl_json_member_int (writer, "created_at", test->created_at);
  cdl_json_member_time (writer, "started_at", test->started_at);
  cdl_json_member_time (writer, "finished_at", test->finished_at);
  cdl_json_member_int (writer, "elapsed_ms", test->elapsed_ms);
  cdl_json_member_string (writer, "error", test->error);
}

CdlTestRecord *
cdl_test_read_json (JsonObject *object, GError **error)
{
  g_autoptr (CdlTestRecord) test = NULL;
  const char *id, *name, *request, *asked_by, *state, *message;
  gint64 created_at, priority, runs, runs_done;

  if (!cdl_json_get_string (object, "id", &id, error)
      || !cdl_json_get_string (object, "name", &name, error)
      || !cdl_json_get_string (object, "request", &request, error)
      || !cdl_json_get_string (object, "asked_by", &asked_by, error)
      || !cdl_json_get_string (object, "state", &state, error)
      || !cdl_json_get_nullable (object, "error", &message, error)
      || !cdl_json_get_int (object, "created_at", G_MININT64, G_MAXINT64, &created_at, error))
    return NULL;

  test = cdl_test_record_new (id, name, request, asked_by, created_at);
  test->error = g_strdup (message);
  if (!cdl_test_state_parse (state, &test->state))
    {
      refuse_state (error, state);
      return NULL;
    }
  if (!cdl_json_get_int (object, "priority", G_MININT, G_MAXINT, &priority, error)
      || !cdl_json_get_int (object, "place", G_MININT64, G_MAXINT64, &test->place, error)
      || !cdl_json_get_int (object, "runs", 0, G_MAXINT64, &runs, error)
      || !cdl_json_get_int (object, "runs_done", 0, G_MAXINT64, &runs_done, error)
      || !cdl_json_get_double (object, "work", &test->work, error)
      || !cdl_json_get_double (object, "work_done", &test->work_done, error)
      || !cdl_json_get_double (object, "estimate_ms", &test->estimate_ms, error)
      || !cdl_json_get_time (object, "started_at", &test->started_at, error)
      || !cdl_json_get_time (object, "finished_at", &test->finished_at, error)
      || !cdl_json_get_int (object, "elapsed_ms", 0, G_MAXINT64, &test->elapsed_ms, error))
    return NULL;
  test->priority = (int) priority;
  test->runs = (guint64) runs;
  test->runs_done = (guint64) runs_done;

  return g_steal_pointer (&test);
}

void
cdl_session_write_members (CdlJsonWriter *writer, const CdlSessionRecord *session)
{
  cdl_json_member_string (writer, "id", session->id);
  cdl_json_member_string (writer, "strategy", session->strategy->name);
  cdl_json_member_string (writer, "revision", session->strategy->revision);
  cdl_json_name (writer, "params");
  cdl_params_write (writer, session->params);
  cdl_json_member_string (writer, "market", cdl_market_name (session->market));
  cdl_json_name (writer, "symbols");
  cdl_texts_write (writer, (const char *const *) session->symbols);
  cdl_json_member_string (writer, "interval", cdl_interval_name (session->interval));
  cdl_json_member_string (writer, "settings", session->settings);
  cdl_json_member_string (writer, "state", cdl_session_state_name (session->state));
  cdl_json_member_int (writer, "created_at", session->created_at);
  cdl_json_member_time (writer, "stopped_at", session->stopped_at);
  cdl_json_member_string (writer, "note", session->note);
  cdl_json_member_string (writer, "error", session->error);
}

CdlSessionRecord *
cdl_session_read_json (JsonObject *object, GError **error)
{
  g_autoptr (CdlSessionRecord) session = cdl_session_record_new ();
  const char *id, *strategy, *revision, *settings, *state, *note, *message;
  JsonObject *params;
  JsonArray *symbols;

  if (!cdl_json_get_string (object, "id", &id, error)
      || !cdl_json_get_string (object, "strategy", &strategy, error)
      || !cdl_json_get_string (object, "revision", &revision, error)
      || !cdl_json_get_string (object, "settings", &settings, error)
      || !cdl_json_get_string (object, "state", &state, error)
      || !cdl_json_get_string (object, "note", &note, error)
      || !cdl_json_get_nullable (object, "error", &message, error))
    return NULL;

  session->id = g_strdup (id);
  session->strategy = cdl_strategy_record_new (strategy, revision, NULL, 0);
  session->settings = g_strdup (settings);
  g_free (session->note);
  session->note = g_strdup (note);
  session->error = g_strdup (message);
  if (!cdl_session_state_parse (state, &session->state))
    {
      refuse_state (error, state);
      return NULL;
    }
  if (!cdl_json_get_object (object, "params", &params, error)
      || !cdl_params_read (params, session->params, error)
      || !cdl_json_get_market (object, "market", &session->market, error)
      || !cdl_json_get_interval (object, "interval", &session->interval, error)
      || !cdl_json_get_array (object, "symbols", &symbols, error)
      || !cdl_json_get_int (object, "created_at", G_MININT64, G_MAXINT64, &session->created_at,
                            error)
      || !cdl_json_get_time (object, "stopped_at", &session->stopped_at, error))
    return NULL;
  g_strfreev (session->symbols);
  session->symbols = cdl_texts_read (symbols, error);

  return session->symbols != NULL ? g_steal_pointer (&session) : NULL;
}

void
cdl_session_trade_write_members (CdlJsonWriter *writer, const CdlSessionTrade *trade)
{
  cdl_json_member_int (writer, "seq", (gint64) trade->seq);
  cdl_json_member_string (writer, "symbol", trade->symbol);
  cdl_json_member_string (writer, "name", trade->name);
  cdl_json_member_bool (writer, "reconstructed", trade->reconstructed);
  cdl_json_name (writer, "trade");
  cdl_row_write_json (writer, &cdl_trade_fields, &trade->trade, trade->name, trade->symbol);
}

gboolean
cdl_session_trade_read_json (JsonObject *object, CdlSessionTrade *entry, GError **error)
{
  const char *symbol, *name;
  JsonObject *trade;
  gint64 seq;

  *entry = (CdlSessionTrade){ 0 };
  if (!cdl_json_get_int (object, "seq", 1, G_MAXINT64, &seq, error)
      || !cdl_json_get_string (object, "symbol", &symbol, error)
      || !cdl_json_get_string (object, "name", &name, error)
      || !cdl_json_get_bool (object, "reconstructed", &entry->reconstructed, error)
      || !cdl_json_get_object (object, "trade", &trade, error))
    return FALSE;
  entry->seq = (guint64) seq;
  entry->symbol = g_strdup (symbol);
  entry->name = g_strdup (name);

  return cdl_row_read_json (trade, &cdl_trade_fields, &entry->trade, error);
}

void
cdl_session_event_write_members (CdlJsonWriter *writer, const CdlSessionEvent *event)
{
  cdl_json_member_int (writer, "seq", (gint64) event->seq);
  cdl_json_member_int (writer, "time", event->time);
  cdl_json_member_string (writer, "symbol", event->symbol);
  cdl_json_member_string (writer, "kind", event->kind);
  cdl_json_member_string (writer, "data", event->data);
}

gboolean
cdl_session_event_read_json (JsonObject *object, CdlSessionEvent *entry, GError **error)
{
  const char *symbol, *kind, *data;
  gint64 seq;

  *entry = (CdlSessionEvent){ 0 };
  if (!cdl_json_get_int (object, "seq", 1, G_MAXINT64, &seq, error)
      || !cdl_json_get_int (object, "time", G_MININT64, G_MAXINT64, &entry->time, error)
      || !cdl_json_get_nullable (object, "symbol", &symbol, error)
      || !cdl_json_get_string (object, "kind", &kind, error)
      || !cdl_json_get_nullable (object, "data", &data, error))
    return FALSE;
  entry->seq = (guint64) seq;
  entry->symbol = g_strdup (symbol);
  entry->kind = g_strdup (kind);
  entry->data = g_strdup (data);

  return TRUE;
}
