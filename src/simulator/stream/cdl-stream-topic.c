#include "cdl-stream-topic.h"

#include <string.h>

static const CdlSimSymbol *
find_symbol (CdlSimMarket *truth, CdlMarket market, const char *name, gsize length)
{
  const GPtrArray *symbols = cdl_sim_market_symbols (truth);

  for (guint i = 0; i < symbols->len; i++)
    {
      const CdlSimSymbol *symbol = symbols->pdata[i];

      if (symbol->market == market && strlen (symbol->lower) == length
          && strncmp (symbol->lower, name, length) == 0)
        return symbol;
    }

  return NULL;
}

static gboolean
carries (CdlRoute route, CdlTopicKind kind)
{
  gboolean is_public = kind == CDL_TOPIC_BOOK_TICKER || kind == CDL_TOPIC_TRADE;

  switch (route)
    {
    case CDL_ROUTE_SPOT:
      return kind != CDL_TOPIC_MARK_PRICE;
    case CDL_ROUTE_UM_MARKET:
      return !is_public;
    case CDL_ROUTE_UM_PUBLIC:
    case CDL_ROUTE_UM_LEGACY:
      return is_public;
    case CDL_ROUTE_UM_PRIVATE:
      return FALSE;
    }

  return FALSE;
}

static void
parse_kind (CdlTopic *topic, const char *text)
{
  gboolean is_spot = topic->symbol->market == CDL_MARKET_SPOT;

  if (g_str_has_prefix (text, "kline_") && cdl_interval_parse (text + 6, &topic->interval)
      && (is_spot || topic->interval != CDL_INTERVAL_1S))
    {
      topic->kind = CDL_TOPIC_KLINE;
      topic->period = !is_spot ? 250 : topic->interval == CDL_INTERVAL_1S ? 1000 : 2000;
    }
  else if (strcmp (text, "aggTrade") == 0)
    topic->kind = CDL_TOPIC_AGG_TRADE;
  else if (strcmp (text, "trade") == 0)
    topic->kind = CDL_TOPIC_TRADE;
  else if (strcmp (text, "bookTicker") == 0)
    topic->kind = CDL_TOPIC_BOOK_TICKER;
  else if (strcmp (text, "miniTicker") == 0)
    {
      topic->kind = CDL_TOPIC_MINI_TICKER;
      topic->period = 1000;
    }
  else if (strcmp (text, "markPrice") == 0 || strcmp (text, "markPrice@1s") == 0)
    {
      topic->kind = CDL_TOPIC_MARK_PRICE;
      topic->period = strlen (text) > 9 ? 1000 : 3000;
    }
}

void
cdl_topic_parse (CdlTopic *topic, CdlSimMarket *truth, CdlRoute route, const char *name)
{
  const char *at = strchr (name, '@');
  CdlMarket market = route == CDL_ROUTE_SPOT ? CDL_MARKET_SPOT : CDL_MARKET_UM;

  *topic = (CdlTopic){ .kind = CDL_TOPIC_UNKNOWN };
  if (!at)
    return;
  topic->symbol = find_symbol (truth, market, name, (gsize) (at - name));
  if (topic->symbol)
    parse_kind (topic, at + 1);
  if (!carries (route, topic->kind))
    *topic = (CdlTopic){ .kind = CDL_TOPIC_UNKNOWN };
}
