#include "cdl-strategy-reader.h"

#include <string.h>

/* Everything the format has. Tests change it in one place and look at what is said. */
static const char example[]
    = "{\n"
      "  \"format\": 1,\n"
      "  \"name\": \"Example\",\n"
      "  \"description\": \"Says what it does.\",\n"
      "  \"interval\": \"15m\",\n"
      "  \"keep_pending\": true,\n"
      "  \"params\": {\n"
      "    \"strength\": { \"value\": 5, \"min\": 2, \"max\": 12, \"step\": 1, \"help\": \"h\" },\n"
      "    \"gap\": { \"value\": 0.8 }\n"
      "  },\n"
      "  \"let\": { \"line\": \"ema(close, 50)@4h\", \"busy\": true, \"two\": 2 },\n"
      "  \"setups\": [\n"
      "    { \"name\": \"up\", \"side\": \"long\",\n"
      "      \"pattern\": { \"name\": \"double_bottom\", \"strength\": \"strength\","
      " \"tolerance\": 0.3 },\n"
      "      \"when\": \"close > line\",\n"
      "      \"entry\": { \"type\": \"stop\", \"price\": \"neckline\" },\n"
      "      \"stop_loss\": \"bottom\", \"take_profit\": \"entry + 2\",\n"
      "      \"expires\": 24, \"max_pending\": 3 },\n"
      "    { \"side\": \"short\", \"when\": false, \"entry\": { \"type\": \"market\" },\n"
      "      \"stop_loss\": 70000, \"take_profit\": 5e4 }\n"
      "  ],\n"
      "  \"filters\": { \"min_gap\": \"gap\", \"max_loss\": 3 },\n"
      "  \"money\": { \"mode\": \"risk\", \"risk\": 1, \"max_leverage\": 10, \"compound\": false "
      "}\n"
      "}\n";

/* example with the first stretch `find` replaced. */
static char *
edit (const char *find, const char *replace)
{
  const char *at = strstr (example, find);

  g_assert_nonnull (at);

  return g_strdup_printf ("%.*s%s%s", (int) (at - example), example, replace, at + strlen (find));
}

static void
test_example (void)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (CdlStrategy) strategy = cdl_strategy_read (example, -1, diagnostics);
  const CdlParam *param;
  const CdlSetupDef *setup;

  g_assert_cmpuint (cdl_diagnostics_count (diagnostics), ==, 0);
  g_assert_nonnull (strategy);
  g_assert_cmpstr (strategy->name, ==, "Example");
  g_assert_cmpstr (strategy->description, ==, "Says what it does.");
  g_assert_cmpint (strategy->interval, ==, CDL_INTERVAL_15M);
  g_assert_true (strategy->keep_pending);

  g_assert_cmpuint (strategy->params->len, ==, 2);
  param = &g_array_index (strategy->params, CdlParam, 0);
  g_assert_cmpstr (param->name, ==, "strength");
  g_assert_cmpstr (param->help, ==, "h");
  g_assert_true (param->has_min && param->has_max && param->has_step);
  g_assert_cmpint (param->max.mantissa, ==, 12);
  param = &g_array_index (strategy->params, CdlParam, 1);
  g_assert_false (param->has_min || param->has_max || param->has_step);
  g_assert_cmpint (param->value.mantissa, ==, 8);
  g_assert_cmpint (param->value.scale, ==, 1);

  g_assert_cmpuint (strategy->lets->len, ==, 3);
  g_assert_cmpstr (g_array_index (strategy->lets, CdlNamedText, 1).name, ==, "busy");
  g_assert_cmpstr (g_array_index (strategy->lets, CdlNamedText, 1).text, ==, "true");
  g_assert_cmpstr (g_array_index (strategy->lets, CdlNamedText, 2).text, ==, "2");

  g_assert_cmpuint (strategy->setups->len, ==, 2);
  setup = &g_array_index (strategy->setups, CdlSetupDef, 0);
  g_assert_cmpstr (setup->name, ==, "up");
  g_assert_cmpint (setup->side, ==, CDL_SIDE_LONG);
  g_assert_cmpstr (setup->pattern, ==, "double_bottom");
  g_assert_cmpuint (setup->pattern_args->len, ==, 2);
  g_assert_cmpstr (g_array_index (setup->pattern_args, CdlNamedText, 1).name, ==, "tolerance");
  g_assert_cmpstr (g_array_index (setup->pattern_args, CdlNamedText, 1).text, ==, "0.3");
  g_assert_cmpstr (setup->when, ==, "close > line");
  g_assert_cmpint (setup->entry_type, ==, CDL_ENTRY_STOP);
  g_assert_cmpstr (setup->entry_price, ==, "neckline");
  g_assert_cmpstr (setup->expires, ==, "24");
  g_assert_cmpstr (setup->max_pending, ==, "3");
  setup = &g_array_index (strategy->setups, CdlSetupDef, 1);
  g_assert_cmpstr (setup->name, ==, "short");
  g_assert_cmpint (setup->side, ==, CDL_SIDE_SHORT);
  g_assert_null (setup->pattern);
  g_assert_cmpstr (setup->when, ==, "false");
  g_assert_null (setup->entry_price);
  g_assert_cmpstr (setup->stop_loss, ==, "70000");
  g_assert_cmpstr (setup->take_profit, ==, "50000");
  g_assert_null (setup->expires);

  g_assert_cmpstr (strategy->filter[CDL_FILTER_MIN_GAP], ==, "gap");
  g_assert_cmpstr (strategy->filter[CDL_FILTER_MAX_LOSS], ==, "3");
  g_assert_null (strategy->filter[CDL_FILTER_MIN_GAIN]);
  g_assert_cmpint (strategy->money_mode, ==, CDL_MONEY_RISK);
  g_assert_cmpstr (strategy->money_amount, ==, "1");
  g_assert_cmpstr (strategy->money_max_leverage, ==, "10");
  g_assert_false (strategy->compound);
}

