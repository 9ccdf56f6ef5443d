#include "cdl-test-market.h"

#include "cdl-dataset-check.h"
#include "cdl-exchange-info.h"
#include "cdl-file-kind.h"
#include "cdl-funding.h"
#include "cdl-time.h"

#include <string.h>

/* Real files, with what is known of them. symbol: where the name does not tell it. */
static const struct
{
  const char *file;
  const char *symbol;
  const char *stored; /* symbol and interval */
  gsize rows;
  const char *first, *last;
  guint holes;
  gsize missing, zero_volume;
  guint odd_close;
} files[] = {
  { "fixtures_small/ADABTC-1m-2021-11-27.csv", NULL, "ADABTC 1m (spot)", 10, "2021-11-27",
    "2021-11-27 00:09", 0, 0, 0, 0 },
  { "fixtures_small/ADABTC-1m-2021-11-28.csv", NULL, "ADABTC 1m (spot)", 11, "2021-11-28",
    "2021-11-28 00:10", 0, 0, 0, 0 },
  { "fixtures_small/bbgo_BTCUSDT-1m-2022-05-06_futures_header.csv", "BTCUSDT", "BTCUSDT 1m (spot)",
    10, "2022-05-06", "2022-05-06 00:09", 0, 0, 0, 0 },
  { "rest_klines_json/BTCUSDT-1M.tar.xz", NULL, "BTCUSDT 1M (spot)", 104, "2017-08-01",
    "2026-03-01", 0, 0, 0, 0 },
  { "rest_klines_json/BTCUSDT-1d.tar.xz", NULL, "BTCUSDT 1d (spot)", 3178, "2017-08-17",
    "2026-04-29", 0, 0, 0, 1 },
  { "rest_klines_json/BTCUSDT-1h.tar.xz", NULL, "BTCUSDT 1h (spot)", 37923, "2022-01-01",
    "2026-04-30 03:00", 1, 1, 1, 1 },
  { "rest_klines_json/BTCUSDT-1w.tar.xz", NULL, "BTCUSDT 1w (spot)", 454, "2017-08-14",
    "2026-04-20", 0, 0, 0, 0 },
  { "rest_klines_json/BTCUSDT-4h.tar.xz", NULL, "BTCUSDT 4h (spot)", 19052, "2017-08-17 04:00",
    "2026-04-30", 8, 16, 1, 21 },
  { "rest_klines_json/ETHUSDT-1d.tar.xz", NULL, "ETHUSDT 1d (spot)", 3178, "2017-08-17",
    "2026-04-29", 0, 0, 0, 1 },
  { "spot_1m_csv/BTCUSDT_1m_2021.csv.xz", NULL, "BTCUSDT 1m (spot)", 50000, "2021-03-26 03:00",
    "2021-04-30 03:33", 2, 434, 0, 0 },
  { "spot_1m_csv/BTCUSDT_1m_2022.csv.xz", NULL, "BTCUSDT 1m (spot)", 50000, "2022-06-15 03:00",
    "2022-07-19 20:19", 0, 0, 0, 0 },
  { "spot_1m_csv/BTCUSDT_1m_2024.csv.xz", NULL, "BTCUSDT 1m (spot)", 50000, "2024-02-12 03:00",
    "2024-03-17 20:19", 0, 0, 0, 0 },
  { "spot_1m_csv/ETHUSDT_1m_2021.csv.xz", NULL, "ETHUSDT 1m (spot)", 50000, "2021-08-09 03:00",
    "2021-09-13 00:49", 1, 270, 0, 0 },
  { "spot_json_freqtrade/BTC_USDT-1m_202111.json.xz", NULL, "BTCUSDT 1m (spot)", 43199,
    "2021-11-11 09:12", "2021-12-11 09:10", 0, 0, 0, 0 },
  { "spot_json_freqtrade/ETH_USDT-1m_202111.json.xz", NULL, "ETHUSDT 1m (spot)", 43200,
    "2021-11-11 09:11", "2021-12-11 09:10", 0, 0, 0, 0 },
  { "spot_json_freqtrade/XRP_USDT-1m_202111.json.xz", NULL, "XRPUSDT 1m (spot)", 43199,
    "2021-11-11 09:12", "2021-12-11 09:10", 0, 0, 0, 0 },
  { "spot_vision_1h/ETHUSDT-1h-2024-12.zip", NULL, "ETHUSDT 1h (spot)", 744, "2024-12-01",
    "2024-12-31 23:00", 0, 0, 0, 0 },
  { "spot_vision_1h/ETHUSDT-1h-2025-01.zip", NULL, "ETHUSDT 1h (spot)", 744, "2025-01-01",
    "2025-01-31 23:00", 0, 0, 0, 0 },
  { "spot_vision_5m/BTCUSDT-5m-2024-02.zip", NULL, "BTCUSDT 5m (spot)", 8352, "2024-02-01",
    "2024-02-29 23:55", 0, 0, 0, 0 },
  { "um_vision_1m/FILUSDT-1m-2023-08.zip", NULL, "FILUSDT 1m (um)", 44640, "2023-08-01",
    "2023-08-31 23:59", 0, 0, 11, 0 },
  { "um_vision_1m/FILUSDT-1m-2023-09.zip", NULL, "FILUSDT 1m (um)", 43200, "2023-09-01",
    "2023-09-30 23:59", 0, 0, 41, 0 },
  { "um_vision_1m/NEARUSDT-1m-2025-06.zip", NULL, "NEARUSDT 1m (um)", 43200, "2025-06-01",
    "2025-06-30 23:59", 0, 0, 0, 0 },
  { "um_vision_5m/BTCUSDT-5m-2025-01.zip", NULL, "BTCUSDT 5m (um)", 8928, "2025-01-01",
    "2025-01-31 23:55", 0, 0, 2, 0 },
  { "um_vision_5m/BTCUSDT-5m-2025-02.zip", NULL, "BTCUSDT 5m (um)", 8064, "2025-02-01",
    "2025-02-28 23:55", 0, 0, 0, 0 },
  { "um_vision_5m/NEARUSDT-5m-2025-06.zip", NULL, "NEARUSDT 5m (um)", 8640, "2025-06-01",
    "2025-06-30 23:55", 0, 0, 0, 0 },
  { "peers/freqtrade/XRP_USDT_USDT-1h-futures.json.gz", NULL, "XRPUSDT 1h (spot)", 100,
    "2021-11-17 01:00", "2021-11-21 04:00", 0, 0, 0, 0 },
};

