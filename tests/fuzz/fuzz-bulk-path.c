#include "cdl-fuzz.h"

#include "cdl-bulk.h"

static const CdlFuzzSeed seeds[] = {
  CDL_FUZZ_SEED ("/data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2025-01-31.zip"),
  CDL_FUZZ_SEED ("/data/futures/um/monthly/klines/ETHUSDT/1mo/ETHUSDT-1mo-2025-01.zip.CHECKSUM"),
  CDL_FUZZ_SEED ("/data/spot/monthly/aggTrades/BTCUSDT/BTCUSDT-aggTrades-2025-12.zip"),
};

/* What is taken for a file has a symbol, a span and a name that the path ends in. */
static int
fuzz_bulk_path (const guint8 *data, gsize size)
{
  static CdlSimMarket *market;
  g_autofree char *path = cdl_fuzz_text (data, size);
  g_auto (CdlBulkFile) file;

  if (!market)
    market = cdl_sim_market_new (1, 20000, NULL, NULL);
  if (cdl_bulk_parse (&file, market, path))
    {
      g_autofree char *end
          = g_strconcat ("/", file.stem, ".zip", file.checksum ? ".CHECKSUM" : "", NULL);

      g_assert_nonnull (file.symbol);
      g_assert_cmpint (file.from, <, file.to);
      g_assert_cmpint (cdl_bulk_appears (&file), >=, file.to);
      g_assert_true (g_str_has_suffix (path, end));
    }

  return 0;
}

CDL_FUZZ_TARGET ("bulk-path", fuzz_bulk_path, seeds);
