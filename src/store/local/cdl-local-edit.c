#include "cdl-local-filter-private.h"
#include "cdl-local-private.h"
#include "cdl-local-read-private.h"
#include "cdl-local-write-private.h"

/* Changing and deleting runs that are there. */

gboolean
cdl_local_find_run (CdlConnection *connection,
                    const char *id,
                    gint64 *key,
                    char **fingerprint,
                    GError **error)
{
  sqlite3_stmt *statement
      = cdl_connection_prepare (connection, "SELECT key, fingerprint FROM run WHERE id = ?", error);
  gboolean row;

  *key = 0;
  if (statement == NULL)
    return FALSE;
  cdl_bind_text (statement, 1, id);
  if (!cdl_connection_step (connection, statement, &row, error))
    return FALSE;
  if (row)
    *key = sqlite3_column_int64 (statement, 0);
  if (row && fingerprint != NULL)
    *fingerprint = cdl_column_text (statement, 1);
  sqlite3_reset (statement);

  return TRUE;
}

char *
cdl_local_fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (normal, -1);
}

char *
cdl_local_search_text (const char *strategy,
                       const char *symbol,
                       const char *id,
                       const char *const *tags,
                       const char *note)
{
  g_autofree char *tag_lines = g_strjoinv ("\n", (char **) tags);
  g_autofree char *all = g_strjoin ("\n", strategy, symbol, id, tag_lines, note, NULL);

  return cdl_local_fold (all);
}

/* Runs SQL of a run's key and a text. */
static gboolean
run_with_text (CdlConnection *connection,
               const char *sql,
               gint64 key,
               const char *text,
               GError **error)
{
  sqlite3_stmt *statement = cdl_connection_prepare (connection, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, key);
  cdl_bind_text (statement, 2, text);

  return cdl_connection_run (connection, statement, error);
}

gboolean
cdl_local_add_tag (CdlConnection *connection, gint64 run, const char *tag, GError **error)
{
  return run_with_text (connection, "INSERT OR IGNORE INTO run_tag (run, tag) VALUES (?, ?)", run,
                        tag, error);
}

gboolean
cdl_local_link_test (CdlConnection *connection, gint64 run, const char *test, GError **error)
{
  return run_with_text (connection, "INSERT OR IGNORE INTO run_test (run, test) VALUES (?, ?)", run,
                        test, error)
         && run_with_text (connection, "UPDATE run SET test = ?2 WHERE key = ?1 AND test IS NULL",
                           run, test, error);
}

static gboolean
update_search (CdlConnection *connection, gint64 key, GError **error)
{
  sqlite3_stmt *statement = cdl_connection_prepare (
      connection, "SELECT strategy, symbol, id, note FROM run WHERE key = ?", error);
  g_auto (GStrv) tags = cdl_local_read_tags (connection, key, error);
  g_autofree char *text = NULL;
  gboolean row;

  if (statement == NULL || tags == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, key);
  if (!cdl_connection_step (connection, statement, &row, error))
    return FALSE;
  text = cdl_local_search_text ((const char *) sqlite3_column_text (statement, 0),
                                (const char *) sqlite3_column_text (statement, 1),
                                (const char *) sqlite3_column_text (statement, 2),
                                (const char *const *) tags,
                                (const char *) sqlite3_column_text (statement, 3));
  sqlite3_reset (statement);

  return run_with_text (connection, "UPDATE run SET search = ?2 WHERE key = ?1", key, text, error);
}

