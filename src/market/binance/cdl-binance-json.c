#include "cdl-binance-private.h"

#include "cdl-json-kind.h"
#include "cdl-number.h"

#include <string.h>

/* Times of answers lie between these: seconds and us do not. 2009-01-01, 2286-11-20. */
#define FIRST_TIME G_GINT64_CONSTANT (1230768000000)
#define LAST_TIME  G_GINT64_CONSTANT (10000000000000)

JsonArray *
cdl_binance_list (const char *text, gsize size, JsonNode **root, GError **error)
{
  *root = cdl_json_load (text, size, "the answer", error);
  if (*root == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_ARRAY (*root))
    return json_node_get_array (*root);
  g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT, "the answer is no list of rows");

  return NULL;
}

gboolean
cdl_binance_number (JsonNode *node, double *value)
{
  return cdl_json_holds (node, G_TYPE_STRING)
         && cdl_number_parse (json_node_get_string (node), value);
}

gboolean
cdl_binance_int (JsonNode *node, gint64 *value)
{
  if (!cdl_json_holds (node, G_TYPE_INT64))
    return FALSE;
  *value = json_node_get_int (node);

  return TRUE;
}

gboolean
cdl_binance_time (JsonNode *node, gint64 *time_ms)
{
  return cdl_binance_int (node, time_ms) && *time_ms >= FIRST_TIME && *time_ms < LAST_TIME;
}

gboolean
cdl_binance_bad_row (GError **error, guint n, const char *what)
{
  g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_ROW, "row %u of the answer: %s", n + 1,
               what);

  return FALSE;
}
