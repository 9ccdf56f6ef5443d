#pragma once

#include "cdl-diagnostics.h"
#include "cdl-json-writer.h"

G_BEGIN_DECLS

/* Writes the problems as an array of { "severity", "path", "line", "column", "length", "message",
 * "remedy" }, the middle three as in CdlDiagnostic. text: the JSON that they are about, as it was
 * read (NULL: unknown); then "file_line" and "file_column" say where in it the place is. */
void cdl_diagnostics_write_json (CdlJsonWriter *writer,
                                 const CdlDiagnostics *diagnostics,
                                 const char *text);

G_END_DECLS
