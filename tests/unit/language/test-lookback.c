/* How many klines before the first one that counts an expression needs, on each interval; what is
 * shared; what is too deep. */

#include <string.h>

#include "cdl-compiler-private.h"
#include "cdl-program-private.h"
#include "cdl-test-language.h"

static void
test_table (void)
{
  static const struct
  {
    const char *text;
    const char *lookback; /* by interval, shortest first */
  } table[] = {
    { "1", "15m 0" },
    { "close", "15m 0" },
    { "close[3]", "15m 3" },
    { "close[3][4]", "15m 7" },
    { "close[n * 10]", "15m 30" },
    { "close[0]", "15m 0" },
    { "sma(close, 20)", "15m 19" },
    { "sma(close, 20)[5]", "15m 24" },
    { "sma(close[5], 20)", "15m 24" },
    { "sma(sma(close, 20), 10)", "15m 28" },
    { "crossover(sma(close, 20), sma(close, 50))", "15m 50" },
    { "ema(close, 100)[1]", "15m 501" },
    { "ema(sma(close, 11), 10)", "15m 60" },
    { "atr(14)", "15m 140" },
    { "highest(high, 20) - lowest(low, 30)", "15m 29" },
    { "close > open and close[2] > 1 or close[9] > 1", "15m 9" },
    { "close > open ? close[4] : close[6]", "15m 6" },
    { "max(abs(close[3]), -close[5])", "15m 5" },
    { "hour == 3", "15m 0" },
    /* Each interval counts on its own. */
    { "close@4h", "15m 0 4h 0" },
    { "close@4h[3]", "15m 0 4h 3" },
    { "sma(close, 20)@4h", "15m 0 4h 19" },
    { "sma(close@4h, 20)", "15m 0 4h 19" },
    { "sma(close - close@4h[2], 20)", "15m 19 4h 2" },
    { "(close[7] > sma(close, 20)@1h[1])[2]", "15m 9 1h 20" },
    { "(close > close@1d[2])@4h[3]", "15m 0 4h 3 1d 2" },
    { "ema(close, 10)@1h > ema(close, 20)@1h", "15m 0 1h 100" },
    { "far@1h", "15m 0 1h 5" },
    { "far + far@4h", "15m 5 4h 5" },
  };
  g_autoptr (CdlStrategy) strategy
      = cdl_test_strategy (CDL_INTERVAL_15M, "n=3", "let far=close[5]", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
      g_autoptr (CdlExpression) expression
          = cdl_expression_new (strategy, table[i].text, diagnostics);
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint k = 0; k < cdl_expression_n_intervals (expression); k++)
        g_string_append_printf (text, "%s%s %" G_GSIZE_FORMAT, k > 0 ? " " : "",
                                cdl_interval_name (cdl_expression_interval (expression, k)),
                                cdl_expression_lookback (expression, k));
      g_assert_cmpstr (text->str, ==, table[i].lookback);
    }
}

/* Of a program: the most that any of its parts needs, patterns too; nothing for what is not used.
 */
static void
test_program (void)
{
  g_autoptr (CdlStrategy) strategy = cdl_test_strategy (
      CDL_INTERVAL_15M, "n=5", "let unused=sma(close, 500)@1d", "let used=sma(close, 30)@4h", NULL);
  g_autoptr (CdlProgram) program = NULL, later = NULL;
  CdlSetupDef *setup = cdl_test_setup (strategy);
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  const double values[] = { 8 };

  cdl_test_set (&setup->when, "close > used");
  cdl_test_set (&setup->pattern, "double_bottom");
  cdl_test_set (&setup->stop_loss, "bottom - atr(3)");
  {
    CdlNamedText strength = { g_strdup ("strength"), g_strdup ("n") };
    CdlNamedText most = { g_strdup ("max_klines"), g_strdup ("120") };

    g_array_append_val (setup->pattern_args, strength);
    g_array_append_val (setup->pattern_args, most);
  }
  program = cdl_test_program (strategy);
  g_assert_cmpuint (cdl_program_n_intervals (program), ==, 2);
  g_assert_cmpint (cdl_program_interval (program, 0), ==, CDL_INTERVAL_15M);
  g_assert_cmpint (cdl_program_interval (program, 1), ==, CDL_INTERVAL_4H);
  g_assert_cmpuint (cdl_program_lookback (program, 0), ==, 130);
  g_assert_cmpuint (cdl_program_lookback (program, 1), ==, 29);
  g_assert_cmphex (cdl_program_reads (program, 0), ==,
                   1u << CDL_FIELD_OPEN | 1u << CDL_FIELD_HIGH | 1u << CDL_FIELD_LOW
                       | 1u << CDL_FIELD_CLOSE);
  g_assert_cmphex (cdl_program_reads (program, 1), ==, 1u << CDL_FIELD_CLOSE);

  cdl_test_set (&setup->take_profit, "entry + atr(20) + volume");
  later = cdl_program_new (strategy, values, diagnostics);
  g_assert_cmpuint (cdl_program_lookback (later, 0), ==, 200);
  g_assert_true (cdl_program_reads (later, 0) & 1u << CDL_FIELD_VOLUME);
}

