#include "cdl-local-read-private.h"

#include "cdl-chunk-private.h"
#include "cdl-local-library-private.h"
#include "cdl-local-private.h"
#include "cdl-local-text-private.h"
#include "cdl-schema-private.h"

/* Columns before the statistics, in the order of columns below. */
enum
{
  COLUMN_KEY,
  COLUMN_ID,
  COLUMN_FINGERPRINT,
  COLUMN_STRATEGY_REV,
  COLUMN_DATASET,
  COLUMN_SETTINGS,
  COLUMN_PARAMS,
  COLUMN_INTERVAL,
  COLUMN_PATH_INTERVAL,
  COLUMN_FROM,
  COLUMN_TO,
  COLUMN_FIRST_LOADED,
  COLUMN_FLAGS,
  COLUMN_COUNTS,
  COLUMN_REASONS,
  COLUMN_NET_PESSIMISTIC,
  COLUMN_NET_OPTIMISTIC,
  COLUMN_NOTE,
  COLUMN_FAVOURITE,
  COLUMN_TEST,
  COLUMN_CREATED_AT,
  COLUMN_FINISHED_AT,
  COLUMN_ELAPSED,
  COLUMN_DETAILED,
  FIRST_STAT,
};

static const char columns[]
    = "r.key, r.id, r.fingerprint, r.strategy_rev, r.dataset, r.settings, r.params, r.interval,"
      " r.path_interval, r.from_ms, r.to_ms, r.first_loaded, r.flags, r.counts, r.reasons,"
      " r.net_pessimistic, r.net_optimistic, r.note, r.favourite, r.test, r.created_at,"
      " r.finished_at, r.elapsed_us, EXISTS (SELECT 1 FROM run_detail WHERE run = r.key)";

const char *
cdl_local_run_columns (void)
{
  static char *text;
  static gsize done;

  if (g_once_init_enter (&done))
    {
      GString *built = g_string_new (columns);

      for (guint i = 0; i < CDL_N_STATS; i++)
        g_string_append_printf (built, ", r.\"%s\"", cdl_schema_stat_column ((CdlStat) i));
      text = g_string_free (built, FALSE);
      g_once_init_leave (&done, 1);
    }

  return text;
}

void
cdl_local_reader_init (CdlLocalReader *self, CdlConnection *connection, gboolean with_json)
{
  self->connection = connection;
  self->with_json = with_json;
  self->strategies = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                            (GDestroyNotify) cdl_strategy_record_unref);
  self->datasets = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                          (GDestroyNotify) cdl_dataset_record_unref);
  self->settings = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
}

void
cdl_local_reader_clear (CdlLocalReader *self)
{
  g_clear_pointer (&self->strategies, g_hash_table_unref);
  g_clear_pointer (&self->datasets, g_hash_table_unref);
  g_clear_pointer (&self->settings, g_hash_table_unref);
}

/* Strategy, dataset and settings of the row. */
static gboolean
read_shared (CdlLocalReader *self, sqlite3_stmt *row, CdlRunRecord *run, GError **error)
{
  gint64 strategy_key = sqlite3_column_int64 (row, COLUMN_STRATEGY_REV);
  gint64 dataset_key = sqlite3_column_int64 (row, COLUMN_DATASET);
  gint64 settings_key = sqlite3_column_int64 (row, COLUMN_SETTINGS);
  CdlStrategyRecord *strategy = g_hash_table_lookup (self->strategies, &strategy_key);
  CdlDatasetRecord *dataset = g_hash_table_lookup (self->datasets, &dataset_key);
  char *settings = g_hash_table_lookup (self->settings, &settings_key);

  if (strategy == NULL)
    {
      strategy = cdl_local_load_strategy (self->connection, strategy_key, self->with_json, error);
      if (strategy == NULL)
        return FALSE;
      g_hash_table_insert (self->strategies, g_memdup2 (&strategy_key, sizeof strategy_key),
                           strategy);
    }
  if (dataset == NULL)
    {
      dataset = cdl_local_load_dataset (self->connection, dataset_key, error);
      if (dataset == NULL)
        return FALSE;
      g_hash_table_insert (self->datasets, g_memdup2 (&dataset_key, sizeof dataset_key), dataset);
    }
  if (settings == NULL)
    {
      settings = cdl_local_load_settings (self->connection, settings_key, error);
      if (settings == NULL)
        return FALSE;
      g_hash_table_insert (self->settings, g_memdup2 (&settings_key, sizeof settings_key),
                           settings);
    }

  run->strategy = cdl_strategy_record_ref (strategy);
  run->dataset = cdl_dataset_record_ref (dataset);
  run->settings = g_strdup (settings);

  return TRUE;
}

