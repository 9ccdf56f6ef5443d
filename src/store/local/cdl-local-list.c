#include "cdl-local-filter-private.h"
#include "cdl-local-private.h"
#include "cdl-local-read-private.h"
#include "cdl-number.h"

#include <string.h>

/* Pages by keyset: a page goes on after the values that its cursor holds, wherever that is now.
 * Runs where the value is defined come first, by (value, key); then the others, by key. */
typedef struct
{
  gboolean undefined; /* among those */
  int type;           /* SQLITE_INTEGER, _FLOAT or _TEXT, of the value */
  gint64 integer;
  double number;
  const char *text; /* borrowed from the cursor */
  gint64 key;
} Position;

#define CURSOR_VERSION "1"

/* "1 sharpe d f 3fe0000000000000 42": version, sort, direction, type, value, key; a text comes
 * last. Numbers are bits, so that nothing is rounded. */
static char *
cursor_of_row (const CdlRunQuery *query, sqlite3_stmt *row, int value_column)
{
  const char *sort = cdl_sort_name (query->key, query->stat);
  char direction = query->descending ? 'd' : 'a';
  gint64 key = sqlite3_column_int64 (row, 0);
  double number;
  guint64 bits;

  switch (sqlite3_column_type (row, value_column))
    {
    case SQLITE_INTEGER:
      return g_strdup_printf (CURSOR_VERSION " %s %c i %" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
                              sort, direction, (gint64) sqlite3_column_int64 (row, value_column),
                              key);
    case SQLITE_FLOAT:
      number = sqlite3_column_double (row, value_column);
      memcpy (&bits, &number, sizeof bits);
      return g_strdup_printf (CURSOR_VERSION " %s %c f %016" G_GINT64_MODIFIER
                                             "x %" G_GINT64_FORMAT,
                              sort, direction, bits, key);
    case SQLITE_TEXT:
      return g_strdup_printf (CURSOR_VERSION " %s %c t %" G_GINT64_FORMAT " %s", sort, direction,
                              key, sqlite3_column_text (row, value_column));
    default:
      return g_strdup_printf (CURSOR_VERSION " %s %c n %" G_GINT64_FORMAT, sort, direction, key);
    }
}

/* parts: what follows the direction, at least two. */
static gboolean
read_value (char **parts, Position *position)
{
  guint64 bits;

  if (strlen (parts[0]) != 1 || parts[1] == NULL)
    return FALSE;

  switch (parts[0][0])
    {
    case 'i':
      position->type = SQLITE_INTEGER;
      return parts[2] != NULL && cdl_number_parse_int (parts[1], &position->integer)
             && cdl_number_parse_int (parts[2], &position->key);
    case 'f':
      position->type = SQLITE_FLOAT;
      if (parts[2] == NULL
          || !g_ascii_string_to_unsigned (parts[1], 16, 0, G_MAXUINT64, &bits, NULL))
        return FALSE;
      memcpy (&position->number, &bits, sizeof bits);
      return cdl_number_parse_int (parts[2], &position->key);
    case 't':
      position->type = SQLITE_TEXT;
      position->text = parts[2];
      return parts[2] != NULL && cdl_number_parse_int (parts[1], &position->key);
    case 'n':
      position->undefined = TRUE;
      return cdl_number_parse_int (parts[1], &position->key);
    default:
      return FALSE;
    }
}

/* parts keeps what position borrows. */
static gboolean
read_cursor (const CdlRunQuery *query, char ***parts, Position *position, GError **error)
{
  *parts = g_strsplit (query->cursor, " ", 6);
  if (g_strv_length (*parts) >= 5 && g_str_equal ((*parts)[0], CURSOR_VERSION)
      && g_str_equal ((*parts)[1], cdl_sort_name (query->key, query->stat))
      && g_str_equal ((*parts)[2], query->descending ? "d" : "a")
      && read_value (*parts + 3, position))
    return TRUE;
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID,
               "The cursor “%.60s” is not of a list sorted by %s, %s", query->cursor,
               cdl_sort_name (query->key, query->stat),
               query->descending ? "descending" : "ascending");

  return FALSE;
}

/* What is being read into a page. */
typedef struct
{
  const CdlRunQuery *query;
  CdlLocalReader *reader;
  CdlLocalWhere *where;
  CdlRunPage *page;
} List;

/* Adds rows of the statement to the page until it is full. A row too many only says that there is a
 * next page. */
static gboolean
read_rows (List *self, sqlite3_stmt *statement, GError **error)
{
  CdlConnection *connection = self->reader->connection;
  int value_column = sqlite3_column_count (statement) - 1;
  g_autofree char *last = NULL;

  for (;;)
    {
      CdlRunRecord *run;
      gboolean row;

      if (!cdl_connection_step (connection, statement, &row, error))
        return FALSE;
      if (!row)
        break;
      if (self->page->runs->len == self->query->limit)
        {
          self->page->next = g_steal_pointer (&last);
          break;
        }
      run = cdl_local_reader_run (self->reader, statement, error);
      if (run == NULL)
        return FALSE;
      g_ptr_array_add (self->page->runs, run);
      g_free (last);
      last = cursor_of_row (self->query, statement, value_column);
    }
  sqlite3_reset (statement);

  return TRUE;
}