static gboolean
edit_run (CdlConnection *connection, gint64 key, const CdlRunEdit *edit, GError **error)
{
  if (edit->tag != NULL && !cdl_local_add_tag (connection, key, edit->tag, error))
    return FALSE;
  if (edit->untag != NULL
      && !run_with_text (connection, "DELETE FROM run_tag WHERE run = ?1 AND tag = ?2", key,
                         edit->untag, error))
    return FALSE;
  if (edit->note != NULL
      && !run_with_text (connection, "UPDATE run SET note = ?2 WHERE key = ?1", key, edit->note,
                         error))
    return FALSE;
  if (edit->favourite >= 0)
    {
      sqlite3_stmt *statement = cdl_connection_prepare (
          connection, "UPDATE run SET favourite = ?2 WHERE key = ?1", error);

      if (statement == NULL)
        return FALSE;
      sqlite3_bind_int64 (statement, 1, key);
      sqlite3_bind_int (statement, 2, edit->favourite != 0);
      if (!cdl_connection_run (connection, statement, error))
        return FALSE;
    }
  if (edit->test != NULL && !cdl_local_link_test (connection, key, edit->test, error))
    return FALSE;

  return (edit->tag == NULL && edit->untag == NULL && edit->note == NULL)
         || update_search (connection, key, error);
}

gboolean
cdl_local_edit_runs (CdlStore *self,
                     const char *const *ids,
                     gsize n,
                     const CdlRunEdit *edit,
                     GCancellable *cancellable,
                     GError **error)
{
  CdlConnection *connection = cdl_local_begin_write (self, cancellable, error);
  gboolean ok = TRUE;

  if (connection == NULL)
    return FALSE;
  for (gsize i = 0; ok && i < n; i++)
    {
      gint64 key;

      ok = cdl_local_find_run (connection, ids[i], &key, NULL, error);
      if (ok && key == 0)
        {
          g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND, "There is no run %s",
                       ids[i]);
          ok = FALSE;
        }
      ok = ok && edit_run (connection, key, edit, error);
    }

  return cdl_local_end_write (self, connection, ok, error);
}

/* What hangs on a run goes with it: the schema cascades. */
gboolean
cdl_local_delete_runs (CdlStore *self,
                       const char *const *ids,
                       gsize n,
                       guint64 *deleted,
                       GCancellable *cancellable,
                       GError **error)
{
  CdlConnection *connection = cdl_local_begin_write (self, cancellable, error);
  guint64 count = 0;
  gboolean ok = TRUE;

  if (connection == NULL)
    return FALSE;
  for (gsize i = 0; ok && i < n; i++)
    {
      sqlite3_stmt *statement
          = cdl_connection_prepare (connection, "DELETE FROM run WHERE id = ?", error);

      ok = statement != NULL;
      if (!ok)
        break;
      cdl_bind_text (statement, 1, ids[i]);
      ok = cdl_connection_run (connection, statement, error);
      count += ok ? (guint64) sqlite3_changes64 (connection->db) : 0;
    }
  ok = cdl_local_end_write (self, connection, ok, error);
  if (ok && deleted != NULL)
    *deleted = count;

  return ok;
}

gboolean
cdl_local_delete_matching (CdlStore *self,
                           const CdlRunFilter *filter,
                           guint64 *deleted,
                           GCancellable *cancellable,
                           GError **error)
{
  CdlConnection *connection = cdl_local_begin_write (self, cancellable, error);
  g_auto (CdlLocalWhere) where;
  g_autofree char *sql = NULL;
  sqlite3_stmt *statement;
  guint64 count = 0;
  gboolean ok;

  cdl_local_where_init (&where, filter);
  if (connection == NULL)
    return FALSE;
  sql = g_strdup_printf ("DELETE FROM run WHERE key IN (SELECT r.key FROM run AS r WHERE %s)",
                         where.sql->str);
  statement = cdl_connection_prepare (connection, sql, error);
  ok = statement != NULL;
  if (ok)
    {
      cdl_local_where_bind (&where, statement, 1);
      ok = cdl_connection_run (connection, statement, error);
      count = (guint64) sqlite3_changes64 (connection->db);
    }
  ok = cdl_local_end_write (self, connection, ok, error);
  if (ok && deleted != NULL)
    *deleted = count;

  return ok;
}
