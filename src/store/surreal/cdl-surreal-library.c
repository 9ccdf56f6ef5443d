#include "cdl-surreal-library-private.h"

#include "cdl-hash.h"
#include "cdl-json-reader-private.h"
#include "cdl-local-text-private.h"
#include "cdl-store-error.h"
#include "cdl-surreal-literal-private.h"
#include "cdl-surreal-private.h"
#include "cdl-time.h"

/* Strategies, datasets and settings: what many runs share. */

void
cdl_surreal_strategy_id (GString *sql, const char *name, const char *revision)
{
  g_string_append (sql, "strategy_rev:[");
  cdl_surreal_text (sql, name);
  cdl_surreal_item (sql);
  cdl_surreal_text (sql, revision);
  g_string_append_c (sql, ']');
}

/* The largest place among the revisions of a name; 0 without. Not by ORDER BY and LIMIT: inside an
 * expression, 3.0 takes the limit before it sorts. */
static void
append_last_place (GString *sql, const char *name)
{
  g_string_append (sql, "math::max(array::concat([0], (SELECT VALUE place FROM strategy_rev WHERE"
                        " name = ");
  cdl_surreal_text (sql, name);
  g_string_append (sql, ")))");
}

void
cdl_surreal_store_strategy (GString *sql, const CdlStrategyRecord *strategy)
{
  gint64 created_at = strategy->created_at;

  g_string_append (sql, "IF (SELECT VALUE place FROM ONLY ");
  cdl_surreal_strategy_id (sql, strategy->name, strategy->revision);
  g_string_append (sql, ") = NONE { ");
  if (strategy->json == NULL)
    {
      g_autofree char *message
          = g_strdup_printf ("missing Revision %s of strategy “%s” is not stored, and its text is "
                             "not given",
                             strategy->revision, strategy->name);

      g_string_append (sql, "THROW ");
      cdl_surreal_text (sql, message);
    }
  else
    {
      if (created_at == CDL_TIME_NONE)
        created_at = g_get_real_time () / 1000;
      g_string_append (sql, "CREATE ");
      cdl_surreal_strategy_id (sql, strategy->name, strategy->revision);
      g_string_append (sql, " CONTENT {");
      cdl_surreal_member_text (sql, "name", strategy->name);
      cdl_surreal_member_text (sql, "revision", strategy->revision);
      cdl_surreal_member_text (sql, "json", strategy->json);
      cdl_surreal_member_int (sql, "created_at", created_at);
      cdl_surreal_name (sql, "place");
      append_last_place (sql, strategy->name);
      g_string_append (sql, " + 1} RETURN NONE");
    }
  g_string_append (sql, " };\n");
}

void
cdl_surreal_store_dataset (GString *sql, const CdlDatasetRecord *dataset)
{
  g_autofree char *sources = cdl_local_sources_text (dataset->sources);

  g_string_append (sql, "INSERT IGNORE INTO dataset {");
  cdl_surreal_member_record (sql, "id", "dataset", dataset->fingerprint);
  cdl_surreal_member_text (sql, "fingerprint", dataset->fingerprint);
  cdl_surreal_member_text (sql, "market", cdl_market_name (dataset->market));
  cdl_surreal_member_text (sql, "symbol", dataset->symbol);
  cdl_surreal_member_int (sql, "interval", cdl_interval_ms (dataset->interval));
  cdl_surreal_member_int (sql, "from_ms", dataset->from);
  cdl_surreal_member_int (sql, "to_ms", dataset->to);
  cdl_surreal_member_int (sql, "rows", (gint64) dataset->rows);
  cdl_surreal_member_int (sql, "holes", dataset->holes);
  cdl_surreal_member_double (sql, "quality_pct", dataset->quality_pct);
  cdl_surreal_member_text (sql, "sources", sources);
  g_string_append (sql, "} RETURN NONE;\n");
}

