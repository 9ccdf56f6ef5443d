#include "cdl-surreal-migrate-private.h"

#include <math.h>
#include <string.h>

#include "cdl-json-reader-private.h"
#include "cdl-local-text-private.h"
#include "cdl-schema-private.h"
#include "cdl-surreal-row-private.h"
#include "cdl-surreal-listing-private.h"
#include "cdl-surreal-literal-private.h"
#include "cdl-surreal-private.h"
#include "cdl-surreal-result-private.h"
#include "cdl-surreal-stats-private.h"

/* Runs in one statement. */
#define SOME_RUNS 100

/* Fields that are members of lasting now: texts and numbers, and texts that are JSON, which stay in
 * the order in which they are. */
static const struct
{
  const char *field;
  const char *json; /* name of the member whose JSON this is */
} lasting_fields[] = {
  { "strategy" },
  { "revision" },
  { "symbol" },
  { "market" },
  { "dataset" },
  { "settings_hash" },
  { "interval" },
  { "path_interval" },
  { "from_ms" },
  { "to_ms" },
  { "created_at" },
  { "finished_at" },
  { "elapsed_us" },
  { "flags" },
  { "params_json", "params" },
  { "first_loaded", "first_loaded" },
};

/* Fields that runs have no longer at all, beside those of statistics. */
static const char *const dropped[]
    = { "data",        "settings",   "stat",   "strategy_rev", "search",
        "note_search", "tag_search", "params", "n_created_at" };

/* NULL with error: a field is not there. */
static char *
lasting_of_fields (JsonObject *row, GError **error)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_COMPACT);

  cdl_json_begin_object (writer);
  for (guint i = 0; i < G_N_ELEMENTS (lasting_fields); i++)
    {
      const char *name = lasting_fields[i].field, *json = lasting_fields[i].json;
      JsonNode *node = json_object_get_member (row, name);
      const char *text = cdl_json_node_string (node);
      g_autoptr (JsonNode) parsed = NULL;
      gint64 number;

      if (json != NULL && text != NULL)
        {
          parsed = cdl_json_parse (text, strlen (text), error);
          if (parsed == NULL)
            return NULL;
          cdl_json_name (writer, json);
          cdl_json_raw (writer, text);
        }
      else if (text != NULL)
        cdl_json_member_string (writer, name, text);
      else if (node != NULL && cdl_json_node_int (node, &number))
        cdl_json_member_int (writer, name, number);
      else
        {
          g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID, "it has no %s", name);
          return NULL;
        }
    }
  cdl_json_end_object (writer);

  return cdl_json_writer_steal (writer);
}

/* The first schema had the statistics field by field. */
static char *
stats_of_fields (JsonObject *row)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < CDL_N_STATS; i++)
    {
      JsonNode *node = json_object_get_member (row, cdl_schema_stat_column ((CdlStat) i));
      double value;

      if (node != NULL && cdl_json_node_double (node, &value) && isfinite (value))
        cdl_surreal_number_append (text, cdl_stat_info ((CdlStat) i)->name, value);
    }

  return g_string_free (text, FALSE);
}

static gboolean
append_run (GString *sql, JsonObject *row, GError **error)
{
  g_autofree char *lasting = NULL, *stats = NULL;
  const char *id;

  if (json_object_has_member (row, "lasting"))
    return TRUE;
  if (!cdl_json_get_string (row, "rid", &id, error))
    return cdl_local_damaged ("run", "of an older schema", error);
  lasting = lasting_of_fields (row, error);
  if (lasting == NULL)
    return cdl_local_damaged ("run", id, error);

  g_string_append (sql, "UPDATE ");
  cdl_surreal_record (sql, "run", id);
  g_string_append (sql, " SET lasting = ");
  cdl_surreal_text (sql, lasting);
  if (!json_object_has_member (row, "stats"))
    {
      stats = stats_of_fields (row);
      g_string_append (sql, ", stats = ");
      cdl_surreal_text (sql, stats);
    }
  g_string_append (sql, " RETURN NONE;\n");

  return TRUE;
}

/* Takes away what the run no longer has. */
static void
append_dropped (GString *sql)
{
  g_string_append (sql, "UPDATE $runs SET ");
  for (guint i = 0; i < G_N_ELEMENTS (lasting_fields); i++)
    g_string_append_printf (sql, "%s = NONE, ", lasting_fields[i].field);
  for (guint i = 0; i < CDL_N_STATS; i++)
    g_string_append_printf (sql, "%s = NONE, n_%s = NONE, ", cdl_schema_stat_column ((CdlStat) i),
                            cdl_schema_stat_column ((CdlStat) i));
  for (guint i = 0; i < G_N_ELEMENTS (dropped); i++)
    g_string_append_printf (sql, "%s%s = NONE", i > 0 ? ", " : "", dropped[i]);
  g_string_append (sql, " RETURN NONE;\n");
}

/* Older schemas had no results, or others. */
static gboolean
put_results (CdlStore *store, const char *select, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) runs
      = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_run_record_free);
  g_autoptr (GString) sql = g_string_new ("{ ");
  g_autoptr (JsonNode) rows = cdl_surreal_select (store, select, cancellable, error);

  if (rows == NULL
      || !cdl_surreal_read_listed (store, json_node_get_array (rows), runs, cancellable, error))
    return FALSE;
  for (guint i = 0; i < runs->len; i++)
    cdl_surreal_put_result (sql, g_ptr_array_index (runs, i));
  g_string_append (sql, "RETURN true }");

  return cdl_surreal_do (store, sql->str, cancellable, error);
}

static gboolean
migrate_some (CdlStore *store,
              const char *const *ids,
              gsize n,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GString) select = g_string_new ("SELECT * FROM [");
  g_autoptr (GString) sql = g_string_new ("{ ");
  g_autoptr (JsonNode) rows = NULL;

  for (gsize i = 0; i < n; i++)
    {
      cdl_surreal_item (select);
      cdl_surreal_record (select, "run", ids[i]);
    }
  g_string_append (select, "] WHERE rid != NONE");
  rows = cdl_surreal_select (store, select->str, cancellable, error);
  if (rows == NULL)
    return FALSE;

  /* The listing is empty. */
  cdl_surreal_unlist (sql, ids, n, FALSE);
  for (guint i = 0; i < cdl_surreal_n_rows (rows); i++)
    if (!append_run (sql, cdl_surreal_row (rows, i), error))
      return FALSE;
  append_dropped (sql);
  g_string_append (sql, "RETURN true }");

  return cdl_surreal_do (store, sql->str, cancellable, error)
         && put_results (store, select->str, cancellable, error)
         && cdl_surreal_pack_all (store, cancellable, error);
}

gboolean
cdl_surreal_migrate (gpointer store, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonNode) node
      = cdl_surreal_run (store, "SELECT VALUE rid FROM run", cancellable, error);
  g_auto (GStrv) ids = node != NULL && JSON_NODE_HOLDS_ARRAY (node)
                           ? cdl_texts_read (json_node_get_array (node), error)
                           : NULL;
  gsize n;

  if (ids == NULL)
    return node == NULL ? FALSE : cdl_local_damaged ("run", "of an older schema", error);
  n = g_strv_length (ids);
  for (gsize i = 0; i < n; i += SOME_RUNS)
    if (!migrate_some (store, (const char *const *) ids + i, MIN (n - i, SOME_RUNS), cancellable,
                       error))
      return FALSE;

  return TRUE;
}
