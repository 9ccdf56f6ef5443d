#include "cdl-run-columns-private.h"

#include <math.h>
#include <string.h>

/* A virtual table, read in order of keys: statements on it are those on table run. A column that a
 * statement does not ask for is not read. */
typedef struct
{
  sqlite3_vtab parent;
  CdlConnection *connection; /* owns what owns the table */
} Scan;

/* A column of the thousand runs that the cursor is in. */
typedef struct
{
  gint64 pack; /* -1: nothing was read yet */
  GByteArray *data;
  GArray *starts; /* of texts: guint, where each begins in data, and where one more would */
} Column;

typedef struct
{
  sqlite3_vtab_cursor parent;
  Column *columns;
  gint64 pack, last_pack;
  guint run, n_runs; /* in the pack */
} Cursor;

static int
scan_connect (sqlite3 *db,
              void *data,
              int argc,
              const char *const *argv,
              sqlite3_vtab **table,
              char **error)
{
  static const char *const types[]
      = { [CDL_PACK_INTEGER] = "INTEGER", [CDL_PACK_REAL] = "REAL", [CDL_PACK_TEXT] = "TEXT" };
  g_autoptr (GString) sql = g_string_new ("CREATE TABLE run_scan (");
  Scan *self;
  int rc;

  for (guint i = 0; i < cdl_run_columns_count (); i++)
    g_string_append_printf (sql, "%s\"%s\" %s", i > 0 ? ", " : "", cdl_run_columns_name (i),
                            types[cdl_run_columns_kind (i)]);
  g_string_append (sql, ")");
  rc = sqlite3_declare_vtab (db, sql->str);
  if (rc != SQLITE_OK)
    return rc;

  self = g_new0 (Scan, 1);
  self->connection = data;
  *table = &self->parent;

  return SQLITE_OK;
}

static int
scan_disconnect (sqlite3_vtab *table)
{
  g_free (table);

  return SQLITE_OK;
}

/* There is one way through it: everything else is left to SQLite. */
static int
scan_best_index (sqlite3_vtab *table, sqlite3_index_info *info)
{
  info->estimatedCost = 1e6;
  info->estimatedRows = 100000;

  return SQLITE_OK;
}

static int
scan_open (sqlite3_vtab *table, sqlite3_vtab_cursor **cursor)
{
  Cursor *self = g_new0 (Cursor, 1);

  self->columns = g_new (Column, cdl_run_columns_count ());
  for (guint i = 0; i < cdl_run_columns_count (); i++)
    self->columns[i] = (Column){ -1, g_byte_array_new (), NULL };
  *cursor = &self->parent;

  return SQLITE_OK;
}

static int
scan_close (sqlite3_vtab_cursor *cursor)
{
  Cursor *self = (Cursor *) cursor;

  for (guint i = 0; i < cdl_run_columns_count (); i++)
    {
      g_byte_array_unref (self->columns[i].data);
      g_clear_pointer (&self->columns[i].starts, g_array_unref);
    }
  g_free (self->columns);
  g_free (self);

  return SQLITE_OK;
}

static void
find_starts (Column *column)
{
  const guint8 *data = column->data->data;
  guint at = 0;

  if (column->starts == NULL)
    column->starts = g_array_sized_new (FALSE, FALSE, sizeof (guint), CDL_PACK_RUNS + 1);
  g_array_set_size (column->starts, 0);
  while (at < column->data->len)
    {
      g_array_append_val (column->starts, at);
      at += (guint) strlen ((const char *) data + at) + 1;
    }
  g_array_append_val (column->starts, at);
}

/* The column of the pack that the cursor is in; SQLite's own error says what went wrong. */
static int
need_column (Cursor *self, guint i)
{
  CdlConnection *connection = ((Scan *) self->parent.pVtab)->connection;
  Column *column = &self->columns[i];

  if (column->pack == self->pack)
    return SQLITE_OK;
  if (!cdl_run_columns_read (connection, self->pack, i, i == 0 ? -1 : (gssize) self->n_runs,
                             column->data, NULL))
    return sqlite3_extended_errcode (connection->db);
  column->pack = self->pack;
  if (cdl_run_columns_kind (i) == CDL_PACK_TEXT)
    find_starts (column);

  return SQLITE_OK;
}