/* One of the two parts of a list: defined or undefined values, after position (NULL: from the
 * first). */
static gboolean
read_part (List *self, gboolean undefined, const Position *position, GError **error)
{
  const char *column = cdl_local_sort_column (self->query->key, self->query->stat);
  const char *direction = self->query->descending ? "DESC" : "ASC";
  char comparison = self->query->descending ? '<' : '>';
  g_autoptr (GString) sql = g_string_new (NULL);
  sqlite3_stmt *statement;
  int place;

  g_string_printf (sql, "SELECT %s, r.\"%s\" FROM run AS r WHERE %s AND ", cdl_local_run_columns (),
                   column, self->where->sql->str);
  if (undefined)
    g_string_append_printf (sql, "r.\"%s\" IS NULL%s ORDER BY r.key", column,
                            position != NULL ? " AND r.key > ?" : "");
  else
    {
      if (position != NULL)
        g_string_append_printf (sql, "(r.\"%s\", r.key) %c (?, ?)", column, comparison);
      else
        g_string_append_printf (sql, "r.\"%s\" IS NOT NULL", column);
      g_string_append_printf (sql, " ORDER BY r.\"%s\" %s, r.key %s", column, direction, direction);
    }
  g_string_append (sql, " LIMIT ?");

  statement = cdl_connection_prepare (self->reader->connection, sql->str, error);
  if (statement == NULL)
    return FALSE;
  place = cdl_local_where_bind (self->where, statement, 1);
  if (position != NULL && !undefined && position->type == SQLITE_INTEGER)
    sqlite3_bind_int64 (statement, place++, position->integer);
  else if (position != NULL && !undefined && position->type == SQLITE_FLOAT)
    sqlite3_bind_double (statement, place++, position->number);
  else if (position != NULL && !undefined)
    sqlite3_bind_text (statement, place++, position->text, -1, SQLITE_STATIC);
  if (position != NULL)
    sqlite3_bind_int64 (statement, place++, position->key);
  sqlite3_bind_int64 (statement, place, (gint64) self->query->limit + 1);

  return read_rows (self, statement, error);
}

static gboolean
read_page (List *self, const Position *position, GError **error)
{
  gboolean undefined = position != NULL && position->undefined;

  if (!undefined && !read_part (self, FALSE, position, error))
    return FALSE;
  if (self->page->next != NULL)
    return TRUE;

  return read_part (self, TRUE, undefined ? position : NULL, error);
}

CdlRunPage *
cdl_local_list_runs (CdlStore *self,
                     const CdlRunQuery *query,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (CdlRunPage) page = cdl_run_page_new ();
  g_auto (CdlLocalReader) reader = { NULL };
  g_auto (CdlLocalWhere) where;
  g_auto (GStrv) parts = NULL;
  Position position = { FALSE };
  List list = { query, &reader, &where, page };
  CdlConnection *connection;
  gboolean ok;

  cdl_local_where_init (&where, query->filter);
  if (query->cursor != NULL && !read_cursor (query, &parts, &position, error))
    return NULL;
  connection = cdl_local_begin_read (self, cancellable, error);
  if (connection == NULL)
    return NULL;
  cdl_local_reader_init (&reader, connection, FALSE);
  ok = read_page (&list, query->cursor != NULL ? &position : NULL, error);
  cdl_local_end_read (self, connection);

  return ok ? g_steal_pointer (&page) : NULL;
}

gboolean
cdl_local_count_runs (CdlStore *self,
                      const CdlRunFilter *filter,
                      guint64 *count,
                      GCancellable *cancellable,
                      GError **error)
{
  g_auto (CdlLocalWhere) where;
  g_autofree char *sql = NULL;
  CdlConnection *connection;
  sqlite3_stmt *statement;
  gboolean row, ok;

  cdl_local_where_init (&where, filter);
  sql = g_strdup_printf ("SELECT count (*) FROM run AS r WHERE %s", where.sql->str);
  connection = cdl_local_begin_read (self, cancellable, error);
  if (connection == NULL)
    return FALSE;
  statement = cdl_connection_prepare (connection, sql, error);
  ok = statement != NULL;
  if (ok)
    {
      cdl_local_where_bind (&where, statement, 1);
      ok = cdl_connection_step (connection, statement, &row, error);
      *count = ok ? (guint64) sqlite3_column_int64 (statement, 0) : 0;
    }
  cdl_local_end_read (self, connection);

  return ok;
}
