#include "cdl-bulk.h"
#include "cdl-sim-faults.h"
#include "cdl-stream-command.h"
#include "cdl-stream-topic.h"
#include "cdl-time.h"

#define FIRST_DAY 19723 /* 2024-01-01 */

static void
test_topics (void)
{
  static const struct
  {
    CdlRoute route;
    const char *name;
    CdlTopicKind kind;
    gint64 period;
  } rows[] = {
    { CDL_ROUTE_SPOT, "btcusdt@kline_1m", CDL_TOPIC_KLINE, 2000 },
    { CDL_ROUTE_SPOT, "btcusdt@kline_1s", CDL_TOPIC_KLINE, 1000 },
    { CDL_ROUTE_SPOT, "btcusdt@kline_1M", CDL_TOPIC_KLINE, 2000 },
    { CDL_ROUTE_UM_MARKET, "btcusdt@kline_1m", CDL_TOPIC_KLINE, 250 },
    { CDL_ROUTE_UM_MARKET, "btcusdt@kline_1s", CDL_TOPIC_UNKNOWN, 0 },
    { CDL_ROUTE_UM_MARKET, "btcusdt@markPrice", CDL_TOPIC_MARK_PRICE, 3000 },
    { CDL_ROUTE_UM_MARKET, "btcusdt@markPrice@1s", CDL_TOPIC_MARK_PRICE, 1000 },
    { CDL_ROUTE_UM_MARKET, "btcusdt@aggTrade", CDL_TOPIC_AGG_TRADE, 0 },
    { CDL_ROUTE_UM_MARKET, "btcusdt@bookTicker", CDL_TOPIC_UNKNOWN, 0 },
    { CDL_ROUTE_UM_PUBLIC, "btcusdt@bookTicker", CDL_TOPIC_BOOK_TICKER, 0 },
    { CDL_ROUTE_UM_PUBLIC, "btcusdt@kline_1m", CDL_TOPIC_UNKNOWN, 0 },
    { CDL_ROUTE_UM_LEGACY, "btcusdt@kline_1m", CDL_TOPIC_UNKNOWN, 0 },
    { CDL_ROUTE_UM_LEGACY, "btcusdt@trade", CDL_TOPIC_TRADE, 0 },
    { CDL_ROUTE_UM_PRIVATE, "btcusdt@trade", CDL_TOPIC_UNKNOWN, 0 },
    { CDL_ROUTE_SPOT, "btcusdt@markPrice", CDL_TOPIC_UNKNOWN, 0 },
    { CDL_ROUTE_SPOT, "BTCUSDT@trade", CDL_TOPIC_UNKNOWN, 0 },
    { CDL_ROUTE_SPOT, "nonesuch@trade", CDL_TOPIC_UNKNOWN, 0 },
    { CDL_ROUTE_SPOT, "btcusdt@kline_7m", CDL_TOPIC_UNKNOWN, 0 },
    { CDL_ROUTE_SPOT, "0", CDL_TOPIC_UNKNOWN, 0 },
    { CDL_ROUTE_SPOT, "@", CDL_TOPIC_UNKNOWN, 0 },
  };
  g_autoptr (CdlSimMarket) market = cdl_sim_market_new (1, FIRST_DAY, NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      CdlTopic topic;

      cdl_topic_parse (&topic, market, rows[i].route, rows[i].name);
      g_assert_cmpint (topic.kind, ==, rows[i].kind);
      g_assert_cmpint (topic.period, ==, rows[i].period);
      if (topic.kind != CDL_TOPIC_UNKNOWN)
        g_assert_cmpint (topic.symbol->market, ==,
                         rows[i].route == CDL_ROUTE_SPOT ? CDL_MARKET_SPOT : CDL_MARKET_UM);
    }
}

