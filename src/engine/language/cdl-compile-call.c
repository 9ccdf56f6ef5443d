#include "cdl-compiler-private.h"

#include <math.h>

#include "cdl-number.h"

/* A length, count or factor: known before the run. */
static gboolean
compile_number_argument (CdlCompiler *self,
                         const CdlFunction *function,
                         const CdlArg *arg,
                         const CdlExpr *expr,
                         guint node,
                         double *number)
{
  gint least = arg->kind == CDL_ARG_LENGTH ? 1 : 0;
  char text[CDL_NUMBER_SIZE];

  if (!cdl_compiler_expect (self, expr, node, CDL_TYPE_NUMBER))
    return FALSE;
  if (cdl_compiler_node (self, node)->kind != CDL_NODE_CONSTANT)
    {
      cdl_compiler_fail (self, expr, "use numbers and parameters only",
                         "“%s” of %s() must be known before the run", arg->name, function->name);
      return FALSE;
    }

  *number = cdl_compiler_node (self, node)->constant;
  if (arg->kind == CDL_ARG_FACTOR)
    {
      if (isfinite (*number))
        return TRUE;
      cdl_compiler_fail (self, expr, "look for a division by 0", "“%s” of %s() is not a number",
                         arg->name, function->name);
      return FALSE;
    }
  if (*number == floor (*number) && *number >= least && *number <= CDL_MAX_WINDOW)
    return TRUE;

  cdl_compiler_fail (self, expr, NULL, "“%s” of %s() must be a whole number from %d to %d, not %s",
                     arg->name, function->name, least, CDL_MAX_WINDOW,
                     isfinite (*number) ? cdl_number_format (*number, text) : "infinite or NaN");

  return FALSE;
}

/* The k-th argument as it was written. */
static gboolean
compile_argument (CdlCompiler *self,
                  const CdlExpr *call,
                  guint k,
                  CdlInterval context,
                  CdlNode *node)
{
  const CdlFunction *function = node->function;
  const CdlArg *arg = &function->args[k];
  const CdlExpr *expr = call->child[k];
  guint argument = cdl_compile (self, expr, context);

  if (argument == CDL_NO_NODE)
    return FALSE;
  if (arg->kind != CDL_ARG_SERIES && arg->kind != CDL_ARG_CONDITION)
    return compile_number_argument (self, function, arg, expr, argument, &node->number[k]);

  if (!cdl_compiler_expect (self, expr, argument,
                            arg->kind == CDL_ARG_SERIES ? CDL_TYPE_NUMBER : CDL_TYPE_BOOLEAN))
    return FALSE;
  if (cdl_compiler_node (self, argument)->scalar && !function->pointwise)
    {
      cdl_compiler_fail (self, expr, cdl_compiler_hidden (expr),
                         "a value of the setup itself has no history, so %s() cannot use it",
                         function->name);
      return FALSE;
    }
  node->number[k] = 0.0;
  node->child[k] = argument;

  return TRUE;
}

static guint
fold_call (CdlCompiler *self, const CdlNode *node)
{
  CdlCall call = { .klines = { .n = 1 } };
  double value[CDL_FUNCTION_MAX_ARGS], out;

  for (guint k = 0; k < node->n_children; k++)
    {
      call.number[k] = node->number[k];
      if (node->child[k] == CDL_NO_NODE)
        continue;
      value[k] = cdl_compiler_node (self, node->child[k])->constant;
      call.series[k] = &value[k];
    }
  call.out = &out;
  node->function->extend (&call, 0, 1);

  return cdl_compiler_add_constant (self, node->type, out);
}

guint
cdl_compile_call (CdlCompiler *self, const CdlExpr *expr, CdlInterval context)
{
  const CdlFunction *function = cdl_function_find (expr->name);
  CdlNode node = { .kind = CDL_NODE_CALL, .function = function, .interval = CDL_NO_INTERVAL };
  g_autofree char *remedy = NULL;
  gboolean good = TRUE;

  if (function == NULL)
    {
      if (cdl_compiler_is_value (self, expr->name))
        return cdl_compiler_fail (self, expr, "its value some klines back is written x[1]",
                                  "“%s” is a value, not a function", expr->name);
      remedy = cdl_compiler_suggest (self, expr->name, TRUE);
      return cdl_compiler_fail (self, expr, remedy, "unknown function “%s”", expr->name);
    }

  remedy = cdl_function_signature (function);
  if (expr->n_children > function->n_args)
    return cdl_compiler_fail (self, expr, remedy, "%s() takes %u argument%s, not %u", expr->name,
                              function->n_args, function->n_args == 1 ? "" : "s", expr->n_children);
  node.type = function->returns;
  node.n_children = function->n_args;
  for (guint k = 0; k < function->n_args; k++)
    {
      node.child[k] = CDL_NO_NODE;
      node.number[k] = function->args[k].fallback;
      if (k < expr->n_children)
        good = compile_argument (self, expr, k, context, &node) && good;
      else if (node.number[k] <= CDL_FUNCTION_REQUIRED)
        return cdl_compiler_fail (self, expr, remedy, "%s() lacks its argument “%s”", expr->name,
                                  function->args[k].name);
    }
  if (!good)
    return CDL_NO_NODE;

  cdl_compiler_adopt (self, &node);
  if (node.interval == CDL_NO_INTERVAL && function->pointwise)
    return fold_call (self, &node);
  if (node.interval == CDL_NO_INTERVAL)
    node.interval = (int) context;
  if (function->lookback != NULL)
    node.lookback += function->lookback (node.number, (CdlInterval) node.interval);
  cdl_graph_need (self->graph, (CdlInterval) node.interval, 0, function->reads);

  return cdl_compiler_add_node (self, &node);
}
