#include "cdl-bulk.h"

#include "cdl-sim-kline-text.h"
#include "cdl-sim-mark.h"
#include "cdl-time.h"

/* From 2025 on, spot files have microseconds. */
#define MICROSECONDS_FROM G_GINT64_CONSTANT (1735689600000)

#define KLINE_HEADER                                                                               \
  "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"           \
  "taker_buy_quote_volume,ignore\n"
#define AGG_TRADE_HEADER                                                                           \
  "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n"

typedef struct
{
  GString *csv;
  const CdlBulkFile *file;
} Lines;

static void
append_klines (CdlSimMarket *truth, const CdlBulkFile *file, GString *csv)
{
  gboolean is_spot = file->symbol->market == CDL_MARKET_SPOT;
  gint64 first = MAX (file->from, cdl_sim_market_start (truth));
  gint64 open_time = cdl_interval_floor (file->interval, first);

  if (open_time < file->from)
    open_time = cdl_interval_next (file->interval, open_time);
  for (; open_time < file->to; open_time = cdl_interval_next (file->interval, open_time))
    {
      CdlSimKline kline = { .open_time = open_time };

      cdl_sim_market_candle (truth, file->symbol, open_time,
                             cdl_interval_next (file->interval, open_time), &kline.candle);
      if (kline.candle.missing)
        continue;
      if (file->kind == CDL_BULK_MARK_KLINES)
        cdl_sim_append_mark_kline (csv, file->symbol, file->interval, open_time, G_MAXINT64, FALSE);
      else
        cdl_sim_append_kline (csv, file->symbol, file->interval, &kline, FALSE,
                              is_spot && open_time >= MICROSECONDS_FROM);
      g_string_append_c (csv, '\n');
    }
}

static gboolean
append_agg_trade (const CdlSimPrint *print, gpointer data)
{
  const Lines *lines = data;
  const CdlSimSymbol *symbol = lines->file->symbol;
  gboolean is_spot = symbol->market == CDL_MARKET_SPOT;
  GString *csv = lines->csv;

  g_string_append_printf (csv, "%" G_GINT64_FORMAT ",", print->id);
  cdl_sim_append_price (csv, symbol, print->price);
  g_string_append_c (csv, ',');
  cdl_sim_append_qty (csv, symbol, print->qty);
  g_string_append_printf (csv, ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",", print->first,
                          print->first + print->trades - 1);
  cdl_sim_append_time (csv, print->time, FALSE, is_spot && print->time >= MICROSECONDS_FROM);
  if (is_spot)
    g_string_append (csv, print->buyer_is_maker ? ",True,True\n" : ",False,True\n");
  else
    g_string_append (csv, print->buyer_is_maker ? ",true\n" : ",false\n");

  return TRUE;
}

static void
append_funding (CdlSimMarket *truth, const CdlBulkFile *file, GString *csv)
{
  const CdlSimSymbol *symbol = file->symbol;
  gint64 first = MAX (file->from, cdl_sim_market_start (truth) + 1);

  for (gint64 stamp = cdl_sim_funding_next (symbol, first); stamp < file->to;
       stamp = cdl_sim_funding_next (symbol, stamp + 1))
    {
      g_string_append_printf (csv, "%" G_GINT64_FORMAT ",%d,",
                              cdl_sim_funding_booked (symbol, stamp), symbol->asset->funding_hours);
      cdl_sim_append_units (csv, cdl_sim_funding_rate (cdl_sim_market_seed (truth), symbol, stamp),
                            8, 8);
      g_string_append_c (csv, '\n');
    }
}

GString *
cdl_bulk_csv (CdlSimMarket *truth, const CdlBulkFile *file)
{
  GString *csv = g_string_new (NULL);
  Lines lines = { csv, file };
  gboolean is_spot = file->symbol->market == CDL_MARKET_SPOT;

  switch (file->kind)
    {
    case CDL_BULK_KLINES:
    case CDL_BULK_MARK_KLINES:
      g_string_append (csv, is_spot ? "" : KLINE_HEADER);
      append_klines (truth, file, csv);
      break;
    case CDL_BULK_AGG_TRADES:
      g_string_append (csv, is_spot ? "" : AGG_TRADE_HEADER);
      cdl_sim_market_each_print (truth, file->symbol, file->from, file->to, append_agg_trade,
                                 &lines);
      break;
    case CDL_BULK_FUNDING:
      g_string_append (csv, "calc_time,funding_interval_hours,last_funding_rate\n");
      append_funding (truth, file, csv);
      break;
    }

  return csv;
}
