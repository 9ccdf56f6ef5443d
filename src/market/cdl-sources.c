#include <json-glib/json-glib.h>

#include "cdl-archive-private.h"
#include "cdl-json-writer.h"

#define SOURCES "dataset.json"

/* The sources that are recorded already; an unreadable list is begun anew (it decides nothing). */
static JsonNode *
load (const char *path)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *root;

  if (!json_parser_load_from_file (parser, path, NULL))
    return NULL;
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root)
      || !json_object_has_member (json_node_get_object (root), "sources"))
    return NULL;

  return json_parser_steal_root (parser);
}

gboolean
cdl_sources_add (const char *folder,
                 const CdlSourceFile *source,
                 const CdlKlines *klines,
                 GError **error)
{
  g_autofree char *path = g_build_filename (folder, SOURCES, NULL);
  g_autoptr (JsonNode) known = load (path);
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_PRETTY);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *text = NULL;
  JsonNode *list
      = known != NULL ? json_object_get_member (json_node_get_object (known), "sources") : NULL;

  cdl_json_begin_object (writer);
  cdl_json_name (writer, "sources");
  cdl_json_begin_array (writer);
  if (list != NULL && JSON_NODE_HOLDS_ARRAY (list))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (list)); i++)
      {
        g_autofree char *item
            = json_to_string (json_array_get_element (json_node_get_array (list), i), FALSE);

        cdl_json_raw (writer, item);
      }
  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "file", source->file);
  cdl_json_member_string (writer, "sha256", source->sha256);
  cdl_json_member_int (writer, "rows", (gint64) klines->n);
  cdl_json_member_int (writer, "first", klines->open_time[0]);
  cdl_json_member_int (writer, "last", klines->open_time[klines->n - 1]);
  cdl_json_member_int (writer, "written_at", g_date_time_to_unix (now) * 1000);
  cdl_json_end_object (writer);
  cdl_json_end_array (writer);
  cdl_json_end_object (writer);
  text = cdl_json_writer_steal (writer);

  return g_file_set_contents (path, text, -1, error);
}
