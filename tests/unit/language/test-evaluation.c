/* Random expressions over random markets: what is written is what is read, and what is computed is
 * what the rules say, however the klines come in. */

#include <string.h>

#include "cdl-evaluator-private.h"
#include "cdl-test-generator.h"
#include "cdl-test-language.h"
#include "cdl-test-reference.h"

#define N_EXPRESSIONS 1000
#define N_KLINES      260

static void
test_round_trip (void)
{
  CdlRandom random;

  cdl_random_init (&random, 1);
  for (guint k = 0; k < 2000; k++)
    {
      g_autoptr (CdlExpr) expr = cdl_test_generate (
          &random, k % 2 == 0 ? CDL_TYPE_NUMBER : CDL_TYPE_BOOLEAN, CDL_INTERVAL_15M, k % 5);
      g_autofree char *text = cdl_test_write (&random, expr);
      g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
      CdlSource source = { "$", text, diagnostics };
      g_autoptr (CdlExpr) again = NULL;

      if (strlen (text) > 4000)
        continue;
      again = cdl_expr_parse (&source);
      if (again == NULL || !cdl_test_equal (expr, again))
        g_error ("read back as something else: %s", text);
    }
}

static void
test_reference (void)
{
  static const CdlInterval intervals[] = { CDL_INTERVAL_15M, CDL_INTERVAL_1H };
  static const gsize chunks[] = { 1, 2, 3, 7, 13, 100 };
  CdlRandom random;

  cdl_random_init (&random, 2);
  for (guint k = 0; k < N_EXPRESSIONS; k++)
    {
      CdlInterval interval = intervals[k % 2];
      g_autoptr (CdlTestMarket) market = cdl_test_market_new (k, interval, N_KLINES);
      g_autoptr (CdlStrategy) strategy
          = cdl_test_strategy (interval, CDL_TEST_GENERATOR_WORDS, NULL);
      g_autoptr (CdlExpr) expr = cdl_test_generate (
          &random, k % 3 == 0 ? CDL_TYPE_BOOLEAN : CDL_TYPE_NUMBER, interval, 1 + k % 4);
      g_autofree char *text = cdl_test_write (&random, expr);
      g_autofree double *right = NULL, *batch = NULL;

      if (strlen (text) > 4000)
        continue;
      right = cdl_test_reference (strategy, expr, market, N_KLINES);
      batch = cdl_test_values (strategy, text, market, N_KLINES, N_KLINES);
      cdl_test_same (text, right, batch, N_KLINES);

      for (gsize c = 0; c < G_N_ELEMENTS (chunks); c++)
        {
          g_autofree double *stream = cdl_test_values (strategy, text, market, N_KLINES, chunks[c]);

          cdl_test_same (text, batch, stream, N_KLINES);
        }
    }
}

/* Blocks inside the evaluator are no seams either. */
static void
test_long (void)
{
  static const char *const texts[] = {
    "close > sma(close, 20) and crossover(ema(close, 9), 3 * atr(14) + lowest(low, 50))",
    "(close - close[700])@1h + highest(high, 100)@4h - level",
    "hl2 % 7 == n or not up",
  };
  gsize n = 5000;
  g_autoptr (CdlTestMarket) market = cdl_test_market_new (7, CDL_INTERVAL_15M, n);
  g_autoptr (CdlStrategy) strategy
      = cdl_test_strategy (CDL_INTERVAL_15M, CDL_TEST_GENERATOR_WORDS, NULL);

  for (gsize k = 0; k < G_N_ELEMENTS (texts); k++)
    {
      g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
      CdlSource source = { "$", texts[k], diagnostics };
      g_autoptr (CdlExpr) expr = cdl_expr_parse (&source);
      g_autofree double *right = cdl_test_reference (strategy, expr, market, n);
      g_autofree double *batch = cdl_test_values (strategy, texts[k], market, n, n);
      g_autofree double *stream = cdl_test_values (strategy, texts[k], market, n, 1999);

      cdl_test_same (texts[k], right, batch, n);
      cdl_test_same (texts[k], right, stream, n);
    }
}

