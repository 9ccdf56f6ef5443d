#include "cdl-outbox-private.h"

#include "cdl-local-private.h"
#include "cdl-outbox-schema-private.h"

/* In the order of CdlOutboxKind. */
static const char *const kind_names[]
    = { "strategy", "dataset", "test",    "run",           "edit",
        "trial",    "cost",    "session", "session_trade", "session_event" };
G_STATIC_ASSERT (G_N_ELEMENTS (kind_names) == CDL_N_OUTBOX_KINDS);

void
cdl_outbox_entry_free (CdlOutboxEntry *self)
{
  g_free (self->id);
  g_free (self->part);
  g_free (self->value);
  g_free (self);
}

static gboolean
is_attached (CdlConnection *connection, const char *server, gboolean *attached, GError **error)
{
  sqlite3_stmt *statement
      = cdl_connection_prepare (connection, "SELECT 1 FROM outbox_target WHERE server = ?", error);

  if (statement == NULL)
    return FALSE;
  cdl_bind_text (statement, 1, server);
  if (!cdl_connection_step (connection, statement, attached, error))
    return FALSE;
  sqlite3_reset (statement);

  return TRUE;
}

static gboolean
attach (CdlConnection *connection, const char *server, GError **error)
{
  sqlite3_stmt *statement;
  gboolean attached;

  /* Once more, now that nobody else can be at it. */
  if (!is_attached (connection, server, &attached, error))
    return FALSE;
  if (attached)
    return TRUE;
  if (!cdl_connection_exec (connection, "DELETE FROM outbox_target", error)
      || !cdl_connection_exec (connection, cdl_outbox_fill, error))
    return FALSE;
  statement
      = cdl_connection_prepare (connection, "INSERT INTO outbox_target (server) VALUES (?)", error);
  if (statement == NULL)
    return FALSE;
  cdl_bind_text (statement, 1, server);

  return cdl_connection_run (connection, statement, error);
}

gboolean
cdl_outbox_attach (CdlStore *local, const char *server, GError **error)
{
  CdlConnection *connection = cdl_local_begin_read (local, NULL, error);
  gboolean attached, ok;

  if (connection == NULL)
    return FALSE;
  ok = is_attached (connection, server, &attached, error);
  cdl_local_end_read (local, connection);
  if (!ok || attached)
    return ok;

  connection = cdl_local_begin_write (local, NULL, error);

  return connection != NULL
         && cdl_local_end_write (local, connection, attach (connection, server, error), error);
}

/* SQL without values as a transaction. */
static gboolean
execute (CdlStore *local, const char *sql, GError **error)
{
  CdlConnection *connection = cdl_local_begin_write (local, NULL, error);

  return connection != NULL
         && cdl_local_end_write (local, connection, cdl_connection_exec (connection, sql, error),
                                 error);
}

gboolean
cdl_outbox_detach (CdlStore *local, GError **error)
{
  return execute (local, "DELETE FROM outbox_target; DELETE FROM outbox", error);
}

gboolean
cdl_outbox_retry_refused (CdlStore *local, GError **error)
{
  return execute (local, "UPDATE outbox SET refused = NULL WHERE refused IS NOT NULL", error);
}

static CdlOutboxEntry *
entry_of_row (sqlite3_stmt *row)
{
  const char *kind = (const char *) sqlite3_column_text (row, 2);
  CdlOutboxEntry *entry = g_new0 (CdlOutboxEntry, 1);

  entry->seq = sqlite3_column_int64 (row, 0);
  entry->version = sqlite3_column_int64 (row, 1);
  while (entry->kind < CDL_N_OUTBOX_KINDS && !g_str_equal (kind_names[entry->kind], kind))
    entry->kind++;
  entry->id = cdl_column_text (row, 3);
  entry->part = cdl_column_text (row, 4);
  entry->value = cdl_column_text (row, 5);
  entry->gone = sqlite3_column_int (row, 6) != 0;

  return entry;
}