/* How many nodes of a kind a strategy's let t compiles to. */
static guint
count_nodes (const CdlStrategy *strategy, const char *text, CdlNodeKind kind)
{
  static const double values[] = { 20 };
  g_autoptr (CdlGraph) graph = cdl_graph_new ();
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (CdlCompiler) compiler = cdl_compiler_new (graph, strategy, values, diagnostics);
  guint count = 0;

  g_assert_cmpuint (cdl_compiler_compile_any (compiler, "$", text), !=, CDL_NO_NODE);
  for (guint i = 0; i < graph->nodes->len; i++)
    {
      const CdlNode *node = cdl_graph_node (graph, i);

      count += node->kind == kind ? 1 : 0;
      for (guint k = 0; k < node->n_children; k++)
        g_assert_true (node->child[k] == CDL_NO_NODE || node->child[k] < i);
    }

  return count;
}

static void
test_sharing (void)
{
  static const struct
  {
    const char *text;
    guint calls, operations, fields, shifts, alignments;
  } table[] = {
    { "sma(close, 20) > sma(close, 20)", 1, 1, 1, 0, 0 },
    { "sma(close, 20) > sma(close, 10 + 10)", 1, 1, 1, 0, 0 },
    { "sma(close, 20) > sma(close, n)", 1, 1, 1, 0, 0 },
    { "sma(close, 20) > mean", 1, 1, 1, 0, 0 },
    { "mean + mean * mean", 1, 2, 1, 0, 0 },
    { "sma(close, 20) > sma(close, 21)", 2, 1, 1, 0, 0 },
    { "sma(close, 20) > sma(open, 20)", 2, 1, 2, 0, 0 },
    { "mean > mean@4h", 2, 1, 2, 0, 1 },
    { "close[1] + close[1] > close[2]", 0, 2, 1, 2, 0 },
    { "close@4h > close or close@4h < open", 0, 3, 3, 0, 1 },
    { "1 + 2 * 3 - n", 0, 0, 0, 0, 0 },
    { "max(1, min(n, 2)) + close", 0, 1, 1, 0, 0 },
    { "(close > 1) ? (close > 1 ? 1 : 2) : (close > 1 ? 1 : 2)", 0, 3, 1, 0, 0 },
  };
  g_autoptr (CdlStrategy) strategy
      = cdl_test_strategy (CDL_INTERVAL_15M, "n=20", "let mean=sma(close, n)", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      const char *text = table[i].text;

      g_assert_cmpuint (count_nodes (strategy, text, CDL_NODE_CALL), ==, table[i].calls);
      g_assert_cmpuint (count_nodes (strategy, text, CDL_NODE_OPERATION), ==, table[i].operations);
      g_assert_cmpuint (count_nodes (strategy, text, CDL_NODE_FIELD), ==, table[i].fields);
      g_assert_cmpuint (count_nodes (strategy, text, CDL_NODE_SHIFT), ==, table[i].shifts);
      g_assert_cmpuint (count_nodes (strategy, text, CDL_NODE_ALIGN), ==, table[i].alignments);
    }
}

/* n lets, each resting on the next: head, its name, tail. */
static CdlStrategy *
chain (guint n, const char *head, const char *tail)
{
  CdlStrategy *strategy = cdl_test_strategy (CDL_INTERVAL_15M, NULL);

  for (guint i = 0; i < n; i++)
    {
      CdlNamedText let = { g_strdup_printf ("l%u", i), NULL };

      let.text = i + 1 < n ? g_strdup_printf ("%sl%u%s", head, i + 1, tail) : g_strdup ("close");
      g_array_append_val (strategy->lets, let);
    }
  cdl_test_setup (strategy);

  return strategy;
}

static char *
wrong_with (CdlStrategy *strategy)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  CdlProgram *program = cdl_program_new (strategy, NULL, diagnostics);

  g_clear_pointer (&program, cdl_program_unref);
  cdl_strategy_free (strategy);

  return cdl_diagnostics_format (diagnostics);
}

/* What would break the stack, or take for ever, is refused. */
static void
test_bombs (void)
{
  g_autofree char *minus = g_strnfill (60, '-');
  g_autofree char *fine = wrong_with (chain (1000, "", " + 1"));
  g_autofree char *wide = wrong_with (chain (1000, "abs(", ")"));
  g_autofree char *deep = wrong_with (chain (1000, minus, ""));
  g_autofree char *many = wrong_with (chain (1001, "", ""));
  g_autoptr (CdlStrategy) doubling = chain (200, "l", "");
  g_autoptr (CdlProgram) program = NULL;

  g_assert_cmpstr (fine, ==, "");
  g_assert_cmpstr (wide, ==, "");
  g_assert_cmpint (g_str_has_prefix (deep, "error: $.let.l"), ==, TRUE);
  g_assert_nonnull (strstr (deep, "nested too deep"));
  g_assert_cmpstr (many, ==, "error: $: more than 1000 parameters and “let” names are too many\n");

  /* 2^199 ways to the last name, each computed once. */
  for (guint i = 0; i < 199; i++)
    {
      CdlNamedText *let = &g_array_index (doubling->lets, CdlNamedText, i);

      g_free (let->text);
      let->text = g_strdup_printf ("l%u + l%u", i + 1, i + 1);
    }
  cdl_test_set (&g_array_index (doubling->setups, CdlSetupDef, 0).when, "l0 > 0");
  program = cdl_test_program (doubling);
  g_assert_cmpuint (program->graph->nodes->len, <, 220);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lookback/table", test_table);
  g_test_add_func ("/lookback/program", test_program);
  g_test_add_func ("/lookback/sharing", test_sharing);
  g_test_add_func ("/lookback/bombs", test_bombs);

  return g_test_run ();
}
