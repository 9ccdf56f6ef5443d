#include "cdl-random.h"
#include "cdl-statistics.h"

static const CdlEquityPoint *
at (const GArray *points, guint i)
{
  return &g_array_index (points, CdlEquityPoint, i);
}

static GArray *
walk (CdlRandom *random, guint n)
{
  GArray *points = g_array_new (FALSE, FALSE, sizeof (CdlEquityPoint));
  double equity = 10000;

  for (guint i = 0; i < n; i++)
    {
      CdlEquityPoint point = { 1000 * (gint64) i, equity, equity - 1 };

      g_array_append_val (points, point);
      equity += (double) cdl_random_below (random, 5) - 2;
    }

  return points;
}

/* Few enough points pass whole. */
static void
test_short (void)
{
  CdlRandom random;

  cdl_random_init (&random, 1);
  for (guint n = 0; n <= 10; n++)
    {
      g_autoptr (GArray) points = walk (&random, n);
      g_autoptr (GArray) reduced
          = cdl_equity_reduce ((const CdlEquityPoint *) (const void *) points->data, n, 10);

      g_assert_cmpuint (reduced->len, ==, n);
      for (guint i = 0; i < n; i++)
        g_assert_cmpint (at (reduced, i)->time, ==, 1000 * (gint64) i);
    }
}

/* Never too many, in order, each a point of the curve; ends, lowest and highest are among them, and
 * so are those of every stretch. */
static void
test_keeps (void)
{
  CdlRandom random;

  cdl_random_init (&random, 2);
  for (int round = 0; round < 400; round++)
    {
      guint n = 1 + (guint) cdl_random_below (&random, 300);
      gsize max = 4 + (gsize) cdl_random_below (&random, 60);
      g_autoptr (GArray) points = walk (&random, n);
      g_autoptr (GArray) reduced
          = cdl_equity_reduce ((const CdlEquityPoint *) (const void *) points->data, n, max);
      double low = at (points, 0)->equity, high = low, kept_low = low, kept_high = low;

      g_assert_cmpuint (reduced->len, <=, max);
      g_assert_cmpuint (reduced->len, >=, MIN (n, 2));
      g_assert_cmpint (at (reduced, 0)->time, ==, 0);
      g_assert_cmpint (at (reduced, reduced->len - 1)->time, ==, 1000 * ((gint64) n - 1));
      for (guint i = 0; i < reduced->len; i++)
        {
          const CdlEquityPoint *kept = at (reduced, i);

          if (i > 0)
            g_assert_cmpint (kept->time, >, at (reduced, i - 1)->time);
          g_assert_cmpfloat (kept->equity, ==, at (points, (guint) (kept->time / 1000))->equity);
          g_assert_cmpfloat (kept->balance, ==, kept->equity - 1);
          kept_low = MIN (kept_low, kept->equity);
          kept_high = MAX (kept_high, kept->equity);
        }
      for (guint i = 0; i < n; i++)
        {
          low = MIN (low, at (points, i)->equity);
          high = MAX (high, at (points, i)->equity);
        }
      g_assert_cmpfloat (kept_low, ==, low);
      g_assert_cmpfloat (kept_high, ==, high);
    }
}

/* A spike of one point stays, however long the curve. */
static void
test_spike (void)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (CdlEquityPoint));
  g_autoptr (GArray) reduced = NULL;
  gboolean up = FALSE, down = FALSE;

  for (guint i = 0; i < 100000; i++)
    {
      CdlEquityPoint point = { i, i == 51234 ? 2 : i == 51240 ? 0 : 1, 1 };

      g_array_append_val (points, point);
    }
  reduced
      = cdl_equity_reduce ((const CdlEquityPoint *) (const void *) points->data, points->len, 2000);
  for (guint i = 0; i < reduced->len; i++)
    {
      up = up || at (reduced, i)->time == 51234;
      down = down || at (reduced, i)->time == 51240;
    }
  g_assert_true (up && down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/equity-reduce/short", test_short);
  g_test_add_func ("/equity-reduce/keeps", test_keeps);
  g_test_add_func ("/equity-reduce/spike", test_spike);

  return g_test_run ();
}
