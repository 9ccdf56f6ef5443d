#include <math.h>

#include "cdl-cli-live.h"
#include "cdl-cli-table.h"
#include "cdl-cli.h"
#include "cdl-cli-text.h"
#include "cdl-text.h"
#include "cdl-time.h"

/* Result of a session so far, open trades at the last price; NaN if it is not known. */
static double
net_of (const CdlSessionRecord *record)
{
  g_autoptr (JsonNode) status = cdl_cli_session_status (record->id);
  JsonObject *object = status != NULL ? json_node_get_object (status) : NULL;

  if (object == NULL || !json_object_has_member (object, "equity")
      || !json_object_has_member (object, "capital"))
    return (double) NAN;

  return json_object_get_double_member (object, "equity")
         - json_object_get_double_member (object, "capital");
}

static void
print_json (GPtrArray *records)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_PRETTY);

  cdl_json_begin_array (writer);
  for (guint i = 0; i < records->len; i++)
    {
      const CdlSessionRecord *record = records->pdata[i];

      cdl_json_begin_object (writer);
      cdl_json_member_string (writer, "id", record->id);
      cdl_json_member_string (writer, "name", record->note);
      cdl_json_member_string (writer, "strategy", record->strategy->name);
      cdl_json_member_string (writer, "market", cdl_market_name (record->market));
      cdl_json_name (writer, "symbols");
      cdl_json_begin_array (writer);
      for (char **symbol = record->symbols; *symbol != NULL; symbol++)
        cdl_json_string (writer, *symbol);
      cdl_json_end_array (writer);
      cdl_json_member_string (writer, "interval", cdl_interval_name (record->interval));
      cdl_json_member_string (writer, "state", cdl_cli_session_state (record));
      cdl_json_member_int (writer, "created_at", record->created_at);
      cdl_json_member_time (writer, "stopped_at", record->stopped_at);
      cdl_json_member_double (writer, "net", net_of (record));
      cdl_json_end_object (writer);
    }
  cdl_json_end_array (writer);
  cdl_cli_print_json (writer);
}

static void
print_text (GPtrArray *records)
{
  static const char *const titles[] = { "Session", "Name",          "Market", "Symbols", "Interval",
                                        "State",   "Started (UTC)", ">Net",   NULL };
  g_autoptr (CdlTable) table = cdl_table_new (titles);

  if (records->len == 0)
    {
      g_print ("No sessions: “live start” makes one.\n");
      return;
    }
  for (guint i = 0; i < records->len; i++)
    {
      const CdlSessionRecord *record = records->pdata[i];
      g_autofree char *id = g_strndup (record->id, CDL_CLI_SESSION_ID);
      g_autofree char *title = cdl_cli_session_title (record);
      g_autofree char *symbols = g_strjoinv (" ", record->symbols);
      g_autofree char *shown = cdl_text_shorten (symbols, 30);
      g_autofree char *started
          = cdl_time_format_short (record->created_at / CDL_SECOND_MS * CDL_SECOND_MS);
      g_autofree char *net = cdl_text_signed (net_of (record), 2);
      const char *cells[] = { id,
                              title,
                              cdl_market_name (record->market),
                              shown,
                              cdl_interval_name (record->interval),
                              cdl_cli_session_state (record),
                              started,
                              net,
                              NULL };

      cdl_table_add (table, cells);
    }
  cdl_table_print (table);
}

static int
run (int argc, char **argv)
{
  g_autoptr (CdlStore) store = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;
  CdlOutput output;
  int code;

  if (!cdl_cli_parse (&cdl_command_live_list, NULL, &argc, &argv, 0, 0, &output, &code))
    return code;
  store = cdl_cli_store (&error);
  if (store == NULL || (records = cdl_store_list_sessions (store, 0, NULL, &error)) == NULL)
    return cdl_cli_fail_error (g_steal_pointer (&error));
  if (output.json)
    print_json (records);
  else
    print_text (records);

  return CDL_EXIT_OK;
}

const CdlCommand cdl_command_live_list = {
  .noun = "live",
  .verb = "list",
  .args = "",
  .summary = "Paper sessions: running, left, stopped",
  .run = run,
};
