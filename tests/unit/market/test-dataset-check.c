#include "cdl-test-market.h"

#include "cdl-dataset-check.h"
#include "cdl-synthetic.h"
#include "cdl-time.h"

#include <math.h>
#include <string.h>

#define START G_GINT64_CONSTANT (1704067200000) /* 2024-01-01, a Monday */

/* Sound klines at the given places of the interval's grid. */
static CdlColumns *
klines_at (CdlInterval interval, const gint64 *places, gsize n)
{
  CdlColumns *columns = cdl_columns_new (interval, (1u << CDL_N_FIELDS) - 1);
  const double values[CDL_N_FIELDS] = { 1, 2, 0.5, 1.5, 10, 15, 3, 4, 6 };

  for (gsize i = 0; i < n; i++)
    cdl_columns_append (columns, cdl_interval_add (interval, START, places[i]), values);

  return columns;
}

/* The same holes in every interval: in months and weeks as in seconds. */
static void
test_holes (void)
{
  static const gint64 places[] = { 0, 1, 2, 5, 6, 8, 100 };
  static const CdlHole holes[] = { { 2, 5, 2 }, { 6, 8, 1 }, { 8, 100, 91 } };
  static const CdlStretch stretches[] = { { 0, 2, 3 }, { 5, 6, 2 }, { 8, 8, 1 }, { 100, 100, 1 } };

  for (int interval = 0; interval < CDL_N_INTERVALS; interval++)
    {
      /* 3d klines count from the epoch, which START does not lie on. */
      g_autoptr (CdlColumns) columns = NULL;
      g_autoptr (CdlDatasetCheck) check = NULL;

      if (cdl_interval_floor ((CdlInterval) interval, START) != START)
        continue;
      columns = klines_at ((CdlInterval) interval, places, G_N_ELEMENTS (places));
      check = cdl_dataset_check (cdl_columns_view (columns));
      g_assert_true (cdl_dataset_check_is_sound (check));
      g_assert_cmpuint (check->rows, ==, 7);
      g_assert_cmpuint (check->missing, ==, 94);
      g_assert_cmpuint (check->missing, ==, cdl_klines_missing (cdl_columns_view (columns)));
      g_assert_cmpfloat (check->quality, ==, 100.0 * 7 / 101);
      g_assert_cmpuint (check->holes->len, ==, G_N_ELEMENTS (holes));
      for (guint i = 0; i < check->holes->len; i++)
        {
          const CdlHole *hole = &g_array_index (check->holes, CdlHole, i);

          g_assert_cmpint (hole->after, ==,
                           cdl_interval_add ((CdlInterval) interval, START, holes[i].after));
          g_assert_cmpint (hole->before, ==,
                           cdl_interval_add ((CdlInterval) interval, START, holes[i].before));
          g_assert_cmpuint (hole->missing, ==, holes[i].missing);
        }
      g_assert_cmpuint (check->stretches->len, ==, G_N_ELEMENTS (stretches));
      for (guint i = 0; i < check->stretches->len; i++)
        {
          const CdlStretch *stretch = &g_array_index (check->stretches, CdlStretch, i);

          g_assert_cmpint (stretch->first, ==,
                           cdl_interval_add ((CdlInterval) interval, START, stretches[i].first));
          g_assert_cmpint (stretch->last, ==,
                           cdl_interval_add ((CdlInterval) interval, START, stretches[i].last));
          g_assert_cmpuint (stretch->rows, ==, stretches[i].rows);
        }
    }
}