void
cdl_surreal_store_settings (GString *sql, const char *json)
{
  g_autofree char *hash = cdl_sha256 (json, -1);

  g_string_append (sql, "INSERT IGNORE INTO settings {");
  cdl_surreal_member_record (sql, "id", "settings", hash);
  cdl_surreal_member_text (sql, "hash", hash);
  cdl_surreal_member_text (sql, "json", json);
  g_string_append (sql, "} RETURN NONE;\n");
}

CdlStrategyRecord *
cdl_surreal_read_strategy (JsonObject *row, GError **error)
{
  const char *name, *revision, *json;
  gint64 created_at;

  if (!cdl_json_get_string (row, "name", &name, error)
      || !cdl_json_get_string (row, "revision", &revision, error)
      || !cdl_json_get_nullable (row, "json", &json, error)
      || !cdl_json_get_time (row, "created_at", &created_at, error))
    return NULL;

  return cdl_strategy_record_new (name, revision, json, created_at);
}

CdlDatasetRecord *
cdl_surreal_read_dataset (JsonObject *row, GError **error)
{
  g_autoptr (CdlDatasetRecord) dataset = NULL;
  const char *fingerprint, *market_name, *symbol, *sources;
  gint64 interval, rows, holes;
  CdlMarket market;

  if (!cdl_json_get_string (row, "fingerprint", &fingerprint, error)
      || !cdl_json_get_string (row, "market", &market_name, error)
      || !cdl_json_get_string (row, "symbol", &symbol, error)
      || !cdl_json_get_string (row, "sources", &sources, error)
      || !cdl_json_get_int (row, "interval", 0, G_MAXINT64, &interval, error)
      || !cdl_json_get_int (row, "rows", 0, G_MAXINT64, &rows, error)
      || !cdl_json_get_int (row, "holes", 0, G_MAXUINT32, &holes, error)
      || !cdl_local_market (market_name, &market, error))
    return NULL;

  dataset = cdl_dataset_record_new (fingerprint, market, symbol);
  dataset->rows = (guint64) rows;
  dataset->holes = (guint) holes;
  if (!cdl_json_get_int (row, "from_ms", G_MININT64, G_MAXINT64, &dataset->from, error)
      || !cdl_json_get_int (row, "to_ms", G_MININT64, G_MAXINT64, &dataset->to, error)
      || !cdl_json_get_double (row, "quality_pct", &dataset->quality_pct, error)
      || !cdl_local_interval (interval, &dataset->interval, error)
      || !cdl_local_sources_parse (sources, dataset, error))
    return NULL;

  return g_steal_pointer (&dataset);
}

gboolean
cdl_surreal_put_strategy (CdlStore *self,
                          CdlStrategyRecord *strategy,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (GString) sql = g_string_new ("{ LET $last = ");

  append_last_place (sql, strategy->name);
  g_string_append (sql, "; LET $place = (SELECT VALUE place FROM ONLY ");
  cdl_surreal_strategy_id (sql, strategy->name, strategy->revision);
  g_string_append (sql, ");\n");
  cdl_surreal_store_strategy (sql, strategy);
  g_string_append (sql, "IF $place != NONE AND $place < $last { UPDATE ");
  cdl_surreal_strategy_id (sql, strategy->name, strategy->revision);
  g_string_append (sql, " SET place = $last + 1 RETURN NONE }; RETURN true }");

  return cdl_surreal_do (self, sql->str, cancellable, error);
}

gboolean
cdl_surreal_put_dataset (CdlStore *self,
                         CdlDatasetRecord *dataset,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GString) sql = g_string_new ("{ ");

  cdl_surreal_store_dataset (sql, dataset);
  g_string_append (sql, "RETURN true }");

  return cdl_surreal_do (self, sql->str, cancellable, error);
}

/* Strategies of a statement, in its order: GPtrArray of CdlStrategyRecord. */
static GPtrArray *
select_strategies (CdlStore *self, const char *sql, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonNode) rows = cdl_surreal_select (self, sql, cancellable, error);
  g_autoptr (GPtrArray) strategies
      = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_strategy_record_unref);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < cdl_surreal_n_rows (rows); i++)
    {
      CdlStrategyRecord *strategy = cdl_surreal_read_strategy (cdl_surreal_row (rows, i), error);

      if (strategy == NULL)
        {
          cdl_local_damaged ("strategy", "of a list", error);
          return NULL;
        }
      g_ptr_array_add (strategies, strategy);
    }

  return g_steal_pointer (&strategies);
}

