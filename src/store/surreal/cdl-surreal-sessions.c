#include "cdl-chunk-private.h"
#include "cdl-json-reader-private.h"
#include "cdl-local-text-private.h"
#include "cdl-record-json-private.h"
#include "cdl-surreal-library-private.h"
#include "cdl-surreal-literal-private.h"
#include "cdl-surreal-private.h"

/* Live sessions, and what happens in them: a record per trade and per event. */

#define SESSION_FIELDS                                                                             \
  "sid, params_json, market, symbols, interval, settings, state, created_at, stopped_at, note,"    \
  " error, strategy, revision, strategy_rev.created_at AS strategy_created_at"

gboolean
cdl_surreal_put_session (CdlStore *self,
                         const CdlSessionRecord *session,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autofree char *params = cdl_local_params_text (session->params);
  g_autoptr (GString) sql = g_string_new ("{ ");

  cdl_surreal_store_strategy (sql, session->strategy);
  g_string_append (sql, "UPSERT ");
  cdl_surreal_record (sql, "session", session->id);
  g_string_append (sql, " CONTENT {");
  cdl_surreal_member_text (sql, "sid", session->id);
  cdl_surreal_member_text (sql, "strategy", session->strategy->name);
  cdl_surreal_member_text (sql, "revision", session->strategy->revision);
  cdl_surreal_name (sql, "strategy_rev");
  cdl_surreal_strategy_id (sql, session->strategy->name, session->strategy->revision);
  cdl_surreal_member_text (sql, "params_json", params);
  cdl_surreal_member_text (sql, "market", cdl_market_name (session->market));
  cdl_surreal_name (sql, "symbols");
  cdl_surreal_texts (sql, (const char *const *) session->symbols, -1);
  cdl_surreal_member_int (sql, "interval", cdl_interval_ms (session->interval));
  cdl_surreal_member_text (sql, "settings", session->settings);
  cdl_surreal_member_text (sql, "state", cdl_session_state_name (session->state));
  cdl_surreal_member_int (sql, "created_at", session->created_at);
  cdl_surreal_member_time (sql, "stopped_at", session->stopped_at);
  cdl_surreal_member_text (sql, "note", session->note);
  cdl_surreal_member_text (sql, "error", session->error);
  g_string_append (sql, "} RETURN NONE; RETURN true }");

  return cdl_surreal_do (self, sql->str, cancellable, error);
}

static gboolean
read_texts (JsonObject *row, CdlSessionRecord *session, GError **error)
{
  const char *id, *settings, *note, *failure, *name, *revision, *json;
  gint64 strategy_created_at;

  if (!cdl_json_get_string (row, "sid", &id, error)
      || !cdl_json_get_string (row, "settings", &settings, error)
      || !cdl_json_get_string (row, "note", &note, error)
      || !cdl_json_get_nullable (row, "error", &failure, error)
      || !cdl_json_get_string (row, "strategy", &name, error)
      || !cdl_json_get_string (row, "revision", &revision, error)
      || !cdl_json_get_nullable (row, "json", &json, error)
      || !cdl_json_get_time (row, "strategy_created_at", &strategy_created_at, error))
    return FALSE;
  session->id = g_strdup (id);
  session->settings = g_strdup (settings);
  g_free (session->note);
  session->note = g_strdup (note);
  session->error = g_strdup (failure);
  session->strategy = cdl_strategy_record_new (name, revision, json, strategy_created_at);

  return TRUE;
}

static CdlSessionRecord *
read_session (JsonObject *row, GError **error)
{
  g_autoptr (CdlSessionRecord) session = cdl_session_record_new ();
  const char *params, *market, *state;
  JsonArray *symbols;
  gint64 interval;

  if (!read_texts (row, session, error) || !cdl_json_get_string (row, "params_json", &params, error)
      || !cdl_json_get_string (row, "market", &market, error)
      || !cdl_json_get_string (row, "state", &state, error)
      || !cdl_json_get_array (row, "symbols", &symbols, error)
      || !cdl_json_get_int (row, "interval", 0, G_MAXINT64, &interval, error)
      || !cdl_json_get_int (row, "created_at", G_MININT64, G_MAXINT64, &session->created_at, error)
      || !cdl_json_get_time (row, "stopped_at", &session->stopped_at, error)
      || !cdl_local_params_parse (params, session->params, error)
      || !cdl_local_market (market, &session->market, error)
      || !cdl_local_interval (interval, &session->interval, error))
    return NULL;
  g_strfreev (session->symbols);
  session->symbols = cdl_texts_read (symbols, error);
  if (session->symbols == NULL)
    return NULL;
  if (cdl_session_state_parse (state, &session->state))
    return g_steal_pointer (&session);
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID, "“%s” is not a state", state);

  return NULL;
}

