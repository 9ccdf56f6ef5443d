#include "cdl-binance-private.h"

#include "cdl-time.h"

#include <string.h>

/* Rows of one answer, and what it weighs there. */
#define KLINES             1000
#define PRINTS             1000
#define FUNDING            1000
#define WEIGHT_LIMIT_SPOT  6000
#define WEIGHT_LIMIT_UM    2400
#define REQUEST_LIMIT_SPOT 300000 /* in five minutes */
#define FUNDING_LIMIT      500    /* the same, of fundingRate and fundingInfo */

static gboolean
offers (const CdlSeriesId *id)
{
  gboolean um = id->name.market == CDL_MARKET_UM;

  switch (id->series)
    {
    case CDL_SERIES_KLINES:
      return !um || id->name.interval != CDL_INTERVAL_1S;
    case CDL_SERIES_MARK:
      return um && id->name.interval != CDL_INTERVAL_1S;
    case CDL_SERIES_FUNDING:
      return um;
    case CDL_SERIES_PRINTS:
    case CDL_SERIES_INFO:
      return TRUE;
    }

  return FALSE;
}

static char *
time_path (CdlMarket market, guint *weight)
{
  *weight = 1;

  return g_strdup (market == CDL_MARKET_UM ? "/fapi/v1/time" : "/api/v3/time");
}

static gboolean
parse_time (const char *text, gsize size, gint64 *time_ms, GError **error)
{
  g_autoptr (JsonNode) root = cdl_json_load (text, size, "the answer", error);

  if (root == NULL)
    return FALSE;
  if (JSON_NODE_HOLDS_OBJECT (root)
      && cdl_binance_time (json_object_get_member (json_node_get_object (root), "serverTime"),
                           time_ms))
    return TRUE;
  g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
               "the answer tells no “serverTime” in ms");

  return FALSE;
}

/* The whole path of one page: endpoint, what is asked for, and how much of it. */
static char *
list_path (const char *endpoint,
           const CdlSeriesId *id,
           gboolean interval,
           gint64 from,
           gint64 to,
           guint rows)
{
  return g_strdup_printf (
      "%s?symbol=%s%s%s&startTime=%" G_GINT64_FORMAT "&endTime=%" G_GINT64_FORMAT "&limit=%u",
      endpoint, id->name.symbol, interval ? "&interval=" : "",
      interval ? cdl_interval_name (id->name.interval) : "", from, to - 1, rows);
}

/* How many rows to ask for. */
static guint
page_rows (guint wanted, guint most)
{
  return wanted == 0 ? most : MIN (wanted, most);
}

static char *
prints_path (const CdlSeriesId *id, gint64 from, gint64 to, gint64 first_id, guint rows)
{
  const char *endpoint
      = id->name.market == CDL_MARKET_UM ? "/fapi/v1/aggTrades" : "/api/v3/aggTrades";

  if (first_id >= 0)
    return g_strdup_printf ("%s?symbol=%s&fromId=%" G_GINT64_FORMAT "&limit=%u", endpoint,
                            id->name.symbol, first_id, rows);

  /* Both times may be given for less than an hour only. */
  return list_path (endpoint, id, FALSE, from, MIN (to, from + CDL_HOUR_MS), rows);
}

static char *
page_path (const CdlSeriesId *id,
           gint64 from,
           gint64 to,
           gint64 first_id,
           guint *rows,
           guint *weight)
{
  gboolean um = id->name.market == CDL_MARKET_UM;

  switch (id->series)
    {
    case CDL_SERIES_KLINES:
      *rows = page_rows (*rows, KLINES);
      *weight = um ? 5 : 2;
      return list_path (um ? "/fapi/v1/klines" : "/api/v3/klines", id, TRUE, from, to, *rows);
    case CDL_SERIES_MARK:
      *rows = page_rows (*rows, KLINES);
      *weight = 5;
      return list_path ("/fapi/v1/markPriceKlines", id, TRUE, from, to, *rows);
    case CDL_SERIES_FUNDING:
      *rows = page_rows (*rows, FUNDING);
      *weight = 1;
      return list_path ("/fapi/v1/fundingRate", id, FALSE, from, to, *rows);
    case CDL_SERIES_PRINTS:
      *rows = page_rows (*rows, PRINTS);
      *weight = um ? 20 : 4;
      return prints_path (id, from, to, first_id, *rows);
    case CDL_SERIES_INFO:
      *rows = 1;
      *weight = um ? 1 : 20;
      return um ? g_strdup ("/fapi/v1/exchangeInfo")
                : g_strdup_printf ("/api/v3/exchangeInfo?symbol=%s", id->name.symbol);
    }

  return NULL;
}

