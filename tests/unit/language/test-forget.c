/* Klines that nothing reads again may go: over random expressions and markets, at random moments,
 * what is computed afterwards is the same to the bit. */

#include <string.h>

#include "cdl-compiler-private.h"
#include "cdl-evaluator-private.h"
#include "cdl-number.h"
#include "cdl-test-generator.h"
#include "cdl-test-language.h"
#include "cdl-time.h"

#define N_EXPRESSIONS 1000
#define N_KLINES      700

/* Klines of each interval from some row on, in memory of their own: whoever reads before it reads
 * what is not theirs. */
typedef struct
{
  gsize gone[CDL_N_INTERVALS];
  CdlColumns *held[CDL_N_INTERVALS];
  CdlKlines views[CDL_N_INTERVALS];
} Held;

static void
held_clear (Held *self)
{
  for (int i = 0; i < CDL_N_INTERVALS; i++)
    g_clear_pointer (&self->held[i], cdl_columns_free);
}

/* What is known at the close of kline n - 1, or of higher intervals at that of kline ahead - 1. */
static void
hold (Held *self, const CdlGraph *graph, const CdlTestMarket *market, gsize n, gsize ahead)
{
  held_clear (self);
  for (int i = 0; i < CDL_N_INTERVALS; i++)
    if (graph->intervals & 1u << i)
      {
        gboolean finest = (CdlInterval) i == market->interval;
        CdlKlines all = cdl_test_market_view (market, (CdlInterval) i, finest ? n : ahead);
        CdlKlines rest = cdl_klines_slice (&all, self->gone[i], all.n);

        self->held[i] = cdl_columns_copy (&rest);
        self->views[i] = *cdl_columns_view (self->held[i]);
      }
}

/* Forgets all that it may, or some of it. Returns how many klines. */
static gsize
forget (CdlEvaluator *evaluator, const CdlGraph *graph, CdlRandom *random, Held *held)
{
  gsize rows[CDL_N_INTERVALS] = { 0 }, sum = 0;

  for (int i = 0; i < CDL_N_INTERVALS; i++)
    if (graph->intervals & 1u << i)
      {
        gsize spare = cdl_evaluator_spare (evaluator, (CdlInterval) i);

        rows[i] = cdl_random_below (random, 2) == 0 ? spare : cdl_random_below (random, spare + 1);
        held->gone[i] += rows[i];
        sum += rows[i];
      }
  cdl_evaluator_forget (evaluator, rows);

  return sum;
}

/* Returns how many klines were forgotten. */
static gsize
check (const char *text, const CdlStrategy *strategy, const CdlTestMarket *market, guint64 seed)
{
  static const double values[] = { 3.0, 0.5, 0.0 };
  static const gsize steps[] = { 1, 2, 7, 40 };
  g_autoptr (CdlGraph) graph = cdl_graph_new ();
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (CdlCompiler) compiler = cdl_compiler_new (graph, strategy, values, diagnostics);
  guint root = cdl_compiler_compile_any (compiler, "$", text);
  g_autoptr (CdlEvaluator) whole = NULL, trimmed = NULL;
  Held all = { 0 }, held = { 0 };
  gsize n = 0, forgotten = 0;
  CdlRandom random;

  g_assert_cmpuint (root, !=, CDL_NO_NODE);
  cdl_random_init (&random, seed);
  whole = cdl_evaluator_new (graph);
  trimmed = cdl_evaluator_new (graph);
  hold (&all, graph, market, N_KLINES, N_KLINES);
  cdl_evaluator_extend (whole, all.views);

  while (n < N_KLINES)
    {
      gsize from = n, step = 1 + cdl_random_below (&random, steps[seed % G_N_ELEMENTS (steps)]);
      gsize ahead;

      n = MIN (n + step, N_KLINES);
      ahead = seed % 3 == 0 ? MIN (n + 100, N_KLINES) : n;
      hold (&held, graph, market, n, ahead);
      cdl_evaluator_extend (trimmed, held.views);
      for (gsize i = from; i < n; i++)
        {
          double a = cdl_evaluator_at (whole, root, i, NULL);
          double b = cdl_evaluator_at (trimmed, root, i - held.gone[market->interval], NULL);

          if (memcmp (&a, &b, sizeof a) != 0)
            g_error ("seed %" G_GUINT64_FORMAT ", %s: value %" G_GSIZE_FORMAT
                     " is %.17g with all klines, %.17g without those forgotten",
                     seed, text, i, a, b);
        }
      if (cdl_random_below (&random, 3) == 0)
        forgotten += forget (trimmed, graph, &random, &held);
    }
  held_clear (&all);
  held_clear (&held);

  return forgotten;
}

