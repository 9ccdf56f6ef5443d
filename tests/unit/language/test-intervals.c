/* Where each part of an expression is computed, and when it is read. */

#include <math.h>

#include "cdl-number.h"
#include "cdl-resample.h"
#include "cdl-test-language.h"
#include "cdl-time.h"

/* 15m klines from first minutes after midnight on, numbered by their close: kline k of the day has
 * close k; those in missing are not there. */
static CdlTestMarket *
market_new (guint first, guint last, const guint *missing, guint n_missing)
{
  CdlTestMarket *market = g_new0 (CdlTestMarket, 1);
  CdlColumns *columns = cdl_columns_new (CDL_INTERVAL_15M, 0);

  market->interval = CDL_INTERVAL_15M;
  market->columns[CDL_INTERVAL_15M] = columns;
  for (guint k = first; k <= last; k++)
    {
      double values[CDL_N_FIELDS] = { k, k, k, k };
      gboolean there = TRUE;

      for (guint m = 0; m < n_missing; m++)
        there = there && missing[m] != k;
      if (there)
        cdl_columns_append (columns, 1735689600000 + (gint64) k * 15 * CDL_MINUTE_MS, values);
    }
  market->columns[CDL_INTERVAL_1H] = cdl_resample (cdl_columns_view (columns), CDL_INTERVAL_1H);
  market->columns[CDL_INTERVAL_4H] = cdl_resample (cdl_columns_view (columns), CDL_INTERVAL_4H);
  market->columns[CDL_INTERVAL_1D] = cdl_resample (cdl_columns_view (columns), CDL_INTERVAL_1D);

  return market;
}

/* The value of a text at the close of the day's kline k, in a market that begins at midnight. */
static const struct
{
  const char *text;
  guint k;
  double value;
} table[] = {
  /* An hour is read from the close that ends it. */
  { "close@1h", 2, NAN },
  { "close@1h", 3, 3 },
  { "close@1h", 6, 3 },
  { "close@1h", 7, 7 },
  { "close@4h", 14, NAN },
  { "close@4h", 15, 15 },
  { "close@4h", 30, 15 },
  { "close@4h", 31, 31 },
  { "close@1d", 94, NAN },
  { "close@1d", 95, 95 },
  { "open@1h", 7, 4 },
  { "low@4h + high@4h", 40, 16 + 31 },
  { "hour", 95, 23 },
  { "hour@1h", 7, 1 },
  { "hour@4h", 31, 4 },
  { "weekday", 0, 3 },
  { "weekday", 96, 4 },
  { "weekday@1d", 96, 3 },
  { "time / 1e3", 4, 1735693200 },
  { "time@1h / 1e3", 11, 1735696800 },
  { "5@4h", 0, 5 },
  /* What lives on one interval is computed there. */
  { "close@1h[1]", 6, NAN },
  { "close@1h[1]", 7, 3 },
  { "close@1h[1]", 10, 3 },
  { "close[1]@1h", 10, 3 },
  { "(close@1h)[1]", 10, 3 },
  { "close@4h[1]", 63, 47 },
  { "sma(close@1h, 2)", 10, 5 },
  { "sma(close, 2)@1h", 10, 5 },
  { "sma(close, 2)@1h", 11, 9 },
  { "(close@1h - open@1h)[1]", 12, 3 },
  { "(close - open)@1h[2]", 12, 3 },
  { "crossover(close@1h, 6)", 7, 1 },
  { "crossover(close@1h, 6)", 10, 1 },
  { "crossover(close@1h, 6)", 11, 0 },
  { "highest(close, 2)@4h", 40, 31 },
  /* Where intervals meet, the lower one counts. */
  { "close - close@1h", 10, 3 },
  { "(close - close@1h)[1]", 10, 2 },
  { "(close - close@1h)[1]", 8, 0 },
  { "(close - close@1h)[3]", 10, 0 },
  { "highest(close - close@1h, 3)", 10, 3 },
  { "highest(close - close@1h, 5)", 11, 3 },
  { "crossover(close, close@1h)", 8, 1 },
  { "crossover(close, close@1h)", 9, 0 },
  { "max(close@1h, close@4h)", 18, 15 },
  { "max(close@1h, close@4h)", 19, 19 },
  { "close@1h - close@4h", 22, 4 },
  { "(close@1h - close@4h)[1]", 22, 0 },
  { "(close@1h - close@4h)[1]", 26, 4 },
  { "(close - close@4h)@1h", 18, 0 },
  { "(close - close@4h)@1h", 22, 4 },
  { "(close - close@4h)@1h[1]", 22, 0 },
  { "close > close@1h ? close@4h : 7", 20, 15 },
  { "close > close@1h ? close@4h : 7", 19, 7 },
  /* A let means the klines of the place where it is used. */
  { "before", 10, 9 },
  { "before@1h", 10, 3 },
  { "before@4h", 40, 15 },
  { "before - before@1h", 10, 6 },
  { "sma(before, 2)@1h", 12, 5 },
  /* No value yet. */
  { "close@1h > 0", 2, 0 },
  { "not (close@1h > 0)", 2, 0 }, /* computed on 1h, too */
  { "not (close@1h > close)", 2, 1 },
  { "(close > 0)@1h", 2, 0 },
  { "not (close > 0)@1h", 2, 0 },
  { "(close > 0)@1h[1]", 3, 0 },
  { "nz(close@1h, -1)", 2, NAN },
  { "nz(close@1h + 0 * close, -1)", 2, -1 },
};

