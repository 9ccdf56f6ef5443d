#include <string.h>

#include "cdl-syntax-private.h"

/* A deeper or longer expression is no strategy but an attack. */
#define MAX_DEPTH  100
#define MAX_LENGTH 4000

typedef struct
{
  const CdlSource *source;
  CdlToken token;    /* the next one */
  gsize end_of_last; /* end of the last token that was taken */
  guint depth;
  gboolean failed;
} Parser;

static CdlExpr *parse_ternary (Parser *self);

const char *
cdl_op_text (CdlOp op)
{
  static const char *const texts[] = { "+",  "-",  "*",  "/",   "%",  "<",   "<=", ">",
                                       ">=", "==", "!=", "and", "or", "not", "-",  "? :" };

  return texts[op];
}

void
cdl_expr_free (CdlExpr *expr)
{
  for (guint i = 0; i < expr->n_children; i++)
    cdl_expr_free (expr->child[i]);
  g_free (expr->name);
  g_free (expr);
}

static CdlExpr *
new_expr (CdlExprKind kind, gsize start)
{
  CdlExpr *expr = g_new0 (CdlExpr, 1);

  expr->kind = kind;
  expr->start = start;

  return expr;
}

static void
advance (Parser *self)
{
  gboolean at = self->source->text[self->token.start] == '@';

  self->end_of_last = self->token.start + self->token.length;
  self->token = cdl_lexer_next (self->source, self->end_of_last, at);
  if (self->token.kind == CDL_TOKEN_BAD)
    self->failed = TRUE;
}

static gboolean
is_next (const Parser *self, const char *word)
{
  return (self->token.kind == CDL_TOKEN_OPERATOR || self->token.kind == CDL_TOKEN_NAME)
         && self->token.length == strlen (word)
         && strncmp (self->source->text + self->token.start, word, self->token.length) == 0;
}

static gboolean
take (Parser *self, const char *word)
{
  if (self->failed || !is_next (self, word))
    return FALSE;
  advance (self);

  return TRUE;
}

/* Reports what stands where something else should; returns NULL for the caller to return. */
static CdlExpr *
expected (Parser *self, const char *what)
{
  if (self->failed)
    return NULL;

  self->failed = TRUE;
  if (self->token.kind == CDL_TOKEN_END)
    cdl_source_error (self->source, self->token.start, 0, NULL,
                      "the expression ends where %s should follow", what);
  else
    cdl_source_error (self->source, self->token.start, self->token.length, NULL,
                      "found “%.*s” where %s should stand", (int) self->token.length,
                      self->source->text + self->token.start, what);

  return NULL;
}

/* Goes one level deeper; FALSE, reported, if that is too deep. Each TRUE needs a self->depth--. */
static gboolean
descend (Parser *self)
{
  if (self->failed)
    return FALSE;
  if (self->depth < MAX_DEPTH)
    {
      self->depth++;
      return TRUE;
    }

  cdl_source_error (self->source, self->token.start, self->token.length,
                    "name parts of it under “let”", "the expression is nested more than %d deep",
                    MAX_DEPTH);
  self->failed = TRUE;

  return FALSE;
}

/* Gives expr its children (any NULL: a failure), and the text up to the last token. */
static CdlExpr *
finish (Parser *self, CdlExpr *expr, CdlExpr *first, CdlExpr *second, CdlExpr *third, guint n)
{
  CdlExpr *children[3] = { first, second, third };

  for (guint i = 0; i < n; i++)
    if (children[i] != NULL)
      expr->child[expr->n_children++] = children[i];
  if (expr->n_children < n || self->failed)
    {
      self->failed = TRUE;
      cdl_expr_free (expr);
      return NULL;
    }
  expr->length = self->end_of_last - expr->start;

  return expr;
}

