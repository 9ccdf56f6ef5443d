#include <math.h>
#include <string.h>

#include "cdl-cli-run-id.h"
#include "cdl-cli-run-table.h"
#include "cdl-cli-table.h"
#include "cdl-cli-text.h"
#include "cdl-cli.h"
#include "cdl-run-text.h"
#include "cdl-run-comparison.h"
#include "cdl-run-json.h"

#define MAX_RUNS 8

/* Digits of an id, and of a value such as a checksum or leverage brackets. */
#define SHORT_ID    "%.12s"
#define VALUE_WIDTH 24

#define BEST " *"

static GPtrArray *
load_runs (CdlStore *store, GPtrArray *ids, GError **error)
{
  g_autoptr (GPtrArray) runs
      = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_run_record_free);

  for (guint i = 0; i < ids->len; i++)
    {
      CdlRunRecord *run = cdl_store_get_run (store, ids->pdata[i], NULL, NULL, error);

      if (run == NULL)
        return NULL;
      g_ptr_array_add (runs, run);
    }

  return g_steal_pointer (&runs);
}

/* cells: the texts of the runs, behind the name of the row; as wide as best values with their
 * mark. */
static void
add_row (CdlTable *table, const char *name, GPtrArray *cells)
{
  g_autoptr (GPtrArray) row = g_ptr_array_new ();

  g_ptr_array_add (row, (gpointer) name);
  g_ptr_array_extend (row, cells, NULL, NULL);
  g_ptr_array_add (row, NULL);
  cdl_table_add (table, (const char *const *) row->pdata);
}

/* "settings.capital" is "capital" to people. */
static void
add_differing_row (CdlTable *table, const CdlRunComparison *comparison, const CdlComparedRow *row)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  const char *point = strchr (row->name, '.');

  for (guint i = 0; i < comparison->runs->len; i++)
    {
      g_autofree char *printable
          = cdl_text_printable (row->values[i] != NULL ? row->values[i] : "–");
      g_autofree char *text = cdl_text_shorten (printable, VALUE_WIDTH);

      g_ptr_array_add (cells, g_strconcat (text, "  ", NULL));
    }
  add_row (table, point != NULL ? point + 1 : row->name, cells);
}

static void
add_nets (CdlTable *table, const CdlRunComparison *comparison)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < comparison->runs->len; i++)
    {
      g_autofree char *nets = cdl_run_nets_text (comparison->runs->pdata[i]);

      g_ptr_array_add (cells, g_strconcat (nets, "  ", NULL));
    }
  add_row (table, "Net", cells);
}

/* A statistic that no run has is left out. */
static void
add_stat (CdlTable *table, const CdlRunComparison *comparison, CdlStat stat)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  int best = comparison->best[stat];
  gboolean any = FALSE;

  for (guint i = 0; i < comparison->runs->len; i++)
    {
      const CdlRunRecord *run = comparison->runs->pdata[i];
      const CdlRunRecord *winner = best >= 0 ? comparison->runs->pdata[best] : NULL;
      double value = run->statistics.value[stat];
      gboolean is_best = winner != NULL && value == winner->statistics.value[stat];
      g_autofree char *text = cdl_run_stat_text (run, stat);

      any = any || !isnan (value);
      g_ptr_array_add (cells, g_strconcat (text, is_best ? BEST : "  ", NULL));
    }
  if (any)
    add_row (table, cdl_stat_info (stat)->title, cells);
}

static CdlTable *
new_table (GPtrArray *runs)
{
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (titles, g_strdup (""));
  for (guint i = 0; i < runs->len; i++)
    {
      const CdlRunRecord *run = runs->pdata[i];

      g_ptr_array_add (titles, g_strdup_printf (">" SHORT_ID "  ", run->id));
    }
  g_ptr_array_add (titles, NULL);

  return cdl_table_new ((const char *const *) titles->pdata);
}

