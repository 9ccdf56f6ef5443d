#include "cdl-reference.h"

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

static void
test_signature (void)
{
  g_autofree char *sma = cdl_reference_signature (cdl_function_find ("sma"));
  g_autofree char *crossover = cdl_reference_signature (cdl_function_find ("crossover"));

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
  g_test_add_func ("/reference/signature", test_signature);
  g_test_add_func ("/reference/current", test_current);

  return g_test_run ();
}
