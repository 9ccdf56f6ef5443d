#include "cdl-test-surreal.h"

#include <string.h>

#include "cdl-json-reader-private.h"
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
  const char *const options[] = { "--bind",   "127.0.0.1:0",
                                  "--user",   CDL_TEST_SERVER_USER,
                                  "--pass",   CDL_TEST_SERVER_PASSWORD,
                                  "temporary" };
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  for (; *command != NULL; command++)
    g_ptr_array_add (argv, (gpointer) *command);
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    g_ptr_array_add (argv, (gpointer) options[i]);
  g_ptr_array_add (argv, NULL);
  /* It ends when its standard input does: with this program, however that ends. */
  process
      = g_subprocess_newv ((const char *const *) argv->pdata,
                           G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);

  return cdl_test_server_url_of (g_steal_pointer (&process));
}

static void
find_server (Server *server, guint major)
{
  const char *named = g_getenv ("CHANDELIER_TEST_SURREAL_URL");
  g_auto (GStrv) command = NULL;

  if (named != NULL && *named != '\0' && major == 2)
    {
      server->missing = "CHANDELIER_TEST_SURREAL_URL names the server";
      return;
    }
  if (named != NULL && *named != '\0')
    {
      server->url = g_strdup (named);
      return;
    }
  command = cdl_test_server_command (major, &server->missing);
  if (command == NULL)
    return;

  server->own = TRUE;
  server->url = start_front ((const char *const *) command);
}

/* Started when it is first asked for. */
static const Server *
get_server (guint major)
{
  static Server servers[2];
  static gsize done[2];
  guint place = major == 2 ? 0 : 1;

  if (g_once_init_enter (&done[place]))
    {
      find_server (&servers[place], major);
      g_once_init_leave (&done[place], 1);
    }

  return &servers[place];
}

const char *
cdl_test_surreal_url (guint major, const char **missing)
{
  const Server *server = get_server (major);

  *missing = server->missing;

  return server->url;
}

CdlSurrealSettings *
cdl_test_surreal_settings (guint major)
{
  static int last;
  const Server *server = get_server (major);
  g_autofree char *db = g_strdup_printf ("test_%" G_GINT64_FORMAT "_%d", g_get_real_time (),
                                         g_atomic_int_add (&last, 1));
  CdlSurrealSettings *settings = cdl_surreal_settings_new (server->url, "chandelier_tests", db);

  if (server->own)
    cdl_surreal_settings_set_user (settings, CDL_TEST_SERVER_USER, CDL_TEST_SERVER_PASSWORD);
  settings->allow_plain = TRUE;

  return settings;
}

static gboolean
try_remove (CdlSurrealClient *client, const CdlSurrealSettings *settings, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("REMOVE DATABASE IF EXISTS %s", settings->db);
  g_autoptr (JsonNode) node = cdl_surreal_client_run (client, sql, NULL, error);

  return node != NULL;
}

/* So many records at once: an engine keeps in memory what a transaction does. */
static void
empty_table (CdlSurrealClient *client, const char *table)
{
  g_autofree char *sql = g_strdup_printf (
      "{ LET $some = (SELECT VALUE id FROM %s LIMIT 2000);\nDELETE $some RETURN NONE;\n"
      "RETURN array::len($some) }",
      table);
  gint64 n = 1;

  while (n > 0)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = cdl_surreal_client_run (client, sql, NULL, &error);

      g_assert_no_error (error);
      g_assert_true (cdl_json_node_int (node, &n));
    }
}

void
cdl_test_surreal_remove (const CdlSurrealSettings *settings)
{
  static const char *const large[] = { "run", "run_stat", "trial", "listing", "unlisted" };
  g_autoptr (CdlSurrealClient) client = cdl_surreal_client_new (settings, NULL);
  g_autoptr (GError) error = NULL;

  if (try_remove (client, settings, &error))
    return;
  g_assert_nonnull (strstr (error->message, "arena is full"));
  g_clear_error (&error);
  for (guint i = 0; i < G_N_ELEMENTS (large); i++)
    empty_table (client, large[i]);
  try_remove (client, settings, &error);
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
create_on (guint major)
{
  CdlSurrealSettings *settings = cdl_test_surreal_settings (major);
  g_autoptr (GError) error = NULL;

  cdl_surreal_store_set_up (settings, NULL, &error);
  g_assert_no_error (error);

  return open_store (settings);
}

static CdlStore *
create (void)
{
  return create_on (3);
}

static CdlStore *
create_on_2 (void)
{
  return create_on (2);
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

  cdl_test_surreal_url (3, &what);

  return what;
}

static const char *
missing_2 (void)
{
  const char *what;

  cdl_test_surreal_url (2, &what);

  return what;
}

const CdlTestBackend cdl_test_surreal = { "surreal", create, reopen, destroy, missing, 25 };
const CdlTestBackend cdl_test_surreal_2
    = { "surreal-2", create_on_2, reopen, destroy, missing_2, 10 };
