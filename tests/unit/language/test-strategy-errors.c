/* What is said of strategies that are wrong: one line per problem. */

#include "cdl-test-language.h"

/* Lets, and what is said of the whole strategy. */
static const struct
{
  const char *words[4]; /* of cdl_test_strategy() */
  const char *wrong;    /* after "error: " */
} names[] = {
  { { "let a=a" },
    "$.let.a, line 1, column 1: “a” is defined by itself, directly or through "
    "others" },
  { { "let a=1 + b", "let b=c", "let c=sma(a, 3)" },
    "$.let.c, line 1, column 5: “a” is defined by itself, directly or through others" },
  { { "let a=b@4h", "let b=a" },
    "$.let.b, line 1, column 1: “a” is defined by itself, directly or through others" },
  { { "let a=1", "let a=2" }, "$.let.a: the name “a” is used twice; choose another name" },
  { { "a=1", "let a=2" }, "$.let.a: the name “a” is used twice; choose another name" },
  { { "a=1", "a=1" }, "$.params.a: the name “a” is used twice; choose another name" },
  { { "close=1" },
    "$.params.close: “close” already means something in the language; choose "
    "another name" },
  { { "let hl2=1" },
    "$.let.hl2: “hl2” already means something in the language; choose another "
    "name" },
  { { "let sma=1" },
    "$.let.sma: “sma” already means something in the language; choose another "
    "name" },
  { { "entry=1" },
    "$.params.entry: “entry” already means something in the language; choose "
    "another name" },
  { { "let stop_loss=1" },
    "$.let.stop_loss: “stop_loss” already means something in the language; "
    "choose another name" },
  { { "let and=1" },
    "$.let.and: “and” already means something in the language; choose another "
    "name" },
  { { "true=1" },
    "$.params.true: “true” already means something in the language; choose another "
    "name" },
  { { "let a b=1" },
    "$.let.a b: “a b” cannot be a name; use letters, digits and _, a letter "
    "first" },
  { { "1st=1" },
    "$.params.1st: “1st” cannot be a name; use letters, digits and _, a letter "
    "first" },
  { { "let é=1" }, "$.let.é: “é” cannot be a name; use letters, digits and _, a letter first" },
  { { "let =1" }, "$.let.: “” cannot be a name; use letters, digits and _, a letter first" },
  { { "let a=closse" }, "$.let.a, line 1, column 1: unknown name “closse”; did you mean “close”?" },
  { { "let a=1 +" }, "$.let.a, line 1, column 4: the expression ends where a value should follow" },
  { { "let a=neckline" },
    "$.let.a, line 1, column 1: unknown name “neckline”; it is an output of "
    "patterns such as double_bottom, known inside the setup that looks for "
    "one" },
  { { "let a=entry" }, "$.let.a, line 1, column 1: “entry” is not known yet at this place" },
  { { "let a=closse", "let b=a + 1", "let c=b > opn" },
    "$.let.a, line 1, column 1: unknown name “closse”; did you mean “close”?\n"
    "$.let.c, line 1, column 5: unknown name “opn”; did you mean “open”?" },
  { { "neckline=1" },
    "$.setups[0]: “neckline” is an output of the pattern double_bottom, too; "
    "rename the parameter or let" },
  { { "let height=1" },
    "$.setups[0]: “height” is an output of the pattern double_bottom, too; "
    "rename the parameter or let" },
};

static void
test_names (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
      g_autoptr (CdlStrategy) strategy = cdl_test_strategy (
          CDL_INTERVAL_15M, names[i].words[0], names[i].words[1], names[i].words[2], NULL);
      g_autofree char *wrong = NULL;

      cdl_test_set (&cdl_test_setup (strategy)->pattern, "double_bottom");
      g_assert_null (cdl_program_new (strategy, NULL, diagnostics));
      wrong = cdl_test_said (diagnostics, "error: ");
      g_assert_cmpstr (wrong, ==, names[i].wrong);
    }
}

/* A strategy's part, what is written there, and what is said. */
typedef enum
{
  PATTERN,
  ARGUMENT, /* "name=text" */
  WHEN,
  STOP_ENTRY, /* a stop entry at that price */
  STOP_LOSS,
  TAKE_PROFIT,
  EXPIRES,
  MAX_PENDING,
  AMOUNT,
  MAX_LEVERAGE,
  FILTER, /* FILTER + CdlFilter */
} Part;

