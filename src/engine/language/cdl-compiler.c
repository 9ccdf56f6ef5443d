#include <math.h>
#include <string.h>

#include "cdl-evaluator-private.h"
#include "cdl-number.h"

/* Longer windows are typing errors, and would only eat memory. */
#define MAX_WINDOW 100000.0

struct _CdlCompiler
{
  CdlGraph *graph;
  const CdlStrategy *strategy;
  const double *values;
  CdlDiagnostics *diagnostics;
  const CdlSource *source; /* of the expression that is being compiled */
  const char *const *variables;
  GHashTable *known;  /* text of a node -> its index + 1 */
  GHashTable *lets;   /* "name@interval" -> index + 1, or 0 if it failed */
  GHashTable *active; /* names of the lets that are being compiled: a cycle if met again */
};

static guint compile (CdlCompiler *self, const CdlExpr *expr, CdlInterval context);

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

static CdlNode *
node_at (CdlCompiler *self, guint i)
{
  return cdl_graph_node (self->graph, i);
}

/* Adds a node, or finds the same one. */
static guint
add_node (CdlCompiler *self, const CdlNode *node)
{
  GString *key = g_string_new (NULL);
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
  g_string_free (key, TRUE);

  return index - 1;
}

static guint
add_constant (CdlCompiler *self, CdlType type, double value)
{
  CdlNode node
      = { .kind = CDL_NODE_CONSTANT, .type = type, .interval = CDL_NO_INTERVAL, .constant = value };

  return add_node (self, &node);
}

/* The node as read at the closes of interval. */
static guint
align (CdlCompiler *self, guint i, CdlInterval interval)
{
  const CdlNode *child = node_at (self, i);
  CdlNode node = { .kind = CDL_NODE_ALIGN,
                   .type = child->type,
                   .interval = (int) interval,
                   .child = { i },
                   .n_children = 1 };

  if (child->interval == CDL_NO_INTERVAL || child->interval == (int) interval)
    return i;

  cdl_graph_need (self->graph, (CdlInterval) child->interval, child->lookback, 0);
  self->graph->readers[child->interval] |= 1u << interval;

  return add_node (self, &node);
}

static G_GNUC_PRINTF (4, 5) guint
    fail (CdlCompiler *self, const CdlExpr *expr, const char *remedy, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  cdl_source_error (self->source, expr->start, expr->length, remedy, "%s", message);

  return CDL_NO_NODE;
}

static gboolean
expect_type (CdlCompiler *self, const CdlExpr *expr, guint i, CdlType type)
{
  if (node_at (self, i)->type == type)
    return TRUE;

  if (type == CDL_TYPE_NUMBER)
    fail (self, expr, "write (condition ? 1 : 0) for a number",
          "a number is needed here, this is a condition");
  else
    fail (self, expr, "compare it with something: x > 0, say",
          "a condition is needed here, this is a number");

  return FALSE;
}

/* Interval, scalar and look-back of a node, by its children; aligns these to it. */
static void
adopt (CdlCompiler *self, CdlNode *node)
{
  int lowest = CDL_NO_INTERVAL;

  for (guint i = 0; i < node->n_children; i++)
    {
      const CdlNode *child = node->child[i] != CDL_NO_NODE ? node_at (self, node->child[i]) : NULL;

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
        node->lookback = MAX (node->lookback, node_at (self, node->child[i])->lookback);
      }
}

static guint
compile_field (CdlCompiler *self, guint field, CdlInterval context)
{
  static const guint made_of[CDL_N_SOURCES] = {
    [CDL_SOURCE_HL2] = 1u << CDL_FIELD_HIGH | 1u << CDL_FIELD_LOW,
    [CDL_SOURCE_HLC3] = 1u << CDL_FIELD_HIGH | 1u << CDL_FIELD_LOW | 1u << CDL_FIELD_CLOSE,
    [CDL_SOURCE_OHLC4]
    = 1u << CDL_FIELD_OPEN | 1u << CDL_FIELD_HIGH | 1u << CDL_FIELD_LOW | 1u << CDL_FIELD_CLOSE,
  };
  CdlNode node = {
    .kind = CDL_NODE_FIELD, .type = CDL_TYPE_NUMBER, .interval = (int) context, .field = field
  };

  cdl_graph_need (self->graph, context, 0, field < CDL_N_FIELDS ? 1u << field : made_of[field]);

  return add_node (self, &node);
}

