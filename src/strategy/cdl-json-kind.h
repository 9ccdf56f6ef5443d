#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Whether a node is there (it may be NULL) and holds a value of that type: G_TYPE_STRING,
 * G_TYPE_BOOLEAN, G_TYPE_INT64 (a number without a fraction) or G_TYPE_DOUBLE. */
gboolean cdl_json_holds (JsonNode *node, GType type);

/* The same of a number, with or without a fraction: json_node_get_double() reads both. */
gboolean cdl_json_holds_number (JsonNode *node);

G_END_DECLS
