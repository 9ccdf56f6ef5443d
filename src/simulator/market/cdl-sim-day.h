#pragma once

#include "cdl-sim-candle.h"
#include "cdl-sim-symbol.h"

G_BEGIN_DECLS

/* Klines that the exchange does not have, since it was halted: [from, to), whole minutes, ms UTC.
 */
typedef struct
{
  gint64 from, to;
} CdlSimHalt;

gboolean cdl_sim_is_halted (const GArray *halts, gint64 time);

/* A day of a symbol: its prints in order, and what they add up to in each minute (not settled) and
 * in all. */
typedef struct
{
  gint64 day; /* since 1970 */
  guint64 used;
  CdlSimPrint *prints; /* NULL once they were let go */
  guint n_prints;
  CdlSimCandle minutes[CDL_SIM_DAY_MINUTES];
} CdlSimDay;

/* The synthetic day: every day of a symbol has the same number of prints and of trades, so that an
 * id tells its day; and every print can be had without those before it. halts (CdlSimHalt, in
 * order) may not fill the whole day. */
void cdl_sim_day_make (CdlSimDay *self,
                       const CdlSimSymbol *symbol,
                       guint64 seed,
                       gint64 first_day,
                       gint64 day,
                       const GArray *halts);

/* Prints of a symbol's day, trades of a symbol's day. */
#define CDL_SIM_TRADES_PER_DAY(asset) (2 * (gint64) (asset)->prints_per_day)

void cdl_sim_day_free (CdlSimDay *self);

/* Index of the first print with a time >= time_ms. */
guint cdl_sim_day_find (const CdlSimDay *self, gint64 time_ms);

G_END_DECLS
