/* What is said of expressions that are wrong: one line per problem. */

#include "cdl-test-language.h"

/* Expressions over the parameters n=3, half=0.5, zero=0 and the lets up, level, of a 15m strategy;
 * and the whole of what is said. */
static const struct
{
  const char *text;
  const char *wrong; /* after "error: $, line 1, " */
} expressions[] = {
  /* Names. */
  { "closse", "column 1: unknown name “closse”; did you mean “close”?" },
  { "close > opn", "column 9: unknown name “opn”; did you mean “open”?" },
  { "lvel", "column 1: unknown name “lvel”; did you mean “level”?" },
  { "haf", "column 1: unknown name “haf”; did you mean “half”?" },
  { "something", "column 1: unknown name “something”" },
  { "neckline", "column 1: unknown name “neckline”; it is an output of patterns such as "
                "double_bottom, known inside the setup that looks for one" },
  { "entry", "column 1: “entry” is not known yet at this place" },
  { "stop_loss", "column 1: “stop_loss” is not known yet at this place" },
  { "take_profit", "column 1: “take_profit” is not known yet at this place" },
  { "sma", "column 1: “sma” is a function; call it with its arguments in parentheses" },
  { "smaa(close, 3)", "column 1: unknown function “smaa”; did you mean “sma”?" },
  { "frobnicate(1)", "column 1: unknown function “frobnicate”" },
  { "close(1)", "column 1: “close” is a value, not a function; its value some klines back is "
                "written x[1]" },
  { "n(1)", "column 1: “n” is a value, not a function; its value some klines back is written "
            "x[1]" },
  { "CLOSE", "column 1: unknown name “CLOSE”" },
  /* Types. */
  { "up + 1", "column 1: a number is needed here, this is a condition; write (condition ? 1 : 0) "
              "for a number" },
  { "1 - (close > open)", "column 6: a number is needed here, this is a condition; write "
                          "(condition ? 1 : 0) for a number" },
  { "-up", "column 2: a number is needed here, this is a condition; write (condition ? 1 : 0) for "
           "a number" },
  { "up > 0", "column 1: a number is needed here, this is a condition; write (condition ? 1 : 0) "
              "for a number" },
  { "up == true", "column 1: a number is needed here, this is a condition; write (condition ? 1 : "
                  "0) for a number\n"
                  "column 7: a number is needed here, this is a condition; write (condition ? 1 : "
                  "0) for a number" },
  { "close and up", "column 1: a condition is needed here, this is a number; compare it with "
                    "something: x > 0, say" },
  { "up or 1", "column 7: a condition is needed here, this is a number; compare it with something: "
               "x > 0, say" },
  { "not close", "column 5: a condition is needed here, this is a number; compare it with "
                 "something: x > 0, say" },
  { "up ? 1 : up", "column 10: a number is needed here, this is a condition; write (condition ? 1 "
                   ": 0) for a number" },
  { "up ? up : 1", "column 11: a condition is needed here, this is a number; compare it with "
                   "something: x > 0, say" },
  { "sma(up, 3)", "column 5: a number is needed here, this is a condition; write (condition ? 1 : "
                  "0) for a number" },
  { "sma(close, up)", "column 12: a number is needed here, this is a condition; write (condition ? "
                      "1 : 0) for a number" },
  { "abs(close > open)", "column 5: a number is needed here, this is a condition; write (condition "
                         "? 1 : 0) for a number" },
  { "crossover(close, up)", "column 18: a number is needed here, this is a condition; write "
                            "(condition ? 1 : 0) for a number" },
  { "closse + opn", "column 1: unknown name “closse”; did you mean “close”?\n"
                    "column 10: unknown name “opn”; did you mean “open”?" },
  /* Arguments. */
  { "sma()", "column 1: sma() lacks its argument “x”; sma(x, n)" },
  { "sma(close)", "column 1: sma() lacks its argument “n”; sma(x, n)" },
  { "sma(close, 3, 4)", "column 1: sma() takes 2 arguments, not 3; sma(x, n)" },
  { "abs(1, 2)", "column 1: abs() takes 1 argument, not 2; abs(x)" },
  { "sma(close, 0)", "column 12: “n” of sma() must be a whole number from 1 to 100000, not 0" },
  { "sma(close, -n)", "column 12: “n” of sma() must be a whole number from 1 to 100000, not -3" },
  { "sma(close, 2.5)", "column 12: “n” of sma() must be a whole number from 1 to 100000, not 2.5" },
  { "sma(close, n * half)",
    "column 12: “n” of sma() must be a whole number from 1 to 100000, not 1.5" },
  { "sma(close, 1e6)",
    "column 12: “n” of sma() must be a whole number from 1 to 100000, not 1000000" },
  { "sma(close, n / zero)",
    "column 12: “n” of sma() must be a whole number from 1 to 100000, not infinite or NaN" },
  { "sma(close, volume)", "column 12: “n” of sma() must be known before the run; use numbers and "
                          "parameters only" },
  { "sma(close, level)", "column 12: “n” of sma() must be known before the run; use numbers and "
                         "parameters only" },
  { "bb_upper(close, 20, 1 / zero)",
    "column 21: “k” of bb_upper() is not a number; look for a division by 0" },
  { "bb_upper(close, 20, close)", "column 21: “k” of bb_upper() must be known before the run; use "
                                  "numbers and parameters only" },
  { "sma(closse, 0)", "column 5: unknown name “closse”; did you mean “close”?\n"
                      "column 13: “n” of sma() must be a whole number from 1 to 100000, not 0" },
  /* Klines back. */
  { "close[-1]", "column 7: klines back must be a whole number from 0 to 100000, known before the "
                 "run; x[1] is the value one kline back" },
  { "close[half]", "column 7: klines back must be a whole number from 0 to 100000, known before "
                   "the run; x[1] is the value one kline back" },
  { "close[volume]", "column 7: klines back must be a whole number from 0 to 100000, known before "
                     "the run; x[1] is the value one kline back" },
  { "close[true]", "column 7: klines back must be a whole number from 0 to 100000, known before "
                   "the run; x[1] is the value one kline back" },
  { "close[1e9]", "column 7: klines back must be a whole number from 0 to 100000, known before the "
                  "run; x[1] is the value one kline back" },
  { "close[0 / zero]", "column 7: klines back must be a whole number from 0 to 100000, known "
                       "before the run; x[1] is the value one kline back" },
  /* Intervals. */
  { "close@5m", "column 1: 5m is below 15m, on which this is computed; only the same or higher "
                "intervals can be read" },
  { "close@1s + 1", "column 1: 1s is below 15m, on which this is computed; only the same or higher "
                    "intervals can be read" },
  { "(open + close@1h)@4h", "column 9: 1h is below 4h, on which this is computed; only the same or "
                            "higher intervals can be read" },
  { "sma(close@4h, 3)@1d", "column 5: 4h is below 1d, on which this is computed; only the same or "
                           "higher intervals can be read" },
  /* Setup's values are nobody else's. */
  { "1 + (entry - close)", "column 6: “entry” is not known yet at this place" },
};

