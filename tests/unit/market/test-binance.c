#include "cdl-exchange.h"
#include "cdl-time.h"

#include <math.h>
#include <string.h>

#define CELLS "\"2\",\"4\",\"1\",\"3\",\"10\""
#define REST  "\"15\",3,\"4\",\"6\",\"0\"]"
#define ROW   "[1704067200000," CELLS ",1704067259999," REST
#define NEXT  "[1704067260000," CELLS ",1704067319999," REST

static const CdlSeriesId minutes
    = { CDL_SERIES_KLINES, { CDL_MARKET_SPOT, "BTCUSDT", CDL_INTERVAL_1M } };

static void
test_klines_good (void)
{
  static const char text[] = "[" ROW "," NEXT "]";
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlColumns) columns
      = cdl_exchange_binance ()->parse_klines (text, sizeof text - 1, &minutes, &error);
  const CdlKlines *klines;

  g_assert_no_error (error);
  klines = cdl_columns_view (columns);
  g_assert_cmpuint (klines->n, ==, 2);
  g_assert_cmpint (klines->open_time[1], ==, G_GINT64_CONSTANT (1704067260000));
  g_assert_cmpfloat (klines->field[CDL_FIELD_HIGH][0], ==, 4.0);
  g_assert_cmpfloat (klines->field[CDL_FIELD_TRADES][0], ==, 3.0);
  g_assert_cmpfloat (klines->field[CDL_FIELD_TAKER_BUY_QUOTE][1], ==, 6.0);
}

/* What servers, proxies and damaged lines have sent. */
static void
test_klines_bad (void)
{
  static const char *const texts[] = {
    "",
    "null",
    "{\"code\":-1003,\"msg\":\"Too much request weight used.\"}",
    "<html>503</html>",
    "[" ROW,
    "[" ROW "] [",
    "[" ROW "," ROW "]",
    "[" NEXT "," ROW "]",
    "[[1704067200000]]",
    "[1,2]",
    /* prices as numbers, times as texts, in s and in us */
    "[[1704067200000,2,4,1,3,10,1704067259999," REST "]",
    "[[\"1704067200000\"," CELLS ",1704067259999," REST "]",
    "[[1704067200," CELLS ",1704067259," REST "]",
    "[[1704067200000000," CELLS ",1704067259999999," REST "]",
    "[[1704067200000.5," CELLS ",1704067259999," REST "]",
    /* off the grid, of another interval */
    "[[1704067200001," CELLS ",1704067260000," REST "]",
    "[[1704067200000," CELLS ",1704067499999," REST "]",
    /* impossible numbers */
    "[[1704067200000,\"NaN\",\"4\",\"1\",\"3\",\"10\",1704067259999," REST "]",
    "[[1704067200000,\"2\",\"Infinity\",\"1\",\"3\",\"10\",1704067259999," REST "]",
    "[[1704067200000,\"2\",\"4\",\"0\",\"3\",\"10\",1704067259999," REST "]",
    "[[1704067200000,\"-2\",\"4\",\"-3\",\"3\",\"10\",1704067259999," REST "]",
    "[[1704067200000,\"2\",\"1.5\",\"1\",\"3\",\"10\",1704067259999," REST "]",
    "[[1704067200000,\"2\",\"4\",\"2.5\",\"3\",\"10\",1704067259999," REST "]",
    "[[1704067200000,\"2\",\"4\",\"1\",\"3\",\"-10\",1704067259999," REST "]",
    "[[1704067200000,\"2\",\"1e309\",\"1\",\"3\",\"10\",1704067259999," REST "]",
    "[[1704067200000,\"2\",\"4\",\"1\",\"1,5\",\"10\",1704067259999," REST "]",
    "[[1704067200000,\"2\",\"0x10\",\"1\",\"3\",\"10\",1704067259999," REST "]",
    "[[1704067200000,\"\",\"4\",\"1\",\"3\",\"10\",1704067259999," REST "]",
    "[[1704067200000," CELLS ",1704067259999,\"15\",-3,\"4\",\"6\",\"0\"]]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CdlColumns) columns
          = cdl_exchange_binance ()->parse_klines (texts[i], strlen (texts[i]), &minutes, &error);

      if (columns != NULL)
        g_error ("taken for klines: %s", texts[i]);
      g_assert_true (error->domain == CDL_MARKET_ERROR);
    }
}

