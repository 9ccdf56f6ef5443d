#include "cdl-cli-live.h"
#include "cdl-cli.h"
#include "cdl-live-session.h"

/* How long its process has to stop it. */
#define PATIENCE_MS 15000
#define POLL_MS     50

static void
on_fact (const CdlSessionFact *fact, gpointer data)
{
  cdl_cli_print_fact (data, fact, FALSE);
}

/* Nobody runs it: it is ended here, with what was recorded. */
static gboolean
stop_here (const char *root, CdlStore *store, const char *id, gboolean quiet, GError **error)
{
  g_autoptr (CdlLiveSession) live = cdl_live_session_resume (root, store, id, error);

  return live != NULL && cdl_live_session_stop (live, quiet ? NULL : on_fact, (gpointer) id, error);
}

static gboolean
stop (const char *root, CdlStore *store, const char *id, gboolean quiet, GError **error)
{
  if (!cdl_live_session_is_owned (root, id))
    return stop_here (root, store, id, quiet, error);

  if (!cdl_live_session_ask_to_stop (root, id, error))
    return FALSE;
  for (int waited = 0; waited < PATIENCE_MS; waited += POLL_MS)
    {
      g_autoptr (CdlSessionRecord) record = cdl_store_get_session (store, id, NULL, error);

      if (record == NULL)
        return FALSE;
      if (record->state != CDL_SESSION_RUNNING)
        return TRUE;
      if (!cdl_live_session_is_owned (root, id))
        return stop_here (root, store, id, quiet, error);
      g_usleep (POLL_MS * 1000);
    }
  g_set_error (error, CDL_SESSION_ERROR, CDL_SESSION_ERROR_FAILED,
               "the process that runs session %.*s does not answer; it stops it once it can",
               CDL_CLI_SESSION_ID, id);

  return FALSE;
}

static void
print_stopped (const CdlSessionRecord *record, const CdlOutput *output)
{
  g_autofree char *title = cdl_cli_session_title (record);
  g_autoptr (CdlJsonWriter) writer = NULL;

  if (!output->json)
    {
      g_print ("Stopped %.*s, %s.\n", CDL_CLI_SESSION_ID, record->id, title);
      return;
    }
  writer = cdl_json_writer_new (CDL_JSON_PRETTY);
  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "stopped", record->id);
  cdl_json_end_object (writer);
  cdl_cli_print_json (writer);
}

static int
run (int argc, char **argv)
{
  g_autoptr (CdlSessionRecord) record = NULL;
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
      || !stop (root, store, record->id, output.json, &error))
    return cdl_cli_fail_error (g_steal_pointer (&error));
  print_stopped (record, &output);

  return CDL_EXIT_OK;
}

const CdlCommand cdl_command_live_stop = {
  .noun = "live",
  .verb = "stop",
  .args = "SESSION",
  .summary = "Stop a session: open trades are closed at the last price",
  .run = run,
};
