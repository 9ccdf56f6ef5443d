#include "cdl-server-config.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "cdl-local-store.h"
#include "cdl-managed-server.h"
#include "cdl-synced-store.h"

#define GROUP      "server"
#define DEFAULT_NS "chandelier"
#define DEFAULT_DB "results"

/* Until the machine's own server is started, and its port is known. */
#define MANAGED_URL "http://127.0.0.1"

#define MANAGED_DATA "cdl-managed-server"
#define PROBLEM_DATA "cdl-server-problem"

char *
cdl_server_config_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "chandelier", "server.ini", NULL);
}

/* From the environment, else from the file, else the usual one (nullable); newly allocated. */
static char *
get_value (GKeyFile *file, const char *variable, const char *key, const char *usual)
{
  const char *set = g_getenv (variable);
  char *value = set != NULL ? g_strdup (set) : g_key_file_get_string (file, GROUP, key, NULL);

  return value != NULL ? value : g_strdup (usual);
}

static gboolean
load_file (GKeyFile *file, const char *path, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &local_error)
      || g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return TRUE;
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID,
               "“%s”, which names the SurrealDB server, cannot be read: %s", path,
               local_error->message);

  return FALSE;
}

CdlSurrealSettings *
cdl_server_config_load (GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = cdl_server_config_path ();
  g_autofree char *url = NULL, *ns = NULL, *db = NULL, *user = NULL;
  CdlSurrealSettings *settings;
  gboolean managed;

  if (!load_file (file, path, error))
    return NULL;
  managed = g_getenv ("CHANDELIER_SURREAL_URL") == NULL
            && g_key_file_get_boolean (file, GROUP, "managed", NULL);
  url = managed ? g_strdup (MANAGED_URL) : get_value (file, "CHANDELIER_SURREAL_URL", "url", NULL);
  if (url == NULL || *url == '\0')
    return NULL;
  ns = get_value (file, "CHANDELIER_SURREAL_NS", "namespace", DEFAULT_NS);
  db = get_value (file, "CHANDELIER_SURREAL_DB", "database", DEFAULT_DB);
  user = get_value (file, "CHANDELIER_SURREAL_USER", "user", NULL);

  settings = cdl_surreal_settings_new (url, ns, db);
  cdl_surreal_settings_set_user (settings, user, g_getenv ("CHANDELIER_SURREAL_PASS"));
  settings->managed = managed;
  settings->allow_plain = g_key_file_get_boolean (file, GROUP, "allow-plain", NULL);
  if (cdl_surreal_settings_check (settings, error))
    return settings;
  g_prefix_error (error, "%s: ", path);
  cdl_surreal_settings_free (settings);

  return NULL;
}

gboolean
cdl_server_config_save (const CdlSurrealSettings *settings, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = cdl_server_config_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *text = NULL;

  if (settings->managed)
    g_key_file_set_boolean (file, GROUP, "managed", TRUE);
  else
    g_key_file_set_string (file, GROUP, "url", settings->url);
  g_key_file_set_string (file, GROUP, "namespace", settings->ns);
  g_key_file_set_string (file, GROUP, "database", settings->db);
  if (settings->user != NULL && !settings->managed)
    g_key_file_set_string (file, GROUP, "user", settings->user);
  if (settings->allow_plain)
    g_key_file_set_boolean (file, GROUP, "allow-plain", TRUE);
  text = g_key_file_to_data (file, NULL, NULL);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_FAILED,
                   "The folder “%s” cannot be made: %s", folder, g_strerror (errno));
      return FALSE;
    }

  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

gboolean
cdl_server_config_remove (GError **error)
{
  g_autofree char *path = cdl_server_config_path ();

  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_FAILED, "“%s” cannot be removed: %s", path,
               g_strerror (errno));

  return FALSE;
}

CdlStore *
cdl_open_store (const char *path, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CdlSurrealSettings) settings = cdl_server_config_load (&local_error);
  g_autoptr (CdlManagedServer) managed = NULL;
  g_autoptr (CdlStore) local = NULL;
  CdlStore *store;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  local = cdl_local_store_new (path, error);
  if (local == NULL || settings == NULL)
    return g_steal_pointer (&local);

  if (settings->managed)
    {
      g_autofree char *folder = cdl_managed_server_folder (path);

      managed = cdl_managed_server_new (folder, settings, error);
      if (managed == NULL)
        return NULL;
    }
  store = cdl_synced_store_new (local, settings, error);
  if (store != NULL && managed != NULL)
    g_object_set_data_full (G_OBJECT (store), MANAGED_DATA, g_steal_pointer (&managed),
                            (GDestroyNotify) cdl_managed_server_free);

  return store;
}

CdlStore *
cdl_open_store_anyway (const char *path, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (CdlSurrealSettings) settings = cdl_server_config_load (&problem);
  CdlStore *store
      = problem == NULL ? cdl_open_store (path, error) : cdl_local_store_new (path, error);

  if (store != NULL && problem != NULL)
    g_object_set_data_full (G_OBJECT (store), PROBLEM_DATA, g_strdup (problem->message), g_free);

  return store;
}

const char *
cdl_open_store_problem (CdlStore *store)
{
  return g_object_get_data (G_OBJECT (store), PROBLEM_DATA);
}

gboolean
cdl_open_store_wait (CdlStore *store, guint timeout_ms)
{
  CdlManagedServer *managed = g_object_get_data (G_OBJECT (store), MANAGED_DATA);

  return managed != NULL && cdl_managed_server_wait (managed, timeout_ms);
}
