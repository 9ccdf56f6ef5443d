#include "cdl-rest-private.h"

#include "cdl-sim-book.h"
#include "cdl-sim-kline-text.h"
#include "cdl-time.h"

#include <math.h>

typedef void (*AppendFunc) (GString *body,
                            const CdlRestRequest *request,
                            const CdlSimSymbol *symbol);

/* The object of one symbol, or an array of those that are asked for. */
static CdlSimReply *
for_symbols (CdlRestRequest *request, AppendFunc append)
{
  gboolean one;
  g_autoptr (GPtrArray) symbols = cdl_rest_take_symbols (request, &one);
  GString *body;

  if (!symbols)
    return NULL;

  body = g_string_new (one ? NULL : "[");
  for (guint i = 0; i < symbols->len; i++)
    {
      g_string_append (body, i > 0 ? "," : "");
      append (body, request, symbols->pdata[i]);
    }
  g_string_append (body, one ? "" : "]");

  return cdl_sim_reply_json (body);
}

static void
append_named (GString *body,
              const char *name,
              const CdlSimSymbol *symbol,
              void (*append) (GString *, const CdlSimSymbol *, gint64),
              gint64 value)
{
  g_string_append_printf (body, ",\"%s\":\"", name);
  append (body, symbol, value);
  g_string_append_c (body, '"');
}

static void
append_stamp (GString *body, const CdlRestRequest *request)
{
  if (request->market == CDL_MARKET_UM)
    g_string_append_printf (body, ",\"time\":%" G_GINT64_FORMAT, request->now);
  g_string_append_c (body, '}');
}

static void
append_price (GString *body, const CdlRestRequest *request, const CdlSimSymbol *symbol)
{
  g_string_append_printf (body, "{\"symbol\":\"%s\"", symbol->name);
  append_named (body, "price", symbol, cdl_sim_append_price,
                cdl_sim_market_last_price (request->truth, symbol, request->now));
  append_stamp (body, request);
}

CdlSimReply *
cdl_rest_price (CdlRestRequest *request)
{
  return for_symbols (request, append_price);
}

static void
append_book (GString *body, const CdlRestRequest *request, const CdlSimSymbol *symbol)
{
  CdlSimBook book;

  cdl_sim_book_at (&book, request->truth, symbol, request->now);
  g_string_append_printf (body, "{\"symbol\":\"%s\"", symbol->name);
  append_named (body, "bidPrice", symbol, cdl_sim_append_price, book.bid);
  append_named (body, "bidQty", symbol, cdl_sim_append_qty, book.bid_qty);
  append_named (body, "askPrice", symbol, cdl_sim_append_price, book.ask);
  append_named (body, "askQty", symbol, cdl_sim_append_qty, book.ask_qty);
  append_stamp (body, request);
}

CdlSimReply *
cdl_rest_book_ticker (CdlRestRequest *request)
{
  return for_symbols (request, append_book);
}

static void
append_average (GString *body,
                const char *name,
                const CdlSimSymbol *symbol,
                const CdlSimCandle *candle)
{
  double unit = pow (10, -symbol->asset->price_scale);

  g_string_append_printf (body, ",\"%s\":\"", name);
  cdl_sim_append_value (body, candle->volume > 0
                                  ? (double) candle->quote / (double) candle->volume * unit
                                  : (double) candle->close * unit);
  g_string_append_c (body, '"');
}

static void
append_day (GString *body, const CdlRestRequest *request, const CdlSimSymbol *symbol)
{
  gint64 from = MAX (request->now - CDL_DAY_MS, cdl_sim_market_start (request->truth));
  CdlSimCandle day;
  gint64 percent;

  cdl_sim_market_candle (request->truth, symbol, from, request->now, &day);
  percent = day.open > 0
                ? (gint64) round ((double) (day.close - day.open) / (double) day.open * 1e5)
                : 0;
  g_string_append_printf (body, "{\"symbol\":\"%s\"", symbol->name);
  append_named (body, "priceChange", symbol, cdl_sim_append_price, day.close - day.open);
  g_string_append (body, ",\"priceChangePercent\":\"");
  cdl_sim_append_units (body, percent, 3, 3);
  g_string_append_c (body, '"');
  append_average (body, "weightedAvgPrice", symbol, &day);
  append_named (body, "lastPrice", symbol, cdl_sim_append_price, day.close);
  append_named (body, "openPrice", symbol, cdl_sim_append_price, day.open);
  append_named (body, "highPrice", symbol, cdl_sim_append_price, day.high);
  append_named (body, "lowPrice", symbol, cdl_sim_append_price, day.low);
  append_named (body, "volume", symbol, cdl_sim_append_qty, day.volume);
  append_named (body, "quoteVolume", symbol, cdl_sim_append_quote, day.quote);
  g_string_append (body, ",\"openTime\":");
  cdl_sim_append_time (body, from, FALSE, request->microseconds);
  g_string_append (body, ",\"closeTime\":");
  cdl_sim_append_time (body, request->now, FALSE, request->microseconds);
  g_string_append_printf (body,
                          ",\"firstId\":%" G_GINT64_FORMAT ",\"lastId\":%" G_GINT64_FORMAT
                          ",\"count\":%" G_GINT64_FORMAT "}",
                          day.first, day.last, day.n);
}

CdlSimReply *
cdl_rest_day_ticker (CdlRestRequest *request)
{
  return for_symbols (request, append_day);
}

CdlSimReply *
cdl_rest_average_price (CdlRestRequest *request)
{
  const CdlSimSymbol *symbol = cdl_rest_take_symbol (request);
  CdlSimCandle candle;
  GString *body;

  if (!symbol)
    return NULL;

  cdl_sim_market_candle (request->truth, symbol, request->now - 5 * CDL_MINUTE_MS, request->now,
                         &candle);
  body = g_string_new ("{\"mins\":5");
  append_average (body, "price", symbol, &candle);
  g_string_append (body, ",\"closeTime\":");
  cdl_sim_append_time (body, request->now, FALSE, request->microseconds);
  g_string_append_c (body, '}');

  return cdl_sim_reply_json (body);
}
