#include "cdl-local-store.h"
#include "cdl-surreal-store.h"
#include "cdl-synced-store.h"
#include "cdl-test-local.h"
#include "cdl-test-store.h"
#include "cdl-test-surreal.h"

/* A local store that tells a server: the same contract, whichever of the two is read. */

#define SETTINGS_KEY "cdl-test-settings"
#define PATH_KEY     "cdl-test-synced-path"

static CdlStore *
open_at (const char *path, const CdlSurrealSettings *settings)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlStore) local = cdl_local_store_new (path, &error);
  CdlStore *store;

  g_assert_no_error (error);
  store = cdl_synced_store_new (local, settings, &error);
  g_assert_no_error (error);
  g_object_set_data_full (G_OBJECT (store), PATH_KEY, g_strdup (path), g_free);
  g_object_set_data_full (G_OBJECT (store), SETTINGS_KEY, cdl_surreal_settings_copy (settings),
                          (GDestroyNotify) cdl_surreal_settings_free);

  return store;
}

static CdlStore *
create (void)
{
  g_autoptr (CdlSurrealSettings) settings = cdl_test_surreal_settings (3);
  g_autofree char *folder = cdl_test_folder ();
  g_autofree char *path = g_build_filename (folder, "store.sqlite", NULL);
  g_autoptr (GError) error = NULL;

  cdl_surreal_store_set_up (settings, NULL, &error);
  g_assert_no_error (error);

  return open_at (path, settings);
}

static CdlStore *
reopen (CdlStore *store)
{
  return open_at (g_object_get_data (G_OBJECT (store), PATH_KEY),
                  g_object_get_data (G_OBJECT (store), SETTINGS_KEY));
}

static void
destroy (CdlStore *store)
{
  g_autofree char *folder = g_path_get_dirname (g_object_get_data (G_OBJECT (store), PATH_KEY));
  g_autoptr (CdlSurrealSettings) settings
      = cdl_surreal_settings_copy (g_object_get_data (G_OBJECT (store), SETTINGS_KEY));

  g_assert_finalize_object (store);
  cdl_test_surreal_remove (settings);
  cdl_test_remove_folder (folder);
}

static const char *
missing (void)
{
  const char *what;

  cdl_test_surreal_url (3, &what);

  return what;
}

const CdlTestBackend cdl_test_synced = { "synced", create, reopen, destroy, missing, 25 };