static GPtrArray *
select_sessions (CdlStore *self, const char *sql, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonNode) rows = cdl_surreal_select (self, sql, cancellable, error);
  g_autoptr (GPtrArray) sessions
      = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_session_record_free);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < cdl_surreal_n_rows (rows); i++)
    {
      CdlSessionRecord *session = read_session (cdl_surreal_row (rows, i), error);

      if (session == NULL)
        {
          cdl_local_damaged ("session", "of a list", error);
          return NULL;
        }
      g_ptr_array_add (sessions, session);
    }

  return g_steal_pointer (&sessions);
}

GPtrArray *
cdl_surreal_list_sessions (CdlStore *self, guint states, GCancellable *cancellable, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT " SESSION_FIELDS " FROM session WHERE true");

  for (guint i = 0; states != 0 && i < CDL_N_SESSION_STATES; i++)
    if ((states & (1u << i)) == 0)
      g_string_append_printf (sql, " AND state != \"%s\"",
                              cdl_session_state_name ((CdlSessionState) i));
  g_string_append (sql, " ORDER BY sid DESC");

  return select_sessions (self, sql->str, cancellable, error);
}

CdlSessionRecord *
cdl_surreal_get_session (CdlStore *self, const char *id, GCancellable *cancellable, GError **error)
{
  g_autoptr (GString) sql
      = g_string_new ("SELECT " SESSION_FIELDS ", strategy_rev.json AS json FROM ");
  g_autoptr (GPtrArray) sessions = NULL;

  cdl_surreal_record (sql, "session", id);
  sessions = select_sessions (self, sql->str, cancellable, error);
  if (sessions == NULL)
    return NULL;
  if (sessions->len == 1)
    return g_ptr_array_steal_index (sessions, 0);
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND, "There is no session %s", id);

  return NULL;
}

/* session_trade:["id", */
static void
append_entry (GString *sql, const char *table, const char *session)
{
  g_string_append_printf (sql, "%s:[", table);
  cdl_surreal_text (sql, session);
  g_string_append (sql, ", ");
}

/* table:["id", first]..=["id", ..] */
static void
append_all (GString *sql, const char *table, const char *session)
{
  append_entry (sql, table, session);
  g_string_append (sql, "NONE]..=[");
  cdl_surreal_text (sql, session);
  g_string_append (sql, ", ..]");
}

gboolean
cdl_surreal_delete_session (CdlStore *self,
                            const char *id,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (GString) sql = g_string_new ("{ DELETE ");

  append_all (sql, "session_trade", id);
  g_string_append (sql, " RETURN NONE; DELETE ");
  append_all (sql, "session_event", id);
  g_string_append (sql, " RETURN NONE; DELETE ");
  cdl_surreal_record (sql, "session", id);
  g_string_append (sql, " RETURN NONE; RETURN true }");

  return cdl_surreal_do (self, sql->str, cancellable, error);
}

/* Throws "missing" if the session is not there. */
static void
append_session_check (GString *sql, const char *session)
{
  g_autofree char *message = g_strdup_printf ("missing There is no session %s", session);

  g_string_append (sql, "IF (SELECT VALUE sid FROM ONLY ");
  cdl_surreal_record (sql, "session", session);
  g_string_append (sql, ") = NONE { THROW ");
  cdl_surreal_text (sql, message);
  g_string_append (sql, " };\n");
}

static void
append_trade (GString *sql, const char *session, const CdlSessionTrade *trade)
{
  g_autoptr (GByteArray) blob = cdl_chunk_encode (&cdl_trade_fields, &trade->trade, 1);
  g_autofree char *text = g_base64_encode (blob->data, blob->len);

  g_string_append (sql, "UPSERT ");
  append_entry (sql, "session_trade", session);
  cdl_surreal_int (sql, (gint64) trade->seq);
  g_string_append (sql, "] CONTENT {");
  cdl_surreal_member_int (sql, "seq", (gint64) trade->seq);
  cdl_surreal_member_text (sql, "symbol", trade->symbol);
  cdl_surreal_member_text (sql, "name", trade->name);
  cdl_surreal_member_bool (sql, "reconstructed", trade->reconstructed);
  cdl_surreal_member_text (sql, "data", text);
  g_string_append (sql, "} RETURN NONE;\n");
}

static void
append_event (GString *sql, const char *session, const CdlSessionEvent *event)
{
  g_string_append (sql, "INSERT IGNORE INTO session_event {id: ");
  append_entry (sql, "session_event", session);
  cdl_surreal_int (sql, (gint64) event->seq);
  g_string_append_c (sql, ']');
  cdl_surreal_member_int (sql, "seq", (gint64) event->seq);
  cdl_surreal_member_int (sql, "time", event->time);
  cdl_surreal_member_text (sql, "symbol", event->symbol);
  cdl_surreal_member_text (sql, "kind", event->kind);
  cdl_surreal_member_text (sql, "data", event->data);
  g_string_append (sql, "} RETURN NONE;\n");
}

