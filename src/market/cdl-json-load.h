#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Reads length bytes of JSON that nobody vouches for. name: what they are, for the message. NULL
 * with CDL_MARKET_ERROR_FORMAT, in one sentence with line and column, if they are not valid UTF-8
 * and JSON, or nest too deep. */
JsonNode *cdl_json_load (const char *text, gsize length, const char *name, GError **error);

/* A member by name; NULL, or otherwise, if there is none of that type. Belongs to the object. */
const char *cdl_loaded_string (JsonObject *object, const char *name);
JsonArray *cdl_loaded_array (JsonObject *object, const char *name);
gint64 cdl_loaded_int (JsonObject *object, const char *name, gint64 otherwise);

G_END_DECLS
