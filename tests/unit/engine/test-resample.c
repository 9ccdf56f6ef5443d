#include "cdl-resample.h"

#include "cdl-random.h"
#include "cdl-time.h"

#include <math.h>

#define ALL_FIELDS ((1u << CDL_N_FIELDS) - 1)

/* A random walk of whole numbers, so that sums are exact, with holes and quiet klines; opens
 * anywhere. */
static CdlColumns *
random_klines (CdlInterval interval, gsize n, double holes, CdlRandom *random)
{
  CdlColumns *columns = cdl_columns_new (interval, ALL_FIELDS);
  gint64 open = cdl_interval_floor (
      interval, 1655251200000 + (gint64) cdl_random_below (random, 40 * CDL_DAY_MS));
  double price = 1000;

  for (gsize i = 0; i < n; i++)
    {
      double values[CDL_N_FIELDS];

      values[CDL_FIELD_OPEN] = price;
      price += (double) cdl_random_below (random, 21) - 10;
      values[CDL_FIELD_CLOSE] = price;
      values[CDL_FIELD_HIGH]
          = MAX (values[CDL_FIELD_OPEN], price) + (double) cdl_random_below (random, 5);
      values[CDL_FIELD_LOW]
          = MIN (values[CDL_FIELD_OPEN], price) - (double) cdl_random_below (random, 5);
      for (int f = CDL_FIELD_VOLUME; f < CDL_N_FIELDS; f++)
        values[f]
            = cdl_random_below (random, 4) == 0 ? 0.0 : (double) cdl_random_below (random, 99);
      cdl_columns_append (columns, open, values);
      do
        open = cdl_interval_next (interval, open);
      while (cdl_random_double (random) < holes);
    }

  return columns;
}

/* What the definition says, without state: every fine kline whose floor is the same, first to last;
 * closed if it was seen to its end or passed; the first one only from its beginning. */
static CdlColumns *
resample_by_definition (const CdlKlines *fine, CdlInterval coarse)
{
  CdlColumns *columns = cdl_columns_new (coarse, ALL_FIELDS);

  for (gsize from = 0, to; from < fine->n; from = to)
    {
      gint64 open = cdl_interval_floor (coarse, fine->open_time[from]);
      double values[CDL_N_FIELDS] = { 0 };

      values[CDL_FIELD_OPEN] = fine->field[CDL_FIELD_OPEN][from];
      values[CDL_FIELD_HIGH] = -INFINITY;
      values[CDL_FIELD_LOW] = INFINITY;
      for (to = from; to < fine->n && cdl_interval_floor (coarse, fine->open_time[to]) == open;
           to++)
        {
          values[CDL_FIELD_HIGH] = MAX (values[CDL_FIELD_HIGH], fine->field[CDL_FIELD_HIGH][to]);
          values[CDL_FIELD_LOW] = MIN (values[CDL_FIELD_LOW], fine->field[CDL_FIELD_LOW][to]);
          values[CDL_FIELD_CLOSE] = fine->field[CDL_FIELD_CLOSE][to];
          for (int f = CDL_FIELD_VOLUME; f < CDL_N_FIELDS; f++)
            values[f] += fine->field[f][to];
        }
      if (from == 0 && fine->open_time[0] != open)
        continue;
      if (to == fine->n
          && cdl_klines_close_time (fine, to - 1) != cdl_interval_close (coarse, open))
        continue;
      cdl_columns_append (columns, open, values);
    }

  return columns;
}

static void
assert_same (const CdlKlines *a, const CdlKlines *b)
{
  g_assert_cmpuint (a->n, ==, b->n);
  g_assert_cmpint (a->interval, ==, b->interval);
  for (gsize i = 0; i < a->n; i++)
    {
      g_assert_cmpint (a->open_time[i], ==, b->open_time[i]);
      for (int f = 0; f < CDL_N_FIELDS; f++)
        g_assert_cmpfloat (a->field[f][i], ==, b->field[f][i]);
    }
}

/* Batch, kline by kline and the definition agree on every pair of intervals, with and without
 * holes; and push says how many were closed. */
