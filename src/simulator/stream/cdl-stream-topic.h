#pragma once

#include "cdl-sim-market.h"

G_BEGIN_DECLS

typedef enum
{
  CDL_TOPIC_UNKNOWN, /* accepted, and silent */
  CDL_TOPIC_KLINE,
  CDL_TOPIC_AGG_TRADE,
  CDL_TOPIC_TRADE,
  CDL_TOPIC_BOOK_TICKER,
  CDL_TOPIC_MINI_TICKER,
  CDL_TOPIC_MARK_PRICE,
} CdlTopicKind;

/* What a stream's name asks for: "btcusdt@kline_1m". */
typedef struct
{
  CdlTopicKind kind;
  const CdlSimSymbol *symbol; /* NULL only if unknown */
  CdlInterval interval;       /* of KLINE */
  gint64 period;              /* ms between updates, of those that have one */
} CdlTopic;

/* Where a connection leads. */
typedef enum
{
  CDL_ROUTE_SPOT,
  CDL_ROUTE_UM_MARKET, /* klines, aggTrade, markPrice, tickers */
  CDL_ROUTE_UM_PUBLIC, /* bookTicker, trade */
  CDL_ROUTE_UM_PRIVATE,
  CDL_ROUTE_UM_LEGACY, /* the futures address before the split: trade and bookTicker alone */
} CdlRoute;

/* Topics that the route does not carry are unknown. */
void cdl_topic_parse (CdlTopic *topic, CdlSimMarket *truth, CdlRoute route, const char *name);

G_END_DECLS