/* One kline changed in one way is found as that, at its time, and nothing else is. */
static void
test_findings (void)
{
  static const gint64 places[] = { 0, 1, 2, 3, 4 };
  static const struct
  {
    int field; /* -1: the open time, moved by value */
    double value;
    int finding; /* -1: none */
  } rows[] = {
    { CDL_FIELD_VOLUME, 0, CDL_FINDING_ZERO_VOLUME },
    { CDL_FIELD_HIGH, 1.25, CDL_FINDING_OHLC },
    { CDL_FIELD_LOW, 1.25, CDL_FINDING_OHLC },
    { CDL_FIELD_OPEN, 2.5, CDL_FINDING_OHLC },
    { CDL_FIELD_CLOSE, 0.25, CDL_FINDING_OHLC },
    { CDL_FIELD_OPEN, 0, CDL_FINDING_PRICE },
    { CDL_FIELD_HIGH, INFINITY, CDL_FINDING_PRICE },
    { CDL_FIELD_LOW, -1, CDL_FINDING_PRICE },
    { CDL_FIELD_CLOSE, NAN, CDL_FINDING_PRICE },
    { CDL_FIELD_VOLUME, -1, CDL_FINDING_VOLUME },
    { CDL_FIELD_TRADES, INFINITY, CDL_FINDING_VOLUME },
    { CDL_FIELD_TAKER_BUY_QUOTE, NAN, -1 }, /* a source without that column */
    { CDL_FIELD_TRADES, 0, -1 },
    { -1, 1000, CDL_FINDING_ODD_OPEN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CdlColumns) columns = klines_at (CDL_INTERVAL_1M, places, G_N_ELEMENTS (places));
      const CdlKlines *klines = cdl_columns_view (columns);
      g_autoptr (CdlDatasetCheck) check = NULL;

      if (rows[i].field < 0)
        ((gint64 *) klines->open_time)[2] += (gint64) rows[i].value;
      else
        ((double *) klines->field[rows[i].field])[2] = rows[i].value;
      check = cdl_dataset_check (klines);
      for (int f = 0; f < CDL_N_FINDINGS; f++)
        {
          g_assert_cmpuint (check->findings[f].count, ==, f == rows[i].finding ? 1 : 0);
          if (f == rows[i].finding)
            g_assert_cmpint (check->findings[f].times[0], ==, klines->open_time[2]);
        }
      g_assert_cmpint (cdl_dataset_check_is_sound (check), ==,
                       rows[i].finding < 0 || rows[i].finding == CDL_FINDING_ZERO_VOLUME);
      g_assert_cmpuint (check->missing, ==, 0);
    }
}

/* Columns that a damaged disk might give: nothing is believed, nothing overflows. */
static void
test_nonsense (void)
{
  static const gint64 times[] = { 0, G_MININT64, G_MAXINT64, -1, 60000, 60000, 30000, G_MAXINT64 };
  const double ones[G_N_ELEMENTS (times)] = { 1, 1, 1, 1, 1, 1, 1, 1 };
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_COMPACT);

  for (int interval = 0; interval < CDL_N_INTERVALS; interval++)
    {
      CdlKlines klines = { .interval = (CdlInterval) interval,
                           .n = G_N_ELEMENTS (times),
                           .open_time = times,
                           .field = { ones, ones, ones, ones } };
      g_autoptr (CdlDatasetCheck) check = cdl_dataset_check (&klines);
      g_autofree char *text = cdl_dataset_check_format (check, 10);

      g_assert_false (cdl_dataset_check_is_sound (check));
      g_assert_cmpuint (check->findings[CDL_FINDING_ORDER].count, ==, 4);
      g_assert_cmpuint (check->findings[CDL_FINDING_ODD_OPEN].count, >=, 3);
      g_assert_cmpuint (strlen (text), >, 100);
    }
}

static void
test_empty (void)
{
  CdlKlines klines = { .interval = CDL_INTERVAL_1M };
  g_autoptr (CdlDatasetCheck) check = cdl_dataset_check (&klines);
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_COMPACT);
  g_autofree char *json = NULL;
  g_autofree char *text = cdl_dataset_check_format (check, 10);

  g_assert_cmpint (check->first, ==, CDL_TIME_NONE);
  g_assert_cmpuint (check->stretches->len, ==, 0);
  g_assert_nonnull (strstr (text, "rows                0\n"));
  cdl_dataset_check_write (check, writer);
  json = cdl_json_writer_steal (writer);
  g_assert_true (g_str_has_prefix (
      json, "{\"interval\":\"1m\",\"rows\":0,\"first\":null,\"last\":null,\"quality\":0,"
            "\"missing\":0,\"findings\":{\"zero_volume\":{\"count\":0,\"first\":[]},"));
}

