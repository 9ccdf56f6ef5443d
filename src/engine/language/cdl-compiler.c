#include "cdl-compiler-private.h"

#include <math.h>
#include <string.h>

#include "cdl-evaluator-private.h"

/* Parts of an expression inside each other, lets counted in: the stack ends somewhere. The longest
 * expression alone stays below. */
#define MAX_DEPTH 2500

CdlCompiler *
cdl_compiler_new (CdlGraph *graph,
                  const CdlStrategy *strategy,
                  const double *values,
                  CdlDiagnostics *diagnostics)
{
  CdlCompiler *self = g_new0 (CdlCompiler, 1);

  self->graph = graph;
  self->strategy = strategy;
  self->values = values;
  self->diagnostics = diagnostics;
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->lets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->active = g_hash_table_new (g_str_hash, g_str_equal);

  return self;
}

void
cdl_compiler_free (CdlCompiler *self)
{
  g_hash_table_unref (self->known);
  g_hash_table_unref (self->lets);
  g_hash_table_unref (self->active);
  g_free (self);
}

void
cdl_compiler_set_variables (CdlCompiler *self, const char *const *names)
{
  self->variables = names;
}

void
cdl_compiler_set_broken (CdlCompiler *self, GHashTable *broken)
{
  self->broken = broken;
}

guint
cdl_compiler_add_node (CdlCompiler *self, const CdlNode *node)
{
  g_autoptr (GString) key = g_string_new (NULL);
  guint64 bits;
  guint index;

  memcpy (&bits, &node->constant, sizeof bits);
  g_string_append_printf (key, "%d %d %d %d %u %" G_GSIZE_FORMAT " %" G_GINT64_MODIFIER "x %p",
                          (int) node->kind, (int) node->type, node->interval, (int) node->op,
                          node->field, node->shift, bits, (const void *) node->function);
  for (guint i = 0; i < CDL_FUNCTION_MAX_ARGS; i++)
    {
      memcpy (&bits, &node->number[i], sizeof bits);
      g_string_append_printf (key, " %u %" G_GINT64_MODIFIER "x",
                              i < node->n_children ? node->child[i] : CDL_NO_NODE, bits);
    }

  index = GPOINTER_TO_UINT (g_hash_table_lookup (self->known, key->str));
  if (index == 0)
    {
      g_array_append_val (self->graph->nodes, *node);
      index = self->graph->nodes->len;
      g_hash_table_insert (self->known, g_strdup (key->str), GUINT_TO_POINTER (index));
      if (node->interval != CDL_NO_INTERVAL)
        cdl_graph_need (self->graph, (CdlInterval) node->interval, 0, 0);
    }

  return index - 1;
}

guint
cdl_compiler_add_constant (CdlCompiler *self, CdlType type, double value)
{
  CdlNode node
      = { .kind = CDL_NODE_CONSTANT, .type = type, .interval = CDL_NO_INTERVAL, .constant = value };

  return cdl_compiler_add_node (self, &node);
}

/* The node as read at the closes of interval. */
static guint
align (CdlCompiler *self, guint i, CdlInterval interval)
{
  const CdlNode *child = cdl_compiler_node (self, i);
  CdlNode node = { .kind = CDL_NODE_ALIGN,
                   .type = child->type,
                   .interval = (int) interval,
                   .child = { i },
                   .n_children = 1 };

  if (child->interval == CDL_NO_INTERVAL || child->interval == (int) interval)
    return i;

  cdl_graph_need (self->graph, (CdlInterval) child->interval, child->lookback, 0);
  self->graph->readers[child->interval] |= 1u << interval;

  return cdl_compiler_add_node (self, &node);
}

guint
cdl_compiler_fail (CdlCompiler *self,
                   const CdlExpr *expr,
                   const char *remedy,
                   const char *format,
                   ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  cdl_source_error (self->source, expr->start, expr->length, remedy, "%s", message);

  return CDL_NO_NODE;
}

gboolean
cdl_compiler_expect (CdlCompiler *self, const CdlExpr *expr, guint i, CdlType type)
{
  if (cdl_compiler_node (self, i)->type == type)
    return TRUE;

  if (type == CDL_TYPE_NUMBER)
    cdl_compiler_fail (self, expr, "write (condition ? 1 : 0) for a number",
                       "a number is needed here, this is a condition");
  else
    cdl_compiler_fail (self, expr, "compare it with something: x > 0, say",
                       "a condition is needed here, this is a number");

  return FALSE;
}

