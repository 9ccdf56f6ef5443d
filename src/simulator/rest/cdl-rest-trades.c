#include "cdl-rest-private.h"

#include "cdl-sim-kline-text.h"
#include "cdl-time.h"

/* How far back futures prints can be asked for, and over which span at once. */
#define UM_REACH_MS CDL_DAY_MS
#define UM_SPAN_MS  CDL_HOUR_MS

static void
append_agg_trade (GString *body,
                  const CdlRestRequest *request,
                  const CdlSimSymbol *symbol,
                  const CdlSimPrint *print)
{
  g_string_append_printf (body, "{\"a\":%" G_GINT64_FORMAT ",\"p\":\"", print->id);
  cdl_sim_append_price (body, symbol, print->price);
  g_string_append (body, "\",\"q\":\"");
  cdl_sim_append_qty (body, symbol, print->qty);
  if (symbol->market == CDL_MARKET_UM)
    {
      g_string_append (body, "\",\"nq\":\"");
      cdl_sim_append_qty (body, symbol, print->qty);
    }
  g_string_append_printf (body, "\",\"f\":%" G_GINT64_FORMAT ",\"l\":%" G_GINT64_FORMAT ",\"T\":",
                          print->first, print->first + print->trades - 1);
  cdl_sim_append_time (body, print->time, FALSE, request->microseconds);
  g_string_append (body, print->buyer_is_maker ? ",\"m\":true" : ",\"m\":false");
  g_string_append (body, symbol->market == CDL_MARKET_SPOT ? ",\"M\":true}" : "}");
}

static CdlSimReply *
check_futures (const CdlRestRequest *request, gint64 from_id, const CdlSimRange *range)
{
  gboolean has_start = range->start != CDL_TIME_NONE, has_end = range->end != CDL_TIME_NONE;

  if (from_id >= 0 && (has_start || has_end))
    return cdl_sim_reply_refuse (-1128, "Combination of optional parameters invalid.");
  if (has_start && has_end && range->end - range->start > UM_SPAN_MS)
    return cdl_sim_reply_refuse (-1127, "More than 1 hours between startTime and endTime.");
  if (has_start && range->start < request->now - UM_REACH_MS)
    return cdl_sim_reply_refuse (-1130, "startTime must be within the last 24 hours.");

  return NULL;
}

CdlSimReply *
cdl_rest_agg_trades (CdlRestRequest *request)
{
  const CdlSimSymbol *symbol = cdl_rest_take_symbol (request);
  CdlSimRange range;
  gint64 from_id;
  g_autoptr (GArray) prints = NULL;
  GString *body;

  if (!symbol || !cdl_rest_take_number (request, "fromId", -1, &from_id)
      || !cdl_rest_take_range (request, 500, 1000, &range))
    return NULL;
  if (request->market == CDL_MARKET_UM
      && (request->refusal = check_futures (request, from_id, &range)))
    return NULL;

  prints = cdl_sim_range_prints (request->truth, symbol, from_id, &range, request->now);
  body = g_string_new ("[");
  for (guint i = 0; i < prints->len; i++)
    {
      g_string_append (body, i > 0 ? "," : "");
      append_agg_trade (body, request, symbol, &g_array_index (prints, CdlSimPrint, i));
    }
  g_string_append_c (body, ']');

  return cdl_sim_reply_json (body);
}
