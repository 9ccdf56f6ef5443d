#include <math.h>
#include <string.h>

#include "cdl-test-cost.h"
#include "cdl-test-lab.h"
#include "cdl-time.h"

/* A test that differs from the plain one in something: is it the same run? */
typedef struct
{
  const char *name;
  gboolean same;
  const char *find, *replace; /* in the strategy's text */
  const char *sets, *symbol;
  void (*change) (CdlTestRequest *request);
} Case;

static void
set_from (CdlTestRequest *request)
{
  request->from = G_GINT64_CONSTANT (1735689600000) + CDL_DAY_MS;
}

static void
set_to (CdlTestRequest *request)
{
  request->to = G_GINT64_CONSTANT (1735689600000) + 5 * CDL_DAY_MS;
}

static void
set_path (CdlTestRequest *request)
{
  request->has_path_interval = TRUE;
  request->path_interval = CDL_INTERVAL_1M;
}

/* How a test is carried out is no part of a run. */
static void
set_manner (CdlTestRequest *request)
{
  request->threads = 3;
  request->force = TRUE;
  request->details = 1;
  request->both = FALSE;
  request->asked_by = "http";
}

static void
set_tick_of_data (CdlTestRequest *request)
{
  request->settings.tick = (CdlDecimal){ 1, 2 };
}

#define SETTING(name, assignment)                                                                  \
  static void set_##name (CdlTestRequest *request) { request->settings.assignment; }
SETTING (market, allow_short = TRUE)
SETTING (capital, capital = 10001.0)
SETTING (maker, fee_maker = 0.0001)
SETTING (taker, fee_taker = 0.0004)
SETTING (bps, slippage_bps = 1.0)
SETTING (ticks, slippage_ticks = 1.0)
SETTING (through, through = TRUE)
SETTING (optimistic, assumption = CDL_OPTIMISTIC)
SETTING (tick, tick = ((CdlDecimal){ 1, 1 }))
SETTING (step, step = ((CdlDecimal){ 1, 3 }))
SETTING (notional, min_notional = 5.0)
SETTING (liquidation, liquidation_fee = 0.01)
SETTING (risk_free, risk_free = 0.03)

static const Case cases[] = {
  { .name = "itself", .same = TRUE },
  { .name = "another name", .same = TRUE, .find = "Crossing", .replace = "Meeting" },
  { .name = "another description", .same = TRUE, .find = "of averages", .replace = "of lines" },
  { .name = "another help", .same = TRUE, .find = "its length", .replace = "klines" },
  { .name = "a number in another spelling", .same = TRUE, .find = "50 }", .replace = "5e1 }" },
  { .name = "a value that is written anyway", .same = TRUE, .sets = "fast=5" },
  { .name = "the tick that the data shows", .same = TRUE, .change = set_tick_of_data },
  { .name = "the path interval that is chosen", .same = TRUE, .change = set_path },
  { .name = "another manner", .same = TRUE, .change = set_manner },
  { .name = "condition", .find = "close, 20", .replace = "close, 21" },
  { .name = "stop loss", .find = "0.99", .replace = "0.98" },
  { .name = "take profit", .find = "1 + reward", .replace = "1.1 + reward" },
  { .name = "money", .find = "50 }", .replace = "51 }" },
  { .name = "filter", .find = "\"max_open_trades\": 1", .replace = "\"max_open_trades\": 2" },
  { .name = "interval", .find = "15m", .replace = "5m" },
  { .name = "parameter", .sets = "fast=6" },
  { .name = "other parameter", .sets = "reward=2.5" },
  { .name = "symbol", .symbol = "SYNTHB" },
  { .name = "from", .change = set_from },
  { .name = "to", .change = set_to },
  { .name = "allow_short", .change = set_market },
  { .name = "capital", .change = set_capital },
  { .name = "fee_maker", .change = set_maker },
  { .name = "fee_taker", .change = set_taker },
  { .name = "slippage_bps", .change = set_bps },
  { .name = "slippage_ticks", .change = set_ticks },
  { .name = "through", .change = set_through },
  { .name = "assumption", .change = set_optimistic },
  { .name = "tick", .change = set_tick },
  { .name = "step", .change = set_step },
  { .name = "min_notional", .change = set_notional },
  { .name = "liquidation_fee", .change = set_liquidation },
  { .name = "risk_free", .change = set_risk_free },
};

static char *
edit (const char *find, const char *replace)
{
  GString *text = g_string_new (cdl_test_lab_strategy);

  if (find != NULL)
    g_assert_cmpuint (g_string_replace (text, find, replace, 0), ==, 1);

  return g_string_free (text, FALSE);
}

static char *
first_id (CdlTestLab *self, const CdlTestRequest *request)
{
  g_autoptr (CdlTest) test = cdl_test_lab_ready (self, request);

  return g_strdup (cdl_test_run_id (test, 0));
}

static void
test_ingredients (CdlTestLab *self, gconstpointer data)
{
  g_autoptr (CdlTestRequest) plain = cdl_test_lab_request (cdl_test_lab_strategy, "", "SYNTHA");
  g_autofree char *expected = first_id (self, plain);
  g_autoptr (GHashTable) others = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *item = &cases[i];
      g_autofree char *json = edit (item->find, item->replace);
      g_autoptr (CdlTestRequest) request
          = cdl_test_lab_request (json, item->sets != NULL ? item->sets : "",
                                  item->symbol != NULL ? item->symbol : "SYNTHA");
      char *id;

      if (item->change != NULL)
        item->change (request);
      id = first_id (self, request);
      if ((strcmp (id, expected) == 0) != item->same)
        g_error ("%s: %s", item->name, item->same ? "another id" : "the same id");
      if (!item->same && !g_hash_table_add (others, id))
        g_error ("%s: the id of another case", item->name);
      if (item->same)
        g_free (id);
    }
}

