#include "cdl-cli-text.h"
#include "cdl-cli.h"
#include "cdl-credentials.h"
#include "cdl-server-config.h"
#include "cdl-synced-store.h"

static void
print_forgotten (const CdlOutput *output, const CdlSurrealSettings *settings, guint64 waiting)
{
  g_autofree char *count = cdl_text_count (waiting, "change");
  g_autoptr (CdlJsonWriter) writer = NULL;

  if (!output->json)
    {
      if (settings == NULL)
        g_print ("No server was configured.\n");
      else
        g_print ("%s is not used any more. What is stored here stays.\n", settings->url);
      if (waiting > 0)
        g_print ("It never got %s.\n", count);
      return;
    }
  writer = cdl_json_writer_new (CDL_JSON_PRETTY);
  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "url", settings != NULL ? settings->url : NULL);
  cdl_json_member_int (writer, "waiting", (gint64) waiting);
  cdl_json_end_object (writer);
  cdl_cli_print_json (writer);
}

static int
run (int argc, char **argv)
{
  g_autoptr (CdlSurrealSettings) settings = NULL;
  g_autoptr (CdlSyncStatus) status = NULL;
  g_autoptr (CdlStore) local = NULL;
  g_autoptr (GError) error = NULL, problem = NULL;
  CdlOutput output;
  int code;

  if (!cdl_cli_parse (&cdl_command_db_forget, NULL, &argc, &argv, 0, 0, &output, &code))
    return code;
  /* A file that makes no sense is removed like any other. */
  settings = cdl_server_config_load (NULL);
  local = cdl_cli_local_store (&error);
  if (local != NULL)
    status = cdl_synced_store_peek_status (local, &error);
  if (status == NULL || !cdl_server_config_remove (&error)
      || !cdl_synced_store_forget_server (local, &error))
    return cdl_cli_fail_error (g_steal_pointer (&error));

  /* Where the password came from the environment, there need not be a keyring. */
  if (settings != NULL && settings->password == NULL
      && !cdl_credentials_forget (settings, NULL, &problem))
    g_printerr ("The password may still be in the keyring: %s\n", problem->message);
  print_forgotten (&output, settings, status->waiting);
  if (g_getenv ("CHANDELIER_SURREAL_URL") != NULL)
    g_printerr ("CHANDELIER_SURREAL_URL is set, and still names a server.\n");

  return CDL_EXIT_OK;
}

const CdlCommand cdl_command_db_forget
    = { "db", "forget", "", "Use the server no longer; what is stored here stays", NULL, run };