CdlStrategyRecord *
cdl_surreal_get_strategy (CdlStore *self,
                          const char *name,
                          const char *revision,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (GString) sql
      = g_string_new ("SELECT " CDL_SURREAL_STRATEGY_FIELDS ", json, place FROM ");
  g_autoptr (GPtrArray) strategies = NULL;

  g_string_append (sql, "strategy_rev WHERE name = ");
  cdl_surreal_text (sql, name);
  if (revision != NULL)
    {
      g_string_append (sql, " AND revision = ");
      cdl_surreal_text (sql, revision);
    }
  g_string_append (sql, " ORDER BY place DESC LIMIT 1");
  strategies = select_strategies (self, sql->str, cancellable, error);
  if (strategies == NULL)
    return NULL;
  if (strategies->len == 1)
    return g_ptr_array_steal_index (strategies, 0);
  if (revision != NULL)
    g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND,
                 "There is no revision %s of strategy %s", revision, name);
  else
    g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND, "There is no strategy %s",
                 name);

  return NULL;
}

GPtrArray *
cdl_surreal_list_strategies (CdlStore *self,
                             const char *name,
                             GCancellable *cancellable,
                             GError **error)
{
  g_autoptr (GString) sql
      = g_string_new ("SELECT " CDL_SURREAL_STRATEGY_FIELDS ", place FROM strategy_rev");
  g_autoptr (GPtrArray) strategies = NULL;

  if (name != NULL)
    {
      g_string_append (sql, " WHERE name = ");
      cdl_surreal_text (sql, name);
    }
  g_string_append (sql, " ORDER BY name, place DESC");
  strategies = select_strategies (self, sql->str, cancellable, error);
  if (strategies == NULL)
    return NULL;

  /* Of each name the first, which is its latest. */
  for (guint i = 1; name == NULL && i < strategies->len;)
    {
      const CdlStrategyRecord *before = g_ptr_array_index (strategies, i - 1);
      const CdlStrategyRecord *here = g_ptr_array_index (strategies, i);

      if (g_str_equal (before->name, here->name))
        g_ptr_array_remove_index (strategies, i);
      else
        i++;
    }

  return g_steal_pointer (&strategies);
}

static GPtrArray *
select_datasets (CdlStore *self, const char *sql, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonNode) rows = cdl_surreal_select (self, sql, cancellable, error);
  g_autoptr (GPtrArray) datasets
      = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_dataset_record_unref);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < cdl_surreal_n_rows (rows); i++)
    {
      CdlDatasetRecord *dataset = cdl_surreal_read_dataset (cdl_surreal_row (rows, i), error);

      if (dataset == NULL)
        {
          cdl_local_damaged ("dataset", "of a list", error);
          return NULL;
        }
      g_ptr_array_add (datasets, dataset);
    }

  return g_steal_pointer (&datasets);
}

CdlDatasetRecord *
cdl_surreal_get_dataset (CdlStore *self,
                         const char *fingerprint,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT " CDL_SURREAL_DATASET_FIELDS " FROM ");
  g_autoptr (GPtrArray) datasets = NULL;

  cdl_surreal_record (sql, "dataset", fingerprint);
  datasets = select_datasets (self, sql->str, cancellable, error);
  if (datasets == NULL)
    return NULL;
  if (datasets->len == 1)
    return g_ptr_array_steal_index (datasets, 0);
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND, "There is no dataset %s",
               fingerprint);

  return NULL;
}

GPtrArray *
cdl_surreal_list_datasets (CdlStore *self, GCancellable *cancellable, GError **error)
{
  return select_datasets (self,
                          "SELECT " CDL_SURREAL_DATASET_FIELDS " FROM dataset ORDER BY fingerprint",
                          cancellable, error);
}