gboolean
cdl_surreal_journal (CdlStore *self,
                     const char *session,
                     const CdlSessionTrade *trades,
                     gsize n_trades,
                     const CdlSessionEvent *events,
                     gsize n_events,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (GString) sql = g_string_new ("{ ");

  append_session_check (sql, session);
  for (gsize i = 0; i < n_trades; i++)
    append_trade (sql, session, &trades[i]);
  for (gsize i = 0; i < n_events; i++)
    append_event (sql, session, &events[i]);
  g_string_append (sql, "RETURN true }");

  return cdl_surreal_do (self, sql->str, cancellable, error);
}

static gboolean
read_trade (JsonObject *row, GArray *trades, GError **error)
{
  g_autoptr (GArray) decoded = g_array_new (FALSE, FALSE, sizeof (CdlTrade));
  CdlSessionTrade trade = { 0 };
  const char *symbol, *name, *text;
  g_autofree guchar *data = NULL;
  gint64 seq;
  gsize size;

  if (!cdl_json_get_int (row, "seq", 0, G_MAXINT64, &seq, error)
      || !cdl_json_get_string (row, "symbol", &symbol, error)
      || !cdl_json_get_string (row, "name", &name, error)
      || !cdl_json_get_bool (row, "reconstructed", &trade.reconstructed, error)
      || !cdl_json_get_string (row, "data", &text, error))
    return FALSE;
  data = g_base64_decode (text, &size);
  if (!cdl_chunk_decode (&cdl_trade_fields, data, size, decoded, error))
    return FALSE;
  if (decoded->len != 1)
    {
      g_set_error_literal (error, CDL_STORE_ERROR, CDL_STORE_ERROR_DAMAGED,
                           "a trade of it is not one trade");
      return FALSE;
    }
  trade.seq = (guint64) seq;
  trade.symbol = g_strdup (symbol);
  trade.name = g_strdup (name);
  trade.trade = g_array_index (decoded, CdlTrade, 0);
  g_array_append_val (trades, trade);

  return TRUE;
}

static gboolean
read_event (JsonObject *row, GArray *events, GError **error)
{
  CdlSessionEvent event = { 0 };
  const char *symbol, *kind, *data;
  gint64 seq;

  if (!cdl_json_get_int (row, "seq", 0, G_MAXINT64, &seq, error)
      || !cdl_json_get_int (row, "time", G_MININT64, G_MAXINT64, &event.time, error)
      || !cdl_json_get_nullable (row, "symbol", &symbol, error)
      || !cdl_json_get_string (row, "kind", &kind, error)
      || !cdl_json_get_nullable (row, "data", &data, error))
    return FALSE;
  event.seq = (guint64) seq;
  event.symbol = g_strdup (symbol);
  event.kind = g_strdup (kind);
  event.data = g_strdup (data);
  g_array_append_val (events, event);

  return TRUE;
}

typedef struct
{
  const char *table;
  const char *fields;
  gboolean (*read) (JsonObject *row, GArray *entries, GError **error);
  guint size;
  GDestroyNotify clear;
} Journal;

static GArray *
list_journal (CdlStore *self,
              const Journal *journal,
              const char *session,
              guint64 after,
              guint limit,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, journal->size);
  g_autoptr (GString) sql = g_string_new ("{ ");
  g_autoptr (JsonNode) rows = NULL;

  g_array_set_clear_func (entries, journal->clear);
  append_session_check (sql, session);
  g_string_append_printf (sql, "RETURN (SELECT %s FROM ", journal->fields);
  append_entry (sql, journal->table, session);
  cdl_surreal_int (sql, (gint64) MIN (after, G_MAXINT64));
  g_string_append (sql, "]>..=[");
  cdl_surreal_text (sql, session);
  g_string_append_printf (sql, ", ..] LIMIT %u) }", limit);

  rows = cdl_surreal_select (self, sql->str, cancellable, error);
  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < cdl_surreal_n_rows (rows); i++)
    if (!journal->read (cdl_surreal_row (rows, i), entries, error))
      {
        cdl_local_damaged ("session", session, error);
        return NULL;
      }

  return g_steal_pointer (&entries);
}

GArray *
cdl_surreal_list_session_trades (CdlStore *self,
                                 const char *session,
                                 guint64 after,
                                 guint limit,
                                 GCancellable *cancellable,
                                 GError **error)
{
  static const Journal journal = { "session_trade", "seq, symbol, name, reconstructed, data",
                                   read_trade, sizeof (CdlSessionTrade), cdl_session_trade_clear };

  return list_journal (self, &journal, session, after, limit, cancellable, error);
}

GArray *
cdl_surreal_list_session_events (CdlStore *self,
                                 const char *session,
                                 guint64 after,
                                 guint limit,
                                 GCancellable *cancellable,
                                 GError **error)
{
  static const Journal journal = { "session_event", "seq, time, symbol, kind, data", read_event,
                                   sizeof (CdlSessionEvent), cdl_session_event_clear };

  return list_journal (self, &journal, session, after, limit, cancellable, error);
}
