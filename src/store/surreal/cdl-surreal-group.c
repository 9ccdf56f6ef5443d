#include "cdl-json-reader-private.h"
#include "cdl-local-text-private.h"
#include "cdl-surreal-filter-private.h"
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
