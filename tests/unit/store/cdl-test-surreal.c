#include "cdl-test-surreal.h"

#include "cdl-surreal-client-private.h"
#include "cdl-surreal-store.h"
#include "cdl-test-server.h"
#include "cdl-test-store.h"

#define SETTINGS_KEY "cdl-test-settings"

typedef struct
{
  char *url;
  const char *missing;
  gboolean own;
} Server;

static char *
start_front (const char *const *command)
{
  g_autoptr (GError) error = NULL;
  /* It ends when its standard input does: with this program, however that ends. */
  GSubprocess *process = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, command[0],
      command[1], "--bind", "127.0.0.1:0", "--user", CDL_TEST_SERVER_USER, "--pass",
      CDL_TEST_SERVER_PASSWORD, "temporary", NULL);

  g_assert_no_error (error);

  return cdl_test_server_url_of (process);
}

static void
find_server (Server *server)
{
  g_auto (GStrv) command = NULL;

  server->url = g_strdup (g_getenv ("CHANDELIER_TEST_SURREAL_URL"));
  if (server->url != NULL && *server->url != '\0')
    return;
  g_clear_pointer (&server->url, g_free);
  command = cdl_test_server_command (&server->missing);
  if (command == NULL)
    return;

  server->own = TRUE;
  server->url = start_front ((const char *const *) command);
}

static const Server *
get_server (void)
{
  static Server server;
  static gsize done;

  if (g_once_init_enter (&done))
    {
      find_server (&server);
      g_once_init_leave (&done, 1);
    }

  return &server;
}

const char *
cdl_test_surreal_url (const char **missing)
{
  const Server *server = get_server ();

  *missing = server->missing;

  return server->url;
}

CdlSurrealSettings *
cdl_test_surreal_settings (void)
{
  static int last;
  const Server *server = get_server ();
  g_autofree char *db = g_strdup_printf ("test_%" G_GINT64_FORMAT "_%d", g_get_real_time (),
                                         g_atomic_int_add (&last, 1));
  CdlSurrealSettings *settings = cdl_surreal_settings_new (server->url, "chandelier_tests", db);

  if (server->own)
    cdl_surreal_settings_set_user (settings, CDL_TEST_SERVER_USER, CDL_TEST_SERVER_PASSWORD);
  settings->allow_plain = TRUE;

  return settings;
}

void
cdl_test_surreal_remove (const CdlSurrealSettings *settings)
{
  g_autoptr (CdlSurrealClient) client = cdl_surreal_client_new (settings, NULL);
  g_autofree char *sql = g_strdup_printf ("REMOVE DATABASE IF EXISTS %s", settings->db);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = cdl_surreal_client_run (client, sql, NULL, &error);

  g_assert_no_error (error);
}

static CdlStore *
open_store (CdlSurrealSettings *settings)
{
  g_autoptr (GError) error = NULL;
  CdlStore *store = cdl_surreal_store_new (settings, NULL, &error);

  g_assert_no_error (error);
  g_object_set_data_full (G_OBJECT (store), SETTINGS_KEY, settings,
                          (GDestroyNotify) cdl_surreal_settings_free);

  return store;
}

static CdlStore *
create (void)
{
  CdlSurrealSettings *settings = cdl_test_surreal_settings ();
  g_autoptr (GError) error = NULL;

  cdl_surreal_store_set_up (settings, NULL, &error);
  g_assert_no_error (error);

  return open_store (settings);
}

static CdlStore *
reopen (CdlStore *store)
{
  return open_store (
      cdl_surreal_settings_copy (g_object_get_data (G_OBJECT (store), SETTINGS_KEY)));
}

static void
destroy (CdlStore *store)
{
  g_autoptr (CdlSurrealSettings) settings
      = cdl_surreal_settings_copy (g_object_get_data (G_OBJECT (store), SETTINGS_KEY));

  g_assert_finalize_object (store);
  cdl_test_surreal_remove (settings);
}

static const char *
missing (void)
{
  const char *what;

  cdl_test_surreal_url (&what);

  return what;
}

const CdlTestBackend cdl_test_surreal = { "surreal", create, reopen, destroy, missing, TRUE };
