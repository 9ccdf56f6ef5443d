#pragma once

#include "cdl-run-record.h"

G_BEGIN_DECLS

/* "reward=1.5 gap=0.3"; newly allocated. */
char *cdl_run_params_text (const CdlRunRecord *run);

/* A value of a statistic as text with its unit, "–" for NaN; newly allocated. */
char *cdl_stat_value_text (CdlStat stat, double value);

/* The same, of a run. */
char *cdl_run_stat_text (const CdlRunRecord *run, CdlStat stat);

/* "8.1 s", "+9.8 %, optimistic +14.1 %": the net of the start capital under both assumptions where
 * they differ; newly allocated. */
char *cdl_run_nets_text (const CdlRunRecord *run);

G_END_DECLS