static void
test_expressions (void)
{
  g_autoptr (CdlStrategy) strategy
      = cdl_test_strategy (CDL_INTERVAL_15M, "n=3", "half=0.5", "zero=0", "let up=close > open",
                           "let level=highest(high, n)[1]", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (expressions); i++)
    {
      g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
      g_autofree char *wrong = NULL;

      g_assert_null (cdl_expression_new (strategy, expressions[i].text, diagnostics));
      wrong = cdl_test_said (diagnostics, "error: $, line 1, ");
      g_assert_cmpstr (wrong, ==, expressions[i].wrong);
    }
}

/* The part that is underlined is the part that is wrong. */
static void
test_lengths (void)
{
  static const struct
  {
    const char *text, *part;
  } table[] = {
    { "1 + closse * 2", "closse" },
    { "max(1, sma(close, 1 - 1))", "1 - 1" },
    { "1 + (close > open) * 2", "close > open" },
    { "close > 1 and (open - 1)[0]", "(open - 1)[0]" },
    { "1 + (close + open)@5m", "(close + open)@5m" },
    { "2 * smaa(close, 3)", "smaa(close, 3)" },
    { "close[ -1 ]", "-1" },
  };
  g_autoptr (CdlStrategy) strategy = cdl_test_strategy (CDL_INTERVAL_15M, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
      const CdlDiagnostic *item;
      g_autofree char *part = NULL;

      g_assert_null (cdl_expression_new (strategy, table[i].text, diagnostics));
      g_assert_cmpuint (cdl_diagnostics_count (diagnostics), ==, 1);
      item = cdl_diagnostics_get (diagnostics, 0);
      part = g_strndup (table[i].text + item->column - 1, (gsize) item->length);
      g_assert_cmpstr (part, ==, table[i].part);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/errors/expressions", test_expressions);
  g_test_add_func ("/errors/lengths", test_lengths);

  return g_test_run ();
}