static CdlExpr *
parse_call (Parser *self, CdlExpr *call)
{
  call->kind = CDL_EXPR_CALL;
  if (take (self, ")"))
    return finish (self, call, NULL, NULL, NULL, 0);

  for (;;)
    {
      CdlExpr *argument;

      if (call->n_children == CDL_EXPR_MAX_CHILDREN)
        {
          cdl_source_error (self->source, self->token.start, self->token.length, NULL,
                            "too many arguments to %s()", call->name);
          self->failed = TRUE;
        }
      argument = self->failed ? NULL : parse_ternary (self);
      if (argument == NULL)
        {
          cdl_expr_free (call);
          return NULL;
        }
      call->child[call->n_children++] = argument;
      if (take (self, ")"))
        break;
      if (!take (self, ","))
        {
          cdl_expr_free (call);
          return expected (self, "“,” or “)”");
        }
    }
  call->length = self->end_of_last - call->start;

  return call;
}

static CdlExpr *
parse_primary (Parser *self)
{
  CdlToken token = self->token;
  CdlExpr *expr;

  if (take (self, "("))
    {
      expr = parse_ternary (self);
      if (expr != NULL && !take (self, ")"))
        {
          cdl_expr_free (expr);
          return expected (self, "“)”");
        }
      return expr;
    }
  if (token.kind == CDL_TOKEN_NUMBER)
    {
      expr = new_expr (CDL_EXPR_NUMBER, token.start);
      expr->number = token.number;
      advance (self);
      return finish (self, expr, NULL, NULL, NULL, 0);
    }
  if (token.kind != CDL_TOKEN_NAME || is_next (self, "and") || is_next (self, "or")
      || is_next (self, "not"))
    return expected (self, "a value");

  expr = new_expr (is_next (self, "true") || is_next (self, "false") ? CDL_EXPR_BOOLEAN
                                                                     : CDL_EXPR_NAME,
                   token.start);
  expr->number = is_next (self, "true") ? 1.0 : 0.0;
  expr->name = g_strndup (self->source->text + token.start, token.length);
  advance (self);
  if (expr->kind == CDL_EXPR_NAME && take (self, "("))
    return parse_call (self, expr);

  return finish (self, expr, NULL, NULL, NULL, 0);
}

static CdlExpr *
parse_postfix (Parser *self)
{
  gsize start = self->token.start;
  CdlExpr *expr = parse_primary (self);

  while (expr != NULL && !self->failed)
    {
      if (take (self, "["))
        {
          CdlExpr *shift = new_expr (CDL_EXPR_SHIFT, start);
          CdlExpr *by = parse_ternary (self);

          if (by != NULL && !take (self, "]"))
            expected (self, "“]”");
          expr = finish (self, shift, expr, by, NULL, 2);
        }
      else if (take (self, "@"))
        {
          CdlExpr *at = new_expr (CDL_EXPR_AT, start);

          if (self->token.kind == CDL_TOKEN_INTERVAL)
            {
              at->interval = self->token.interval;
              advance (self);
            }
          else
            expected (self, "an interval");
          expr = finish (self, at, expr, NULL, NULL, 1);
        }
      else
        break;
    }

  return expr;
}

/* `- x` and `not x`: what op stands before is parsed by operand. */
static CdlExpr *
parse_prefix (Parser *self, CdlOp op, gsize start, CdlExpr *(*operand) (Parser *self))
{
  CdlExpr *expr = new_expr (CDL_EXPR_OPERATION, start), *child = NULL;

  expr->op = op;
  if (descend (self))
    {
      child = operand (self);
      self->depth--;
    }

  return finish (self, expr, child, NULL, NULL, 1);
}

static CdlExpr *
parse_unary (Parser *self)
{
  gsize start = self->token.start;

  if (take (self, "-"))
    return parse_prefix (self, CDL_OP_NEGATE, start, parse_unary);

  return parse_postfix (self);
}

/* One level of left-associative binary operators, loosest first. */
typedef struct
{
  CdlOp first;
  CdlOp last;
} Level;

enum
{
  LEVEL_OR,
  LEVEL_AND,
  LEVEL_NOT,
  LEVEL_COMPARISON,
  LEVEL_SUM,
  LEVEL_PRODUCT,
  LEVEL_UNARY,
};

