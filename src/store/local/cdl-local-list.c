#include "cdl-local-filter-private.h"
#include "cdl-local-private.h"
#include "cdl-local-read-private.h"
#include "cdl-number.h"
#include "cdl-schema-private.h"

#include <string.h>

/* Pages by keyset: a page goes on after the values that its cursor holds, wherever that is now.
 * Runs where the value is defined come first, by (value, key); then the others, by key; both in the
 * direction of the query. */
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
cursor_of_row (const CdlRunQuery *query, sqlite3_stmt *row)
{
  const char *sort = cdl_sort_name (query->key, query->stat);
  char direction = query->descending ? 'd' : 'a';
  gint64 key = sqlite3_column_int64 (row, 0);
  double number;
  guint64 bits;

  switch (sqlite3_column_type (row, 1))
    {
    case SQLITE_INTEGER:
      return g_strdup_printf (CURSOR_VERSION " %s %c i %" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
                              sort, direction, (gint64) sqlite3_column_int64 (row, 1), key);
    case SQLITE_FLOAT:
      number = sqlite3_column_double (row, 1);
      memcpy (&bits, &number, sizeof bits);
      return g_strdup_printf (CURSOR_VERSION " %s %c f %016" G_GINT64_MODIFIER
                                             "x %" G_GINT64_FORMAT,
                              sort, direction, bits, key);
    case SQLITE_TEXT:
      return g_strdup_printf (CURSOR_VERSION " %s %c t %" G_GINT64_FORMAT " %s", sort, direction,
                              key, sqlite3_column_text (row, 1));
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
  CdlConnection *connection;
  CdlLocalWhere *where;
  GArray *keys;  /* gint64, of the page's runs */
  char *last;    /* cursor of the last of them */
  gboolean more; /* there are runs after them */
} List;

/* Which runs a statement looks for. */
typedef enum
{
  PART_ALL,
  PART_DEFINED,
  PART_UNDEFINED,
} Part;

/* What is sorted by. In a scan a "+" keeps its index out, even for a part of the condition. */
static char *
sort_expression (const List *self, Part part)
{
  return g_strdup_printf ("%sr.\"%s\"", part == PART_ALL ? "+" : "",
                          cdl_local_sort_column (self->query->key, self->query->stat));
}

static void
append_conditions (const List *self, Part part, const Position *position, GString *sql)
{
  g_autofree char *value = sort_expression (self, part);
  char comparison = self->query->descending ? '<' : '>';

  if (part == PART_UNDEFINED || (position != NULL && position->undefined))
    g_string_append_printf (sql, " AND %s IS NULL", value);
  else if (part == PART_DEFINED && position == NULL)
    g_string_append_printf (sql, " AND %s IS NOT NULL", value);

  if (position != NULL && position->undefined)
    g_string_append_printf (sql, " AND r.key %c ?", comparison);
  else if (position != NULL && part == PART_ALL)
    g_string_append_printf (sql, " AND (%s IS NULL OR (%s, r.key) %c (?, ?))", value, value,
                            comparison);
  else if (position != NULL)
    g_string_append_printf (sql, " AND (%s, r.key) %c (?, ?)", value, comparison);
}

static void
append_order (const List *self, Part part, GString *sql)
{
  g_autofree char *value = sort_expression (self, part);
  const char *direction = self->query->descending ? "DESC" : "ASC";

  g_string_append (sql, " ORDER BY ");
  if (part == PART_ALL)
    g_string_append_printf (sql, "%s IS NULL, ", value);
  if (part != PART_UNDEFINED)
    g_string_append_printf (sql, "%s %s, ", value, direction);
  g_string_append_printf (sql, "r.key %s LIMIT ?", direction);
}

static int
bind_position (const Position *position, sqlite3_stmt *statement, int place)
{
  if (!position->undefined && position->type == SQLITE_INTEGER)
    sqlite3_bind_int64 (statement, place++, position->integer);
  else if (!position->undefined && position->type == SQLITE_FLOAT)
    sqlite3_bind_double (statement, place++, position->number);
  else if (!position->undefined)
    sqlite3_bind_text (statement, place++, position->text, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, place++, position->key);

  return place;
}

/* Finds the keys of one part of the list, after position (NULL: from the first), until the page is
 * full. A row too many only says that there are more. */
static gboolean
find_keys (List *self, Part part, const Position *position, GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  guint missing = self->query->limit - self->keys->len;
  sqlite3_stmt *statement;
  gboolean row = TRUE;
  int place;

  g_string_printf (sql, "SELECT r.key, r.\"%s\" FROM %s AS r WHERE %s",
                   cdl_local_sort_column (self->query->key, self->query->stat),
                   part == PART_ALL ? "run_scan" : "run", self->where->sql->str);
  append_conditions (self, part, position, sql);
  append_order (self, part, sql);
  statement = cdl_connection_prepare (self->connection, sql->str, error);
  if (statement == NULL)
    return FALSE;
  place = cdl_local_where_bind (self->where, statement, 1);
  if (position != NULL)
    place = bind_position (position, statement, place);
  sqlite3_bind_int64 (statement, place, (gint64) missing + 1);

  while (row)
    {
      gint64 key;

      if (!cdl_connection_step (self->connection, statement, &row, error))
        return FALSE;
      if (!row)
        break;
      if (self->keys->len == self->query->limit)
        {
          self->more = TRUE;
          break;
        }
      key = sqlite3_column_int64 (statement, 0);
      g_array_append_val (self->keys, key);
      g_free (self->last);
      self->last = cursor_of_row (self->query, statement);
    }
  sqlite3_reset (statement);

  return TRUE;
}

/* Without a filter an index gives the order, defined values and others apart. With one, a scan of
 * the packed columns finds what there is in a time that has a bound: walking the index would look
 * up every run that does not match. */
static gboolean
find_page (List *self, const Position *position, GError **error)
{
  if (!self->where->is_empty || !cdl_schema_is_indexed (self->query->key, self->query->stat))
    return find_keys (self, PART_ALL, position, error);

  if (position != NULL && position->undefined)
    return find_keys (self, PART_UNDEFINED, position, error);

  return find_keys (self, PART_DEFINED, position, error)
         && (self->more || find_keys (self, PART_UNDEFINED, NULL, error));
}

/* The records of the keys that were found. */
static gboolean
read_page (const List *self, CdlRunPage *page, GError **error)
{
  g_auto (CdlLocalReader) reader;
  g_autofree char *sql
      = g_strdup_printf ("SELECT %s FROM run AS r WHERE r.key = ?", cdl_local_run_columns ());
  sqlite3_stmt *statement = cdl_connection_prepare (self->connection, sql, error);

  cdl_local_reader_init (&reader, self->connection, FALSE);
  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < self->keys->len; i++)
    {
      CdlRunRecord *run;
      gboolean row;

      sqlite3_reset (statement);
      sqlite3_bind_int64 (statement, 1, g_array_index (self->keys, gint64, i));
      if (!cdl_connection_step (self->connection, statement, &row, error))
        return FALSE;
      run = cdl_local_reader_run (&reader, statement, error);
      if (run == NULL)
        return FALSE;
      g_ptr_array_add (page->runs, run);
    }
  page->next = self->more ? g_strdup (self->last) : NULL;

  return TRUE;
}

CdlRunPage *
cdl_local_list_runs (CdlStore *self,
                     const CdlRunQuery *query,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (CdlRunPage) page = cdl_run_page_new ();
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (CdlLocalWhere) where;
  g_auto (GStrv) parts = NULL;
  Position position = { FALSE };
  List list = { query, NULL, &where, keys, NULL, FALSE };
  gboolean ok;

  cdl_local_where_init (&where, query->filter);
  if (query->cursor != NULL && !read_cursor (query, &parts, &position, error))
    return NULL;
  list.connection = cdl_local_begin_read (self, cancellable, error);
  if (list.connection == NULL)
    return NULL;
  ok = find_page (&list, query->cursor != NULL ? &position : NULL, error)
       && read_page (&list, page, error);
  cdl_local_end_read (self, list.connection);
  g_free (list.last);

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
  sql = g_strdup_printf ("SELECT count (*) FROM %s AS r WHERE %s",
                         where.is_empty ? "run" : "run_scan", where.sql->str);
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