static gint64
time_of (const char *text)
{
  gint64 time;

  g_assert_true (cdl_time_parse (text, &time));

  return time;
}

static void
test_file (CdlTestMarket *self, gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *path = cdl_test_data (files[i].file);
  g_autoptr (CdlDatasetCheck) check = NULL;
  g_autoptr (CdlDataset) dataset = NULL;
  g_autofree char *name = NULL;
  CdlImportResult result;
  CdlFileKind kind;

  if (path == NULL)
    return;
  g_assert_true (cdl_file_kind (path, &kind, NULL));
  g_assert_cmpint (kind, ==, CDL_FILE_KLINES);

  result = cdl_test_import (self, path, files[i].symbol);
  name = cdl_dataset_name_format (&result.name);
  g_assert_cmpstr (name, ==, files[i].stored);
  g_assert_cmpuint (result.rows, ==, files[i].rows);
  g_assert_cmpuint (result.written.added, ==, files[i].rows);
  g_assert_cmpuint (result.bad + result.open, ==, 0);
  g_assert_cmpuint (result.odd_close, ==, files[i].odd_close);

  dataset = cdl_archive_open (self->archive, &result.name, NULL);
  check = cdl_dataset_check (cdl_dataset_klines (dataset));
  g_assert_cmpuint (check->rows, ==, files[i].rows);
  g_assert_cmpint (check->first, ==, time_of (files[i].first));
  g_assert_cmpint (check->last, ==, time_of (files[i].last));
  g_assert_cmpuint (check->holes->len, ==, files[i].holes);
  g_assert_cmpuint (check->missing, ==, files[i].missing);
  g_assert_cmpuint (check->missing, ==, cdl_klines_missing (cdl_dataset_klines (dataset)));
  g_assert_cmpuint (check->findings[CDL_FINDING_ZERO_VOLUME].count, ==, files[i].zero_volume);
  g_assert_true (cdl_dataset_check_is_sound (check));

  /* The same file again changes nothing. */
  result = cdl_test_import (self, path, files[i].symbol);
  g_assert_cmpuint (result.written.same, ==, files[i].rows);
  g_assert_cmpuint (result.written.added, ==, 0);
}

/* Every month of a folder, newest first, over the change from ms to us: one stretch. */
static void
test_seam (CdlTestMarket *self, gconstpointer data)
{
  static const char *const months[]
      = { "2025-05", "2025-03", "2025-04", "2024-11", "2025-02", "2025-01", "2024-12" };
  CdlDatasetName name = cdl_test_name ("ETHUSDT", CDL_INTERVAL_1H);
  g_autoptr (CdlDatasetCheck) check = NULL;
  g_autoptr (CdlDataset) dataset = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (months); i++)
    {
      g_autofree char *file = g_strdup_printf ("spot_vision_1h/ETHUSDT-1h-%s.zip", months[i]);
      g_autofree char *path = cdl_test_data (file);

      if (path == NULL)
        return;
      g_assert_cmpuint (cdl_test_import (self, path, NULL).odd_close, ==, 0);
    }
  dataset = cdl_archive_open (self->archive, &name, NULL);
  check = cdl_dataset_check (cdl_dataset_klines (dataset));
  g_assert_cmpuint (check->rows, ==, 720 + 744 + 744 + 672 + 744 + 720 + 744);
  g_assert_cmpuint (check->stretches->len, ==, 1);
  g_assert_cmpint (check->first, ==, time_of ("2024-11-01"));
  g_assert_cmpint (check->last, ==, time_of ("2025-05-31 23:00"));
}

