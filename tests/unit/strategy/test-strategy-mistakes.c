#include "cdl-strategy-reader.h"
#include "cdl-test-example.h"

/* Every way to get the structure of a strategy wrong, and what is said about it. */
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
      g_autofree char *text = cdl_test_edit (cdl_test_example, table[i].find, table[i].replace);
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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/strategy-mistakes/refused", test_refused);

  return g_test_run ();
}
