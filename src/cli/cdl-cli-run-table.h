#pragma once

#include "cdl-store.h"

G_BEGIN_DECLS

/* Runs (CdlRunRecord) as a table for people, best first as they come: id, what was run, parameters,
 * and the statistics that decide. */
void cdl_cli_print_runs (GPtrArray *runs);

/* "reward=1.5 gap=0.3"; newly allocated. */
char *cdl_cli_params (const CdlRunRecord *run);

/* A statistic as text with its unit; newly allocated. */
char *cdl_cli_stat (const CdlRunRecord *run, CdlStat stat);

/* "8.1 s", "+9.8 %, optimistic +14.1 %": the net of the start capital under both assumptions where
 * they differ; newly allocated. */
char *cdl_cli_nets (const CdlRunRecord *run);

G_END_DECLS
