#include "cdl-fuzz.h"

#include "cdl-dataset-check.h"
#include "cdl-exchange.h"

#define ROW                                                                                        \
  "[1704067200000,\"1\",\"2\",\"0.5\",\"1.5\",\"10\",1704067259999,\"15\",3,\"4\",\"6\",\"0\"]"
#define NEXT                                                                                       \
  "[1704067260000,\"1\",\"2\",\"0.5\",\"1.5\",\"0\",1704067319999,\"0\",0,\"0\",\"0\",\"0\"]"

static const CdlFuzzSeed seeds[] = {
  CDL_FUZZ_SEED ("[" ROW "," NEXT "]"),
  CDL_FUZZ_SEED ("[]"),
  CDL_FUZZ_SEED (
      "[{\"a\":1,\"p\":\"4.5\",\"q\":\"2\",\"f\":1,\"l\":1,\"T\":1704067200000,"
      "\"m\":true,\"M\":true},{\"a\":2,\"p\":\"4.5\",\"q\":\"1e-8\",\"T\":1704067200000}]"),
  CDL_FUZZ_SEED ("[{\"symbol\":\"BTCUSDT\",\"fundingRate\":\"-0.03750000\",\"fundingTime\":"
                 "1704067200000,\"markPrice\":\"\"}]"),
  CDL_FUZZ_SEED ("1,0.5,2,1,1,1704067200000,True,True\n2,0.5,2,2,2,1704067200001000,False,True\n"),
  CDL_FUZZ_SEED ("agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,"
                 "is_buyer_maker\r\n7,0.5,2,1,1,1704067200000,true\r\n"),
  CDL_FUZZ_SEED ("{\"serverTime\":1704067200000}"),
  CDL_FUZZ_SEED ("{\"code\":-1121,\"msg\":\"Invalid symbol.\"}"),
};

static void
check_prints (const GArray *prints)
{
  for (guint i = 0; i < prints->len; i++)
    {
      const CdlTradePrint *print = &g_array_index (prints, CdlTradePrint, i);

      g_assert_true (print->print.price > 0.0 && print->quantity >= 0.0 && print->id >= 0);
      if (i == 0)
        continue;
      g_assert_cmpint (print->id, >, print[-1].id);
      g_assert_cmpint (print->print.time, >=, print[-1].print.time);
    }
}

static void
read_klines (const char *text, gsize size, CdlInterval interval)
{
  const CdlExchange *exchange = cdl_exchange_binance ();
  CdlSeriesId id = { .series = CDL_SERIES_KLINES, .name = { .interval = interval } };
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlColumns) columns = exchange->parse_klines (text, size, &id, &error);

  g_assert_true ((columns == NULL) == (error != NULL));
  if (columns != NULL)
    {
      g_autoptr (CdlDatasetCheck) check = cdl_dataset_check (cdl_columns_view (columns));

      g_assert_true (cdl_dataset_check_is_sound (check));
    }
}

static void
read_funding (const char *text, gsize size)
{
  g_autoptr (GError) error = NULL;
  gsize n = 0;
  g_autofree CdlFunding *rates = cdl_exchange_binance ()->parse_funding (text, size, &n, &error);

  g_assert_true ((rates == NULL) == (error != NULL));
  for (gsize i = 0; i < n; i++)
    {
      g_assert_true (rates[i].rate > -1.0 && rates[i].rate < 1.0);
      g_assert_false (rates[i].price <= 0.0);
      g_assert_true (i == 0 || rates[i].time > rates[i - 1].time);
    }
}

/* Every parser of answers takes what can be true, and nothing else; a refusal leaves no rows. */
static int
fuzz_binance (const guint8 *data, gsize size)
{
  const CdlExchange *exchange = cdl_exchange_binance ();
  const char *text = (const char *) data;
  g_autoptr (GArray) prints = g_array_new (FALSE, FALSE, sizeof (CdlTradePrint));
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (CdlTradePrint));
  g_autofree char *said = NULL;
  gboolean symbol;
  gint64 time;

  read_klines (text, size, CDL_INTERVAL_1M);
  read_klines (text, size, (CdlInterval) (size % CDL_N_INTERVALS));
  read_funding (text, size);
  if (!exchange->parse_prints (text, size, prints, NULL))
    g_assert_cmpuint (prints->len, ==, 0);
  exchange->parse_print_file (text, size, lines, NULL);
  check_prints (prints);
  check_prints (lines);
  if (exchange->parse_time (text, size, &time, NULL))
    g_assert_cmpint (time, >, 0);
  said = exchange->parse_error (text, size, &symbol);
  g_assert_true (said == NULL || g_utf8_validate (said, -1, NULL));

  return 0;
}

CDL_FUZZ_TARGET ("binance", fuzz_binance, seeds);
