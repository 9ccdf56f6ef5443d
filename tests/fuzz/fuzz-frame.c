#include "cdl-fuzz.h"

#include "cdl-frame.h"

#include <math.h>
#include <string.h>

static const CdlFuzzSeed seeds[] = {
  CDL_FUZZ_SEED ("{\"e\":\"aggTrade\",\"E\":1700000000123,\"s\":\"BTCUSDT\",\"a\":26129,"
                 "\"p\":\"37000.10\",\"q\":\"0.002\",\"f\":100,\"l\":105,\"T\":1700000000100}"),
  CDL_FUZZ_SEED ("{\"e\":\"kline\",\"E\":1700000040265,\"s\":\"A1\",\"k\":{\"t\":1699999980000,"
                 "\"T\":1700000039999,\"s\":\"A1\",\"i\":\"1m\",\"f\":100,\"L\":200,\"o\":\"2\","
                 "\"c\":\"2.5\",\"h\":\"3\",\"l\":\"1\",\"v\":\"9\",\"n\":101,\"x\":true,"
                 "\"q\":\"1\",\"V\":\"5\",\"Q\":\"0.5\",\"B\":\"0\"}}"),
  CDL_FUZZ_SEED ("{\"stream\":\"btcusdt@markPrice@1s\",\"data\":{\"e\":\"markPriceUpdate\","
                 "\"E\":1700000000000,\"s\":\"BTCUSDT\",\"p\":\"37001.5\",\"r\":\"-0.0003\","
                 "\"T\":1700006400000}}"),
  CDL_FUZZ_SEED ("{\"result\":null,\"id\":3}"),
  CDL_FUZZ_SEED ("{\"code\":2,\"msg\":\"\\u0041\",\"id\":3}"),
  CDL_FUZZ_SEED ("{\"e\":\"serverShutdown\",\"E\":1770123456789}"),
  CDL_FUZZ_SEED ("{\"a\":[[],{\"b\":[1e5,-0.5,true]}]}"),
};

/* Whatever is taken is possible. */
static int
fuzz_frame (const guint8 *data, gsize size)
{
  const char *reason = NULL;
  CdlFrame frame;

  if (!cdl_frame_read ((const char *) data, size, &frame, &reason))
    {
      g_assert_nonnull (reason);
      return 0;
    }
  g_assert_null (reason);
  if (frame.type <= CDL_FRAME_MARK)
    {
      g_assert_cmpuint (strlen (frame.symbol), >, 0);
      g_assert_cmpint (frame.event_time, <, G_GINT64_CONSTANT (4102444800000));
    }
  if (frame.type == CDL_FRAME_PRINT)
    {
      g_assert_true (isfinite (frame.print.price) && frame.print.price > 0.0);
      g_assert_true (isfinite (frame.print.qty) && frame.print.qty >= 0.0);
      g_assert_true (frame.print.id >= 0 && frame.print.id <= CDL_FRAME_MAX_ID);
    }
  if (frame.type == CDL_FRAME_KLINE)
    {
      const double *field = frame.kline.row.field;

      for (guint f = 0; f < CDL_N_FIELDS; f++)
        g_assert_true (isfinite (field[f]) && field[f] >= 0.0);
      g_assert_true (field[CDL_FIELD_LOW] > 0.0);
      g_assert_true (field[CDL_FIELD_LOW] <= field[CDL_FIELD_OPEN]);
      g_assert_true (field[CDL_FIELD_CLOSE] <= field[CDL_FIELD_HIGH]);
      g_assert_cmpint (cdl_interval_floor (frame.kline.interval, frame.kline.row.open_time), ==,
                       frame.kline.row.open_time);
    }

  return 0;
}

CDL_FUZZ_TARGET ("frame", fuzz_frame, seeds);
