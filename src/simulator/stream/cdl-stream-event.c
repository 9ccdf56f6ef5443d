#include "cdl-stream-event.h"

#include "cdl-sim-kline-text.h"
#include "cdl-sim-mark.h"

static void
append_named (GString *out,
              const char *name,
              const CdlSimSymbol *symbol,
              void (*append) (GString *, const CdlSimSymbol *, gint64),
              gint64 value)
{
  g_string_append_printf (out, ",\"%s\":\"", name);
  append (out, symbol, value);
  g_string_append_c (out, '"');
}

static void
append_head (GString *out, const char *type, const CdlStreamEvent *event, gboolean microseconds)
{
  g_string_append_printf (out, "{\"e\":\"%s\",\"E\":", type);
  cdl_sim_append_time (out, event->time, FALSE, microseconds);
  g_string_append_printf (out, ",\"s\":\"%s\"", event->symbol->name);
}

static void
append_kline (GString *out, const CdlStreamEvent *event, gboolean microseconds)
{
  const CdlSimSymbol *symbol = event->symbol;
  const CdlSimCandle *candle = &event->kline.row.candle;
  CdlInterval interval = event->kline.interval;
  gint64 open_time = event->kline.row.open_time;

  append_head (out, "kline", event, microseconds);
  g_string_append (out, ",\"k\":{\"t\":");
  cdl_sim_append_time (out, open_time, FALSE, microseconds);
  g_string_append (out, ",\"T\":");
  cdl_sim_append_time (out, cdl_interval_close (interval, open_time), TRUE, microseconds);
  g_string_append_printf (
      out, ",\"s\":\"%s\",\"i\":\"%s\",\"f\":%" G_GINT64_FORMAT ",\"L\":%" G_GINT64_FORMAT,
      symbol->name, cdl_interval_name (interval), candle->first, candle->last);
  append_named (out, "o", symbol, cdl_sim_append_price, candle->open);
  append_named (out, "c", symbol, cdl_sim_append_price, candle->close);
  append_named (out, "h", symbol, cdl_sim_append_price, candle->high);
  append_named (out, "l", symbol, cdl_sim_append_price, candle->low);
  append_named (out, "v", symbol, cdl_sim_append_qty, candle->volume);
  g_string_append_printf (out, ",\"n\":%" G_GINT64_FORMAT ",\"x\":%s", candle->n,
                          event->kline.closed ? "true" : "false");
  append_named (out, "q", symbol, cdl_sim_append_quote, candle->quote);
  append_named (out, "V", symbol, cdl_sim_append_qty, candle->taker_base);
  append_named (out, "Q", symbol, cdl_sim_append_quote, candle->taker_quote);
  g_string_append (out, ",\"B\":\"0\"}}");
}

static void
append_print_tail (GString *out, const CdlStreamEvent *event, gboolean microseconds)
{
  const CdlSimPrint *print = event->print.print;

  g_string_append (out, ",\"T\":");
  cdl_sim_append_time (out, print->time, FALSE, microseconds);
  g_string_append (out, print->buyer_is_maker ? ",\"m\":true" : ",\"m\":false");
  g_string_append (out, event->symbol->market == CDL_MARKET_SPOT ? ",\"M\":true}" : "}");
}

static void
append_agg_trade (GString *out, const CdlStreamEvent *event, gboolean microseconds)
{
  const CdlSimSymbol *symbol = event->symbol;
  const CdlSimPrint *print = event->print.print;

  append_head (out, "aggTrade", event, microseconds);
  g_string_append_printf (out, ",\"a\":%" G_GINT64_FORMAT, print->id);
  append_named (out, "p", symbol, cdl_sim_append_price, print->price);
  append_named (out, "q", symbol, cdl_sim_append_qty, print->qty);
  if (symbol->market == CDL_MARKET_UM)
    append_named (out, "nq", symbol, cdl_sim_append_qty, print->qty);
  g_string_append_printf (out, ",\"f\":%" G_GINT64_FORMAT ",\"l\":%" G_GINT64_FORMAT, print->first,
                          print->first + print->trades - 1);
  append_print_tail (out, event, microseconds);
}

