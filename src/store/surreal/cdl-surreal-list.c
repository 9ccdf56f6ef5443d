#include <math.h>
#include <string.h>

#include "cdl-json-reader-private.h"
#include "cdl-local-text-private.h"
#include "cdl-number.h"
#include "cdl-schema-private.h"
#include "cdl-surreal-filter-private.h"
#include "cdl-surreal-literal-private.h"
#include "cdl-surreal-private.h"
#include "cdl-surreal-read-private.h"

/* Pages by keyset: a page goes on after the values that its cursor holds, wherever that is now.
 * Runs where the value is defined come first, by (value, id); then the others, by id. */
typedef struct
{
  gboolean undefined; /* among those */
  char *id;
  GString *value; /* as a literal; what follows is for lists by an index */
  GString *same;  /* the same, or negated if descending */
  GString *next;  /* the next number after that */
} Position;

static void
position_clear (Position *self)
{
  g_free (self->id);
  if (self->value != NULL)
    g_string_free (self->value, TRUE);
  if (self->same != NULL)
    g_string_free (self->same, TRUE);
  if (self->next != NULL)
    g_string_free (self->next, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Position, position_clear)

#define CURSOR_VERSION "s1"

/* "s1 sharpe d f RUN 3fe0000000000000": version, sort, direction, type, run, value; a text comes
 * last. Numbers are bits, so that nothing is rounded. */
static char *
cursor_of_run (const CdlRunQuery *query, JsonObject *row)
{
  JsonNode *node = json_object_get_member (row, cdl_surreal_sort_field (query->key, query->stat));
  g_autofree char *start
      = g_strdup_printf (CURSOR_VERSION " %s %c", cdl_sort_name (query->key, query->stat),
                         query->descending ? 'd' : 'a');
  const char *id = json_object_get_string_member (row, "rid");
  GType type = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node)
                                                            : G_TYPE_INVALID;
  double number;
  guint64 bits;

  if (type == G_TYPE_INT64)
    return g_strdup_printf ("%s i %s %" G_GINT64_FORMAT, start, id, json_node_get_int (node));
  if (type == G_TYPE_STRING)
    return g_strdup_printf ("%s t %s %s", start, id, json_node_get_string (node));
  if (type != G_TYPE_DOUBLE)
    return g_strdup_printf ("%s n %s", start, id);
  number = json_node_get_double (node);
  memcpy (&bits, &number, sizeof bits);

  return g_strdup_printf ("%s f %s %016" G_GINT64_MODIFIER "x", start, id, bits);
}

