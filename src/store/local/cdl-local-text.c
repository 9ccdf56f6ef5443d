#include "cdl-local-text-private.h"

#include <string.h>

#include "cdl-store-error.h"

char *
cdl_local_params_text (const GArray *params)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_COMPACT);

  cdl_params_write (writer, params);

  return cdl_json_writer_steal (writer);
}

char *
cdl_local_first_loaded_text (const GArray *first_loaded)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_COMPACT);

  cdl_first_loaded_write (writer, first_loaded);

  return cdl_json_writer_steal (writer);
}

char *
cdl_local_counts_text (const CdlStatistics *statistics)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_COMPACT);

  cdl_json_begin_object (writer);
  cdl_counts_write (writer, statistics);
  cdl_json_end_object (writer);

  return cdl_json_writer_steal (writer);
}

char *
cdl_local_reasons_text (const CdlStatistics *statistics)
{
  g_autoptr (CdlJsonWriter) writer = NULL;
  gboolean any = FALSE;

  for (guint i = 0; i < CDL_N_STATS; i++)
    any = any || statistics->reason[i] != NULL;
  if (!any)
    return NULL;
  writer = cdl_json_writer_new (CDL_JSON_COMPACT);
  cdl_reasons_write (writer, statistics);

  return cdl_json_writer_steal (writer);
}

char *
cdl_local_texts_text (const char *const *texts)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_COMPACT);

  cdl_texts_write (writer, texts);

  return cdl_json_writer_steal (writer);
}

char *
cdl_local_sources_text (const GArray *sources)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_COMPACT);

  cdl_sources_write (writer, sources);

  return cdl_json_writer_steal (writer);
}

static JsonNode *
parse (const char *text, JsonNodeType type, GError **error)
{
  g_autoptr (JsonNode) node
      = cdl_json_parse (text != NULL ? text : "", text != NULL ? strlen (text) : 0, error);

  if (node != NULL && json_node_get_node_type (node) == type)
    return g_steal_pointer (&node);
  if (node != NULL)
    g_set_error_literal (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID,
                         "an object or array is missing");

  return NULL;
}

gboolean
cdl_local_params_parse (const char *text, GArray *params, GError **error)
{
  g_autoptr (JsonNode) node = parse (text, JSON_NODE_OBJECT, error);

  return node != NULL && cdl_params_read (json_node_get_object (node), params, error);
}

gboolean
cdl_local_first_loaded_parse (const char *text, GArray *first_loaded, GError **error)
{
  g_autoptr (JsonNode) node = parse (text, JSON_NODE_OBJECT, error);

  return node != NULL && cdl_first_loaded_read (json_node_get_object (node), first_loaded, error);
}

gboolean
cdl_local_counts_parse (const char *text, CdlStatistics *statistics, GError **error)
{
  g_autoptr (JsonNode) node = parse (text, JSON_NODE_OBJECT, error);

  return node != NULL && cdl_counts_read (json_node_get_object (node), statistics, error);
}

gboolean
cdl_local_reasons_parse (const char *text, CdlRunRecord *run, GError **error)
{
  g_autoptr (JsonNode) node = NULL;

  if (text == NULL)
    return TRUE;
  node = parse (text, JSON_NODE_OBJECT, error);

  return node != NULL && cdl_reasons_read (json_node_get_object (node), run, error);
}

char **
cdl_local_texts_parse (const char *text, GError **error)
{
  g_autoptr (JsonNode) node = parse (text, JSON_NODE_ARRAY, error);

  return node != NULL ? cdl_texts_read (json_node_get_array (node), error) : NULL;
}

gboolean
cdl_local_sources_parse (const char *text, CdlDatasetRecord *dataset, GError **error)
{
  g_autoptr (JsonNode) node = parse (text, JSON_NODE_ARRAY, error);

  return node != NULL && cdl_sources_read (json_node_get_array (node), dataset, error);
}

gboolean
cdl_local_interval (gint64 ms, CdlInterval *interval, GError **error)
{
  for (guint i = 0; i < CDL_N_INTERVALS; i++)
    if (cdl_interval_ms ((CdlInterval) i) == ms)
      {
        *interval = (CdlInterval) i;
        return TRUE;
      }
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID,
               "no interval is %" G_GINT64_FORMAT " ms long", ms);

  return FALSE;
}

gboolean
cdl_local_market (const char *name, CdlMarket *market, GError **error)
{
  if (name != NULL && cdl_market_parse (name, market))
    return TRUE;
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID, "“%s” is not a market", name);

  return FALSE;
}

gboolean
cdl_local_damaged (const char *what, const char *id, GError **error)
{
  if (error != NULL && g_error_matches (*error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID))
    (*error)->code = CDL_STORE_ERROR_DAMAGED;
  g_prefix_error (error, "The stored %s %s cannot be read: ", what, id);

  return FALSE;
}