static GPtrArray *
read_entries (CdlConnection *connection, guint limit, GError **error)
{
  g_autoptr (GPtrArray) entries
      = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_outbox_entry_free);
  sqlite3_stmt *statement
      = cdl_connection_prepare (connection,
                                "SELECT seq, version, kind, id, part, value, gone FROM outbox"
                                " WHERE refused IS NULL ORDER BY seq LIMIT ?",
                                error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, limit);
  while (row)
    {
      if (!cdl_connection_step (connection, statement, &row, error))
        return NULL;
      if (row)
        g_ptr_array_add (entries, entry_of_row (statement));
    }

  return g_steal_pointer (&entries);
}

GPtrArray *
cdl_outbox_read (CdlStore *local, guint limit, GError **error)
{
  CdlConnection *connection = cdl_local_begin_read (local, NULL, error);
  GPtrArray *entries;

  if (connection == NULL)
    return NULL;
  entries = read_entries (connection, limit, error);
  cdl_local_end_read (local, connection);

  return entries;
}

/* SQL with the place and version of an entry. */
static gboolean
run_of_entry (CdlConnection *connection,
              const char *sql,
              const CdlOutboxEntry *entry,
              GError **error)
{
  sqlite3_stmt *statement = cdl_connection_prepare (connection, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, entry->seq);
  sqlite3_bind_int64 (statement, 2, entry->version);

  return cdl_connection_run (connection, statement, error);
}

/* Of a note, a favourite or one tag the last word counts: what was refused before this one was
 * taken would undo it when it is tried again. */
static gboolean
remove_overtaken (CdlConnection *connection, const CdlOutboxEntry *entry, GError **error)
{
  sqlite3_stmt *statement = cdl_connection_prepare (
      connection,
      "DELETE FROM outbox WHERE kind = 'edit' AND id = ?1 AND refused IS NOT NULL AND seq < ?2"
      " AND (part = ?3 AND part IN ('note', 'favourite')"
      " OR value = ?4 AND part IN ('tag', 'untag') AND ?3 IN ('tag', 'untag'))",
      error);

  if (statement == NULL)
    return FALSE;
  cdl_bind_text (statement, 1, entry->id);
  sqlite3_bind_int64 (statement, 2, entry->seq);
  cdl_bind_text (statement, 3, entry->part);
  cdl_bind_text (statement, 4, entry->value);

  return cdl_connection_run (connection, statement, error);
}

gboolean
cdl_outbox_remove (CdlStore *local, const CdlOutboxEntry *const *entries, guint n, GError **error)
{
  CdlConnection *connection = cdl_local_begin_write (local, NULL, error);
  gboolean ok = TRUE;

  if (connection == NULL)
    return FALSE;
  /* Of one that stays, since it has come again, the deletion was told: told once more, it would
   * take what is told in between. */
  for (guint i = 0; ok && i < n; i++)
    ok = run_of_entry (connection, "DELETE FROM outbox WHERE seq = ? AND version = ?", entries[i],
                       error)
         && (!entries[i]->gone
             || run_of_entry (connection,
                              "UPDATE outbox SET gone = 0 WHERE seq = ? AND version > ?",
                              entries[i], error))
         && (entries[i]->kind != CDL_OUTBOX_EDIT
             || remove_overtaken (connection, entries[i], error));

  return cdl_local_end_write (local, connection, ok, error);
}

static gboolean
refuse (CdlConnection *connection, const CdlOutboxEntry *entry, const char *why, GError **error)
{
  sqlite3_stmt *statement = cdl_connection_prepare (
      connection, "UPDATE outbox SET refused = ? WHERE seq = ? AND version = ?", error);

  if (statement == NULL)
    return FALSE;
  cdl_bind_text (statement, 1, why);
  sqlite3_bind_int64 (statement, 2, entry->seq);
  sqlite3_bind_int64 (statement, 3, entry->version);

  return cdl_connection_run (connection, statement, error);
}

gboolean
cdl_outbox_refuse (CdlStore *local, const CdlOutboxEntry *entry, const char *why, GError **error)
{
  CdlConnection *connection = cdl_local_begin_write (local, NULL, error);

  return connection != NULL
         && cdl_local_end_write (local, connection, refuse (connection, entry, why, error), error);
}

