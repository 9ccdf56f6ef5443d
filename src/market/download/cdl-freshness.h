#pragma once

#include "cdl-klines.h"
#include "cdl-server-clock.h"

G_BEGIN_DECLS

/* How old data is: the exchange's time minus the data's own, whatever any file or connection says.
 */
typedef struct
{
  gint64 data_time; /* end of the last kline; CDL_TIME_NONE without any */
  gint64 age_ms;    /* the exchange's clock minus it; below 0 if a clock is wrong */
  guint64 behind;   /* klines that have closed since */
  gboolean stale;   /* older than two intervals and five minutes: nothing is to be decided on it */
} CdlFreshness;

CdlFreshness cdl_freshness_of_klines (const CdlKlines *klines, gint64 server_now);

/* The same of what was last recorded at time_ms and comes every interval_ms. */
CdlFreshness cdl_freshness_of (gint64 time_ms, gint64 interval_ms, gint64 server_now);

/* "3 min 05 s"; "–" without data; "in the future" if a clock is wrong. Newly allocated. */
char *cdl_freshness_format (const CdlFreshness *self);

G_END_DECLS
