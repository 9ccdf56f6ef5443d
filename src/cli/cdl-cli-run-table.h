#pragma once

#include "cdl-store.h"

G_BEGIN_DECLS

/* Runs (CdlRunRecord) as a table for people, best first as they come: id, what was run, parameters,
 * and the statistics that decide. */
void cdl_cli_print_runs (GPtrArray *runs);

G_END_DECLS
