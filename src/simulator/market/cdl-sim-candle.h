#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One aggregated print of the simulated exchange: taker orders that met at one price. Prices and
 * quantities are whole numbers of the symbol's smallest units, so that sums are exact. */
typedef struct
{
  gint64 id; /* of the aggregate */
  gint64 time;
  gint64 price;
  gint64 qty;
  gint64 first; /* ids of the trades in it: first .. first + trades - 1 */
  guint32 trades;
  gboolean buyer_is_maker;
} CdlSimPrint;

/* What prints add up to. An empty one (n == 0) has no prices that mean anything. */
typedef struct
{
  gboolean missing; /* the exchange was halted throughout: there is no such kline */
  gint64 open, high, low, close;
  gint64 volume, quote; /* quote: in units of price times units of quantity */
  gint64 taker_base, taker_quote;
  gint64 n;           /* trades */
  gint64 first, last; /* their ids; -1 without */
} CdlSimCandle;

/* A candle that nothing was added to yet, and that is missing until something is. */
#define CDL_SIM_CANDLE_INIT                                                                        \
  {                                                                                                \
    .missing = TRUE, .first = -1, .last = -1                                                       \
  }

void cdl_sim_candle_add_print (CdlSimCandle *self, const CdlSimPrint *print);

/* Adds what came after it. */
void cdl_sim_candle_add (CdlSimCandle *self, const CdlSimCandle *later);

/* A candle without trades stands at the close before it. */
void cdl_sim_candle_settle (CdlSimCandle *self, gint64 previous_close);

G_END_DECLS
