#include "cdl-test-generator.h"

#include <string.h>

#include "cdl-graph-private.h"
#include "cdl-number.h"

static CdlExpr *number (CdlRandom *random, CdlInterval context, guint depth);
static CdlExpr *boolean (CdlRandom *random, CdlInterval context, guint depth);

static CdlExpr *
node (CdlExprKind kind, CdlExpr *a, CdlExpr *b, CdlExpr *c)
{
  CdlExpr *expr = g_new0 (CdlExpr, 1);
  CdlExpr *children[] = { a, b, c };

  expr->kind = kind;
  for (guint i = 0; i < 3; i++)
    if (children[i] != NULL)
      expr->child[expr->n_children++] = children[i];

  return expr;
}

static CdlExpr *
operation (CdlOp op, CdlExpr *a, CdlExpr *b, CdlExpr *c)
{
  CdlExpr *expr = node (CDL_EXPR_OPERATION, a, b, c);

  expr->op = op;

  return expr;
}

static CdlExpr *
name (const char *text)
{
  CdlExpr *expr = node (CDL_EXPR_NAME, NULL, NULL, NULL);

  expr->name = g_strdup (text);

  return expr;
}

static CdlExpr *
literal (double value)
{
  CdlExpr *expr = node (CDL_EXPR_NUMBER, NULL, NULL, NULL);

  expr->number = value;

  return expr;
}

static guint
below (CdlRandom *random, guint n)
{
  return (guint) cdl_random_below (random, n);
}

/* An interval at or above context. */
static CdlInterval
higher (CdlRandom *random, CdlInterval context)
{
  static const CdlInterval intervals[]
      = { CDL_INTERVAL_15M, CDL_INTERVAL_1H, CDL_INTERVAL_4H, CDL_INTERVAL_1D, CDL_INTERVAL_1W };
  CdlInterval interval;

  do
    interval = intervals[below (random, G_N_ELEMENTS (intervals))];
  while (interval < context);

  return interval;
}

static CdlExpr *
at (CdlRandom *random, CdlType type, CdlInterval context, guint depth)
{
  CdlInterval interval = higher (random, context);
  CdlExpr *expr
      = node (CDL_EXPR_AT, (type == CDL_TYPE_NUMBER ? number : boolean) (random, interval, depth),
              NULL, NULL);

  expr->interval = interval;

  return expr;
}

/* A whole number from least on, known before the run. */
static CdlExpr *
whole (CdlRandom *random, guint least)
{
  switch (below (random, 4))
    {
    case 0:
      return name (below (random, 2) == 0 ? "n" : "length");
    case 1:
      return operation (CDL_OP_ADD, name ("n"), literal (below (random, 3)), NULL);
    default:
      return literal (least + below (random, 7));
    }
}

static CdlExpr *
shift (CdlRandom *random, CdlType type, CdlInterval context, guint depth)
{
  return node (CDL_EXPR_SHIFT,
               (type == CDL_TYPE_NUMBER ? number : boolean) (random, context, depth),
               whole (random, 0), NULL);
}

static CdlExpr *
call (CdlRandom *random, CdlType type, CdlInterval context, guint depth)
{
  CdlExpr *expr = node (CDL_EXPR_CALL, NULL, NULL, NULL);
  guint n;
  const CdlFunction *const *functions = cdl_functions (&n);
  const CdlFunction *function;

  do
    function = functions[below (random, n)];
  while (function->returns != type);

  expr->name = g_strdup (function->name);
  for (guint k = 0; k < function->n_args; k++)
    {
      CdlExpr *argument;

      if (function->args[k].fallback > CDL_FUNCTION_REQUIRED && below (random, 2) == 0)
        break;
      switch (function->args[k].kind)
        {
        case CDL_ARG_SERIES:
          argument = number (random, context, depth);
          break;
        case CDL_ARG_CONDITION:
          argument = boolean (random, context, depth);
          break;
        case CDL_ARG_LENGTH:
        case CDL_ARG_COUNT:
          argument = whole (random, function->args[k].kind == CDL_ARG_LENGTH ? 1 : 0);
          break;
        case CDL_ARG_FACTOR:
        default:
          argument = below (random, 2) == 0 ? name ("half") : literal (0.02 * below (random, 100));
        }
      expr->child[expr->n_children++] = argument;
    }

  return expr;
}

