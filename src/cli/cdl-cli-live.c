#include "cdl-cli-live.h"

#include <stdio.h>
#include <string.h>

#include "cdl-cli-style.h"
#include "cdl-cli.h"
#include "cdl-cli-text.h"
#include "cdl-json-load.h"
#include "cdl-live-session.h"
#include "cdl-time.h"

CdlSessionRecord *
cdl_cli_find_session (CdlStore *store, const char *text, GError **error)
{
  g_autoptr (GPtrArray) all = cdl_store_list_sessions (store, 0, NULL, error);
  const CdlSessionRecord *found = NULL;

  if (all == NULL)
    return NULL;
  for (guint i = 0; i < all->len; i++)
    {
      const CdlSessionRecord *record = all->pdata[i];

      if (!g_str_has_prefix (record->id, text) && strcmp (record->note, text) != 0)
        continue;
      if (found != NULL)
        {
          g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID,
                       "several sessions are called “%s” (%.*s, %.*s): type more of the id", text,
                       CDL_CLI_SESSION_ID, found->id, CDL_CLI_SESSION_ID, record->id);
          return NULL;
        }
      found = record;
    }
  if (found == NULL)
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND,
                   "there is no session “%s”: “live list” shows them", text);
      return NULL;
    }

  return cdl_store_get_session (store, found->id, NULL, error);
}

const char *
cdl_cli_session_state (const CdlSessionRecord *record)
{
  g_autofree char *root = cdl_cli_data_folder ();

  if (record->state == CDL_SESSION_RUNNING && !cdl_live_session_is_owned (root, record->id))
    return "left";

  return cdl_session_state_name (record->state);
}

char *
cdl_cli_session_title (const CdlSessionRecord *record)
{
  return cdl_text_printable (*record->note != '\0' ? record->note : record->strategy->name);
}

JsonNode *
cdl_cli_session_status (const char *id)
{
  g_autofree char *root = cdl_cli_data_folder ();
  g_autofree char *folder = cdl_live_session_folder (root, id);
  g_autofree char *path = g_build_filename (folder, "status.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, NULL))
    return NULL;
  node = cdl_json_load (text, length, "status.json", NULL);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? g_steal_pointer (&node) : NULL;
}

void
cdl_cli_print_fact (const char *id, const CdlSessionFact *fact, gboolean json)
{
  g_autofree char *text = NULL;
  g_autofree char *time = NULL;

  if (json)
    {
      g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_COMPACT);
      g_autofree char *data = cdl_session_fact_write (fact);

      cdl_json_begin_object (writer);
      cdl_json_member_string (writer, "session", id);
      cdl_json_member_int (writer, "time", fact->time);
      cdl_json_member_string (writer, "symbol", fact->symbol);
      cdl_json_member_string (writer, "kind", cdl_fact_type_name (fact->type));
      cdl_json_name (writer, "data");
      cdl_json_raw (writer, data);
      cdl_json_end_object (writer);
      cdl_cli_print_json (writer);
    }
  else
    {
      g_autofree char *raw = cdl_session_fact_text (fact);

      text = cdl_text_printable (raw);
      time = cdl_time_format_short (fact->time);
      g_print ("%s  %.*s  %s%s%s\n", time, CDL_CLI_SESSION_ID, id,
               fact->type == CDL_FACT_ENTRY || fact->type == CDL_FACT_EXIT
                   ? cdl_cli_style (CDL_STYLE_BOLD)
                   : "",
               text, cdl_cli_style (CDL_STYLE_PLAIN));
    }
  fflush (stdout);
}
