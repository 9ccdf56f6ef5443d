#include "cdl-fuzz.h"

#include "cdl-session-standing.h"

static const CdlFuzzSeed seeds[] = {
  CDL_FUZZ_SEED ("{\"id\":\"a\",\"updated_at\":1741082459999,\"capital\":1e4,\"equity\":9993.3,"
                 "\"balance\":9998.0,\"symbols\":[{\"symbol\":\"BTCUSDT\",\"state\":\"live\","
                 "\"reason\":\"\",\"data_time\":1741082459000,\"price\":59519.9,\"equity\":1.5,"
                 "\"balance\":2,\"trades\":1,\"pending\":[],\"open\":[{\"trade\":{\"seq\":1},"
                 "\"running\":-6.7}]}]}"),
  CDL_FUZZ_SEED ("{\"symbols\":[{\"symbol\":\"A\",\"state\":\"live\",\"price\":5,\"pending\":[{"
                 "\"setup\":{\"seq\":2,\"name\":\"dip\",\"side\":\"long\",\"created_at\":1,"
                 "\"first_kline\":1,\"entry\":5.0,\"stop_loss\":4.0,\"take_profit\":6.0,"
                 "\"expires_at\":null,\"fate\":\"pending\",\"fate_at\":null,\"entry_type\":"
                 "\"limit\",\"proof\":\"proven\"},\"distance_pct\":-3.0}],\"open\":[]}]}"),
  CDL_FUZZ_SEED (
      "{\"symbols\":[{\"state\":\"stale\",\"price\":null,\"pending\":[null],\"open\":[1]}]}"),
  CDL_FUZZ_SEED ("{\"symbols\":{}}"),
  CDL_FUZZ_SEED ("[]"),
};

/* Whatever another process left there can be shown: the worst symbol is one of those that are
 * found, and nothing is trusted more than it. */
static int
fuzz_session_standing (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlSessionStanding) standing
      = cdl_session_standing_read ((const char *) data, (gssize) size, &error);
  const CdlStandingSymbol *worst;

  if (standing == NULL)
    {
      g_assert_nonnull (error);
      return 0;
    }
  worst = cdl_session_standing_worst (standing);
  g_assert_true ((worst != NULL) == (standing->symbols->len > 0));
  if (worst == NULL)
    return 0;
  g_assert_nonnull (cdl_session_standing_find (standing, worst->symbol));
  for (guint i = 0; i < worst->open->len; i++)
    cdl_session_standing_running (standing, worst->symbol,
                                  g_array_index (worst->open, CdlStandingTrade, i).seq);

  return 0;
}

CDL_FUZZ_TARGET ("session-standing", fuzz_session_standing, seeds);