void
cdl_compiler_adopt (CdlCompiler *self, CdlNode *node)
{
  int lowest = CDL_NO_INTERVAL;

  for (guint i = 0; i < node->n_children; i++)
    {
      const CdlNode *child
          = node->child[i] != CDL_NO_NODE ? cdl_compiler_node (self, node->child[i]) : NULL;

      if (child == NULL || child->interval == CDL_NO_INTERVAL)
        continue;
      node->scalar = node->scalar || child->scalar;
      if (lowest == CDL_NO_INTERVAL || child->interval < lowest)
        lowest = child->interval;
    }
  if (node->interval == CDL_NO_INTERVAL)
    node->interval = lowest;

  for (guint i = 0; i < node->n_children; i++)
    if (node->child[i] != CDL_NO_NODE && node->interval != CDL_NO_INTERVAL)
      {
        node->child[i] = align (self, node->child[i], (CdlInterval) node->interval);
        node->lookback = MAX (node->lookback, cdl_compiler_node (self, node->child[i])->lookback);
      }
}

static guint
compile_operation (CdlCompiler *self, const CdlExpr *expr, CdlInterval context)
{
  CdlOp op = expr->op;
  CdlNode node = { .kind = CDL_NODE_OPERATION,
                   .op = op,
                   .interval = CDL_NO_INTERVAL,
                   .n_children = expr->n_children };
  gboolean logic = op == CDL_OP_AND || op == CDL_OP_OR || op == CDL_OP_NOT;
  gboolean comparison = op >= CDL_OP_LESS && op <= CDL_OP_NOT_EQUAL, good = TRUE;

  for (guint i = 0; i < expr->n_children; i++)
    {
      node.child[i] = cdl_compile (self, expr->child[i], context);
      good = good && node.child[i] != CDL_NO_NODE;
      if (op != CDL_OP_SELECT && node.child[i] != CDL_NO_NODE)
        good = cdl_compiler_expect (self, expr->child[i], node.child[i],
                                    logic ? CDL_TYPE_BOOLEAN : CDL_TYPE_NUMBER)
               && good;
    }
  if (!good)
    return CDL_NO_NODE;

  node.type = logic || comparison ? CDL_TYPE_BOOLEAN : CDL_TYPE_NUMBER;
  if (op == CDL_OP_SELECT)
    {
      node.type = cdl_compiler_node (self, node.child[1])->type;
      if (!cdl_compiler_expect (self, expr->child[2], node.child[2], node.type))
        return CDL_NO_NODE;
    }
  cdl_compiler_adopt (self, &node);

  if (node.interval == CDL_NO_INTERVAL)
    {
      double value[3] = { 0.0 };

      for (guint i = 0; i < node.n_children; i++)
        value[i] = cdl_compiler_node (self, node.child[i])->constant;
      return cdl_compiler_add_constant (self, node.type,
                                        cdl_op_apply (op, value[0], value[1], value[2]));
    }

  return cdl_compiler_add_node (self, &node);
}

const char *
cdl_compiler_hidden (const CdlExpr *expr)
{
  if (expr->kind != CDL_EXPR_NAME || cdl_words_find (cdl_field_words (), expr->name) < 0)
    return NULL;

  return "the pattern's output hides the kline's field; give the field a name under “let”";
}

static guint
compile_shift (CdlCompiler *self, const CdlExpr *expr, CdlInterval context)
{
  guint child = cdl_compile (self, expr->child[0], context);
  guint by = cdl_compile (self, expr->child[1], context);
  CdlNode node = { .kind = CDL_NODE_SHIFT, .interval = CDL_NO_INTERVAL, .n_children = 1 };
  const CdlNode *back;
  double shift;

  if (child == CDL_NO_NODE || by == CDL_NO_NODE)
    return CDL_NO_NODE;
  back = cdl_compiler_node (self, by);
  shift = back->constant;
  if (back->kind != CDL_NODE_CONSTANT || back->type != CDL_TYPE_NUMBER || shift != floor (shift)
      || shift < 0.0 || shift > CDL_MAX_WINDOW)
    return cdl_compiler_fail (self, expr->child[1], "x[1] is the value one kline back",
                              "klines back must be a whole number from 0 to %d, known before the "
                              "run",
                              CDL_MAX_WINDOW);
  if (cdl_compiler_node (self, child)->scalar)
    return cdl_compiler_fail (self, expr->child[0], cdl_compiler_hidden (expr->child[0]),
                              "a value of the setup itself has no history, so no [%d]",
                              (int) shift);
  if (cdl_compiler_node (self, child)->interval == CDL_NO_INTERVAL || shift == 0.0)
    return child;

  node.type = cdl_compiler_node (self, child)->type;
  node.child[0] = child;
  node.shift = (gsize) shift;
  cdl_compiler_adopt (self, &node);
  node.lookback += node.shift;

  return cdl_compiler_add_node (self, &node);
}