/* The freqtrade sample of 2017 has holes that nobody counted for us: only that it goes in. */
static void
test_freqtrade_sample (CdlTestMarket *self, gconstpointer data)
{
  g_autofree char *path = cdl_test_data ("peers/freqtrade/UNITTEST_BTC-1m.json.gz");
  CdlImportResult result;

  if (path == NULL)
    return;
  result = cdl_test_import (self, path, NULL);
  g_assert_cmpstr (result.name.symbol, ==, "UNITTESTBTC");
  g_assert_cmpint (result.name.interval, ==, CDL_INTERVAL_1M);
  g_assert_cmpuint (result.rows, >, 10000);
}

/* Small REST answers: the interval is found by their rows. */
static void
test_small_json (CdlTestMarket *self, gconstpointer data)
{
  static const struct
  {
    const char *file;
    CdlInterval interval;
    gsize rows;
  } rows[] = {
    { "fixtures_small/archer_klines_monotonic.json", CDL_INTERVAL_1S, 25 },
    { "fixtures_small/nautilus/http_futures_market_continuous_klines.json", CDL_INTERVAL_1M, 1 },
    { "fixtures_small/nautilus/crates_klines_response.json", CDL_INTERVAL_1W, 1 },
    { "fixtures_small/apemon_binance-klines-QSPETH.json", CDL_INTERVAL_1D, 0 },
    { "fixtures_small/apemon_binance-klines-BTCUSDT.json", CDL_INTERVAL_1D, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = cdl_test_data (rows[i].file);
      g_autofree char *symbol = g_strdup_printf ("S%" G_GSIZE_FORMAT, i);
      CdlImportResult result;

      if (path == NULL)
        return;
      result = cdl_test_import (self, path, symbol);
      g_assert_cmpint (result.name.interval, ==, rows[i].interval);
      if (rows[i].rows > 0)
        g_assert_cmpuint (result.rows, ==, rows[i].rows);
    }
}

/* What holds no klines of ours is refused in words, and nothing is stored. */
static void
test_refused (CdlTestMarket *self, gconstpointer data)
{
  static const struct
  {
    const char *file;
    const char *symbol;
    const char *words;
  } rows[] = {
    { "peers/lean/crypto_binance_hour_btcusdt_trade.zip", "X",
      "open time “20180501 00:00” is not a time" },
    { "peers/lean/crypto_binance_minute_btcbusd_20221213_trade.zip", "X", "is not a time" },
    { "peers/freqtrade/XRP_ETH-trades.json.gz", "X", "rows of 12 or 6 columns are needed" },
    { "peers/freqtrade/backtest-result.json.gz", "X", "it holds no klines" },
    { "peers/backtesting.py/GOOG.csv", NULL, "its name does not tell the symbol" },
    { "peers/backtesting.py/EURUSD.csv", NULL, "its name does not tell the symbol" },
    { "peers/backtesting.py/BTCUSD.csv", "BTCUSD", "is not on the grid" },
    { "fixtures_small/archer_exchangeInfo.json", "X", "it holds no klines" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = cdl_test_data (rows[i].file);
      CdlImportOptions options = { .symbol = rows[i].symbol, .now_ms = CDL_TEST_NOW };
      g_autoptr (GError) error = NULL;
      CdlImportResult result;

      if (path == NULL)
        return;
      if (cdl_import_klines (self->archive, path, &options, &result, &error))
        {
          g_test_message ("%s was imported", rows[i].file);
          g_test_fail ();
          continue;
        }
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, rows[i].words));
    }
  g_assert_false (g_file_test (self->root, G_FILE_TEST_EXISTS));
}

