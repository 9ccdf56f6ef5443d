#include "cdl-local-library-private.h"

#include "cdl-hash.h"
#include "cdl-local-private.h"
#include "cdl-local-text-private.h"
#include "cdl-time.h"

/* Strategies, datasets and settings: what many runs share. */

static gboolean
not_found (GError **error, const char *what, const char *id)
{
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND, "There is no %s %s", what, id);

  return FALSE;
}

/* The key in the first column, if the statement has a row. */
static gboolean
find_key (CdlConnection *connection,
          sqlite3_stmt *statement,
          gint64 *key,
          gboolean *found,
          GError **error)
{
  if (!cdl_connection_step (connection, statement, found, error))
    return FALSE;
  if (*found)
    *key = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);

  return TRUE;
}

static gboolean
make_latest (CdlConnection *connection, const char *name, gint64 key, GError **error)
{
  sqlite3_stmt *statement = cdl_connection_prepare (
      connection,
      "UPDATE strategy_rev SET place = (SELECT max (place) FROM strategy_rev WHERE name = ?1) + 1"
      " WHERE key = ?2 AND place < (SELECT max (place) FROM strategy_rev WHERE name = ?1)",
      error);

  if (statement == NULL)
    return FALSE;
  cdl_bind_text (statement, 1, name);
  sqlite3_bind_int64 (statement, 2, key);

  return cdl_connection_run (connection, statement, error);
}

gboolean
cdl_local_store_strategy (CdlConnection *connection,
                          const CdlStrategyRecord *strategy,
                          gboolean latest,
                          gint64 *key,
                          GError **error)
{
  sqlite3_stmt *statement = cdl_connection_prepare (
      connection, "SELECT key FROM strategy_rev WHERE name = ? AND revision = ?", error);
  gint64 created_at = strategy->created_at;
  gboolean found;

  if (statement == NULL)
    return FALSE;
  cdl_bind_text (statement, 1, strategy->name);
  cdl_bind_text (statement, 2, strategy->revision);
  if (!find_key (connection, statement, key, &found, error))
    return FALSE;
  if (found)
    return !latest || make_latest (connection, strategy->name, *key, error);

  if (strategy->json == NULL)
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND,
                   "Revision %s of strategy “%s” is not stored, and its text is not given",
                   strategy->revision, strategy->name);
      return FALSE;
    }
  statement = cdl_connection_prepare (
      connection,
      "INSERT INTO strategy_rev (name, revision, json, created_at, place) VALUES (?1, ?2, ?3, ?4,"
      " (SELECT coalesce (max (place), 0) + 1 FROM strategy_rev WHERE name = ?1))",
      error);
  if (statement == NULL)
    return FALSE;
  if (created_at == CDL_TIME_NONE)
    created_at = g_get_real_time () / 1000;
  cdl_bind_text (statement, 1, strategy->name);
  cdl_bind_text (statement, 2, strategy->revision);
  cdl_bind_text (statement, 3, strategy->json);
  sqlite3_bind_int64 (statement, 4, created_at);
  if (!cdl_connection_run (connection, statement, error))
    return FALSE;
  *key = sqlite3_last_insert_rowid (connection->db);

  return TRUE;
}

gboolean
cdl_local_store_dataset (CdlConnection *connection,
                         const CdlDatasetRecord *dataset,
                         gint64 *key,
                         GError **error)
{
  g_autofree char *sources = NULL;
  sqlite3_stmt *statement
      = cdl_connection_prepare (connection, "SELECT key FROM dataset WHERE fingerprint = ?", error);
  gboolean found;

  if (statement == NULL)
    return FALSE;
  cdl_bind_text (statement, 1, dataset->fingerprint);
  if (!find_key (connection, statement, key, &found, error))
    return FALSE;
  if (found)
    return TRUE;

  statement = cdl_connection_prepare (
      connection,
      "INSERT INTO dataset (fingerprint, market, symbol, interval, from_ms, to_ms, rows, holes,"
      " quality_pct, sources) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      error);
  if (statement == NULL)
    return FALSE;
  sources = cdl_local_sources_text (dataset->sources);
  cdl_bind_text (statement, 1, dataset->fingerprint);
  cdl_bind_text (statement, 2, cdl_market_name (dataset->market));
  cdl_bind_text (statement, 3, dataset->symbol);
  sqlite3_bind_int64 (statement, 4, cdl_interval_ms (dataset->interval));
  sqlite3_bind_int64 (statement, 5, dataset->from);
  sqlite3_bind_int64 (statement, 6, dataset->to);
  sqlite3_bind_int64 (statement, 7, (gint64) dataset->rows);
  sqlite3_bind_int64 (statement, 8, dataset->holes);
  cdl_bind_double (statement, 9, dataset->quality_pct);
  cdl_bind_text (statement, 10, sources);
  if (!cdl_connection_run (connection, statement, error))
    return FALSE;
  *key = sqlite3_last_insert_rowid (connection->db);

  return TRUE;
}

gboolean
cdl_local_store_settings (CdlConnection *connection, const char *json, gint64 *key, GError **error)
{
  g_autofree char *hash = cdl_sha256 (json, -1);
  sqlite3_stmt *statement
      = cdl_connection_prepare (connection, "SELECT key FROM settings WHERE hash = ?", error);
  gboolean found;

  if (statement == NULL)
    return FALSE;
  cdl_bind_text (statement, 1, hash);
  if (!find_key (connection, statement, key, &found, error))
    return FALSE;
  if (found)
    return TRUE;

  statement = cdl_connection_prepare (connection, "INSERT INTO settings (hash, json) VALUES (?, ?)",
                                      error);
  if (statement == NULL)
    return FALSE;
  cdl_bind_text (statement, 1, hash);
  cdl_bind_text (statement, 2, json);
  if (!cdl_connection_run (connection, statement, error))
    return FALSE;
  *key = sqlite3_last_insert_rowid (connection->db);

  return TRUE;
}

/* The one row of a statement with a key bound: a key without row means a damaged file. */
static gboolean
load_row (CdlConnection *connection, sqlite3_stmt *statement, gint64 key, GError **error)
{
  gboolean found;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, key);
  if (!cdl_connection_step (connection, statement, &found, error))
    return FALSE;
  if (!found)
    g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_DAMAGED,
                 "The store “%s” is damaged: a record refers to one that is not there",
                 connection->path);

  return found;
}

