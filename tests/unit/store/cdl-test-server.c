#include "cdl-test-server.h"

#include <signal.h>
#include <string.h>

#include "cdl-json-reader-private.h"
#include "cdl-surreal-exchange-private.h"
#include "cdl-test-local.h"

struct _CdlTestServer
{
  char **command;
  char *folder;
  char *url; /* NULL: not started yet */
  guint limit;
  GSubprocess *process;
};

char **
cdl_test_server_command (guint major, const char **missing)
{
  g_autofree char *node = g_find_program_in_path ("node");
  g_autofree char *front = g_test_build_filename (G_TEST_DIST, "..", "surreal", "front.mjs", NULL);
  g_autofree char *module
      = g_test_build_filename (G_TEST_DIST, "..", "surreal", "node_modules", "@surrealdb",
                               major == 2 ? "node-2" : "node", NULL);
  const char *const command[] = { node, front, "--profile", major == 2 ? "2" : "3", NULL };

  *missing = NULL;
  if (node == NULL)
    *missing = "node is not installed";
  else if (!g_file_test (module, G_FILE_TEST_IS_DIR))
    *missing = major == 2 ? "the SurrealDB 2.x engine is not installed (npm ci in tests/surreal)"
                          : "the SurrealDB engine is not installed (npm ci in tests/surreal)";

  return *missing == NULL ? g_strdupv ((char **) command) : NULL;
}

/* "listening on http://127.0.0.1:PORT ..." */
char *
cdl_test_server_url_of (GSubprocess *process)
{
  g_autoptr (GDataInputStream) lines
      = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_auto (GStrv) words = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (line);
  words = g_strsplit (line, " ", 4);
  g_assert_cmpuint (g_strv_length (words), >=, 3);

  return g_strdup (words[2]);
}

CdlTestServer *
cdl_test_server_new (const char **missing)
{
  char **command = cdl_test_server_command (3, missing);
  CdlTestServer *self;

  if (command == NULL)
    return NULL;
  self = g_new0 (CdlTestServer, 1);
  self->command = command;
  self->folder = cdl_test_folder ();

  return self;
}

static void
remove_tree (const char *path)
{
  const char *const argv[] = { "rm", "-rf", path, NULL };

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               NULL, NULL, NULL));
}

void
cdl_test_server_free (CdlTestServer *self)
{
  if (self->process != NULL)
    cdl_test_server_kill (self);
  remove_tree (self->folder);
  g_strfreev (self->command);
  g_free (self->folder);
  g_free (self->url);
  g_free (self);
}

void
cdl_test_server_set_limit (CdlTestServer *self, guint bytes)
{
  self->limit = bytes;
}

void
cdl_test_server_start (CdlTestServer *self)
{
  /* It ends when its standard input does: with this program, however that ends. */
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *bind
      = g_strdup (self->url != NULL ? self->url + strlen ("http://") : "127.0.0.1:0");
  g_autofree char *endpoint = g_strdup_printf ("surrealkv:%s/db", self->folder);
  g_autofree char *limit = g_strdup_printf ("%u", self->limit);
  g_autofree char *url = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (self->process);
  if (self->limit > 0)
    g_subprocess_launcher_setenv (launcher, "SURREAL_HTTP_MAX_SQL_BODY_SIZE", limit, TRUE);
  g_subprocess_launcher_setenv (launcher, "SURREAL_USER", CDL_TEST_SERVER_USER, TRUE);
  g_subprocess_launcher_setenv (launcher, "SURREAL_PASS", CDL_TEST_SERVER_PASSWORD, TRUE);
  self->process = g_subprocess_launcher_spawn (launcher, &error, self->command[0], self->command[1],
                                               "start", "--bind", bind, "--faults", endpoint, NULL);
  g_assert_no_error (error);
  url = cdl_test_server_url_of (self->process);
  g_free (self->url);
  self->url = g_steal_pointer (&url);
}

void
cdl_test_server_kill (CdlTestServer *self)
{
  g_subprocess_send_signal (self->process, SIGKILL);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_clear_object (&self->process);
}

guint
cdl_test_server_fault (CdlTestServer *self, const char *json)
{
  CdlSurrealExchange *exchange = cdl_surreal_exchange_new (self->url, 10, TRUE);
  g_autoptr (GError) error = NULL;
  guint status;
  g_autoptr (GBytes) answer = cdl_surreal_exchange_send (exchange, "/fault", json, strlen (json),
                                                         NULL, 0, &status, NULL, &error);
  g_autoptr (JsonNode) node = NULL;
  gint64 hits;

  g_assert_no_error (error);
  g_assert_cmpuint (status, ==, 200);
  node = cdl_json_parse (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer), &error);
  g_assert_no_error (error);
  g_assert_true (cdl_json_get_int (json_node_get_object (node), "hits", 0, G_MAXUINT, &hits, NULL));
  cdl_surreal_exchange_free (exchange);

  return (guint) hits;
}

CdlSurrealSettings *
cdl_test_server_settings (CdlTestServer *self)
{
  CdlSurrealSettings *settings = cdl_surreal_settings_new (self->url, "chandelier", "results");

  cdl_surreal_settings_set_user (settings, CDL_TEST_SERVER_USER, CDL_TEST_SERVER_PASSWORD);
  settings->timeout_s = 5;
  settings->attempts = 3;

  return settings;
}
