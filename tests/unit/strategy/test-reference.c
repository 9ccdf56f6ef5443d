#include "cdl-reference.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* Every row of the registries has its section, once, with its words. */
static void
test_complete (void)
{
  g_autofree char *page = cdl_reference_page ();
  guint n;
  const CdlFunction *const *functions = cdl_functions (&n);
  const CdlPattern *const *patterns;

  g_assert_cmpuint (n, >, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *section = cdl_reference_section (functions[i]->name);
      const char *at = strstr (page, section);

      g_assert_nonnull (at);
      g_assert_null (strstr (at + 1, section));
      g_assert_nonnull (strstr (section, functions[i]->formula));
    }
  patterns = cdl_patterns (&n);
  g_assert_cmpuint (n, >, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *section = cdl_reference_section (patterns[i]->name);

      g_assert_nonnull (strstr (page, section));
      g_assert_nonnull (strstr (section, patterns[i]->formula));
    }
  g_assert_null (cdl_reference_section ("no_such_thing"));
  g_assert_true (g_str_has_suffix (page, "\n"));
  g_assert_false (g_str_has_suffix (page, "\n\n"));
}

static JsonNode *
json_of (const char *name)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_COMPACT);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  JsonNode *node;

  g_assert_true (cdl_reference_write_json (writer, name));
  text = cdl_json_writer_steal (writer);
  node = json_from_string (text, &error);
  g_assert_no_error (error);

  return node;
}

/* Each row of the array is what its name alone gives, and is the registry's. */
static void
check_rows (JsonObject *all, const char *member, guint n)
{
  JsonArray *rows = json_object_get_array_member (all, member);

  g_assert_cmpuint (json_array_get_length (rows), ==, n);
  for (guint i = 0; i < n; i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);
      const char *name = json_object_get_string_member (row, "name");
      g_autoptr (JsonNode) one = json_of (name);
      g_autofree char *section = cdl_reference_section (name);

      g_assert_true (json_node_equal (one, json_array_get_element (rows, i)));
      g_assert_nonnull (strstr (section, json_object_get_string_member (row, "doc")));
      g_assert_nonnull (strstr (section, json_object_get_string_member (row, "formula")));
      g_assert_true (g_str_has_prefix (member, json_object_get_string_member (row, "kind")));
    }
}

static void
test_json (void)
{
  g_autoptr (JsonNode) all = json_of (NULL);
  g_autoptr (JsonNode) linreg = json_of ("linreg");
  g_autoptr (JsonNode) flag = json_of ("bull_flag");
  JsonObject *object = json_node_get_object (linreg), *arg;
  guint n;

  cdl_functions (&n);
  check_rows (json_node_get_object (all), "functions", n);
  cdl_patterns (&n);
  check_rows (json_node_get_object (all), "patterns", n);

  g_assert_cmpstr (json_object_get_string_member (object, "signature"), ==,
                   "linreg(x, n, offset = 0)");
  arg = json_array_get_object_element (json_object_get_array_member (object, "args"), 1);
  g_assert_cmpstr (json_object_get_string_member (arg, "kind"), ==, "length");
  g_assert_false (json_object_has_member (arg, "default"));
  arg = json_array_get_object_element (json_object_get_array_member (object, "args"), 2);
  g_assert_cmpstr (json_object_get_string_member (arg, "kind"), ==, "count");
  g_assert_cmpint (json_object_get_int_member (arg, "default"), ==, 0);
  object = json_node_get_object (flag);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "outputs")), >, 2);
}

static void
test_unknown (void)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_COMPACT);
  g_autofree char *text = NULL;

  g_assert_false (cdl_reference_write_json (writer, "no_such_thing"));
  cdl_json_null (writer);
  text = cdl_json_writer_steal (writer);
  g_assert_cmpstr (text, ==, "null");
  g_assert_cmpstr (cdl_reference_nearest ("smaa"), ==, "sma");
  g_assert_cmpstr (cdl_reference_nearest ("doble_top"), ==, "double_top");
  g_assert_cmpstr (cdl_reference_nearest ("no_such_thing"), ==, NULL);
}

static void
test_signature (void)
{
  g_autofree char *sma = cdl_function_signature (cdl_function_find ("sma"));
  g_autofree char *crossover = cdl_function_signature (cdl_function_find ("crossover"));

  g_assert_cmpstr (sma, ==, "sma(x, n)");
  g_assert_cmpstr (crossover, ==, "crossover(a, b)");
}

/* The page in docs/ is what the registries say now. CHANDELIER_WRITE_REFERENCE=1 writes it. */
static void
test_current (void)
{
  const char *path = g_getenv ("CHANDELIER_REFERENCE");
  g_autofree char *page = cdl_reference_page ();
  g_autofree char *written = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (path);
  if (g_getenv ("CHANDELIER_WRITE_REFERENCE") != NULL)
    g_file_set_contents (path, page, -1, &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &written, NULL, &error);
  g_assert_no_error (error);
  if (strcmp (page, written) != 0)
    g_error ("docs/strategy-reference.md is old: CHANDELIER_WRITE_REFERENCE=1 meson test reference "
             "writes it anew");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reference/complete", test_complete);
  g_test_add_func ("/reference/json", test_json);
  g_test_add_func ("/reference/unknown", test_unknown);
  g_test_add_func ("/reference/signature", test_signature);
  g_test_add_func ("/reference/current", test_current);

  return g_test_run ();
}
