#pragma once

#include "cdl-diagnostics.h"
#include "cdl-strategy.h"

G_BEGIN_DECLS

/* The one validator of strategies, for command line, HTTP and editor: reads JSON text of length
 * bytes (-1: a string), compiles it with the written values, and again with each parameter at its
 * min, its max and one step above its min, so that a sweep meets no surprise. NULL if there was an
 * error; warnings (parameters and lets that nothing uses, values off their step grid) are added to
 * diagnostics either way. */
CdlStrategy *cdl_strategy_check (const char *text, gssize length, CdlDiagnostics *diagnostics);

/* The same of a strategy that was read or built already; FALSE if there was an error. */
gboolean cdl_strategy_check_compiled (const CdlStrategy *strategy, CdlDiagnostics *diagnostics);

G_END_DECLS
