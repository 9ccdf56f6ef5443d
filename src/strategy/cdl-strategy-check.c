#include "cdl-strategy-check.h"

#include "cdl-program.h"
#include "cdl-strategy-reader.h"

#include <string.h>

/* Whether an expression mentions a name, as a whole word. */
static gboolean
mentions (const char *text, const char *name)
{
  gsize length = strlen (name);

  while (text != NULL && *text != '\0')
    {
      gsize word = 0;

      while (g_ascii_isalnum (text[word]) || text[word] == '_')
        word++;
      if (word == length && strncmp (text, name, length) == 0)
        return TRUE;
      text += MAX (word, 1);
    }

  return FALSE;
}

static gboolean
any_mentions (const GArray *texts, const char *name)
{
  for (guint i = 0; i < texts->len; i++)
    if (mentions (g_array_index (texts, CdlNamedText, i).text, name))
      return TRUE;

  return FALSE;
}

static gboolean
is_used (const CdlStrategy *strategy, const char *name)
{
  gboolean used = any_mentions (strategy->lets, name) || mentions (strategy->money_amount, name)
                  || mentions (strategy->money_max_leverage, name);

  for (int i = 0; i < CDL_N_FILTERS; i++)
    used = used || mentions (strategy->filter[i], name);
  for (guint i = 0; i < strategy->setups->len; i++)
    {
      const CdlSetupDef *setup = &g_array_index (strategy->setups, CdlSetupDef, i);
      const char *texts[] = { setup->when,        setup->entry_price, setup->stop_loss,
                              setup->take_profit, setup->expires,     setup->max_pending };

      used = used || any_mentions (setup->pattern_args, name);
      for (guint k = 0; k < G_N_ELEMENTS (texts); k++)
        used = used || mentions (texts[k], name);
    }

  return used;
}

static void
warn_unused (const CdlStrategy *strategy,
             const char *kind,
             const char *name,
             CdlDiagnostics *diagnostics)
{
  g_autofree char *path = g_strdup_printf ("$.%s.%s", kind, name);
  g_autofree char *message = g_strdup_printf ("nothing uses “%s”", name);

  if (!is_used (strategy, name))
    cdl_diagnostics_add (diagnostics, FALSE, path, 0, 0, 0, message, "use it, or remove it");
}

static void
warn_all_unused (const CdlStrategy *strategy, CdlDiagnostics *diagnostics)
{
  for (guint i = 0; i < strategy->params->len; i++)
    warn_unused (strategy, "params", g_array_index (strategy->params, CdlParam, i).name,
                 diagnostics);
  for (guint i = 0; i < strategy->lets->len; i++)
    warn_unused (strategy, "let", g_array_index (strategy->lets, CdlNamedText, i).name,
                 diagnostics);
}

/* Compiles with parameter i at `value`, the others as written; FALSE with the first of its errors
 * as one about the parameter. */
static gboolean
check_value (const CdlStrategy *strategy,
             guint i,
             CdlDecimal value,
             const char *member,
             const char *meaning,
             CdlDiagnostics *diagnostics)
{
  const CdlParam *params = (const CdlParam *) (gpointer) strategy->params->data;
  g_autofree double *values = g_new (double, strategy->params->len);
  g_autoptr (CdlDiagnostics) problems = cdl_diagnostics_new ();
  g_autoptr (CdlProgram) program = NULL;
  g_autofree char *path = g_strdup_printf ("$.params.%s.%s", params[i].name, member);
  g_autofree char *text = cdl_decimal_format (value);

  for (guint k = 0; k < strategy->params->len; k++)
    values[k] = cdl_decimal_value (params[k].value);
  values[i] = cdl_decimal_value (value);
  program = cdl_program_new (strategy, values, problems);

  for (guint k = 0; program == NULL && k < cdl_diagnostics_count (problems); k++)
    {
      const CdlDiagnostic *problem = cdl_diagnostics_get (problems, k);

      if (!problem->is_error)
        continue;
      cdl_diagnostics_error (diagnostics, path, problem->remedy,
                             "with “%s” at %s, %s, %s would be wrong: %s", params[i].name, text,
                             meaning, problem->path, problem->message);
      break;
    }

  return program != NULL;
}

static void
check_range (const CdlStrategy *strategy, guint i, CdlDiagnostics *diagnostics)
{
  const CdlParam *param = &g_array_index (strategy->params, CdlParam, i);
  CdlDecimal next;

  if (param->has_min && !check_value (strategy, i, param->min, "min", "its min", diagnostics))
    return;
  if (param->has_max && !check_value (strategy, i, param->max, "max", "its max", diagnostics))
    return;
  if (param->has_min && param->has_max && param->has_step
      && cdl_decimal_sweep_count (param->min, param->max, param->step) > 2
      && cdl_decimal_from_double (cdl_decimal_sweep (param->min, param->step, 1), &next))
    check_value (strategy, i, next, "step", "one step above its min", diagnostics);
}

gboolean
cdl_strategy_check_compiled (const CdlStrategy *strategy, CdlDiagnostics *diagnostics)
{
  guint before = cdl_diagnostics_errors (diagnostics);
  g_autoptr (CdlProgram) program = cdl_program_new (strategy, NULL, diagnostics);

  for (guint i = 0; program != NULL && i < strategy->params->len; i++)
    check_range (strategy, i, diagnostics);
  warn_all_unused (strategy, diagnostics);

  return cdl_diagnostics_errors (diagnostics) == before;
}

CdlStrategy *
cdl_strategy_check (const char *text, gssize length, CdlDiagnostics *diagnostics)
{
  g_autoptr (CdlStrategy) strategy = cdl_strategy_read (text, length, diagnostics);

  if (strategy == NULL || !cdl_strategy_check_compiled (strategy, diagnostics))
    return NULL;

  return g_steal_pointer (&strategy);
}