static void
test_commands (void)
{
  static const struct
  {
    const char *text;
    const char *id;      /* NULL: refused */
    const char *refusal; /* part of it */
  } rows[] = {
    { "{\"method\":\"SUBSCRIBE\",\"params\":[\"a@b\"],\"id\":1}", "1", NULL },
    { "{\"method\":\"SUBSCRIBE\",\"params\":[\"a@b\"],\"id\":\"x-1\"}", "\"x-1\"", NULL },
    { "{\"method\":\"UNSUBSCRIBE\",\"params\":[\"a@b\"],\"id\":null}", "null", NULL },
    { "{\"method\":\"LIST_SUBSCRIPTIONS\"}", "null", NULL },
    { "{\"method\":\"SET_PROPERTY\",\"params\":[\"combined\",true],\"id\":5}", "5", NULL },
    { "{\"method\":\"SUBSCRIBE\",\"params\":[],\"id\":1}", NULL, "\"code\":2" },
    { "{\"method\":\"SUBSCRIBE\",\"params\":\"a\",\"id\":1}", NULL, "\"id\":1" },
    { "{\"method\":\"JUMP\",\"id\":1}", NULL, "unknown variant `JUMP`" },
    { "{\"id\":1}", NULL, "missing field `method`" },
    { "{\"method\":\"SUBSCRIBE\",\"params\":[\"a\"],\"id\":1.5}", NULL, "request ID" },
    { "{\"method\":\"SUBSCRIBE\",\"params\":[\"a\"],\"id\":\"\\\"\"}", NULL, "request ID" },
    { "{\"method\":\"SET_PROPERTY\",\"params\":[\"speed\",true]}", NULL, "\"code\":0" },
    { "{\"method\":\"SET_PROPERTY\",\"params\":[\"combined\",\"yes\"]}", NULL, "\"code\":1" },
    { "not JSON", NULL, "\"code\":3" },
    { "[]", NULL, "\"code\":3" },
    { "", NULL, "\"code\":3" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *refusal = NULL;
      g_autoptr (CdlStreamCommand) command
          = cdl_stream_command_parse (rows[i].text, strlen (rows[i].text), &refusal);

      if (rows[i].id)
        g_assert_cmpstr (command->id, ==, rows[i].id);
      else
        {
          g_assert_null (command);
          g_assert_nonnull (strstr (refusal, rows[i].refusal));
        }
    }
}

static gint64
appears (CdlSimMarket *market, const char *path)
{
  g_auto (CdlBulkFile) file;

  return cdl_bulk_parse (&file, market, path) ? cdl_bulk_appears (&file) : CDL_TIME_NONE;
}

static void
test_bulk_paths (void)
{
  static const struct
  {
    const char *path, *appears; /* NULL: there is no such file */
  } rows[] = {
    { "spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2025-01-31.zip", "2025-02-01T02:00" },
    { "spot/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2025-01.zip.CHECKSUM", "2025-02-03T02:00" },
    { "spot/monthly/klines/BTCUSDT/1mo/BTCUSDT-1mo-2025-08.zip", "2025-09-01T02:00" },
    { "futures/um/monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2025-01.zip",
      "2025-02-03T02:00" },
    { "futures/um/daily/markPriceKlines/BTCUSDT/1h/BTCUSDT-1h-2024-02-29.zip", "2024-03-01T02:00" },
    { "spot/daily/aggTrades/BTCUSDT/BTCUSDT-aggTrades-2025-01-31.zip", "2025-02-01T02:00" },
    { "spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2025-02-29.zip", NULL },
    { "spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2025-01.zip", NULL },
    { "spot/monthly/klines/BTCUSDT/1m/BTCUSDT-5m-2025-01.zip", NULL },
    { "spot/monthly/klines/BTCUSDT/1M/BTCUSDT-1M-2025-01.zip", NULL },
    { "spot/monthly/klines/ETHUSDT/1m/BTCUSDT-1m-2025-01.zip", NULL },
    { "spot/monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2025-01.zip", NULL },
    { "spot/daily/markPriceKlines/BTCUSDT/1h/BTCUSDT-1h-2025-01-31.zip", NULL },
    { "futures/um/daily/klines/BTCUSDT/1s/BTCUSDT-1s-2025-01-31.zip", NULL },
    { "spot/daily/klines/BTCUSDT/1m/", NULL },
    { "spot/daily/klines/BTCUSDT/1m/../BTCUSDT-1m-2025-01-31.zip", NULL },
    { "spot/weekly/klines/BTCUSDT/1m/BTCUSDT-1m-2025-01-31.zip", NULL },
    { "", NULL },
  };
  g_autoptr (CdlSimMarket) market = cdl_sim_market_new (1, FIRST_DAY, NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/data/", rows[i].path, NULL);
      gint64 time = CDL_TIME_NONE;

      if (rows[i].appears)
        g_assert_true (cdl_time_parse (rows[i].appears, &time));
      g_assert_cmpint (appears (market, path), ==, time);
    }
}

/* Which of ten times a fault strikes. */
static guint
strikes (const char *text, const char *where)
{
  g_autoptr (CdlFaults) faults = cdl_faults_new (1);
  guint bits = 0;

  g_assert_cmpuint (cdl_faults_add_text (faults, text, NULL), ==, 1);
  for (int i = 0; i < 10; i++)
    bits = bits << 1 | (cdl_faults_strike (faults, CDL_FAULT_EVENT_DROP, where) != NULL);

  return bits;
}

static void
test_faults (void)
{
  static const char *const bad[] = { "",
                                     "event-dropp",

                                     "event-drop:every",
                                     "event-drop:every=x",
                                     "event-drop:chance=1.5",
                                     "event-drop:colour=red",
                                     "event-drop:value=NaN" };
  guint some;

  for (int i = 0; i < CDL_N_FAULT_TYPES; i++)
    {
      g_assert_nonnull (cdl_fault_name ((CdlFaultType) i));
      g_assert_nonnull (cdl_fault_description ((CdlFaultType) i));
      for (int k = 0; k < i; k++)
        g_assert_cmpstr (cdl_fault_name ((CdlFaultType) i), !=, cdl_fault_name ((CdlFaultType) k));
    }

  g_assert_cmphex (strikes ("event-drop", "a@b"), ==, 0x3ff);
  g_assert_cmphex (strikes ("event-drop:every=3", "a@b"), ==, 0x092);
  g_assert_cmphex (strikes ("event-drop:skip=2,every=3", "a@b"), ==, 0x024);
  g_assert_cmphex (strikes ("event-drop:count=2", "a@b"), ==, 0x300);
  g_assert_cmphex (strikes ("event-drop:match=@b", "a@b"), ==, 0x3ff);
  g_assert_cmphex (strikes ("event-drop:match=@c", "a@b"), ==, 0);
  g_assert_cmphex (strikes ("event-drop:chance=0", "a@b"), ==, 0);
  some = strikes ("event-drop:chance=0.5", "a@b");
  g_assert_true (some != 0 && some != 0x3ff);
  g_assert_cmphex (strikes ("event-drop:chance=0.5", "a@b"), ==, some);

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (CdlFaults) faults = cdl_faults_new (1);
      g_autoptr (GError) error = NULL;

      g_assert_cmpuint (cdl_faults_add_text (faults, bad[i], &error), ==, 0);
      g_assert_nonnull (error);
      g_assert_cmpuint (cdl_faults_list (faults)->len, ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simulator/names/topics", test_topics);
  g_test_add_func ("/simulator/names/commands", test_commands);
  g_test_add_func ("/simulator/names/bulk-paths", test_bulk_paths);
  g_test_add_func ("/simulator/names/faults", test_faults);

  return g_test_run ();
}
