#include "cdl-columns.h"
#include "cdl-klines.h"

#include "cdl-random.h"
#include "cdl-time.h"

#define ALL_FIELDS ((1u << CDL_N_FIELDS) - 1)

static const gint64 start = 1655251200000; /* 2022-06-15 */

/* n klines of which some are missing. */
static CdlColumns *
klines_with_holes (CdlInterval interval, gsize n, CdlRandom *random)
{
  CdlColumns *columns = cdl_columns_new (interval, ALL_FIELDS);
  gint64 open = cdl_interval_floor (interval, start);

  for (gsize i = 0; i < n; i++)
    {
      double values[CDL_N_FIELDS];

      for (int f = 0; f < CDL_N_FIELDS; f++)
        values[f] = (double) (i * 10) + f;
      cdl_columns_append (columns, open, values);
      open = cdl_interval_add (interval, open, 1 + (gint64) cdl_random_below (random, 3));
    }

  return columns;
}

static void
test_columns (void)
{
  double values[CDL_N_FIELDS] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };
  g_autoptr (CdlColumns) few = cdl_columns_new (CDL_INTERVAL_1H, 1u << CDL_FIELD_VOLUME);
  const CdlKlines *view = cdl_columns_view (few);

  g_assert_cmpuint (view->n, ==, 0);
  for (int f = 0; f < CDL_N_FIELDS; f++)
    g_assert_cmpint (view->field[f] != NULL, ==, f <= CDL_FIELD_VOLUME);

  for (int i = 0; i < 1000; i++)
    {
      values[CDL_FIELD_CLOSE] = i;
      cdl_columns_append (few, start + i * CDL_HOUR_MS, values);
    }
  values[CDL_FIELD_CLOSE] = -1;
  cdl_columns_replace_last (few, values);

  view = cdl_columns_view (few);
  g_assert_cmpuint (view->n, ==, 1000);
  g_assert_cmpint (view->interval, ==, CDL_INTERVAL_1H);
  for (int i = 0; i < 1000; i++)
    {
      g_assert_cmpint (view->open_time[i], ==, start + i * CDL_HOUR_MS);
      g_assert_cmpfloat (view->field[CDL_FIELD_CLOSE][i], ==, i == 999 ? -1 : i);
      g_assert_cmpfloat (view->field[CDL_FIELD_VOLUME][i], ==, 5);
    }
}

static void
test_copy (void)
{
  CdlRandom random;
  g_autoptr (CdlColumns) original = NULL, copy = NULL;
  const CdlKlines *view;
  CdlKlines part;

  cdl_random_init (&random, 2);
  original = klines_with_holes (CDL_INTERVAL_5M, 200, &random);
  part = cdl_klines_slice (cdl_columns_view (original), 50, 150);
  part.field[CDL_FIELD_TRADES] = NULL;
  copy = cdl_columns_copy (&part);
  view = cdl_columns_view (copy);

  g_assert_cmpuint (view->n, ==, 100);
  g_assert_null (view->field[CDL_FIELD_TRADES]);
  for (gsize i = 0; i < 100; i++)
    for (int f = 0; f < CDL_N_FIELDS; f++)
      {
        g_assert_cmpint (view->open_time[i], ==, part.open_time[i]);
        if (view->field[f] != NULL)
          g_assert_cmpfloat (view->field[f][i], ==, (double) ((i + 50) * 10) + f);
      }
}