static void
test_definition (void)
{
  CdlRandom random;

  cdl_random_init (&random, 11);
  for (int fine = 0; fine < CDL_N_INTERVALS; fine++)
    for (int coarse = fine + 1; coarse < CDL_N_INTERVALS; coarse++)
      for (int holes = 0; holes < 3; holes++)
        {
          g_autoptr (CdlResampler) resampler = NULL;
          g_autoptr (CdlColumns) columns = NULL, batch = NULL, expected = NULL;
          const CdlKlines *klines;
          gsize closed = 0;

          if (!cdl_interval_divides ((CdlInterval) fine, (CdlInterval) coarse))
            continue;
          columns = random_klines ((CdlInterval) fine, 300, holes * 0.3, &random);
          klines = cdl_columns_view (columns);
          batch = cdl_resample (klines, (CdlInterval) coarse);
          expected = resample_by_definition (klines, (CdlInterval) coarse);
          assert_same (cdl_columns_view (batch), cdl_columns_view (expected));

          resampler = cdl_resampler_new ((CdlInterval) fine, (CdlInterval) coarse, ALL_FIELDS);
          for (gsize i = 0; i < klines->n; i++)
            {
              closed += cdl_resampler_push (resampler, klines, i);
              g_assert_cmpuint (cdl_resampler_closed (resampler)->n, ==, closed);
            }
          assert_same (cdl_resampler_closed (resampler), cdl_columns_view (expected));
        }
}

/* Chains of intervals end where the direct way does, when nothing is missing at the beginning. */
static void
test_chain (void)
{
  CdlRandom random;

  cdl_random_init (&random, 12);
  for (int i = 0; i < 20; i++)
    {
      g_autoptr (CdlColumns) fine = random_klines (CDL_INTERVAL_1M, 3000, 0, &random);
      CdlKlines whole = *cdl_columns_view (fine);
      g_autoptr (CdlColumns) direct = NULL, quarter = NULL, through = NULL;
      gsize first = cdl_klines_find (
          &whole, cdl_interval_next (CDL_INTERVAL_4H,
                                     cdl_interval_floor (CDL_INTERVAL_4H, whole.open_time[0])));

      whole = cdl_klines_slice (&whole, first, whole.n);
      direct = cdl_resample (&whole, CDL_INTERVAL_4H);
      quarter = cdl_resample (&whole, CDL_INTERVAL_15M);
      through = cdl_resample (cdl_columns_view (quarter), CDL_INTERVAL_4H);
      assert_same (cdl_columns_view (direct), cdl_columns_view (through));
      g_assert_cmpuint (cdl_columns_view (direct)->n, >=, 11);
    }
}

/* The kline after a hole closes two at once: the one that was left open, and its own. */
static void
test_two_at_once (void)
{
  static const double values[CDL_N_FIELDS] = { 5, 6, 4, 5, 1 };
  static const int minutes[] = { 0, 1, 14 }, closed[] = { 0, 0, 2 };
  g_autoptr (CdlColumns) fine = cdl_columns_new (CDL_INTERVAL_1M, 0);
  g_autoptr (CdlResampler) resampler = cdl_resampler_new (CDL_INTERVAL_1M, CDL_INTERVAL_5M, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (minutes); i++)
    {
      cdl_columns_append (fine, minutes[i] * CDL_MINUTE_MS, values);
      g_assert_cmpuint (cdl_resampler_push (resampler, cdl_columns_view (fine), i), ==, closed[i]);
    }
  g_assert_cmpint (cdl_resampler_closed (resampler)->open_time[1], ==, 10 * CDL_MINUTE_MS);
}

/* Columns that the data lacks stay absent; the same interval gives a copy. */
static void
test_fields (void)
{
  CdlRandom random;
  g_autoptr (CdlColumns) fine = NULL, coarse = NULL, same = NULL;
  CdlKlines klines;

  cdl_random_init (&random, 13);
  fine = random_klines (CDL_INTERVAL_1H, 200, 0, &random);
  klines = *cdl_columns_view (fine);
  same = cdl_resample (&klines, CDL_INTERVAL_1H);
  assert_same (cdl_columns_view (same), &klines);

  klines.field[CDL_FIELD_TRADES] = NULL;
  coarse = cdl_resample (&klines, CDL_INTERVAL_1D);
  g_assert_null (cdl_columns_view (coarse)->field[CDL_FIELD_TRADES]);
  g_assert_nonnull (cdl_columns_view (coarse)->field[CDL_FIELD_VOLUME]);
  g_assert_cmpuint (cdl_columns_view (coarse)->n, >=, 7);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/resample/definition", test_definition);
  g_test_add_func ("/resample/chain", test_chain);
  g_test_add_func ("/resample/two-at-once", test_two_at_once);
  g_test_add_func ("/resample/fields", test_fields);

  return g_test_run ();
}
