#include "cdl-cli-progress.h"
#include "cdl-cli.h"
#include "cdl-exchange-info.h"
#include "cdl-file-kind.h"
#include "cdl-funding.h"
#include "cdl-import.h"

typedef struct
{
  char *root; /* of the archive */
  CdlArchive *archive;
  CdlArchive *mark;
  gboolean has_market, has_kind;
  CdlFileKind kind;
  CdlImportOptions options;
  CdlJsonWriter *writer; /* NULL: text */
} Importing;

static void
importing_clear (Importing *self)
{
  g_clear_pointer (&self->archive, cdl_archive_free);
  g_clear_pointer (&self->mark, cdl_archive_free);
  g_clear_pointer (&self->writer, cdl_json_writer_free);
  g_free (self->root);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Importing, importing_clear)

static gboolean
on_progress (guint64 done, guint64 total, gpointer data)
{
  cdl_progress_bar_set (data, total > 0 ? (double) done / (double) total : 0.0, -1, NULL);

  return !cdl_cli_interrupted ();
}

static void
begin_json (CdlJsonWriter *writer, const char *file, CdlFileKind kind, CdlMarket market)
{
  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "file", file);
  cdl_json_member_string (writer, "kind", cdl_file_kind_name (kind));
  cdl_json_member_string (writer, "market", cdl_market_name (market));
}

static void
write_written (CdlJsonWriter *writer, const CdlWriteResult *written)
{
  cdl_json_member_int (writer, "added", (gint64) written->added);
  cdl_json_member_int (writer, "same", (gint64) written->same);
  cdl_json_member_int (writer, "completed", (gint64) written->completed);
  cdl_json_member_int (writer, "replaced", (gint64) written->replaced);
}

static void
print_written (const CdlWriteResult *written)
{
  g_print (", %" G_GSIZE_FORMAT " new", written->added);
  if (written->same > 0)
    g_print (", %" G_GSIZE_FORMAT " already there", written->same);
  if (written->completed > 0)
    g_print (", %" G_GSIZE_FORMAT " completed", written->completed);
  if (written->replaced > 0)
    g_print (", %" G_GSIZE_FORMAT " replaced", written->replaced);
}

static void
write_klines (CdlJsonWriter *writer,
              const char *file,
              CdlFileKind kind,
              const CdlImportResult *result)
{
  begin_json (writer, file, kind, result->name.market);
  cdl_json_member_string (writer, "symbol", result->name.symbol);
  cdl_json_member_string (writer, "interval", cdl_interval_name (result->name.interval));
  cdl_json_member_int (writer, "rows", (gint64) result->rows);
  write_written (writer, &result->written);
  cdl_json_member_int (writer, "bad", result->bad);
  cdl_json_member_int (writer, "open", result->open);
  cdl_json_member_int (writer, "odd_close", result->odd_close);
  cdl_json_end_object (writer);
}

static void
print_klines (const char *file, CdlFileKind kind, const CdlImportResult *result)
{
  g_autofree char *name = cdl_dataset_name_format (&result->name);

  g_print ("%s: %" G_GSIZE_FORMAT " %s of %s%s", file, result->rows,
           result->rows == 1 ? "row" : "rows", name, kind == CDL_FILE_MARK ? ", mark prices" : "");
  print_written (&result->written);
  if (result->open > 0)
    g_print (", %u still open and left out", result->open);
  if (result->odd_close > 0)
    g_print (", %u with an odd close time", result->odd_close);
  if (result->bad > 0)
    g_print (", %u bad and left out (first: %s)", result->bad, result->first_bad);
  g_print ("\n");
}

static gboolean
import_klines (Importing *self,
               const char *path,
               const char *base,
               CdlFileKind kind,
               GError **error)
{
  CdlImportOptions options = self->options;
  CdlProgressBar *bar = cdl_progress_bar_new (base);
  CdlImportResult result;
  gboolean good;

  options.progress = on_progress;
  options.progress_data = bar;
  good = cdl_import_klines (kind == CDL_FILE_MARK ? self->mark : self->archive, path, &options,
                            &result, error);
  cdl_progress_bar_free (bar);

  if (good && self->writer != NULL)
    write_klines (self->writer, base, kind, &result);
  else if (good)
    print_klines (base, kind, &result);
  cdl_import_result_clear (&result);

  return good;
}

static gboolean
import_funding (Importing *self, const char *path, const char *base, GError **error)
{
  g_autofree char *symbol = NULL;
  CdlWriteResult written;
  gsize rows;

  if (!cdl_funding_import (self->root, path, self->options.symbol, self->options.replace, &symbol,
                           &written, error))
    return FALSE;

  rows = written.added + written.same + written.replaced;
  if (self->writer == NULL)
    {
      g_print ("%s: %" G_GSIZE_FORMAT " funding %s of %s", base, rows, rows == 1 ? "rate" : "rates",
               symbol);
      print_written (&written);
      g_print ("\n");
      return TRUE;
    }
  begin_json (self->writer, base, CDL_FILE_FUNDING, CDL_MARKET_UM);
  cdl_json_member_string (self->writer, "symbol", symbol);
  cdl_json_member_int (self->writer, "rows", (gint64) rows);
  write_written (self->writer, &written);
  cdl_json_end_object (self->writer);

  return TRUE;
}