static CdlStrategyRecord *
strategy_of_row (sqlite3_stmt *statement)
{
  return cdl_strategy_record_new ((const char *) sqlite3_column_text (statement, 0),
                                  (const char *) sqlite3_column_text (statement, 1),
                                  (const char *) sqlite3_column_text (statement, 3),
                                  sqlite3_column_int64 (statement, 2));
}

CdlStrategyRecord *
cdl_local_load_strategy (CdlConnection *connection, gint64 key, gboolean with_json, GError **error)
{
  sqlite3_stmt *statement = cdl_connection_prepare (
      connection,
      with_json ? "SELECT name, revision, created_at, json FROM strategy_rev WHERE key = ?"
                : "SELECT name, revision, created_at, NULL FROM strategy_rev WHERE key = ?",
      error);

  return load_row (connection, statement, key, error) ? strategy_of_row (statement) : NULL;
}

#define DATASET_COLUMNS                                                                            \
  "fingerprint, market, symbol, interval, from_ms, to_ms, rows, holes, quality_pct, sources"

static CdlDatasetRecord *
dataset_of_row (sqlite3_stmt *statement, GError **error)
{
  const char *fingerprint = (const char *) sqlite3_column_text (statement, 0);
  g_autoptr (CdlDatasetRecord) dataset = NULL;
  CdlMarket market;

  if (!cdl_local_market ((const char *) sqlite3_column_text (statement, 1), &market, error))
    {
      cdl_local_damaged ("dataset", fingerprint, error);
      return NULL;
    }
  dataset = cdl_dataset_record_new (fingerprint, market,
                                    (const char *) sqlite3_column_text (statement, 2));
  dataset->from = sqlite3_column_int64 (statement, 4);
  dataset->to = sqlite3_column_int64 (statement, 5);
  dataset->rows = (guint64) sqlite3_column_int64 (statement, 6);
  dataset->holes = (guint) sqlite3_column_int64 (statement, 7);
  dataset->quality_pct = cdl_column_double (statement, 8);
  if (!cdl_local_interval (sqlite3_column_int64 (statement, 3), &dataset->interval, error)
      || !cdl_local_sources_parse ((const char *) sqlite3_column_text (statement, 9), dataset,
                                   error))
    {
      cdl_local_damaged ("dataset", fingerprint, error);
      return NULL;
    }

  return g_steal_pointer (&dataset);
}

CdlDatasetRecord *
cdl_local_load_dataset (CdlConnection *connection, gint64 key, GError **error)
{
  sqlite3_stmt *statement = cdl_connection_prepare (
      connection, "SELECT " DATASET_COLUMNS " FROM dataset WHERE key = ?", error);

  return load_row (connection, statement, key, error) ? dataset_of_row (statement, error) : NULL;
}

char *
cdl_local_load_settings (CdlConnection *connection, gint64 key, GError **error)
{
  sqlite3_stmt *statement
      = cdl_connection_prepare (connection, "SELECT json FROM settings WHERE key = ?", error);

  return load_row (connection, statement, key, error) ? cdl_column_text (statement, 0) : NULL;
}

gboolean
cdl_local_put_strategy (CdlStore *self,
                        CdlStrategyRecord *strategy,
                        GCancellable *cancellable,
                        GError **error)
{
  CdlConnection *connection = cdl_local_begin_write (self, cancellable, error);
  gint64 key;

  return connection != NULL
         && cdl_local_end_write (self, connection,
                                 cdl_local_store_strategy (connection, strategy, TRUE, &key, error),
                                 error);
}

gboolean
cdl_local_put_dataset (CdlStore *self,
                       CdlDatasetRecord *dataset,
                       GCancellable *cancellable,
                       GError **error)
{
  CdlConnection *connection = cdl_local_begin_write (self, cancellable, error);
  gint64 key;

  return connection != NULL
         && cdl_local_end_write (self, connection,
                                 cdl_local_store_dataset (connection, dataset, &key, error), error);
}

