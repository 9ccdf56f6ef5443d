#pragma once

#include "cdl-diagnostics.h"
#include "cdl-interval.h"

G_BEGIN_DECLS

/* Text of an expression, where it stands, and where its problems go. */
typedef struct
{
  const char *path; /* JSON path: "$.setups[0].when" */
  const char *text;
  CdlDiagnostics *diagnostics;
} CdlSource;

/* Adds an error at bytes [start, start + length) of the text. */
void cdl_source_error (const CdlSource *source,
                       gsize start,
                       gsize length,
                       const char *remedy,
                       const char *format,
                       ...) G_GNUC_PRINTF (5, 6);

typedef enum
{
  CDL_TOKEN_END,
  CDL_TOKEN_NUMBER,
  CDL_TOKEN_NAME,     /* also and, or, not, true, false */
  CDL_TOKEN_OPERATOR, /* one of the operators, or ( ) [ ] , ? : @ */
  CDL_TOKEN_INTERVAL, /* after @ */
  CDL_TOKEN_BAD,      /* already reported */
} CdlTokenKind;

typedef struct
{
  CdlTokenKind kind;
  gsize start;
  gsize length;
  double number;
  CdlInterval interval;
} CdlToken;

/* The token that begins at or after position. */
CdlToken cdl_lexer_next (const CdlSource *source, gsize position, gboolean after_at);

typedef enum
{
  CDL_EXPR_NUMBER,
  CDL_EXPR_BOOLEAN,
  CDL_EXPR_NAME,
  CDL_EXPR_CALL,
  CDL_EXPR_OPERATION, /* op on one, two or three children */
  CDL_EXPR_SHIFT,     /* child[0] [ child[1] ] */
  CDL_EXPR_AT,        /* child[0] @ interval */
} CdlExprKind;

typedef enum
{
  CDL_OP_ADD,
  CDL_OP_SUBTRACT,
  CDL_OP_MULTIPLY,
  CDL_OP_DIVIDE,
  CDL_OP_MODULO,
  CDL_OP_LESS,
  CDL_OP_LESS_EQUAL,
  CDL_OP_GREATER,
  CDL_OP_GREATER_EQUAL,
  CDL_OP_EQUAL,
  CDL_OP_NOT_EQUAL,
  CDL_OP_AND,
  CDL_OP_OR,
  CDL_OP_NOT,
  CDL_OP_NEGATE,
  CDL_OP_SELECT, /* c ? a : b */
} CdlOp;

const char *cdl_op_text (CdlOp op);

/* Most arguments that a call may be written with; more than any function has. */
#define CDL_EXPR_MAX_CHILDREN 8

typedef struct _CdlExpr CdlExpr;
struct _CdlExpr
{
  CdlExprKind kind;
  CdlOp op;
  gsize start; /* bytes of the text that it was written as */
  gsize length;
  char *name;
  double number; /* value of a number, 1 or 0 of a boolean */
  CdlInterval interval;
  CdlExpr *child[CDL_EXPR_MAX_CHILDREN];
  guint n_children;
};

/* Parses the whole text; NULL if something was wrong (reported). Depth and length are limited. */
CdlExpr *cdl_expr_parse (const CdlSource *source);
void cdl_expr_free (CdlExpr *expr);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlExpr, cdl_expr_free)

G_END_DECLS
