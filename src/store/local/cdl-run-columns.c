#include "cdl-run-columns-private.h"

#include <string.h>

#include "cdl-schema-private.h"

static const struct
{
  const char *name;
  CdlPackKind kind;
} first_columns[] = {
  { "key", CDL_PACK_INTEGER },         { "created_at", CDL_PACK_INTEGER },
  { "strategy", CDL_PACK_TEXT },       { "symbol", CDL_PACK_TEXT },
  { "market", CDL_PACK_TEXT },         { "interval", CDL_PACK_INTEGER },
  { "favourite", CDL_PACK_INTEGER },   { "from_ms", CDL_PACK_INTEGER },
  { "to_ms", CDL_PACK_INTEGER },       { "finished_at", CDL_PACK_INTEGER },
  { "elapsed_us", CDL_PACK_INTEGER },  { "strategy_rev", CDL_PACK_INTEGER },
  { "dataset", CDL_PACK_INTEGER },     { "net_pessimistic", CDL_PACK_REAL },
  { "net_optimistic", CDL_PACK_REAL }, { "search", CDL_PACK_TEXT },
};

#define N_FIRST G_N_ELEMENTS (first_columns)

guint
cdl_run_columns_count (void)
{
  return N_FIRST + CDL_N_STATS;
}

const char *
cdl_run_columns_name (guint column)
{
  return column < N_FIRST ? first_columns[column].name
                          : cdl_schema_stat_column ((CdlStat) (column - N_FIRST));
}

CdlPackKind
cdl_run_columns_kind (guint column)
{
  return column < N_FIRST ? first_columns[column].kind : CDL_PACK_REAL;
}

/* --- From the rows --- */

/* Numbers are little-endian. */
static void
append_value (GByteArray *data, CdlPackKind kind, sqlite3_stmt *row, int place)
{
  double number;
  guint64 bits;

  switch (kind)
    {
    case CDL_PACK_TEXT:
      g_byte_array_append (data, sqlite3_column_text (row, place),
                           (guint) sqlite3_column_bytes (row, place) + 1);
      return;
    case CDL_PACK_REAL:
      number = cdl_column_double (row, place);
      memcpy (&bits, &number, sizeof bits);
      break;
    case CDL_PACK_INTEGER:
    default:
      bits = (guint64) sqlite3_column_int64 (row, place);
      break;
    }
  bits = GUINT64_TO_LE (bits);
  g_byte_array_append (data, (const guint8 *) &bits, sizeof bits);
}

/* n columns from the first on, into as many arrays. */
static gboolean
read_rows (CdlConnection *connection,
           gint64 pack,
           guint first,
           guint n,
           GByteArray **data,
           GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  sqlite3_stmt *statement;
  gboolean row = TRUE;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (sql, "%s\"%s\"", i > 0 ? ", " : "", cdl_run_columns_name (first + i));
  g_string_append (sql, " FROM run WHERE key >= ? AND key < ? ORDER BY key");
  statement = cdl_connection_prepare (connection, sql->str, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, pack * CDL_PACK_RUNS);
  sqlite3_bind_int64 (statement, 2, (pack + 1) * CDL_PACK_RUNS);

  while (row)
    {
      if (!cdl_connection_step (connection, statement, &row, error))
        return FALSE;
      for (guint i = 0; row && i < n; i++)
        append_value (data[i], cdl_run_columns_kind (first + i), statement, (int) i);
    }
  sqlite3_reset (statement);

  return TRUE;
}

/* --- From what is packed --- */

static gboolean
is_whole (CdlPackKind kind, const guint8 *data, gsize size, gssize n_runs)
{
  gssize n = 0;

  if (kind != CDL_PACK_TEXT)
    return n_runs < 0 ? size % 8 == 0 : size == (gsize) n_runs * 8;
  for (const guint8 *end; size > 0 && (end = memchr (data, 0, size)) != NULL; n++)
    {
      size -= (gsize) (end + 1 - data);
      data = end + 1;
    }

  return size == 0 && n == n_runs;
}

/* found: whether it is packed. What is there but damaged is read from the rows. */
static gboolean
read_packed (CdlConnection *connection,
             gint64 pack,
             guint column,
             gssize n_runs,
             GByteArray *data,
             gboolean *found,
             GError **error)
{
  sqlite3_stmt *statement = cdl_connection_prepare (
      connection, "SELECT data FROM run_column WHERE pack = ? AND name = ?", error);
  gboolean row;

  *found = FALSE;
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, pack);
  cdl_bind_text (statement, 2, cdl_run_columns_name (column));
  if (!cdl_connection_step (connection, statement, &row, error))
    return FALSE;
  if (row)
    {
      const guint8 *blob = sqlite3_column_blob (statement, 0);
      gsize size = (gsize) sqlite3_column_bytes (statement, 0);

      *found = is_whole (cdl_run_columns_kind (column), blob, size, n_runs);
      if (*found)
        g_byte_array_append (data, blob, (guint) size);
    }
  sqlite3_reset (statement);

  return TRUE;
}