/* Words for the terminal and for programs. */
static void
test_words (void)
{
  static const gint64 places[] = { 0, 1, 4, 5, 7 };
  g_autoptr (CdlColumns) columns = klines_at (CDL_INTERVAL_1H, places, G_N_ELEMENTS (places));
  g_autoptr (CdlDatasetCheck) check = NULL;
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_COMPACT);
  g_autofree char *text = NULL;
  g_autofree char *json = NULL;

  ((double *) cdl_columns_view (columns)->field[CDL_FIELD_VOLUME])[3] = 0;
  check = cdl_dataset_check (cdl_columns_view (columns));
  text = cdl_dataset_check_format (check, 1);
  g_assert_cmpstr (text, ==,
                   "interval            1h\n"
                   "rows                5\n"
                   "first               2024-01-01 00:00\n"
                   "last                2024-01-01 07:00\n"
                   "quality             62.5000 %\n"
                   "zero-volume klines  1: 2024-01-01 05:00\n"
                   "OHLC violations     0\n"
                   "impossible prices   0\n"
                   "impossible volumes  0\n"
                   "odd open times      0\n"
                   "klines out of order 0\n"
                   "holes               2 (3 klines missing)\n"
                   "  2024-01-01 01:00 -> 2024-01-01 04:00  2 missing\n"
                   "  and 1 more\n");
  cdl_dataset_check_write (check, writer);
  json = cdl_json_writer_steal (writer);
  g_assert_nonnull (strstr (json, "\"zero_volume\":{\"count\":1,\"first\":[1704085200000]}"));
  g_assert_nonnull (strstr (json, "\"holes\":[{\"after\":1704070800000,\"before\":1704081600000,"
                                  "\"missing\":2},"));
  g_assert_nonnull (strstr (json, "\"stretches\":[{\"first\":1704067200000,\"last\":1704070800000,"
                                  "\"rows\":2},"));
}

/* On random markets with holes the sums agree, whatever the interval. */
static void
test_random (void)
{
  for (guint seed = 0; seed < 30; seed++)
    {
      CdlSyntheticOptions options;
      g_autoptr (CdlColumns) columns = NULL;
      g_autoptr (CdlDatasetCheck) check = NULL;
      gsize rows = 0;

      cdl_synthetic_options_init (&options, seed);
      options.interval = (CdlInterval) (seed % CDL_INTERVAL_1W);
      options.start = cdl_interval_floor (options.interval, options.start);
      options.holes = 0.1;
      options.quiet = 0.1;
      columns = cdl_synthetic_klines (&options, 400);
      check = cdl_dataset_check (cdl_columns_view (columns));
      g_assert_true (cdl_dataset_check_is_sound (check));
      g_assert_cmpuint (check->missing, ==, cdl_klines_missing (cdl_columns_view (columns)));
      g_assert_cmpuint (check->stretches->len, ==, check->holes->len + 1);
      for (guint i = 0; i < check->stretches->len; i++)
        rows += g_array_index (check->stretches, CdlStretch, i).rows;
      g_assert_cmpuint (rows, ==, 400);
      g_assert_cmpuint (check->findings[CDL_FINDING_ZERO_VOLUME].count, >, CDL_FINDING_MAX_TIMES);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dataset-check/holes", test_holes);
  g_test_add_func ("/dataset-check/findings", test_findings);
  g_test_add_func ("/dataset-check/nonsense", test_nonsense);
  g_test_add_func ("/dataset-check/empty", test_empty);
  g_test_add_func ("/dataset-check/words", test_words);
  g_test_add_func ("/dataset-check/random", test_random);

  return g_test_run ();
}