static gboolean
read_value (const char *type, const char *text, gboolean negate, Position *position)
{
  double number;
  guint64 bits;
  gint64 whole;

  if (strlen (type) != 1 || (text == NULL) != (*type == 'n'))
    return FALSE;

  switch (*type)
    {
    case 'i':
      if (!cdl_number_parse_int (text, &whole) || ABS (whole) >= G_MAXINT64)
        return FALSE;
      cdl_surreal_int (position->value, whole);
      whole = negate ? -whole : whole;
      cdl_surreal_int (position->same, whole);
      cdl_surreal_int (position->next, whole + 1);
      return TRUE;
    case 'f':
      if (!g_ascii_string_to_unsigned (text, 16, 0, G_MAXUINT64, &bits, NULL))
        return FALSE;
      memcpy (&number, &bits, sizeof number);
      if (!isfinite (number))
        return FALSE;
      cdl_surreal_statistic (position->value, number);
      number = negate ? -number : number;
      cdl_surreal_statistic (position->same, number);
      cdl_surreal_statistic (position->next, MIN (nextafter (number, INFINITY), G_MAXDOUBLE));
      return TRUE;
    case 't':
      if (!g_utf8_validate (text, -1, NULL))
        return FALSE;
      cdl_surreal_text (position->value, text);
      return TRUE;
    case 'n':
      position->undefined = TRUE;
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
read_cursor (const CdlRunQuery *query, Position *position, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (query->cursor, " ", 6);

  position->value = g_string_new (NULL);
  position->same = g_string_new (NULL);
  position->next = g_string_new (NULL);
  if (g_strv_length (parts) >= 5 && g_str_equal (parts[0], CURSOR_VERSION)
      && g_str_equal (parts[1], cdl_sort_name (query->key, query->stat))
      && g_str_equal (parts[2], query->descending ? "d" : "a")
      && g_utf8_validate (parts[4], -1, NULL)
      && read_value (parts[3], parts[5], query->descending, position))
    {
      position->id = g_strdup (parts[4]);
      return TRUE;
    }
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID,
               "The cursor “%.60s” is not of a list sorted by %s, %s", query->cursor,
               cdl_sort_name (query->key, query->stat),
               query->descending ? "descending" : "ascending");

  return FALSE;
}

/* What is being read into a page. */
typedef struct
{
  CdlStore *store;
  const CdlRunQuery *query;
  CdlRunPage *page;
  char *last; /* cursor of the last run on the page */
  GCancellable *cancellable;
} List;

/* The parts of a list, in their order. */
typedef enum
{
  PART_EQUAL, /* to the value of the cursor, with larger ids; only where an index gives the order */
  PART_BEYOND, /* what comes after it */
  PART_UNDEFINED,
} Part;

/* Whether an index gives the order. Only without filter: where a condition is left to check, 3.0
 * takes the limit from the index first, and returns too few. */
static gboolean
is_indexed (const CdlRunQuery *query)
{
  return cdl_run_filter_is_empty (query->filter)
         && (query->key == CDL_SORT_CREATED_AT
             || (query->key == CDL_SORT_STAT && cdl_schema_is_indexed (query->key, query->stat)));
}

static gboolean
can_be_undefined (CdlSortKey key)
{
  return key == CDL_SORT_STAT || key == CDL_SORT_NET_PESSIMISTIC || key == CDL_SORT_NET_OPTIMISTIC;
}

/* Indexes do not go backwards in 3.0: descending is ascending by the negated value. Nor does ">" on
 * the first field of two leave out what is equal: it is ">=" the next number, or the first one. */
static void
append_indexed (GString *sql, const CdlRunQuery *query, Part part, const Position *position)
{
  const char *sign = query->descending ? "n_" : "";
  const char *field = cdl_surreal_sort_field (query->key, query->stat);

  g_string_append_printf (sql, " FROM run WHERE %s%s %s ", sign, field,
                          part == PART_EQUAL ? "=" : ">=");
  if (position == NULL && query->key == CDL_SORT_STAT)
    cdl_surreal_double (sql, -G_MAXDOUBLE);
  else if (position == NULL)
    cdl_surreal_int (sql, G_MININT64);
  else
    g_string_append (sql, part == PART_EQUAL ? position->same->str : position->next->str);
  if (part == PART_EQUAL)
    {
      g_string_append (sql, " AND rid > ");
      cdl_surreal_text (sql, position->id);
    }
  g_string_append_printf (sql, " ORDER BY %s%s ASC, rid ASC", sign, field);
}

static void
append_scanned (GString *sql, const CdlRunQuery *query, const Position *position)
{
  const char *field = cdl_surreal_sort_field (query->key, query->stat);
  char comparison = query->descending ? '<' : '>';

  cdl_surreal_from (sql, query->filter);
  if (can_be_undefined (query->key))
    g_string_append_printf (sql, " AND %s > NULL", field);
  if (position != NULL)
    {
      g_string_append_printf (sql, " AND (%s %c ", field, comparison);
      g_string_append (sql, position->value->str);
      g_string_append_printf (sql, " OR (%s = ", field);
      g_string_append (sql, position->value->str);
      g_string_append (sql, " AND rid > ");
      cdl_surreal_text (sql, position->id);
      g_string_append (sql, "))");
    }
  g_string_append_printf (sql, " ORDER BY %s %s, rid ASC", field,
                          query->descending ? "DESC" : "ASC");
}

static void
append_undefined (GString *sql, const CdlRunQuery *query, const Position *position)
{
  cdl_surreal_from (sql, query->filter);
  g_string_append_printf (sql, " AND !(%s > NULL)",
                          cdl_surreal_sort_field (query->key, query->stat));
  if (position != NULL)
    {
      g_string_append (sql, " AND rid > ");
      cdl_surreal_text (sql, position->id);
    }
  g_string_append (sql, " ORDER BY rid ASC");
}

/* Adds runs of an answer to the page until it is full. A run too many only says that there is a
 * next page. */
static gboolean
read_rows (List *self, JsonObject *answer, GError **error)
{
  g_auto (CdlSurrealReader) reader = { NULL };
  JsonArray *rows;

  if (!cdl_json_get_array (answer, "runs", &rows, error)
      || !cdl_surreal_reader_init (&reader, answer, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *row = json_array_get_element (rows, i);
      CdlRunRecord *run;

      if (self->page->runs->len == self->query->limit)
        {
          self->page->next = g_steal_pointer (&self->last);
          break;
        }
      if (!JSON_NODE_HOLDS_OBJECT (row))
        return cdl_local_damaged ("run", "of a list", error);
      run = cdl_surreal_reader_run (&reader, json_node_get_object (row), error);
      if (run == NULL)
        return FALSE;
      g_ptr_array_add (self->page->runs, run);
      g_free (self->last);
      self->last = cursor_of_run (self->query, json_node_get_object (row));
    }

  return TRUE;
}

static gboolean
read_part (List *self, Part part, const Position *position, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("{ LET $runs = (SELECT ");
  g_autoptr (JsonNode) node = NULL;

  cdl_surreal_run_fields (sql);
  if (part == PART_UNDEFINED)
    append_undefined (sql, self->query, position);
  else if (is_indexed (self->query))
    append_indexed (sql, self->query, part, position);
  else
    append_scanned (sql, self->query, position);
  g_string_append_printf (sql, " LIMIT %u);\nRETURN { runs: $runs, ",
                          self->query->limit + 1 - self->page->runs->len);
  cdl_surreal_append_shared (sql, FALSE);
  g_string_append (sql, " } }");

  node = cdl_surreal_run (self->store, sql->str, self->cancellable, error);
  if (node == NULL)
    return FALSE;

  return (JSON_NODE_HOLDS_OBJECT (node) && read_rows (self, json_node_get_object (node), error))
         || cdl_local_damaged ("list", "of runs", error);
}

/* One part after the other, until the page is full and a run more than that was seen. */
static gboolean
read_page (List *self, const Position *position, GError **error)
{
  gboolean undefined = position != NULL && position->undefined;

  if (!undefined && position != NULL && is_indexed (self->query)
      && !read_part (self, PART_EQUAL, position, error))
    return FALSE;
  if (!undefined && self->page->next == NULL && !read_part (self, PART_BEYOND, position, error))
    return FALSE;
  if (self->page->next != NULL || !can_be_undefined (self->query->key))
    return TRUE;

  return read_part (self, PART_UNDEFINED, undefined ? position : NULL, error);
}

CdlRunPage *
cdl_surreal_list_runs (CdlStore *self,
                       const CdlRunQuery *query,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (CdlRunPage) page = cdl_run_page_new ();
  g_auto (Position) position = { FALSE };
  List list = { self, query, page, NULL, cancellable };
  gboolean ok;

  if (query->cursor != NULL && !read_cursor (query, &position, error))
    return NULL;
  ok = read_page (&list, query->cursor != NULL ? &position : NULL, error);
  g_free (list.last);

  return ok ? g_steal_pointer (&page) : NULL;
}

gboolean
cdl_surreal_count_runs (CdlStore *self,
                        const CdlRunFilter *filter,
                        guint64 *count,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (GString) sql = g_string_new ("RETURN (SELECT count()");
  g_autoptr (JsonNode) node = NULL;
  gint64 n = 0;

  if (cdl_run_filter_is_empty (filter))
    g_string_append (sql, " FROM run");
  else
    cdl_surreal_from (sql, filter);
  g_string_append (sql, " GROUP ALL)[0].count ?? 0");
  node = cdl_surreal_run (self, sql->str, cancellable, error);
  if (node == NULL)
    return FALSE;
  cdl_json_node_int (node, &n);
  *count = (guint64) n;

  return TRUE;
}

/* Values that a group or map is made of: rows of k (and y), v and rid. */
static JsonNode *
select_values (CdlStore *self,
               const char *keys,
               CdlStat stat,
               const CdlRunFilter *filter,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT ");

  g_string_append_printf (sql, "%s, %s AS v, rid", keys, cdl_schema_stat_column (stat));
  cdl_surreal_from (sql, filter);

  return cdl_surreal_select (self, sql->str, cancellable, error);
}

static void
add_to_groups (CdlGrouping *grouping, JsonNode *key, double value, const char *run)
{
  const char *text = cdl_json_node_string (key);
  gint64 ms;

  if (text != NULL)
    cdl_grouping_add (grouping, text, value, run);
  else if (key != NULL && JSON_NODE_HOLDS_ARRAY (key))
    {
      JsonArray *keys = json_node_get_array (key);

      for (guint i = 0; i < json_array_get_length (keys); i++)
        if (cdl_json_node_string (json_array_get_element (keys, i)) != NULL)
          cdl_grouping_add (grouping, json_array_get_string_element (keys, i), value, run);
    }
  else if (cdl_json_node_int (key, &ms))
    {
      /* Intervals are stored by their length. */
      CdlInterval interval;

      if (cdl_local_interval (ms, &interval, NULL))
        cdl_grouping_add (grouping, cdl_interval_name (interval), value, run);
    }
}

GPtrArray *
cdl_surreal_group_runs (CdlStore *self,
                        const CdlRunFilter *filter,
                        CdlGroupKey key,
                        CdlStat stat,
                        GCancellable *cancellable,
                        GError **error)
{
  static const char *const keys[CDL_N_GROUP_KEYS] = {
    [CDL_GROUP_STRATEGY] = "strategy AS k", [CDL_GROUP_SYMBOL] = "symbol AS k",
    [CDL_GROUP_MARKET] = "market AS k",     [CDL_GROUP_INTERVAL] = "interval AS k",
    [CDL_GROUP_TEST] = "tests AS k",        [CDL_GROUP_TAG] = "tags AS k",
  };
  g_autoptr (CdlGrouping) grouping = cdl_grouping_new (cdl_stat_info (stat)->higher_is_better);
  g_autoptr (JsonNode) rows = select_values (self, keys[key], stat, filter, cancellable, error);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < cdl_surreal_n_rows (rows); i++)
    {
      JsonObject *row = cdl_surreal_row (rows, i);
      const char *run;
      double value;

      if (!cdl_json_get_double (row, "v", &value, error)
          || !cdl_json_get_string (row, "rid", &run, error))
        return NULL;
      add_to_groups (grouping, json_object_get_member (row, "k"), value, run);
    }

  return cdl_grouping_finish (grouping);
}

CdlHeatMap *
cdl_surreal_heat_map (CdlStore *self,
                      const CdlRunFilter *filter,
                      const char *x,
                      const char *y,
                      CdlStat stat,
                      CdlCellValue shown,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (CdlHeatMapper) mapper
      = cdl_heat_mapper_new (shown, cdl_stat_info (stat)->higher_is_better);
  /* Names of parameters are identifiers: nothing in them needs escaping. */
  g_autofree char *keys = g_strdup_printf ("params.`%s` AS k, params.`%s` AS y", x, y);
  g_autoptr (JsonNode) rows = select_values (self, keys, stat, filter, cancellable, error);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < cdl_surreal_n_rows (rows); i++)
    {
      JsonObject *row = cdl_surreal_row (rows, i);
      double at_x, at_y, value;
      const char *run;

      if (!cdl_json_get_double (row, "k", &at_x, error)
          || !cdl_json_get_double (row, "y", &at_y, error)
          || !cdl_json_get_double (row, "v", &value, error)
          || !cdl_json_get_string (row, "rid", &run, error))
        return NULL;
      cdl_heat_mapper_add (mapper, at_x, at_y, value, run);
    }

  return cdl_heat_mapper_finish (mapper, error);
}
