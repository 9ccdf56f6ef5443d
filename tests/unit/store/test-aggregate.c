#include "cdl-test-store.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cdl-number.h"

/* Groups and heat maps against the obvious way. */

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return (left > right) - (left < right);
}

static const char *
key_of (const CdlRunRecord *run, CdlGroupKey key)
{
  switch (key)
    {
    case CDL_GROUP_STRATEGY:
      return run->strategy->name;
    case CDL_GROUP_SYMBOL:
      return run->dataset->symbol;
    case CDL_GROUP_MARKET:
      return cdl_market_name (run->dataset->market);
    case CDL_GROUP_INTERVAL:
      return cdl_interval_name (run->interval);
    case CDL_GROUP_TEST:
      return run->test;
    case CDL_GROUP_TAG:
    default:
      return NULL;
    }
}

static gboolean
is_in_group (const CdlRunRecord *run, CdlGroupKey key, const char *name)
{
  return key == CDL_GROUP_TAG ? g_strv_contains ((const char *const *) run->tags, name)
                              : g_strcmp0 (key_of (run, key), name) == 0;
}

static double
median_of (const GArray *values)
{
  const double *v = (const double *) values->data;
  guint n = values->len;

  if (n == 0)
    return CDL_NAN;

  return n % 2 == 1 ? v[n / 2] : v[n / 2 - 1] / 2 + v[n / 2] / 2;
}

static void
assert_same (double actual, double expected)
{
  if (isnan (expected))
    g_assert_true (isnan (actual));
  else
    g_assert_cmpfloat (actual, ==, expected);
}

static void
assert_group (const CdlRunGroup *group, GPtrArray *runs, CdlGroupKey key, CdlStat stat)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  gboolean higher = cdl_stat_info (stat)->higher_is_better;
  double sum = 0.0;
  guint count = 0;

  for (guint i = 0; i < runs->len; i++)
    {
      const CdlRunRecord *run = g_ptr_array_index (runs, i);
      double value = run->statistics.value[stat];

      if (!is_in_group (run, key, group->key))
        continue;
      count++;
      if (!isnan (value))
        g_array_append_val (values, value);
    }
  qsort (values->data, values->len, sizeof (double), compare_doubles);
  for (guint i = 0; i < values->len; i++)
    sum += g_array_index (values, double, i);

  g_assert_cmpuint (group->count, ==, count);
  g_assert_cmpuint (group->defined, ==, values->len);
  assert_same (group->median, median_of (values));
  if (values->len == 0)
    {
      g_assert_true (isnan (group->best) && isnan (group->worst) && isnan (group->mean));
      g_assert_null (group->best_run);
      return;
    }
  assert_same (group->best, g_array_index (values, double, higher ? values->len - 1 : 0));
  assert_same (group->worst, g_array_index (values, double, higher ? 0 : values->len - 1));
  assert_same (group->mean, sum / values->len);
  for (guint i = 0; i < runs->len; i++)
    {
      const CdlRunRecord *run = g_ptr_array_index (runs, i);

      if (strcmp (run->id, group->best_run) == 0)
        assert_same (run->statistics.value[stat], group->best);
    }
}

static void
test_groups (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  static const CdlStat stats[] = { CDL_STAT_SHARPE, CDL_STAT_MAX_DRAWDOWN_PCT };
  g_autoptr (GPtrArray) runs = NULL;
  CdlRandom random;

  cdl_random_init (&random, 51);
  runs = cdl_test_fill (store, &random, 120);
  for (guint key = 0; key < CDL_N_GROUP_KEYS; key++)
    for (guint s = 0; s < G_N_ELEMENTS (stats); s++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (GPtrArray) groups
            = cdl_store_group_runs (store, NULL, (CdlGroupKey) key, stats[s], NULL, &error);
        guint64 sum = 0;

        g_assert_no_error (error);
        for (guint i = 0; i < groups->len; i++)
          {
            const CdlRunGroup *group = g_ptr_array_index (groups, i);

            assert_group (group, runs, (CdlGroupKey) key, stats[s]);
            sum += group->count;
            if (i > 0)
              g_assert_cmpint (
                  strcmp (((CdlRunGroup *) g_ptr_array_index (groups, i - 1))->key, group->key), <,
                  0);
          }
        if (key < CDL_GROUP_TEST)
          g_assert_cmpuint (sum, ==, runs->len);
      }

  backend->destroy (store);
}

