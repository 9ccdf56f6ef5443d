#include "cdl-cli-strategy.h"
#include "cdl-cli-table.h"
#include "cdl-cli-text.h"
#include "cdl-cli.h"
#include "cdl-market-data.h"
#include "cdl-proofs.h"
#include "cdl-time.h"

/* Chooses the synthetic market and the places where klines are cut: the same at every call. */
#define SEED 1

typedef struct
{
  char *symbol, *market, *from, *to;
  gboolean no_proofs;

  /* The same as values. */
  CdlMarket market_value;
  gint64 from_ms, to_ms;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->symbol);
  g_free (self->market);
  g_free (self->from);
  g_free (self->to);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
read_options (Options *self)
{
  gboolean window = self->market != NULL || self->from != NULL || self->to != NULL;

  self->from_ms = self->to_ms = CDL_TIME_NONE;
  if (window && self->symbol == NULL)
    {
      cdl_cli_fail (CDL_EXIT_USAGE, "--%s needs a symbol: --symbol BTCUSDT",
                    self->market != NULL ? "market"
                    : self->from != NULL ? "from"
                                         : "to");
      return FALSE;
    }
  if (self->symbol != NULL && self->no_proofs)
    {
      cdl_cli_fail (CDL_EXIT_USAGE, "--symbol names klines for the proofs, --no-proofs wants none: "
                                    "leave out one of them");
      return FALSE;
    }
  if (!cdl_cli_market (self->market, &self->market_value)
      || !cdl_cli_time ("--from", self->from, &self->from_ms)
      || !cdl_cli_time ("--to", self->to, &self->to_ms))
    return FALSE;
  if (self->from_ms != CDL_TIME_NONE && self->to_ms != CDL_TIME_NONE
      && self->from_ms >= self->to_ms)
    {
      cdl_cli_fail (CDL_EXIT_USAGE, "--from must be before --to");
      return FALSE;
    }

  return TRUE;
}

/* The proofs on klines of the archive. */
static CdlProofs *
prove_on_archive (CdlProgram *program, const Options *options, GError **error)
{
  g_autoptr (CdlArchive) archive = cdl_cli_archive ();
  g_autoptr (CdlMarketData) data
      = cdl_market_data_new (archive, options->market_value, options->symbol, NULL, program,
                             options->from_ms, options->to_ms, error);
  CdlKlines views[CDL_N_INTERVALS] = { 0 };

  if (data == NULL)
    return NULL;

  cdl_market_data_views (data, program, views);
  for (guint k = 0; k < cdl_program_n_intervals (program); k++)
    {
      gsize from
          = options->from_ms != CDL_TIME_NONE ? cdl_klines_find (&views[k], options->from_ms) : 0;
      gsize to = options->to_ms != CDL_TIME_NONE ? cdl_klines_find (&views[k], options->to_ms)
                                                 : views[k].n;

      views[k] = cdl_klines_slice (&views[k], from, to);
    }
  if (views[0].n == 0)
    {
      g_set_error (error, CDL_LAB_ERROR, CDL_LAB_ERROR_DATA,
                   "there are no whole %s klines of %s in that time: see “data list”",
                   cdl_interval_name (views[0].interval), options->symbol);
      return NULL;
    }

  return cdl_proofs_run (program, views, cdl_market_data_guess_tick (data), SEED);
}

/* NULL with error if there are no klines to prove it on. */
static CdlProofs *
prove (const CdlStrategy *strategy, const Options *options, GError **error)
{
  g_autoptr (CdlDiagnostics) none = cdl_diagnostics_new ();
  g_autoptr (CdlProgram) program = cdl_program_new (strategy, NULL, none);

  g_return_val_if_fail (program != NULL, NULL);

  return options->symbol != NULL ? prove_on_archive (program, options, error)
                                 : cdl_proofs_run_synthetic (program, SEED);
}

