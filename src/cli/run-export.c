#include <stdio.h>
#include <string.h>

#include "cdl-cli-run-id.h"
#include "cdl-cli.h"
#include "cdl-run-json.h"
#include "cdl-store-export.h"

/* What shall be written, and how. */
typedef struct
{
  CdlRunParts parts;
  const char *format;
} Export;

/* Whether the store has what was asked for of a run. */
static gboolean
check_details (const Export *self,
               const CdlRunRecord *run,
               const CdlRunDetails *details,
               GError **error)
{
  gboolean complete
      = details != NULL && (details->setups != NULL || !(self->parts & CDL_RUN_SETUPS));

  if (self->parts == 0 || complete)
    return TRUE;
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND,
               "run %.16s was stored without its %s: “test run … --details”, as it was run, "
               "computes and keeps them",
               run->id, details == NULL ? "trades, setups and equity" : "setups");

  return FALSE;
}

static char *
run_as_csv (const Export *self, const CdlRunRecord *run, const CdlRunDetails *details)
{
  if (self->parts == CDL_RUN_TRADES)
    return cdl_run_trades_csv (run, details);
  if (self->parts == CDL_RUN_SETUPS)
    return cdl_run_setups_csv (run, details);

  return cdl_run_equity_csv (run, details);
}

static char *
run_as_json (const Export *self,
             CdlJsonStyle style,
             const CdlRunRecord *run,
             const CdlRunDetails *details)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (style);

  cdl_run_write_parts_json (writer, run, details, self->parts);

  return cdl_json_writer_steal (writer);
}

/* Appends a run to the document. */
static void
append_run (const Export *self,
            const CdlRunRecord *run,
            const CdlRunDetails *details,
            CdlJsonWriter *array,
            GString *document)
{
  g_autofree char *text = NULL;

  if (array != NULL)
    {
      cdl_run_write_parts_json (array, run, details, self->parts);
      return;
    }
  if (strcmp (self->format, "csv") == 0)
    text = run_as_csv (self, run, details);
  else
    text = run_as_json (self,
                        strcmp (self->format, "jsonl") == 0 ? CDL_JSON_COMPACT : CDL_JSON_PRETTY,
                        run, details);
  g_string_append (document, text);
  if (!g_str_has_suffix (document->str, "\n"))
    g_string_append_c (document, '\n');
}

/* The whole document: several runs are an array, or in JSON lines a line each. */
static GString *
export_runs (const Export *self, CdlStore *store, GPtrArray *ids, GError **error)
{
  g_autoptr (GString) document = g_string_new (NULL);
  g_autoptr (CdlJsonWriter) array = NULL;

  if (ids->len > 1 && strcmp (self->format, "json") == 0)
    {
      array = cdl_json_writer_new (CDL_JSON_PRETTY);
      cdl_json_begin_array (array);
    }
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (CdlRunDetails) details = NULL;
      g_autoptr (CdlRunRecord) run = cdl_store_get_run (
          store, ids->pdata[i], self->parts != 0 ? &details : NULL, NULL, error);

      if (run == NULL || !check_details (self, run, details, error))
        return NULL;
      append_run (self, run, details, array, document);
    }
  if (array != NULL)
    {
      g_autofree char *text = NULL;

      cdl_json_end_array (array);
      text = cdl_json_writer_steal (array);
      g_string_append (document, text);
      if (!g_str_has_suffix (text, "\n"))
        g_string_append_c (document, '\n');
    }

  return g_steal_pointer (&document);
}

/* path NULL: stdout. A file is there whole, or as it was before. */
static gboolean
write_document (const GString *document, const char *path, GError **error)
{
  if (path != NULL)
    return g_file_set_contents_full (path, document->str, (gssize) document->len,
                                     G_FILE_SET_CONTENTS_CONSISTENT, 0666, error);
  if (fwrite (document->str, 1, document->len, stdout) == document->len && fflush (stdout) == 0)
    return TRUE;
  g_set_error_literal (error, CDL_STORE_ERROR, CDL_STORE_ERROR_FAILED,
                       "the export could not be written to the output whole");

  return FALSE;
}

static int
run (int argc, char **argv)
{
  g_autofree char *path = NULL;
  gboolean trades = FALSE, setups = FALSE, equity = FALSE;
  const GOptionEntry entries[] = {
    { "trades", 0, 0, G_OPTION_ARG_NONE, &trades, "With all trades", NULL },
    { "setups", 0, 0, G_OPTION_ARG_NONE, &setups, "With all setups and what became of them", NULL },
    { "equity", 0, 0, G_OPTION_ARG_NONE, &equity, "With the equity curve", NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &path, "Into a file", "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (CdlStore) store = NULL;
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GString) document = NULL;
  g_autoptr (GError) error = NULL;
  CdlOutput output;
  Export export;
  int code;

  if (!cdl_cli_parse (&cdl_command_run_export, entries, &argc, &argv, 1, -1, &output, &code))
    return code;
  export.format = output.format;
  export.parts = (trades ? CDL_RUN_TRADES : 0) | (setups ? CDL_RUN_SETUPS : 0)
                 | (equity ? CDL_RUN_EQUITY : 0);
  if (strcmp (export.format, "csv") == 0 && (trades + setups + equity != 1 || argc > 2))
    return cdl_cli_fail (CDL_EXIT_USAGE,
                         "CSV is one table of one run: name one run and --trades, --setups or "
                         "--equity");

  store = cdl_cli_store (&error);
  if (store == NULL || (ids = cdl_cli_run_ids (store, argv + 1, argc - 1, &error)) == NULL
      || (document = export_runs (&export, store, ids, &error)) == NULL
      || !write_document (document, path, &error))
    return cdl_cli_fail_error (g_steal_pointer (&error));

  return CDL_EXIT_OK;
}

static const char *const formats[] = { "json", "csv", "jsonl", NULL };

const CdlCommand cdl_command_run_export = {
  .noun = "run",
  .verb = "export",
  .args = "RUN…",
  .summary = "Write runs with their trades, setups and equity as JSON or CSV",
  .formats = formats,
  .run = run,
};
