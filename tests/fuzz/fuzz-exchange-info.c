#include "cdl-fuzz.h"

#include "cdl-exchange-info.h"

#include "cdl-market-error.h"
#include "cdl-rate-limits.h"

static const CdlFuzzSeed seeds[] = {
  CDL_FUZZ_SEED (
      "{\"timezone\":\"UTC\",\"serverTime\":1700000000000,\"symbols\":[{\"symbol\":\"A\","
      "\"status\":\"TRADING\",\"filters\":[{\"filterType\":\"PRICE_FILTER\",\"tickSize\":"
      "\"0.01\"},{\"filterType\":\"LOT_SIZE\",\"stepSize\":\"0.00001000\"}]}]}"),
  CDL_FUZZ_SEED ("{\"futuresType\":\"U_MARGINED\",\"symbols\":[{\"symbol\":\"B\",\"filters\":["
                 "{\"notional\":\"5\",\"filterType\":\"MIN_NOTIONAL\"}]},{\"symbol\":\"A\","
                 "\"contractType\":\"PERPETUAL\"}]}"),
  CDL_FUZZ_SEED (
      "https://x/exchangeInfo -> 1633998511.1: {\"symbols\":[{\"symbol\":\"A\",\"filters\""
      ":[{\"filterType\":\"NOTIONAL\",\"minNotional\":5.0}]}]}\nconfiguration: {}\n"),
  CDL_FUZZ_SEED (
      "{\"rateLimits\":[{\"rateLimitType\":\"REQUEST_WEIGHT\",\"interval\":\"MINUTE\","
      "\"intervalNum\":1,\"limit\":6000},{\"rateLimitType\":\"RAW_REQUESTS\",\"interval\":"
      "\"MINUTE\",\"intervalNum\":5,\"limit\":300000}],\"symbols\":[]}"),
  CDL_FUZZ_SEED ("{\"code\":-1121,\"msg\":\"Invalid symbol.\"}"),
  CDL_FUZZ_SEED ("{\"symbols\":[{\"symbol\":\"\\u00c9\\ud83d\\ude00\",\"filters\":[]}]}"),
};

/* What is read can be looked up, in order, with rules that are numbers. */
static int
fuzz_exchange_info (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlExchangeInfo) info
      = cdl_exchange_info_parse ((const char *) data, size, "f", &error);
  CdlRateLimits limits;

  cdl_rate_limits_parse ((const char *) data, size, &limits);
  for (guint i = 0; i < limits.n; i++)
    {
      g_assert_cmpuint (limits.limit[i].most, >, 0);
      g_assert_cmpint (limits.limit[i].length_ms, >=, 1000);
    }
  if (info == NULL)
    {
      g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT);
      return 0;
    }
  for (guint i = 0; i < cdl_exchange_info_count (info); i++)
    {
      const CdlSymbolInfo *symbol = cdl_exchange_info_get (info, i);

      g_assert_true (cdl_exchange_info_lookup (info, symbol->symbol) == symbol);
      g_assert_cmpint (symbol->tick.mantissa, >=, 0);
      g_assert_cmpint (symbol->step.mantissa, >=, 0);
      g_assert_cmpfloat (symbol->min_notional, >=, 0);
      if (i > 0)
        g_assert_cmpstr (cdl_exchange_info_get (info, i - 1)->symbol, <, symbol->symbol);
    }

  return 0;
}

CDL_FUZZ_TARGET ("exchange-info", fuzz_exchange_info, seeds);
