#include "cdl-test-surreal.h"

#include <string.h>

#include "cdl-surreal-client-private.h"
#include "cdl-surreal-store.h"
#include "cdl-test-local.h"
#include "cdl-test-store.h"

#define SETTINGS_KEY "cdl-test-settings"
#define USER         "root"
#define PASSWORD     "chandelier tests"

typedef struct
{
  char *url;
  const char *missing;
  gboolean own;
} Server;

/* The first line of the front: "listening on http://127.0.0.1:PORT ..."; newly allocated. */
static char *
start_front (const char *node, const char *front)
{
  g_autoptr (GError) error = NULL;
  /* It ends when its standard input does: with this program, however that ends. */
  GSubprocess *process = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, node, front, "--bind",
      "127.0.0.1:0", "--user", USER, "--pass", PASSWORD, "temporary", NULL);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *line = NULL;
  g_auto (GStrv) words = NULL;

  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  words = g_strsplit (line, " ", 4);
  g_assert_cmpuint (g_strv_length (words), >=, 3);

  return g_strdup (words[2]);
}

static void
find_server (Server *server)
{
  g_autofree char *node = g_find_program_in_path ("node");
  g_autofree char *front = g_test_build_filename (G_TEST_DIST, "..", "surreal", "front.mjs", NULL);
  g_autofree char *module
      = g_test_build_filename (G_TEST_DIST, "..", "surreal", "node_modules", "@surrealdb", NULL);

  server->url = g_strdup (g_getenv ("CHANDELIER_TEST_SURREAL_URL"));
  if (server->url != NULL && *server->url != '\0')
    return;
  g_clear_pointer (&server->url, g_free);
  if (node == NULL)
    server->missing = "node is not installed";
  else if (!g_file_test (module, G_FILE_TEST_IS_DIR))
    server->missing = "the SurrealDB engine is not installed (npm ci in tests/surreal)";
  if (server->missing != NULL)
    return;

  server->own = TRUE;
  server->url = start_front (node, front);
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
    cdl_surreal_settings_set_user (settings, USER, PASSWORD);
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