static gboolean
import_exchange_info (Importing *self, const char *path, const char *base, GError **error)
{
  g_autoptr (CdlExchangeInfo) info = cdl_exchange_info_import (self->root, path, error);
  CdlMarket market;
  guint n;

  if (info == NULL)
    return FALSE;

  market = cdl_exchange_info_market (info);
  n = cdl_exchange_info_count (info);
  if (self->writer == NULL)
    {
      g_print ("%s: what the exchange says of %u %s (%s)\n", base, n, n == 1 ? "symbol" : "symbols",
               cdl_market_name (market));
      return TRUE;
    }
  begin_json (self->writer, base, CDL_FILE_EXCHANGE_INFO, market);
  cdl_json_member_int (self->writer, "symbols", n);
  cdl_json_end_object (self->writer);

  return TRUE;
}

/* Imports one file; returns an exit code. */
static int
import_file (Importing *self, const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autoptr (GError) error = NULL;
  CdlFileKind kind = self->kind;
  gboolean good = self->has_kind || cdl_file_kind (path, &kind, &error);

  if (good && kind == CDL_FILE_FUNDING && self->has_market && self->options.market != CDL_MARKET_UM)
    return cdl_cli_fail (CDL_EXIT_USAGE, "%s holds funding rates: only um has them", base);

  if (good && kind == CDL_FILE_FUNDING)
    good = import_funding (self, path, base, &error);
  else if (good && kind == CDL_FILE_EXCHANGE_INFO)
    good = import_exchange_info (self, path, base, &error);
  else if (good)
    good = import_klines (self, path, base, kind, &error);

  return good ? CDL_EXIT_OK : cdl_cli_fail_error (g_steal_pointer (&error));
}

/* What the files hold, where it is said. */
static gboolean
read_kind (Importing *self, const char *kind, const char *market)
{
  self->has_kind = kind != NULL;
  self->has_market = market != NULL;
  if (kind != NULL && !cdl_file_kind_parse (kind, &self->kind))
    {
      cdl_cli_fail (CDL_EXIT_USAGE, "--kind: “%s” is not klines, mark, funding or exchange-info",
                    kind);
      return FALSE;
    }
  if (!cdl_cli_market (market, &self->options.market))
    return FALSE;
  if (kind == NULL || self->kind != CDL_FILE_MARK)
    return TRUE;
  if (market != NULL && self->options.market != CDL_MARKET_UM)
    {
      cdl_cli_fail (CDL_EXIT_USAGE, "--kind: only um has mark prices");
      return FALSE;
    }
  self->options.market = CDL_MARKET_UM;

  return TRUE;
}

static int
run (int argc, char **argv)
{
  g_autofree char *kind = NULL;
  g_autofree char *market = NULL;
  g_autofree char *symbol = NULL;
  g_autofree char *interval = NULL;
  gboolean skip_bad = FALSE, replace = FALSE;
  const GOptionEntry entries[] = {
    { "kind", 'k', 0, G_OPTION_ARG_STRING, &kind,
      "klines, mark (klines of mark prices), funding or exchange-info; default: as the file looks",
      "KIND" },
    { "market", 'm', 0, G_OPTION_ARG_STRING, &market, "Of klines: spot (default) or um", "MARKET" },
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
  g_auto (Importing) self = { .options = { .now_ms = g_get_real_time () / 1000 } };
  CdlOutput output;
  int code;

  if (!cdl_cli_parse (&cdl_command_data_import, entries, &argc, &argv, 1, -1, &output, &code))
    return code;
  if (!read_kind (&self, kind, market)
      || !cdl_cli_interval ("--interval", interval, &self.options.interval))
    return CDL_EXIT_USAGE;
  self.root = cdl_cli_data_folder ();
  self.archive = cdl_archive_new (self.root);
  self.mark = cdl_archive_new_mark (self.root);
  self.options.symbol = symbol;
  self.options.has_interval = interval != NULL;
  self.options.skip_bad = skip_bad;
  self.options.replace = replace;

  if (output.json)
    {
      self.writer = cdl_json_writer_new (CDL_JSON_PRETTY);
      cdl_json_begin_array (self.writer);
    }
  cdl_cli_catch_interrupt ();
  for (int i = 1; i < argc && code != CDL_EXIT_CANCELLED; i++)
    {
      int result = import_file (&self, argv[i]);

      code = i == 1 || result != CDL_EXIT_OK ? result : code;
    }
  if (output.json)
    {
      cdl_json_end_array (self.writer);
      cdl_cli_print_json (self.writer);
    }

  return code;
}

const CdlCommand cdl_command_data_import = {
  .noun = "data",
  .verb = "import",
  .args = "FILE…",
  .summary = "Add klines, funding rates and exchange information from files",
  .run = run,
};