/* To the first run of the pack after this one that has any. */
static int
next_pack (Cursor *self)
{
  int rc = SQLITE_OK;

  self->run = self->n_runs = 0;
  while (rc == SQLITE_OK && self->n_runs == 0 && self->pack <= self->last_pack)
    {
      self->pack++;
      if (self->pack <= self->last_pack)
        rc = need_column (self, 0);
      if (rc == SQLITE_OK && self->pack <= self->last_pack)
        self->n_runs = self->columns[0].data->len / 8;
    }

  return rc;
}

static int
scan_filter (sqlite3_vtab_cursor *cursor,
             int index,
             const char *index_name,
             int argc,
             sqlite3_value **argv)
{
  Cursor *self = (Cursor *) cursor;
  CdlConnection *connection = ((Scan *) cursor->pVtab)->connection;
  sqlite3_stmt *statement
      = cdl_connection_prepare (connection, "SELECT coalesce (max (key), -1) FROM run", NULL);
  gint64 last;

  if (statement == NULL || sqlite3_step (statement) != SQLITE_ROW)
    return sqlite3_extended_errcode (connection->db);
  last = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);

  self->pack = -1;
  self->last_pack = last < 0 ? -1 : last / CDL_PACK_RUNS;
  for (guint i = 0; i < cdl_run_columns_count (); i++)
    self->columns[i].pack = -1;

  return next_pack (self);
}

static int
scan_next (sqlite3_vtab_cursor *cursor)
{
  Cursor *self = (Cursor *) cursor;

  return ++self->run < self->n_runs ? SQLITE_OK : next_pack (self);
}

static int
scan_eof (sqlite3_vtab_cursor *cursor)
{
  const Cursor *self = (const Cursor *) cursor;

  return self->pack > self->last_pack;
}

static guint64
bits_at (const Column *column, guint run)
{
  guint64 bits;

  memcpy (&bits, column->data->data + run * sizeof bits, sizeof bits);

  return GUINT64_FROM_LE (bits);
}

static int
scan_column (sqlite3_vtab_cursor *cursor, sqlite3_context *context, int i)
{
  Cursor *self = (Cursor *) cursor;
  const Column *column = &self->columns[i];
  int rc = need_column (self, (guint) i);
  double number;
  guint64 bits;
  guint start;

  if (rc != SQLITE_OK)
    return rc;
  switch (cdl_run_columns_kind ((guint) i))
    {
    case CDL_PACK_TEXT:
      start = g_array_index (column->starts, guint, self->run);
      sqlite3_result_text (context, (const char *) column->data->data + start,
                           (int) (g_array_index (column->starts, guint, self->run + 1) - start - 1),
                           SQLITE_TRANSIENT);
      break;
    case CDL_PACK_REAL:
      bits = bits_at (column, self->run);
      memcpy (&number, &bits, sizeof number);
      if (!isnan (number)) /* else NULL */
        sqlite3_result_double (context, number);
      break;
    case CDL_PACK_INTEGER:
    default:
      sqlite3_result_int64 (context, (gint64) bits_at (column, self->run));
      break;
    }

  return SQLITE_OK;
}

static int
scan_rowid (sqlite3_vtab_cursor *cursor, sqlite3_int64 *rowid)
{
  const Cursor *self = (const Cursor *) cursor;

  *rowid = (gint64) bits_at (&self->columns[0], self->run);

  return SQLITE_OK;
}

static const sqlite3_module scan_module = {
  .xConnect = scan_connect,
  .xBestIndex = scan_best_index,
  .xDisconnect = scan_disconnect,
  .xOpen = scan_open,
  .xClose = scan_close,
  .xFilter = scan_filter,
  .xNext = scan_next,
  .xEof = scan_eof,
  .xColumn = scan_column,
  .xRowid = scan_rowid,
};

gboolean
cdl_run_scan_register (CdlConnection *connection, GError **error)
{
  int rc = sqlite3_create_module_v2 (connection->db, "run_scan", &scan_module, connection, NULL);

  if (rc != SQLITE_OK)
    cdl_connection_set_error (connection, rc, error);

  return rc == SQLITE_OK;
}
