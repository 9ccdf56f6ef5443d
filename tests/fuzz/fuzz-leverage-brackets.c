#include "cdl-fuzz.h"

#include "cdl-leverage-brackets.h"

static const CdlFuzzSeed seeds[] = {
  CDL_FUZZ_SEED ("[{\"symbol\":\"BTCUSDT\",\"brackets\":[{\"bracket\":1,\"initialLeverage\":125,"
                 "\"notionalCap\":50000,\"notionalFloor\":0,\"maintMarginRatio\":0.004,\"cum\":0},"
                 "{\"bracket\":2,\"initialLeverage\":100,\"notionalCap\":600000,"
                 "\"notionalFloor\":50000,\"maintMarginRatio\":0.005,\"cum\":50}]}]"),
  CDL_FUZZ_SEED ("{\"symbol\":\"BTCUSDT\",\"brackets\":[{\"initialLeverage\":\"20\","
                 "\"notionalCap\":\"5e3\",\"notionalFloor\":\"0\",\"maintMarginRatio\":\"0.01\","
                 "\"cum\":\"0\"}]}"),
};

/* What is read are tiers that rise. */
static int
fuzz_leverage_brackets (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlLeverageBrackets) brackets
      = cdl_leverage_brackets_parse ((const char *) data, size, "f", &error);
  CdlSettings settings;

  if (brackets == NULL)
    {
      g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT);
      return 0;
    }
  cdl_settings_init (&settings, CDL_MARKET_UM);
  if (!cdl_leverage_brackets_apply (brackets, "BTCUSDT", &settings, NULL))
    return 0;
  g_assert_cmpuint (settings.n_tiers, >, 0);
  g_assert_cmpuint (settings.n_tiers, <=, CDL_MAX_TIERS);
  for (guint i = 0; i < settings.n_tiers; i++)
    {
      g_assert_cmpfloat (settings.tiers[i].cap, >, i > 0 ? settings.tiers[i - 1].cap : 0.0);
      g_assert_true (settings.tiers[i].max_leverage >= 1.0 && settings.tiers[i].mmr <= 1.0);
    }

  return 0;
}

CDL_FUZZ_TARGET ("leverage-brackets", fuzz_leverage_brackets, seeds);
