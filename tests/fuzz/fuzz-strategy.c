#include "cdl-fuzz.h"

#include "cdl-json-scan.h"
#include "cdl-strategy-reader.h"
#include "cdl-strategy-writer.h"

static const CdlFuzzSeed seeds[] = {
  CDL_FUZZ_SEED (
      "{\"format\":1,\"name\":\"A\",\"interval\":\"15m\",\"params\":{\"n\":{\"value\":5,"
      "\"min\":2,\"max\":12,\"step\":1}},\"setups\":[{\"side\":\"long\",\"when\":"
      "\"close > n\",\"entry\":{\"price\":1},\"stop_loss\":0.5,\"take_profit\":\"2.0\"}]}"),
  CDL_FUZZ_SEED ("{\"format\":1,\"name\":\"B\",\"interval\":\"1M\",\"let\":{\"x\":\"close\","
                 "\"y\":true},\"setups\":[{\"side\":\"short\",\"pattern\":{\"name\":\"doji\","
                 "\"a\":1},\"entry\":{\"type\":\"market\"},\"stop_loss\":1,\"take_profit\":3}],"
                 "\"filters\":{\"min_gap\":0.1},\"money\":{\"mode\":\"risk\",\"risk\":1e-1}}"),
  CDL_FUZZ_SEED ("[\"\\u00e9\\ud83d\\ude00\\n\\\\\", -1.5e-3, [[[[[[[[[[[[{}]]]]]]]]]]]], null]"),
  CDL_FUZZ_SEED ("\xef\xbb\xbf{ \"a\": 010, \"a\": 'x' /* c */ }"),
  CDL_FUZZ_SEED ("{\"params\":{\"n\":{\"value\":1e300,\"min\":-9e17,\"max\":1e-18,\"step\":0}}}"),
};

/* What is read is written, read again and is the same; every complaint has a place in the text. */
static int
fuzz_strategy (const guint8 *data, gsize size)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (CdlStrategy) strategy
      = cdl_strategy_read ((const char *) data, (gssize) size, diagnostics);

  g_assert_true ((strategy != NULL) == (cdl_diagnostics_errors (diagnostics) == 0));
  if (strategy != NULL)
    {
      g_autofree char *text = cdl_strategy_write (strategy, CDL_STRATEGY_PRETTY);
      g_autofree char *canonical = cdl_strategy_write (strategy, CDL_STRATEGY_CANONICAL);
      g_autoptr (CdlStrategy) again = cdl_strategy_read (text, -1, diagnostics);
      g_autofree char *canonical_again = NULL;

      g_assert_nonnull (again);
      canonical_again = cdl_strategy_write (again, CDL_STRATEGY_CANONICAL);
      g_assert_cmpstr (canonical, ==, canonical_again);
    }
  else
    {
      g_autofree char *text = cdl_fuzz_utf8 (data, size);

      for (guint i = 0; i < cdl_diagnostics_count (diagnostics); i++)
        {
          CdlJsonPlace place;

          cdl_json_locate (text, cdl_diagnostics_get (diagnostics, i), &place);
          g_assert_cmpuint (place.start, <=, place.end);
          g_assert_cmpuint (place.end, <=, strlen (text));
          g_assert_cmpint (place.line, >=, 1);
          g_assert_cmpint (place.column, >=, 1);
        }
    }

  return 0;
}

CDL_FUZZ_TARGET ("strategy", fuzz_strategy, seeds);