char **
cdl_local_read_tags (CdlConnection *connection, gint64 key, GError **error)
{
  g_autoptr (GPtrArray) tags = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement = cdl_connection_prepare (
      connection, "SELECT tag FROM run_tag WHERE run = ? ORDER BY tag", error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, key);
  while (row)
    {
      if (!cdl_connection_step (connection, statement, &row, error))
        return NULL;
      if (row)
        g_ptr_array_add (tags, cdl_column_text (statement, 0));
    }
  sqlite3_reset (statement);
  g_ptr_array_add (tags, NULL);

  return (char **) g_ptr_array_steal (tags, NULL);
}

static const char *
text_column (sqlite3_stmt *row, int column)
{
  return (const char *) sqlite3_column_text (row, column);
}

/* What is packed into the row itself. */
static gboolean
read_packed (sqlite3_stmt *row, CdlRunRecord *run, GError **error)
{
  return cdl_local_interval (sqlite3_column_int64 (row, COLUMN_INTERVAL), &run->interval, error)
         && cdl_local_interval (sqlite3_column_int64 (row, COLUMN_PATH_INTERVAL),
                                &run->path_interval, error)
         && cdl_local_params_parse (text_column (row, COLUMN_PARAMS), run->params, error)
         && cdl_local_first_loaded_parse (text_column (row, COLUMN_FIRST_LOADED), run->first_loaded,
                                          error)
         && cdl_local_counts_parse (text_column (row, COLUMN_COUNTS), &run->statistics, error)
         && cdl_local_reasons_parse (text_column (row, COLUMN_REASONS), run, error);
}

CdlRunRecord *
cdl_local_reader_run (CdlLocalReader *self, sqlite3_stmt *row, GError **error)
{
  g_autoptr (CdlRunRecord) run = cdl_run_record_new ();

  run->id = cdl_column_text (row, COLUMN_ID);
  run->fingerprint = cdl_column_text (row, COLUMN_FINGERPRINT);
  run->from = sqlite3_column_int64 (row, COLUMN_FROM);
  run->to = sqlite3_column_int64 (row, COLUMN_TO);
  run->flags = (guint) sqlite3_column_int64 (row, COLUMN_FLAGS);
  run->net_pessimistic = cdl_column_double (row, COLUMN_NET_PESSIMISTIC);
  run->net_optimistic = cdl_column_double (row, COLUMN_NET_OPTIMISTIC);
  g_free (run->note);
  run->note = cdl_column_text (row, COLUMN_NOTE);
  run->favourite = sqlite3_column_int (row, COLUMN_FAVOURITE) != 0;
  run->test = cdl_column_text (row, COLUMN_TEST);
  run->created_at = sqlite3_column_int64 (row, COLUMN_CREATED_AT);
  run->finished_at = sqlite3_column_int64 (row, COLUMN_FINISHED_AT);
  run->elapsed_us = sqlite3_column_int64 (row, COLUMN_ELAPSED);
  run->detailed = sqlite3_column_int (row, COLUMN_DETAILED) != 0;
  if (!read_packed (row, run, error))
    {
      cdl_local_damaged ("run", run->id, error);
      return NULL;
    }
  for (guint i = 0; i < CDL_N_STATS; i++)
    run->statistics.value[i] = cdl_column_double (row, FIRST_STAT + (int) i);

  g_strfreev (run->tags);
  run->tags = cdl_local_read_tags (self->connection, sqlite3_column_int64 (row, COLUMN_KEY), error);
  if (run->tags == NULL || !read_shared (self, row, run, error))
    return NULL;

  return g_steal_pointer (&run);
}

static gboolean
read_chunks (CdlConnection *connection,
             const char *sql,
             gint64 key,
             const CdlFieldTable *table,
             GArray *rows,
             GError **error)
{
  sqlite3_stmt *statement = cdl_connection_prepare (connection, sql, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, key);
  while (row)
    {
      if (!cdl_connection_step (connection, statement, &row, error))
        return FALSE;
      if (row
          && !cdl_chunk_decode (table, sqlite3_column_blob (statement, 0),
                                (gsize) sqlite3_column_bytes (statement, 0), rows, error))
        return FALSE;
    }
  sqlite3_reset (statement);

  return TRUE;
}