static void
print_proofs (const CdlStrategyFile *file, const CdlProofs *proofs, const Options *options)
{
  static const char *const meanings[CDL_N_LAWS] = {
    [CDL_LAW_NO_LOOK_AHEAD] = "later klines change no setup",
    [CDL_LAW_STREAM] = "klines as they come give what they give at once",
    [CDL_LAW_RESET] = "patterns looked for afresh are those kept",
    [CDL_LAW_DEPTH] = "klines beyond the look-back change nothing",
  };
  static const char *const titles[] = { "Proof", "Result", ">Closes compared", "Meaning", NULL };
  g_autoptr (CdlTable) table = cdl_table_new (titles);
  g_autofree char *first = cdl_time_format_short (proofs->first);
  g_autofree char *end = cdl_time_format_short (proofs->end);
  g_autofree char *klines = cdl_text_number ((double) proofs->klines, 0);
  g_autofree char *setups = cdl_text_count (proofs->setups, "setup");

  g_print ("%s in %s %s klines of %s, %s to %s:\n\n", setups, klines,
           cdl_interval_name (file->strategy->interval),
           options->symbol != NULL ? options->symbol : "a synthetic market", first, end);
  for (int i = 0; i < CDL_N_LAWS; i++)
    {
      const CdlProofResult *result = &proofs->result[i];
      g_autofree char *comparisons = cdl_text_number ((double) result->comparisons, 0);

      cdl_table_add (table, (const char *[]){ cdl_law_name ((CdlLaw) i),
                                              result->counter_example != NULL ? "REFUTED"
                                              : result->comparisons > 0       ? "holds"
                                                                              : "not tested",
                                              comparisons, meanings[i], NULL });
    }
  cdl_table_print (table);
  if (proofs->setups == 0)
    g_print ("\nWithout a setup they say little%s.\n",
             options->symbol == NULL ? ": try klines of your archive, with --symbol" : "");
}

static void
print_refutations (const CdlStrategyFile *file, const CdlProofs *proofs)
{
  for (int i = 0; i < CDL_N_LAWS; i++)
    if (proofs->result[i].counter_example != NULL)
      cdl_cli_fail (CDL_EXIT_USAGE, "%s: “%s” does not hold: %s", file->path,
                    cdl_law_name ((CdlLaw) i), proofs->result[i].counter_example);
}

static void
write_proofs (CdlJsonWriter *writer, const CdlProofs *proofs, const Options *options)
{
  g_autofree char *first = cdl_time_format_iso (proofs->first);
  g_autofree char *end = cdl_time_format_iso (proofs->end);

  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "symbol", options->symbol);
  if (options->symbol != NULL)
    cdl_json_member_string (writer, "market", cdl_market_name (options->market_value));
  cdl_json_member_string (writer, "from", first);
  cdl_json_member_string (writer, "to", end);
  cdl_json_member_int (writer, "klines", (gint64) proofs->klines);
  cdl_json_member_int (writer, "setups", (gint64) proofs->setups);
  cdl_json_member_bool (writer, "hold", cdl_proofs_hold (proofs));
  cdl_json_name (writer, "laws");
  cdl_json_begin_array (writer);
  for (int i = 0; i < CDL_N_LAWS; i++)
    {
      cdl_json_begin_object (writer);
      cdl_json_member_string (writer, "law", cdl_law_name ((CdlLaw) i));
      cdl_json_member_bool (writer, "holds", proofs->result[i].counter_example == NULL);
      cdl_json_member_int (writer, "comparisons", (gint64) proofs->result[i].comparisons);
      cdl_json_member_string (writer, "counter_example", proofs->result[i].counter_example);
      cdl_json_end_object (writer);
    }
  cdl_json_end_array (writer);
  cdl_json_end_object (writer);
}

