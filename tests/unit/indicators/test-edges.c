/* What functions do at the edges: nothing moves, nothing trades, values are missing. */

#include <math.h>
#include <string.h>

#include "cdl-number.h"
#include "cdl-test-call.h"

#define MAX_VALUES 12

/* Runs a function of series and numbers over n values; no klines. */
static void
run (const char *name, const double *a, const double *b, const double *number, gsize n, double *out)
{
  const CdlFunction *function = cdl_function_find (name);
  CdlCall call = { .series = { a, b }, .klines = { .n = n }, .out = out };
  g_autofree void *state = NULL;

  memcpy (call.number, number, sizeof call.number);
  if (function->state_size != NULL)
    call.state = state = g_malloc0 (function->state_size (number));
  function->extend (&call, 0, n);
}

static gboolean
same (double a, double b)
{
  return a == b || (isnan (a) && isnan (b));
}

static void
test_values (void)
{
  const double nan = CDL_NAN, inf = INFINITY;
  const struct
  {
    const char *name;
    double number[CDL_FUNCTION_MAX_ARGS];
    gsize n;
    double a[MAX_VALUES], b[MAX_VALUES], expected[MAX_VALUES];
  } rows[] = {
    { "round",
      { 0 },
      7,
      { 2.5, -2.5, 0.49999999999999994, -0.5, 1e15, 2.4, nan },
      { 0 },
      { 3, -2, 0, 0, 1e15, 2, nan } },
    { "floor", { 0 }, 3, { 2.5, -2.5, nan }, { 0 }, { 2, -3, nan } },
    { "ceil", { 0 }, 3, { 2.5, -2.5, nan }, { 0 }, { 3, -2, nan } },
    { "abs", { 0 }, 3, { 2.5, -2.5, nan }, { 0 }, { 2.5, 2.5, nan } },
    { "sign", { 0 }, 5, { 2.5, -2.5, 0, -0.0, nan }, { 0 }, { 1, -1, 0, 0, nan } },
    { "sqrt", { 0 }, 4, { 9, 0, -1, nan }, { 0 }, { 3, 0, nan, nan } },
    { "log", { 0 }, 4, { 1, 0, -1, nan }, { 0 }, { 0, -inf, nan, nan } },
    { "exp", { 0 }, 3, { 0, -inf, nan }, { 0 }, { 1, 0, nan } },
    { "pow", { 0 }, 5, { 2, -8, nan, 1, 0 }, { 10, 0.5, 0, nan, 0 }, { 1024, nan, nan, nan, 1 } },
    { "min", { 0 }, 5, { 1, 2, 3, nan, 3 }, { 2, 1, 3, 3, nan }, { 1, 1, 3, nan, nan } },
    { "max", { 0 }, 5, { 1, 2, 3, nan, 3 }, { 2, 1, 3, 3, nan }, { 2, 2, 3, nan, nan } },
    { "nz", { 0 }, 4, { 1, nan, nan, 0 }, { 5, 5, nan, 5 }, { 1, 5, nan, 0 } },
    /* Touching and leaving counts, staying does not, and nothing crosses a missing value. */
    { "crossover",
      { 0 },
      9,
      { 1, 2, 3, 3, 2, 3, nan, 3, 4 },
      { 2, 2, 2, 2, 2, 2, 2, 2, nan },
      { 0, 0, 1, 0, 0, 1, 0, 0, 0 } },
    { "crossunder",
      { 0 },
      9,
      { 3, 2, 1, 1, 2, 1, nan, 1, 0 },
      { 2, 2, 2, 2, 2, 2, 2, 2, nan },
      { 0, 0, 1, 0, 0, 1, 0, 0, 0 } },
    { "rising", { 0, 2 }, 8, { 1, 2, 3, 3, 4, 5, nan, 6 }, { 0 }, { 0, 0, 1, 0, 1, 1, 0, 0 } },
    { "falling", { 0, 2 }, 8, { 6, 5, 4, 4, 3, 2, nan, 1 }, { 0 }, { 0, 0, 1, 0, 1, 1, 0, 0 } },
    /* Above all of the n before, in whatever order those came. */
    { "rising", { 0, 3 }, 5, { 1, 3, 2, 4, 3 }, { 0 }, { 0, 0, 0, 1, 0 } },
    { "barssince", { 0, 2 }, 7, { 0, 1, 0, 0, 0, 1, 1 }, { 0 }, { nan, 0, 1, 2, nan, 0, 0 } },
    { "valuewhen",
      { 0, 0, 0, 2 },
      6,
      { 0, 1, 0, 0, 0, 1 },
      { 1, 2, 3, 4, 5, 6 },
      { nan, 2, 2, 2, nan, 6 } },
    { "valuewhen",
      { 0, 0, 1, 3 },
      6,
      { 1, 1, 0, 0, 0, 1 },
      { 1, 2, 3, 4, 5, 6 },
      { nan, 1, 1, 1, nan, nan } },
    /* Of equal highs the first is the pivot; a flat series has none. */
    { "pivot_high",
      { 0, 2, 1 },
      8,
      { 1, 2, 5, 5, 1, 1, 1, 1 },
      { 0 },
      { nan, nan, nan, 5, nan, nan, nan, nan } },
    { "pivot_low", { 0, 1, 2 }, 6, { 4, 3, 3, 4, nan, 2 }, { 0 }, { nan, nan, nan, 3, nan, nan } },
    { "roc", { 0, 1 }, 5, { 2, 3, 0, 4, nan }, { 0 }, { nan, 50, -100, 0, nan } },
    { "change", { 0, 2 }, 4, { 1, 2, 4, nan }, { 0 }, { nan, nan, 3, nan } },
    { "highestbars", { 0, 3 }, 6, { 1, 3, 3, 2, 1, nan }, { 0 }, { nan, nan, 0, -1, -2, nan } },
    { "lowestbars", { 0, 3 }, 6, { 3, 1, 1, 2, 3, nan }, { 0 }, { nan, nan, 0, -1, -2, nan } },
    /* A missing value ends an average, which is then seeded anew. So does an infinite one. */
    { "ema",
      { 0, 3 },
      9,
      { nan, 3, 6, 9, 8, nan, 1, 2, 3 },
      { 0 },
      { nan, nan, nan, 6, 7, nan, nan, nan, 2 } },
    { "rma", { 0, 2 }, 7, { 1, 3, 4, -inf, 5, 7, 8 }, { 0 }, { nan, 2, 3, nan, nan, 6, 7 } },
    { "sma", { 0, 2 }, 5, { 1, 3, nan, 5, 7 }, { 0 }, { nan, 2, nan, nan, 6 } },
    /* A series that never moved has no rsi; one that only rises has 100. */
    { "rsi", { 0, 2 }, 5, { 0.1, 0.1, 0.1, 0.1, 0.1 }, { 0 }, { nan, nan, nan, nan, nan } },
    { "rsi", { 0, 2 }, 4, { 1, 2, 3, 3 }, { 0 }, { nan, nan, 100, 100 } },
    { "rsi", { 0, 2 }, 4, { 3, 2, 1, 1 }, { 0 }, { nan, nan, 0, 0 } },
    /* 0.1 + 0.1 + 0.1 is not 3 * 0.1, but flat is flat. */
    { "cci", { 0, 3 }, 4, { 0.1, 0.1, 0.1, 0.1 }, { 0 }, { nan, nan, 0, 0 } },
    { "stdev", { 0, 4 }, 5, { 2, 2, 2, 2, 6 }, { 0 }, { nan, nan, nan, 0, sqrt (3) } },
    { "linreg", { 0, 3, 0 }, 4, { 1, 2, 3, 4 }, { 0 }, { nan, nan, 3, 4 } },
    { "linreg", { 0, 1, 0 }, 2, { 1, 2 }, { 0 }, { nan, nan } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double out[MAX_VALUES];

      run (rows[i].name, rows[i].a, rows[i].b, rows[i].number, rows[i].n, out);
      for (gsize k = 0; k < rows[i].n; k++)
        if (!same (out[k], rows[i].expected[k]))
          g_error ("%s (row %d) at %d: %.17g where %.17g is right", rows[i].name, (int) i, (int) k,
                   out[k], rows[i].expected[k]);
    }
}

/* nz's replacement is 0 unless given. */
static void
test_nz_default (void)
{
  const CdlFunction *nz = cdl_function_find ("nz");
  double x[] = { CDL_NAN, 3.0 }, out[2];
  CdlCall call = { .series = { x }, .number = { 0.0, nz->args[1].fallback }, .out = out };

  nz->extend (&call, 0, 2);
  g_assert_cmpfloat (out[0], ==, 0.0);
  g_assert_cmpfloat (out[1], ==, 3.0);
}

/* Klines of which nothing moves: TA-Lib's zeros, however small the price. */
static void
test_flat (void)
{
  static const struct
  {
    const char *name;
    double number[CDL_FUNCTION_MAX_ARGS];
    gsize first;
  } rows[] = {
    { "stoch_k", { 3, 2 }, 3 },  { "stoch_d", { 3, 2, 2 }, 4 }, { "williams_r", { 3 }, 2 },
    { "plus_di", { 3 }, 3 },     { "minus_di", { 3 }, 3 },      { "adx", { 3 }, 5 },
    { "mfi", { 0, 3 }, 3 },      { "cci", { 0, 3 }, 2 },        { "atr", { 3 }, 3 },
    { "variance", { 0, 3 }, 2 }, { "cmf", { 3 }, 2 },
  };
  static const double prices[] = { 1e-5, 0.1, 43000.01 };

  for (gsize p = 0; p < G_N_ELEMENTS (prices); p++)
    for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
      {
        const CdlFunction *function = cdl_function_find (rows[i].name);
        double price[10], volume[10], out[10];
        CdlCall call = { .series = { price },
                         .klines = { .n = 10, .field = { price, price, price, price, volume } },
                         .out = out };
        g_autofree void *state = NULL;

        for (int k = 0; k < 10; k++)
          {
            price[k] = prices[p];
            volume[k] = 1e-4;
          }
        memcpy (call.number, rows[i].number, sizeof call.number);
        if (function->state_size != NULL)
          call.state = state = g_malloc0 (function->state_size (call.number));
        function->extend (&call, 0, 10);
        for (gsize k = 0; k < 10; k++)
          if (k < rows[i].first ? !isnan (out[k]) : !(fabs (out[k]) < 1e-20))
            g_error ("%s of a flat series at %g: %.17g at kline %d", rows[i].name, prices[p],
                     out[k], (int) k);
      }
}

/* Prices and volumes of tiny coins count as much as any: no epsilon is taken for zero. */
static void
test_tiny (void)
{
  static const char *const names[]
      = { "stoch_k", "stoch_d", "williams_r", "plus_di", "minus_di", "adx", "mfi", "cci" };
  CdlRandom random;

  cdl_random_init (&random, 5);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const CdlFunction *function = cdl_function_find (names[i]);
      g_autoptr (CdlTestCall) call = cdl_test_call_new (&random, function, 80, 1);
      g_autofree double *large = NULL, *tiny = NULL;

      for (guint k = 0; k < function->n_args; k++)
        if (call->series[k] == NULL)
          call->number[k] = 3.0;
      large = cdl_test_call_run (call, 0, 80, 80);
      /* A power of two scales exactly, so the ratios are the same to the bit. */
      for (gsize k = 0; k < 80; k++)
        {
          for (int f = 0; f < CDL_N_FIELDS; f++)
            call->column[f][k] = ldexp (call->column[f][k], -60);
          if (call->series[0] != NULL)
            call->series[0][k] = ldexp (call->series[0][k], -60);
        }
      tiny = cdl_test_call_run (call, 0, 80, 80);
      cdl_test_assert_same (call, "of a tiny price", 0, large, tiny, 80);
    }
}