static void
test_prints (void)
{
  static const struct
  {
    const char *text;
    guint n; /* G_MAXUINT: refused */
  } cases[] = {
    { "[]", 0 },
    { "[{\"a\":1,\"p\":\"2\",\"q\":\"3\",\"T\":1704067200000},"
      "{\"a\":2,\"p\":\"2\",\"q\":\"0\",\"T\":1704067200000,\"nq\":\"1\"}]",
      2 },
    { "[{\"a\":2,\"p\":\"2\",\"q\":\"3\",\"T\":1704067200000},"
      "{\"a\":2,\"p\":\"2\",\"q\":\"3\",\"T\":1704067200000}]",
      G_MAXUINT },
    { "[{\"a\":2,\"p\":\"2\",\"q\":\"3\",\"T\":1704067200001},"
      "{\"a\":3,\"p\":\"2\",\"q\":\"3\",\"T\":1704067200000}]",
      G_MAXUINT },
    { "[{\"a\":2,\"p\":2,\"q\":\"3\",\"T\":1704067200001}]", G_MAXUINT },
    { "[{\"a\":2,\"p\":\"0\",\"q\":\"3\",\"T\":1704067200001}]", G_MAXUINT },
    { "[{\"a\":2,\"p\":\"1\",\"q\":\"-3\",\"T\":1704067200001}]", G_MAXUINT },
    { "[{\"a\":2,\"p\":\"1\",\"q\":\"3\",\"T\":1704067200}]", G_MAXUINT },
    { "[null]", G_MAXUINT },
    { "[{\"a\":2,\"p\":\"1\",\"q\":\"3\"", G_MAXUINT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) prints = g_array_new (FALSE, FALSE, sizeof (CdlTradePrint));
      gboolean good = cdl_exchange_binance ()->parse_prints (cases[i].text, strlen (cases[i].text),
                                                             prints, NULL);

      g_assert_cmpint (good, ==, cases[i].n != G_MAXUINT);
      g_assert_cmpuint (prints->len, ==, good ? cases[i].n : 0);
    }
}

/* Files of spot and futures, in ms and us, with a header or none. */
static void
test_print_files (void)
{
  static const struct
  {
    const char *text;
    guint n;
  } cases[] = {
    { "5,2.5,1,9,9,1735689600000000,True,True\n6,2.5,1,9,9,1735689600001,False,True\n", 2 },
    { "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\r\n"
      "5,2.5,1,9,9,1735689600000,true\r\n",
      1 },
    { "", 0 },
    { "5,2.5,1,9,9,1735689600000,true,x,y\n", G_MAXUINT },
    { "5,2.5,1\n", G_MAXUINT },
    { "5,2.5,nan,9,9,1735689600000,true\n", G_MAXUINT },
    { "-5,2.5,1,9,9,1735689600000,true\n", G_MAXUINT },
    { "6,2.5,1,9,9,1735689600000,true\n5,2.5,1,9,9,1735689600000,true\n", G_MAXUINT },
    { "99999999999999999999,2.5,1,9,9,1735689600000,true\n", G_MAXUINT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) prints = g_array_new (FALSE, FALSE, sizeof (CdlTradePrint));
      gboolean good = cdl_exchange_binance ()->parse_print_file (
          cases[i].text, strlen (cases[i].text), prints, NULL);

      g_assert_cmpint (good, ==, cases[i].n != G_MAXUINT);
      if (good)
        g_assert_cmpuint (prints->len, ==, cases[i].n);
      for (guint k = 0; good && k < prints->len; k++)
        g_assert_cmpint (g_array_index (prints, CdlTradePrint, k).print.time / CDL_DAY_MS, ==,
                         20089);
    }
}