static void
print_verdict (const CdlStrategyFile *file)
{
  guint errors = cdl_diagnostics_errors (file->diagnostics);
  guint warnings = cdl_diagnostics_count (file->diagnostics) - errors;
  g_autofree char *error_text = cdl_text_count (errors, "error");
  g_autofree char *warning_text = cdl_text_count (warnings, "warning");

  if (file->strategy != NULL)
    g_print ("%s: “%s” is valid", file->path, file->strategy->name);
  else
    g_print ("%s: not valid, %s", file->path, error_text);
  g_print ("%s%s\n", warnings > 0 ? ", " : "", warnings > 0 ? warning_text : "");
}

/* Checks one file; prints it, or adds it to writer (NULL: text). Returns an exit code. */
static int
check_file (const char *path, const Options *options, CdlJsonWriter *writer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlStrategyFile) file = cdl_strategy_file_read (path, &error);
  g_autoptr (CdlProofs) proofs = NULL;

  if (file == NULL)
    return cdl_cli_fail (CDL_EXIT_USAGE, "%s", error->message);

  cdl_strategy_file_print_problems (file);
  if (writer == NULL)
    print_verdict (file);
  if (file->strategy != NULL && !options->no_proofs)
    proofs = prove (file->strategy, options, &error);
  if (writer == NULL && proofs != NULL)
    print_proofs (file, proofs, options);

  if (writer != NULL)
    {
      cdl_json_begin_object (writer);
      cdl_json_member_string (writer, "file", file->path);
      cdl_json_member_bool (writer, "valid", file->strategy != NULL);
      cdl_json_name (writer, "problems");
      cdl_strategy_file_write_problems (file, writer);
      cdl_json_name (writer, "proofs");
      if (proofs != NULL)
        write_proofs (writer, proofs, options);
      else
        cdl_json_null (writer);
      cdl_json_end_object (writer);
    }

  if (error != NULL)
    return cdl_cli_fail_error (g_steal_pointer (&error));
  if (proofs != NULL)
    print_refutations (file, proofs);

  return file->strategy != NULL && (proofs == NULL || cdl_proofs_hold (proofs)) ? CDL_EXIT_OK
                                                                                : CDL_EXIT_USAGE;
}

static int
run (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "no-proofs", 0, 0, G_OPTION_ARG_NONE, &options.no_proofs, "Validate only", NULL },
    { "symbol", 's', 0, G_OPTION_ARG_STRING, &options.symbol,
      "Prove it on klines of the archive; default: a synthetic market", "SYMBOL" },
    { "market", 'm', 0, G_OPTION_ARG_STRING, &options.market, "spot (default) or um", "MARKET" },
    { "from", 0, 0, G_OPTION_ARG_STRING, &options.from, "First instant, UTC", "TIME" },
    { "to", 0, 0, G_OPTION_ARG_STRING, &options.to, "End, not included", "TIME" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (CdlJsonWriter) writer = NULL;
  CdlOutput output;
  int code;

  if (!cdl_cli_parse (&cdl_command_strategy_check, entries, &argc, &argv, 1, -1, &output, &code))
    return code;
  if (!read_options (&options))
    return CDL_EXIT_USAGE;

  if (output.json)
    {
      writer = cdl_json_writer_new (CDL_JSON_PRETTY);
      cdl_json_begin_array (writer);
    }
  code = CDL_EXIT_OK;
  for (int i = 1; i < argc; i++)
    {
      int result;

      if (i > 1 && writer == NULL)
        g_print ("\n");
      result = check_file (argv[i], &options, writer);
      code = code == CDL_EXIT_OK ? result : code;
    }
  if (writer != NULL)
    {
      cdl_json_end_array (writer);
      cdl_cli_print_json (writer);
    }

  return code;
}

const CdlCommand cdl_command_strategy_check = {
  .noun = "strategy",
  .verb = "check",
  .args = "FILE…",
  .summary = "Tell what is wrong with strategies, and prove that they do not look ahead",
  .run = run,
};
