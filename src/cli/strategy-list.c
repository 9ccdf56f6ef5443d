#include <gio/gio.h>
#include <string.h>

#include "cdl-cli-strategy.h"
#include "cdl-cli-table.h"
#include "cdl-cli-text.h"
#include "cdl-cli.h"
#include "cdl-strategy-writer.h"

/* Characters of a cell that lists names. */
#define CELL 36

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Adds the JSON files of a folder by name. */
static gboolean
add_folder (GPtrArray *paths, const char *folder, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  const char *name;

  if (dir == NULL)
    return FALSE;
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (found, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (found, compare_paths);
  g_ptr_array_extend_and_steal (paths, g_steal_pointer (&found));

  return TRUE;
}

/* What is to be listed: files as given, folders as their files. */
static gboolean
add_paths (GPtrArray *paths, int argc, char **argv, GError **error)
{
  if (argc == 1)
    return add_folder (paths, cdl_cli_examples (), error);

  for (int i = 1; i < argc; i++)
    if (!g_file_test (argv[i], G_FILE_TEST_IS_DIR))
      g_ptr_array_add (paths, g_strdup (argv[i]));
    else if (!add_folder (paths, argv[i], error))
      return FALSE;

  return TRUE;
}

static char *
list_params (const CdlStrategy *strategy)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < strategy->params->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            g_array_index (strategy->params, CdlParam, i).name);

  return g_string_free (text, FALSE);
}

/* "bull (long), bear (short)"; the side alone where it is the name. */
static char *
list_setups (const CdlStrategy *strategy)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < strategy->setups->len; i++)
    {
      const CdlSetupDef *setup = &g_array_index (strategy->setups, CdlSetupDef, i);
      const char *side = cdl_side_name (setup->side);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", setup->name);
      if (strcmp (setup->name, side) != 0)
        g_string_append_printf (text, " (%s)", side);
    }

  return g_string_free (text, FALSE);
}

/* The first error in a few words. */
static char *
describe_error (const CdlStrategyFile *file)
{
  for (guint i = 0; i < cdl_diagnostics_count (file->diagnostics); i++)
    {
      const CdlDiagnostic *item = cdl_diagnostics_get (file->diagnostics, i);

      if (item->is_error)
        return cdl_text_printable (item->message);
    }

  return g_strdup ("");
}

static void
add_row (CdlTable *table, const CdlStrategyFile *file)
{
  const CdlStrategy *strategy = file->strategy;
  g_autofree char *params = NULL;
  g_autofree char *setups = NULL;
  g_autofree char *short_params = NULL;
  g_autofree char *short_setups = NULL;

  if (strategy == NULL)
    {
      g_autofree char *problem = describe_error (file);

      cdl_table_add (table, (const char *[]){ file->path, "not valid", "", "", problem, NULL });
      return;
    }
  params = list_params (strategy);
  setups = list_setups (strategy);
  short_params = cdl_text_shorten (params, CELL);
  short_setups = cdl_text_shorten (setups, CELL);
  cdl_table_add (table, (const char *[]){ file->path, strategy->name,
                                          cdl_interval_name (strategy->interval), short_params,
                                          short_setups, NULL });
}

static void
write_strategy (CdlJsonWriter *writer, const CdlStrategy *strategy)
{
  g_autofree char *revision = cdl_strategy_revision (strategy);

  cdl_json_member_string (writer, "name", strategy->name);
  cdl_json_member_string (writer, "description", strategy->description);
  cdl_json_member_string (writer, "interval", cdl_interval_name (strategy->interval));
  cdl_json_member_string (writer, "revision", revision);
  cdl_json_name (writer, "params");
  cdl_json_begin_array (writer);
  for (guint i = 0; i < strategy->params->len; i++)
    cdl_json_string (writer, g_array_index (strategy->params, CdlParam, i).name);
  cdl_json_end_array (writer);
  cdl_json_name (writer, "setups");
  cdl_json_begin_array (writer);
  for (guint i = 0; i < strategy->setups->len; i++)
    {
      const CdlSetupDef *setup = &g_array_index (strategy->setups, CdlSetupDef, i);

      cdl_json_begin_object (writer);
      cdl_json_member_string (writer, "name", setup->name);
      cdl_json_member_string (writer, "side", cdl_side_name (setup->side));
      cdl_json_end_object (writer);
    }
  cdl_json_end_array (writer);
}

static void
write_file (CdlJsonWriter *writer, const CdlStrategyFile *file)
{
  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "file", file->path);
  cdl_json_member_bool (writer, "valid", file->strategy != NULL);
  if (file->strategy != NULL)
    write_strategy (writer, file->strategy);
  cdl_json_name (writer, "problems");
  cdl_strategy_file_write_problems (file, writer);
  cdl_json_end_object (writer);
}

static int
run (int argc, char **argv)
{
  static const char *const titles[]
      = { "File", "Strategy", "Interval", "Parameters", "Setups", NULL };
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CdlTable) table = cdl_table_new (titles);
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_PRETTY);
  g_autoptr (GError) error = NULL;
  CdlOutput output;
  int code;

  if (!cdl_cli_parse (&cdl_command_strategy_list, NULL, &argc, &argv, 0, -1, &output, &code))
    return code;
  if (!add_paths (paths, argc, argv, &error))
    return cdl_cli_fail (CDL_EXIT_FAILED, "cannot list the strategies: %s", error->message);

  code = CDL_EXIT_OK;
  cdl_json_begin_array (writer);
  for (guint i = 0; i < paths->len; i++)
    {
      g_autoptr (GError) unreadable = NULL;
      g_autoptr (CdlStrategyFile) file = cdl_strategy_file_read (paths->pdata[i], &unreadable);

      if (file == NULL)
        {
          code = cdl_cli_fail (CDL_EXIT_FAILED, "%s", unreadable->message);
          continue;
        }
      write_file (writer, file);
      add_row (table, file);
    }
  cdl_json_end_array (writer);

  if (output.json)
    cdl_cli_print_json (writer);
  else if (paths->len == 0)
    g_print ("There are no strategies: they are files that end in .json.\n");
  else
    cdl_table_print (table);

  return code;
}

const CdlCommand cdl_command_strategy_list = {
  .noun = "strategy",
  .verb = "list",
  .args = "[FILE|FOLDER…]",
  .summary = "Strategies of folders and files, or those that come with the program",
  .run = run,
};
