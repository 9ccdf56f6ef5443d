/* The rows of the registry are whole and consistent. */

#include <string.h>

#include "cdl-function.h"

/* Every function of the language. */
static const char names[]
    = "sma ema wma rma hma dema tema vwma kama linreg stdev variance highest lowest highestbars "
      "lowestbars sum change roc mom rsi stoch_k stoch_d macd macd_signal macd_hist atr tr natr "
      "bb_upper bb_middle bb_lower bb_width keltner_upper keltner_lower donchian_upper "
      "donchian_lower adx plus_di minus_di cci mfi obv vwap cmf williams_r aroon_up aroon_down "
      "supertrend psar ichimoku_conversion ichimoku_base ichimoku_span_a ichimoku_span_b crossover "
      "crossunder rising falling barssince valuewhen pivot_high pivot_low abs min max floor ceil "
      "round sqrt log exp pow sign nz";

static void
test_complete (void)
{
  g_auto (GStrv) words = g_strsplit (names, " ", -1);
  guint n;

  cdl_functions (&n);
  g_assert_cmpuint (n, ==, g_strv_length (words));
  for (guint i = 0; words[i] != NULL; i++)
    {
      const CdlFunction *function = cdl_function_find (words[i]);

      if (function == NULL)
        g_error ("there is no %s()", words[i]);
      g_assert_cmpstr (function->name, ==, words[i]);
    }
  g_assert_null (cdl_function_find ("smaa"));
  g_assert_null (cdl_function_find (""));
}

static void
test_unique (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint n;
  const CdlFunction *const *functions = cdl_functions (&n);

  for (guint i = 0; i < n; i++)
    g_assert_true (g_hash_table_add (seen, (gpointer) functions[i]->name));
}

/* The reference page has one heading per group. */
static void
test_groups (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint n;
  const CdlFunction *const *functions = cdl_functions (&n);

  for (guint i = 0; i < n; i++)
    if (i == 0 || strcmp (functions[i]->group, functions[i - 1]->group) != 0)
      if (!g_hash_table_add (seen, (gpointer) functions[i]->group))
        g_error ("%s stands apart from its group “%s”", functions[i]->name, functions[i]->group);
}

static void
check_arguments (const CdlFunction *function)
{
  gboolean optional = FALSE;

  g_assert_cmpuint (function->n_args, <=, CDL_FUNCTION_MAX_ARGS);
  for (guint k = 0; k < function->n_args; k++)
    {
      const CdlArg *arg = &function->args[k];

      g_assert_nonnull (arg->name);
      for (guint j = 0; j < k; j++)
        g_assert_cmpstr (arg->name, !=, function->args[j].name);
      if (arg->fallback <= CDL_FUNCTION_REQUIRED)
        {
          if (optional)
            g_error ("%s: “%s” is required after an optional one", function->name, arg->name);
          continue;
        }
      optional = TRUE;
      if (arg->kind == CDL_ARG_LENGTH)
        g_assert_cmpfloat (arg->fallback, >=, 1.0);
      g_assert_cmpint (arg->kind, !=, CDL_ARG_CONDITION);
    }
  for (guint k = function->n_args; k < CDL_FUNCTION_MAX_ARGS; k++)
    g_assert_null (function->args[k].name);
}

static void
test_rows (void)
{
  guint n;
  const CdlFunction *const *functions = cdl_functions (&n);

  for (guint i = 0; i < n; i++)
    {
      const CdlFunction *function = functions[i];

      g_assert_nonnull (function->group);
      g_assert_nonnull (function->extend);
      g_assert_true (g_str_has_suffix (function->doc, "."));
      g_assert_cmpuint (strlen (function->formula), >, 0);
      g_assert_true (g_str_has_prefix (function->source, "TA-Lib ")
                     || g_str_has_prefix (function->source, "TradingView "));
      check_arguments (function);

      /* What is recursive remembers; what is not is computed from its window alone. */
      if (function->recursive)
        g_assert_nonnull (function->state_size);
      else
        g_assert_null (function->state_size);
      if (function->pointwise)
        {
          g_assert_null (function->lookback);
          g_assert_cmpuint (function->reads, ==, 0);
        }
    }
}

