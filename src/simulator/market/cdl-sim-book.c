#include "cdl-sim-book.h"

#include "cdl-time.h"

void
cdl_sim_book_after (CdlSimBook *book, const CdlSimPrint *print)
{
  /* The maker's price stays the best of his side. */
  book->id = 2 * print->id + 1;
  book->bid = print->buyer_is_maker ? print->price : MAX (print->price - 1, 1);
  book->ask = book->bid + 1;
  book->bid_qty = print->qty + print->id % 17 * (print->qty / 8 + 1);
  book->ask_qty = print->qty + print->id % 13 * (print->qty / 6 + 1);
}

void
cdl_sim_book_at (CdlSimBook *book, CdlSimMarket *truth, const CdlSimSymbol *symbol, gint64 time_ms)
{
  const CdlSimDay *day = cdl_sim_market_day (truth, symbol, cdl_time_day (time_ms));
  guint i = cdl_sim_day_find (day, time_ms);
  gint64 price;

  if (i > 0)
    {
      cdl_sim_book_after (book, &day->prints[i - 1]);
      return;
    }

  price = cdl_sim_market_last_price (truth, symbol, time_ms);
  *book = (CdlSimBook){ 0, price, 1, price + 1, 1 };
}
