#pragma once

#include "cdl-sim-market.h"

G_BEGIN_DECLS

/* The best bid and ask: one tick apart, at the last print. */
typedef struct
{
  gint64 id; /* rises with every change */
  gint64 bid, bid_qty, ask, ask_qty;
} CdlSimBook;

/* After a print. */
void cdl_sim_book_after (CdlSimBook *book, const CdlSimPrint *print);

/* At a time. */
void
cdl_sim_book_at (CdlSimBook *book, CdlSimMarket *truth, const CdlSimSymbol *symbol, gint64 time_ms);

G_END_DECLS
