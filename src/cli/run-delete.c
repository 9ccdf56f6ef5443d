#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cdl-cli-run-filter.h"
#include "cdl-cli-run-id.h"
#include "cdl-cli-text.h"
#include "cdl-cli.h"

/* What is to go: the runs of ids, or if there are none those of filter. */
typedef struct
{
  GPtrArray *ids;
  CdlRunFilter *filter;
} Doomed;

static gboolean
count_doomed (CdlStore *store, const Doomed *doomed, guint64 *count, GError **error)
{
  if (doomed->ids == NULL)
    return cdl_store_count_runs (store, doomed->filter, count, NULL, error);
  *count = doomed->ids->len;

  return TRUE;
}

/* Asks on the terminal; without one nobody can answer, and --yes must have been given. */
static gboolean
confirm (guint64 count, int *code)
{
  g_autofree char *number = cdl_text_count (count, "run");
  char answer[16];

  *code = CDL_EXIT_CANCELLED;
  if (!isatty (STDIN_FILENO) || !isatty (STDERR_FILENO))
    {
      *code = cdl_cli_fail (CDL_EXIT_USAGE,
                            "%s would be deleted for good: say --yes where nobody can be asked",
                            number);
      return FALSE;
    }
  g_printerr ("Delete %s with trades, setups and equity? There is no way back. [y/N] ", number);
  if (fgets (answer, sizeof answer, stdin) != NULL)
    {
      g_strstrip (answer);
      if (g_ascii_strcasecmp (answer, "y") == 0 || g_ascii_strcasecmp (answer, "yes") == 0)
        return TRUE;
    }
  g_printerr ("Nothing was deleted.\n");

  return FALSE;
}

static gboolean
delete_doomed (CdlStore *store, const Doomed *doomed, guint64 *deleted, GError **error)
{
  if (doomed->ids == NULL)
    return cdl_store_delete_matching (store, doomed->filter, deleted, NULL, error);

  return cdl_store_delete_runs (store, (const char *const *) doomed->ids->pdata, doomed->ids->len,
                                deleted, NULL, error);
}

static void
print_deleted (const CdlOutput *output, guint64 deleted)
{
  g_autofree char *number = cdl_text_count (deleted, "run");
  g_autoptr (CdlJsonWriter) writer = NULL;

  if (!output->json)
    {
      g_print ("Deleted %s.\n", number);
      return;
    }
  writer = cdl_json_writer_new (CDL_JSON_PRETTY);
  cdl_json_begin_object (writer);
  cdl_json_member_int (writer, "deleted", (gint64) deleted);
  cdl_json_end_object (writer);
  cdl_cli_print_json (writer);
}

static int
execute (CdlStore *store, const Doomed *doomed, gboolean yes, const CdlOutput *output)
{
  g_autoptr (GError) error = NULL;
  guint64 count = 0;
  int code;

  if (!count_doomed (store, doomed, &count, &error))
    return cdl_cli_fail_error (g_steal_pointer (&error));
  if (count > 0 && !yes && !confirm (count, &code))
    return code;
  if (count > 0 && !delete_doomed (store, doomed, &count, &error))
    return cdl_cli_fail_error (g_steal_pointer (&error));
  print_deleted (output, count);

  return CDL_EXIT_OK;
}

static int
run (int argc, char **argv)
{
  g_auto (CdlRunFilterOptions) options = { 0 };
  gboolean yes = FALSE;
  const GOptionEntry more[] = {
    { "yes", 'y', 0, G_OPTION_ARG_NONE, &yes, "Do not ask", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autofree GOptionEntry *entries = cdl_run_filter_entries (&options, more);
  g_autoptr (CdlRunFilter) filter = NULL;
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (CdlStore) store = NULL;
  g_autoptr (GError) error = NULL;
  CdlOutput output;
  int code;

  if (!cdl_cli_parse (&cdl_command_run_delete, entries, &argc, &argv, 0, -1, &output, &code))
    return code;
  filter = cdl_cli_run_filter (&options);
  if (filter == NULL)
    return CDL_EXIT_USAGE;
  if ((argc > 1) != cdl_run_filter_is_empty (filter))
    return cdl_cli_fail (CDL_EXIT_USAGE,
                         "name the runs to delete, or say by options which: one of the two");

  store = cdl_cli_store (&error);
  if (store == NULL
      || (argc > 1 && (ids = cdl_cli_run_ids (store, argv + 1, argc - 1, &error)) == NULL))
    return cdl_cli_fail_error (g_steal_pointer (&error));

  return execute (store, &(Doomed){ ids, filter }, yes, &output);
}

const CdlCommand cdl_command_run_delete = {
  .noun = "run",
  .verb = "delete",
  .args = "[RUN…]",
  .summary = "Delete runs: some, or all that match",
  .run = run,
};