static void
print_text (const CdlRunComparison *comparison)
{
  g_autoptr (CdlTable) table = new_table (comparison->runs);
  g_autoptr (GPtrArray) empty = g_ptr_array_new ();

  for (guint i = 0; i < comparison->runs->len; i++)
    g_ptr_array_add (empty, (gpointer) "");
  for (guint i = 0; i < comparison->rows->len; i++)
    {
      const CdlComparedRow *row = comparison->rows->pdata[i];

      if (row->differs)
        add_differing_row (table, comparison, row);
    }
  add_row (table, "", empty);
  add_nets (table, comparison);
  for (int stat = 0; stat < CDL_N_STATS; stat++)
    add_stat (table, comparison, (CdlStat) stat);
  cdl_table_print (table);
  g_print ("\n*: the best. What is the same in all runs is not shown.\n");
}

static void
write_rows (CdlJsonWriter *writer, const CdlRunComparison *comparison)
{
  cdl_json_begin_array (writer);
  for (guint i = 0; i < comparison->rows->len; i++)
    {
      const CdlComparedRow *row = comparison->rows->pdata[i];

      cdl_json_begin_object (writer);
      cdl_json_member_string (writer, "name", row->name);
      cdl_json_member_bool (writer, "differs", row->differs);
      cdl_json_name (writer, "values");
      cdl_json_begin_array (writer);
      for (guint k = 0; k < comparison->runs->len; k++)
        cdl_json_string (writer, row->values[k]);
      cdl_json_end_array (writer);
      cdl_json_end_object (writer);
    }
  cdl_json_end_array (writer);
}

/* {statistic: id of the best run}, of those that have one. */
static void
write_best (CdlJsonWriter *writer, const CdlRunComparison *comparison)
{
  cdl_json_begin_object (writer);
  for (int stat = 0; stat < CDL_N_STATS; stat++)
    if (comparison->best[stat] >= 0)
      {
        const CdlRunRecord *run = comparison->runs->pdata[comparison->best[stat]];

        cdl_json_member_string (writer, cdl_stat_info ((CdlStat) stat)->name, run->id);
      }
  cdl_json_end_object (writer);
}

static void
print_json (const CdlRunComparison *comparison)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_PRETTY);

  cdl_json_begin_object (writer);
  cdl_json_name (writer, "runs");
  cdl_json_begin_array (writer);
  for (guint i = 0; i < comparison->runs->len; i++)
    cdl_run_write_json (writer, comparison->runs->pdata[i], NULL, FALSE);
  cdl_json_end_array (writer);
  cdl_json_name (writer, "rows");
  write_rows (writer, comparison);
  cdl_json_name (writer, "best");
  write_best (writer, comparison);
  cdl_json_end_object (writer);
  cdl_cli_print_json (writer);
}

static int
run (int argc, char **argv)
{
  g_autoptr (CdlStore) store = NULL;
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (CdlRunComparison) comparison = NULL;
  g_autoptr (GError) error = NULL;
  CdlOutput output;
  int code;

  if (!cdl_cli_parse (&cdl_command_run_compare, NULL, &argc, &argv, 1, -1, &output, &code))
    return code;
  store = cdl_cli_store (&error);
  if (store == NULL || (ids = cdl_cli_run_ids (store, argv + 1, argc - 1, &error)) == NULL)
    return cdl_cli_fail_error (g_steal_pointer (&error));
  if (ids->len < 2 || ids->len > MAX_RUNS)
    return cdl_cli_fail (CDL_EXIT_USAGE, "2 to %d different runs can be compared, not %u", MAX_RUNS,
                         ids->len);
  runs = load_runs (store, ids, &error);
  if (runs == NULL)
    return cdl_cli_fail_error (g_steal_pointer (&error));

  comparison = cdl_run_comparison_new (runs);
  if (output.json)
    print_json (comparison);
  else
    print_text (comparison);

  return CDL_EXIT_OK;
}

const CdlCommand cdl_command_run_compare = {
  .noun = "run",
  .verb = "compare",
  .args = "RUN RUN…",
  .summary = "Runs side by side: what differs, and which is best in what",
  .run = run,
};