/* Binary searches agree with a walk over all klines, at, before and after every boundary. */
static void
test_find (void)
{
  static const CdlInterval intervals[] = { CDL_INTERVAL_1M, CDL_INTERVAL_4H, CDL_INTERVAL_1MO };
  CdlRandom random;

  cdl_random_init (&random, 1);
  for (gsize n = 0; n < 30; n++)
    for (gsize k = 0; k < G_N_ELEMENTS (intervals); k++)
      {
        g_autoptr (CdlColumns) columns = klines_with_holes (intervals[k], n, &random);
        const CdlKlines *klines = cdl_columns_view (columns);

        for (gsize at = 0; at < n; at++)
          for (gint64 shift = -1; shift <= 1; shift++)
            for (int end = 0; end < 2; end++)
              {
                gint64 time
                    = shift
                      + (end == 0 ? klines->open_time[at] : cdl_klines_close_time (klines, at));
                gsize first = 0;
                gssize last = -1;

                while (first < n && klines->open_time[first] < time)
                  first++;
                for (gsize i = 0; i < n; i++)
                  if (cdl_klines_close_time (klines, i) <= time)
                    last = (gssize) i;
                g_assert_cmpuint (cdl_klines_find (klines, time), ==, first);
                g_assert_cmpint (cdl_klines_last_closed (klines, time), ==, last);
              }
        g_assert_cmpuint (cdl_klines_find (klines, G_MAXINT64), ==, n);
        g_assert_cmpuint (cdl_klines_find (klines, G_MININT64), ==, 0);
      }
}

static void
test_missing (void)
{
  static const struct
  {
    const char *open[4];
    CdlInterval interval;
    gsize missing;
  } rows[] = {
    { { "2024-01-01", "2024-01-02", "2024-01-03" }, CDL_INTERVAL_1D, 0 },
    { { "2024-01-01", "2024-01-05", "2024-01-06" }, CDL_INTERVAL_1D, 3 },
    { { "2024-01-01", "2024-03-01", "2025-01-01" }, CDL_INTERVAL_1MO, 10 },
    { { "2024-01-01" }, CDL_INTERVAL_1W, 0 },
    { { NULL }, CDL_INTERVAL_1M, 0 },
  };

  for (gsize r = 0; r < G_N_ELEMENTS (rows); r++)
    {
      g_autoptr (CdlColumns) columns = cdl_columns_new (rows[r].interval, 0);
      static const double values[CDL_N_FIELDS];

      for (int i = 0; rows[r].open[i] != NULL; i++)
        {
          gint64 open;

          g_assert_true (cdl_time_parse (rows[r].open[i], &open));
          cdl_columns_append (columns, open, values);
        }
      g_assert_cmpuint (cdl_klines_missing (cdl_columns_view (columns)), ==, rows[r].missing);
    }
}

static void
test_slice (void)
{
  CdlRandom random;
  g_autoptr (CdlColumns) columns = NULL;
  const CdlKlines *all;
  CdlKlines slice;

  cdl_random_init (&random, 3);
  columns = klines_with_holes (CDL_INTERVAL_1H, 10, &random);
  all = cdl_columns_view (columns);
  slice = cdl_klines_slice (all, 3, 7);
  g_assert_cmpuint (slice.n, ==, 4);
  g_assert_true (slice.open_time == all->open_time + 3);
  g_assert_true (slice.field[CDL_FIELD_LOW] == all->field[CDL_FIELD_LOW] + 3);
  g_assert_cmpuint (cdl_klines_slice (all, 7, 3).n, ==, 0);
  g_assert_cmpuint (cdl_klines_slice (all, 10, 10).n, ==, 0);
}

static void
test_field_names (void)
{
  g_assert_cmpstr (cdl_field_name (CDL_FIELD_OPEN), ==, "open");
  g_assert_cmpstr (cdl_field_name (CDL_FIELD_CLOSE), ==, "close");
  g_assert_cmpstr (cdl_field_name (CDL_FIELD_TAKER_BUY_QUOTE), ==, "taker_buy_quote");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/klines/columns", test_columns);
  g_test_add_func ("/klines/copy", test_copy);
  g_test_add_func ("/klines/find", test_find);
  g_test_add_func ("/klines/missing", test_missing);
  g_test_add_func ("/klines/slice", test_slice);
  g_test_add_func ("/klines/field-names", test_field_names);

  return g_test_run ();
}
