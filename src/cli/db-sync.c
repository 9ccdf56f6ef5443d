#include "cdl-cli-progress.h"
#include "cdl-cli-text.h"
#include "cdl-cli.h"
#include "cdl-server-config.h"
#include "cdl-synced-store.h"

/* Between two looks at how far it is. */
#define LOOK_MS 200

/* For a server of this machine's own to begin. */
#define START_PATIENCE_MS 20000

static void
show (CdlProgressBar *bar, const CdlSyncStatus *status, gint64 started)
{
  g_autofree char *detail = cdl_text_count (status->waiting, "change");
  double all = (double) status->sent + (double) status->waiting;
  gint64 elapsed_ms = (g_get_monotonic_time () - started) / 1000;

  cdl_progress_bar_set (bar, all > 0.0 ? (double) status->sent / all : 1.0,
                        status->sent > 0 ? (gint64) ((double) elapsed_ms * (double) status->waiting
                                                     / (double) status->sent)
                                         : -1,
                        detail);
}

/* Until all is sent, or the server is away. */
static CdlSyncStatus *
sync_all (CdlStore *store)
{
  g_autoptr (CdlProgressBar) bar = cdl_progress_bar_new ("Sending");
  gint64 started = g_get_monotonic_time ();
  gint64 patience = started + 1000 * (gint64) START_PATIENCE_MS;

  cdl_open_store_wait (store, START_PATIENCE_MS);
  cdl_synced_store_retry (store);
  for (;;)
    {
      gboolean done = cdl_synced_store_flush (store, LOOK_MS, NULL);
      g_autoptr (CdlSyncStatus) status = cdl_synced_store_get_status (store);

      /* The program that had this machine's own server may have ended: then this one has it, once
       * the old one is gone, which may take connections until then and answer none. */
      if (status->state == CDL_SYNC_AWAY && !cdl_cli_interrupted ()
          && g_get_monotonic_time () < patience && cdl_open_store_wait (store, START_PATIENCE_MS))
        {
          g_usleep (LOOK_MS * 1000);
          cdl_synced_store_retry (store);
          continue;
        }
      /* Another program may have sent the rest, which the worker here has not noticed yet. */
      if (done)
        status->waiting = status->refused = 0;
      if (done || cdl_cli_interrupted () || status->state == CDL_SYNC_AWAY
          || (status->state == CDL_SYNC_DONE && status->waiting == 0))
        return g_steal_pointer (&status);
      show (bar, status, started);
    }
}

static int
run (int argc, char **argv)
{
  g_autoptr (CdlStore) store = NULL;
  g_autoptr (CdlSyncStatus) status = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *sent = NULL;
  CdlOutput output;
  int code;

  if (!cdl_cli_parse (&cdl_command_db_sync, NULL, &argc, &argv, 0, 0, &output, &code))
    return code;
  store = cdl_cli_store (&error);
  if (store == NULL)
    return cdl_cli_fail_error (g_steal_pointer (&error));
  status = cdl_synced_store_get_status (store);
  if (status == NULL)
    return cdl_cli_fail (CDL_EXIT_FAILED, "no server is configured; “chandelier-cli db init” does");
  g_clear_pointer (&status, cdl_sync_status_free);

  cdl_cli_catch_interrupt ();
  status = sync_all (store);
  sent = cdl_text_count (status->sent, "change");
  if (output.json)
    {
      g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_PRETTY);

      cdl_json_begin_object (writer);
      cdl_json_member_int (writer, "sent", (gint64) status->sent);
      cdl_json_member_int (writer, "waiting", (gint64) status->waiting);
      cdl_json_member_int (writer, "refused", (gint64) status->refused);
      cdl_json_member_string (writer, "error", status->error);
      cdl_json_end_object (writer);
      cdl_cli_print_json (writer);
    }
  else
    g_print ("Sent %s.\n", sent);
  if (status->waiting == 0 && status->refused == 0)
    return CDL_EXIT_OK;

  return cdl_cli_fail (cdl_cli_interrupted () ? CDL_EXIT_CANCELLED : CDL_EXIT_FAILED,
                       "the server does not have everything yet (%" G_GUINT64_FORMAT
                       " to be sent, %" G_GUINT64_FORMAT " refused): %s",
                       status->waiting, status->refused,
                       status->error != NULL ? status->error : "it was not finished");
}

const CdlCommand cdl_command_db_sync
    = { "db", "sync", "", "Send the server what it does not have yet", NULL, run };
