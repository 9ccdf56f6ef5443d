#include "cdl-cli-report.h"
#include "cdl-cli-run-id.h"
#include "cdl-cli.h"

/* Runs that one report holds at most. */
#define MAX_RUNS 100

/* "chandelier-report-1234567890ab.html", in the folder one is in. */
static char *
usual_name (GPtrArray *ids)
{
  if (ids->len > 1)
    return g_strdup_printf ("chandelier-report-%u-runs.html", ids->len);

  return g_strdup_printf ("chandelier-report-%.12s.html", (const char *) ids->pdata[0]);
}

static void
print_file (const char *path, gboolean json)
{
  g_autoptr (CdlJsonWriter) writer = NULL;

  if (!json)
    {
      g_print ("%s\n", path);
      return;
    }
  writer = cdl_json_writer_new (CDL_JSON_PRETTY);
  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "file", path);
  cdl_json_end_object (writer);
  cdl_cli_print_json (writer);
}

static int
run (int argc, char **argv)
{
  g_autofree char *output_path = NULL;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output_path,
      "Default: chandelier-report-RUN.html, here", "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (CdlStore) store = NULL;
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  CdlOutput output;
  int code;

  if (!cdl_cli_parse (&cdl_command_run_report, entries, &argc, &argv, 1, -1, &output, &code))
    return code;
  store = cdl_cli_store (&error);
  if (store == NULL || (ids = cdl_cli_run_ids (store, argv + 1, argc - 1, &error)) == NULL)
    return cdl_cli_fail_error (g_steal_pointer (&error));
  if (ids->len > MAX_RUNS)
    return cdl_cli_fail (CDL_EXIT_USAGE, "a report holds at most %d runs, not %u", MAX_RUNS,
                         ids->len);

  path = output_path != NULL ? g_strdup (output_path) : usual_name (ids);
  code = cdl_cli_report (ids, path);
  if (code == CDL_EXIT_OK)
    print_file (path, output.json);

  return code;
}

const CdlCommand cdl_command_run_report = {
  .noun = "run",
  .verb = "report",
  .args = "RUN…",
  .summary = "Write runs with charts into one HTML file",
  .run = run,
};
