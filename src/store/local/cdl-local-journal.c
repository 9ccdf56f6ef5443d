#include "cdl-chunk-private.h"
#include "cdl-local-private.h"
#include "cdl-local-text-private.h"

/* What happens in live sessions: a row per trade and per event. */

static gboolean
session_exists (CdlConnection *connection, const char *session, GError **error)
{
  sqlite3_stmt *statement
      = cdl_connection_prepare (connection, "SELECT 1 FROM session WHERE id = ?", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  cdl_bind_text (statement, 1, session);
  if (!cdl_connection_step (connection, statement, &row, error))
    return FALSE;
  sqlite3_reset (statement);
  if (!row)
    g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND, "There is no session %s",
                 session);

  return row;
}

static gboolean
put_trade (CdlConnection *connection,
           const char *session,
           const CdlSessionTrade *trade,
           GError **error)
{
  g_autoptr (GByteArray) blob = cdl_chunk_encode (&cdl_trade_fields, &trade->trade, 1);
  sqlite3_stmt *statement = cdl_connection_prepare (
      connection,
      "INSERT OR REPLACE INTO session_trade (session, seq, symbol, name, reconstructed, data)"
      " VALUES (?, ?, ?, ?, ?, ?)",
      error);

  if (statement == NULL)
    return FALSE;
  cdl_bind_text (statement, 1, session);
  sqlite3_bind_int64 (statement, 2, (gint64) trade->seq);
  cdl_bind_text (statement, 3, trade->symbol);
  cdl_bind_text (statement, 4, trade->name);
  sqlite3_bind_int (statement, 5, trade->reconstructed ? 1 : 0);
  sqlite3_bind_blob64 (statement, 6, blob->data, blob->len, SQLITE_STATIC);

  return cdl_connection_run (connection, statement, error);
}

static gboolean
put_event (CdlConnection *connection,
           const char *session,
           const CdlSessionEvent *event,
           GError **error)
{
  sqlite3_stmt *statement = cdl_connection_prepare (
      connection,
      "INSERT OR IGNORE INTO session_event (session, seq, time, symbol, kind, data)"
      " VALUES (?, ?, ?, ?, ?, ?)",
      error);

  if (statement == NULL)
    return FALSE;
  cdl_bind_text (statement, 1, session);
  sqlite3_bind_int64 (statement, 2, (gint64) event->seq);
  sqlite3_bind_int64 (statement, 3, event->time);
  cdl_bind_text (statement, 4, event->symbol);
  cdl_bind_text (statement, 5, event->kind);
  cdl_bind_text (statement, 6, event->data);

  return cdl_connection_run (connection, statement, error);
}

gboolean
cdl_local_journal (CdlStore *self,
                   const char *session,
                   const CdlSessionTrade *trades,
                   gsize n_trades,
                   const CdlSessionEvent *events,
                   gsize n_events,
                   GCancellable *cancellable,
                   GError **error)
{
  CdlConnection *connection = cdl_local_begin_write (self, cancellable, error);
  gboolean ok;

  if (connection == NULL)
    return FALSE;
  ok = session_exists (connection, session, error);
  for (gsize i = 0; ok && i < n_trades; i++)
    ok = put_trade (connection, session, &trades[i], error);
  for (gsize i = 0; ok && i < n_events; i++)
    ok = put_event (connection, session, &events[i], error);

  return cdl_local_end_write (self, connection, ok, error);
}

static gboolean
add_trade (sqlite3_stmt *row, GArray *trades, GError **error)
{
  CdlSessionTrade trade = { .seq = (guint64) sqlite3_column_int64 (row, 0) };
  g_autoptr (GArray) decoded = g_array_new (FALSE, FALSE, sizeof (CdlTrade));

  if (!cdl_chunk_decode (&cdl_trade_fields, sqlite3_column_blob (row, 4),
                         (gsize) sqlite3_column_bytes (row, 4), decoded, error))
    return FALSE;
  if (decoded->len != 1)
    {
      g_set_error_literal (error, CDL_STORE_ERROR, CDL_STORE_ERROR_DAMAGED,
                           "a trade of it is not one trade");
      return FALSE;
    }
  trade.symbol = cdl_column_text (row, 1);
  trade.name = cdl_column_text (row, 2);
  trade.reconstructed = sqlite3_column_int (row, 3) != 0;
  trade.trade = g_array_index (decoded, CdlTrade, 0);
  g_array_append_val (trades, trade);

  return TRUE;
}

static gboolean
add_event (sqlite3_stmt *row, GArray *events, GError **error)
{
  CdlSessionEvent event = {
    .seq = (guint64) sqlite3_column_int64 (row, 0),
    .time = sqlite3_column_int64 (row, 1),
    .symbol = cdl_column_text (row, 2),
    .kind = cdl_column_text (row, 3),
    .data = cdl_column_text (row, 4),
  };

  g_array_append_val (events, event);

  return TRUE;
}

typedef gboolean (*AddFunc) (sqlite3_stmt *row, GArray *entries, GError **error);

static gboolean
read_journal (CdlConnection *connection,
              const char *sql,
              const char *session,
              guint64 after,
              guint limit,
              AddFunc add,
              GArray *entries,
              GError **error)
{
  sqlite3_stmt *statement;
  gboolean row = TRUE;

  if (!session_exists (connection, session, error))
    return FALSE;
  statement = cdl_connection_prepare (connection, sql, error);
  if (statement == NULL)
    return FALSE;
  cdl_bind_text (statement, 1, session);
  sqlite3_bind_int64 (statement, 2, (gint64) MIN (after, G_MAXINT64));
  sqlite3_bind_int64 (statement, 3, limit);
  while (row)
    {
      if (!cdl_connection_step (connection, statement, &row, error))
        return FALSE;
      if (row && !add (statement, entries, error))
        return cdl_local_damaged ("session", session, error);
    }

  return TRUE;
}

static GArray *
list_journal (CdlStore *self,
              const char *sql,
              const char *session,
              guint64 after,
              guint limit,
              AddFunc add,
              gsize entry_size,
              GDestroyNotify entry_clear,
              GCancellable *cancellable,
              GError **error)
{
  CdlConnection *connection = cdl_local_begin_read (self, cancellable, error);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, (guint) entry_size);
  gboolean ok;

  g_array_set_clear_func (entries, entry_clear);
  if (connection == NULL)
    return NULL;
  ok = read_journal (connection, sql, session, after, limit, add, entries, error);
  cdl_local_end_read (self, connection);

  return ok ? g_steal_pointer (&entries) : NULL;
}

GArray *
cdl_local_list_session_trades (CdlStore *self,
                               const char *session,
                               guint64 after,
                               guint limit,
                               GCancellable *cancellable,
                               GError **error)
{
  return list_journal (self,
                       "SELECT seq, symbol, name, reconstructed, data FROM session_trade"
                       " WHERE session = ? AND seq > ? ORDER BY seq LIMIT ?",
                       session, after, limit, add_trade, sizeof (CdlSessionTrade),
                       cdl_session_trade_clear, cancellable, error);
}

GArray *
cdl_local_list_session_events (CdlStore *self,
                               const char *session,
                               guint64 after,
                               guint limit,
                               GCancellable *cancellable,
                               GError **error)
{
  return list_journal (self,
                       "SELECT seq, time, symbol, kind, data FROM session_event"
                       " WHERE session = ? AND seq > ? ORDER BY seq LIMIT ?",
                       session, after, limit, add_event, sizeof (CdlSessionEvent),
                       cdl_session_event_clear, cancellable, error);
}