static CdlExpr *
condition (CdlRandom *random, CdlInterval context, guint depth)
{
  return (below (random, 3) == 0 ? number : boolean) (random, context, depth);
}

static CdlExpr *
number (CdlRandom *random, CdlInterval context, guint depth)
{
  static const double literals[] = { 0.0, 1.0, 2.0, 0.5, 0.1, 100.0, 60000.0, 1e-3, 1e300 };
  static const char *const words[] = { "n", "half", "zero", "level", "length", "week" };

  if (depth == 0)
    switch (below (random, 5))
      {
      case 0:
        return literal (literals[below (random, G_N_ELEMENTS (literals))]);
      case 1:
        return name (words[below (random, G_N_ELEMENTS (words))]);
      default:
        return name (cdl_field_words ()[below (random, CDL_N_SOURCES)]);
      }

  depth--;
  switch (below (random, 12))
    {
    case 0:
      return operation (CDL_OP_NEGATE, number (random, context, depth), NULL, NULL);
    case 1:
      return operation (CDL_OP_SELECT, condition (random, context, depth),
                        number (random, context, depth), number (random, context, depth));
    case 2:
      return shift (random, CDL_TYPE_NUMBER, context, depth);
    case 3:
      return at (random, CDL_TYPE_NUMBER, context, depth);
    case 4:
    case 5:
    case 6:
    case 7:
      return call (random, CDL_TYPE_NUMBER, context, depth);
    default:
      return operation ((CdlOp) (CDL_OP_ADD + below (random, 5)), number (random, context, depth),
                        number (random, context, depth), NULL);
    }
}

static CdlExpr *
boolean (CdlRandom *random, CdlInterval context, guint depth)
{
  CdlExpr *expr;

  if (depth == 0)
    {
      if (below (random, 3) == 0)
        return name (below (random, 2) == 0 ? "up" : "busy");
      expr = node (CDL_EXPR_BOOLEAN, NULL, NULL, NULL);
      expr->number = below (random, 2);
      expr->name = g_strdup (expr->number != 0.0 ? "true" : "false");
      return expr;
    }

  depth--;
  switch (below (random, 12))
    {
    case 0:
      return operation (CDL_OP_NOT, boolean (random, context, depth), NULL, NULL);
    case 1:
      return operation (CDL_OP_SELECT, condition (random, context, depth),
                        boolean (random, context, depth), boolean (random, context, depth));
    case 2:
      return shift (random, CDL_TYPE_BOOLEAN, context, depth);
    case 3:
      return at (random, CDL_TYPE_BOOLEAN, context, depth);
    case 4:
      return call (random, CDL_TYPE_BOOLEAN, context, depth);
    case 5:
    case 6:
      return operation (below (random, 2) == 0 ? CDL_OP_AND : CDL_OP_OR,
                        boolean (random, context, depth), boolean (random, context, depth), NULL);
    default:
      return operation ((CdlOp) (CDL_OP_LESS + below (random, 6)), number (random, context, depth),
                        number (random, context, depth), NULL);
    }
}

CdlExpr *
cdl_test_generate (CdlRandom *random, CdlType type, CdlInterval context, guint depth)
{
  return (type == CDL_TYPE_NUMBER ? number : boolean) (random, context, depth);
}

/* How tightly things bind. */
enum
{
  TERNARY,
  OR,
  AND,
  NOT,
  COMPARISON,
  SUM,
  PRODUCT,
  UNARY,
  POSTFIX,
};