static int
index_of (const char *const *words, const char *word)
{
  for (int i = 0; words != NULL && words[i] != NULL; i++)
    if (strcmp (words[i], word) == 0)
      return i;

  return -1;
}

static int
find_let (const CdlCompiler *self, const char *name)
{
  for (guint i = 0; i < self->strategy->lets->len; i++)
    if (strcmp (g_array_index (self->strategy->lets, CdlNamedText, i).name, name) == 0)
      return (int) i;

  return -1;
}

/* Compiles the text of a let on its own, wherever it is used first. */
static guint
compile_let (CdlCompiler *self, const CdlExpr *use, guint let, CdlInterval context)
{
  const CdlNamedText *named = &g_array_index (self->strategy->lets, CdlNamedText, let);
  g_autofree char *key = g_strdup_printf ("%s@%s", named->name, cdl_interval_name (context));
  g_autofree char *path = g_strdup_printf ("$.let.%s", named->name);
  g_autoptr (CdlExpr) expr = NULL;
  CdlSource source = { path, named->text, self->diagnostics };
  const CdlSource *outer = self->source;
  const char *const *variables = self->variables;
  gpointer known;
  guint node = CDL_NO_NODE;

  if (g_hash_table_lookup_extended (self->lets, key, NULL, &known))
    return GPOINTER_TO_UINT (known) - 1; /* 0, a failure, becomes CDL_NO_NODE */
  if (g_hash_table_contains (self->active, named->name))
    return fail (self, use, NULL, "“%s” is defined by itself, directly or through others",
                 named->name);

  g_hash_table_add (self->active, named->name);
  self->source = &source;
  self->variables = NULL; /* a let belongs to the strategy, not to a setup */
  expr = cdl_expr_parse (&source);
  if (expr != NULL)
    node = compile (self, expr, context);
  self->source = outer;
  self->variables = variables;
  g_hash_table_remove (self->active, named->name);
  g_hash_table_insert (self->lets, g_steal_pointer (&key), GUINT_TO_POINTER (node + 1));

  return node;
}

/* "did you mean “close”?" of all names that could stand here, or NULL; newly allocated. */
static char *
suggest (const CdlCompiler *self, const char *word, gboolean call)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  const char *nearest;
  guint n;
  const CdlFunction *const *functions = cdl_functions (&n);

  for (guint i = 0; call && i < n; i++)
    g_ptr_array_add (words, (gpointer) functions[i]->name);
  for (int i = 0; !call && self->variables != NULL && self->variables[i] != NULL; i++)
    g_ptr_array_add (words, (gpointer) self->variables[i]);
  for (guint i = 0; !call && i < self->strategy->params->len; i++)
    g_ptr_array_add (words, g_array_index (self->strategy->params, CdlParam, i).name);
  for (guint i = 0; !call && i < self->strategy->lets->len; i++)
    g_ptr_array_add (words, g_array_index (self->strategy->lets, CdlNamedText, i).name);
  for (int i = 0; !call && cdl_field_words ()[i] != NULL; i++)
    g_ptr_array_add (words, (gpointer) cdl_field_words ()[i]);
  g_ptr_array_add (words, NULL);

  nearest = cdl_nearest_word (word, (const char *const *) words->pdata);

  return nearest != NULL ? g_strdup_printf ("did you mean “%s”?", nearest) : NULL;
}

