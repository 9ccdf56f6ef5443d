#include "cdl-json-reader-private.h"

#include <math.h>
#include <string.h>

#include "cdl-json-kind.h"
#include "cdl-number.h"
#include "cdl-store-error.h"
#include "cdl-time.h"

/* Looks at what json-glib does not: it recurses as deeply as the text nests, and cuts a string at
 * an escaped zero. */
static gboolean
scan (const char *text, gsize length, GError **error)
{
  guint depth = 0;
  gboolean in_string = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      char c = text[i];

      if (in_string && c == '\\')
        {
          if (length - i >= 6 && strncmp (text + i, "\\u0000", 6) == 0)
            {
              g_set_error_literal (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID,
                                   "a text holds the zero character (\\u0000)");
              return FALSE;
            }
          i++;
        }
      else if (c == '"')
        in_string = !in_string;
      else if (in_string)
        continue;
      else if ((c == '{' || c == '[') && ++depth > CDL_JSON_MAX_DEPTH)
        {
          g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID,
                       "objects and arrays are nested more than %d deep", CDL_JSON_MAX_DEPTH);
          return FALSE;
        }
      else if ((c == '}' || c == ']') && depth > 0)
        depth--;
    }

  return TRUE;
}

JsonNode *
cdl_json_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) local_error = NULL;

  if (!g_utf8_validate_len (text, length, NULL))
    {
      g_set_error_literal (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID, "not UTF-8 text");
      return NULL;
    }
  if (!scan (text, length, error))
    return NULL;
  if (!json_parser_load_from_data (parser, text, (gssize) length, &local_error)
      || json_parser_get_root (parser) == NULL)
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID, "not JSON: %s",
                   local_error != NULL ? local_error->message : "nothing there");
      return NULL;
    }

  return json_parser_steal_root (parser);
}

static gboolean
refuse (GError **error, const char *name, const char *expected)
{
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID, "“%s” must be %s", name, expected);

  return FALSE;
}

const char *
cdl_json_node_string (JsonNode *node)
{
  if (!cdl_json_holds (node, G_TYPE_STRING))
    return NULL;

  return json_node_get_string (node);
}

gboolean
cdl_json_node_double (JsonNode *node, double *value)
{
  if (node != NULL && JSON_NODE_HOLDS_NULL (node))
    {
      *value = CDL_NAN;
      return TRUE;
    }
  if (!cdl_json_holds_number (node))
    return FALSE;
  *value = json_node_get_double (node);

  return isfinite (*value);
}

gboolean
cdl_json_node_int (JsonNode *node, gint64 *value)
{
  if (!cdl_json_holds (node, G_TYPE_INT64))
    return FALSE;
  *value = json_node_get_int (node);

  return TRUE;
}

gboolean
cdl_json_get_string (JsonObject *object, const char *name, const char **value, GError **error)
{
  *value = cdl_json_node_string (json_object_get_member (object, name));

  return *value != NULL || refuse (error, name, "a text");
}

gboolean
cdl_json_get_nullable (JsonObject *object, const char *name, const char **value, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  *value = NULL;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;

  return cdl_json_get_string (object, name, value, error);
}

gboolean
cdl_json_get_double (JsonObject *object, const char *name, double *value, GError **error)
{
  return cdl_json_node_double (json_object_get_member (object, name), value)
         || refuse (error, name, "a number or null");
}

gboolean
cdl_json_get_int (JsonObject *object,
                  const char *name,
                  gint64 min,
                  gint64 max,
                  gint64 *value,
                  GError **error)
{
  if (!cdl_json_node_int (json_object_get_member (object, name), value))
    return refuse (error, name, "a whole number");
  if (*value < min || *value > max)
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID,
                   "“%s” must be a whole number of %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, name,
                   min, max);
      return FALSE;
    }

  return TRUE;
}

gboolean
cdl_json_get_time (JsonObject *object, const char *name, gint64 *value, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node != NULL && JSON_NODE_HOLDS_NULL (node))
    {
      *value = CDL_TIME_NONE;
      return TRUE;
    }

  return cdl_json_node_int (node, value) || refuse (error, name, "a time in ms, or null");
}

gboolean
cdl_json_get_bool (JsonObject *object, const char *name, gboolean *value, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (!cdl_json_holds (node, G_TYPE_BOOLEAN))
    return refuse (error, name, "true or false");
  *value = json_node_get_boolean (node);

  return TRUE;
}

gboolean
cdl_json_get_object (JsonObject *object, const char *name, JsonObject **value, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, name, "an object");
  *value = json_node_get_object (node);

  return TRUE;
}

gboolean
cdl_json_get_array (JsonObject *object, const char *name, JsonArray **value, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return refuse (error, name, "an array");
  *value = json_node_get_array (node);

  return TRUE;
}

/* As deep as CDL_JSON_MAX_DEPTH at most: nothing deeper is read. */
static void
write_node (CdlJsonWriter *writer, JsonNode *node)
{
  double number;
  gint64 whole;

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *member;

      cdl_json_begin_object (writer);
      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, &name, &member))
        {
          cdl_json_name (writer, name);
          write_node (writer, member);
        }
      cdl_json_end_object (writer);
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      cdl_json_begin_array (writer);
      for (guint i = 0; i < json_array_get_length (array); i++)
        write_node (writer, json_array_get_element (array, i));
      cdl_json_end_array (writer);
    }
  else if (cdl_json_node_string (node) != NULL)
    cdl_json_string (writer, cdl_json_node_string (node));
  else if (cdl_json_node_int (node, &whole))
    cdl_json_int (writer, whole);
  else if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    cdl_json_bool (writer, json_node_get_boolean (node));
  else if (cdl_json_node_double (node, &number))
    cdl_json_double (writer, number); /* null, too: not a number */
  else
    cdl_json_null (writer); /* 1e999 */
}

char *
cdl_json_canonical (JsonNode *node)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_CANONICAL);

  write_node (writer, node);

  return cdl_json_writer_steal (writer);
}
