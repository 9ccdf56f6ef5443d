#include "cdl-local-library-private.h"
#include "cdl-local-private.h"
#include "cdl-local-text-private.h"

#define SESSION_COLUMNS                                                                            \
  "id, strategy_rev, params, market, symbols, interval, settings, state, created_at, stopped_at,"  \
  " note, error"

static gboolean
put_session (CdlConnection *connection, const CdlSessionRecord *session, GError **error)
{
  g_autofree char *params = cdl_local_params_text (session->params);
  g_autofree char *symbols = cdl_local_texts_text ((const char *const *) session->symbols);
  sqlite3_stmt *statement;
  gint64 strategy_key;

  if (!cdl_local_store_strategy (connection, session->strategy, FALSE, &strategy_key, error))
    return FALSE;
  /* Not REPLACE: that would take the journal with the row. */
  statement = cdl_connection_prepare (
      connection,
      "INSERT INTO session (" SESSION_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (id) DO UPDATE SET strategy_rev = excluded.strategy_rev,"
      " params = excluded.params, market = excluded.market, symbols = excluded.symbols,"
      " interval = excluded.interval, settings = excluded.settings, state = excluded.state,"
      " created_at = excluded.created_at, stopped_at = excluded.stopped_at, note = excluded.note,"
      " error = excluded.error",
      error);
  if (statement == NULL)
    return FALSE;
  cdl_bind_text (statement, 1, session->id);
  sqlite3_bind_int64 (statement, 2, strategy_key);
  cdl_bind_text (statement, 3, params);
  cdl_bind_text (statement, 4, cdl_market_name (session->market));
  cdl_bind_text (statement, 5, symbols);
  sqlite3_bind_int64 (statement, 6, cdl_interval_ms (session->interval));
  cdl_bind_text (statement, 7, session->settings);
  cdl_bind_text (statement, 8, cdl_session_state_name (session->state));
  sqlite3_bind_int64 (statement, 9, session->created_at);
  cdl_bind_time (statement, 10, session->stopped_at);
  cdl_bind_text (statement, 11, session->note);
  cdl_bind_text (statement, 12, session->error);

  return cdl_connection_run (connection, statement, error);
}

gboolean
cdl_local_put_session (CdlStore *self,
                       const CdlSessionRecord *session,
                       GCancellable *cancellable,
                       GError **error)
{
  CdlConnection *connection = cdl_local_begin_write (self, cancellable, error);

  return connection != NULL
         && cdl_local_end_write (self, connection, put_session (connection, session, error), error);
}

static gboolean
read_fields (CdlConnection *connection,
             sqlite3_stmt *row,
             gboolean with_json,
             CdlSessionRecord *session,
             GError **error)
{
  const char *state = (const char *) sqlite3_column_text (row, 7);

  g_strfreev (session->symbols);
  session->symbols = cdl_local_texts_parse ((const char *) sqlite3_column_text (row, 4), error);
  if (session->symbols == NULL
      || !cdl_local_params_parse ((const char *) sqlite3_column_text (row, 2), session->params,
                                  error)
      || !cdl_local_market ((const char *) sqlite3_column_text (row, 3), &session->market, error)
      || !cdl_local_interval (sqlite3_column_int64 (row, 5), &session->interval, error))
    return FALSE;
  if (!cdl_session_state_parse (state, &session->state))
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID, "“%s” is not a state", state);
      return FALSE;
    }
  session->strategy
      = cdl_local_load_strategy (connection, sqlite3_column_int64 (row, 1), with_json, error);

  return session->strategy != NULL;
}

static CdlSessionRecord *
session_of_row (CdlConnection *connection, sqlite3_stmt *row, gboolean with_json, GError **error)
{
  g_autoptr (CdlSessionRecord) session = cdl_session_record_new ();

  session->id = cdl_column_text (row, 0);
  session->settings = cdl_column_text (row, 6);
  session->created_at = sqlite3_column_int64 (row, 8);
  session->stopped_at = cdl_column_time (row, 9);
  g_free (session->note);
  session->note = cdl_column_text (row, 10);
  session->error = cdl_column_text (row, 11);
  if (read_fields (connection, row, with_json, session, error))
    return g_steal_pointer (&session);
  cdl_local_damaged ("session", session->id, error);

  return NULL;
}

static GPtrArray *
list_sessions (CdlConnection *connection, guint states, const char *id, GError **error)
{
  g_autoptr (GPtrArray) sessions
      = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_session_record_free);
  g_autoptr (GString) sql
      = g_string_new ("SELECT " SESSION_COLUMNS " FROM session WHERE (?1 IS NULL OR id = ?1)");
  sqlite3_stmt *statement;
  gboolean row = TRUE;

  for (guint i = 0; states != 0 && i < CDL_N_SESSION_STATES; i++)
    if ((states & (1u << i)) == 0)
      g_string_append_printf (sql, " AND state <> '%s'",
                              cdl_session_state_name ((CdlSessionState) i));
  g_string_append (sql, " ORDER BY id DESC");

  statement = cdl_connection_prepare (connection, sql->str, error);
  if (statement == NULL)
    return NULL;
  cdl_bind_text (statement, 1, id);
  while (row)
    {
      CdlSessionRecord *session;

      if (!cdl_connection_step (connection, statement, &row, error))
        return NULL;
      if (!row)
        break;
      session = session_of_row (connection, statement, id != NULL, error);
      if (session == NULL)
        return NULL;
      g_ptr_array_add (sessions, session);
    }

  return g_steal_pointer (&sessions);
}

GPtrArray *
cdl_local_list_sessions (CdlStore *self, guint states, GCancellable *cancellable, GError **error)
{
  CdlConnection *connection = cdl_local_begin_read (self, cancellable, error);
  GPtrArray *sessions;

  if (connection == NULL)
    return NULL;
  sessions = list_sessions (connection, states, NULL, error);
  cdl_local_end_read (self, connection);

  return sessions;
}

static gboolean
no_session (GError **error, const char *id)
{
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND, "There is no session %s", id);

  return FALSE;
}

CdlSessionRecord *
cdl_local_get_session (CdlStore *self, const char *id, GCancellable *cancellable, GError **error)
{
  CdlConnection *connection = cdl_local_begin_read (self, cancellable, error);
  g_autoptr (GPtrArray) sessions = NULL;

  if (connection == NULL)
    return NULL;
  sessions = list_sessions (connection, 0, id, error);
  cdl_local_end_read (self, connection);

  if (sessions == NULL)
    return NULL;
  if (sessions->len == 0)
    {
      no_session (error, id);
      return NULL;
    }

  return g_ptr_array_steal_index (sessions, 0);
}

gboolean
cdl_local_delete_session (CdlStore *self, const char *id, GCancellable *cancellable, GError **error)
{
  CdlConnection *connection = cdl_local_begin_write (self, cancellable, error);
  sqlite3_stmt *statement;
  gboolean ok;

  if (connection == NULL)
    return FALSE;
  statement = cdl_connection_prepare (connection, "DELETE FROM session WHERE id = ?", error);
  ok = statement != NULL;
  if (ok)
    {
      cdl_bind_text (statement, 1, id);
      ok = cdl_connection_run (connection, statement, error);
    }

  return cdl_local_end_write (self, connection, ok, error);
}
