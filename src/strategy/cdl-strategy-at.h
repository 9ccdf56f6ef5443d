#pragma once

#include "cdl-diagnostics.h"
#include "cdl-strategy.h"

G_BEGIN_DECLS

/* The same strategy on klines of another interval: a revision of its own, which is checked like any
 * other, since what it reads of longer intervals must stay longer. NULL if there is an error. json:
 * its text; newly allocated. */
CdlStrategy *cdl_strategy_at (const CdlStrategy *strategy,
                              CdlInterval interval,
                              char **json,
                              CdlDiagnostics *diagnostics);

G_END_DECLS
