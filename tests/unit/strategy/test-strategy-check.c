#include "cdl-json-scan.h"
#include "cdl-strategy-check.h"
#include "cdl-test-example.h"

static const char example[]
    = "{\n"
      "  \"format\": 1, \"name\": \"Example\", \"interval\": \"15m\",\n"
      "  \"params\": {\n"
      "    \"n\": { \"value\": 5, \"min\": 2, \"max\": 12, \"step\": 1 },\n"
      "    \"k\": { \"value\": 0.5 }\n"
      "  },\n"
      "  \"let\": { \"line\": \"sma(close, n)@4h\" },\n"
      "  \"setups\": [\n"
      "    { \"side\": \"long\",\n"
      "      \"pattern\": { \"name\": \"double_bottom\", \"strength\": \"n\" },\n"
      "      \"when\": \"close > line\",\n"
      "      \"entry\": { \"price\": \"neckline\" },\n"
      "      \"stop_loss\": \"bottom\",\n"
      "      \"take_profit\": \"entry + k * height\",\n"
      "      \"expires\": 24 } ],\n"
      "  \"filters\": { \"min_gap\": \"k\" },\n"
      "  \"money\": { \"mode\": \"percent\", \"percent\": 50 }\n"
      "}\n";

static void
test_good (void)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (CdlStrategy) strategy = cdl_strategy_check (example, -1, diagnostics);

  g_assert_nonnull (strategy);
  g_assert_cmpuint (cdl_diagnostics_count (diagnostics), ==, 0);
}

/* Mistakes in expressions and numbers: what is said, where in the expression, and where that is in
 * the file. */
