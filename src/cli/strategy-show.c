#include <math.h>

#include "cdl-cli-strategy-words.h"
#include "cdl-cli-strategy.h"
#include "cdl-cli.h"
#include "cdl-klines.h"
#include "cdl-program.h"
#include "cdl-strategy-writer.h"

static void
write_reads (CdlJsonWriter *writer, guint reads)
{
  cdl_json_name (writer, "reads");
  cdl_json_begin_array (writer);
  for (int f = 0; f < CDL_N_FIELDS; f++)
    if (reads & 1u << f)
      cdl_json_string (writer, cdl_field_name ((CdlField) f));
  cdl_json_end_array (writer);
}

static void
write_intervals (CdlJsonWriter *writer, const CdlProgram *program)
{
  cdl_json_name (writer, "intervals");
  cdl_json_begin_array (writer);
  for (guint i = 0; i < cdl_program_n_intervals (program); i++)
    {
      cdl_json_begin_object (writer);
      cdl_json_member_string (writer, "interval",
                              cdl_interval_name (cdl_program_interval (program, i)));
      cdl_json_member_int (writer, "lookback", (gint64) cdl_program_lookback (program, i));
      write_reads (writer, cdl_program_reads (program, i));
      cdl_json_end_object (writer);
    }
  cdl_json_end_array (writer);
}

/* Numbers of the setups at the written values; null where there is no limit. */
static void
write_setups (CdlJsonWriter *writer, const CdlProgram *program)
{
  cdl_json_name (writer, "setups");
  cdl_json_begin_array (writer);
  for (guint i = 0; i < cdl_program_n_setups (program); i++)
    {
      const CdlSetupRule *rule = cdl_program_setup (program, i);

      cdl_json_begin_object (writer);
      cdl_json_member_string (writer, "name", rule->name);
      cdl_json_member_double (writer, "expires", rule->expires > 0 ? rule->expires : NAN);
      cdl_json_member_double (writer, "max_pending",
                              rule->max_pending > 0 ? rule->max_pending : NAN);
      cdl_json_end_object (writer);
    }
  cdl_json_end_array (writer);
}

static void
write_rules (CdlJsonWriter *writer, const CdlRules *rules)
{
  cdl_json_name (writer, "filters");
  cdl_json_begin_object (writer);
  for (int i = 0; i < CDL_N_FILTERS; i++)
    if (!isnan (rules->filter[i]))
      cdl_json_member_double (writer, cdl_filter_name ((CdlFilter) i), rules->filter[i]);
  cdl_json_end_object (writer);

  cdl_json_name (writer, "money");
  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "mode", cdl_money_mode_name (rules->money_mode));
  cdl_json_member_double (writer, "amount", rules->money_amount);
  cdl_json_member_double (writer, "max_leverage", rules->money_max_leverage);
  cdl_json_member_bool (writer, "compound", rules->compound);
  cdl_json_end_object (writer);
}

/* The canonical text, and what follows from it at the written values. */
static void
print_json (const CdlStrategyFile *file, const CdlProgram *program)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_PRETTY);
  g_autofree char *canonical = cdl_strategy_write (file->strategy, CDL_STRATEGY_CANONICAL);
  g_autofree char *revision = cdl_strategy_revision (file->strategy);

  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "file", file->path);
  cdl_json_member_string (writer, "revision", revision);
  cdl_json_name (writer, "strategy");
  cdl_json_raw (writer, canonical);
  cdl_json_name (writer, "derived");
  cdl_json_begin_object (writer);
  write_intervals (writer, program);
  write_setups (writer, program);
  write_rules (writer, cdl_program_rules (program));
  cdl_json_end_object (writer);
  cdl_json_name (writer, "problems");
  cdl_strategy_file_write_problems (file, writer);
  cdl_json_end_object (writer);
  cdl_cli_print_json (writer);
}

static int
run (int argc, char **argv)
{
  g_autoptr (CdlStrategyFile) file = NULL;
  g_autoptr (CdlDiagnostics) none = cdl_diagnostics_new ();
  g_autoptr (CdlProgram) program = NULL;
  CdlOutput output;
  int code;

  if (!cdl_cli_parse (&cdl_command_strategy_show, NULL, &argc, &argv, 1, 1, &output, &code))
    return code;
  file = cdl_cli_strategy (argv[1]);
  if (file == NULL)
    return CDL_EXIT_USAGE;

  program = cdl_program_new (file->strategy, NULL, none);
  g_return_val_if_fail (program != NULL, CDL_EXIT_FAILED);
  if (output.json)
    {
      print_json (file, program);
    }
  else
    {
      g_autofree char *text = cdl_strategy_words (file->strategy, program);

      g_print ("%s", text);
    }

  return CDL_EXIT_OK;
}

const CdlCommand cdl_command_strategy_show = {
  .noun = "strategy",
  .verb = "show",
  .args = "FILE",
  .summary = "What a strategy does, in words",
  .run = run,
};
