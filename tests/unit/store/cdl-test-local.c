#include "cdl-test-local.h"

#include <glib/gstdio.h>

#include "cdl-local-store.h"

#define PATH_KEY "cdl-test-path"

char *
cdl_test_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("chandelier-store-XXXXXX", &error);

  g_assert_no_error (error);

  return folder;
}

void
cdl_test_remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static CdlStore *
open_at (const char *path)
{
  g_autoptr (GError) error = NULL;
  CdlStore *store = cdl_local_store_new (path, &error);

  g_assert_no_error (error);
  g_object_set_data_full (G_OBJECT (store), PATH_KEY, g_strdup (path), g_free);

  return store;
}

const char *
cdl_test_local_path (CdlStore *store)
{
  return g_object_get_data (G_OBJECT (store), PATH_KEY);
}

static CdlStore *
create (void)
{
  g_autofree char *folder = cdl_test_folder ();
  g_autofree char *path = g_build_filename (folder, "store.sqlite", NULL);

  return open_at (path);
}

static CdlStore *
reopen (CdlStore *store)
{
  return open_at (cdl_test_local_path (store));
}

static void
destroy (CdlStore *store)
{
  g_autofree char *folder = g_path_get_dirname (cdl_test_local_path (store));

  g_assert_finalize_object (store);
  cdl_test_remove_folder (folder);
}

const CdlTestBackend cdl_test_local = { "local", create, reopen, destroy, NULL, 100 };