/* Whether a function may see past a missing kline: conditions are never missing, and some read a
 * value at a distance and nothing between. */
static gboolean
sees_past (const CdlFunction *function)
{
  static const char *const names[]
      = { "change", "mom", "roc", "ichimoku_span_a", "ichimoku_span_b", NULL };

  return function->args[0].kind == CDL_ARG_CONDITION || g_strv_contains (names, function->name);
}

/* A kline of which all is missing parts what was before from what comes after: as if the klines
 * began there. */
static void
test_missing_kline (void)
{
  CdlRandom random;
  guint n;
  const CdlFunction *const *functions = cdl_functions (&n);

  cdl_random_init (&random, 9);
  for (guint f = 0; f < n; f++)
    for (int round = 0; round < 4; round++)
      {
        g_autoptr (CdlTestCall) call = cdl_test_call_new (&random, functions[f], 200, 9);
        g_autofree double *whole = NULL, *fresh = NULL;
        gsize at = 20 + (gsize) cdl_random_below (&random, 100);

        if (sees_past (functions[f]))
          continue;
        for (guint k = 0; k < functions[f]->n_args; k++)
          if (call->series[k] != NULL)
            call->series[k][at] = CDL_NAN;
        for (int c = 0; c < CDL_N_FIELDS; c++)
          call->column[c][at] = CDL_NAN;
        whole = cdl_test_call_run (call, 0, 200, 200);
        fresh = cdl_test_call_run (call, at + 1, 200, 200);
        cdl_test_assert_same (call, "after a missing kline", at + 1, fresh, whole + at + 1,
                              200 - at - 1);
      }
}