/* Klines of higher intervals that are there before their time are not read before it. */
static void
test_early_klines (void)
{
  static const char text[] = "sma(close@1h, 3) + highest(high, 2)@4h + close@1d";
  g_autoptr (CdlTestMarket) market = cdl_test_market_new (9, CDL_INTERVAL_15M, 600);
  g_autoptr (CdlStrategy) strategy = cdl_test_strategy (CDL_INTERVAL_15M, NULL);
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (CdlExpression) expression = cdl_expression_new (strategy, text, diagnostics);
  g_autofree double *right = cdl_test_values (strategy, text, market, 600, 600);
  CdlKlines views[CDL_N_INTERVALS];
  const double *values;

  g_assert_cmpuint (cdl_expression_n_intervals (expression), ==, 4);
  for (guint i = 0; i < 4; i++)
    views[i] = cdl_test_market_view (market, cdl_expression_interval (expression, i), 600);
  for (gsize n = 50; n <= 600; n += 50)
    {
      views[0].n = n;
      values = cdl_expression_extend (expression, views);
      cdl_test_same (text, right, values, n);
    }
}

/* Values of a setup take part as parameters of the same value would: half and zero are hidden by
 * variables, where that is allowed. */
static void
test_variables (void)
{
  static const char *const names[] = { "half", "zero", NULL };
  static const double variables[] = { 0.5, 0.0 }, params[] = { 3.0, 99.0, 99.0 };
  g_autoptr (CdlTestMarket) market = cdl_test_market_new (11, CDL_INTERVAL_15M, N_KLINES);
  g_autoptr (CdlStrategy) strategy
      = cdl_test_strategy (CDL_INTERVAL_15M, CDL_TEST_GENERATOR_WORDS, NULL);
  guint scalars = 0;
  CdlRandom random;

  cdl_random_init (&random, 3);
  for (guint k = 0; k < 6000; k++)
    {
      g_autoptr (CdlExpr) expr = cdl_test_generate (
          &random, k % 3 == 0 ? CDL_TYPE_BOOLEAN : CDL_TYPE_NUMBER, CDL_INTERVAL_15M, 1 + k % 3);
      g_autofree char *text = cdl_test_write (&random, expr);
      g_autoptr (CdlGraph) graph = cdl_graph_new ();
      g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
      g_autoptr (CdlCompiler) compiler = cdl_compiler_new (graph, strategy, params, diagnostics);
      g_autoptr (CdlEvaluator) evaluator = NULL;
      g_autofree double *right = NULL;
      CdlKlines views[CDL_N_INTERVALS] = { 0 };
      guint root;

      cdl_compiler_set_variables (compiler, names);
      root = cdl_compiler_compile_any (compiler, "$", text);
      if (root == CDL_NO_NODE || !cdl_graph_node (graph, root)->scalar)
        continue;

      scalars++;
      for (int i = 0; i < CDL_N_INTERVALS; i++)
        if (graph->intervals & 1u << i)
          views[i] = cdl_test_market_view (market, (CdlInterval) i, N_KLINES);
      evaluator = cdl_evaluator_new (graph);
      cdl_evaluator_extend (evaluator, views);
      right = cdl_test_reference (strategy, expr, market, N_KLINES);
      for (gsize i = 0; i < N_KLINES; i++)
        {
          double value = cdl_evaluator_at (evaluator, root, i, variables);

          cdl_test_same (text, &right[i], &value, 1);
        }
    }
  g_assert_cmpuint (scalars, >, 300);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluation/round-trip", test_round_trip);
  g_test_add_func ("/evaluation/reference", test_reference);
  g_test_add_func ("/evaluation/long", test_long);
  g_test_add_func ("/evaluation/variables", test_variables);
  g_test_add_func ("/evaluation/early-klines", test_early_klines);

  return g_test_run ();
}
