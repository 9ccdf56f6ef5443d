#include "cdl-sim-kline-text.h"

void
cdl_sim_append_time (GString *out, gint64 time_ms, gboolean is_close, gboolean microseconds)
{
  g_string_append_printf (out, "%" G_GINT64_FORMAT, time_ms);
  if (microseconds)
    g_string_append (out, is_close ? "999" : "000");
}

void
cdl_sim_append_kline (GString *out,
                      const CdlSimSymbol *symbol,
                      CdlInterval interval,
                      const CdlSimKline *kline,
                      gboolean quoted,
                      gboolean microseconds)
{
  const CdlSimCandle *candle = &kline->candle;
  const char *first = quoted ? ",\"" : ",", *next = quoted ? "\",\"" : ",";
  const char *end = quoted ? "\"," : ",";

  cdl_sim_append_time (out, kline->open_time, FALSE, microseconds);
  g_string_append (out, first);
  cdl_sim_append_price (out, symbol, candle->open);
  g_string_append (out, next);
  cdl_sim_append_price (out, symbol, candle->high);
  g_string_append (out, next);
  cdl_sim_append_price (out, symbol, candle->low);
  g_string_append (out, next);
  cdl_sim_append_price (out, symbol, candle->close);
  g_string_append (out, next);
  cdl_sim_append_qty (out, symbol, candle->volume);
  g_string_append (out, end);
  cdl_sim_append_time (out, cdl_interval_close (interval, kline->open_time), TRUE, microseconds);
  g_string_append (out, first);
  cdl_sim_append_quote (out, symbol, candle->quote);
  g_string_append_printf (out, "%s%" G_GINT64_FORMAT, end, candle->n);
  g_string_append (out, first);
  cdl_sim_append_qty (out, symbol, candle->taker_base);
  g_string_append (out, next);
  cdl_sim_append_quote (out, symbol, candle->taker_quote);
  g_string_append (out, next);
  g_string_append (out, quoted ? "0\"" : "0");
}