static int
binding (const CdlExpr *expr)
{
  static const int of_op[] = {
    [CDL_OP_ADD] = SUM,
    [CDL_OP_SUBTRACT] = SUM,
    [CDL_OP_MULTIPLY] = PRODUCT,
    [CDL_OP_DIVIDE] = PRODUCT,
    [CDL_OP_MODULO] = PRODUCT,
    [CDL_OP_LESS] = COMPARISON,
    [CDL_OP_LESS_EQUAL] = COMPARISON,
    [CDL_OP_GREATER] = COMPARISON,
    [CDL_OP_GREATER_EQUAL] = COMPARISON,
    [CDL_OP_EQUAL] = COMPARISON,
    [CDL_OP_NOT_EQUAL] = COMPARISON,
    [CDL_OP_AND] = AND,
    [CDL_OP_OR] = OR,
    [CDL_OP_NOT] = NOT,
    [CDL_OP_NEGATE] = UNARY,
    [CDL_OP_SELECT] = TERNARY,
  };

  return expr->kind == CDL_EXPR_OPERATION ? of_op[expr->op] : POSTFIX;
}

static void
write_expr (CdlRandom *random, GString *out, const CdlExpr *expr, int least)
{
  int own = binding (expr);
  gboolean enclosed = own < least || below (random, 10) == 0;
  char text[CDL_NUMBER_SIZE];

  if (enclosed)
    {
      g_string_append_c (out, '(');
      own = binding (expr);
    }
  switch (expr->kind)
    {
    case CDL_EXPR_NUMBER:
      g_string_append (out, cdl_number_format (expr->number, text));
      break;
    case CDL_EXPR_BOOLEAN:
    case CDL_EXPR_NAME:
      g_string_append (out, expr->name);
      break;
    case CDL_EXPR_CALL:
      g_string_append_printf (out, "%s(", expr->name);
      for (guint i = 0; i < expr->n_children; i++)
        {
          g_string_append (out, i > 0 ? ", " : "");
          write_expr (random, out, expr->child[i], TERNARY);
        }
      g_string_append_c (out, ')');
      break;
    case CDL_EXPR_SHIFT:
      write_expr (random, out, expr->child[0], POSTFIX);
      g_string_append_c (out, '[');
      write_expr (random, out, expr->child[1], TERNARY);
      g_string_append_c (out, ']');
      break;
    case CDL_EXPR_AT:
      write_expr (random, out, expr->child[0], POSTFIX);
      g_string_append_printf (out, "@%s", cdl_interval_name (expr->interval));
      break;
    case CDL_EXPR_OPERATION:
    default:
      if (expr->op == CDL_OP_SELECT)
        {
          write_expr (random, out, expr->child[0], OR);
          g_string_append (out, " ? ");
          write_expr (random, out, expr->child[1], TERNARY);
          g_string_append (out, " : ");
          write_expr (random, out, expr->child[2], TERNARY);
        }
      else if (expr->n_children == 1)
        {
          g_string_append (out, expr->op == CDL_OP_NOT ? "not " : "-");
          write_expr (random, out, expr->child[0], own);
        }
      else
        {
          write_expr (random, out, expr->child[0], own + (own == COMPARISON ? 1 : 0));
          g_string_append_printf (out, " %s ", cdl_op_text (expr->op));
          write_expr (random, out, expr->child[1], own + 1);
        }
    }
  if (enclosed)
    g_string_append_c (out, ')');
}

char *
cdl_test_write (CdlRandom *random, const CdlExpr *expr)
{
  GString *out = g_string_new (NULL);

  write_expr (random, out, expr, TERNARY);

  return g_string_free (out, FALSE);
}

gboolean
cdl_test_equal (const CdlExpr *a, const CdlExpr *b)
{
  if (a->kind != b->kind || a->n_children != b->n_children || a->number != b->number
      || g_strcmp0 (a->name, b->name) != 0 || (a->kind == CDL_EXPR_OPERATION && a->op != b->op)
      || (a->kind == CDL_EXPR_AT && a->interval != b->interval))
    return FALSE;
  for (guint i = 0; i < a->n_children; i++)
    if (!cdl_test_equal (a->child[i], b->child[i]))
      return FALSE;

  return TRUE;
}
