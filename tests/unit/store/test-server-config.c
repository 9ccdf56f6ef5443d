/* What is written of the server in the user's configuration. */
#include <glib/gstdio.h>
#include <string.h>

#include "cdl-server-config.h"
#include "cdl-test-local.h"

static const char *const bad[] = {
  "not a key file",
  "[server]\nurl=ftp://example.org\n",
  "[server]\nurl=http://192.0.2.1:8000\n",
  "[server]\nurl=https://example.org\nnamespace=a b\n",
};

static void
write_config (const char *text)
{
  g_autofree char *path = cdl_server_config_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

/* Nobody's results go somewhere else without a word: but who can say it may do without the server.
 */
static void
test_bad (void)
{
  g_autofree char *config = cdl_server_config_path (), *folder = cdl_test_folder ();
  g_autofree char *path = g_build_filename (folder, "store.sqlite", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CdlStore) store = NULL, local = NULL;

      write_config (bad[i]);
      store = cdl_open_store (path, &error);
      g_assert_null (store);
      g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, config));

      local = cdl_open_store_anyway (path, NULL);
      g_assert_nonnull (local);
      g_assert_cmpstr (cdl_open_store_problem (local), ==, error->message);
    }

  g_assert_true (cdl_server_config_remove (NULL));
  {
    g_autoptr (CdlStore) store = cdl_open_store_anyway (path, NULL);

    g_assert_nonnull (store);
    g_assert_null (cdl_open_store_problem (store));
  }
  cdl_test_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/server-config/bad", test_bad);

  return g_test_run ();
}
