#pragma once

#include "cdl-statistics.h"

G_BEGIN_DECLS

/* Numbers by name in one text, "\nsharpe=1.5\nnet=20": a record of many fields takes servers, and
 * readers of JSON, several times as long. */
void cdl_surreal_number_append (GString *text, const char *name, double value);

/* One of them; NaN if it is not there. hint gets the place behind it, where the next one is likely
 * to be found, and may be given for that; begin with text. */
double cdl_surreal_number_find (const char *text, const char **hint, const char *name);

/* A run's statistics, undefined ones left out; newly allocated. */
char *cdl_surreal_stats_text (const CdlStatistics *statistics);
double cdl_surreal_stats_value (const char *text, const char **hint, CdlStat stat);

G_END_DECLS