static const struct
{
  const char *pattern; /* of the setup; NULL: none */
  Part part;
  const char *text; /* NULL: left out */
  const char *wrong;
} parts[] = {
  /* Patterns. */
  { NULL, PATTERN, "double_botom",
    "$.setups[0].pattern: unknown pattern “double_botom”; did you mean “double_bottom”?" },
  { NULL, PATTERN, "triangulation", "$.setups[0].pattern: unknown pattern “triangulation”" },
  { "doji", ARGUMENT, "strenght=3",
    "$.setups[0].pattern.strenght: doji has no argument “strenght”; it has min_gap, body" },
  { "double_bottom", ARGUMENT, "strength=0",
    "$.setups[0].pattern.strength: this must be a whole number from 1, at most 1000, not 0" },
  { "double_bottom", ARGUMENT, "strength=n + half",
    "$.setups[0].pattern.strength: this must be a whole number from 1, at most 1000, not 3.5" },
  { "double_bottom", ARGUMENT, "tolerance=-1",
    "$.setups[0].pattern.tolerance: this must be a number from 0, at most 50, not -1" },
  { "double_bottom", ARGUMENT, "tolerance=close",
    "$.setups[0].pattern.tolerance, line 1, column 1: this must be known before the run, and "
    "cannot follow the klines; use numbers and parameters only" },
  { "double_bottom", ARGUMENT, "tolerance=0 / 0",
    "$.setups[0].pattern.tolerance: this must be a number from 0, at most 50, not infinite or "
    "NaN" },
  { "double_bottom", ARGUMENT, "tolerance=entry",
    "$.setups[0].pattern.tolerance, line 1, column 1: “entry” is not known yet at this place" },
  /* What sees what. */
  { "double_bottom", WHEN, "neckline",
    "$.setups[0].when, line 1, column 1: a condition is needed "
    "here, this is a number; compare it with something: x > 0, "
    "say" },
  { "double_bottom", WHEN, "necklin > 1",
    "$.setups[0].when, line 1, column 1: unknown name “necklin”; did you mean “neckline”?" },
  { "double_bottom", WHEN, "close > entry",
    "$.setups[0].when, line 1, column 9: “entry” is not known yet at this place" },
  { NULL, WHEN, "close > neckline",
    "$.setups[0].when, line 1, column 9: unknown name “neckline”; it is an output of patterns such "
    "as double_bottom, known inside the setup that looks for one" },
  { "double_bottom", WHEN, "neckline[1] > 2",
    "$.setups[0].when, line 1, column 1: a value of the setup itself has no history, so no [1]" },
  { "double_bottom", WHEN, "sma(neckline, 2) > 2",
    "$.setups[0].when, line 1, column 5: a value of the setup itself has no history, so sma() "
    "cannot use it" },
  { "double_bottom", WHEN, "crossover(close, neckline + 1)",
    "$.setups[0].when, line 1, column 18: a value of the setup itself has no history, so "
    "crossover() cannot use it" },
  { "double_bottom", WHEN, "neckline@4h > 2",
    "$.setups[0].when, line 1, column 1: a value of the setup itself lives on no interval, so no "
    "@4h" },
  { "double_bottom", WHEN, "(close > bottom)@4h",
    "$.setups[0].when, line 1, column 1: a value of the setup itself lives on no interval, so no "
    "@4h" },
  { "double_bottom", WHEN, "sma(close, bottom) > 1",
    "$.setups[0].when, line 1, column 12: “n” of sma() must be known before the run; use numbers "
    "and parameters only" },
  { "double_bottom", WHEN, "close[height] > 1",
    "$.setups[0].when, line 1, column 7: klines back must be a whole number from 0 to 100000, "
    "known before the run; x[1] is the value one kline back" },
  { "swing", WHEN, "high[1] > 2",
    "$.setups[0].when, line 1, column 1: a value of the setup itself has no history, so no [1]; "
    "the pattern's output hides the kline's field; give the field a name under “let”" },
  { "swing", WHEN, "sma(high, 2) > 2",
    "$.setups[0].when, line 1, column 5: a value of the setup itself has no history, so sma() "
    "cannot use it; the pattern's output hides the kline's field; give the field a name under "
    "“let”" },
  { NULL, STOP_ENTRY, "entry + 1",
    "$.setups[0].entry.price, line 1, column 1: “entry” is not known yet at this place" },
  { NULL, STOP_ENTRY, "stop_loss",
    "$.setups[0].entry.price, line 1, column 1: “stop_loss” is not known yet at this place" },
  { NULL, STOP_ENTRY, "close > open",
    "$.setups[0].entry.price, line 1, column 1: a number is needed here, this is a condition; "
    "write (condition ? 1 : 0) for a number" },
  { NULL, STOP_LOSS, "stop_loss",
    "$.setups[0].stop_loss, line 1, column 1: “stop_loss” is not known yet at this place" },
  { NULL, STOP_LOSS, "take_profit",
    "$.setups[0].stop_loss, line 1, column 1: “take_profit” is not known yet at this place" },
  { NULL, STOP_LOSS, "entry[1]",
    "$.setups[0].stop_loss, line 1, column 1: a value of the setup itself has no history, so no "
    "[1]" },
  { NULL, TAKE_PROFIT, "take_profit",
    "$.setups[0].take_profit, line 1, column 1: “take_profit” is not known yet at this place" },
  { NULL, TAKE_PROFIT, "entri + 1",
    "$.setups[0].take_profit, line 1, column 1: unknown name “entri”; did you mean “entry”?" },
  /* What must be there. */
  { NULL, WHEN, NULL,
    "$.setups[0]: nothing says when this setup appears; give it “when”, a "
    "“pattern”, or both" },
  { NULL, STOP_ENTRY, NULL, "$.setups[0]: a stop entry needs a price; give “entry” a “price”" },
  { NULL, STOP_LOSS, NULL, "$.setups[0]: this setup lacks its “stop_loss”" },
  { NULL, TAKE_PROFIT, NULL, "$.setups[0]: this setup lacks its “take_profit”" },
  { NULL, AMOUNT, NULL, "$.money.fixed: this mode needs its amount" },
  /* Ranges. */
  { NULL, EXPIRES, "0",
    "$.setups[0].expires: this must be a whole number from 1, at most 1000000000, not 0" },
  { NULL, EXPIRES, "2.5",
    "$.setups[0].expires: this must be a whole number from 1, at most 1000000000, not 2.5" },
  { NULL, EXPIRES, "1e10",
    "$.setups[0].expires: this must be a whole number from 1, at most 1000000000, not "
    "10000000000" },
  { NULL, EXPIRES, "entry",
    "$.setups[0].expires, line 1, column 1: “entry” is not known yet at this place" },
  { NULL, EXPIRES, "true",
    "$.setups[0].expires, line 1, column 1: a number is needed here, this is a condition; write "
    "(condition ? 1 : 0) for a number" },
  { NULL, EXPIRES, "volume",
    "$.setups[0].expires, line 1, column 1: this must be known before the run, and cannot follow "
    "the klines; use numbers and parameters only" },
  { NULL, MAX_PENDING, "half",
    "$.setups[0].max_pending: this must be a whole number from 1, at most 1000000000, not 0.5" },
  { NULL, AMOUNT, "0",
    "$.money.fixed: this must be a number above 0, at most 1000000000000000, "
    "not 0" },
  { NULL, AMOUNT, "-n",
    "$.money.fixed: this must be a number above 0, at most 1000000000000000, "
    "not -3" },
  { NULL, AMOUNT, "n / zero",
    "$.money.fixed: this must be a number above 0, at most "
    "1000000000000000, not infinite or NaN" },
  { NULL, MAX_LEVERAGE, "0",
    "$.money.max_leverage: this must be a number above 0, at most "
    "1000000000, not 0" },
  { NULL, FILTER + CDL_FILTER_MIN_GAP, "-0.1",
    "$.filters.min_gap: this must be a number from 0, at most 1000000000, not -0.1" },
  { NULL, FILTER + CDL_FILTER_MAX_LOSS, "close",
    "$.filters.max_loss, line 1, column 1: this must be known before the run, and cannot follow "
    "the klines; use numbers and parameters only" },
  { NULL, FILTER + CDL_FILTER_MAX_OPEN_TRADES, "1.5",
    "$.filters.max_open_trades: this must be a whole number from 1, at most 1000000000, not 1.5" },
  { NULL, FILTER + CDL_FILTER_MAX_OPEN_TRADES, "0",
    "$.filters.max_open_trades: this must be a whole number from 1, at most 1000000000, not 0" },
  { NULL, FILTER + CDL_FILTER_MIN_GAIN, "2",
    "$.filters: min_gain is above max_gain: nothing can "
    "pass" },
  { NULL, FILTER + CDL_FILTER_MIN_LOSS, "2",
    "$.filters: min_loss is above max_loss: nothing can "
    "pass" },
};

