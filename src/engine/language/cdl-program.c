#include "cdl-program-private.h"

#include <math.h>
#include <string.h>

#include "cdl-compiler-private.h"
#include "cdl-number.h"

#define MAX_SETUPS 100

static void
compiled_setup_clear (gpointer data)
{
  g_free ((char *) ((CdlCompiledSetup *) data)->rule.name);
}

CdlProgram *
cdl_program_ref (CdlProgram *self)
{
  g_atomic_int_inc (&self->ref_count);

  return self;
}

void
cdl_program_unref (CdlProgram *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;

  cdl_graph_free (self->graph);
  g_array_unref (self->setups);
  g_free (self);
}

/* What one compilation works on. */
typedef struct
{
  const CdlStrategy *strategy;
  CdlProgram *program;
  CdlCompiler *compiler;
  CdlDiagnostics *diagnostics;
} Build;

/* What a number that is known before the run may be. */
typedef struct
{
  gboolean whole;
  gboolean above; /* least itself is not allowed */
  double least;
  double most;
} Range;

static const Range count_range = { .whole = TRUE, .least = 1.0, .most = 1e9 };
static const Range filter_range = { .least = 0.0, .most = 1e9 };
static const Range leverage_range = { .above = TRUE, .least = 0.0, .most = 1e9 };
static const Range amount_range = { .above = TRUE, .least = 0.0, .most = 1e15 };

/* The value of text, or NaN with diagnostics. */
static double
number_in (Build *self, const char *path, const char *text, const Range *range)
{
  char have[CDL_NUMBER_SIZE], least[CDL_NUMBER_SIZE], most[CDL_NUMBER_SIZE];
  double value;

  if (!cdl_compiler_number (self->compiler, path, text, &value))
    return CDL_NAN;
  if ((range->above ? value > range->least : value >= range->least) && value <= range->most
      && (!range->whole || value == floor (value)))
    return value;

  cdl_diagnostics_error (
      self->diagnostics, path, NULL, "this must be a %snumber %s %s, at most %s, not %s",
      range->whole ? "whole " : "", range->above ? "above" : "from",
      cdl_number_format (range->least, least), cdl_number_format (range->most, most),
      isfinite (value) ? cdl_number_format (value, have) : "infinite or NaN");

  return CDL_NAN;
}