static const Level levels[] = {
  [LEVEL_OR] = { CDL_OP_OR, CDL_OP_OR },
  [LEVEL_AND] = { CDL_OP_AND, CDL_OP_AND },
  [LEVEL_COMPARISON] = { CDL_OP_LESS, CDL_OP_NOT_EQUAL },
  [LEVEL_SUM] = { CDL_OP_ADD, CDL_OP_SUBTRACT },
  [LEVEL_PRODUCT] = { CDL_OP_MULTIPLY, CDL_OP_MODULO },
};

static gboolean
take_operator (Parser *self, int level, CdlOp *op)
{
  for (int candidate = (int) levels[level].first; candidate <= (int) levels[level].last;
       candidate++)
    if (take (self, cdl_op_text ((CdlOp) candidate)))
      {
        *op = (CdlOp) candidate;
        return TRUE;
      }

  return FALSE;
}

static CdlExpr *parse_level (Parser *self, int level);

static CdlExpr *
parse_not (Parser *self)
{
  gsize start = self->token.start;

  if (take (self, "not"))
    return parse_prefix (self, CDL_OP_NOT, start, parse_not);

  return parse_level (self, LEVEL_COMPARISON);
}

static CdlExpr *
parse_level (Parser *self, int level)
{
  gsize start = self->token.start, operator_start;
  CdlExpr *left;
  CdlOp op;

  if (level == LEVEL_UNARY)
    return parse_unary (self);
  if (level == LEVEL_NOT)
    return parse_not (self);

  left = parse_level (self, level + 1);
  for (guint count = 0; left != NULL; count++)
    {
      CdlExpr *operation;

      operator_start = self->token.start;
      if (!take_operator (self, level, &op))
        break;
      if (level == LEVEL_COMPARISON && count > 0 && !self->failed)
        {
          cdl_source_error (self->source, operator_start, strlen (cdl_op_text (op)),
                            "write a < b and b < c", "comparisons cannot be chained");
          self->failed = TRUE;
        }
      operation = new_expr (CDL_EXPR_OPERATION, start);
      operation->op = op;
      left = finish (self, operation, left, self->failed ? NULL : parse_level (self, level + 1),
                     NULL, 2);
    }

  return left;
}

static CdlExpr *
parse_ternary (Parser *self)
{
  gsize start = self->token.start;
  CdlExpr *condition;

  if (!descend (self))
    return NULL;

  condition = parse_level (self, LEVEL_OR);
  if (condition != NULL && take (self, "?"))
    {
      CdlExpr *select = new_expr (CDL_EXPR_OPERATION, start);
      CdlExpr *yes = parse_ternary (self), *no = NULL;

      select->op = CDL_OP_SELECT;
      if (yes != NULL && !take (self, ":"))
        expected (self, "“:”");
      if (!self->failed)
        no = parse_ternary (self);
      condition = finish (self, select, condition, yes, no, 3);
    }
  self->depth--;

  return condition;
}

CdlExpr *
cdl_expr_parse (const CdlSource *source)
{
  Parser parser = { .source = source };
  CdlExpr *expr;

  if (strlen (source->text) > MAX_LENGTH)
    {
      cdl_diagnostics_error (source->diagnostics, source->path, "name parts of it under “let”",
                             "the expression is longer than %d characters", MAX_LENGTH);
      return NULL;
    }
  if (!g_utf8_validate (source->text, -1, NULL))
    {
      cdl_diagnostics_error (source->diagnostics, source->path, NULL,
                             "the expression is not UTF-8 text");
      return NULL;
    }

  parser.token = cdl_lexer_next (source, 0, FALSE);
  parser.failed = parser.token.kind == CDL_TOKEN_BAD;
  expr = parser.failed ? NULL : parse_ternary (&parser);
  if (expr != NULL && parser.token.kind != CDL_TOKEN_END)
    {
      cdl_expr_free (expr);
      return expected (&parser, "an operator or the end");
    }
  if (expr != NULL && parser.failed)
    g_clear_pointer (&expr, cdl_expr_free);

  return expr;
}
