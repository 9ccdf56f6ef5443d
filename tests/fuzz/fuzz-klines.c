#include "cdl-fuzz.h"

#include "cdl-dataset-check.h"
#include "cdl-rows.h"

#define CSV_ROW "1704067200000,1,2,0.5,1.5,10,1704067259999,15,3,4,6,0\n"
#define JSON_ROW                                                                                   \
  "[1704067200000,\"1\",\"2\",\"0.5\",\"1.5\",\"10\",1704067259999,\"15\",3,\"4\",\"6\",\"0\"]"

static const CdlFuzzSeed seeds[] = {
  CDL_FUZZ_SEED (CSV_ROW "1704067260000,1,2,0.5,1.5,10,1704067319999,15,3,4,6,0\n"),
  CDL_FUZZ_SEED ("1735689600000000,1,2,0.5,1.5,10,1735693199999999,15,3,4,6,0\n"
                 "1735693200000000,1.00000000,2e0,.5,1.5,10,1735696799999999,15,3,4,6,0\r\n"),
  CDL_FUZZ_SEED ("open_time,open,high,low,close,volume,close_time,quote_volume,count,"
                 "taker_buy_volume,taker_buy_quote_volume,ignore\n" CSV_ROW),
  CDL_FUZZ_SEED ("timestamp,open,high,low,close,volume\n2024-01-01 00:00:00,1,2,0.5,1.5,10\n"
                 "2024-01-01 00:01:00,1.5,1.5,1.5,1.5,0\n"),
  CDL_FUZZ_SEED ("\xef\xbb\xbf\"1704067200\", 1 ,2,0.5,1.5,10\n1704070800,1,2,0.5,1.5,10"),
  CDL_FUZZ_SEED ("[" JSON_ROW "," JSON_ROW "]"),
  CDL_FUZZ_SEED (" [ [1704067200000, 1.0, 2, 5e-1, 1.5, 10],\n[1704067260000,1,2,0.5,1.5,10]] "),
  CDL_FUZZ_SEED ("[]"),
};

/* Whatever is read is sound; whatever is refused leaves nothing behind, and says why. */
static void
read_rows (const guint8 *data, gsize size, const CdlRowsOptions *options)
{
  g_autoptr (GError) error = NULL;
  CdlRows rows;

  if (!cdl_rows_read ((const char *) data, size, options, &rows, &error))
    {
      g_assert_nonnull (error);
      g_assert_true (g_str_has_prefix (error->message, "f"));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_null (rows.columns);
      g_assert_null (rows.first_bad);
      return;
    }
  if (rows.columns != NULL)
    {
      const CdlKlines *klines = cdl_columns_view (rows.columns);
      g_autoptr (CdlDatasetCheck) check = cdl_dataset_check (klines);

      g_assert_true (cdl_dataset_check_is_sound (check));
      for (gsize i = 0; i < klines->n; i++)
        g_assert_cmpint (cdl_klines_close_time (klines, i), <, options->now_ms);
    }
  g_assert_cmpint (rows.first_bad != NULL, ==, rows.bad > 0);
  cdl_rows_clear (&rows);
}

static int
fuzz_klines (const guint8 *data, gsize size)
{
  CdlRowsOptions options = { .file = "f", .now_ms = G_GINT64_CONSTANT (1800000000000) };

  read_rows (data, size, &options);
  options.skip_bad = TRUE;
  read_rows (data, size, &options);
  options.has_interval = TRUE;
  options.interval = (CdlInterval) (size % CDL_N_INTERVALS);
  read_rows (data, size, &options);

  return 0;
}

CDL_FUZZ_TARGET ("klines", fuzz_klines, seeds);
