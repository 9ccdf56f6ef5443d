#include "cdl-run-json-private.h"

#include "cdl-record-json-private.h"
#include "cdl-record-rows-private.h"
#include "cdl-store-error.h"
#include "cdl-time.h"

static gboolean
refuse (GError **error, const char *name, const char *text)
{
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID, "“%s” cannot be “%s”", name, text);

  return FALSE;
}

gboolean
cdl_json_get_interval (JsonObject *object, const char *name, CdlInterval *value, GError **error)
{
  const char *text;

  if (!cdl_json_get_string (object, name, &text, error))
    return FALSE;

  return cdl_interval_parse (text, value) || refuse (error, name, text);
}

gboolean
cdl_json_get_market (JsonObject *object, const char *name, CdlMarket *value, GError **error)
{
  const char *text;

  if (!cdl_json_get_string (object, name, &text, error))
    return FALSE;

  return cdl_market_parse (text, value) || refuse (error, name, text);
}

CdlStrategyRecord *
cdl_strategy_read_json (JsonObject *object, GError **error)
{
  const char *name, *revision, *json;
  gint64 created_at;

  if (!cdl_json_get_string (object, "name", &name, error)
      || !cdl_json_get_string (object, "revision", &revision, error)
      || !cdl_json_get_time (object, "created_at", &created_at, error)
      || !cdl_json_get_nullable (object, "json", &json, error))
    return NULL;

  return cdl_strategy_record_new (name, revision, json, created_at);
}

CdlDatasetRecord *
cdl_dataset_read_json (JsonObject *object, GError **error)
{
  g_autoptr (CdlDatasetRecord) dataset = NULL;
  const char *fingerprint, *symbol;
  gint64 rows, holes;
  JsonArray *sources;
  CdlMarket market;

  if (!cdl_json_get_string (object, "fingerprint", &fingerprint, error)
      || !cdl_json_get_market (object, "market", &market, error)
      || !cdl_json_get_string (object, "symbol", &symbol, error))
    return NULL;

  dataset = cdl_dataset_record_new (fingerprint, market, symbol);
  if (!cdl_json_get_interval (object, "interval", &dataset->interval, error)
      || !cdl_json_get_int (object, "from", G_MININT64, G_MAXINT64, &dataset->from, error)
      || !cdl_json_get_int (object, "to", G_MININT64, G_MAXINT64, &dataset->to, error)
      || !cdl_json_get_int (object, "rows", 0, G_MAXINT64, &rows, error)
      || !cdl_json_get_int (object, "holes", 0, G_MAXUINT, &holes, error)
      || !cdl_json_get_double (object, "quality_pct", &dataset->quality_pct, error)
      || !cdl_json_get_array (object, "sources", &sources, error)
      || !cdl_sources_read (sources, dataset, error))
    return NULL;
  dataset->rows = (guint64) rows;
  dataset->holes = (guint) holes;

  return g_steal_pointer (&dataset);
}

/* Statistics by name: those of another version are passed over, those that are missing are
 * undefined. */
static gboolean
read_stats (JsonObject *object, CdlRunRecord *run, GError **error)
{
  JsonObject *stats, *reasons;

  if (!cdl_json_get_object (object, "stats", &stats, error)
      || !cdl_json_get_object (object, "reasons", &reasons, error))
    return FALSE;
  for (guint i = 0; i < CDL_N_STATS; i++)
    {
      const char *name = cdl_stat_info ((CdlStat) i)->name;

      if (json_object_has_member (stats, name)
          && !cdl_json_get_double (stats, name, &run->statistics.value[i], error))
        return FALSE;
    }

  return cdl_reasons_read (reasons, run, error)
         && cdl_counts_read (object, &run->statistics, error);
}

static gboolean
read_flags (JsonObject *object, CdlRunRecord *run, GError **error)
{
  g_auto (GStrv) names = NULL;
  JsonArray *flags;

  if (!cdl_json_get_array (object, "flags", &flags, error))
    return FALSE;
  names = cdl_texts_read (flags, error);
  if (names == NULL)
    return FALSE;
  for (guint i = 0; i < CDL_N_RUN_FLAGS; i++)
    if (g_strv_contains ((const char *const *) names, cdl_run_flag_name ((CdlRunFlags) (1u << i))))
      run->flags |= 1u << i;

  return TRUE;
}

static gboolean
read_strategy (JsonObject *object, CdlRunRecord *run, GError **error)
{
  const char *name, *revision, *json;

  if (!cdl_json_get_string (object, "strategy", &name, error)
      || !cdl_json_get_string (object, "revision", &revision, error)
      || !cdl_json_get_nullable (object, "strategy_json", &json, error))
    return FALSE;
  run->strategy = cdl_strategy_record_new (name, revision, json, CDL_TIME_NONE);

  return TRUE;
}

static gboolean
read_dataset (JsonObject *object, CdlRunRecord *run, GError **error)
{
  JsonNode *node = json_object_get_member (object, "dataset");
  const char *fingerprint;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    run->dataset = cdl_dataset_read_json (json_node_get_object (node), error);
  else if (cdl_json_get_string (object, "dataset", &fingerprint, error))
    run->dataset = cdl_dataset_record_new (fingerprint, CDL_MARKET_SPOT, "");

  return run->dataset != NULL;
}

