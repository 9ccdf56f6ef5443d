#include "cdl-cli-live.h"
#include "cdl-cli.h"
#include "cdl-session-stop.h"

static void
on_fact (const CdlSessionFact *fact, gpointer data)
{
  cdl_cli_print_fact (data, fact, FALSE);
}

static void
print_stopped (const CdlSessionRecord *record, const CdlOutput *output)
{
  g_autofree char *title = cdl_cli_session_title (record);
  g_autoptr (CdlJsonWriter) writer = NULL;

  if (!output->json && record->state == CDL_SESSION_FAILED)
    {
      g_print ("Closed %.*s, %s, as failed: %s.\n", CDL_CLI_SESSION_ID, record->id, title,
               record->error);
      return;
    }
  if (!output->json)
    {
      g_print ("Stopped %.*s, %s.\n", CDL_CLI_SESSION_ID, record->id, title);
      return;
    }
  writer = cdl_json_writer_new (CDL_JSON_PRETTY);
  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "stopped", record->id);
  if (record->error != NULL)
    cdl_json_member_string (writer, "error", record->error);
  cdl_json_end_object (writer);
  cdl_cli_print_json (writer);
}

static int
run (int argc, char **argv)
{
  g_autoptr (CdlSessionRecord) record = NULL;
  g_autoptr (CdlSessionRecord) stopped = NULL;
  g_autoptr (CdlStore) store = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *root = NULL;
  CdlOutput output;
  int code;

  if (!cdl_cli_parse (&cdl_command_live_stop, NULL, &argc, &argv, 1, 1, &output, &code))
    return code;
  root = cdl_cli_data_folder ();
  store = cdl_cli_store (&error);
  if (store == NULL || (record = cdl_cli_find_session (store, argv[1], &error)) == NULL
      || !cdl_session_stop (root, store, record->id, output.json ? NULL : on_fact, record->id,
                            &error)
      || (stopped = cdl_store_get_session (store, record->id, NULL, &error)) == NULL)
    return cdl_cli_fail_error (g_steal_pointer (&error));
  print_stopped (stopped, &output);

  return CDL_EXIT_OK;
}

const CdlCommand cdl_command_live_stop = {
  .noun = "live",
  .verb = "stop",
  .args = "SESSION",
  .summary = "Stop a session: open trades are closed at the last price",
  .run = run,
};
