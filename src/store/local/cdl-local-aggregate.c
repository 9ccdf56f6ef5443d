#include "cdl-local-filter-private.h"
#include "cdl-local-private.h"
#include "cdl-number.h"
#include "cdl-schema-private.h"

/* Groups and heat maps: a scan that hands each run's values to the collectors of the interface. */

typedef void (*RowFunc) (sqlite3_stmt *row, gpointer data);

/* Runs "SELECT what FROM run AS r joins WHERE filter". */
static gboolean
for_each_run (CdlStore *self,
              const char *what,
              const char *joins,
              const CdlRunFilter *filter,
              RowFunc func,
              gpointer data,
              GCancellable *cancellable,
              GError **error)
{
  g_auto (CdlLocalWhere) where;
  g_autofree char *sql = NULL;
  CdlConnection *connection;
  sqlite3_stmt *statement;
  gboolean row = TRUE, ok;

  cdl_local_where_init (&where, filter);
  sql = g_strdup_printf ("SELECT %s FROM run AS r %s WHERE %s", what, joins, where.sql->str);
  connection = cdl_local_begin_read (self, cancellable, error);
  if (connection == NULL)
    return FALSE;
  statement = cdl_connection_prepare (connection, sql, error);
  ok = statement != NULL;
  if (ok)
    cdl_local_where_bind (&where, statement, 1);
  while (ok && row)
    {
      ok = cdl_connection_step (connection, statement, &row, error);
      if (ok && row)
        func (statement, data);
    }
  cdl_local_end_read (self, connection);

  return ok;
}

typedef struct
{
  CdlGrouping *grouping;
  CdlGroupKey key;
} Group;

static void
add_to_group (sqlite3_stmt *row, gpointer data)
{
  Group *self = data;
  const char *key = (const char *) sqlite3_column_text (row, 0);

  /* Intervals are stored by their length. */
  for (guint i = 0; self->key == CDL_GROUP_INTERVAL && i < CDL_N_INTERVALS; i++)
    if (cdl_interval_ms ((CdlInterval) i) == sqlite3_column_int64 (row, 0))
      key = cdl_interval_name ((CdlInterval) i);

  cdl_grouping_add (self->grouping, key, cdl_column_double (row, 1),
                    (const char *) sqlite3_column_text (row, 2));
}

GPtrArray *
cdl_local_group_runs (CdlStore *self,
                      const CdlRunFilter *filter,
                      CdlGroupKey key,
                      CdlStat stat,
                      GCancellable *cancellable,
                      GError **error)
{
  static const struct
  {
    const char *column;
    const char *joins;
  } keys[CDL_N_GROUP_KEYS] = {
    [CDL_GROUP_STRATEGY] = { "r.strategy", "" },
    [CDL_GROUP_SYMBOL] = { "r.symbol", "" },
    [CDL_GROUP_MARKET] = { "r.market", "" },
    [CDL_GROUP_INTERVAL] = { "r.interval", "" },
    [CDL_GROUP_TEST] = { "t.test", "JOIN run_test AS t ON t.run = r.key" },
    [CDL_GROUP_TAG] = { "t.tag", "JOIN run_tag AS t ON t.run = r.key" },
  };
  g_autoptr (CdlGrouping) grouping = cdl_grouping_new (cdl_stat_info (stat)->higher_is_better);
  g_autofree char *what
      = g_strdup_printf ("%s, r.\"%s\", r.id", keys[key].column, cdl_schema_stat_column (stat));
  Group group = { grouping, key };

  return for_each_run (self, what, keys[key].joins, filter, add_to_group, &group, cancellable,
                       error)
             ? cdl_grouping_finish (grouping)
             : NULL;
}

/* The number in a JSON text ("0.3"), read exactly; NaN if there is none. */
static double
exact_number (sqlite3_stmt *row, int column)
{
  const char *text = (const char *) sqlite3_column_text (row, column);
  double value;

  return text != NULL && cdl_number_parse (text, &value) ? value : CDL_NAN;
}

static void
add_to_map (sqlite3_stmt *row, gpointer data)
{
  cdl_heat_mapper_add (data, exact_number (row, 0), exact_number (row, 1),
                       cdl_column_double (row, 2), (const char *) sqlite3_column_text (row, 3));
}

CdlHeatMap *
cdl_local_heat_map (CdlStore *self,
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
  /* Names of parameters are identifiers: nothing in them needs quoting. */
  g_autofree char *what = g_strdup_printf ("r.params -> '$.%s', r.params -> '$.%s', r.\"%s\", r.id",
                                           x, y, cdl_schema_stat_column (stat));

  return for_each_run (self, what, "", filter, add_to_map, mapper, cancellable, error)
             ? cdl_heat_mapper_finish (mapper, error)
             : NULL;
}