/* Everything that needs no more than a name, a place and a type. */
static gboolean
read_plain (JsonObject *object, CdlRunRecord *run, GError **error)
{
  const char *id, *fingerprint, *note, *test;

  if (!cdl_json_get_string (object, "id", &id, error)
      || !cdl_json_get_string (object, "fingerprint", &fingerprint, error)
      || !cdl_json_get_string (object, "note", &note, error)
      || !cdl_json_get_nullable (object, "test", &test, error)
      || !cdl_json_get_interval (object, "interval", &run->interval, error)
      || !cdl_json_get_interval (object, "path_interval", &run->path_interval, error)
      || !cdl_json_get_bool (object, "favourite", &run->favourite, error)
      || !cdl_json_get_int (object, "from", G_MININT64, G_MAXINT64, &run->from, error)
      || !cdl_json_get_int (object, "to", G_MININT64, G_MAXINT64, &run->to, error)
      || !cdl_json_get_int (object, "created_at", G_MININT64, G_MAXINT64, &run->created_at, error)
      || !cdl_json_get_int (object, "finished_at", G_MININT64, G_MAXINT64, &run->finished_at, error)
      || !cdl_json_get_int (object, "elapsed_us", G_MININT64, G_MAXINT64, &run->elapsed_us, error))
    return FALSE;

  run->id = g_strdup (id);
  run->fingerprint = g_strdup (fingerprint);
  g_free (run->note);
  run->note = g_strdup (note);
  run->test = g_strdup (test);

  return TRUE;
}

static gboolean
read_parts (JsonObject *object, CdlRunRecord *run, GError **error)
{
  JsonObject *params, *settings, *first_loaded, *nets;
  JsonArray *tags;
  g_auto (GStrv) texts = NULL;

  if (!cdl_json_get_object (object, "params", &params, error)
      || !cdl_params_read (params, run->params, error)
      || !cdl_json_get_object (object, "settings", &settings, error)
      || !cdl_json_get_object (object, "first_loaded", &first_loaded, error)
      || !cdl_first_loaded_read (first_loaded, run->first_loaded, error)
      || !cdl_json_get_object (object, "nets", &nets, error)
      || !cdl_json_get_double (nets, "pessimistic", &run->net_pessimistic, error)
      || !cdl_json_get_double (nets, "optimistic", &run->net_optimistic, error)
      || !cdl_json_get_array (object, "tags", &tags, error))
    return FALSE;

  texts = cdl_texts_read (tags, error);
  if (texts == NULL)
    return FALSE;
  g_strfreev (run->tags);
  run->tags = g_steal_pointer (&texts);
  run->settings = cdl_json_canonical (json_object_get_member (object, "settings"));

  return TRUE;
}

static GArray *
read_rows (JsonObject *object, const char *name, const CdlFieldTable *table, GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, (guint) table->size);
  JsonArray *array;

  if (!cdl_json_get_array (object, name, &array, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      g_array_set_size (rows, i + 1);
      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID,
                       "“%s” must be an array of objects", name);
          return NULL;
        }
      if (!cdl_row_read_json (json_node_get_object (node), table, rows->data + i * table->size,
                              error))
        return NULL;
    }

  return g_steal_pointer (&rows);
}

static CdlRunDetails *
read_details (JsonObject *object, GError **error)
{
  g_autoptr (CdlRunDetails) details = cdl_run_details_new ();
  JsonNode *setups = json_object_get_member (object, "setups");
  GArray *trades, *equity;
  JsonArray *names;

  if (!cdl_json_get_array (object, "setup_names", &names, error))
    return NULL;
  g_strfreev (details->setup_names);
  details->setup_names = cdl_texts_read (names, error);
  if (details->setup_names == NULL)
    return NULL;

  trades = read_rows (object, "trades", &cdl_trade_fields, error);
  if (trades == NULL)
    return NULL;
  g_array_unref (details->trades);
  details->trades = trades;
  if (setups != NULL && !JSON_NODE_HOLDS_NULL (setups))
    {
      details->setups = read_rows (object, "setups", &cdl_setup_fields, error);
      if (details->setups == NULL)
        return NULL;
    }
  equity = read_rows (object, "equity", &cdl_equity_fields, error);
  if (equity == NULL)
    return NULL;
  g_array_unref (details->equity);
  details->equity = equity;

  return g_steal_pointer (&details);
}

CdlRunRecord *
cdl_run_read_json (JsonObject *object, CdlRunDetails **details, GError **error)
{
  g_autoptr (CdlRunRecord) run = cdl_run_record_new ();

  *details = NULL;
  if (!read_plain (object, run, error) || !read_strategy (object, run, error)
      || !read_dataset (object, run, error) || !read_parts (object, run, error)
      || !read_stats (object, run, error) || !read_flags (object, run, error))
    return NULL;
  if (json_object_has_member (object, "trades"))
    {
      *details = read_details (object, error);
      if (*details == NULL)
        return NULL;
    }

  return g_steal_pointer (&run);
}