/* "2024-01" or "2024-01-31". */
static char *
period_name (CdlPeriod period, gint64 start)
{
  g_autofree char *iso = cdl_time_format_iso (start);

  return g_strndup (iso, period == CDL_PERIOD_MONTH ? 7 : 10);
}

static char *
bulk_path (const CdlSeriesId *id, CdlPeriod period, gint64 start)
{
  const char *market = id->name.market == CDL_MARKET_UM ? "futures/um" : "spot";
  const char *folder = period == CDL_PERIOD_MONTH ? "monthly" : "daily";
  const char *symbol = id->name.symbol;
  const char *interval = id->name.interval == CDL_INTERVAL_1MO
                             ? "1mo" /* their word for 1M: file names ignore the case somewhere */
                             : cdl_interval_name (id->name.interval);
  g_autofree char *when = period_name (period, start);

  switch (id->series)
    {
    case CDL_SERIES_KLINES:
    case CDL_SERIES_MARK:
      return g_strdup_printf ("/data/%s/%s/%s/%s/%s/%s-%s-%s.zip", market, folder,
                              id->series == CDL_SERIES_MARK ? "markPriceKlines" : "klines", symbol,
                              interval, symbol, interval, when);
    case CDL_SERIES_PRINTS:
      return g_strdup_printf ("/data/%s/%s/aggTrades/%s/%s-aggTrades-%s.zip", market, folder,
                              symbol, symbol, when);
    case CDL_SERIES_FUNDING:
    case CDL_SERIES_INFO:
      break;
    }

  return NULL;
}

/* Codes are universal, messages vary. */
#define INVALID_SYMBOL (-1121)

static char *
parse_error (const char *text, gsize size, gboolean *symbol)
{
  g_autoptr (JsonNode) root = cdl_json_load (text, size, "the answer", NULL);
  JsonObject *object
      = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  const char *message = object != NULL ? cdl_loaded_string (object, "msg") : NULL;
  gint64 code = object != NULL ? cdl_loaded_int (object, "code", 0) : 0;

  *symbol = code == INVALID_SYMBOL;
  if (code == 0)
    return NULL;

  return g_strdup_printf ("%s (%" G_GINT64_FORMAT ")", message != NULL ? message : "no message",
                          code);
}

static const CdlExchange binance = {
  .title = "Binance",
  .points = { .rest = { [CDL_MARKET_SPOT] = (char *) "https://api.binance.com",
                        [CDL_MARKET_UM] = (char *) "https://fapi.binance.com" },
              .bulk = (char *) "https://data.binance.vision" },
  .limits = { [CDL_MARKET_SPOT] = { { { TRUE, CDL_MINUTE_MS, WEIGHT_LIMIT_SPOT },
                                      { FALSE, 5 * CDL_MINUTE_MS, REQUEST_LIMIT_SPOT } },
                                    2 },
              [CDL_MARKET_UM] = { { { TRUE, CDL_MINUTE_MS, WEIGHT_LIMIT_UM } }, 1 } },
  .funding_limit = { FALSE, 5 * CDL_MINUTE_MS, FUNDING_LIMIT },
  .weight_header = "x-mbx-used-weight-1m",
  .offers = offers,
  .time_path = time_path,
  .parse_time = parse_time,
  .parse_limits = cdl_rate_limits_parse,
  .page_path = page_path,
  .parse_klines = cdl_binance_klines,
  .parse_prints = cdl_binance_prints,
  .parse_funding = cdl_binance_funding,
  .bulk_path = bulk_path,
  .parse_print_file = cdl_binance_print_file,
  .parse_error = parse_error,
};

const CdlExchange *
cdl_exchange_binance (void)
{
  return &binance;
}
