#include "cdl-rest-private.h"

#include "cdl-number.h"
#include "cdl-sim-kline-text.h"

typedef guint (*WeightFunc) (const CdlRestRequest *request);
typedef CdlSimReply *(*AnswerFunc) (CdlRestRequest *request);

static CdlSimReply *
ping (CdlRestRequest *request)
{
  return cdl_sim_reply_json (g_string_new ("{}"));
}

static CdlSimReply *
server_time (CdlRestRequest *request)
{
  const CdlFault *skew
      = request->faults ? cdl_faults_strike (request->faults, CDL_FAULT_TIME_SKEW, request->where)
                        : NULL;
  gint64 wrong = skew ? (gint64) cdl_fault_value (skew, 5000) : 0;
  GString *body = g_string_new ("{\"serverTime\":");

  cdl_sim_append_time (body, request->now + wrong, FALSE, request->microseconds);
  g_string_append_c (body, '}');

  return cdl_sim_reply_json (body);
}

/* Futures klines weigh by what is asked for. */
static guint
kline_weight (const CdlRestRequest *request)
{
  const char *text = cdl_rest_get (request, "limit");
  gint64 limit = 500;

  if (text)
    cdl_number_parse_int (text, &limit);

  return limit < 100 ? 1 : limit < 500 ? 2 : limit <= 1000 ? 5 : 10;
}

static guint
per_symbol (const CdlRestRequest *request, guint one, guint all)
{
  return cdl_rest_get (request, "symbol") ? one : all;
}

static guint
ticker_weight (const CdlRestRequest *request)
{
  return request->market == CDL_MARKET_SPOT ? per_symbol (request, 2, 4)
                                            : per_symbol (request, 1, 2);
}

static guint
day_ticker_weight (const CdlRestRequest *request)
{
  return request->market == CDL_MARKET_SPOT ? per_symbol (request, 2, 80)
                                            : per_symbol (request, 1, 40);
}

static guint
premium_weight (const CdlRestRequest *request)
{
  return per_symbol (request, 1, 10);
}

static const struct
{
  const char *path;
  CdlMarket market;
  guint weight; /* 0: weigh says */
  WeightFunc weigh;
  AnswerFunc answer;
} endpoints[] = {
  { "/api/v3/ping", CDL_MARKET_SPOT, 1, NULL, ping },
  { "/api/v3/time", CDL_MARKET_SPOT, 1, NULL, server_time },
  { "/api/v3/exchangeInfo", CDL_MARKET_SPOT, 20, NULL, cdl_rest_exchange_info },
  { "/api/v3/klines", CDL_MARKET_SPOT, 2, NULL, cdl_rest_klines },
  { "/api/v3/uiKlines", CDL_MARKET_SPOT, 2, NULL, cdl_rest_klines },
  { "/api/v3/aggTrades", CDL_MARKET_SPOT, 4, NULL, cdl_rest_agg_trades },
  { "/api/v3/avgPrice", CDL_MARKET_SPOT, 2, NULL, cdl_rest_average_price },
  { "/api/v3/ticker/price", CDL_MARKET_SPOT, 0, ticker_weight, cdl_rest_price },
  { "/api/v3/ticker/bookTicker", CDL_MARKET_SPOT, 0, ticker_weight, cdl_rest_book_ticker },
  { "/api/v3/ticker/24hr", CDL_MARKET_SPOT, 0, day_ticker_weight, cdl_rest_day_ticker },
  { "/fapi/v1/ping", CDL_MARKET_UM, 1, NULL, ping },
  { "/fapi/v1/time", CDL_MARKET_UM, 1, NULL, server_time },
  { "/fapi/v1/exchangeInfo", CDL_MARKET_UM, 1, NULL, cdl_rest_exchange_info },
  { "/fapi/v1/klines", CDL_MARKET_UM, 0, kline_weight, cdl_rest_klines },
  { "/fapi/v1/aggTrades", CDL_MARKET_UM, 20, NULL, cdl_rest_agg_trades },
  { "/fapi/v1/markPriceKlines", CDL_MARKET_UM, 0, kline_weight, cdl_rest_mark_klines },
  { "/fapi/v1/ticker/price", CDL_MARKET_UM, 0, ticker_weight, cdl_rest_price },
  { "/fapi/v2/ticker/price", CDL_MARKET_UM, 0, ticker_weight, cdl_rest_price },
  { "/fapi/v1/ticker/bookTicker", CDL_MARKET_UM, 0, ticker_weight, cdl_rest_book_ticker },
  { "/fapi/v1/ticker/24hr", CDL_MARKET_UM, 0, day_ticker_weight, cdl_rest_day_ticker },
  { "/fapi/v1/premiumIndex", CDL_MARKET_UM, 0, premium_weight, cdl_rest_premium_index },
  { "/fapi/v1/fundingRate", CDL_MARKET_UM, 1, NULL, cdl_rest_funding_rate },
  { "/fapi/v1/fundingInfo", CDL_MARKET_UM, 1, NULL, cdl_rest_funding_info },
};

static gssize
find_endpoint (const char *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS (endpoints); i++)
    if (strcmp (endpoints[i].path, path) == 0)
      return (gssize) i;

  return -1;
}

gboolean
cdl_rest_knows (const char *path, CdlMarket *market)
{
  gssize i = find_endpoint (path);

  if (i >= 0)
    *market = endpoints[i].market;

  return i >= 0;
}

guint
cdl_rest_weight (const CdlRestRequest *request)
{
  gssize i = find_endpoint (request->path);

  if (i < 0)
    return 1;

  return endpoints[i].weight > 0 ? endpoints[i].weight : endpoints[i].weigh (request);
}

CdlSimReply *
cdl_rest_answer (CdlRestRequest *request)
{
  gssize i = find_endpoint (request->path);
  CdlSimReply *reply;

  if (i < 0)
    return NULL;

  reply = endpoints[i].answer (request);

  return reply ? reply : g_steal_pointer (&request->refusal);
}
