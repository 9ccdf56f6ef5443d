#include "cdl-cli-progress.h"
#include "cdl-cli.h"
#include "cdl-import.h"
#include "cdl-json-writer.h"
#include "cdl-time.h"

static gboolean
on_progress (guint64 done, guint64 total, gpointer data)
{
  cdl_progress_bar_set (data, total > 0 ? (double) done / (double) total : 0.0, -1, NULL);

  return !cdl_cli_interrupted ();
}

static void
print_json (CdlJsonWriter *writer, const char *file, const CdlImportResult *result)
{
  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "file", file);
  cdl_json_member_string (writer, "market", cdl_market_name (result->name.market));
  cdl_json_member_string (writer, "symbol", result->name.symbol);
  cdl_json_member_string (writer, "interval", cdl_interval_name (result->name.interval));
  cdl_json_member_int (writer, "rows", (gint64) result->rows);
  cdl_json_member_int (writer, "added", (gint64) result->written.added);
  cdl_json_member_int (writer, "same", (gint64) result->written.same);
  cdl_json_member_int (writer, "replaced", (gint64) result->written.replaced);
  cdl_json_member_int (writer, "bad", result->bad);
  cdl_json_member_int (writer, "open", result->open);
  cdl_json_member_int (writer, "odd_close", result->odd_close);
  cdl_json_end_object (writer);
}

static void
print_text (const char *file, const CdlImportResult *result)
{
  g_autofree char *name = cdl_dataset_name_format (&result->name);

  g_print ("%s: %" G_GSIZE_FORMAT " rows of %s, %" G_GSIZE_FORMAT " new", file, result->rows, name,
           result->written.added);
  if (result->written.same > 0)
    g_print (", %" G_GSIZE_FORMAT " already there", result->written.same);
  if (result->written.replaced > 0)
    g_print (", %" G_GSIZE_FORMAT " replaced", result->written.replaced);
  if (result->open > 0)
    g_print (", %u still open and left out", result->open);
  if (result->odd_close > 0)
    g_print (", %u with an odd close time", result->odd_close);
  if (result->bad > 0)
    g_print (", %u bad and left out (first: %s)", result->bad, result->first_bad);
  g_print ("\n");
}

/* Imports one file; returns an exit code. */
static int
import_file (CdlArchive *archive,
             const char *path,
             CdlImportOptions *options,
             CdlJsonWriter *writer)
{
  g_autofree char *base = g_path_get_basename (path);
  CdlProgressBar *bar = cdl_progress_bar_new (base);
  g_autoptr (GError) error = NULL;
  CdlImportResult result;
  gboolean good;

  options->progress = on_progress;
  options->progress_data = bar;
  good = cdl_import_klines (archive, path, options, &result, &error);
  cdl_progress_bar_free (bar);

  if (good && writer != NULL)
    print_json (writer, base, &result);
  else if (good)
    print_text (base, &result);
  cdl_import_result_clear (&result);

  return good ? CDL_EXIT_OK : cdl_cli_fail_error (g_steal_pointer (&error));
}

static int
run (int argc, char **argv)
{
  g_autofree char *market = NULL;
  g_autofree char *symbol = NULL;
  g_autofree char *interval = NULL;
  gboolean skip_bad = FALSE, replace = FALSE;
  const GOptionEntry entries[] = {
    { "market", 'm', 0, G_OPTION_ARG_STRING, &market, "spot (default) or um", "MARKET" },
    { "symbol", 's', 0, G_OPTION_ARG_STRING, &symbol, "If the file's name does not tell it",
      "SYMBOL" },
    { "interval", 'i', 0, G_OPTION_ARG_STRING, &interval, "If the file's name does not tell it",
      "INTERVAL" },
    { "skip-bad", 0, 0, G_OPTION_ARG_NONE, &skip_bad,
      "Leave out bad rows instead of refusing the file", NULL },
    { "replace", 0, 0, G_OPTION_ARG_NONE, &replace,
      "Let rows that differ from stored ones take their place", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (CdlArchive) archive = NULL;
  g_autoptr (CdlJsonWriter) writer = NULL;
  CdlImportOptions options = { .now_ms = g_get_real_time () / 1000 };
  CdlOutput output;
  int code;

  if (!cdl_cli_parse (&cdl_command_data_import, entries, &argc, &argv, 1, -1, &output, &code))
    return code;
  if (!cdl_cli_market (market, &options.market)
      || !cdl_cli_interval ("--interval", interval, &options.interval))
    return CDL_EXIT_USAGE;
  archive = cdl_cli_archive ();
  options.symbol = symbol;
  options.has_interval = interval != NULL;
  options.skip_bad = skip_bad;
  options.replace = replace;

  if (output.json)
    {
      writer = cdl_json_writer_new (CDL_JSON_PRETTY);
      cdl_json_begin_array (writer);
    }
  cdl_cli_catch_interrupt ();
  for (int i = 1; i < argc && code != CDL_EXIT_CANCELLED; i++)
    {
      int result = import_file (archive, argv[i], &options, writer);

      code = i == 1 || result != CDL_EXIT_OK ? result : code;
    }
  if (output.json)
    {
      cdl_json_end_array (writer);
      cdl_cli_print_json (writer);
    }

  return code;
}

const CdlCommand cdl_command_data_import = {
  .noun = "data",
  .verb = "import",
  .args = "FILE…",
  .summary = "Add klines from files to the archive",
  .run = run,
};
