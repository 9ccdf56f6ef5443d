#include "cdl-surreal-read-private.h"

#include <string.h>

#include "cdl-chunk-private.h"
#include "cdl-json-reader-private.h"
#include "cdl-local-text-private.h"
#include "cdl-number.h"
#include "cdl-record-json-private.h"
#include "cdl-schema-private.h"
#include "cdl-surreal-library-private.h"
#include "cdl-surreal-literal-private.h"
#include "cdl-surreal-private.h"
#include "cdl-surreal-stats-private.h"
#include "cdl-time.h"

static gboolean
read_settings (CdlSurrealReader *self, JsonObject *row, GError **error)
{
  const char *hash, *json;

  if (!cdl_json_get_string (row, "hash", &hash, error)
      || !cdl_json_get_string (row, "json", &json, error))
    return FALSE;
  g_hash_table_insert (self->settings, g_strdup (hash), g_strdup (json));

  return TRUE;
}

static gboolean
read_strategy (CdlSurrealReader *self, JsonObject *row, GError **error)
{
  CdlStrategyRecord *strategy = cdl_surreal_read_strategy (row, error);

  if (strategy == NULL)
    return FALSE;
  g_hash_table_insert (self->strategies, g_strjoin ("\n", strategy->name, strategy->revision, NULL),
                       strategy);

  return TRUE;
}

static gboolean
read_dataset (CdlSurrealReader *self, JsonObject *row, GError **error)
{
  CdlDatasetRecord *dataset = cdl_surreal_read_dataset (row, error);

  if (dataset == NULL)
    return FALSE;
  g_hash_table_insert (self->datasets, g_strdup (dataset->fingerprint), dataset);

  return TRUE;
}

void
cdl_surreal_reader_begin (CdlSurrealReader *self)
{
  if (self->strategies != NULL)
    return;
  self->strategies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                            (GDestroyNotify) cdl_strategy_record_unref);
  self->datasets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                          (GDestroyNotify) cdl_dataset_record_unref);
  self->settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

gboolean
cdl_surreal_reader_init (CdlSurrealReader *self, JsonObject *answer, GError **error)
{
  static const struct
  {
    const char *name;
    gboolean (*read) (CdlSurrealReader *self, JsonObject *row, GError **error);
  } parts[] = {
    { "strategies", read_strategy },
    { "datasets", read_dataset },
    { "settings", read_settings },
  };

  cdl_surreal_reader_begin (self);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      JsonArray *rows;

      if (!cdl_json_get_array (answer, parts[i].name, &rows, error))
        return FALSE;
      for (guint k = 0; k < json_array_get_length (rows); k++)
        {
          JsonNode *row = json_array_get_element (rows, k);

          if (!JSON_NODE_HOLDS_OBJECT (row)
              || !parts[i].read (self, json_node_get_object (row), error))
            return cdl_local_damaged (parts[i].name, "of some runs", error);
        }
    }

  return TRUE;
}

void
cdl_surreal_reader_clear (CdlSurrealReader *self)
{
  g_clear_pointer (&self->strategies, g_hash_table_unref);
  g_clear_pointer (&self->datasets, g_hash_table_unref);
  g_clear_pointer (&self->settings, g_hash_table_unref);
}

static gboolean
refers_to_nothing (const char *what, GError **error)
{
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID, "its %s is not there", what);

  return FALSE;
}

static gboolean
find_shared (CdlSurrealReader *self, JsonObject *lasting, CdlRunRecord *run, GError **error)
{
  const char *name, *revision, *fingerprint, *hash;
  g_autofree char *key = NULL;
  CdlStrategyRecord *strategy;
  CdlDatasetRecord *dataset;

  if (!cdl_json_get_string (lasting, "strategy", &name, error)
      || !cdl_json_get_string (lasting, "revision", &revision, error)
      || !cdl_json_get_string (lasting, "dataset", &fingerprint, error)
      || !cdl_json_get_string (lasting, "settings_hash", &hash, error))
    return FALSE;
  key = g_strjoin ("\n", name, revision, NULL);
  strategy = g_hash_table_lookup (self->strategies, key);
  dataset = g_hash_table_lookup (self->datasets, fingerprint);
  run->settings = g_strdup (g_hash_table_lookup (self->settings, hash));
  if (strategy == NULL)
    return refers_to_nothing ("strategy", error);
  if (dataset == NULL)
    return refers_to_nothing ("dataset", error);
  if (run->settings == NULL)
    return refers_to_nothing ("settings", error);
  run->strategy = cdl_strategy_record_ref (strategy);
  run->dataset = cdl_dataset_record_ref (dataset);

  return TRUE;
}

/* Of rows that were written before the statistic was there: NaN. */
static gboolean
read_statistics (JsonObject *row, CdlRunRecord *run, GError **error)
{
  const char *text, *hint;

  if (!cdl_json_get_string (row, "stats", &text, error))
    return FALSE;
  hint = text;
  for (guint i = 0; i < CDL_N_STATS; i++)
    run->statistics.value[i] = cdl_surreal_stats_value (text, &hint, (CdlStat) i);

  return TRUE;
}

