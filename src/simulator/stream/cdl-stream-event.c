#include "cdl-stream-event.h"

#include "cdl-sim-kline-text.h"

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
    }
}
