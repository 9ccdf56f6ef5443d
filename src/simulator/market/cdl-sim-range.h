#pragma once

#include "cdl-sim-market.h"

G_BEGIN_DECLS

/* Which klines, prints or stamps a request wants, by the exchange's rule: without times the most
 * recent `limit`; from start the oldest; with only an end the most recent up to it. Both bounds are
 * inclusive and are compared with open times. */
typedef struct
{
  gint64 start, end; /* ms UTC; CDL_TIME_NONE: not given */
  guint limit;
} CdlSimRange;

typedef struct
{
  gint64 open_time;
  CdlSimCandle candle;
} CdlSimKline;

/* The klines of symbol as the exchange shows them at `now`, in order; the last may be open still.
 * CdlSimKline, free with g_array_unref(). */
GArray *cdl_sim_range_klines (CdlSimMarket *market,
                              const CdlSimSymbol *symbol,
                              CdlInterval interval,
                              const CdlSimRange *range,
                              gint64 now);

/* The same of prints (CdlSimPrint) before `now`; from_id, unless negative, is where the oldest
 * begins. */
GArray *cdl_sim_range_prints (CdlSimMarket *market,
                              const CdlSimSymbol *symbol,
                              gint64 from_id,
                              const CdlSimRange *range,
                              gint64 now);

G_END_DECLS