static guint
compile_name (CdlCompiler *self, const CdlExpr *expr, CdlInterval context)
{
  int i = index_of (self->variables, expr->name);
  g_autofree char *remedy = NULL;

  if (i >= 0)
    {
      CdlNode node = { .kind = CDL_NODE_VARIABLE,
                       .type = CDL_TYPE_NUMBER,
                       .interval = (int) self->strategy->interval,
                       .scalar = TRUE,
                       .field = (guint) i };

      return add_node (self, &node);
    }
  if ((i = cdl_strategy_param (self->strategy, expr->name)) >= 0)
    return add_constant (self, CDL_TYPE_NUMBER, self->values[i]);
  if ((i = find_let (self, expr->name)) >= 0)
    return compile_let (self, expr, (guint) i, context);
  if ((i = index_of (cdl_field_words (), expr->name)) >= 0)
    return compile_field (self, (guint) i, context);

  if (cdl_function_find (expr->name) != NULL)
    return fail (self, expr, "call it with its arguments in parentheses", "“%s” is a function",
                 expr->name);
  if (strcmp (expr->name, "entry") == 0 || strcmp (expr->name, "stop_loss") == 0)
    return fail (self, expr, NULL, "“%s” is not known yet at this place", expr->name);
  remedy = suggest (self, expr->name, FALSE);

  return fail (self, expr, remedy, "unknown name “%s”", expr->name);
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
  gboolean comparison = op >= CDL_OP_LESS && op <= CDL_OP_NOT_EQUAL;

  for (guint i = 0; i < expr->n_children; i++)
    {
      node.child[i] = compile (self, expr->child[i], context);
      if (node.child[i] == CDL_NO_NODE)
        return CDL_NO_NODE;
      if (op != CDL_OP_SELECT
          && !expect_type (self, expr->child[i], node.child[i],
                           logic ? CDL_TYPE_BOOLEAN : CDL_TYPE_NUMBER))
        return CDL_NO_NODE;
    }

  node.type = logic || comparison ? CDL_TYPE_BOOLEAN : CDL_TYPE_NUMBER;
  if (op == CDL_OP_SELECT)
    {
      node.type = node_at (self, node.child[1])->type;
      if (!expect_type (self, expr->child[2], node.child[2], node.type))
        return CDL_NO_NODE;
    }
  adopt (self, &node);

  if (node.interval == CDL_NO_INTERVAL)
    {
      double value[3] = { 0.0 };

      for (guint i = 0; i < node.n_children; i++)
        value[i] = node_at (self, node.child[i])->constant;
      return add_constant (self, node.type, cdl_op_apply (op, value[0], value[1], value[2]));
    }

  return add_node (self, &node);
}

static guint
compile_shift (CdlCompiler *self, const CdlExpr *expr, CdlInterval context)
{
  guint child = compile (self, expr->child[0], context);
  guint by = compile (self, expr->child[1], context);
  CdlNode node = { .kind = CDL_NODE_SHIFT, .interval = CDL_NO_INTERVAL, .n_children = 1 };
  double shift;

  if (child == CDL_NO_NODE || by == CDL_NO_NODE)
    return CDL_NO_NODE;
  shift = node_at (self, by)->constant;
  if (node_at (self, by)->kind != CDL_NODE_CONSTANT || node_at (self, by)->type != CDL_TYPE_NUMBER
      || shift != floor (shift) || shift < 0.0 || shift > MAX_WINDOW)
    return fail (self, expr->child[1], "x[1] is the value one kline back",
                 "klines back must be a whole number from 0 on, known before the run");
  if (node_at (self, child)->scalar)
    return fail (self, expr->child[0], NULL,
                 "a value of the setup itself has no history, so no [%d]", (int) shift);
  if (node_at (self, child)->interval == CDL_NO_INTERVAL || shift == 0.0)
    return child;

  node.type = node_at (self, child)->type;
  node.child[0] = child;
  node.shift = (gsize) shift;
  adopt (self, &node);
  node.lookback += node.shift;

  return add_node (self, &node);
}

static guint
compile_at (CdlCompiler *self, const CdlExpr *expr, CdlInterval context)
{
  guint child;

  if (expr->interval < context)
    return fail (self, expr, "only the same or higher intervals can be read",
                 "%s is below %s, on which this is computed", cdl_interval_name (expr->interval),
                 cdl_interval_name (context));

  child = compile (self, expr->child[0], expr->interval);
  if (child != CDL_NO_NODE && node_at (self, child)->scalar)
    return fail (self, expr, NULL, "a value of the setup itself lives on no interval, so no @%s",
                 cdl_interval_name (expr->interval));

  return child;
}

