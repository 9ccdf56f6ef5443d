#include "cdl-test-files.h"

#include <json-glib/json-glib.h>

static JsonNode *
load (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);

  return json_parser_steal_root (parser);
}

/* Puts a value (NULL: nothing) at a path of names and indices. */
static void
change (JsonNode *root, JsonArray *path, JsonNode *value)
{
  guint last = json_array_get_length (path) - 1;
  JsonObject *object;

  for (guint i = 0; i < last; i++)
    {
      JsonNode *key = json_array_get_element (path, i);

      if (JSON_NODE_HOLDS_ARRAY (root))
        root = json_array_get_element (json_node_get_array (root), (guint) json_node_get_int (key));
      else
        root = json_object_get_member (json_node_get_object (root), json_node_get_string (key));
    }

  if (JSON_NODE_HOLDS_ARRAY (root))
    {
      JsonArray *array = json_node_get_array (root);

      json_array_remove_element (array, (guint) json_array_get_int_element (path, last));
      json_array_add_element (array, json_node_copy (value));
      return;
    }
  object = json_node_get_object (root);
  if (value != NULL)
    json_object_set_member (object, json_array_get_string_element (path, last),
                            json_node_copy (value));
  else
    json_object_remove_member (object, json_array_get_string_element (path, last));
}

/* What the schema refuses (schema.py), the validator refuses. */
static void
test_broken (void)
{
  g_autoptr (JsonNode) table = load (g_getenv ("CHANDELIER_BROKEN"), "broken-strategies.json");
  JsonArray *rows = json_node_get_array (table);

  g_assert_cmpuint (json_array_get_length (rows), >, 50);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);
      g_autoptr (JsonNode) root = load (cdl_test_shipped (), "double-bottom.json");
      g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
      g_autofree char *text = NULL;

      change (root, json_object_get_array_member (row, "at"), json_object_get_member (row, "put"));
      text = json_to_string (root, TRUE);
      g_test_message ("%s", text);
      g_assert_null (cdl_strategy_check (text, -1, diagnostics));
      g_assert_cmpuint (cdl_diagnostics_errors (diagnostics), >=, 1);
    }
}

/* Unchanged, it is right after json-glib wrote it. */
static void
test_rewritten (void)
{
  g_autoptr (JsonNode) root = load (cdl_test_shipped (), "double-bottom.json");
  g_autofree char *text = json_to_string (root, FALSE);
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (CdlStrategy) strategy = cdl_strategy_check (text, -1, diagnostics);

  g_assert_nonnull (strategy);
  g_assert_cmpuint (cdl_diagnostics_count (diagnostics), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/broken/broken", test_broken);
  g_test_add_func ("/broken/rewritten", test_rewritten);

  return g_test_run ();
}