static void
test_random (void)
{
  static const CdlInterval intervals[] = { CDL_INTERVAL_15M, CDL_INTERVAL_1H };
  gsize forgotten = 0;
  CdlRandom random;

  cdl_random_init (&random, 5);
  for (guint k = 0; k < N_EXPRESSIONS; k++)
    {
      CdlInterval interval = intervals[k % 2];
      g_autoptr (CdlTestMarket) market = cdl_test_market_new (k, interval, N_KLINES);
      g_autoptr (CdlStrategy) strategy
          = cdl_test_strategy (interval, CDL_TEST_GENERATOR_WORDS, NULL);
      g_autoptr (CdlExpr) expr = cdl_test_generate (
          &random, k % 3 == 0 ? CDL_TYPE_BOOLEAN : CDL_TYPE_NUMBER, interval, 1 + k % 4);
      g_autofree char *text = cdl_test_write (&random, expr);

      if (strlen (text) <= 4000)
        forgotten += check (text, strategy, market, k);
    }

  g_test_message ("%" G_GSIZE_FORMAT " klines forgotten", forgotten);
  g_assert_cmpuint (forgotten, >, N_EXPRESSIONS * N_KLINES / 4);
}

/* "1" for a length, "close" for a series: how each function is called for short windows. */
static char *
call_of (const CdlFunction *function, guint number)
{
  GString *text = g_string_new (function->name);

  g_string_append_c (text, '(');
  for (guint k = 0; k < function->n_args; k++)
    {
      g_string_append (text, k > 0 ? ", " : "");
      switch (function->args[k].kind)
        {
        case CDL_ARG_SERIES:
          g_string_append (text, k % 2 == 0 ? "close" : "open");
          break;
        case CDL_ARG_CONDITION:
          g_string_append (text, "close > open");
          break;
        case CDL_ARG_FACTOR:
          g_string_append (text, "0.5");
          break;
        case CDL_ARG_LENGTH:
        case CDL_ARG_COUNT:
        default:
          g_string_append_printf (text, "%u", number + k);
        }
    }
  g_string_append_c (text, ')');

  return g_string_free (text, FALSE);
}

/* Each function by itself: there is no other whose look-back would hide what it lacks. */
static void
test_functions (void)
{
  g_autoptr (CdlTestMarket) market = cdl_test_market_new (3, CDL_INTERVAL_1H, N_KLINES);
  g_autoptr (CdlStrategy) strategy
      = cdl_test_strategy (CDL_INTERVAL_1H, CDL_TEST_GENERATOR_WORDS, NULL);
  guint n;
  const CdlFunction *const *functions = cdl_functions (&n);

  for (guint i = 0; i < n; i++)
    for (guint number = 1; number < 12; number++)
      {
        g_autofree char *text = call_of (functions[i], number);
        g_autofree char *shifted = g_strdup_printf ("%s%s", text, "[2]");
        g_autofree char *higher = g_strdup_printf ("%s%s", text, "@4h");

        g_assert_cmpuint (check (text, strategy, market, number), >, N_KLINES / 4);
        g_assert_cmpuint (check (shifted, strategy, market, number), >, N_KLINES / 4);
        g_assert_cmpuint (check (higher, strategy, market, number), >, N_KLINES / 4);
      }
}

/* Nothing but the look-back is left, however long it goes on. */
static void
test_bound (void)
{
  g_autoptr (CdlTestMarket) market = cdl_test_market_new (1, CDL_INTERVAL_15M, 5000);
  g_autoptr (CdlStrategy) strategy = cdl_test_strategy (CDL_INTERVAL_15M, NULL);
  g_autoptr (CdlGraph) graph = cdl_graph_new ();
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (CdlCompiler) compiler = cdl_compiler_new (graph, strategy, NULL, diagnostics);
  g_autoptr (CdlEvaluator) evaluator = NULL;
  Held held = { 0 };

  cdl_compiler_compile_any (compiler, "$", "sma(close, 20) + highest(high, 9)@1h + obv()[3]");
  evaluator = cdl_evaluator_new (graph);
  for (gsize n = 50; n <= 5000; n += 50)
    {
      gsize rows[CDL_N_INTERVALS] = { 0 };

      hold (&held, graph, market, n, n);
      cdl_evaluator_extend (evaluator, held.views);
      rows[CDL_INTERVAL_15M] = cdl_evaluator_spare (evaluator, CDL_INTERVAL_15M);
      rows[CDL_INTERVAL_1H] = cdl_evaluator_spare (evaluator, CDL_INTERVAL_1H);
      g_assert_cmpuint (held.views[CDL_INTERVAL_15M].n - rows[CDL_INTERVAL_15M], ==, 20);
      g_assert_cmpuint (held.views[CDL_INTERVAL_1H].n - rows[CDL_INTERVAL_1H], <=, 9);
      cdl_evaluator_forget (evaluator, rows);
      held.gone[CDL_INTERVAL_15M] += rows[CDL_INTERVAL_15M];
      held.gone[CDL_INTERVAL_1H] += rows[CDL_INTERVAL_1H];
      g_assert_cmpuint (cdl_evaluator_spare (evaluator, CDL_INTERVAL_15M), ==, 0);
    }
  held_clear (&held);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forget/random", test_random);
  g_test_add_func ("/forget/functions", test_functions);
  g_test_add_func ("/forget/bound", test_bound);

  return g_test_run ();
}