/* A length, count or factor: known before the run. */
static gboolean
compile_number_argument (CdlCompiler *self,
                         const CdlFunction *function,
                         guint k,
                         const CdlExpr *expr,
                         guint node,
                         double *number)
{
  const CdlArg *arg = &function->args[k];
  double least = arg->kind == CDL_ARG_LENGTH ? 1.0 : 0.0;
  char text[CDL_NUMBER_SIZE];

  if (!expect_type (self, expr, node, CDL_TYPE_NUMBER))
    return FALSE;
  if (node_at (self, node)->kind != CDL_NODE_CONSTANT)
    {
      fail (self, expr, "use numbers and parameters only",
            "“%s” of %s() must be known before the run", arg->name, function->name);
      return FALSE;
    }
  *number = node_at (self, node)->constant;
  if (arg->kind == CDL_ARG_FACTOR && isfinite (*number))
    return TRUE;
  if (*number == floor (*number) && *number >= least && *number <= MAX_WINDOW)
    return TRUE;

  fail (self, expr, NULL, "“%s” of %s() must be a whole number from %d to %d, not %s", arg->name,
        function->name, (int) least, (int) MAX_WINDOW, cdl_number_format (*number, text));

  return FALSE;
}

/* "sma(x, n)": how it is called; newly allocated. */
static char *
signature (const CdlFunction *function)
{
  GString *text = g_string_new (function->name);
  char number[CDL_NUMBER_SIZE];

  g_string_append_c (text, '(');
  for (guint i = 0; i < function->n_args; i++)
    {
      const CdlArg *arg = &function->args[i];

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", arg->name);
      if (arg->fallback > CDL_FUNCTION_REQUIRED)
        g_string_append_printf (text, "=%s", cdl_number_format (arg->fallback, number));
    }
  g_string_append_c (text, ')');

  return g_string_free (text, FALSE);
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
      value[k] = node_at (self, node->child[k])->constant;
      call.series[k] = &value[k];
    }
  call.out = &out;
  node->function->extend (&call, 0, 1);

  return add_constant (self, node->type, out);
}

static guint
compile_call (CdlCompiler *self, const CdlExpr *expr, CdlInterval context)
{
  const CdlFunction *function = cdl_function_find (expr->name);
  CdlNode node = { .kind = CDL_NODE_CALL, .function = function, .interval = CDL_NO_INTERVAL };
  g_autofree char *remedy = NULL;

  if (function == NULL)
    {
      remedy = suggest (self, expr->name, TRUE);
      return fail (self, expr, remedy, "unknown function “%s”", expr->name);
    }
  remedy = signature (function);
  if (expr->n_children > function->n_args)
    return fail (self, expr, remedy, "%s() takes %u arguments, not %u", expr->name,
                 function->n_args, expr->n_children);

  node.type = function->returns;
  node.n_children = function->n_args;
  for (guint k = 0; k < function->n_args; k++)
    {
      const CdlArg *arg = &function->args[k];
      guint argument;

      node.child[k] = CDL_NO_NODE;
      node.number[k] = arg->fallback;
      if (k >= expr->n_children)
        {
          if (arg->fallback <= CDL_FUNCTION_REQUIRED)
            return fail (self, expr, remedy, "%s() lacks its argument “%s”", expr->name, arg->name);
          continue;
        }
      argument = compile (self, expr->child[k], context);
      if (argument == CDL_NO_NODE)
        return CDL_NO_NODE;
      if (arg->kind != CDL_ARG_SERIES && arg->kind != CDL_ARG_CONDITION)
        {
          if (!compile_number_argument (self, function, k, expr->child[k], argument,
                                        &node.number[k]))
            return CDL_NO_NODE;
          continue;
        }
      node.number[k] = 0.0;
      node.child[k] = argument;
      if (!expect_type (self, expr->child[k], argument,
                        arg->kind == CDL_ARG_SERIES ? CDL_TYPE_NUMBER : CDL_TYPE_BOOLEAN))
        return CDL_NO_NODE;
      if (node_at (self, argument)->scalar && !function->pointwise)
        return fail (self, expr->child[k], NULL,
                     "a value of the setup itself has no history, so %s() cannot use it",
                     expr->name);
    }

  adopt (self, &node);
  if (node.interval == CDL_NO_INTERVAL && function->pointwise)
    return fold_call (self, &node);
  if (node.interval == CDL_NO_INTERVAL)
    node.interval = (int) context;
  if (function->lookback != NULL)
    node.lookback += function->lookback (node.number, (CdlInterval) node.interval);
  cdl_graph_need (self->graph, (CdlInterval) node.interval, 0, function->reads);

  return add_node (self, &node);
}

