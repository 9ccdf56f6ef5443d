/* What a missing value (NaN) does to what it meets. */

#include <math.h>

#include "cdl-number.h"
#include "cdl-test-language.h"

/* x is missing; the value of each text, NAN for missing. */
static const struct
{
  const char *text;
  double value;
} table[] = {
  { "x", NAN },
  { "x + 1", NAN },
  { "1 - x", NAN },
  { "x * 0", NAN },
  { "0 / x", NAN },
  { "x % 2", NAN },
  { "2 % x", NAN },
  { "-x", NAN },
  { "x < 1", 0 },
  { "x <= 1", 0 },
  { "x > 1", 0 },
  { "x >= 1", 0 },
  { "x == 1", 0 },
  { "x != 1", 0 },
  { "1 < x", 0 },
  { "1 <= x", 0 },
  { "1 > x", 0 },
  { "1 >= x", 0 },
  { "1 == x", 0 },
  { "1 != x", 0 },
  { "x == x", 0 },
  { "x != x", 0 },
  { "x <= x", 0 },
  { "not (x > 1)", 1 },
  { "not (x != 1)", 1 },
  { "x > 1 or true", 1 },
  { "x > 1 and true", 0 },
  { "x ? 1 : 2", 2 },
  { "-x ? 1 : 2", 2 },
  { "x ? true : false", 0 },
  { "true ? x : 1", NAN },
  { "false ? x : 1", 1 },
  { "3 ? 1 : 2", 1 },
  { "-0.5 ? 1 : 2", 1 },
  { "0 ? 1 : 2", 2 },
  { "-0 ? 1 : 2", 2 },
  { "1 / 0", INFINITY },
  { "-1 / 0", -INFINITY },
  { "1 / 0 ? 1 : 2", 1 },
  { "1 / 0 > 1e300", 1 },
  { "0 / 0", NAN },
  { "1 / 0 - 1 / 0", NAN },
  { "1 / 0 * 0", NAN },
  { "1 % 0", NAN },
  { "1e300 * 1e300", INFINITY },
  { "7 % 4", 3 },
  { "-7 % 4", -3 },
  { "7 % -4", 3 },
  { "5.5 % 2", 1.5 },
  { "abs(x)", NAN },
  { "max(x, 1)", NAN },
  { "max(1, x)", NAN },
  { "min(x, 1)", NAN },
  { "min(1, x)", NAN },
  { "sqrt(-1)", NAN },
  { "log(-1)", NAN },
  { "pow(x, 0)", NAN },
  { "nz(x)", 0 },
  { "nz(x, 5)", 5 },
  { "nz(x, x)", NAN },
  { "nz(3, x)", 3 },
  { "sma(x, 2)", NAN },
  { "highest(x, 2)", NAN },
  { "crossover(x, 1)", 0 },
  { "crossover(1, x)", 0 },
  { "x[1]", NAN },
  { "(x > 1)[1]", 0 },
  { "close[999]", NAN },
  { "(close > 0)[999]", 0 },
  { "not (close > 0)[999]", 1 },
  { "close@1w", NAN },
  { "(close > 0)@1w", 0 },
  { "sma(close, 999)", NAN },
};

static void
check (const char *missing)
{
  g_autofree char *let = g_strdup_printf ("let x=%s", missing);
  g_autoptr (CdlStrategy) strategy = cdl_test_strategy (CDL_INTERVAL_15M, let, NULL);
  g_autoptr (CdlTestMarket) market = cdl_test_market_new (1, CDL_INTERVAL_15M, 8);

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree double *values = cdl_test_values (strategy, table[i].text, market, 8, 8);
      double right[8];

      for (gsize k = 0; k < 8; k++)
        right[k] = isnan (table[i].value) ? CDL_NAN : table[i].value;
      cdl_test_same (table[i].text, right, values, 8);
    }
}

/* Known before the run, and not. */
static void
test_folded (void)
{
  check ("0 / 0");
}

static void
test_computed (void)
{
  check ("0 * close / 0");
}

/* A column that the data lacks is missing everywhere; the others are not disturbed. */
static void
test_columns (void)
{
  static const struct
  {
    const char *text;
    gboolean missing;
  } texts[] = {
    { "volume", TRUE },      { "quote_volume", TRUE },    { "trades", TRUE },
    { "taker_buy", TRUE },   { "taker_buy_quote", TRUE }, { "volume + close", TRUE },
    { "nz(volume)", FALSE }, { "close", FALSE },          { "volume[1]", TRUE },
    { "volume@1h", TRUE },   { "time", FALSE },
  };
  g_autoptr (CdlStrategy) strategy = cdl_test_strategy (CDL_INTERVAL_15M, NULL);
  g_autoptr (CdlTestMarket) market = cdl_test_market_new (1, CDL_INTERVAL_15M, 40);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
      g_autoptr (CdlExpression) expression
          = cdl_expression_new (strategy, texts[i].text, diagnostics);
      CdlKlines views[CDL_N_INTERVALS];
      const double *values;

      for (guint k = 0; k < cdl_expression_n_intervals (expression); k++)
        {
          views[k] = cdl_test_market_view (market, cdl_expression_interval (expression, k), 40);
          for (int f = CDL_FIELD_VOLUME; f < CDL_N_FIELDS; f++)
            views[k].field[f] = NULL;
        }
      values = cdl_expression_extend (expression, views);
      for (gsize k = 10; k < 40; k++)
        g_assert_true (isnan (values[k]) == texts[i].missing);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/missing/folded", test_folded);
  g_test_add_func ("/missing/computed", test_computed);
  g_test_add_func ("/missing/columns", test_columns);

  return g_test_run ();
}