static CdlStrategyRecord *
get_strategy (CdlConnection *connection, const char *name, const char *revision, GError **error)
{
  sqlite3_stmt *statement = cdl_connection_prepare (
      connection,
      revision != NULL ? "SELECT name, revision, created_at, json FROM strategy_rev"
                         " WHERE name = ?1 AND revision = ?2"
                       : "SELECT name, revision, created_at, json FROM strategy_rev"
                         " WHERE name = ?1 ORDER BY place DESC LIMIT 1",
      error);
  g_autofree char *what = NULL;
  gboolean found;

  if (statement == NULL)
    return NULL;
  cdl_bind_text (statement, 1, name);
  if (revision != NULL)
    cdl_bind_text (statement, 2, revision);
  if (!cdl_connection_step (connection, statement, &found, error))
    return NULL;
  if (found)
    return strategy_of_row (statement);
  what = revision != NULL ? g_strdup_printf ("revision %s of strategy", revision)
                          : g_strdup ("strategy");
  not_found (error, what, name);

  return NULL;
}

CdlStrategyRecord *
cdl_local_get_strategy (CdlStore *self,
                        const char *name,
                        const char *revision,
                        GCancellable *cancellable,
                        GError **error)
{
  CdlConnection *connection = cdl_local_begin_read (self, cancellable, error);
  CdlStrategyRecord *strategy;

  if (connection == NULL)
    return NULL;
  strategy = get_strategy (connection, name, revision, error);
  cdl_local_end_read (self, connection);

  return strategy;
}

static GPtrArray *
list_strategies (CdlConnection *connection, const char *name, GError **error)
{
  g_autoptr (GPtrArray) strategies
      = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_strategy_record_unref);
  sqlite3_stmt *statement = cdl_connection_prepare (
      connection,
      name != NULL ? "SELECT name, revision, created_at, NULL FROM strategy_rev WHERE name = ?"
                     " ORDER BY place DESC"
                   : "SELECT name, revision, created_at, NULL FROM strategy_rev AS s WHERE place ="
                     " (SELECT max (place) FROM strategy_rev WHERE name = s.name) ORDER BY name",
      error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  if (name != NULL)
    cdl_bind_text (statement, 1, name);
  while (row)
    {
      if (!cdl_connection_step (connection, statement, &row, error))
        return NULL;
      if (row)
        g_ptr_array_add (strategies, strategy_of_row (statement));
    }

  return g_steal_pointer (&strategies);
}

GPtrArray *
cdl_local_list_strategies (CdlStore *self,
                           const char *name,
                           GCancellable *cancellable,
                           GError **error)
{
  CdlConnection *connection = cdl_local_begin_read (self, cancellable, error);
  GPtrArray *strategies;

  if (connection == NULL)
    return NULL;
  strategies = list_strategies (connection, name, error);
  cdl_local_end_read (self, connection);

  return strategies;
}

/* fingerprint NULL: all. */
static GPtrArray *
list_datasets (CdlConnection *connection, const char *fingerprint, GError **error)
{
  g_autoptr (GPtrArray) datasets
      = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_dataset_record_unref);
  sqlite3_stmt *statement = cdl_connection_prepare (
      connection,
      "SELECT " DATASET_COLUMNS " FROM dataset WHERE ?1 IS NULL OR fingerprint = ?1"
      " ORDER BY fingerprint",
      error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  cdl_bind_text (statement, 1, fingerprint);
  while (row)
    {
      CdlDatasetRecord *dataset;

      if (!cdl_connection_step (connection, statement, &row, error))
        return NULL;
      if (!row)
        break;
      dataset = dataset_of_row (statement, error);
      if (dataset == NULL)
        return NULL;
      g_ptr_array_add (datasets, dataset);
    }

  return g_steal_pointer (&datasets);
}

GPtrArray *
cdl_local_list_datasets (CdlStore *self, GCancellable *cancellable, GError **error)
{
  CdlConnection *connection = cdl_local_begin_read (self, cancellable, error);
  GPtrArray *datasets;

  if (connection == NULL)
    return NULL;
  datasets = list_datasets (connection, NULL, error);
  cdl_local_end_read (self, connection);

  return datasets;
}

CdlDatasetRecord *
cdl_local_get_dataset (CdlStore *self,
                       const char *fingerprint,
                       GCancellable *cancellable,
                       GError **error)
{
  CdlConnection *connection = cdl_local_begin_read (self, cancellable, error);
  g_autoptr (GPtrArray) datasets = NULL;

  if (connection == NULL)
    return NULL;
  datasets = list_datasets (connection, fingerprint, error);
  cdl_local_end_read (self, connection);

  if (datasets == NULL)
    return NULL;
  if (datasets->len == 0)
    {
      not_found (error, "dataset", fingerprint);
      return NULL;
    }

  return cdl_dataset_record_ref (g_ptr_array_index (datasets, 0));
}