static void
test_funding (CdlTestMarket *self, gconstpointer data)
{
  g_autofree char *path = cdl_test_data ("funding/funding_binance_BTCUSDT.csv");
  g_autofree CdlFunding *rates = NULL;
  g_autoptr (GError) error = NULL;
  CdlWriteResult result;
  CdlFileKind kind;
  gsize n;

  if (path == NULL)
    return;
  g_assert_true (cdl_file_kind (path, &kind, NULL));
  g_assert_cmpint (kind, ==, CDL_FILE_FUNDING);
  cdl_funding_import (self->root, path, NULL, FALSE, NULL, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result.added, ==, 540);
  g_assert_true (cdl_funding_load (self->root, "BTCUSDT", &rates, &n, &error));
  g_assert_cmpuint (n, ==, 540);
  g_assert_cmpint (rates[0].time, ==, G_GINT64_CONSTANT (1765555200002));
  g_assert_cmpfloat (rates[0].rate, ==, 3.383e-05);
  for (gsize i = 1; i < n; i++)
    g_assert_cmpint (ABS (rates[i].time - rates[i - 1].time - 8 * CDL_HOUR_MS), <, 1000);
}

static void
test_exchange_info (CdlTestMarket *self, gconstpointer data)
{
  static const struct
  {
    const char *file;
    CdlMarket market;
    guint symbols;
    const char *symbol;
    CdlDecimal tick, step;
    double min_notional;
  } rows[] = {
    { "rest_exchangeinfo/cryptofeed_BINANCE.0_2021-10.txt.gz",
      CDL_MARKET_SPOT,
      1695,
      "BTCUSDT",
      { 1, 2 },
      { 1, 5 },
      10 },
    { "rest_exchangeinfo/cryptofeed_BINANCE_FUTURES.0_2021-07.txt.gz",
      CDL_MARKET_UM,
      122,
      "BTCUSDT",
      { 1, 2 },
      { 1, 3 },
      5 },
    { "rest_exchangeinfo/exchangeInfo_2024_davijr.json.gz",
      CDL_MARKET_SPOT,
      1248,
      "BTCUSDT",
      { 1, 2 },
      { 1, 5 },
      5 },
    { "fixtures_small/archer_exchangeInfo.json",
      CDL_MARKET_UM,
      3,
      "DOGEUSDT",
      { 1, 5 },
      { 1, 0 },
      5 },
    { "fixtures_small/nautilus/crates_exchange_info_response.json",
      CDL_MARKET_SPOT,
      1,
      "ETHBTC",
      { 0, 0 },
      { 0, 0 },
      0 },
    { "fixtures_small/nautilus/http_futures_market_exchange_info.json",
      CDL_MARKET_UM,
      3,
      "BTCUSDT",
      { 1, 1 },
      { 1, 3 },
      10 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = cdl_test_data (rows[i].file);
      g_autoptr (CdlExchangeInfo) info = NULL;
      g_autoptr (CdlExchangeInfo) stored = NULL;
      g_autoptr (GError) error = NULL;
      const CdlSymbolInfo *symbol;
      CdlFileKind kind;

      if (path == NULL)
        return;
      g_assert_true (cdl_file_kind (path, &kind, NULL));
      g_assert_cmpint (kind, ==, CDL_FILE_EXCHANGE_INFO);
      info = cdl_exchange_info_import (self->root, path, &error);
      g_assert_no_error (error);
      g_assert_cmpint (cdl_exchange_info_market (info), ==, rows[i].market);
      g_assert_cmpuint (cdl_exchange_info_count (info), ==, rows[i].symbols);

      stored = cdl_exchange_info_load (self->root, rows[i].market, &error);
      g_assert_no_error (error);
      symbol = cdl_exchange_info_lookup (stored, rows[i].symbol);
      g_assert_nonnull (symbol);
      g_assert_cmpint (symbol->tick.mantissa, ==, rows[i].tick.mantissa);
      g_assert_cmpint (symbol->tick.scale, ==, rows[i].tick.scale);
      g_assert_cmpint (symbol->step.mantissa, ==, rows[i].step.mantissa);
      g_assert_cmpint (symbol->step.scale, ==, rows[i].step.scale);
      g_assert_cmpfloat (symbol->min_notional, ==, rows[i].min_notional);
      g_assert_cmpstr (symbol->status, ==, "TRADING");
      g_assert_cmpint (symbol->as_of, >, 1500000000000);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_strconcat ("/import-real/", files[i].file, NULL);

      g_test_add (path, CdlTestMarket, GSIZE_TO_POINTER (i), cdl_test_market_set_up, test_file,
                  cdl_test_market_tear_down);
    }
  CDL_TEST_ADD ("/import-real/seam", test_seam);
  CDL_TEST_ADD ("/import-real/freqtrade-sample", test_freqtrade_sample);
  CDL_TEST_ADD ("/import-real/small-json", test_small_json);
  CDL_TEST_ADD ("/import-real/refused", test_refused);
  CDL_TEST_ADD ("/import-real/funding", test_funding);
  CDL_TEST_ADD ("/import-real/exchange-info", test_exchange_info);

  return g_test_run ();
}
