#pragma once

#include "cdl-graph-private.h"

G_BEGIN_DECLS

/* What the parts of the compiler share. */
struct _CdlCompiler
{
  CdlGraph *graph;
  const CdlStrategy *strategy;
  const double *values;
  CdlDiagnostics *diagnostics;
  const CdlSource *source; /* of the expression that is being compiled */
  const char *const *variables;
  guint depth;        /* of compile(), through lets and all */
  GHashTable *known;  /* text of a node -> its index + 1 */
  GHashTable *lets;   /* "name@interval" -> index + 1, or 0 if it failed */
  GHashTable *active; /* names of the lets that are being compiled: a cycle if met again */
  GHashTable *broken; /* names of the lets whose errors were reported before, or NULL */
};

/* Longer windows are typing errors, and would only eat memory. */
#define CDL_MAX_WINDOW 100000

/* Compiles a part of an expression, where names mean context's klines. CDL_NO_NODE: reported. */
guint cdl_compile (CdlCompiler *self, const CdlExpr *expr, CdlInterval context);
guint cdl_compile_name (CdlCompiler *self, const CdlExpr *expr, CdlInterval context);
guint cdl_compile_call (CdlCompiler *self, const CdlExpr *expr, CdlInterval context);

/* Adds a node, or finds the same one. */
guint cdl_compiler_add_node (CdlCompiler *self, const CdlNode *node);
guint cdl_compiler_add_constant (CdlCompiler *self, CdlType type, double value);

/* Interval, scalar and look-back of a node, by its children; aligns these to it. */
void cdl_compiler_adopt (CdlCompiler *self, CdlNode *node);

/* Reports an error at expr; returns CDL_NO_NODE for the caller to return. */
guint cdl_compiler_fail (CdlCompiler *self,
                         const CdlExpr *expr,
                         const char *remedy,
                         const char *format,
                         ...) G_GNUC_PRINTF (4, 5);

/* Whether node i, written as expr, has the type; reports it if not. */
gboolean cdl_compiler_expect (CdlCompiler *self, const CdlExpr *expr, guint i, CdlType type);

/* "did you mean “close”?" of what could stand here in place of word, or NULL; newly allocated. */
char *cdl_compiler_suggest (const CdlCompiler *self, const char *word, gboolean call);

/* Whether the word names a value (field, parameter, let or variable) here. */
gboolean cdl_compiler_is_value (const CdlCompiler *self, const char *word);

/* What to do about a value of the setup that was meant to be a field of the same name, or NULL. */
const char *cdl_compiler_hidden (const CdlExpr *expr);

/* Index of word in a NULL-terminated list (or none, NULL); -1 if it is not there. */
int cdl_words_find (const char *const *words, const char *word);

static inline CdlNode *
cdl_compiler_node (const CdlCompiler *self, guint i)
{
  return cdl_graph_node (self->graph, i);
}

G_END_DECLS