gboolean
cdl_run_columns_read (CdlConnection *connection,
                      gint64 pack,
                      guint column,
                      gssize n_runs,
                      GByteArray *data,
                      GError **error)
{
  gboolean found;

  g_byte_array_set_size (data, 0);
  if (!read_packed (connection, pack, column, n_runs, data, &found, error))
    return FALSE;

  return found || read_rows (connection, pack, column, 1, &data, error);
}

/* --- Packing --- */

static gboolean
store_column (CdlConnection *connection,
              gint64 pack,
              guint column,
              const GByteArray *data,
              GError **error)
{
  sqlite3_stmt *statement = cdl_connection_prepare (
      connection, "INSERT OR REPLACE INTO run_column (pack, name, data) VALUES (?, ?, ?)", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, pack);
  cdl_bind_text (statement, 2, cdl_run_columns_name (column));
  sqlite3_bind_blob64 (statement, 3, data->len > 0 ? (gconstpointer) data->data : "", data->len,
                       SQLITE_STATIC);

  return cdl_connection_run (connection, statement, error);
}

static gboolean
store_pack (CdlConnection *connection, gint64 pack, GError **error)
{
  guint n = cdl_run_columns_count ();
  g_autoptr (GPtrArray) columns
      = g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);
  sqlite3_stmt *statement;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (columns, g_byte_array_new ());
  if (!read_rows (connection, pack, 0, n, (GByteArray **) columns->pdata, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!store_column (connection, pack, i, columns->pdata[i], error))
      return FALSE;

  statement
      = cdl_connection_prepare (connection, "UPDATE run_pack SET whole = 1 WHERE pack = ?", error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, pack);

  return cdl_connection_run (connection, statement, error);
}

gboolean
cdl_run_columns_pack (CdlConnection *connection, guint most, GError **error)
{
  gboolean row = TRUE;

  for (guint i = 0; row && i < most; i++)
    {
      sqlite3_stmt *statement = cdl_connection_prepare (
          connection,
          "SELECT pack FROM run_pack WHERE NOT whole"
          " AND pack < (SELECT max (key) FROM run) / " G_STRINGIFY (CDL_PACK_RUNS) " LIMIT 1",
          error);
      gint64 pack;

      if (statement == NULL || !cdl_connection_step (connection, statement, &row, error))
        return FALSE;
      pack = row ? sqlite3_column_int64 (statement, 0) : -1;
      sqlite3_reset (statement);
      if (row && !store_pack (connection, pack, error))
        return FALSE;
    }

  return TRUE;
}

/* --- What is no longer so --- */

/* What happens to the thousand of row, "new" or "old", after such a change; the columns that are
 * read from the rows again, NULL: all. */
static void
append_trigger (GString *sql,
                const char *name,
                const char *change,
                const char *row,
                const char *names)
{
  g_string_append_printf (sql,
                          "DROP TRIGGER IF EXISTS run_column_%s;"
                          "CREATE TRIGGER run_column_%s AFTER %s ON run BEGIN"
                          " INSERT INTO run_pack (pack, whole) VALUES (%s.key / %d, 0)"
                          " ON CONFLICT (pack) DO UPDATE SET whole = 0 WHERE whole;"
                          " DELETE FROM run_column WHERE pack = %s.key / %d",
                          name, name, change, row, CDL_PACK_RUNS, row, CDL_PACK_RUNS);
  if (names != NULL)
    g_string_append_printf (sql, " AND name IN (%s)", names);
  g_string_append (sql, "; END;");
}

char *
cdl_run_columns_triggers (void)
{
  g_autoptr (GString) numbers = g_string_new ("UPDATE OF net_pessimistic, net_optimistic");
  GString *sql = g_string_new (NULL);

  for (guint i = N_FIRST; i < cdl_run_columns_count (); i++)
    g_string_append_printf (numbers, ", \"%s\"", cdl_run_columns_name (i));
  append_trigger (sql, "insert", "INSERT", "new", NULL);
  append_trigger (sql, "delete", "DELETE", "old", NULL);
  append_trigger (sql, "text", "UPDATE OF favourite, search", "new", "'favourite', 'search'");
  append_trigger (sql, "number", numbers->str, "new", NULL);

  return g_string_free (sql, FALSE);
}