static void
write_part (CdlStrategy *strategy, CdlSetupDef *setup, Part part, const char *text)
{
  if (part == ARGUMENT)
    {
      g_auto (GStrv) words = g_strsplit (text, "=", 2);
      CdlNamedText argument = { g_strdup (words[0]), g_strdup (words[1]) };

      g_array_append_val (setup->pattern_args, argument);
      return;
    }
  if (part == STOP_ENTRY)
    setup->entry_type = CDL_ENTRY_STOP;

  cdl_test_set (part == PATTERN        ? &setup->pattern
                : part == WHEN         ? &setup->when
                : part == STOP_ENTRY   ? &setup->entry_price
                : part == STOP_LOSS    ? &setup->stop_loss
                : part == TAKE_PROFIT  ? &setup->take_profit
                : part == EXPIRES      ? &setup->expires
                : part == MAX_PENDING  ? &setup->max_pending
                : part == AMOUNT       ? &strategy->money_amount
                : part == MAX_LEVERAGE ? &strategy->money_max_leverage
                                       : &strategy->filter[part - FILTER],
                text);
}

static void
test_parts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
      g_autoptr (CdlStrategy) strategy
          = cdl_test_strategy (CDL_INTERVAL_15M, "n=3", "half=0.5", "zero=0", NULL);
      CdlSetupDef *setup = cdl_test_setup (strategy);
      g_autofree char *wrong = NULL;

      cdl_test_set (&strategy->filter[CDL_FILTER_MAX_GAIN], "1");
      cdl_test_set (&strategy->filter[CDL_FILTER_MAX_LOSS], "1");
      cdl_test_set (&setup->pattern, parts[i].pattern);
      write_part (strategy, setup, parts[i].part, parts[i].text);
      g_assert_null (cdl_program_new (strategy, NULL, diagnostics));
      wrong = cdl_test_said (diagnostics, "error: ");
      g_assert_cmpstr (wrong, ==, parts[i].wrong);
    }
}