static guint
compile_at (CdlCompiler *self, const CdlExpr *expr, CdlInterval context)
{
  guint child;

  if (expr->interval < context)
    return cdl_compiler_fail (self, expr, "only the same or higher intervals can be read",
                              "%s is below %s, on which this is computed",
                              cdl_interval_name (expr->interval), cdl_interval_name (context));

  child = cdl_compile (self, expr->child[0], expr->interval);
  if (child != CDL_NO_NODE && cdl_compiler_node (self, child)->scalar)
    return cdl_compiler_fail (self, expr, cdl_compiler_hidden (expr->child[0]),
                              "a value of the setup itself lives on no interval, so no @%s",
                              cdl_interval_name (expr->interval));

  return child;
}

static guint
compile_kind (CdlCompiler *self, const CdlExpr *expr, CdlInterval context)
{
  switch (expr->kind)
    {
    case CDL_EXPR_NUMBER:
      return cdl_compiler_add_constant (self, CDL_TYPE_NUMBER, expr->number);
    case CDL_EXPR_BOOLEAN:
      return cdl_compiler_add_constant (self, CDL_TYPE_BOOLEAN, expr->number);
    case CDL_EXPR_NAME:
      return cdl_compile_name (self, expr, context);
    case CDL_EXPR_CALL:
      return cdl_compile_call (self, expr, context);
    case CDL_EXPR_OPERATION:
      return compile_operation (self, expr, context);
    case CDL_EXPR_SHIFT:
      return compile_shift (self, expr, context);
    case CDL_EXPR_AT:
    default:
      return compile_at (self, expr, context);
    }
}

guint
cdl_compile (CdlCompiler *self, const CdlExpr *expr, CdlInterval context)
{
  guint node;

  if (self->depth == MAX_DEPTH)
    return cdl_compiler_fail (self, expr, "name less by name, write more in place",
                              "the expression and its “let” names are nested too deep");

  self->depth++;
  node = compile_kind (self, expr, context);
  self->depth--;

  return node;
}

/* Compiles a root; type < 0: any. */
static guint
compile_root (CdlCompiler *self, const char *path, const char *text, int type)
{
  CdlSource source = { path, text, self->diagnostics };
  CdlInterval interval = self->strategy->interval;
  g_autoptr (CdlExpr) expr = cdl_expr_parse (&source);
  guint node = CDL_NO_NODE;

  if (expr == NULL)
    return CDL_NO_NODE;

  self->source = &source;
  node = cdl_compile (self, expr, interval);
  if (node != CDL_NO_NODE && type >= 0 && !cdl_compiler_expect (self, expr, node, (CdlType) type))
    node = CDL_NO_NODE;
  self->source = NULL;
  if (node == CDL_NO_NODE)
    return CDL_NO_NODE;

  node = align (self, node, interval);
  cdl_graph_need (self->graph, interval, cdl_compiler_node (self, node)->lookback, 0);

  return node;
}

guint
cdl_compiler_compile (CdlCompiler *self, const char *path, const char *text, CdlType type)
{
  return compile_root (self, path, text, (int) type);
}

guint
cdl_compiler_compile_any (CdlCompiler *self, const char *path, const char *text)
{
  return compile_root (self, path, text, -1);
}

gboolean
cdl_compiler_number (CdlCompiler *self, const char *path, const char *text, double *value)
{
  CdlSource source = { path, text, self->diagnostics };
  g_autoptr (CdlExpr) expr = cdl_expr_parse (&source);
  g_autoptr (CdlGraph) scratch = cdl_graph_new ();
  g_autoptr (CdlCompiler) inner
      = cdl_compiler_new (scratch, self->strategy, self->values, self->diagnostics);
  guint node;

  if (expr == NULL)
    return FALSE;

  inner->source = &source;
  inner->broken = self->broken;
  node = cdl_compile (inner, expr, self->strategy->interval);
  if (node == CDL_NO_NODE || !cdl_compiler_expect (inner, expr, node, CDL_TYPE_NUMBER))
    return FALSE;
  if (cdl_graph_node (scratch, node)->kind != CDL_NODE_CONSTANT)
    {
      cdl_compiler_fail (inner, expr, "use numbers and parameters only",
                         "this must be known before the run, and cannot follow the klines");
      return FALSE;
    }
  *value = cdl_graph_node (scratch, node)->constant;

  return TRUE;
}