static gboolean
read_detail_row (CdlConnection *connection,
                 gint64 key,
                 sqlite3_stmt *row,
                 CdlRunDetails *details,
                 GError **error)
{
  gint64 n_trades = sqlite3_column_int64 (row, 1), n_setups = sqlite3_column_int64 (row, 2);
  gboolean has_setups = sqlite3_column_type (row, 2) != SQLITE_NULL;

  g_strfreev (details->setup_names);
  details->setup_names = cdl_local_texts_parse (text_column (row, 0), error);
  if (details->setup_names == NULL
      || !cdl_chunk_decode (&cdl_equity_fields, sqlite3_column_blob (row, 3),
                            (gsize) sqlite3_column_bytes (row, 3), details->equity, error)
      || !read_chunks (connection, "SELECT data FROM trade_chunk WHERE run = ? ORDER BY k", key,
                       &cdl_trade_fields, details->trades, error))
    return FALSE;

  if (has_setups)
    {
      details->setups = g_array_new (FALSE, FALSE, sizeof (CdlSetup));
      if (!read_chunks (connection, "SELECT data FROM setup_chunk WHERE run = ? ORDER BY k", key,
                        &cdl_setup_fields, details->setups, error))
        return FALSE;
    }
  if (details->trades->len == n_trades && (!has_setups || details->setups->len == n_setups))
    return TRUE;
  g_set_error_literal (error, CDL_STORE_ERROR, CDL_STORE_ERROR_DAMAGED,
                       "some of its trades or setups are missing");

  return FALSE;
}

gboolean
cdl_local_read_details (CdlConnection *connection,
                        gint64 key,
                        const char *id,
                        CdlRunDetails **details,
                        GError **error)
{
  g_autoptr (CdlRunDetails) read = NULL;
  sqlite3_stmt *statement = cdl_connection_prepare (
      connection, "SELECT setup_names, trades, setups, equity FROM run_detail WHERE run = ?",
      error);
  gboolean row;

  *details = NULL;
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, key);
  if (!cdl_connection_step (connection, statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;

  read = cdl_run_details_new ();
  if (!read_detail_row (connection, key, statement, read, error))
    return cdl_local_damaged ("run", id, error);
  *details = g_steal_pointer (&read);

  return TRUE;
}

static CdlRunRecord *
get_run (CdlConnection *connection, const char *id, CdlRunDetails **details, GError **error)
{
  g_auto (CdlLocalReader) reader;
  g_autofree char *sql
      = g_strdup_printf ("SELECT %s FROM run AS r WHERE r.id = ?", cdl_local_run_columns ());
  sqlite3_stmt *statement = cdl_connection_prepare (connection, sql, error);
  g_autoptr (CdlRunRecord) run = NULL;
  gboolean row;

  cdl_local_reader_init (&reader, connection, TRUE);
  if (statement == NULL)
    return NULL;
  cdl_bind_text (statement, 1, id);
  if (!cdl_connection_step (connection, statement, &row, error))
    return NULL;
  if (!row)
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND, "There is no run %s", id);
      return NULL;
    }

  run = cdl_local_reader_run (&reader, statement, error);
  if (run == NULL
      || (details != NULL
          && !cdl_local_read_details (connection, sqlite3_column_int64 (statement, COLUMN_KEY), id,
                                      details, error)))
    return NULL;

  return g_steal_pointer (&run);
}

CdlRunRecord *
cdl_local_get_run (CdlStore *self,
                   const char *id,
                   CdlRunDetails **details,
                   GCancellable *cancellable,
                   GError **error)
{
  CdlConnection *connection = cdl_local_begin_read (self, cancellable, error);
  CdlRunRecord *run;

  if (connection == NULL)
    return NULL;
  run = get_run (connection, id, details, error);
  cdl_local_end_read (self, connection);

  return run;
}

gboolean
cdl_local_has_runs (CdlStore *self,
                    const char *const *ids,
                    gsize n,
                    gboolean *found,
                    GCancellable *cancellable,
                    GError **error)
{
  CdlConnection *connection = cdl_local_begin_read (self, cancellable, error);
  sqlite3_stmt *statement;
  gboolean ok;

  if (connection == NULL)
    return FALSE;
  statement = cdl_connection_prepare (connection, "SELECT 1 FROM run WHERE id = ?", error);
  ok = statement != NULL;
  for (gsize i = 0; ok && i < n; i++)
    {
      sqlite3_reset (statement);
      cdl_bind_text (statement, 1, ids[i]);
      ok = cdl_connection_step (connection, statement, &found[i], error);
    }
  cdl_local_end_read (self, connection);

  return ok;
}
