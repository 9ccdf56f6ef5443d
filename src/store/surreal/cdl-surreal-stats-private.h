#pragma once

#include "cdl-statistics.h"

G_BEGIN_DECLS

/* A run's statistics as one text, "\nsharpe=1.5\nnet=20", undefined ones left out: a record of many
 * fields takes servers, and readers of JSON, several times as long. Newly allocated. */
char *cdl_surreal_stats_text (const CdlStatistics *statistics);

/* One of them; NaN if it is not there. hint gets the place behind it, where the next one is likely
 * to be found, and may be given for that; begin with text. */
double cdl_surreal_stats_value (const char *text, const char **hint, CdlStat stat);

G_END_DECLS
