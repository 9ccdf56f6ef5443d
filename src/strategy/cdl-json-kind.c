#include "cdl-json-kind.h"

gboolean
cdl_json_holds (JsonNode *node, GType type)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

gboolean
cdl_json_holds_number (JsonNode *node)
{
  return cdl_json_holds (node, G_TYPE_INT64) || cdl_json_holds (node, G_TYPE_DOUBLE);
}
