#include "cdl-cli-text.h"
#include "cdl-cli.h"
#include "cdl-credentials.h"
#include "cdl-local-store.h"
#include "cdl-managed-server.h"
#include "cdl-server-config.h"
#include "cdl-surreal-store.h"
#include "cdl-synced-store.h"

#define START_PATIENCE_MS 20000

static void
print_text (const CdlSurrealSettings *settings, const CdlSyncStatus *status, const GError *problem)
{
  g_autofree char *waiting = cdl_text_count (status->waiting, "change");

  if (settings == NULL)
    g_print ("No server is configured: results are kept on this machine.\n");
  else
    g_print ("Server   %s, database %s/%s: %s\n", settings->url, settings->ns, settings->db,
             problem == NULL ? "ready" : problem->message);
  g_print ("Waiting  %s\n", waiting);
  if (status->refused > 0)
    g_print ("Refused  %" G_GUINT64_FORMAT ": %s\n", status->refused, status->error);
}

static void
print_json (const CdlSurrealSettings *settings, const CdlSyncStatus *status, const GError *problem)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_PRETTY);

  cdl_json_begin_object (writer);
  cdl_json_name (writer, "server");
  if (settings == NULL)
    cdl_json_null (writer);
  else
    {
      cdl_json_begin_object (writer);
      cdl_json_member_string (writer, "url", settings->url);
      cdl_json_member_string (writer, "namespace", settings->ns);
      cdl_json_member_string (writer, "database", settings->db);
      cdl_json_member_bool (writer, "ready", problem == NULL);
      cdl_json_member_string (writer, "error", problem != NULL ? problem->message : NULL);
      cdl_json_end_object (writer);
    }
  cdl_json_member_int (writer, "waiting", (gint64) status->waiting);
  cdl_json_member_int (writer, "refused", (gint64) status->refused);
  cdl_json_member_string (writer, "why", status->error);
  cdl_json_end_object (writer);
  cdl_cli_print_json (writer);
}

/* This machine's own server runs only while a program needs it: this one does. */
static CdlManagedServer *
start_managed (CdlStore *local, CdlSurrealSettings *settings, GError **error)
{
  g_autofree char *folder = cdl_managed_server_folder (cdl_local_store_path (local));
  CdlManagedServer *managed = cdl_managed_server_new (folder, settings, error);

  if (managed != NULL)
    cdl_managed_server_wait (managed, START_PATIENCE_MS);

  return managed;
}

/* Looks; changes nothing, and sends nothing. */
static int
run (int argc, char **argv)
{
  g_autoptr (CdlSurrealSettings) settings = NULL;
  g_autoptr (CdlSyncStatus) status = NULL;
  g_autoptr (CdlManagedServer) managed = NULL;
  g_autoptr (CdlStore) local = NULL, server = NULL;
  g_autoptr (GError) error = NULL, problem = NULL;
  CdlOutput output;
  int code;

  if (!cdl_cli_parse (&cdl_command_db_status, NULL, &argc, &argv, 0, 0, &output, &code))
    return code;
  settings = cdl_server_config_load (&error);
  if (error == NULL)
    local = cdl_cli_local_store (&error);
  if (local != NULL)
    status = cdl_synced_store_peek_status (local, &error);
  if (status == NULL)
    return cdl_cli_fail_error (g_steal_pointer (&error));
  if (settings != NULL)
    {
      settings->timeout_s = 5;
      settings->attempts = 2;
      if (settings->managed && (managed = start_managed (local, settings, &problem)) == NULL)
        ;
      else if (cdl_credentials_complete (settings, NULL, &problem))
        server = cdl_surreal_store_new (settings, NULL, &problem);
    }
  (output.json ? print_json : print_text) (settings, status, problem);

  return CDL_EXIT_OK;
}

const CdlCommand cdl_command_db_status
    = { "db", "status", "", "The server, and what it does not have yet", NULL, run };