/* "its arguments are strength, tolerance and so on"; newly allocated. */
static char *
pattern_arguments (const CdlPattern *pattern)
{
  GString *text = g_string_new ("it has ");

  for (guint i = 0; i < pattern->n_args; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", pattern->args[i].name);

  return g_string_free (text, FALSE);
}

/* FALSE, reported, if there is no such pattern. */
static gboolean
compile_pattern (Build *self, const CdlSetupDef *def, const char *path, CdlCompiledSetup *setup)
{
  g_autofree char *pattern_path = g_strdup_printf ("%s.pattern", path);
  gboolean good = TRUE;

  setup->pattern = cdl_pattern_find (def->pattern);
  if (setup->pattern == NULL)
    {
      g_autoptr (GPtrArray) words = g_ptr_array_new ();
      g_autofree char *remedy = NULL;
      const char *nearest;
      guint n;
      const CdlPattern *const *patterns = cdl_patterns (&n);

      for (guint i = 0; i < n; i++)
        g_ptr_array_add (words, (gpointer) patterns[i]->name);
      g_ptr_array_add (words, NULL);
      nearest = cdl_nearest_word (def->pattern, (const char *const *) words->pdata);
      if (nearest != NULL)
        remedy = g_strdup_printf ("did you mean “%s”?", nearest);
      cdl_diagnostics_error (self->diagnostics, pattern_path, remedy, "unknown pattern “%s”",
                             def->pattern);
      return FALSE;
    }

  for (guint i = 0; i < setup->pattern->n_args; i++)
    setup->pattern_args[i] = setup->pattern->args[i].fallback;
  for (guint k = 0; k < def->pattern_args->len; k++)
    {
      const CdlNamedText *given = &g_array_index (def->pattern_args, CdlNamedText, k);
      g_autofree char *arg_path = g_strdup_printf ("%s.%s", pattern_path, given->name);
      int i = cdl_pattern_arg (setup->pattern, given->name);
      Range range = { 0 };

      if (i < 0)
        {
          g_autofree char *remedy = pattern_arguments (setup->pattern);

          cdl_diagnostics_error (self->diagnostics, arg_path, remedy, "%s has no argument “%s”",
                                 def->pattern, given->name);
          good = FALSE;
          continue;
        }
      range.whole = setup->pattern->args[i].whole;
      range.least = setup->pattern->args[i].min;
      range.most = setup->pattern->args[i].max;
      setup->pattern_args[i] = number_in (self, arg_path, given->text, &range);
      good = good && !isnan (setup->pattern_args[i]);
    }

  if (good)
    cdl_graph_need (self->program->graph, self->strategy->interval,
                    setup->pattern->lookback (setup->pattern_args),
                    1u << CDL_FIELD_OPEN | 1u << CDL_FIELD_HIGH | 1u << CDL_FIELD_LOW
                        | 1u << CDL_FIELD_CLOSE);

  return TRUE;
}

/* A pattern's outputs hide fields of the same name, but must not hide what the user named. */
static void
check_outputs (Build *self, const CdlCompiledSetup *setup, const char *path)
{
  for (guint i = 0; i < setup->n_outputs; i++)
    {
      const char *output = setup->pattern->outputs[i];
      gboolean taken = cdl_strategy_param (self->strategy, output) >= 0;

      for (guint k = 0; k < self->strategy->lets->len; k++)
        taken = taken
                || strcmp (g_array_index (self->strategy->lets, CdlNamedText, k).name, output) == 0;
      if (taken)
        cdl_diagnostics_error (self->diagnostics, path, "rename the parameter or let",
                               "“%s” is an output of the pattern %s, too", output,
                               setup->pattern->name);
    }
}

static guint
compile_part (Build *self, const char *path, const char *part, const char *text, CdlType type)
{
  g_autofree char *part_path = g_strdup_printf ("%s.%s", path, part);

  return text != NULL ? cdl_compiler_compile (self->compiler, part_path, text, type) : CDL_NO_NODE;
}

static guint
count_of (Build *self, const char *path, const char *part, const char *text, guint fallback)
{
  g_autofree char *part_path = g_strdup_printf ("%s.%s", path, part);
  double value;

  if (text == NULL)
    return fallback;
  value = number_in (self, part_path, text, &count_range);

  return isnan (value) ? fallback : (guint) value;
}

/* What every setup needs. */
static void
check_parts (Build *self, const CdlSetupDef *def, const char *path)
{
  gboolean market = def->entry_type == CDL_ENTRY_MARKET;

  if (def->when == NULL && def->pattern == NULL)
    cdl_diagnostics_error (self->diagnostics, path, "give it “when”, a “pattern”, or both",
                           "nothing says when this setup appears");
  if (market && def->entry_price != NULL)
    cdl_diagnostics_error (self->diagnostics, path, "leave “price” out, or choose another type",
                           "a market entry has no price of its own");
  if (!market && def->entry_price == NULL)
    cdl_diagnostics_error (self->diagnostics, path, "give “entry” a “price”",
                           "a %s entry needs a price", cdl_entry_type_name (def->entry_type));
  if (def->stop_loss == NULL)
    cdl_diagnostics_error (self->diagnostics, path, NULL, "this setup lacks its “stop_loss”");
  if (def->take_profit == NULL)
    cdl_diagnostics_error (self->diagnostics, path, NULL, "this setup lacks its “take_profit”");
}

static void
compile_setup (Build *self, guint index)
{
  const CdlSetupDef *def = &g_array_index (self->strategy->setups, CdlSetupDef, index);
  g_autofree char *path = g_strdup_printf ("$.setups[%u]", index);
  const char *variables[CDL_PATTERN_MAX_OUTPUTS + 3] = { NULL };
  CdlCompiledSetup setup = { .rule = { .name = g_strdup (def->name),
                                       .side = def->side,
                                       .entry_type = def->entry_type,
                                       .has_pattern = def->pattern != NULL } };

  check_parts (self, def, path);
  if (def->pattern != NULL && !compile_pattern (self, def, path, &setup))
    {
      /* Without the pattern's outputs every name would look wrong. */
      g_array_append_val (self->program->setups, setup);
      return;
    }
  while (setup.pattern != NULL && setup.pattern->outputs[setup.n_outputs] != NULL)
    {
      variables[setup.n_outputs] = setup.pattern->outputs[setup.n_outputs];
      setup.n_outputs++;
    }
  check_outputs (self, &setup, path);

  setup.rule.expires = count_of (self, path, "expires", def->expires, 0);
  setup.rule.max_pending
      = count_of (self, path, "max_pending", def->max_pending, def->pattern != NULL ? 0 : 1);

  /* Each level sees the ones before it. */
  cdl_compiler_set_variables (self->compiler, variables);
  setup.when = compile_part (self, path, "when", def->when, CDL_TYPE_BOOLEAN);
  setup.entry = compile_part (self, path, "entry.price", def->entry_price, CDL_TYPE_NUMBER);
  variables[setup.n_outputs] = "entry";
  setup.stop_loss = compile_part (self, path, "stop_loss", def->stop_loss, CDL_TYPE_NUMBER);
  variables[setup.n_outputs + 1] = "stop_loss";
  setup.take_profit = compile_part (self, path, "take_profit", def->take_profit, CDL_TYPE_NUMBER);
  cdl_compiler_set_variables (self->compiler, NULL);

  g_array_append_val (self->program->setups, setup);
}

static void
compile_filters (Build *self)
{
  static const struct
  {
    CdlFilter min, max;
  } pairs[] = { { CDL_FILTER_MIN_GAIN, CDL_FILTER_MAX_GAIN },
                { CDL_FILTER_MIN_LOSS, CDL_FILTER_MAX_LOSS } };
  double *filter = self->program->rules.filter;

  for (int f = 0; f < CDL_N_FILTERS; f++)
    {
      g_autofree char *path = g_strdup_printf ("$.filters.%s", cdl_filter_name ((CdlFilter) f));
      gboolean whole = f == CDL_FILTER_MAX_OPEN_TRADES;

      filter[f] = whole ? 1.0 : CDL_NAN;
      if (self->strategy->filter[f] != NULL)
        filter[f] = number_in (self, path, self->strategy->filter[f],
                               whole ? &count_range : &filter_range);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (filter[pairs[i].min] > filter[pairs[i].max])
      cdl_diagnostics_error (self->diagnostics, "$.filters", NULL,
                             "%s is above %s: nothing can pass", cdl_filter_name (pairs[i].min),
                             cdl_filter_name (pairs[i].max));
}

static void
compile_money (Build *self)
{
  CdlRules *rules = &self->program->rules;
  const char *mode = cdl_money_mode_name (self->strategy->money_mode);
  g_autofree char *path = g_strdup_printf ("$.money.%s", mode);

  rules->money_mode = self->strategy->money_mode;
  rules->compound = self->strategy->compound;
  rules->money_max_leverage = CDL_NAN;
  if (self->strategy->money_amount != NULL)
    rules->money_amount = number_in (self, path, self->strategy->money_amount, &amount_range);
  else
    cdl_diagnostics_error (self->diagnostics, path, NULL, "this mode needs its amount");
  if (self->strategy->money_max_leverage != NULL)
    rules->money_max_leverage = number_in (self, "$.money.max_leverage",
                                           self->strategy->money_max_leverage, &leverage_range);
}

CdlProgram *
cdl_program_new (const CdlStrategy *strategy, const double *values, CdlDiagnostics *diagnostics)
{
  g_autoptr (CdlProgram) program = g_new0 (CdlProgram, 1);
  g_autofree double *written = g_new0 (double, strategy->params->len + 1);
  g_autoptr (GHashTable) broken = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (CdlCompiler) compiler = NULL;
  guint errors = cdl_diagnostics_errors (diagnostics);
  Build build = { strategy, program, NULL, diagnostics };

  program->ref_count = 1;
  program->graph = cdl_graph_new ();
  program->setups = g_array_new (FALSE, FALSE, sizeof (CdlCompiledSetup));
  g_array_set_clear_func (program->setups, compiled_setup_clear);
  for (guint i = 0; i < strategy->params->len; i++)
    written[i] = values != NULL
                     ? values[i]
                     : cdl_decimal_value (g_array_index (strategy->params, CdlParam, i).value);

  {
    /* Names first, in a graph of its own: a let that nothing uses must be right, but costs no
     * history. */
    g_autoptr (CdlGraph) scratch = cdl_graph_new ();
    g_autoptr (CdlCompiler) names = cdl_compiler_new (scratch, strategy, written, diagnostics);

    cdl_compiler_check_names (names, broken);
  }

  compiler = cdl_compiler_new (program->graph, strategy, written, diagnostics);
  cdl_compiler_set_broken (compiler, broken);
  build.compiler = compiler;
  cdl_graph_need (program->graph, strategy->interval, 0, 1u << CDL_FIELD_CLOSE);
  if (strategy->setups->len < 1 || strategy->setups->len > MAX_SETUPS)
    cdl_diagnostics_error (diagnostics, "$.setups", NULL, "a strategy has 1 to %d setups, not %u",
                           MAX_SETUPS, strategy->setups->len);
  for (guint i = 0; i < MIN (strategy->setups->len, MAX_SETUPS); i++)
    compile_setup (&build, i);
  compile_filters (&build);
  compile_money (&build);
  program->rules.keep_pending = strategy->keep_pending;

  for (int i = 0; i < CDL_N_INTERVALS; i++)
    if (program->graph->intervals & 1u << i)
      program->intervals[program->n_intervals++] = (CdlInterval) i;

  return cdl_diagnostics_errors (diagnostics) == errors ? g_steal_pointer (&program) : NULL;
}

const CdlRules *
cdl_program_rules (const CdlProgram *self)
{
  return &self->rules;
}

guint
cdl_program_n_setups (const CdlProgram *self)
{
  return self->setups->len;
}

const CdlSetupRule *
cdl_program_setup (const CdlProgram *self, guint i)
{
  return &cdl_program_compiled (self, i)->rule;
}

guint
cdl_program_n_intervals (const CdlProgram *self)
{
  return self->n_intervals;
}

CdlInterval
cdl_program_interval (const CdlProgram *self, guint i)
{
  return self->intervals[i];
}

gsize
cdl_program_lookback (const CdlProgram *self, guint i)
{
  return self->graph->lookback[self->intervals[i]];
}

guint
cdl_program_reads (const CdlProgram *self, guint i)
{
  return self->graph->reads[self->intervals[i]];
}

double
cdl_program_cost (const CdlProgram *self)
{
  double cost = 1.0;

  for (guint i = 0; i < self->graph->nodes->len; i++)
    {
      const CdlNode *node = cdl_graph_node (self->graph, i);

      cost += node->kind == CDL_NODE_CALL ? 1.0 + (double) node->lookback : 1.0;
    }
  for (guint i = 0; i < self->setups->len; i++)
    cost += cdl_program_compiled (self, i)->pattern != NULL ? 20.0 : 1.0;

  return cost;
}

void
cdl_program_spread (const CdlProgram *self,
                    const CdlKlines *views,
                    CdlKlines spread[CDL_N_INTERVALS])
{
  memset (spread, 0, sizeof (CdlKlines) * CDL_N_INTERVALS);
  for (guint i = 0; i < self->n_intervals; i++)
    spread[self->intervals[i]] = views[i];
}
