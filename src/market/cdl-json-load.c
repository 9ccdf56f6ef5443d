#include "cdl-json-load.h"

#include "cdl-json-kind.h"
#include "cdl-json-scan.h"
#include "cdl-market-error.h"

#include <string.h>

JsonNode *
cdl_json_load (const char *text, gsize length, const char *name, GError **error)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (GError) parse_error = NULL;
  g_autofree char *copy = NULL;
  JsonNode *root;

  /* GBytes has no data to point to where there is none. */
  if (length == 0)
    text = "";
  if (!g_utf8_validate_len (text, length, NULL))
    {
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                   "%s: not JSON: the bytes are not UTF-8 text", name);
      return NULL;
    }
  copy = g_strndup (text, length);
  if (!cdl_json_scan (copy, diagnostics))
    {
      const CdlDiagnostic *problem = cdl_diagnostics_get (diagnostics, 0);

      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                   "%s, line %d, column %d: not JSON: %s", name, problem->line, problem->column,
                   problem->message);
      return NULL;
    }
  root = json_from_string (copy, &parse_error);
  if (root == NULL)
    g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT, "%s: not JSON: %s", name,
                 parse_error != NULL ? parse_error->message : "nothing in it");

  return root;
}

const char *
cdl_loaded_string (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return cdl_json_holds (node, G_TYPE_STRING) ? json_node_get_string (node) : NULL;
}

JsonArray *
cdl_loaded_array (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

gint64
cdl_loaded_int (JsonObject *object, const char *name, gint64 otherwise)
{
  JsonNode *node = json_object_get_member (object, name);

  return cdl_json_holds (node, G_TYPE_INT64) ? json_node_get_int (node) : otherwise;
}
