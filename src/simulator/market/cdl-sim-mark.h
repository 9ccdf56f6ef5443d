#pragma once

#include "cdl-interval.h"
#include "cdl-sim-range.h"

G_BEGIN_DECLS

/* What perpetuals have beside their trades: the mark price, which is the walk that the trades stray
 * from, the index, and the funding rates. */

double cdl_sim_mark_price (const CdlSimSymbol *symbol, gint64 time_ms);
double cdl_sim_index_price (const CdlSimSymbol *symbol, gint64 time_ms);

/* Open, high, low, close of the mark price over [from, to). */
void cdl_sim_mark_candle (const CdlSimSymbol *symbol, gint64 from, gint64 to, double values[4]);

/* Appends the twelve values of a mark price kline that is shown at `now`, as
 * cdl_sim_append_kline() does: the volumes are 0. */
void cdl_sim_append_mark_kline (GString *out,
                                const CdlSimSymbol *symbol,
                                CdlInterval interval,
                                gint64 open_time,
                                gint64 now,
                                gboolean quoted);

/* The first funding stamp at or after time_ms. */
gint64 cdl_sim_funding_next (const CdlSimSymbol *symbol, gint64 time_ms);

/* The rate of a stamp, in units of 1e-8; and when it was booked, some ms after the stamp. */
gint64 cdl_sim_funding_rate (guint64 seed, const CdlSimSymbol *symbol, gint64 stamp);
gint64 cdl_sim_funding_booked (const CdlSimSymbol *symbol, gint64 stamp);

G_END_DECLS