static void
test_funding (void)
{
  static const struct
  {
    const char *text;
    int n;        /* -1: refused */
    double price; /* of the first; NaN */
  } cases[] = {
    { "[]", 0, NAN },
    { "[{\"fundingTime\":1704067200001,\"fundingRate\":\"0.0001\",\"markPrice\":\"42000.5\"}]", 1,
      42000.5 },
    { "[{\"fundingTime\":1704067200001,\"fundingRate\":\"0.0001\",\"markPrice\":\"\"}]", 1, NAN },
    { "[{\"fundingTime\":1704067200001,\"fundingRate\":\"0.0001\",\"markPrice\":\"0.000\"}]", 1,
      NAN },
    { "[{\"fundingTime\":1704067200001,\"fundingRate\":\"0.0001\"}]", 1, NAN },
    { "[{\"fundingTime\":1704067200001,\"fundingRate\":\"0.0001\",\"markPrice\":42000.5}]", -1,
      NAN },
    { "[{\"fundingTime\":1704067200001,\"fundingRate\":\"0.0001\",\"markPrice\":\"-1\"}]", -1,
      NAN },
    { "[{\"fundingTime\":1704067200001,\"fundingRate\":0.0001}]", -1, NAN },
    { "[{\"fundingTime\":1704067200001,\"fundingRate\":\"1.5\"}]", -1, NAN },
    { "[{\"fundingTime\":1704067200001,\"fundingRate\":\"nan\"}]", -1, NAN },
    { "[{\"fundingTime\":2,\"fundingRate\":\"0.1\"}]", -1, NAN },
    { "{}", -1, NAN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize n = 0;
      g_autofree CdlFunding *rates = cdl_exchange_binance ()->parse_funding (
          cases[i].text, strlen (cases[i].text), &n, NULL);

      g_assert_cmpint (rates != NULL, ==, cases[i].n >= 0);
      if (rates != NULL)
        g_assert_cmpint ((int) n, ==, cases[i].n);
      if (rates != NULL && n > 0)
        g_assert_true (isnan (cases[i].price) ? isnan (rates[0].price)
                                              : rates[0].price == cases[i].price);
    }
}

static void
test_paths (void)
{
  static const struct
  {
    CdlSeriesId id;
    CdlPeriod period;
    const char *path;
  } files[] = {
    { { CDL_SERIES_KLINES, { CDL_MARKET_SPOT, "BTCUSDT", CDL_INTERVAL_1M } },
      CDL_PERIOD_MONTH,
      "/data/spot/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2024-01.zip" },
    { { CDL_SERIES_KLINES, { CDL_MARKET_UM, "BTCUSDT", CDL_INTERVAL_1MO } },
      CDL_PERIOD_MONTH,
      "/data/futures/um/monthly/klines/BTCUSDT/1mo/BTCUSDT-1mo-2024-01.zip" },
    { { CDL_SERIES_MARK, { CDL_MARKET_UM, "BTCUSDT", CDL_INTERVAL_1H } },
      CDL_PERIOD_DAY,
      "/data/futures/um/daily/markPriceKlines/BTCUSDT/1h/BTCUSDT-1h-2024-01-01.zip" },
    { { CDL_SERIES_PRINTS, { CDL_MARKET_SPOT, "BTCUSDT", CDL_INTERVAL_1M } },
      CDL_PERIOD_DAY,
      "/data/spot/daily/aggTrades/BTCUSDT/BTCUSDT-aggTrades-2024-01-01.zip" },
    { { CDL_SERIES_FUNDING, { CDL_MARKET_UM, "BTCUSDT", CDL_INTERVAL_1M } }, CDL_PERIOD_DAY, NULL },
  };
  guint rows = 0, weight;
  g_autofree char *page
      = cdl_exchange_binance ()->page_path (&minutes, 60000, 180000, -1, &rows, &weight);

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path
          = cdl_exchange_binance ()->bulk_path (&files[i].id, files[i].period, 1704067200000);

      g_assert_cmpstr (path, ==, files[i].path);
    }
  g_assert_cmpstr (
      page, ==,
      "/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime=60000&endTime=179999&limit=1000");
  g_assert_cmpuint (rows, ==, 1000);
  g_assert_cmpuint (weight, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/binance/klines-good", test_klines_good);
  g_test_add_func ("/binance/klines-bad", test_klines_bad);
  g_test_add_func ("/binance/prints", test_prints);
  g_test_add_func ("/binance/print-files", test_print_files);
  g_test_add_func ("/binance/funding", test_funding);
  g_test_add_func ("/binance/paths", test_paths);

  return g_test_run ();
}
