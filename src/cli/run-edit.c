#include "cdl-cli-run-id.h"
#include "cdl-cli-text.h"
#include "cdl-cli.h"

/* "yes" or "no"; NULL: as it is. */
static gboolean
read_favourite (const char *text, CdlRunEdit *edit)
{
  if (text == NULL)
    return TRUE;
  edit->favourite = g_str_equal (text, "yes");
  if (edit->favourite != 0 || g_str_equal (text, "no"))
    return TRUE;
  cdl_cli_fail (CDL_EXIT_USAGE, "--favourite is yes or no, not “%s”", text);

  return FALSE;
}

static void
print_edited (const CdlOutput *output, GPtrArray *ids)
{
  g_autofree char *number = cdl_text_count (ids->len, "run");
  g_autoptr (CdlJsonWriter) writer = NULL;

  if (!output->json)
    {
      g_print ("Changed %s.\n", number);
      return;
    }
  writer = cdl_json_writer_new (CDL_JSON_PRETTY);
  cdl_json_begin_object (writer);
  cdl_json_name (writer, "edited");
  cdl_json_begin_array (writer);
  for (guint i = 0; i < ids->len; i++)
    cdl_json_string (writer, ids->pdata[i]);
  cdl_json_end_array (writer);
  cdl_json_end_object (writer);
  cdl_cli_print_json (writer);
}

static int
run (int argc, char **argv)
{
  g_autofree char *tag = NULL;
  g_autofree char *untag = NULL;
  g_autofree char *note = NULL;
  g_autofree char *favourite = NULL;
  const GOptionEntry entries[] = {
    { "tag", 0, 0, G_OPTION_ARG_STRING, &tag, "Add a tag", "TAG" },
    { "untag", 0, 0, G_OPTION_ARG_STRING, &untag, "Take a tag away", "TAG" },
    { "note", 0, 0, G_OPTION_ARG_STRING, &note, "Replace the note; empty: take it away", "TEXT" },
    { "favourite", 0, 0, G_OPTION_ARG_STRING, &favourite, "Make it a favourite, or not", "yes|no" },
    G_OPTION_ENTRY_NULL,
  };
  CdlRunEdit edit = CDL_RUN_EDIT_NONE;
  g_autoptr (CdlStore) store = NULL;
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;
  CdlOutput output;
  int code;

  if (!cdl_cli_parse (&cdl_command_run_edit, entries, &argc, &argv, 1, -1, &output, &code))
    return code;
  if (!read_favourite (favourite, &edit))
    return CDL_EXIT_USAGE;
  if (tag == NULL && untag == NULL && note == NULL && favourite == NULL)
    return cdl_cli_fail (CDL_EXIT_USAGE,
                         "nothing to change: give --tag, --untag, --note or --favourite");
  edit.tag = tag;
  edit.untag = untag;
  edit.note = note;

  store = cdl_cli_store (&error);
  if (store == NULL || (ids = cdl_cli_run_ids (store, argv + 1, argc - 1, &error)) == NULL
      || !cdl_store_edit_runs (store, (const char *const *) ids->pdata, ids->len, &edit, NULL,
                               &error))
    return cdl_cli_fail_error (g_steal_pointer (&error));
  print_edited (&output, ids);

  return CDL_EXIT_OK;
}

const CdlCommand cdl_command_run_edit = {
  .noun = "run",
  .verb = "edit",
  .args = "RUN…",
  .summary = "Change tags, note and favourite of runs",
  .run = run,
};