/* Data without the column of volumes. */
static void
test_missing_column (void)
{
  CdlRandom random;
  guint n;
  const CdlFunction *const *functions = cdl_functions (&n);

  cdl_random_init (&random, 1);
  for (guint f = 0; f < n; f++)
    {
      g_autoptr (CdlTestCall) call = cdl_test_call_new (&random, functions[f], 50, 5);
      g_autofree double *values = NULL;

      for (int c = CDL_FIELD_VOLUME; c < CDL_N_FIELDS; c++)
        call->klines.field[c] = NULL;
      values = cdl_test_call_run (call, 0, 50, 50);
      if (functions[f]->reads & 1u << CDL_FIELD_VOLUME)
        for (int i = 0; i < 50; i++)
          g_assert_true (isnan (values[i]));
    }
}

/* Only the columns that a row names are read. */
static void
test_reads (void)
{
  CdlRandom random;
  guint n;
  const CdlFunction *const *functions = cdl_functions (&n);

  cdl_random_init (&random, 2);
  for (guint f = 0; f < n; f++)
    {
      g_autoptr (CdlTestCall) call = cdl_test_call_new (&random, functions[f], 60, 5);
      g_autofree double *full = cdl_test_call_run (call, 0, 60, 60), *fewer = NULL;

      for (int c = 0; c < CDL_N_FIELDS; c++)
        if (!(functions[f]->reads & 1u << c))
          for (int i = 0; i < 60; i++)
            call->column[c][i] = CDL_NAN;
      fewer = cdl_test_call_run (call, 0, 60, 60);
      cdl_test_assert_same (call, "without the columns it does not name", 0, full, fewer, 60);
    }
}