static void
append_trade (GString *out, const CdlStreamEvent *event, gboolean microseconds)
{
  const CdlSimSymbol *symbol = event->symbol;
  const CdlSimPrint *print = event->print.print;
  gint64 share = print->qty / print->trades;

  append_head (out, "trade", event, microseconds);
  g_string_append_printf (out, ",\"t\":%" G_GINT64_FORMAT, print->first + event->print.trade);
  append_named (out, "p", symbol, cdl_sim_append_price, print->price);
  append_named (out, "q", symbol, cdl_sim_append_qty,
                event->print.trade > 0 ? share : print->qty - share * (print->trades - 1));
  append_print_tail (out, event, microseconds);
}

/* Of spot without type and times. */
static void
append_book_ticker (GString *out, const CdlStreamEvent *event, gboolean microseconds)
{
  const CdlSimSymbol *symbol = event->symbol;
  CdlSimBook book;

  cdl_sim_book_after (&book, event->print.print);
  g_string_append (out, symbol->market == CDL_MARKET_SPOT ? "{" : "{\"e\":\"bookTicker\",");
  g_string_append_printf (out, "\"u\":%" G_GINT64_FORMAT ",\"s\":\"%s\"", book.id, symbol->name);
  append_named (out, "b", symbol, cdl_sim_append_price, book.bid);
  append_named (out, "B", symbol, cdl_sim_append_qty, book.bid_qty);
  append_named (out, "a", symbol, cdl_sim_append_price, book.ask);
  append_named (out, "A", symbol, cdl_sim_append_qty, book.ask_qty);
  if (symbol->market == CDL_MARKET_UM)
    g_string_append_printf (out, ",\"T\":%" G_GINT64_FORMAT ",\"E\":%" G_GINT64_FORMAT,
                            event->print.print->time, event->time);
  g_string_append_c (out, '}');
}

static void
append_mini_ticker (GString *out, const CdlStreamEvent *event, gboolean microseconds)
{
  const CdlSimSymbol *symbol = event->symbol;
  const CdlSimCandle *day = &event->day;

  append_head (out, "24hrMiniTicker", event, microseconds);
  append_named (out, "c", symbol, cdl_sim_append_price, day->close);
  append_named (out, "o", symbol, cdl_sim_append_price, day->open);
  append_named (out, "h", symbol, cdl_sim_append_price, day->high);
  append_named (out, "l", symbol, cdl_sim_append_price, day->low);
  append_named (out, "v", symbol, cdl_sim_append_qty, day->volume);
  append_named (out, "q", symbol, cdl_sim_append_quote, day->quote);
  g_string_append_c (out, '}');
}

static void
append_value (GString *out, const char *name, double value)
{
  g_string_append_printf (out, ",\"%s\":\"", name);
  cdl_sim_append_value (out, value);
  g_string_append_c (out, '"');
}

static void
append_mark_price (GString *out, const CdlStreamEvent *event, gboolean microseconds)
{
  const CdlSimSymbol *symbol = event->symbol;
  gint64 next = cdl_sim_funding_next (symbol, event->time + 1);
  double mark = cdl_sim_mark_price (symbol, event->time);

  append_head (out, "markPriceUpdate", event, microseconds);
  append_value (out, "p", mark);
  append_value (out, "ap", mark);
  append_value (out, "P", cdl_sim_index_price (symbol, event->time));
  append_value (out, "i", cdl_sim_index_price (symbol, event->time));
  g_string_append (out, ",\"r\":\"");
  cdl_sim_append_units (out, cdl_sim_funding_rate (event->seed, symbol, next), 8, 8);
  g_string_append_printf (out, "\",\"T\":%" G_GINT64_FORMAT "}", next);
}

void
cdl_stream_event_append (GString *out, const CdlStreamEvent *event, gboolean microseconds)
{
  switch (event->type)
    {
    case CDL_EVENT_KLINE:
      append_kline (out, event, microseconds);
      break;
    case CDL_EVENT_AGG_TRADE:
      append_agg_trade (out, event, microseconds);
      break;
    case CDL_EVENT_TRADE:
      append_trade (out, event, microseconds);
      break;
    case CDL_EVENT_BOOK_TICKER:
      append_book_ticker (out, event, microseconds);
      break;
    case CDL_EVENT_MINI_TICKER:
      append_mini_ticker (out, event, microseconds);
      break;
    case CDL_EVENT_MARK_PRICE:
      append_mark_price (out, event, microseconds);
      break;
    }
}
