#include "cdl-interval.h"

#include "cdl-random.h"
#include "cdl-time.h"

static gint64
at (const char *text)
{
  gint64 time = 0;

  g_assert_true (cdl_time_parse (text, &time));

  return time;
}

static void
test_names (void)
{
  static const char *const bad[]
      = { "", "1", "m", "1Mo", "1mo", "1D", "1H", "60m", "2m", "1m ", "1min" };
  CdlInterval interval = CDL_INTERVAL_1D;

  for (int i = 0; i < CDL_N_INTERVALS; i++)
    {
      g_assert_true (cdl_interval_parse (cdl_interval_name ((CdlInterval) i), &interval));
      g_assert_cmpint (interval, ==, i);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (cdl_interval_parse (bad[i], &interval));

  g_assert_true (cdl_interval_parse ("1m", &interval));
  g_assert_cmpint (interval, ==, CDL_INTERVAL_1M);
  g_assert_true (cdl_interval_parse ("1M", &interval));
  g_assert_cmpint (interval, ==, CDL_INTERVAL_1MO);
}

static void
test_floor (void)
{
  static const struct
  {
    CdlInterval interval;
    const char *time, *open, *next;
  } rows[] = {
    { CDL_INTERVAL_1S, "2022-06-15T03:00:07.999", "2022-06-15T03:00:07", "2022-06-15T03:00:08" },
    { CDL_INTERVAL_15M, "2022-06-15T03:14:59.999", "2022-06-15T03:00", "2022-06-15T03:15" },
    { CDL_INTERVAL_15M, "2022-06-15T03:15", "2022-06-15T03:15", "2022-06-15T03:30" },
    { CDL_INTERVAL_4H, "2017-08-17T07:59", "2017-08-17T04:00", "2017-08-17T08:00" },
    { CDL_INTERVAL_12H, "1969-12-31T23:00", "1969-12-31T12:00", "1970-01-01" },
    { CDL_INTERVAL_1D, "2024-02-29T12:00", "2024-02-29", "2024-03-01" },
    { CDL_INTERVAL_3D, "1970-01-03T23:00", "1970-01-01", "1970-01-04" },
    { CDL_INTERVAL_3D, "1969-12-31", "1969-12-29", "1970-01-01" },
    { CDL_INTERVAL_1W, "2017-08-17T04:00", "2017-08-14", "2017-08-21" }, /* the exchange's first */
    { CDL_INTERVAL_1W, "2024-03-03T23:59:59.999", "2024-02-26", "2024-03-04" },
    { CDL_INTERVAL_1W, "2024-03-04", "2024-03-04", "2024-03-11" },
    { CDL_INTERVAL_1W, "1970-01-01", "1969-12-29", "1970-01-05" },
    { CDL_INTERVAL_1MO, "2024-02-29T23:59:59.999", "2024-02-01", "2024-03-01" },
    { CDL_INTERVAL_1MO, "2023-12-31", "2023-12-01", "2024-01-01" },
    { CDL_INTERVAL_1MO, "1969-12-31", "1969-12-01", "1970-01-01" },
    { CDL_INTERVAL_1MO, "0001-01-31", "0001-01-01", "0001-02-01" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gint64 open = cdl_interval_floor (rows[i].interval, at (rows[i].time));

      g_assert_cmpint (open, ==, at (rows[i].open));
      g_assert_cmpint (cdl_interval_next (rows[i].interval, open), ==, at (rows[i].next));
      g_assert_cmpint (cdl_interval_close (rows[i].interval, open), ==, at (rows[i].next) - 1);
    }
}

/* On every grid: a time lies in the kline that its floor opens, an open is its own floor, and
 * adding n places and going back returns. */
static void
test_grid (void)
{
  CdlRandom random;
  gint64 first = at ("0001-01-01"), span = at ("9999-12-31") - first;

  cdl_random_init (&random, 5);
  for (int i = 0; i < 20000; i++)
    {
      CdlInterval interval = (CdlInterval) cdl_random_below (&random, CDL_N_INTERVALS);
      gint64 time = first + (gint64) cdl_random_below (&random, (guint64) span);
      gint64 open = cdl_interval_floor (interval, time), n;

      g_assert_cmpint (open, <=, time);
      g_assert_cmpint (cdl_interval_close (interval, open), >=, time);
      g_assert_cmpint (cdl_interval_floor (interval, open), ==, open);
      g_assert_cmpint (cdl_interval_floor (interval, open - 1), ==,
                       cdl_interval_add (interval, open, -1));
      n = (gint64) cdl_random_below (&random, 100) - 50;
      g_assert_cmpint (cdl_interval_add (interval, cdl_interval_add (interval, open, n), -n), ==,
                       open);
    }
}

/* Divides means: every opening of the coarse grid is one of the fine grid. */
static void
test_divides (void)
{
  for (int fine = 0; fine < CDL_N_INTERVALS; fine++)
    for (int coarse = 0; coarse < CDL_N_INTERVALS; coarse++)
      {
        gint64 open = cdl_interval_floor ((CdlInterval) coarse, at ("2021-05-05"));
        gboolean meets = fine <= coarse;

        for (int i = 0; meets && i < 50; i++)
          {
            meets = cdl_interval_floor ((CdlInterval) fine, open) == open;
            open = cdl_interval_next ((CdlInterval) coarse, open);
          }
        g_assert_cmpint (cdl_interval_divides ((CdlInterval) fine, (CdlInterval) coarse), ==,
                         meets);
      }
}

static void
test_lengths (void)
{
  for (int i = 1; i < CDL_N_INTERVALS; i++)
    g_assert_cmpint (cdl_interval_ms ((CdlInterval) i), >, cdl_interval_ms ((CdlInterval) (i - 1)));
  g_assert_cmpint (cdl_interval_ms (CDL_INTERVAL_3D), ==, 3 * CDL_DAY_MS);

  /* 400 years are 4800 months. */
  g_assert_cmpint (cdl_interval_ms (CDL_INTERVAL_1MO) * 4800, ==, 146097 * CDL_DAY_MS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/interval/names", test_names);
  g_test_add_func ("/interval/floor", test_floor);
  g_test_add_func ("/interval/grid", test_grid);
  g_test_add_func ("/interval/divides", test_divides);
  g_test_add_func ("/interval/lengths", test_lengths);

  return g_test_run ();
}