static gboolean
read_lasting (JsonObject *lasting, CdlRunRecord *run, GError **error)
{
  JsonObject *params, *first_loaded;
  gint64 interval, path_interval, flags;

  if (!cdl_json_get_object (lasting, "params", &params, error)
      || !cdl_json_get_object (lasting, "first_loaded", &first_loaded, error)
      || !cdl_json_get_int (lasting, "interval", 0, G_MAXINT64, &interval, error)
      || !cdl_json_get_int (lasting, "path_interval", 0, G_MAXINT64, &path_interval, error)
      || !cdl_json_get_int (lasting, "flags", 0, G_MAXUINT32, &flags, error))
    return FALSE;
  run->flags = (guint) flags;

  return cdl_local_interval (interval, &run->interval, error)
         && cdl_local_interval (path_interval, &run->path_interval, error)
         && cdl_params_read (params, run->params, error)
         && cdl_first_loaded_read (first_loaded, run->first_loaded, error)
         && cdl_json_get_int (lasting, "from_ms", G_MININT64, G_MAXINT64, &run->from, error)
         && cdl_json_get_int (lasting, "to_ms", G_MININT64, G_MAXINT64, &run->to, error)
         && cdl_json_get_int (lasting, "created_at", G_MININT64, G_MAXINT64, &run->created_at,
                              error)
         && cdl_json_get_int (lasting, "finished_at", G_MININT64, G_MAXINT64, &run->finished_at,
                              error)
         && cdl_json_get_int (lasting, "elapsed_us", G_MININT64, G_MAXINT64, &run->elapsed_us,
                              error);
}

static gboolean
read_counts (const CdlSurrealRow *row, CdlRunRecord *run, GError **error)
{
  if (row->counts == NULL)
    return refers_to_nothing ("counts", error);

  return cdl_counts_read (row->counts, &run->statistics, error)
         && (row->reasons == NULL || cdl_reasons_read (row->reasons, run, error));
}

