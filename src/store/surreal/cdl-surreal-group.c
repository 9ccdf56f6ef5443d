#include "cdl-json-reader-private.h"
#include "cdl-local-text-private.h"
#include "cdl-number.h"
#include "cdl-surreal-filter-private.h"
#include "cdl-surreal-listing-private.h"
#include "cdl-surreal-match-private.h"
#include "cdl-surreal-private.h"

/* Groups and heat maps: every run of the filter with one of its values. */

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

  g_string_append_printf (sql, "%s, ", keys);
  cdl_surreal_stat_field (sql, stat);
  g_string_append (sql, " AS v, rid");
  cdl_surreal_from (sql, filter);

  return cdl_surreal_select (self, sql->str, cancellable, error);
}

/* What groups are made of. */
typedef struct
{
  const CdlRunFilter *filter;
  guint column; /* of what the runs have in common */
  CdlStat stat;
  CdlGrouping *grouping;
} Groups;

/* The key, or keys, of a run in a block. */
static gboolean
add_to_groups (Groups *self, const CdlSurrealBlock *block, guint i, GError **error)
{
  const CdlSurrealValues *keys = &block->columns[self->column];
  const CdlSurrealValues *ids = &block->columns[CDL_COLUMN_ID];
  const double *numbers = block->columns[self->stat].numbers;
  const char *run = g_ptr_array_index (ids->words, ids->codes[i]), *key, *member;
  double value = numbers != NULL ? numbers[i] : CDL_NAN;
  CdlInterval interval;
  gsize length;

  if (self->column == CDL_COLUMN_INTERVAL)
    {
      if (!cdl_local_interval ((gint64) keys->numbers[i], &interval, error))
        return cdl_local_damaged ("run", run, error);
      cdl_grouping_add (self->grouping, cdl_interval_name (interval), value, run);
      return TRUE;
    }

  key = g_ptr_array_index (keys->words, keys->codes[i]);
  if (self->column != CDL_COLUMN_TESTS && self->column != CDL_COLUMN_TAGS)
    {
      cdl_grouping_add (self->grouping, key, value, run);
      return TRUE;
    }
  while ((member = cdl_surreal_set_next (&key, &length)) != NULL)
    {
      g_autofree char *one = g_strndup (member, length);

      cdl_grouping_add (self->grouping, one, value, run);
    }

  return TRUE;
}

static gboolean
group_block (const CdlSurrealBlock *block,
             const gboolean *alive,
             gint64 part,
             gpointer data,
             GError **error)
{
  Groups *self = data;
  g_autofree gboolean *good = g_memdup2 (alive, (block->n + 1) * sizeof *alive);

  cdl_surreal_match (block, self->filter, good);
  for (guint i = 0; i < block->n; i++)
    if (good[i] && !add_to_groups (self, block, i, error))
      return FALSE;

  return TRUE;
}

GPtrArray *
cdl_surreal_group_runs (CdlStore *self,
                        const CdlRunFilter *filter,
                        CdlGroupKey key,
                        CdlStat stat,
                        GCancellable *cancellable,
                        GError **error)
{
  static const guint columns[CDL_N_GROUP_KEYS] = {
    [CDL_GROUP_STRATEGY] = CDL_COLUMN_STRATEGY, [CDL_GROUP_SYMBOL] = CDL_COLUMN_SYMBOL,
    [CDL_GROUP_MARKET] = CDL_COLUMN_MARKET,     [CDL_GROUP_INTERVAL] = CDL_COLUMN_INTERVAL,
    [CDL_GROUP_TEST] = CDL_COLUMN_TESTS,        [CDL_GROUP_TAG] = CDL_COLUMN_TAGS,
  };
  g_autoptr (CdlGrouping) grouping = cdl_grouping_new (cdl_stat_info (stat)->higher_is_better);
  gboolean wanted[CDL_N_COLUMNS] = { FALSE };
  Groups groups = { filter, columns[key], stat, grouping };

  wanted[groups.column] = wanted[stat] = wanted[CDL_COLUMN_ID] = TRUE;
  cdl_surreal_match_columns (filter, wanted);

  return cdl_surreal_scan (self, wanted, group_block, &groups, cancellable, error)
             ? cdl_grouping_finish (grouping)
             : NULL;
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
