#include "cdl-strategy-reader.h"
#include "cdl-test-example.h"

static void
test_example (void)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (CdlStrategy) strategy = cdl_strategy_read (cdl_test_example, -1, diagnostics);
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
      g_autofree char *text = cdl_test_edit (cdl_test_example, table[i].find, table[i].replace);
      g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
      g_autoptr (CdlStrategy) strategy = cdl_strategy_read (text, -1, diagnostics);

      g_test_message ("%s", table[i].replace);
      g_assert_nonnull (strategy);
      g_assert_cmpuint (cdl_diagnostics_count (diagnostics), ==, 0);
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
                   "this file is too long for a strategy: 256 kB at most");
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
  g_autofree char *text
      = cdl_test_edit (cdl_test_example, "\"side\": \"long\"", "\"side\": \"up\", \"x\": 1");
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
      g_autofree char *text = cdl_test_edit (
          cdl_test_example, "\"value\": 5, \"min\": 2, \"max\": 12, \"step\": 1", table[i].replace);
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
  g_test_add_func ("/strategy-reader/text", test_text);
  g_test_add_func ("/strategy-reader/size", test_size);
  g_test_add_func ("/strategy-reader/empty-setups", test_empty_setups);
  g_test_add_func ("/strategy-reader/many", test_many);
  g_test_add_func ("/strategy-reader/off-grid", test_off_grid);

  return g_test_run ();
}