static void
test_lookback (void)
{
  static const struct
  {
    const char *name;
    double number[CDL_FUNCTION_MAX_ARGS];
    CdlInterval interval;
    gsize expected;
  } rows[] = {
    { "sma", { 0, 20 }, CDL_INTERVAL_1M, 19 },
    { "linreg", { 0, 20, 3 }, CDL_INTERVAL_1M, 19 },
    { "hma", { 0, 16 }, CDL_INTERVAL_1M, 18 },
    { "change", { 0, 1 }, CDL_INTERVAL_1M, 1 },
    { "rising", { 0, 3 }, CDL_INTERVAL_1M, 3 },
    { "crossover", { 0 }, CDL_INTERVAL_1M, 1 },
    { "tr", { 0 }, CDL_INTERVAL_1M, 1 },
    { "ema", { 0, 20 }, CDL_INTERVAL_1M, 100 },
    { "dema", { 0, 20 }, CDL_INTERVAL_1M, 200 },
    { "tema", { 0, 20 }, CDL_INTERVAL_1M, 300 },
    { "kama", { 0, 20 }, CDL_INTERVAL_1M, 100 },
    { "macd", { 0, 12, 26 }, CDL_INTERVAL_1M, 130 },
    { "macd", { 0, 26, 12 }, CDL_INTERVAL_1M, 130 },
    { "macd_signal", { 0, 12, 26, 9 }, CDL_INTERVAL_1M, 175 },
    { "macd_hist", { 0, 12, 26, 9 }, CDL_INTERVAL_1M, 175 },
    { "rma", { 0, 14 }, CDL_INTERVAL_1M, 140 },
    { "rsi", { 0, 14 }, CDL_INTERVAL_1M, 140 },
    { "atr", { 14 }, CDL_INTERVAL_1M, 140 },
    { "plus_di", { 14 }, CDL_INTERVAL_1M, 140 },
    { "adx", { 14 }, CDL_INTERVAL_1M, 280 },
    { "supertrend", { 3, 10 }, CDL_INTERVAL_1M, 100 },
    { "keltner_upper", { 0, 30, 2, 10 }, CDL_INTERVAL_1M, 150 },
    { "keltner_upper", { 0, 10, 2, 10 }, CDL_INTERVAL_1M, 100 },
    { "psar", { 0.02, 0.02, 0.2 }, CDL_INTERVAL_1M, 100 },
    { "vwap", { 0 }, CDL_INTERVAL_1M, 1440 },
    { "vwap", { 0 }, CDL_INTERVAL_4H, 6 },
    { "vwap", { 0 }, CDL_INTERVAL_1W, 1 },
    { "barssince", { 0, 500 }, CDL_INTERVAL_1M, 500 },
    { "valuewhen", { 0, 0, 0, 500 }, CDL_INTERVAL_1M, 500 },
    { "pivot_high", { 0, 5, 3 }, CDL_INTERVAL_1M, 8 },
    { "stoch_d", { 14, 3, 3 }, CDL_INTERVAL_1M, 17 },
    { "aroon_up", { 14 }, CDL_INTERVAL_1M, 14 },
    { "ichimoku_span_a", { 9, 26, 26 }, CDL_INTERVAL_1M, 50 },
    { "ichimoku_span_b", { 52, 26 }, CDL_INTERVAL_1M, 76 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gsize lookback
          = cdl_function_find (rows[i].name)->lookback (rows[i].number, rows[i].interval);

      if (lookback != rows[i].expected)
        g_error ("%s looks back %" G_GSIZE_FORMAT " klines, not %" G_GSIZE_FORMAT, rows[i].name,
                 lookback, rows[i].expected);
    }
  g_assert_null (cdl_function_find ("obv")->lookback);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/indicators/registry/complete", test_complete);
  g_test_add_func ("/indicators/registry/unique", test_unique);
  g_test_add_func ("/indicators/registry/groups", test_groups);
  g_test_add_func ("/indicators/registry/rows", test_rows);
  g_test_add_func ("/indicators/registry/lookback", test_lookback);

  return g_test_run ();
}
