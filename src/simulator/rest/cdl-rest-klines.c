#include "cdl-rest-private.h"

#include "cdl-fault-klines.h"
#include "cdl-sim-kline-text.h"

CdlSimReply *
cdl_rest_klines (CdlRestRequest *request)
{
  const CdlSimSymbol *symbol = cdl_rest_take_symbol (request);
  CdlInterval interval;
  CdlSimRange range;
  g_autoptr (GArray) klines = NULL;
  gboolean microseconds = request->microseconds;
  GString *body;

  if (!symbol || !cdl_rest_take_interval (request, &interval)
      || !cdl_rest_take_range (request, 500, request->market == CDL_MARKET_SPOT ? 1000 : 1500,
                               &range))
    return NULL;

  if (request->faults)
    {
      klines = cdl_fault_klines (request->faults, request->where, request->truth, symbol, interval,
                                 &range, request->now);
      if (cdl_faults_strike (request->faults, CDL_FAULT_KLINES_MICRO, request->where))
        microseconds = TRUE;
    }
  else
    klines = cdl_sim_range_klines (request->truth, symbol, interval, &range, request->now);
  body = g_string_new ("[");
  for (guint i = 0; i < klines->len; i++)
    {
      g_string_append (body, i > 0 ? ",[" : "[");
      cdl_sim_append_kline (body, symbol, interval, &g_array_index (klines, CdlSimKline, i), TRUE,
                            microseconds);
      g_string_append_c (body, ']');
    }
  g_string_append_c (body, ']');
  if (request->faults)
    cdl_fault_klines_text (request->faults, request->where, body);

  return cdl_sim_reply_json (body);
}