static double
value_at (const CdlTestMarket *market, const char *text, gsize row)
{
  g_autoptr (CdlStrategy) strategy
      = cdl_test_strategy (CDL_INTERVAL_15M, "let before=close[1]", NULL);
  g_autofree double *values = cdl_test_values (strategy, text, market, row + 1, row + 1);

  return values[row];
}

static void
assert_value (const CdlTestMarket *market, const char *text, gsize row, double right)
{
  double value = value_at (market, text, row);

  if (isnan (right) ? !isnan (value) : value != right)
    g_error ("%s at row %" G_GSIZE_FORMAT " is %g, not %g", text, row, value, right);
}

static void
test_table (void)
{
  g_autoptr (CdlTestMarket) market = market_new (0, 100, NULL, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    assert_value (market, table[i].text, table[i].k, table[i].value);
}

/* A function without series lives where it is written. */
static void
test_no_series (void)
{
  g_autoptr (CdlTestMarket) market = market_new (0, 100, NULL, 0);

  /* Every kline's range is the distance to the close before it: 1 on 15m, 4 on 1h, 16 on 4h. */
  assert_value (market, "atr(2)", 40, 1);
  assert_value (market, "atr(2)@1h", 40, 4);
  assert_value (market, "atr(2)@4h", 80, 16);
  assert_value (market, "atr(2) + close@1h", 42, 40);
}

/* An hour whose beginning is not there is dropped; one whose end is not there ends on time. */
static void
test_holes (void)
{
  static const guint missing[] = { 7, 12, 13, 14, 15 };
  g_autoptr (CdlTestMarket) market = market_new (2, 40, missing, G_N_ELEMENTS (missing));

  /* Rows:        0  1  2  3  4  5  6  7   8   9   10  11
   * Day's kline: 2  3  4  5  6  8  9  10  11  16  17  18 */
  assert_value (market, "close", 5, 8);
  assert_value (market, "close@1h", 1, NAN);
  assert_value (market, "close@1h", 4, NAN);
  assert_value (market, "close@1h", 5, 6);
  assert_value (market, "close@1h", 7, 6);
  assert_value (market, "close@1h", 8, 11);
  assert_value (market, "close@1h", 9, 11);
  assert_value (market, "close@1h[1]", 9, 6);
  assert_value (market, "close@1h[1]", 12, 11);
  assert_value (market, "close[1]", 9, 11);
  assert_value (market, "close@4h", 12, NAN); /* the first one is partial */
  assert_value (market, "close@4h", 24, 31);
}

/* The intervals that an expression reads, shortest first. */
static void
test_intervals (void)
{
  static const struct
  {
    const char *text;
    const char *names;
  } texts[] = {
    { "1", "15m" },
    { "close", "15m" },
    { "close@1h", "15m 1h" },
    { "close@4h > close", "15m 4h" },
    { "(close > close@1d)@1h and close@1M > 0", "15m 1h 1d 1M" },
    { "1@4h", "15m" },
  };
  g_autoptr (CdlStrategy) strategy = cdl_test_strategy (CDL_INTERVAL_15M, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
      g_autoptr (CdlExpression) expression
          = cdl_expression_new (strategy, texts[i].text, diagnostics);
      g_autoptr (GString) names = g_string_new (NULL);

      for (guint k = 0; k < cdl_expression_n_intervals (expression); k++)
        g_string_append_printf (names, "%s%s", k > 0 ? " " : "",
                                cdl_interval_name (cdl_expression_interval (expression, k)));
      g_assert_cmpstr (names->str, ==, texts[i].names);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/intervals/table", test_table);
  g_test_add_func ("/intervals/no-series", test_no_series);
  g_test_add_func ("/intervals/holes", test_holes);
  g_test_add_func ("/intervals/read", test_intervals);

  return g_test_run ();
}