static guint
compile (CdlCompiler *self, const CdlExpr *expr, CdlInterval context)
{
  switch (expr->kind)
    {
    case CDL_EXPR_NUMBER:
      return add_constant (self, CDL_TYPE_NUMBER, expr->number);
    case CDL_EXPR_BOOLEAN:
      return add_constant (self, CDL_TYPE_BOOLEAN, expr->number);
    case CDL_EXPR_NAME:
      return compile_name (self, expr, context);
    case CDL_EXPR_CALL:
      return compile_call (self, expr, context);
    case CDL_EXPR_OPERATION:
      return compile_operation (self, expr, context);
    case CDL_EXPR_SHIFT:
      return compile_shift (self, expr, context);
    case CDL_EXPR_AT:
    default:
      return compile_at (self, expr, context);
    }
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
  node = compile (self, expr, interval);
  if (node != CDL_NO_NODE && type >= 0 && !expect_type (self, expr, node, (CdlType) type))
    node = CDL_NO_NODE;
  self->source = NULL;
  if (node == CDL_NO_NODE)
    return CDL_NO_NODE;

  node = align (self, node, interval);
  cdl_graph_need (self->graph, interval, node_at (self, node)->lookback, 0);

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
  node = compile (inner, expr, self->strategy->interval);
  if (node == CDL_NO_NODE || !expect_type (inner, expr, node, CDL_TYPE_NUMBER))
    return FALSE;
  if (cdl_graph_node (scratch, node)->kind != CDL_NODE_CONSTANT)
    {
      fail (inner, expr, "use numbers and parameters only",
            "this must be known before the run, and cannot follow the klines");
      return FALSE;
    }
  *value = cdl_graph_node (scratch, node)->constant;

  return TRUE;
}

/* Whether a name may be given: an identifier that means nothing else yet. */
static void
check_name (CdlCompiler *self, const char *path, const char *name, GHashTable *taken)
{
  static const char *const reserved[]
      = { "and", "or", "not", "true", "false", "entry", "stop_loss", "take_profit", NULL };
  gboolean good = g_ascii_isalpha (*name) || *name == '_';

  for (const char *c = name; *c != '\0'; c++)
    good = good && (g_ascii_isalnum (*c) || *c == '_');

  if (!good)
    cdl_diagnostics_error (self->diagnostics, path, "use letters, digits and _, a letter first",
                           "“%s” cannot be a name", name);
  else if (index_of (reserved, name) >= 0 || index_of (cdl_field_words (), name) >= 0
           || cdl_function_find (name) != NULL)
    cdl_diagnostics_error (self->diagnostics, path, "choose another name",
                           "“%s” already means something in the language", name);
  else if (!g_hash_table_add (taken, (gpointer) name))
    cdl_diagnostics_error (self->diagnostics, path, "choose another name",
                           "the name “%s” is used twice", name);
}

void
cdl_compiler_check_names (CdlCompiler *self)
{
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->strategy->params->len; i++)
    {
      const CdlParam *param = &g_array_index (self->strategy->params, CdlParam, i);
      g_autofree char *path = g_strdup_printf ("$.params.%s", param->name);

      check_name (self, path, param->name, taken);
    }
  for (guint i = 0; i < self->strategy->lets->len; i++)
    {
      const CdlNamedText *let = &g_array_index (self->strategy->lets, CdlNamedText, i);
      g_autofree char *path = g_strdup_printf ("$.let.%s", let->name);
      CdlExpr nowhere = { .length = 0 };
      CdlSource source = { path, let->text, self->diagnostics };

      check_name (self, path, let->name, taken);
      self->source = &source;
      compile_let (self, &nowhere, i, self->strategy->interval);
    }
  self->source = NULL;
}
