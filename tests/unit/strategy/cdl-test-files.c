#include "cdl-test-files.h"

#include <string.h>

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
cdl_test_files (const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);

  return names;
}

CdlStrategy *
cdl_test_strategy (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *report = NULL;
  CdlStrategy *strategy;
  gsize length;

  g_test_message ("%s", name);
  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  strategy = cdl_strategy_check (text, (gssize) length, diagnostics);
  report = cdl_diagnostics_format (diagnostics);
  g_assert_cmpstr (report, ==, "");
  g_assert_nonnull (strategy);

  return strategy;
}

GPtrArray *
cdl_test_golden_strategies (const char **folder)
{
  g_autoptr (GPtrArray) names = NULL;

  *folder = g_getenv ("CHANDELIER_TEST_GOLDENS");
  if (*folder == NULL)
    return NULL;
  names = cdl_test_files (*folder);
  for (guint i = names->len; i-- > 0;)
    if (strchr (names->pdata[i], '-') != NULL) /* runs are named like double-bottom-btc-2022 */
      g_ptr_array_remove_index (names, i);

  return names->len > 0 ? g_steal_pointer (&names) : NULL;
}

const char *
cdl_test_shipped (void)
{
  const char *folder = g_getenv ("CHANDELIER_STRATEGIES");

  g_assert_nonnull (folder);

  return folder;
}
