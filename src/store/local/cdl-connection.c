#include "cdl-connection-private.h"

#include <errno.h>
#include <math.h>

#include "cdl-number.h"
#include "cdl-store-error.h"
#include "cdl-time.h"

/* How long another program may hold the file before an operation gives up. */
#define BUSY_TIMEOUT_US (10 * G_USEC_PER_SEC)
#define BUSY_SLEEP_US   5000

/* Virtual machine steps between two looks at the cancellable. */
#define STEPS_PER_LOOK 2000

#define MAX_STATEMENTS 120

static int
on_progress (gpointer data)
{
  CdlConnection *self = data;

  return g_cancellable_is_cancelled (self->cancellable);
}

static int
on_busy (gpointer data, int calls)
{
  CdlConnection *self = data;
  gint64 now = g_get_monotonic_time ();

  if (calls == 0)
    self->busy_since = now;
  if (now - self->busy_since > BUSY_TIMEOUT_US || g_cancellable_is_cancelled (self->cancellable))
    return 0;
  g_usleep (BUSY_SLEEP_US);

  return 1;
}

CdlConnection *
cdl_connection_open (const char *path, GError **error)
{
  g_autoptr (CdlConnection) self = g_new0 (CdlConnection, 1);
  int rc;

  self->path = g_strdup (path);
  self->statements
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) sqlite3_finalize);

  rc = sqlite3_open_v2 (path, &self->db,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
                            | SQLITE_OPEN_EXRESCODE,
                        NULL);
  if (rc != SQLITE_OK)
    {
      cdl_connection_set_error (self, rc, error);
      return NULL;
    }
  sqlite3_busy_handler (self->db, on_busy, self);
  sqlite3_progress_handler (self->db, STEPS_PER_LOOK, on_progress, self);

  return g_steal_pointer (&self);
}

void
cdl_connection_close (CdlConnection *self)
{
  g_hash_table_unref (self->statements);
  sqlite3_close (self->db);
  g_free (self->path);
  g_free (self);
}

/* last_errno: of the call that failed. SQLite keeps it itself, but not when a commit fails. */
static gboolean
is_disk_full (CdlConnection *self, int rc, int last_errno)
{
  int kept = self->db != NULL ? sqlite3_system_errno (self->db) : 0;
  int system_error = kept != 0 ? kept : last_errno;

  return (rc & 0xff) == SQLITE_FULL
         || ((rc & 0xff) == SQLITE_IOERR
             && (system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG));
}

void
cdl_connection_set_error (CdlConnection *self, int rc, GError **error)
{
  int last_errno = errno;
  const char *reason = self->db != NULL ? sqlite3_errmsg (self->db) : sqlite3_errstr (rc);
  CdlStoreError code = CDL_STORE_ERROR_FAILED;
  const char *what = "cannot be read or written";

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return;

  if (is_disk_full (self, rc, last_errno))
    {
      code = CDL_STORE_ERROR_FULL;
      what = "has no room left on its disk; nothing was changed";
    }
  else if ((rc & 0xff) == SQLITE_BUSY || (rc & 0xff) == SQLITE_LOCKED)
    {
      code = CDL_STORE_ERROR_BUSY;
      what = "is held by another program";
    }
  else if ((rc & 0xff) == SQLITE_CORRUPT || (rc & 0xff) == SQLITE_NOTADB)
    {
      code = CDL_STORE_ERROR_DAMAGED;
      what = "is damaged, or not a store";
    }
  else if ((rc & 0xff) == SQLITE_TOOBIG)
    {
      code = CDL_STORE_ERROR_INVALID;
      what = "does not take a record that large";
    }
  else if ((rc & 0xff) == SQLITE_CANTOPEN || (rc & 0xff) == SQLITE_PERM)
    what = "cannot be opened";
  else if ((rc & 0xff) == SQLITE_READONLY)
    what = "must not be written to";

  g_set_error (error, CDL_STORE_ERROR, code, "The store “%s” %s (%s)", self->path, what, reason);
}

gboolean
cdl_connection_exec (CdlConnection *self, const char *sql, GError **error)
{
  int rc = sqlite3_exec (self->db, sql, NULL, NULL, NULL);

  if (rc == SQLITE_OK)
    return TRUE;
  cdl_connection_set_error (self, rc, error);

  return FALSE;
}

sqlite3_stmt *
cdl_connection_prepare (CdlConnection *self, const char *sql, GError **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);
  int rc;

  if (statement != NULL)
    {
      sqlite3_reset (statement);
      sqlite3_clear_bindings (statement);
      return statement;
    }

  rc = sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
  if (rc != SQLITE_OK)
    {
      cdl_connection_set_error (self, rc, error);
      return NULL;
    }
  g_hash_table_insert (self->statements, g_strdup (sql), statement);

  return statement;
}

gboolean
cdl_connection_step (CdlConnection *self, sqlite3_stmt *statement, gboolean *row, GError **error)
{
  int rc = sqlite3_step (statement);

  *row = rc == SQLITE_ROW;
  if (rc == SQLITE_ROW || rc == SQLITE_DONE)
    return TRUE;
  cdl_connection_set_error (self, rc, error);

  return FALSE;
}

gboolean
cdl_connection_run (CdlConnection *self, sqlite3_stmt *statement, GError **error)
{
  gboolean row, ok = cdl_connection_step (self, statement, &row, error);

  sqlite3_reset (statement);

  return ok;
}

void
cdl_connection_rest (CdlConnection *self)
{
  if (g_hash_table_size (self->statements) > MAX_STATEMENTS)
    g_hash_table_remove_all (self->statements);
  for (sqlite3_stmt *s = sqlite3_next_stmt (self->db, NULL); s != NULL;
       s = sqlite3_next_stmt (self->db, s))
    if (sqlite3_stmt_busy (s))
      sqlite3_reset (s);
}

void
cdl_bind_text (sqlite3_stmt *statement, int place, const char *text)
{
  sqlite3_bind_text (statement, place, text, -1, SQLITE_STATIC);
}

void
cdl_bind_double (sqlite3_stmt *statement, int place, double value)
{
  if (isnan (value))
    sqlite3_bind_null (statement, place);
  else
    sqlite3_bind_double (statement, place, value);
}

void
cdl_bind_time (sqlite3_stmt *statement, int place, gint64 time_ms)
{
  if (time_ms == CDL_TIME_NONE)
    sqlite3_bind_null (statement, place);
  else
    sqlite3_bind_int64 (statement, place, time_ms);
}

double
cdl_column_double (sqlite3_stmt *statement, int column)
{
  return sqlite3_column_type (statement, column) == SQLITE_NULL
             ? CDL_NAN
             : sqlite3_column_double (statement, column);
}

gint64
cdl_column_time (sqlite3_stmt *statement, int column)
{
  return sqlite3_column_type (statement, column) == SQLITE_NULL
             ? CDL_TIME_NONE
             : sqlite3_column_int64 (statement, column);
}

char *
cdl_column_text (sqlite3_stmt *statement, int column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}