static int
compare_texts (const void *a, const void *b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
read_users (JsonObject *row, CdlRunRecord *run, GError **error)
{
  const char *note, *test;
  JsonArray *tags;

  if (!cdl_json_get_string (row, "note", &note, error)
      || !cdl_json_get_nullable (row, "test", &test, error)
      || !cdl_json_get_bool (row, "favourite", &run->favourite, error)
      || !cdl_json_get_array (row, "tags", &tags, error))
    return FALSE;
  g_strfreev (run->tags);
  run->tags = cdl_texts_read (tags, error);
  if (run->tags == NULL)
    return FALSE;
  qsort (run->tags, g_strv_length (run->tags), sizeof (char *), compare_texts);
  g_free (run->note);
  run->note = g_strdup (note);
  run->test = g_strdup (test);

  return TRUE;
}

static gboolean
read_run (CdlSurrealReader *self, const CdlSurrealRow *row, CdlRunRecord *run, GError **error)
{
  JsonObject *fields = row->fields;
  const char *fingerprint;

  if (!cdl_json_get_string (fields, "fingerprint", &fingerprint, error))
    return FALSE;
  run->fingerprint = g_strdup (fingerprint);
  run->detailed = !json_object_get_null_member (fields, "n_trades");

  return cdl_json_get_double (fields, "net_pessimistic", &run->net_pessimistic, error)
         && cdl_json_get_double (fields, "net_optimistic", &run->net_optimistic, error)
         && read_lasting (row->lasting, run, error) && read_counts (row, run, error)
         && read_statistics (fields, run, error) && read_users (fields, run, error)
         && find_shared (self, row->lasting, run, error);
}

CdlRunRecord *
cdl_surreal_reader_run (CdlSurrealReader *self, const CdlSurrealRow *row, GError **error)
{
  g_autoptr (CdlRunRecord) run = cdl_run_record_new ();
  const char *id;

  if (!cdl_json_get_string (row->fields, "rid", &id, error))
    {
      cdl_local_damaged ("run", "of a list", error);
      return NULL;
    }
  run->id = g_strdup (id);
  if (read_run (self, row, run, error))
    return g_steal_pointer (&run);
  cdl_local_damaged ("run", id, error);

  return NULL;
}

/* Packed columns of an array of texts, one after the other. */
static gboolean
decode_chunks (JsonObject *answer,
               const char *name,
               const CdlFieldTable *table,
               GArray *rows,
               GError **error)
{
  JsonArray *chunks;

  if (!cdl_json_get_array (answer, name, &chunks, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (chunks); i++)
    {
      const char *text = cdl_json_node_string (json_array_get_element (chunks, i));
      g_autofree guchar *data = NULL;
      gsize size;

      if (text == NULL)
        return refers_to_nothing (name, error);
      data = g_base64_decode (text, &size);
      if (!cdl_chunk_decode (table, data, size, rows, error))
        return FALSE;
    }

  return TRUE;
}

static CdlRunDetails *
read_details (JsonObject *answer, JsonObject *row, GError **error)
{
  g_autoptr (CdlRunDetails) details = cdl_run_details_new ();
  gboolean has_setups = !json_object_get_null_member (row, "n_setups");
  gint64 n_trades, n_setups = 0;
  const char *names;

  if (!cdl_json_get_string (row, "setup_names", &names, error)
      || !cdl_json_get_int (row, "n_trades", 0, G_MAXUINT32, &n_trades, error)
      || (has_setups && !cdl_json_get_int (row, "n_setups", 0, G_MAXUINT32, &n_setups, error)))
    return NULL;
  g_strfreev (details->setup_names);
  details->setup_names = cdl_local_texts_parse (names, error);
  if (details->setup_names == NULL
      || !decode_chunks (answer, "trades", &cdl_trade_fields, details->trades, error)
      || !decode_chunks (answer, "equity", &cdl_equity_fields, details->equity, error))
    return NULL;
  if (has_setups)
    {
      details->setups = g_array_new (FALSE, FALSE, sizeof (CdlSetup));
      if (!decode_chunks (answer, "setups", &cdl_setup_fields, details->setups, error))
        return NULL;
    }
  if (details->trades->len == n_trades && (!has_setups || details->setups->len == n_setups))
    return g_steal_pointer (&details);
  g_set_error_literal (error, CDL_STORE_ERROR, CDL_STORE_ERROR_DAMAGED,
                       "some of its trades or setups are missing");

  return NULL;
}

static void
append_chunks (GString *sql, const char *name, const char *table, const char *run)
{
  g_string_append_printf (sql, ", %s: (SELECT VALUE data FROM %s:[", name, table);
  cdl_surreal_text (sql, run);
  g_string_append (sql, ", NONE]..=[");
  cdl_surreal_text (sql, run);
  g_string_append (sql, ", ..])");
}

/* The row of an answer; NULL if there is none. */
static CdlSurrealRows *
read_row (JsonNode *node, const char *id, GError **error)
{
  JsonObject *answer = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  g_autoptr (CdlSurrealRows) rows = NULL;
  JsonArray *runs;

  if (answer == NULL || !cdl_json_get_array (answer, "runs", &runs, error))
    {
      cdl_local_damaged ("run", id, error);
      return NULL;
    }
  rows = cdl_surreal_rows_read (runs, error);
  if (rows == NULL || rows->n > 0)
    return g_steal_pointer (&rows);
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND, "There is no run %s", id);

  return NULL;
}

CdlRunRecord *
cdl_surreal_get_run (CdlStore *self,
                     const char *id,
                     CdlRunDetails **details,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (GString) sql = g_string_new ("RETURN { runs: (SELECT * OMIT id FROM ");
  g_auto (CdlSurrealReader) reader = { NULL };
  g_autoptr (CdlRunRecord) run = NULL;
  g_autoptr (CdlSurrealRows) rows = NULL;
  g_autoptr (JsonNode) node = NULL;

  cdl_surreal_record (sql, "run", id);
  g_string_append_c (sql, ')');
  if (details != NULL)
    {
      append_chunks (sql, "trades", "trade_chunk", id);
      append_chunks (sql, "setups", "setup_chunk", id);
      g_string_append (sql, ", equity: (SELECT VALUE data FROM equity:[");
      cdl_surreal_text (sql, id);
      g_string_append (sql, "])");
    }
  g_string_append (sql, " }");

  node = cdl_surreal_run (self, sql->str, cancellable, error);
  rows = node != NULL ? read_row (node, id, error) : NULL;
  if (rows == NULL || !cdl_surreal_reader_complete (&reader, self, rows, TRUE, cancellable, error))
    return NULL;
  run = cdl_surreal_reader_run (&reader, &rows->rows[0], error);
  if (run == NULL)
    return NULL;
  if (details != NULL)
    *details = NULL;
  if (details != NULL && run->detailed)
    {
      *details = read_details (json_node_get_object (node), rows->rows[0].fields, error);
      if (*details == NULL)
        {
          cdl_local_damaged ("run", id, error);
          return NULL;
        }
    }

  return g_steal_pointer (&run);
}

gboolean
cdl_surreal_has_runs (CdlStore *self,
                      const char *const *ids,
                      gsize n,
                      gboolean *found,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GHashTable) there = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) sql = g_string_new ("SELECT rid FROM [");
  g_autoptr (JsonNode) rows = NULL;

  for (gsize i = 0; i < n; i++)
    {
      cdl_surreal_item (sql);
      cdl_surreal_record (sql, "run", ids[i]);
    }
  g_string_append (sql, "] WHERE rid != NONE");
  rows = cdl_surreal_select (self, sql->str, cancellable, error);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < cdl_surreal_n_rows (rows); i++)
    {
      const char *id;

      if (!cdl_json_get_string (cdl_surreal_row (rows, i), "rid", &id, error))
        return FALSE;
      g_hash_table_add (there, (gpointer) id);
    }
  for (gsize i = 0; i < n; i++)
    found[i] = g_hash_table_contains (there, ids[i]);

  return TRUE;
}
