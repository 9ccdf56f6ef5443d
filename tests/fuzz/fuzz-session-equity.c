#include "cdl-fuzz.h"

#include <math.h>

#include "cdl-session-equity.h"

static const CdlFuzzSeed seeds[] = {
  CDL_FUZZ_SEED ("[[1741082400000,1e4,10000],[1741082460000,9993.25,9998],[1741082520000,0,0]]"),
  CDL_FUZZ_SEED ("[[1,1,1],[1,2,2]]"),
  CDL_FUZZ_SEED ("[[1,1],[2,\"2\",2],[3,null,{}]]"),
  CDL_FUZZ_SEED ("[[1,true,1e999]]"),
  CDL_FUZZ_SEED ("[]"),
  CDL_FUZZ_SEED ("{\"0\":[1,1,1]}"),
};

/* Whatever another process left there, what is read can be drawn: times go on, numbers are some. */
static int
fuzz_session_equity (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) points = cdl_session_equity_read ((const char *) data, (gssize) size, &error);

  if (points == NULL)
    {
      g_assert_nonnull (error);
      return 0;
    }
  for (guint i = 0; i < points->len; i++)
    {
      const CdlEquityPoint *point = &g_array_index (points, CdlEquityPoint, i);

      g_assert_true (isfinite (point->equity) && isfinite (point->balance));
      g_assert_true (i == 0 || point[-1].time < point->time);
    }

  return 0;
}

CDL_FUZZ_TARGET ("session-equity", fuzz_session_equity, seeds);
