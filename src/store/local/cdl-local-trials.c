#include "cdl-local-private.h"
#include "cdl-local-write-private.h"

static void
bind_window (sqlite3_stmt *statement, const char *dataset, gint64 from, gint64 to)
{
  cdl_bind_text (statement, 1, dataset);
  sqlite3_bind_int64 (statement, 2, from);
  sqlite3_bind_int64 (statement, 3, to);
}

gboolean
cdl_local_count_trial (CdlConnection *connection,
                       const char *dataset,
                       gint64 from,
                       gint64 to,
                       const char *run,
                       GError **error)
{
  sqlite3_stmt *statement = cdl_connection_prepare (
      connection, "INSERT OR IGNORE INTO trial_window (dataset, from_ms, to_ms) VALUES (?, ?, ?)",
      error);

  if (statement == NULL)
    return FALSE;
  bind_window (statement, dataset, from, to);
  if (!cdl_connection_run (connection, statement, error))
    return FALSE;

  statement = cdl_connection_prepare (
      connection,
      "INSERT OR IGNORE INTO trial (window, run) VALUES ((SELECT key FROM trial_window"
      " WHERE dataset = ? AND from_ms = ? AND to_ms = ?), ?)",
      error);
  if (statement == NULL)
    return FALSE;
  bind_window (statement, dataset, from, to);
  cdl_bind_text (statement, 4, run);

  return cdl_connection_run (connection, statement, error);
}

gboolean
cdl_local_put_trials (CdlStore *self, GPtrArray *trials, GCancellable *cancellable, GError **error)
{
  CdlConnection *connection = cdl_local_begin_write (self, cancellable, error);
  gboolean ok = TRUE;

  if (connection == NULL)
    return FALSE;
  for (guint i = 0; ok && i < trials->len; i++)
    {
      const CdlTrial *trial = g_ptr_array_index (trials, i);

      ok = cdl_local_count_trial (connection, trial->dataset, trial->from, trial->to, trial->run,
                                  error);
    }

  return cdl_local_end_write (self, connection, ok, error);
}

gboolean
cdl_local_count_trials (CdlStore *self,
                        const char *dataset,
                        gint64 from,
                        gint64 to,
                        guint64 *count,
                        GCancellable *cancellable,
                        GError **error)
{
  CdlConnection *connection = cdl_local_begin_read (self, cancellable, error);
  sqlite3_stmt *statement;
  gboolean row, ok;

  if (connection == NULL)
    return FALSE;
  statement = cdl_connection_prepare (
      connection,
      "SELECT count (*) FROM trial WHERE window = (SELECT key FROM trial_window"
      " WHERE dataset = ? AND from_ms = ? AND to_ms = ?)",
      error);
  ok = statement != NULL;
  if (ok)
    {
      bind_window (statement, dataset, from, to);
      ok = cdl_connection_step (connection, statement, &row, error);
      *count = ok ? (guint64) sqlite3_column_int64 (statement, 0) : 0;
    }
  cdl_local_end_read (self, connection);

  return ok;
}

static GPtrArray *
list_trials (CdlConnection *connection, const CdlTrial *after, guint limit, GError **error)
{
  g_autoptr (GPtrArray) trials = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_trial_free);
  sqlite3_stmt *statement = cdl_connection_prepare (
      connection,
      "SELECT w.dataset, w.from_ms, w.to_ms, t.run FROM trial_window AS w"
      " CROSS JOIN trial AS t ON t.window = w.key"
      " WHERE ?1 IS NULL OR ((w.dataset, w.from_ms, w.to_ms) >= (?1, ?2, ?3)"
      " AND ((w.dataset, w.from_ms, w.to_ms) > (?1, ?2, ?3) OR t.run > ?4))"
      " ORDER BY w.dataset, w.from_ms, w.to_ms, t.run LIMIT ?5",
      error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  if (after != NULL)
    {
      bind_window (statement, after->dataset, after->from, after->to);
      cdl_bind_text (statement, 4, after->run);
    }
  sqlite3_bind_int64 (statement, 5, limit);
  while (row)
    {
      if (!cdl_connection_step (connection, statement, &row, error))
        return NULL;
      if (row)
        g_ptr_array_add (trials, cdl_trial_new ((const char *) sqlite3_column_text (statement, 0),
                                                sqlite3_column_int64 (statement, 1),
                                                sqlite3_column_int64 (statement, 2),
                                                (const char *) sqlite3_column_text (statement, 3)));
    }

  return g_steal_pointer (&trials);
}

GPtrArray *
cdl_local_list_trials (CdlStore *self,
                       const CdlTrial *after,
                       guint limit,
                       GCancellable *cancellable,
                       GError **error)
{
  CdlConnection *connection = cdl_local_begin_read (self, cancellable, error);
  GPtrArray *trials;

  if (connection == NULL)
    return NULL;
  trials = list_trials (connection, after, limit, error);
  cdl_local_end_read (self, connection);

  return trials;
}