/* Klines after the end of a test are no part of it, those before are. */
static void
test_later_klines (CdlTestLab *self, gconstpointer data)
{
  const CdlDatasetName name = cdl_test_name ("SYNTHA", CDL_INTERVAL_1M);
  g_autoptr (CdlTestRequest) open = cdl_test_lab_request (cdl_test_lab_strategy, "", "SYNTHA");
  g_autoptr (CdlTestRequest) closed = cdl_test_lab_request (cdl_test_lab_strategy, "", "SYNTHA");
  g_autoptr (CdlColumns) more = cdl_test_lab_klines ("SYNTHA", CDL_TEST_LAB_KLINES + 1);
  g_autofree char *open_before = first_id (self, open);
  g_autofree char *open_after = NULL;
  g_autofree char *closed_before = NULL;
  g_autofree char *closed_after = NULL;

  set_to (closed);
  closed_before = first_id (self, closed);
  cdl_test_write (&self->market, &name, cdl_columns_view (more), FALSE);
  open_after = first_id (self, open);
  closed_after = first_id (self, closed);
  g_assert_cmpstr (open_before, !=, open_after);
  g_assert_cmpstr (closed_before, ==, closed_after);
}

/* One price of a kline in the window decides. */
static void
test_other_price (CdlTestLab *self, gconstpointer data)
{
  const CdlDatasetName name = cdl_test_name ("SYNTHA", CDL_INTERVAL_1M);
  g_autoptr (CdlTestRequest) request = cdl_test_lab_request (cdl_test_lab_strategy, "", "SYNTHA");
  g_autoptr (CdlColumns) columns = cdl_test_lab_klines ("SYNTHA", CDL_TEST_LAB_KLINES);
  const CdlKlines *klines = cdl_columns_view (columns);
  g_autofree char *before = first_id (self, request);
  g_autofree char *after = NULL;
  double values[CDL_N_FIELDS];

  for (gsize f = 0; f < CDL_N_FIELDS; f++)
    values[f] = klines->field[f][klines->n - 1];
  values[CDL_FIELD_HIGH] += 0.01;
  cdl_columns_replace_last (columns, values);
  cdl_test_write (&self->market, &name, cdl_columns_view (columns), TRUE);
  after = first_id (self, request);
  g_assert_cmpstr (before, !=, after);
}

/* Every variant has an id of its own, and shares hold each of them once. */
static void
test_shards (CdlTestLab *self, gconstpointer data)
{
  static const guint64 shares[] = { 1, 2, 5, 8, 35, 50 };
  static const char sets[] = "fast=3:9:1 reward=1:3:0.5";
  g_autoptr (CdlTestRequest) request
      = cdl_test_lab_request (cdl_test_lab_strategy, sets, "SYNTHA SYNTHB");
  g_autoptr (CdlTest) whole = cdl_test_lab_ready (self, request);
  g_autoptr (GHashTable) expected = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpuint (cdl_test_count (whole), ==, 2 * 7 * 5);
  for (guint64 i = 0; i < cdl_test_count (whole); i++)
    g_assert_true (g_hash_table_add (expected, (gpointer) cdl_test_run_id (whole, i)));

  for (gsize k = 0; k < G_N_ELEMENTS (shares); k++)
    {
      g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      request->n_shards = shares[k];
      for (request->shard = 0; request->shard < shares[k]; request->shard++)
        {
          g_autoptr (CdlTest) test = cdl_test_lab_ready (self, request);

          for (guint64 i = 0; i < cdl_test_count (test); i++)
            {
              const char *id = cdl_test_run_id (test, i);

              g_assert_true (g_hash_table_contains (expected, id));
              g_assert_true (g_hash_table_add (seen, g_strdup (id)));
            }
        }
      g_assert_cmpuint (g_hash_table_size (seen), ==, g_hash_table_size (expected));
    }
}

/* Nothing is said of what was never run; what a strategy cost is averaged over the runs behind it.
 */
static void
test_estimate (CdlTestLab *self, gconstpointer data)
{
  g_autoptr (CdlTestRequest) request
      = cdl_test_lab_request (cdl_test_lab_strategy, "fast=3,5", "SYNTHA");
  g_autoptr (CdlTest) test = cdl_test_lab_ready (self, request);
  double first, second;

  request->threads = 2;
  g_assert_true (isnan (cdl_test_estimate_ms (test, self->store)));
  cdl_test_learn_cost (test, self->store, 1e6, 2, 5, 2); /* too short to tell */
  g_assert_true (isnan (cdl_test_estimate_ms (test, self->store)));

  cdl_test_learn_cost (test, self->store, 1e6, 2, 1000, 2);
  first = cdl_test_estimate_ms (test, self->store);
  g_assert_cmpfloat (first, >, 0.0);
  cdl_test_learn_cost (test, self->store, 1e6, 2, 500, 2);
  second = cdl_test_estimate_ms (test, self->store);
  g_assert_cmpfloat_with_epsilon (second, 0.75 * first, 1e-9 * first);

  request->threads = 1; /* of two runs, one after the other */
  g_assert_cmpfloat_with_epsilon (cdl_test_estimate_ms (test, self->store), 2.0 * second,
                                  1e-9 * first);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CDL_TEST_LAB_ADD ("/plan/ingredients", test_ingredients);
  CDL_TEST_LAB_ADD ("/plan/later-klines", test_later_klines);
  CDL_TEST_LAB_ADD ("/plan/other-price", test_other_price);
  CDL_TEST_LAB_ADD ("/plan/estimate", test_estimate);
  CDL_TEST_LAB_ADD ("/plan/shards", test_shards);

  return g_test_run ();
}
