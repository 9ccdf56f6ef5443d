#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is wrong in a strategy, settings or other input, and what would be right: one validator's
 * words, for CLI, HTTP API and editor alike. */
typedef struct
{
  gboolean is_error; /* else a warning */
  char *path;        /* JSON path of the value: "$.setups[0].entry.price" */
  int line;          /* inside the value's text, from 1; 0: the whole value */
  int column;        /* in characters, from 1; 0 with line 0 */
  int length;        /* characters to underline; 0: unknown */
  char *message;     /* one sentence: what is wrong */
  char *remedy;      /* what would be right, or NULL */
} CdlDiagnostic;

typedef struct _CdlDiagnostics CdlDiagnostics;

CdlDiagnostics *cdl_diagnostics_new (void);
void cdl_diagnostics_free (CdlDiagnostics *self);

guint cdl_diagnostics_count (const CdlDiagnostics *self);
guint cdl_diagnostics_errors (const CdlDiagnostics *self);
const CdlDiagnostic *cdl_diagnostics_get (const CdlDiagnostics *self, guint i);

/* Adds a problem; strings are copied, remedy may be NULL. */
void cdl_diagnostics_add (CdlDiagnostics *self,
                          gboolean is_error,
                          const char *path,
                          int line,
                          int column,
                          int length,
                          const char *message,
                          const char *remedy);

void cdl_diagnostics_error (CdlDiagnostics *self,
                            const char *path,
                            const char *remedy,
                            const char *format,
                            ...) G_GNUC_PRINTF (4, 5);

/* "error: $.setups[0].when, line 1, column 9: unknown name “closse”; did you mean “close”?", one
 * line per problem; newly allocated. */
char *cdl_diagnostics_format (const CdlDiagnostics *self);

/* The candidate nearest to word by edit distance, or NULL if none is near (more than a third of
 * the letters differ). candidates: NULL-terminated. */
const char *cdl_nearest_word (const char *word, const char *const *candidates);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlDiagnostics, cdl_diagnostics_free)

G_END_DECLS
