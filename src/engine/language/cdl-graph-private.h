#pragma once

#include "cdl-function.h"
#include "cdl-strategy.h"
#include "cdl-syntax-private.h"

G_BEGIN_DECLS

/* Expressions compiled to a graph of values, each computed once however often it is written.
 * Nodes stand after what they read. */

typedef enum
{
  CDL_NODE_CONSTANT,
  CDL_NODE_FIELD,     /* a column of the klines, or made of them */
  CDL_NODE_OPERATION, /* op */
  CDL_NODE_SHIFT,     /* child, `shift` klines back */
  CDL_NODE_CALL,      /* function */
  CDL_NODE_ALIGN,     /* child of a higher interval, read at this one's closes */
  CDL_NODE_VARIABLE,  /* of a setup: pattern output, entry or stop_loss */
} CdlNodeKind;

/* Fields beyond the columns of klines. */
typedef enum
{
  CDL_SOURCE_HL2 = CDL_N_FIELDS,
  CDL_SOURCE_HLC3,
  CDL_SOURCE_OHLC4,
  CDL_SOURCE_TIME,
  CDL_SOURCE_HOUR,
  CDL_SOURCE_WEEKDAY,
  CDL_N_SOURCES,
} CdlSourceField;

/* A node without interval is the same at every kline (a constant). */
#define CDL_NO_INTERVAL (-1)

typedef struct
{
  CdlNodeKind kind;
  CdlType type;
  int interval;    /* CdlInterval, or CDL_NO_INTERVAL */
  gboolean scalar; /* rests on setup variables: has a value for a setup only */
  CdlOp op;
  guint field; /* CdlField or CdlSourceField; index of a variable */
  gsize shift;
  double constant;
  const CdlFunction *function;
  double number[CDL_FUNCTION_MAX_ARGS];
  guint child[CDL_FUNCTION_MAX_ARGS]; /* by argument; unused ones are CDL_NO_NODE */
  guint n_children;
  gsize lookback; /* klines of its own interval before the first one that counts */
} CdlNode;

#define CDL_NO_NODE G_MAXUINT

typedef struct
{
  GArray *nodes;                   /* CdlNode */
  gsize lookback[CDL_N_INTERVALS]; /* W by CdlInterval */
  guint reads[CDL_N_INTERVALS];    /* fields read, by CdlInterval */
  guint readers[CDL_N_INTERVALS];  /* mask of the lower intervals that read it */
  guint intervals;                 /* mask of the intervals that occur */
} CdlGraph;

CdlGraph *cdl_graph_new (void);
void cdl_graph_free (CdlGraph *graph);

#define cdl_graph_node(graph, i) (&g_array_index ((graph)->nodes, CdlNode, (i)))

/* An interval's W is at least lookback, and it reads fields. */
void cdl_graph_need (CdlGraph *graph, CdlInterval interval, gsize lookback, guint fields);

/* Compiles texts into one graph. */
typedef struct _CdlCompiler CdlCompiler;

/* values: of the parameters, in their order. All is borrowed. */
CdlCompiler *cdl_compiler_new (CdlGraph *graph,
                               const CdlStrategy *strategy,
                               const double *values,
                               CdlDiagnostics *diagnostics);
void cdl_compiler_free (CdlCompiler *self);

/* Names that setup-scope expressions may use beside all others, as variables 0, 1, ..;
 * NULL-terminated, borrowed until the next call. NULL: none. */
void cdl_compiler_set_variables (CdlCompiler *self, const char *const *names);

/* Compiles one expression of the given type, read at the closes of the strategy's interval; the
 * root's index, or CDL_NO_NODE with diagnostics. */
guint cdl_compiler_compile (CdlCompiler *self, const char *path, const char *text, CdlType type);

/* The same of any type. */
guint cdl_compiler_compile_any (CdlCompiler *self, const char *path, const char *text);

/* An expression over parameters and constants only: its value, or FALSE with diagnostics. */
gboolean cdl_compiler_number (CdlCompiler *self, const char *path, const char *text, double *value);

/* Checks all names and the let expressions, used or not; adds the names of the wrong ones (the
 * strategy's own strings) to broken. */
void cdl_compiler_check_names (CdlCompiler *self, GHashTable *broken);

/* Lets whose errors were reported before: what uses them fails without a word. Borrowed. */
void cdl_compiler_set_broken (CdlCompiler *self, GHashTable *broken);

/* Names of the fields, NULL-terminated, in the order of CdlField and CdlSourceField. */
const char *const *cdl_field_words (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlCompiler, cdl_compiler_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlGraph, cdl_graph_free)

G_END_DECLS