/* Without type an entry is by touch; without money all capital is used once; what is not said is
 * not there. */
static void
test_defaults (void)
{
  static const char text[]
      = "{\"format\":1,\"name\":\"Bare\",\"interval\":\"1M\",\"setups\":[{\"side\":\"long\","
        "\"when\":\"close > 1\",\"entry\":{\"price\":1},\"stop_loss\":1,\"take_profit\":1}]}";
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (CdlStrategy) strategy = cdl_strategy_read (text, -1, diagnostics);
  const CdlSetupDef *setup;

  g_assert_nonnull (strategy);
  setup = &g_array_index (strategy->setups, CdlSetupDef, 0);
  g_assert_cmpint (setup->entry_type, ==, CDL_ENTRY_TOUCH);
  g_assert_cmpstr (setup->name, ==, "long");
  g_assert_cmpint (strategy->interval, ==, CDL_INTERVAL_1MO);
  g_assert_false (strategy->keep_pending);
  g_assert_null (strategy->description);
  g_assert_cmpint (strategy->money_mode, ==, CDL_MONEY_PERCENT);
  g_assert_cmpstr (strategy->money_amount, ==, "100");
  g_assert_true (strategy->compound);
}

/* Other ways of writing what is right. */
static void
test_accepted (void)
{
  static const struct
  {
    const char *find;
    const char *replace;
  } table[] = {
    { "{\n  \"format\"", "\xef\xbb\xbf{\n  \"format\"" },
    { "\"format\": 1", "\"$schema\": \"strategy.schema.json\", \"format\": 1" },
    { "\"format\": 1", "\"format\": 1.0" },
    { "\"Example\"", "\"Réversion à la moyenne №1\"" },
    { "\"value\": 0.8", "\"value\": 1e-7" },
    { "\"value\": 0.8", "\"value\": 0.80000000000000004" },
    { "\"value\": 0.8", "\"value\": -3, \"max\": -3" },
    { "\"value\": 5, \"min\": 2, \"max\": 12", "\"value\": 12, \"min\": 2, \"max\": 12" },
    { "\"step\": 1,", "\"step\": 0.1," },
    { "\"neckline\"", "1e5" },
    { "\"expires\": 24", "\"expires\": \"strength * 4\"" },
    { "\"risk\": 1", "\"risk\": \"gap / 2\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *text = edit (table[i].find, table[i].replace);
      g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
      g_autoptr (CdlStrategy) strategy = cdl_strategy_read (text, -1, diagnostics);

      g_test_message ("%s", table[i].replace);
      g_assert_nonnull (strategy);
      g_assert_cmpuint (cdl_diagnostics_count (diagnostics), ==, 0);
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char *find;
    const char *replace;
    const char *path;
    const char *message;
    const char *remedy;
  } table[] = {
    /* the whole */
    { "\"format\": 1,", "", "$", "“format” is missing", "add \"format\": 1" },
    { "\"format\": 1", "\"format\": 2", "$.format", "format 2 is not known to this version",
      "write 1" },
    { "\"format\": 1", "\"format\": \"1\"", "$.format", "“format” must be a number", "write 1" },
    { "\"format\": 1", "\"format\": 1.5", "$.format", "format 1.5 is not known to this version",
      "write 1" },
    { "\"name\": \"Example\",", "", "$", "“name” is missing", "add \"name\": \"Double bottom\"" },
    { "\"Example\"", "7", "$.name", "“name” must be a text, not a number", NULL },
    { "\"Example\"", "\"\"", "$.name", "“” cannot be a name",
      "one line of 1 to 100 characters, no blanks around" },
    { "\"Example\"", "\" Example\"", "$.name", "“ Example” cannot be a name", NULL },
    { "\"Example\"", "\"a\\u000bb\"", "$.name", "“a\vb” cannot be a name", NULL },
    { "\"Says what it does.\"", "null", "$.description", "“description” must be a text, not null",
      NULL },
    { "\"interval\": \"15m\",", "", "$", "“interval” is missing", "add \"interval\": \"15m\"" },
    { "\"15m\"", "\"15min\"", "$.interval", "“15min” is not an interval",
      "intervals are 1s 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M" },
    { "\"15m\"", "15", "$.interval", "“interval” must be a text, not a number", NULL },
    { "\"keep_pending\": true", "\"keep_pending\": 1", "$.keep_pending",
      "“keep_pending” must be true or false, not a number", NULL },
    { "\"keep_pending\"", "\"keep_pendin\"", "$.keep_pendin", "unknown member “keep_pendin”",
      "did you mean “keep_pending”?" },
    { "\"keep_pending\"", "\"qqq\"", "$.qqq", "unknown member “qqq”",
      "what can stand here: $schema, format, name, description, interval, keep_pending, params, "
      "let, setups, filters, money" },

    /* parameters */
    { "{ \"value\": 0.8 }", "0.8", "$.params.gap", "“gap” must be an object",
      "write { \"value\": 2, \"min\": 1, \"max\": 4 }" },
    { "{ \"value\": 0.8 }", "{}", "$.params.gap", "“value” is missing", "add \"value\": 2" },
    { "\"value\": 0.8", "\"value\": \"0.8\"", "$.params.gap.value",
      "“value” must be a number, not a text", NULL },
    { "\"value\": 0.8", "\"value\": 1e300", "$.params.gap.value", "“value” cannot be kept exactly",
      "at most 18 digits, before and after the point" },
    { "\"value\": 0.8", "\"value\": 0.8, \"minimum\": 0", "$.params.gap.minimum",
      "unknown member “minimum”", "what can stand here: value, min, max, step, help" },
    { "\"value\": 0.8", "\"value\": 0.8, \"stp\": 0", "$.params.gap.stp", "unknown member “stp”",
      "did you mean “step”?" },
    { "\"value\": 0.8", "\"value\": 0.8, \"min\": 1", "$.params.gap.value",
      "0.8 is below the min of “gap”, 1", NULL },
    { "\"value\": 0.8", "\"value\": 0.8, \"max\": 0.75", "$.params.gap.value",
      "0.8 is above the max of “gap”, 0.75", NULL },
    { "\"value\": 0.8", "\"value\": 0.8, \"min\": 3, \"max\": 0", "$.params.gap",
      "“gap” has its min, 3, above its max, 0", NULL },
    { "\"value\": 0.8", "\"value\": 0.8, \"step\": 0", "$.params.gap.step",
      "the step of “gap” is 0", "a step is more than 0" },
    { "\"value\": 0.8", "\"value\": 0.8, \"step\": -0.1", "$.params.gap.step",
      "the step of “gap” is -0.1", "a step is more than 0" },
    { "\"help\": \"h\"", "\"help\": true", "$.params.strength.help",
      "“help” must be a text, not true", NULL },

    /* let */
    { "\"let\": {", "\"lets\": {", "$.lets", "unknown member “lets”", "did you mean “let”?" },
    { "\"busy\": true", "\"busy\": null", "$.let.busy", "“busy” must be an expression, not null",
      NULL },
    { "\"busy\": true", "\"busy\": [1]", "$.let.busy", "“busy” must be an expression, not a list",
      NULL },

    /* setups */
    { "\"name\": \"up\"", "\"name\": \"short\"", "$.setups[1]", "two setups are named “short”",
      "give each its own \"name\"" },
    { "\"name\": \"up\"", "\"name\": \"\"", "$.setups[0].name", "“” cannot be a name", NULL },
    { "\"name\": \"up\"", "\"nam\": \"up\"", "$.setups[0].nam", "unknown member “nam”",
      "did you mean “name”?" },
    { "\"side\": \"long\",", "", "$.setups[0]", "“side” is missing", "add \"side\": \"long\"" },
    { "\"side\": \"long\"", "\"side\": \"lon\"", "$.setups[0].side",
      "“side” must be one of long, short, not “lon”", "did you mean “long”?" },
    { "\"side\": \"long\"", "\"side\": 1", "$.setups[0].side",
      "“side” must be one of long, short, not a number", NULL },
    { "\"side\": \"short\", \"when\": false,", "\"side\": \"short\",", "$.setups[1]",
      "nothing says when this setup arises", "add \"when\", a \"pattern\", or both" },
    { "\"when\": false", "\"when\": 1", "$.setups[1].when",
      "“when” must be a condition, not a number", NULL },
    { "\"entry\": { \"type\": \"market\" },", "", "$.setups[1]", "“entry” is missing",
      "add \"entry\": { \"type\": \"market\" }" },
    { "{ \"type\": \"market\" }", "\"market\"", "$.setups[1].entry",
      "“entry” must be an object, not a text", NULL },
    { "\"type\": \"market\"", "\"type\": \"market\", \"price\": 5", "$.setups[1].entry.price",
      "an entry at market has no price of its own", "remove it, or choose stop, limit or touch" },
    { "\"type\": \"market\"", "\"type\": \"limit\"", "$.setups[1].entry", "“price” is missing",
      "add \"price\": \"neckline\", say" },
    { "\"type\": \"market\"", "\"type\": \"makret\"", "$.setups[1].entry.type",
      "“type” must be one of touch, stop, limit, market, not “makret”", "did you mean “market”?" },
    { "{ \"type\": \"stop\", \"price\": \"neckline\" }", "{}", "$.setups[0].entry",
      "“price” is missing", NULL },
    { "\"price\": \"neckline\"", "\"price\": true", "$.setups[0].entry.price",
      "“price” must be a number or an expression, not true", NULL },
    { "\"price\"", "\"prise\"", "$.setups[0].entry.prise", "unknown member “prise”",
      "did you mean “price”?" },
    { "\"stop_loss\": \"bottom\",", "", "$.setups[0]", "“stop_loss” is missing",
      "add \"stop_loss\": \"entry * 0.99\"" },
    { "\"stop_loss\": \"bottom\"", "\"stop_loss\": {}", "$.setups[0].stop_loss",
      "“stop_loss” must be a number or an expression, not an object", NULL },
    { ", \"take_profit\": \"entry + 2\"", "", "$.setups[0]", "“take_profit” is missing",
      "add \"take_profit\": \"entry * 1.02\"" },
    { "\"take_profit\": 5e4", "\"take_profit\": false", "$.setups[1].take_profit",
      "“take_profit” must be a number or an expression, not false", NULL },
    { "\"take_profit\": 5e4", "\"take_profit\": 5e4, \"expire\": 3", "$.setups[1].expire",
      "unknown member “expire”", "did you mean “expires”?" },
    { "\"expires\": 24", "\"expires\": []", "$.setups[0].expires",
      "“expires” must be a number or an expression, not a list", NULL },
    { "\"max_pending\": 3", "\"max_pending\": null", "$.setups[0].max_pending",
      "“max_pending” must be a number or an expression, not null", NULL },

    /* pattern */
    { "\"pattern\": {", "\"patern\": {", "$.setups[0].patern", "unknown member “patern”",
      "did you mean “pattern”?" },
    { "\"name\": \"double_bottom\",", "", "$.setups[0].pattern", "“name” is missing",
      "add \"name\": \"double_bottom\", say" },
    { "\"name\": \"double_bottom\"", "\"name\": 2", "$.setups[0].pattern.name",
      "“name” must be a text, not a number", NULL },
    { "\"tolerance\": 0.3", "\"tolerance\": true", "$.setups[0].pattern.tolerance",
      "“tolerance” must be a number or an expression, not true", NULL },

    /* filters */
    { "\"max_loss\": 3", "\"max_los\": 3", "$.filters.max_los", "unknown member “max_los”",
      "did you mean “max_loss”?" },
    { "\"max_loss\": 3", "\"max_loss\": \"3\", \"stop\": 1", "$.filters.stop",
      "unknown member “stop”",
      "what can stand here: min_gap, min_gain, max_gain, min_loss, max_loss, max_leverage, "
      "max_open_trades" },
    { "\"max_loss\": 3", "\"max_loss\": false", "$.filters.max_loss",
      "“max_loss” must be a number or an expression, not false", NULL },
    { "\"filters\": { \"min_gap\": \"gap\", \"max_loss\": 3 }", "\"filters\": []", "$.filters",
      "“filters” must be an object, not a list", NULL },

    /* money */
    { "\"mode\": \"risk\", ", "", "$.money", "“mode” is missing", "add \"mode\": \"percent\"" },
    { "\"mode\": \"risk\"", "\"mode\": \"riks\"", "$.money.mode",
      "“mode” must be one of fixed, percent, leverage, risk, target, not “riks”", NULL },
    { "\"risk\": 1,", "", "$.money", "“risk” is missing", "add \"risk\": 1, say" },
    { "\"risk\": 1", "\"risk\": 1, \"percent\": 5", "$.money.percent",
      "mode risk makes no use of “percent”", "remove it, or set the mode to percent" },
    { "\"risk\": 1", "\"risk\": true", "$.money.risk",
      "“risk” must be a number or an expression, not true", NULL },
    { "\"max_leverage\": 10", "\"max_leverage\": [10]", "$.money.max_leverage",
      "“max_leverage” must be a number or an expression, not a list", NULL },
    { "\"max_leverage\"", "\"maxleverage\"", "$.money.maxleverage", "unknown member “maxleverage”",
      "did you mean “max_leverage”?" },
    { "\"compound\": false", "\"compound\": \"no\"", "$.money.compound",
      "“compound” must be true or false, not a text", NULL },
    { "{ \"mode\": \"risk\", \"risk\": 1, \"max_leverage\": 10, \"compound\": false }", "\"risk\"",
      "$.money", "“money” must be an object, not a text", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *text = edit (table[i].find, table[i].replace);
      g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
      const CdlDiagnostic *item;

      g_test_message ("%s -> %s", table[i].find, table[i].replace);
      g_assert_null (cdl_strategy_read (text, -1, diagnostics));
      g_assert_cmpuint (cdl_diagnostics_errors (diagnostics), >=, 1);
      item = cdl_diagnostics_get (diagnostics, 0);
      g_assert_cmpstr (item->path, ==, table[i].path);
      g_assert_cmpstr (item->message, ==, table[i].message);
      if (table[i].remedy != NULL)
        g_assert_cmpstr (item->remedy, ==, table[i].remedy);
    }
}

/* A file whose text is no strategy at all. */
static void
test_text (void)
{
  static const struct
  {
    const char *text;
    gssize length;
    int line, column;
    const char *message;
  } table[] = {
    { "", -1, 1, 1, "the text ends too early" },
    { "[]", -1, 0, 0, "a strategy is a JSON object" },
    { "null", -1, 0, 0, "a strategy is a JSON object" },
    { "12", -1, 0, 0, "a strategy is a JSON object" },
    { "\xff\xfe{}", -1, 0, 0, "this file is not UTF-8 text" },
    { "{}\0", 3, 0, 0, "this file is not UTF-8 text" },
    { "{\"a\":1,\n\"a\":2}", -1, 2, 1, "“a” is given twice" },
    { "\xef\xbb\xbf{\"a\"}", -1, 1, 5, "a colon is expected after “a”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
      const CdlDiagnostic *item;

      g_test_message ("%s", table[i].message);
      g_assert_null (cdl_strategy_read (table[i].text, table[i].length, diagnostics));
      g_assert_cmpuint (cdl_diagnostics_count (diagnostics), ==, 1);
      item = cdl_diagnostics_get (diagnostics, 0);
      g_assert_cmpstr (item->path, ==, "$");
      g_assert_cmpstr (item->message, ==, table[i].message);
      g_assert_cmpint (item->line, ==, table[i].line);
      g_assert_cmpint (item->column, ==, table[i].column);
    }
}

static void
test_size (void)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autofree char *text = g_strnfill (CDL_STRATEGY_MAX_BYTES + 1, ' ');

  g_assert_null (cdl_strategy_read (text, -1, diagnostics));
  g_assert_cmpstr (cdl_diagnostics_get (diagnostics, 0)->message, ==,
                   "this file of 256 kB is no strategy: 256 kB at most");
}

static void
test_empty_setups (void)
{
  static const char text[] = "{\"format\":1,\"name\":\"Bare\",\"interval\":\"1m\",\"setups\":[]}";
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();

  g_assert_null (cdl_strategy_read (text, -1, diagnostics));
  g_assert_cmpstr (cdl_diagnostics_get (diagnostics, 0)->path, ==, "$.setups");
  g_assert_cmpstr (cdl_diagnostics_get (diagnostics, 0)->message, ==,
                   "a strategy needs at least one setup");
}

/* All that is wrong is said at once, in the order of the file's parts. */
static void
test_many (void)
{
  g_autofree char *text = edit ("\"side\": \"long\"", "\"side\": \"up\", \"x\": 1");
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  static const char *const paths[] = { "$.setups[0].x", "$.setups[0].side" };

  g_assert_null (cdl_strategy_read (text, -1, diagnostics));
  g_assert_cmpuint (cdl_diagnostics_count (diagnostics), ==, G_N_ELEMENTS (paths));
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    g_assert_cmpstr (cdl_diagnostics_get (diagnostics, i)->path, ==, paths[i]);
}

static void
test_off_grid (void)
{
  static const struct
  {
    const char *replace;
    gboolean warns;
  } table[] = {
    { "\"value\": 5, \"min\": 2, \"max\": 12, \"step\": 2", TRUE },
    { "\"value\": 5.5, \"min\": 2, \"max\": 12, \"step\": 1", TRUE },
    { "\"value\": 0.3, \"min\": 0, \"max\": 12, \"step\": 0.1", FALSE },
    { "\"value\": 2, \"min\": 2, \"max\": 12, \"step\": 7", FALSE },
    { "\"value\": 12, \"min\": 2, \"max\": 12, \"step\": 7", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *text
          = edit ("\"value\": 5, \"min\": 2, \"max\": 12, \"step\": 1", table[i].replace);
      g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
      g_autoptr (CdlStrategy) strategy = cdl_strategy_read (text, -1, diagnostics);

      g_test_message ("%s", table[i].replace);
      g_assert_nonnull (strategy);
      g_assert_cmpuint (cdl_diagnostics_count (diagnostics), ==, table[i].warns ? 1 : 0);
      if (table[i].warns)
        {
          g_assert_false (cdl_diagnostics_get (diagnostics, 0)->is_error);
          g_assert_cmpstr (cdl_diagnostics_get (diagnostics, 0)->path, ==,
                           "$.params.strength.value");
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/strategy-reader/example", test_example);
  g_test_add_func ("/strategy-reader/defaults", test_defaults);
  g_test_add_func ("/strategy-reader/accepted", test_accepted);
  g_test_add_func ("/strategy-reader/refused", test_refused);
  g_test_add_func ("/strategy-reader/text", test_text);
  g_test_add_func ("/strategy-reader/size", test_size);
  g_test_add_func ("/strategy-reader/empty-setups", test_empty_setups);
  g_test_add_func ("/strategy-reader/many", test_many);
  g_test_add_func ("/strategy-reader/off-grid", test_off_grid);

  return g_test_run ();
}
