#pragma once

#include "cdl-diagnostics.h"
#include "cdl-json-writer.h"
#include "cdl-strategy.h"

G_BEGIN_DECLS

/* A strategy file as it was read and judged. */
typedef struct
{
  char *path; /* as given, in UTF-8 */
  char *text;
  CdlDiagnostics *diagnostics;
  CdlStrategy *strategy; /* NULL if it is not valid */
} CdlStrategyFile;

/* Reads and checks a file; NULL with error only if it cannot be read. */
CdlStrategyFile *cdl_strategy_file_read (const char *path, GError **error);
void cdl_strategy_file_free (CdlStrategyFile *self);

/* "FILE:LINE:COLUMN: error: PATH: MESSAGE; REMEDY" for each problem on stderr, as compilers do. */
void cdl_strategy_file_print_problems (const CdlStrategyFile *self);

/* The problems as an array, see cdl_diagnostics_write_json(). */
void cdl_strategy_file_write_problems (const CdlStrategyFile *self, CdlJsonWriter *writer);

/* A valid strategy for a command that needs one: what is wrong goes to stderr, warnings too, and
 * then NULL is returned if it cannot be used. */
CdlStrategyFile *cdl_cli_strategy (const char *path);

/* The folder of the strategies that come with the program: data/strategies of the working folder,
 * else the installed one. */
const char *cdl_cli_examples (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlStrategyFile, cdl_strategy_file_free)

G_END_DECLS
