#include "cdl-surreal-lasting-private.h"

#include <string.h>

#include "cdl-hash.h"
#include "cdl-json-reader-private.h"
#include "cdl-local-text-private.h"
#include "cdl-store-error.h"

char *
cdl_surreal_lasting_text (const CdlRunRecord *run)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_COMPACT);
  g_autofree char *settings = cdl_sha256 (run->settings, -1);
  g_autofree char *params = cdl_local_params_text (run->params);
  g_autofree char *first_loaded = cdl_local_first_loaded_text (run->first_loaded);

  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "strategy", run->strategy->name);
  cdl_json_member_string (writer, "revision", run->strategy->revision);
  cdl_json_member_string (writer, "symbol", run->dataset->symbol);
  cdl_json_member_string (writer, "market", cdl_market_name (run->dataset->market));
  cdl_json_member_string (writer, "dataset", run->dataset->fingerprint);
  cdl_json_member_string (writer, "settings_hash", settings);
  cdl_json_member_int (writer, "interval", cdl_interval_ms (run->interval));
  cdl_json_member_int (writer, "path_interval", cdl_interval_ms (run->path_interval));
  cdl_json_member_int (writer, "from_ms", run->from);
  cdl_json_member_int (writer, "to_ms", run->to);
  cdl_json_member_int (writer, "created_at", run->created_at);
  cdl_json_member_int (writer, "finished_at", run->finished_at);
  cdl_json_member_int (writer, "elapsed_us", run->elapsed_us);
  cdl_json_member_int (writer, "flags", run->flags);
  cdl_json_member_string (writer, "params_json", params);
  cdl_json_member_string (writer, "first_loaded", first_loaded);
  cdl_json_end_object (writer);

  return cdl_json_writer_steal (writer);
}

const char *const *
cdl_surreal_lasting_fields (void)
{
  static const char *const fields[]
      = { "strategy",      "revision",    "symbol",        "market",  "dataset",
          "settings_hash", "interval",    "path_interval", "from_ms", "to_ms",
          "created_at",    "finished_at", "elapsed_us",    "flags",   "params_json",
          "first_loaded",  NULL };

  return fields;
}

char *
cdl_surreal_lasting_of_fields (JsonObject *row, GError **error)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_node_take_object (node, object);
  for (const char *const *field = cdl_surreal_lasting_fields (); *field != NULL; field++)
    {
      JsonNode *member = json_object_get_member (row, *field);

      if (member == NULL || !JSON_NODE_HOLDS_VALUE (member))
        {
          g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID, "it has no %s", *field);
          return NULL;
        }
      json_object_set_member (object, *field, json_node_copy (member));
    }

  return cdl_json_canonical (node);
}

static void
add_members (JsonObject *object, JsonObject *from)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  json_object_iter_init (&iter, from);
  while (json_object_iter_next (&iter, &name, &member))
    json_object_set_member (object, name, json_node_ref (member));
}

static JsonObject *
whole_row (JsonNode *row, GError **error)
{
  g_autoptr (JsonObject) whole = json_object_new ();
  g_autoptr (JsonNode) lasting = NULL;
  const char *text;

  if (!JSON_NODE_HOLDS_OBJECT (row))
    return NULL;
  add_members (whole, json_node_get_object (row));
  text = cdl_json_node_string (json_object_get_member (whole, "lasting"));
  if (text == NULL)
    return g_steal_pointer (&whole);
  lasting = cdl_json_parse (text, strlen (text), error);
  if (lasting == NULL || !JSON_NODE_HOLDS_OBJECT (lasting))
    return NULL;
  add_members (whole, json_node_get_object (lasting));

  return g_steal_pointer (&whole);
}

GPtrArray *
cdl_surreal_whole_rows (JsonArray *rows, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = whole_row (json_array_get_element (rows, i), error);

      if (row == NULL)
        {
          cdl_local_damaged ("run", "of a list", error);
          return NULL;
        }
      g_ptr_array_add (all, row);
    }

  return g_steal_pointer (&all);
}