/* The day of vwap is UTC's; a first day without its beginning has none. */
static void
test_vwap (void)
{
  const gint64 hour = G_GINT64_CONSTANT (3600000), day = 24 * hour;
  const gint64 time[] = { day - 2 * hour, day - hour, day, day + 3 * hour, 2 * day + hour };
  const double x[] = { 1.0, 2.0, 3.0, 6.0, 5.0 }, volume[] = { 1.0, 1.0, 2.0, 1.0, 0.0 };
  const double expected[] = { CDL_NAN, CDL_NAN, 3.0, 4.0, CDL_NAN };
  double out[5];
  CdlCall call = {
    .series = { x },
    .klines
    = { .interval = CDL_INTERVAL_1H, .n = 5, .open_time = time, .field = { x, x, x, x, volume } },
    .out = out
  };

  cdl_function_find ("vwap")->extend (&call, 0, 5);
  for (int i = 0; i < 5; i++)
    g_assert_true (same (out[i], expected[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/indicators/edges/values", test_values);
  g_test_add_func ("/indicators/edges/nz-default", test_nz_default);
  g_test_add_func ("/indicators/edges/flat", test_flat);
  g_test_add_func ("/indicators/edges/tiny", test_tiny);
  g_test_add_func ("/indicators/edges/missing-kline", test_missing_kline);
  g_test_add_func ("/indicators/edges/missing-column", test_missing_column);
  g_test_add_func ("/indicators/edges/reads", test_reads);
  g_test_add_func ("/indicators/edges/vwap", test_vwap);

  return g_test_run ();
}
