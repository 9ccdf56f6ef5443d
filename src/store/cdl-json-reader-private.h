#pragma once

#include <json-glib/json-glib.h>

#include "cdl-json-writer.h"

G_BEGIN_DECLS

/* Reading JSON that someone else wrote, and writing numbers so that json-glib reads them back. */

/* Deeper nesting is refused. */
#define CDL_JSON_MAX_DEPTH 64

/* The whole of text as one JSON value. CDL_STORE_ERROR_INVALID: not UTF-8, not JSON, nested too
 * deeply, or a string with a zero character (which C strings cannot hold). */
JsonNode *cdl_json_parse (const char *text, gsize length, GError **error);

/* Members of an object: FALSE with CDL_STORE_ERROR_INVALID, which names the member, if it is not
 * there or of another kind. Strings, objects and arrays are borrowed from object. A null is NaN as
 * a double, CDL_TIME_NONE as a time, NULL as a nullable. */
gboolean
cdl_json_get_string (JsonObject *object, const char *name, const char **value, GError **error);
gboolean
cdl_json_get_nullable (JsonObject *object, const char *name, const char **value, GError **error);
gboolean cdl_json_get_double (JsonObject *object, const char *name, double *value, GError **error);
gboolean cdl_json_get_int (JsonObject *object,
                           const char *name,
                           gint64 min,
                           gint64 max,
                           gint64 *value,
                           GError **error);
gboolean cdl_json_get_time (JsonObject *object, const char *name, gint64 *value, GError **error);
gboolean cdl_json_get_bool (JsonObject *object, const char *name, gboolean *value, GError **error);
gboolean
cdl_json_get_object (JsonObject *object, const char *name, JsonObject **value, GError **error);
gboolean
cdl_json_get_array (JsonObject *object, const char *name, JsonArray **value, GError **error);

/* The number in node; FALSE if it is not one, or not finite. null is NaN. */
gboolean cdl_json_node_double (JsonNode *node, double *value);

/* A whole number in node, not one with a point. */
gboolean cdl_json_node_int (JsonNode *node, gint64 *value);

/* The string in node, borrowed; NULL if it is not one. */
const char *cdl_json_node_string (JsonNode *node);

/* The canonical text (RFC 8785) of node; newly allocated. */
char *cdl_json_canonical (JsonNode *node);

G_END_DECLS
