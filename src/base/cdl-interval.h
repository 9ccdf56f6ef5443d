#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Kline intervals of the exchange, shortest first, so that they compare with < and >. */
typedef enum
{
  CDL_INTERVAL_1S,
  CDL_INTERVAL_1M,
  CDL_INTERVAL_3M,
  CDL_INTERVAL_5M,
  CDL_INTERVAL_15M,
  CDL_INTERVAL_30M,
  CDL_INTERVAL_1H,
  CDL_INTERVAL_2H,
  CDL_INTERVAL_4H,
  CDL_INTERVAL_6H,
  CDL_INTERVAL_8H,
  CDL_INTERVAL_12H,
  CDL_INTERVAL_1D,
  CDL_INTERVAL_3D,
  CDL_INTERVAL_1W,
  CDL_INTERVAL_1MO,
} CdlInterval;

#define CDL_N_INTERVALS 16

/* "1m" is a minute, "1M" a month: names are the exchange's and case-sensitive. */
gboolean cdl_interval_parse (const char *text, CdlInterval *interval);
const char *cdl_interval_name (CdlInterval interval);

/* Length in ms; of 1M, which has none, the mean (30.436875 days), for estimates only. */
gint64 cdl_interval_ms (CdlInterval interval);

/* Open time of the kline that holds time_ms: UTC; weeks open on Monday, 3d klines count from the
 * epoch as the exchange's do, months on their first day. Any gint64 within years 1..9999. */
gint64 cdl_interval_floor (CdlInterval interval, gint64 time_ms);

/* Open time of the kline after the one that opens at open_time. */
gint64 cdl_interval_next (CdlInterval interval, gint64 open_time);

/* Open time of the kline n places later (earlier if negative). */
gint64 cdl_interval_add (CdlInterval interval, gint64 open_time, gint64 n);

/* Last millisecond of the kline that opens at open_time. */
gint64 cdl_interval_close (CdlInterval interval, gint64 open_time);

/* Whether klines of coarse are made of whole klines of fine (5m of 1m, 1M of 1d; not 5m of 3m,
 * nor 1M of 1w). TRUE if equal. */
gboolean cdl_interval_divides (CdlInterval fine, CdlInterval coarse);

G_END_DECLS
