#pragma once

#include "cdl-diagnostics.h"

G_BEGIN_DECLS

/* The strict half of reading JSON. json-glib builds the tree, but takes more than JSON (comments,
 * single quotes, 010 as 8), wraps large integers, keeps the last of two members of one name,
 * nests without limit and forgets where a value stood. */

#define CDL_JSON_MAX_DEPTH 16

/* Checks text by RFC 8259, and that no object has a member twice, nesting stays within
 * CDL_JSON_MAX_DEPTH, numbers are finite and integers fit 18 digits, strings hold no NUL. text:
 * valid UTF-8, NUL-terminated. FALSE with one diagnostic: its path is "$", line and column count in
 * the whole text. */
gboolean cdl_json_scan (const char *text, CdlDiagnostics *diagnostics);

/* A stretch of a text, in bytes, and where it begins, in lines and characters from 1. */
typedef struct
{
  gsize start, end;
  int line, column;
} CdlJsonPlace;

/* Where a diagnostic points in the JSON text that it is about: the value at its path (if there is
 * none, the innermost one around it), and inside a string the place that line and column name,
 * escapes counted as the characters they stand for. */
void cdl_json_locate (const char *text, const CdlDiagnostic *diagnostic, CdlJsonPlace *place);

G_END_DECLS