static double
expected_cell (GPtrArray *runs, double x, double y, CdlStat stat, CdlCellValue shown, guint *count)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  gboolean higher = cdl_stat_info (stat)->higher_is_better;
  double sum = 0.0;

  for (guint i = 0; i < runs->len; i++)
    {
      const CdlRunRecord *run = g_ptr_array_index (runs, i);
      double value = run->statistics.value[stat];

      if (cdl_run_record_param (run, "strength") == x && cdl_run_record_param (run, "gap") == y
          && !isnan (value))
        g_array_append_val (values, value);
    }
  *count = values->len;
  if (values->len == 0)
    return CDL_NAN;
  qsort (values->data, values->len, sizeof (double), compare_doubles);
  for (guint i = 0; i < values->len; i++)
    sum += g_array_index (values, double, i);
  if (shown == CDL_CELL_MEAN)
    return sum / values->len;
  if (shown == CDL_CELL_MEDIAN)
    return median_of (values);

  return g_array_index (values, double, (shown == CDL_CELL_BEST) == higher ? values->len - 1 : 0);
}

static void
test_heat_map (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (CdlHeatMap) empty = NULL;
  g_autoptr (GError) error = NULL;
  CdlRandom random;

  cdl_random_init (&random, 52);
  runs = cdl_test_fill (store, &random, 60);
  for (guint shown = 0; shown < CDL_N_CELL_VALUES; shown++)
    {
      g_autoptr (CdlHeatMap) map = cdl_store_heat_map (
          store, NULL, "strength", "gap", CDL_STAT_ULCER_INDEX, (CdlCellValue) shown, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (map->n_x, ==, 4);
      g_assert_cmpuint (map->n_y, ==, 5);
      for (gsize iy = 0; iy < map->n_y; iy++)
        for (gsize ix = 0; ix < map->n_x; ix++)
          {
            const CdlHeatCell *cell = &map->cells[iy * map->n_x + ix];
            guint count;

            g_assert_cmpfloat (map->x[ix], ==, (double) ix);
            g_assert_cmpfloat (map->y[iy], ==, (double) iy / 10);
            assert_same (cell->value,
                         expected_cell (runs, map->x[ix], map->y[iy], CDL_STAT_ULCER_INDEX,
                                        (CdlCellValue) shown, &count));
            g_assert_cmpuint (cell->count, ==, count);
            g_assert_true ((cell->run == NULL) == (count == 0));
          }
    }
  empty = cdl_store_heat_map (store, NULL, "strength", "nowhere", CDL_STAT_NET, CDL_CELL_BEST, NULL,
                              &error);
  g_assert_no_error (error);
  g_assert_cmpuint (empty->n_x * empty->n_y, ==, 0);

  backend->destroy (store);
}

static void
test_too_many_cells (void)
{
  g_autoptr (CdlHeatMapper) mapper = cdl_heat_mapper_new (CDL_CELL_BEST, TRUE);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 1001; i++)
    cdl_heat_mapper_add (mapper, i, i, 1.0, "run");
  g_assert_null (cdl_heat_mapper_finish (mapper, &error));
  g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID);
}

static void
test_names (void)
{
  CdlGroupKey key;
  CdlCellValue shown;

  for (guint i = 0; i < CDL_N_GROUP_KEYS; i++)
    g_assert_true (cdl_group_key_parse (cdl_group_key_name ((CdlGroupKey) i), &key) && key == i);
  for (guint i = 0; i < CDL_N_CELL_VALUES; i++)
    g_assert_true (cdl_cell_value_parse (cdl_cell_value_name ((CdlCellValue) i), &shown)
                   && shown == i);
  g_assert_false (cdl_group_key_parse ("Strategy", &key));
  g_assert_false (cdl_cell_value_parse ("", &shown));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cdl_test_store_add ("aggregate/groups", test_groups);
  cdl_test_store_add ("aggregate/heat-map", test_heat_map);
  g_test_add_func ("/store/aggregate/too-many-cells", test_too_many_cells);
  g_test_add_func ("/store/aggregate/names", test_names);

  return g_test_run ();
}
