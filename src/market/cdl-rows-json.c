#include <json-glib/json-glib.h>
#include <string.h>

#include "cdl-rows-private.h"
#include "cdl-time.h"

static gboolean
node_number (JsonNode *node, double *value)
{
  if (!JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    {
      const char *text = json_node_get_string (node);

      return cdl_row_number (text, strlen (text), value);
    }
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return FALSE;
  *value = json_node_get_double (node);

  return TRUE;
}

static gboolean
node_time (JsonNode *node, gint64 *time_ms)
{
  g_autofree char *text = NULL;

  if (!JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  text = json_node_get_value_type (node) == G_TYPE_STRING
             ? g_strdup (json_node_get_string (node))
             : g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));

  return cdl_row_time (text, strlen (text), time_ms);
}

static const char *
parse_element (JsonArray *element, guint n_fields, CdlRow *row)
{
  static const guint place[CDL_N_FIELDS] = { 1, 2, 3, 4, 5, 7, 8, 9, 10 };

  if (!node_time (json_array_get_element (element, 0), &row->open_time))
    return "its open time is not a time";
  row->close_time = CDL_TIME_NONE;
  if (n_fields > 5 && !node_time (json_array_get_element (element, 6), &row->close_time))
    return "its close time is not a time";
  for (guint f = 0; f < n_fields; f++)
    if (!node_number (json_array_get_element (element, place[f]), &row->value[f]))
      return "a price or volume is not a number";

  return NULL;
}

static gboolean
no_klines (GError **error, const char *why)
{
  g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT, "this JSON holds no klines: %s",
               why);

  return FALSE;
}

gboolean
cdl_rows_parse_json (const char *text,
                     gsize size,
                     GArray *rows,
                     guint *n_fields,
                     CdlBadRowFunc bad,
                     gpointer data,
                     GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) syntax = NULL;
  JsonNode *root;
  JsonArray *list;
  guint columns = 0;

  if (!json_parser_load_from_data (parser, text, (gssize) size, &syntax))
    return no_klines (error, syntax->message);
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_ARRAY (root))
    return no_klines (error, "a list of rows is needed");

  list = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      JsonArray *element = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
      guint n = element != NULL ? json_array_get_length (element) : 0;
      CdlRow row = { .line = i + 1 };
      const char *reason;

      if (columns == 0)
        {
          if (n != 6 && n != 11 && n != 12)
            return no_klines (error, "rows have 12 or 6 columns");
          columns = n;
          *n_fields = n == 6 ? 5 : CDL_N_FIELDS;
        }
      reason = n == columns ? parse_element (element, *n_fields, &row)
                            : "it has another number of columns than the first";
      if (reason == NULL)
        g_array_append_val (rows, row);
      else if (!bad (row.line, reason, data))
        return TRUE;
    }

  return TRUE;
}
