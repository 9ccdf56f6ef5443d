#include "cdl-fuzz.h"

#include "cdl-time.h"

static const CdlFuzzSeed seeds[] = {
  CDL_FUZZ_SEED ("2022-06-15"),
  CDL_FUZZ_SEED ("2022-06-15T03:00"),
  CDL_FUZZ_SEED ("2022-06-15 03:00:00.123 UTC"),
  CDL_FUZZ_SEED ("2024-02-29T23:59:59.999+14:00"),
  CDL_FUZZ_SEED ("0001-01-01T00:00Z"),
  CDL_FUZZ_SEED ("9999-12-31T23:59:59-12:30"),
  CDL_FUZZ_SEED ("1655262000"),
  CDL_FUZZ_SEED ("1655262000000"),
  CDL_FUZZ_SEED ("1655262000000000"),
};

/* A text that is refused leaves the time alone; one that is read survives the way through ISO. */
static int
fuzz_time (const guint8 *data, gsize size)
{
  g_autofree char *text = cdl_fuzz_text (data, size);
  gint64 time = CDL_TIME_NONE, again = CDL_TIME_NONE;

  if (!cdl_time_parse (text, &time))
    g_assert_cmpint (time, ==, CDL_TIME_NONE);
  else if (time >= cdl_days_from_civil (1, 1, 1) * CDL_DAY_MS
           && time < cdl_days_from_civil (10000, 1, 1) * CDL_DAY_MS)
    {
      g_autofree char *iso = cdl_time_format_iso (time);

      g_assert_true (cdl_time_parse (iso, &again));
      g_assert_cmpint (again, ==, time);
    }

  return 0;
}

CDL_FUZZ_TARGET ("time", fuzz_time, seeds);
