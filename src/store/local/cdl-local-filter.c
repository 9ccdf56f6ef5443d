#include "cdl-local-filter-private.h"

#include <math.h>
#include <string.h>

#include "cdl-local-write-private.h"
#include "cdl-schema-private.h"
#include "cdl-time.h"

typedef struct
{
  char *text; /* or NULL: */
  double number;
  gint64 integer;
  gboolean is_integer;
} Value;

static void
value_clear (gpointer data)
{
  g_free (((Value *) data)->text);
}

static void
add_condition (CdlLocalWhere *self, const char *condition)
{
  if (self->sql->len > 0)
    g_string_append (self->sql, " AND ");
  g_string_append (self->sql, condition);
}

static void
add_text (CdlLocalWhere *self, const char *condition, const char *text)
{
  Value value = { .text = g_strdup (text) };

  if (text == NULL)
    return;
  add_condition (self, condition);
  g_array_append_val (self->values, value);
}

static void
add_integer (CdlLocalWhere *self, const char *condition, gint64 integer)
{
  Value value = { .integer = integer, .is_integer = TRUE };

  add_condition (self, condition);
  g_array_append_val (self->values, value);
}

static void
add_bound (CdlLocalWhere *self, CdlStat stat, const char *comparison, double number)
{
  g_autofree char *condition
      /* "+" keeps an index of the statistic out: its order would jump through the whole table. */
      = g_strdup_printf ("+r.\"%s\" %s ?", cdl_schema_stat_column (stat), comparison);
  Value value = { .number = number };

  add_condition (self, condition);
  g_array_append_val (self->values, value);
}

static void
add_defined (CdlLocalWhere *self, CdlStat stat)
{
  g_autofree char *condition
      = g_strdup_printf ("r.\"%s\" IS NOT NULL", cdl_schema_stat_column (stat));

  add_condition (self, condition);
}

static void
add_words (CdlLocalWhere *self, const char *text)
{
  g_autofree char *folded = cdl_local_fold (text);
  const char *word = folded;

  while (*word != '\0')
    {
      const char *end = word;
      g_autofree char *copy = NULL;

      while (*end != '\0' && !g_unichar_isspace (g_utf8_get_char (end)))
        end = g_utf8_next_char (end);
      copy = g_strndup (word, (gsize) (end - word));
      if (end > word)
        add_text (self, "cdl_contains (r.search, ?)", copy);
      word = *end != '\0' ? g_utf8_next_char (end) : end;
    }
}

/* cdl_contains (text, word): instr() without counting characters, which is most of its time. */
static void
contains (sqlite3_context *context, int n, sqlite3_value **values)
{
  const char *text = (const char *) sqlite3_value_text (values[0]);
  const char *word = (const char *) sqlite3_value_text (values[1]);

  sqlite3_result_int (context, text != NULL && word != NULL && strstr (text, word) != NULL);
}

gboolean
cdl_local_register_functions (CdlConnection *connection, GError **error)
{
  int rc = sqlite3_create_function_v2 (connection->db, "cdl_contains", 2,
                                       SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, contains, NULL,
                                       NULL, NULL);

  if (rc != SQLITE_OK)
    cdl_connection_set_error (connection, rc, error);

  return rc == SQLITE_OK;
}

void
cdl_local_where_init (CdlLocalWhere *self, const CdlRunFilter *filter)
{
  self->sql = g_string_new (NULL);
  self->values = g_array_new (FALSE, FALSE, sizeof (Value));
  g_array_set_clear_func (self->values, value_clear);

  add_text (self, "r.strategy = ?", filter->strategy);
  add_text (self, "r.symbol = ?", filter->symbol);
  add_text (self, "r.strategy_rev IN (SELECT key FROM strategy_rev WHERE revision = ?)",
            filter->revision);
  add_text (self, "r.dataset = (SELECT key FROM dataset WHERE fingerprint = ?)", filter->dataset);
  add_text (self, "r.key IN (SELECT run FROM run_tag WHERE tag = ?)", filter->tag);
  add_text (self, "r.key IN (SELECT run FROM run_test WHERE test = ?)", filter->test);
  if (filter->market >= 0)
    add_text (self, "r.market = ?", cdl_market_name ((CdlMarket) filter->market));
  if (filter->interval >= 0)
    add_integer (self, "r.interval = ?", cdl_interval_ms ((CdlInterval) filter->interval));
  if (filter->favourite >= 0)
    add_condition (self, filter->favourite != 0 ? "r.favourite" : "NOT r.favourite");
  if (filter->created_from != CDL_TIME_NONE)
    add_integer (self, "r.created_at >= ?", filter->created_from);
  if (filter->created_to != CDL_TIME_NONE)
    add_integer (self, "r.created_at < ?", filter->created_to);
  for (guint i = 0; i < filter->bounds->len; i++)
    {
      const CdlStatBound *bound = &g_array_index (filter->bounds, CdlStatBound, i);

      if (isnan (bound->min) && isnan (bound->max))
        add_defined (self, bound->stat);
      if (!isnan (bound->min))
        add_bound (self, bound->stat, ">=", bound->min);
      if (!isnan (bound->max))
        add_bound (self, bound->stat, "<=", bound->max);
    }
  if (filter->text != NULL)
    add_words (self, filter->text);

  self->is_empty = self->sql->len == 0;
  if (self->is_empty)
    g_string_append (self->sql, "TRUE");
}

void
cdl_local_where_clear (CdlLocalWhere *self)
{
  g_string_free (self->sql, TRUE);
  g_array_unref (self->values);
}

int
cdl_local_where_bind (const CdlLocalWhere *self, sqlite3_stmt *statement, int place)
{
  for (guint i = 0; i < self->values->len; i++, place++)
    {
      const Value *value = &g_array_index (self->values, Value, i);

      if (value->text != NULL)
        cdl_bind_text (statement, place, value->text);
      else if (value->is_integer)
        sqlite3_bind_int64 (statement, place, value->integer);
      else
        sqlite3_bind_double (statement, place, value->number);
    }

  return place;
}

const char *
cdl_local_sort_column (CdlSortKey key, CdlStat stat)
{
  static const char *const names[CDL_N_SORT_KEYS] = {
    [CDL_SORT_CREATED_AT] = "created_at",
    [CDL_SORT_FINISHED_AT] = "finished_at",
    [CDL_SORT_ELAPSED] = "elapsed_us",
    [CDL_SORT_STRATEGY] = "strategy",
    [CDL_SORT_SYMBOL] = "symbol",
    [CDL_SORT_MARKET] = "market",
    [CDL_SORT_INTERVAL] = "interval",
    [CDL_SORT_FROM] = "from_ms",
    [CDL_SORT_TO] = "to_ms",
    [CDL_SORT_NET_PESSIMISTIC] = "net_pessimistic",
    [CDL_SORT_NET_OPTIMISTIC] = "net_optimistic",
  };

  return key == CDL_SORT_STAT ? cdl_schema_stat_column (stat) : names[key];
}