static void
test_refused (void)
{
  static const struct
  {
    const char *find;
    const char *replace;
    const char *path;
    int line, column;
    const char *message;
    const char *remedy;
    const char *stretch; /* of the file that is to be underlined; NULL: not looked at */
  } table[] = {
    /* names */
    { "close > line", "closse > line", "$.setups[0].when", 1, 1, "unknown name “closse”",
      "did you mean “close”?", "closse" },
    { "close > line", "close >\\n lime", "$.setups[0].when", 2, 2, "unknown name “lime”",
      "did you mean “line”?", "lime" },
    { "sma(close", "smma(close", "$.let.line", 1, 1, "unknown function “smma”",
      "did you mean “sma”?", NULL },
    { "\"double_bottom\"", "\"double_botom\"", "$.setups[0].pattern", 0, 0,
      "unknown pattern “double_botom”", "did you mean “double_bottom”?", NULL },
    { "\"strength\": \"n\"", "\"strenght\": \"n\"", "$.setups[0].pattern.strenght", 0, 0,
      "double_bottom has no argument “strenght”", NULL, "\"n\"" },
    { "\"k\": {", "\"close\": {", "$.params.close", 0, 0,
      "“close” already means something in the language", "choose another name", NULL },
    { "\"k\": {", "\"sma\": {", "$.params.sma", 0, 0,
      "“sma” already means something in the language", "choose another name", NULL },
    { "\"k\": {", "\"not\": {", "$.params.not", 0, 0,
      "“not” already means something in the language", "choose another name", NULL },
    { "\"k\": {", "\"line\": {", "$.let.line", 0, 0, "the name “line” is used twice",
      "choose another name", NULL },
    { "\"k\": {", "\"1k\": {", "$.params.1k", 0, 0, "“1k” cannot be a name",
      "use letters, digits and _, a letter first", NULL },
    { "\"bottom\"", "\"take_profit\"", "$.setups[0].stop_loss", 1, 1,
      "“take_profit” is not known yet at this place", NULL, "take_profit" },
    { "\"neckline\"", "\"stop_loss\"", "$.setups[0].entry.price", 1, 1,
      "“stop_loss” is not known yet at this place", NULL, "stop_loss" },

    /* types */
    { "close > line", "close", "$.setups[0].when", 1, 1,
      "a condition is needed here, this is a number", "compare it with something: x > 0, say",
      "close" },
    { "\"bottom\"", "\"close > 1\"", "$.setups[0].stop_loss", 1, 1,
      "a number is needed here, this is a condition", "write (condition ? 1 : 0) for a number",
      "close > 1" },
    { "\"bottom\"", "\"min(bottom, true)\"", "$.setups[0].stop_loss", 1, 13,
      "a number is needed here, this is a condition", NULL, "true" },
    { "\"bottom\"", "\"sma(bottom, 3)\"", "$.setups[0].stop_loss", 1, 5,
      "a value of the setup itself has no history, so sma() cannot use it", NULL, "bottom" },
    { "\"bottom\"", "\"bottom[1]\"", "$.setups[0].stop_loss", 1, 1,
      "a value of the setup itself has no history, so no [1]", NULL, "bottom" },

    /* numbers known before the run */
    { "sma(close, n)", "sma(close, close)", "$.let.line", 1, 12,
      "“n” of sma() must be known before the run", "use numbers and parameters only", "close" },
    { "sma(close, n)", "sma(close, k)", "$.let.line", 1, 12,
      "“n” of sma() must be a whole number from 1 to 100000, not 0.5", NULL, "k" },
    { "\"expires\": 24", "\"expires\": 0", "$.setups[0].expires", 0, 0,
      "this must be a whole number from 1, at most 1000000000, not 0", NULL, "0" },
    { "\"expires\": 24", "\"expires\": \"24 * k + 0.2\"", "$.setups[0].expires", 0, 0,
      "this must be a whole number from 1, at most 1000000000, not 12.2", NULL,
      "\"24 * k + 0.2\"" },
    { "\"min_gap\": \"k\"", "\"min_gap\": -1", "$.filters.min_gap", 0, 0,
      "this must be a number from 0, at most 1000000000, not -1", NULL, "-1" },
    { "\"min_gap\": \"k\"", "\"max_open_trades\": \"k\"", "$.filters.max_open_trades", 0, 0,
      "this must be a whole number from 1, at most 1000000000, not 0.5", NULL, "\"k\"" },
    { "\"percent\": 50", "\"percent\": 0", "$.money.percent", 0, 0,
      "this must be a number above 0, at most 1000000000000000, not 0", NULL, "0" },

    /* syntax */
    { "close > line", "close > ", "$.setups[0].when", 1, 9, NULL, NULL, NULL },
    { "close > line", "(close > line", "$.setups[0].when", 1, 14, NULL, NULL, NULL },
    { "close > line", "close = line", "$.setups[0].when", 1, 7, "“=” has no meaning here",
      "to compare, write ==", "=" },
    { "close > line", "close > line && true", "$.setups[0].when", 1, 14, "“&” has no meaning here",
      "write and", "&" },
    { "close > line", "", "$.setups[0].when", 1, 1, NULL, NULL, NULL },
    { "@4h", "@4hours", "$.let.line", 1, 15, "“4hours” is not an interval", NULL, "4hours" },
    { "@4h", "@1m", "$.let.line", 1, 1, "1m is below 15m, on which this is computed",
      "only the same or higher intervals can be read", NULL },

    /* a range that cannot be swept */
    { "\"min\": 2", "\"min\": 0", "$.params.n.min", 0, 0,
      "with “n” at 0, its min, $.let.line would be wrong: “n” of sma() must be a whole number from "
      "1 to 100000, not 0",
      NULL, "0" },
    { "\"max\": 12", "\"max\": 1000000", "$.params.n.max", 0, 0, NULL, NULL, "1000000" },
    { "\"step\": 1", "\"step\": 0.5", "$.params.n.step", 0, 0,
      "with “n” at 2.5, one step above its min, $.let.line would be wrong: “n” of sma() must be a "
      "whole number from 1 to 100000, not 2.5",
      NULL, "0.5" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *text = cdl_test_edit (example, table[i].find, table[i].replace);
      g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
      const CdlDiagnostic *item;

      g_test_message ("%s -> %s", table[i].find, table[i].replace);
      g_assert_null (cdl_strategy_check (text, -1, diagnostics));
      g_assert_cmpuint (cdl_diagnostics_errors (diagnostics), >=, 1);
      item = cdl_diagnostics_get (diagnostics, 0);
      g_assert_true (item->is_error);
      g_assert_cmpstr (item->path, ==, table[i].path);
      g_assert_cmpint (item->line, ==, table[i].line);
      g_assert_cmpint (item->column, ==, table[i].column);
      if (table[i].message != NULL)
        g_assert_cmpstr (item->message, ==, table[i].message);
      if (table[i].remedy != NULL)
        g_assert_cmpstr (item->remedy, ==, table[i].remedy);
      if (table[i].stretch != NULL)
        {
          g_autofree char *stretch = NULL;
          CdlJsonPlace place;

          cdl_json_locate (text, item, &place);
          stretch = g_strndup (text + place.start, place.end - place.start);
          g_assert_cmpstr (stretch, ==, table[i].stretch);
        }
    }
}

/* What is right but probably not meant. */
static void
test_warnings (void)
{
  static const struct
  {
    const char *find;
    const char *replace;
    const char *path;
    const char *message;
  } table[] = {
    { "\"k\": {", "\"extra\": { \"value\": 1 }, \"k\": {", "$.params.extra",
      "nothing uses “extra”" },
    { "\"let\": {", "\"let\": { \"l\": \"close@4h\",", "$.let.l", "nothing uses “l”" },
    { "\"let\": {", "\"let\": { \"h\": \"close@4h\",", "$.let.h", "nothing uses “h”" },
    { "\"step\": 1", "\"step\": 2", "$.params.n.value",
      "5 is not 2 plus a whole number of steps of 2: a sweep of “n” would miss it" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *text = cdl_test_edit (example, table[i].find, table[i].replace);
      g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
      g_autoptr (CdlStrategy) strategy = cdl_strategy_check (text, -1, diagnostics);

      g_test_message ("%s -> %s", table[i].find, table[i].replace);
      g_assert_nonnull (strategy);
      g_assert_cmpuint (cdl_diagnostics_count (diagnostics), ==, 1);
      g_assert_false (cdl_diagnostics_get (diagnostics, 0)->is_error);
      g_assert_cmpstr (cdl_diagnostics_get (diagnostics, 0)->path, ==, table[i].path);
      g_assert_cmpstr (cdl_diagnostics_get (diagnostics, 0)->message, ==, table[i].message);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/strategy-check/good", test_good);
  g_test_add_func ("/strategy-check/refused", test_refused);
  g_test_add_func ("/strategy-check/warnings", test_warnings);

  return g_test_run ();
}
