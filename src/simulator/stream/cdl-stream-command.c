#include "cdl-stream-command.h"

#include "cdl-json-kind.h"
#include "cdl-json-writer.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define MAX_ID 36

static const char *const methods[] = {
  "SUBSCRIBE", "UNSUBSCRIBE", "LIST_SUBSCRIPTIONS", "SET_PROPERTY", "GET_PROPERTY",
};

void
cdl_stream_command_free (CdlStreamCommand *self)
{
  if (!self)
    return;

  g_free (self->id);
  g_strfreev (self->names);
  g_free (self);
}

/* {"code":2,"msg":"Invalid request: ...","id":1} */
static char *
refusal_text (int code, const char *id, const char *message)
{
  g_autoptr (CdlJsonWriter) json = cdl_json_writer_new (CDL_JSON_COMPACT);

  cdl_json_begin_object (json);
  cdl_json_member_int (json, "code", code);
  cdl_json_member_string (json, "msg", message);
  if (id)
    {
      cdl_json_name (json, "id");
      cdl_json_raw (json, id);
    }
  cdl_json_end_object (json);

  return cdl_json_writer_steal (json);
}

static gboolean
is_id (const char *text)
{
  if (!*text || strlen (text) > MAX_ID)
    return FALSE;
  for (; *text; text++)
    if (!g_ascii_isalnum (*text) && *text != '-' && *text != '_')
      return FALSE;

  return TRUE;
}

/* The id as JSON; NULL if it is none. */
static char *
read_id (JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "id");

  if (!node || JSON_NODE_HOLDS_NULL (node))
    return g_strdup ("null");
  if (cdl_json_holds (node, G_TYPE_INT64))
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  if (cdl_json_holds (node, G_TYPE_STRING) && is_id (json_node_get_string (node)))
    return g_strdup_printf ("\"%s\"", json_node_get_string (node));

  return NULL;
}

static gboolean
read_method (CdlStreamCommand *self, JsonObject *object, char **refusal)
{
  JsonNode *node = json_object_get_member (object, "method");

  for (gsize i = 0; cdl_json_holds (node, G_TYPE_STRING) && i < G_N_ELEMENTS (methods); i++)
    if (strcmp (json_node_get_string (node), methods[i]) == 0)
      {
        self->method = (CdlCommandMethod) i;
        return TRUE;
      }

  if (cdl_json_holds (node, G_TYPE_STRING))
    {
      g_autofree char *message = g_strdup_printf (
          "Invalid request: unknown variant `%s`, expected one of `SUBSCRIBE`, `UNSUBSCRIBE`, "
          "`LIST_SUBSCRIPTIONS`, `SET_PROPERTY`, `GET_PROPERTY`",
          json_node_get_string (node));

      *refusal = refusal_text (2, self->id, message);
    }
  else
    *refusal = refusal_text (2, self->id, "Invalid request: missing field `method`");

  return FALSE;
}

static gboolean
read_names (CdlStreamCommand *self, JsonObject *object, char **refusal)
{
  JsonNode *node = json_object_get_member (object, "params");
  JsonArray *names = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; names && i < json_array_get_length (names); i++)
    if (cdl_json_holds (json_array_get_element (names, i), G_TYPE_STRING))
      g_ptr_array_add (list, g_strdup (json_array_get_string_element (names, i)));
  if (!names || list->len < json_array_get_length (names) || list->len == 0)
    {
      *refusal = refusal_text (2, self->id, "Invalid request: params must be names of streams");
      return FALSE;
    }

  g_ptr_array_add (list, NULL);
  self->names = (char **) g_ptr_array_free (g_steal_pointer (&list), FALSE);

  return TRUE;
}

static gboolean
read_property (CdlStreamCommand *self, JsonObject *object, char **refusal)
{
  JsonNode *node = json_object_get_member (object, "params");
  JsonArray *params = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = params ? json_array_get_length (params) : 0;
  const char *name = n > 0 && cdl_json_holds (json_array_get_element (params, 0), G_TYPE_STRING)
                         ? json_array_get_string_element (params, 0)
                         : "";

  if (strcmp (name, "combined") != 0)
    {
      *refusal = refusal_text (0, self->id, "Unknown property");
      return FALSE;
    }
  if (self->method == CDL_COMMAND_GET_PROPERTY)
    return TRUE;
  if (n < 2 || !cdl_json_holds (json_array_get_element (params, 1), G_TYPE_BOOLEAN))
    {
      *refusal = refusal_text (1, self->id, "Invalid value type: expected Boolean");
      return FALSE;
    }
  self->combined = json_array_get_boolean_element (params, 1);

  return TRUE;
}

CdlStreamCommand *
cdl_stream_command_parse (const char *text, gsize length, char **refusal)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (CdlStreamCommand) self = g_new0 (CdlStreamCommand, 1);
  JsonNode *root = NULL;
  JsonObject *object;
  gboolean is_complete = FALSE;

  if (g_utf8_validate (text, (gssize) length, NULL)
      && json_parser_load_from_data (parser, text, (gssize) length, NULL))
    root = json_parser_get_root (parser);
  if (!root || !JSON_NODE_HOLDS_OBJECT (root))
    {
      *refusal = refusal_text (3, NULL, "Invalid JSON: expected value at line 1 column 1");
      return NULL;
    }

  object = json_node_get_object (root);
  self->id = read_id (object);
  if (!self->id)
    {
      *refusal = refusal_text (2, NULL, "Invalid request: request ID must be an unsigned integer");
      return NULL;
    }
  if (!read_method (self, object, refusal))
    return NULL;

  switch (self->method)
    {
    case CDL_COMMAND_SUBSCRIBE:
    case CDL_COMMAND_UNSUBSCRIBE:
      is_complete = read_names (self, object, refusal);
      break;
    case CDL_COMMAND_SET_PROPERTY:
    case CDL_COMMAND_GET_PROPERTY:
      is_complete = read_property (self, object, refusal);
      break;
    case CDL_COMMAND_LIST_SUBSCRIPTIONS:
      is_complete = TRUE;
      break;
    }

  return is_complete ? g_steal_pointer (&self) : NULL;
}