/* The one row of a statement without values, or with one. */
static gboolean
read_row (CdlConnection *connection,
          const char *sql,
          const gint64 *value,
          sqlite3_stmt **statement,
          gboolean *found,
          GError **error)
{
  *statement = cdl_connection_prepare (connection, sql, error);
  if (*statement == NULL)
    return FALSE;
  if (value != NULL)
    sqlite3_bind_int64 (*statement, 1, *value);

  return cdl_connection_step (connection, *statement, found, error);
}

static gboolean
count_entries (CdlConnection *connection, gint64 seq, CdlOutboxCount *count, GError **error)
{
  sqlite3_stmt *row;
  gboolean found;

  if (!read_row (connection, "SELECT count (*), count (refused) FROM outbox WHERE seq <= ?", &seq,
                 &row, &found, error))
    return FALSE;
  count->refused = (guint64) sqlite3_column_int64 (row, 1);
  count->waiting = (guint64) sqlite3_column_int64 (row, 0) - count->refused;
  count->why = NULL;
  if (!read_row (connection,
                 "SELECT refused FROM outbox WHERE refused IS NOT NULL AND seq <= ?"
                 " ORDER BY seq DESC LIMIT 1",
                 &seq, &row, &found, error))
    return FALSE;
  if (found)
    count->why = cdl_column_text (row, 0);

  return TRUE;
}

gboolean
cdl_outbox_count (CdlStore *local, gint64 seq, CdlOutboxCount *count, GError **error)
{
  CdlConnection *connection = cdl_local_begin_read (local, NULL, error);
  gboolean ok;

  if (connection == NULL)
    return FALSE;
  ok = count_entries (connection, seq, count, error);
  cdl_local_end_read (local, connection);

  return ok;
}

gboolean
cdl_outbox_last (CdlStore *local, gint64 *seq, GError **error)
{
  CdlConnection *connection = cdl_local_begin_read (local, NULL, error);
  sqlite3_stmt *row;
  gboolean found, ok;

  if (connection == NULL)
    return FALSE;
  ok = read_row (connection, "SELECT max (seq) FROM outbox", NULL, &row, &found, error);
  if (ok)
    *seq = sqlite3_column_int64 (row, 0);
  cdl_local_end_read (local, connection);

  return ok;
}

gboolean
cdl_outbox_delete_runs (CdlStore *local, const char *const *ids, gsize n, GError **error)
{
  CdlConnection *connection = cdl_local_begin_write (local, NULL, error);
  gboolean ok = TRUE;

  if (connection == NULL)
    return FALSE;
  for (gsize i = 0; ok && i < n; i++)
    {
      sqlite3_stmt *statement = cdl_connection_prepare (
          connection, "INSERT INTO outbox (kind, id, part, gone) VALUES ('run', ?, '', 1)", error);

      ok = statement != NULL;
      if (!ok)
        break;
      cdl_bind_text (statement, 1, ids[i]);
      ok = cdl_connection_run (connection, statement, error);
    }

  return cdl_local_end_write (local, connection, ok, error);
}

static GPtrArray *
read_trials (CdlConnection *connection, const char *run, GError **error)
{
  g_autoptr (GPtrArray) trials = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_trial_free);
  sqlite3_stmt *statement = cdl_connection_prepare (
      connection,
      "SELECT w.dataset, w.from_ms, w.to_ms FROM trial_window AS w CROSS JOIN trial AS t"
      " ON t.window = w.key AND t.run = ?1",
      error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  cdl_bind_text (statement, 1, run);
  while (row)
    {
      if (!cdl_connection_step (connection, statement, &row, error))
        return NULL;
      if (row)
        g_ptr_array_add (trials, cdl_trial_new ((const char *) sqlite3_column_text (statement, 0),
                                                sqlite3_column_int64 (statement, 1),
                                                sqlite3_column_int64 (statement, 2), run));
    }

  return g_steal_pointer (&trials);
}

GPtrArray *
cdl_outbox_trials (CdlStore *local, const char *run, GError **error)
{
  CdlConnection *connection = cdl_local_begin_read (local, NULL, error);
  GPtrArray *trials;

  if (connection == NULL)
    return NULL;
  trials = read_trials (connection, run, error);
  cdl_local_end_read (local, connection);

  return trials;
}
