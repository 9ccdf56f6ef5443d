#include "cdl-fuzz.h"

#include "cdl-funding.h"

static const CdlFuzzSeed seeds[] = {
  CDL_FUZZ_SEED ("ts,rate\n1765555200002,3.383e-05\n1765584000001,-1.21e-06\n"),
  CDL_FUZZ_SEED (
      "calc_time,funding_interval_hours,last_funding_rate\r\n1704067200000,8,0.0001\r\n"),
  CDL_FUZZ_SEED ("2024-01-01 00:00,0.0001\n2024-01-01 08:00,0.0002"),
  CDL_FUZZ_SEED ("[{\"symbol\":\"BTCUSDT\",\"fundingRate\":\"-0.03750000\",\"fundingTime\":"
                 "1570608000000},{\"fundingRate\":0.0001,\"fundingTime\":\"1570636800000\"}]"),
  CDL_FUZZ_SEED ("time,rate,mark_price\n1704067200000,0.0001,42000.5\n1704096000000,0.0001,\n"),
};

/* What is read rises in time, and is a fraction. */
static int
fuzz_funding (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  gsize n = 0;
  g_autofree CdlFunding *rates = cdl_funding_parse ((const char *) data, size, "f", &n, &error);

  if (rates == NULL)
    {
      g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT);
      return 0;
    }
  g_assert_cmpuint (n, >, 0);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_true (rates[i].rate > -1 && rates[i].rate < 1);
      g_assert_true (rates[i].price >= 0.0);
      if (i > 0)
        g_assert_cmpint (rates[i].time, >, rates[i - 1].time);
    }

  return 0;
}

CDL_FUZZ_TARGET ("funding", fuzz_funding, seeds);