/* Everything wrong is said at once. */
static void
test_all_at_once (void)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (CdlStrategy) strategy
      = cdl_test_strategy (CDL_INTERVAL_15M, "close=1", "let level=hihg", NULL);
  CdlSetupDef *setup = cdl_test_setup (strategy);
  g_autofree char *wrong = NULL;

  cdl_test_set (&setup->when, "level > 1");
  cdl_test_set (&setup->stop_loss, "lwo");
  cdl_test_set (&setup->expires, "0");
  cdl_test_set (&strategy->money_amount, "x");
  g_assert_null (cdl_program_new (strategy, NULL, diagnostics));
  wrong = cdl_diagnostics_format (diagnostics);
  g_assert_cmpstr (
      wrong, ==,
      "error: $.params.close: “close” already means something in the language; choose another "
      "name\n"
      "error: $.let.level, line 1, column 1: unknown name “hihg”\n"
      "error: $.setups[0].expires: this must be a whole number from 1, at most 1000000000, not 0\n"
      "error: $.setups[0].stop_loss, line 1, column 1: unknown name “lwo”\n"
      "error: $.money.fixed, line 1, column 1: unknown name “x”\n");
}

/* Earlier problems of others do not matter. */
static void
test_earlier_problems (void)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (CdlStrategy) strategy = cdl_test_strategy (CDL_INTERVAL_15M, NULL);
  g_autoptr (CdlProgram) program = NULL;

  cdl_test_set (&cdl_test_setup (strategy)->pattern, "double_bottom");
  cdl_diagnostics_error (diagnostics, "$", NULL, "somebody else's");
  program = cdl_program_new (strategy, NULL, diagnostics);
  g_assert_nonnull (program);
  g_assert_cmpuint (cdl_program_lookback (program, 0), ==, 106);
}

static void
test_counts (void)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (CdlStrategy) strategy = cdl_test_strategy (CDL_INTERVAL_15M, NULL);
  g_autofree char *wrong = NULL;

  strategy->money_amount = g_strdup ("1");
  g_assert_null (cdl_program_new (strategy, NULL, diagnostics));
  for (guint i = 0; i < 101; i++)
    cdl_test_setup (strategy);
  g_assert_null (cdl_program_new (strategy, NULL, diagnostics));
  wrong = cdl_diagnostics_format (diagnostics);
  g_assert_cmpstr (wrong, ==,
                   "error: $.setups: a strategy has 1 to 100 setups, not 0\n"
                   "error: $.setups: a strategy has 1 to 100 setups, not 101\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/strategy-errors/names", test_names);
  g_test_add_func ("/strategy-errors/parts", test_parts);
  g_test_add_func ("/strategy-errors/all-at-once", test_all_at_once);
  g_test_add_func ("/strategy-errors/earlier-problems", test_earlier_problems);
  g_test_add_func ("/strategy-errors/counts", test_counts);

  return g_test_run ();
}
