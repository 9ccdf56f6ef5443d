#include "cdl-detector.h"
#include "cdl-evaluator-private.h"

struct _CdlExpression
{
  CdlGraph *graph;
  CdlEvaluator *evaluator;
  guint root;
  CdlInterval interval; /* the strategy's */
  CdlInterval intervals[CDL_N_INTERVALS];
  guint n_intervals;
  GArray *values; /* double: of a root that is a constant or a column of the klines */
};

CdlExpression *
cdl_expression_new (const CdlStrategy *strategy, const char *text, CdlDiagnostics *diagnostics)
{
  g_autoptr (CdlExpression) self = g_new0 (CdlExpression, 1);
  g_autofree double *values = g_new0 (double, strategy->params->len + 1);
  g_autoptr (CdlCompiler) compiler = NULL;

  for (guint i = 0; i < strategy->params->len; i++)
    values[i] = cdl_decimal_value (g_array_index (strategy->params, CdlParam, i).value);

  self->interval = strategy->interval;
  self->graph = cdl_graph_new ();
  self->values = g_array_new (FALSE, FALSE, sizeof (double));
  compiler = cdl_compiler_new (self->graph, strategy, values, diagnostics);
  self->root = cdl_compiler_compile_any (compiler, "$", text);
  if (self->root == CDL_NO_NODE)
    return NULL;

  self->evaluator = cdl_evaluator_new (self->graph);
  for (int i = 0; i < CDL_N_INTERVALS; i++)
    if (self->graph->intervals & 1u << i)
      self->intervals[self->n_intervals++] = (CdlInterval) i;

  return g_steal_pointer (&self);
}

void
cdl_expression_free (CdlExpression *self)
{
  g_clear_pointer (&self->evaluator, cdl_evaluator_free);
  g_clear_pointer (&self->values, g_array_unref);
  cdl_graph_free (self->graph);
  g_free (self);
}

guint
cdl_expression_n_intervals (const CdlExpression *self)
{
  return self->n_intervals;
}

CdlInterval
cdl_expression_interval (const CdlExpression *self, guint i)
{
  return self->intervals[i];
}

CdlType
cdl_expression_type (const CdlExpression *self)
{
  return cdl_graph_node (self->graph, self->root)->type;
}

gsize
cdl_expression_lookback (const CdlExpression *self, guint i)
{
  return self->graph->lookback[self->intervals[i]];
}

const double *
cdl_expression_extend (CdlExpression *self, const CdlKlines *views)
{
  CdlKlines spread[CDL_N_INTERVALS] = { 0 };
  const CdlNode *root = cdl_graph_node (self->graph, self->root);

  for (guint i = 0; i < self->n_intervals; i++)
    spread[self->intervals[i]] = views[i];
  cdl_evaluator_extend (self->evaluator, spread);
  if (root->interval != CDL_NO_INTERVAL && root->kind != CDL_NODE_FIELD)
    return cdl_evaluator_series (self->evaluator, self->root);

  while (self->values->len < spread[self->interval].n)
    {
      double value = cdl_evaluator_at (self->evaluator, self->root, self->values->len, NULL);

      g_array_append_val (self->values, value);
    }

  return (const double *) (const void *) self->values->data;
}
