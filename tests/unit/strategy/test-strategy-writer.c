#include "cdl-strategy-writer.h"

#include "cdl-random.h"
#include "cdl-strategy-at.h"
#include "cdl-strategy-reader.h"

#include <string.h>

static const char *
pick (CdlRandom *random, const char *const *words, guint n)
{
  return words[cdl_random_below (random, n)];
}

/* An expression that the reader takes for one; not one that compiles. Often a number. */
static char *
random_text (CdlRandom *random)
{
  static const char *const texts[] = {
    "close > line",
    "entry * 1.02",
    "é “quoted” \"text\" \\ \n\t",
    "2",
    "-0.5",
    "2.0",
    "1e-7",
    "01",
    "1e21",
    "0.1",
    "true",
    "1000000",
  };

  return g_strdup (pick (random, texts, G_N_ELEMENTS (texts)));
}

static CdlDecimal
random_decimal (CdlRandom *random)
{
  CdlDecimal decimal;
  gint64 mantissa = (gint64) cdl_random_below (random, 2000000) - 1000000;
  g_autofree char *text
      = g_strdup_printf ("%" G_GINT64_FORMAT "e-%d", mantissa, (int) cdl_random_below (random, 9));

  g_assert_true (cdl_decimal_parse (text, &decimal));

  return decimal;
}

static gboolean
coin (CdlRandom *random)
{
  return cdl_random_below (random, 2) == 0;
}

static void
add_params (CdlStrategy *strategy, CdlRandom *random)
{
  guint n = (guint) cdl_random_below (random, 4);

  for (guint i = 0; i < n; i++)
    {
      CdlParam param = { .name = g_strdup_printf ("p%u", i) };

      param.value = param.min = param.max = random_decimal (random);
      param.has_min = coin (random);
      param.has_max = coin (random);
      param.has_step = coin (random);
      param.step = (CdlDecimal){ param.has_step ? 5 : 0, param.has_step ? 1 : 0 };
      if (!param.has_min)
        param.min = CDL_DECIMAL_NONE;
      if (!param.has_max)
        param.max = CDL_DECIMAL_NONE;
      param.help = coin (random) ? g_strdup ("what it does") : NULL;
      g_array_append_val (strategy->params, param);
    }
}

static void
add_texts (GArray *texts, CdlRandom *random)
{
  guint n = (guint) cdl_random_below (random, 4);

  for (guint i = 0; i < n; i++)
    {
      CdlNamedText text = { g_strdup_printf ("t%u", i), random_text (random) };

      g_array_append_val (texts, text);
    }
}

static void
add_setups (CdlStrategy *strategy, CdlRandom *random)
{
  guint n = 1 + (guint) cdl_random_below (random, 3);

  for (guint i = 0; i < n; i++)
    {
      CdlSetupDef setup = { .name = g_strdup_printf ("Setup %u", i),
                            .side = coin (random) ? CDL_SIDE_LONG : CDL_SIDE_SHORT,
                            .pattern_args = cdl_named_texts_new () };

      if (coin (random))
        {
          setup.pattern = g_strdup ("double_bottom");
          add_texts (setup.pattern_args, random);
        }
      if (setup.pattern == NULL || coin (random))
        setup.when = random_text (random);
      setup.entry_type = (CdlEntryType) cdl_random_below (random, CDL_N_ENTRY_TYPES);
      if (setup.entry_type != CDL_ENTRY_MARKET)
        setup.entry_price = random_text (random);
      setup.stop_loss = random_text (random);
      setup.take_profit = random_text (random);
      setup.expires = coin (random) ? random_text (random) : NULL;
      setup.max_pending = coin (random) ? random_text (random) : NULL;
      g_array_append_val (strategy->setups, setup);
    }
}

static CdlStrategy *
random_strategy (CdlRandom *random)
{
  static const char *const names[] = { "a", "Rebond n° 3", "\"x\" & <y>", "_" };
  CdlStrategy *strategy = cdl_strategy_new ();

  strategy->name = g_strdup (pick (random, names, G_N_ELEMENTS (names)));
  strategy->description = coin (random) ? g_strdup ("two\nlines") : NULL;
  strategy->interval = (CdlInterval) cdl_random_below (random, CDL_N_INTERVALS);
  strategy->keep_pending = coin (random);
  add_params (strategy, random);
  add_texts (strategy->lets, random);
  add_setups (strategy, random);
  for (int f = 0; f < CDL_N_FILTERS; f++)
    strategy->filter[f] = coin (random) ? random_text (random) : NULL;
  strategy->money_mode = (CdlMoneyMode) cdl_random_below (random, CDL_N_MONEY_MODES);
  strategy->money_amount = random_text (random);
  strategy->money_max_leverage = coin (random) ? random_text (random) : NULL;
  strategy->compound = coin (random);

  return strategy;
}

static void
assert_same_texts (const GArray *a, const GArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    {
      const CdlNamedText *x = &g_array_index (a, CdlNamedText, i);
      gboolean found = FALSE;

      /* Canonical text sorts them. */
      for (guint k = 0; k < b->len; k++)
        {
          const CdlNamedText *y = &g_array_index (b, CdlNamedText, k);

          found = found || (strcmp (x->name, y->name) == 0 && strcmp (x->text, y->text) == 0);
        }
      g_assert_true (found);
    }
}

static void
assert_same_setup (const CdlSetupDef *a, const CdlSetupDef *b)
{
  g_assert_cmpstr (a->name, ==, b->name);
  g_assert_cmpint (a->side, ==, b->side);
  g_assert_cmpstr (a->pattern, ==, b->pattern);
  assert_same_texts (a->pattern_args, b->pattern_args);
  g_assert_cmpstr (a->when, ==, b->when);
  g_assert_cmpint (a->entry_type, ==, b->entry_type);
  g_assert_cmpstr (a->entry_price, ==, b->entry_price);
  g_assert_cmpstr (a->stop_loss, ==, b->stop_loss);
  g_assert_cmpstr (a->take_profit, ==, b->take_profit);
  g_assert_cmpstr (a->expires, ==, b->expires);
  g_assert_cmpstr (a->max_pending, ==, b->max_pending);
}

static void
assert_same (const CdlStrategy *a, const CdlStrategy *b)
{
  g_assert_cmpstr (a->name, ==, b->name);
  g_assert_cmpstr (a->description, ==, b->description);
  g_assert_cmpint (a->interval, ==, b->interval);
  g_assert_cmpint (a->keep_pending, ==, b->keep_pending);
  g_assert_cmpuint (a->params->len, ==, b->params->len);
  for (guint i = 0; i < a->params->len; i++)
    {
      const CdlParam *x = &g_array_index (a->params, CdlParam, i);
      const CdlParam *y = &g_array_index (b->params, CdlParam, i);

      g_assert_cmpstr (x->name, ==, y->name);
      g_assert_cmpstr (x->help, ==, y->help);
      g_assert_cmpint (x->has_min, ==, y->has_min);
      g_assert_cmpint (x->has_max, ==, y->has_max);
      g_assert_cmpint (x->has_step, ==, y->has_step);
      g_assert_cmpmem (&x->value, sizeof (gint64), &y->value, sizeof (gint64));
      g_assert_cmpint (x->value.scale, ==, y->value.scale);
      g_assert_cmpfloat (cdl_decimal_value (x->min), ==, cdl_decimal_value (y->min));
      g_assert_cmpfloat (cdl_decimal_value (x->max), ==, cdl_decimal_value (y->max));
      g_assert_cmpfloat (cdl_decimal_value (x->step), ==, cdl_decimal_value (y->step));
    }
  assert_same_texts (a->lets, b->lets);
  g_assert_cmpuint (a->setups->len, ==, b->setups->len);
  for (guint i = 0; i < a->setups->len; i++)
    assert_same_setup (&g_array_index (a->setups, CdlSetupDef, i),
                       &g_array_index (b->setups, CdlSetupDef, i));
  for (int f = 0; f < CDL_N_FILTERS; f++)
    g_assert_cmpstr (a->filter[f], ==, b->filter[f]);
  g_assert_cmpint (a->money_mode, ==, b->money_mode);
  g_assert_cmpstr (a->money_amount, ==, b->money_amount);
  g_assert_cmpstr (a->money_max_leverage, ==, b->money_max_leverage);
  g_assert_cmpint (a->compound, ==, b->compound);
}

/* What is written reads back equal, in both styles, and is then written the same. */
static void
test_round_trip (void)
{
  static const CdlStrategyStyle styles[] = { CDL_STRATEGY_PRETTY, CDL_STRATEGY_CANONICAL };
  CdlRandom random;

  cdl_random_init (&random, 20260101);
  for (int i = 0; i < 300; i++)
    {
      g_autoptr (CdlStrategy) strategy = random_strategy (&random);
      g_autofree char *revision = cdl_strategy_revision (strategy);

      for (guint s = 0; s < G_N_ELEMENTS (styles); s++)
        {
          g_autofree char *text = cdl_strategy_write (strategy, styles[s]);
          g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
          g_autoptr (CdlStrategy) again = cdl_strategy_read (text, -1, diagnostics);
          g_autofree char *report = cdl_diagnostics_format (diagnostics);
          g_autofree char *text_again = NULL;
          g_autofree char *revision_again = NULL;

          g_assert_cmpstr (report, ==, "");
          assert_same (strategy, again);
          text_again = cdl_strategy_write (again, styles[s]);
          g_assert_cmpstr (text, ==, text_again);
          revision_again = cdl_strategy_revision (again);
          g_assert_cmpstr (revision, ==, revision_again);
        }
    }
}

static CdlStrategy *
read_good (const char *text)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  CdlStrategy *strategy = cdl_strategy_read (text, -1, diagnostics);

  g_assert_nonnull (strategy);

  return strategy;
}

/* The whole text, letter for letter: its hash names runs that are stored. */
static void
test_canonical (void)
{
  g_autoptr (CdlStrategy) strategy = read_good (
      "{ \"format\": 1, \"name\": \"A\", \"description\": \"d\", \"interval\": \"15m\","
      "  \"params\": { \"b\": { \"value\": 2.50, \"help\": \"h\" }, \"a\": { \"value\": 1e-7 } },"
      "  \"setups\": [ { \"side\": \"long\", \"when\": \"close > b\", \"entry\": { \"price\": 1 },"
      "                \"stop_loss\": 0.5, \"take_profit\": \"2.0\" } ] }");
  g_autofree char *nameless = cdl_strategy_write (strategy, CDL_STRATEGY_NAMELESS);
  g_autofree char *full = cdl_strategy_write (strategy, CDL_STRATEGY_CANONICAL);

  g_assert_cmpstr (
      nameless, ==,
      "{\"filters\":{},\"format\":1,\"interval\":\"15m\",\"keep_pending\":false,\"let\":{},"
      "\"money\":{\"compound\":true,\"mode\":\"percent\",\"percent\":100},"
      "\"params\":{\"a\":{\"value\":1e-7},\"b\":{\"value\":2.5}},"
      "\"setups\":[{\"entry\":{\"price\":1,\"type\":\"touch\"},\"name\":\"long\","
      "\"side\":\"long\",\"stop_loss\":0.5,\"take_profit\":\"2.0\",\"when\":\"close > b\"}]}");
  g_assert_cmpstr (
      full, ==,
      "{\"description\":\"d\",\"filters\":{},\"format\":1,\"interval\":\"15m\","
      "\"keep_pending\":false,\"let\":{},"
      "\"money\":{\"compound\":true,\"mode\":\"percent\",\"percent\":100},\"name\":\"A\","
      "\"params\":{\"a\":{\"value\":1e-7},\"b\":{\"help\":\"h\",\"value\":2.5}},"
      "\"setups\":[{\"entry\":{\"price\":1,\"type\":\"touch\"},\"name\":\"long\","
      "\"side\":\"long\",\"stop_loss\":0.5,\"take_profit\":\"2.0\",\"when\":\"close > b\"}]}");
}

/* Words for people do not decide a result; everything else does. */
static void
test_identity (void)
{
  static const struct
  {
    const char *setup_end;
    const char *head;
    gboolean same_run;
  } table[] = {
    { "", "\"name\": \"B\"", TRUE },
    { "", "\"name\": \"A\", \"description\": \"d\"", TRUE },
    { "", "\"name\": \"A\", \"keep_pending\": false", TRUE },
    { "", "\"name\": \"A\", \"keep_pending\": true", FALSE },
    { "", "\"name\": \"A\", \"let\": { \"x\": 1 }", FALSE },
    { ", \"expires\": 3", "\"name\": \"A\"", FALSE },
    { ", \"name\": \"long\"", "\"name\": \"A\"", TRUE },
    { ", \"name\": \"other\"", "\"name\": \"A\"", FALSE },
  };
  static const char format[]
      = "{ \"format\": 1, \"interval\": \"15m\", %s, \"setups\": [ { \"side\": \"long\","
        " \"when\": \"close > 1\", \"entry\": { \"type\": \"market\" }, \"stop_loss\": 1,"
        " \"take_profit\": 3 %s } ] }";
  g_autofree char *first_text = g_strdup_printf (format, "\"name\": \"A\"", "");
  g_autoptr (CdlStrategy) first = read_good (first_text);
  g_autofree char *first_run = cdl_strategy_write (first, CDL_STRATEGY_NAMELESS);
  g_autofree char *first_revision = cdl_strategy_revision (first);

  g_assert_cmpuint (strlen (first_revision), ==, 64);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *text = g_strdup_printf (format, table[i].head, table[i].setup_end);
      g_autoptr (CdlStrategy) other = read_good (text);
      g_autofree char *run = cdl_strategy_write (other, CDL_STRATEGY_NAMELESS);
      g_autofree char *revision = cdl_strategy_revision (other);
      gboolean same_text = table[i].same_run && strstr (table[i].head, "\"B\"") == NULL
                           && strstr (table[i].head, "description") == NULL;

      g_test_message ("%s %s", table[i].head, table[i].setup_end);
      g_assert_cmpint (strcmp (run, first_run) == 0, ==, table[i].same_run);
      g_assert_cmpint (strcmp (revision, first_revision) == 0, ==, same_text);
    }
}

/* On its own interval it is the same, on another one a revision that differs in nothing else. */
static void
test_at (void)
{
  static const char text[]
      = "{ \"format\": 1, \"name\": \"A\", \"interval\": \"15m\","
        " \"setups\": [ { \"side\": \"long\", \"when\": \"close > sma(close@4h, 20)\","
        "                \"entry\": { \"type\": \"market\" }, \"stop_loss\": \"entry * 0.9\","
        "                \"take_profit\": \"entry * 1.1\" } ] }";
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (CdlStrategy) strategy = read_good (text);
  g_autofree char *revision = cdl_strategy_revision (strategy);

  for (int i = 0; i < CDL_N_INTERVALS; i++)
    {
      CdlInterval interval = (CdlInterval) i;
      g_autofree char *json = NULL;
      g_autoptr (CdlStrategy) made = cdl_strategy_at (strategy, interval, &json, diagnostics);
      g_autofree char *other = NULL;

      g_test_message ("%s", cdl_interval_name (interval));
      g_assert_cmpint (made != NULL, ==, cdl_interval_divides (interval, CDL_INTERVAL_4H));
      g_assert_cmpint (json != NULL, ==, made != NULL);
      if (made == NULL)
        continue;
      g_assert_cmpint (made->interval, ==, interval);
      made->interval = strategy->interval;
      other = cdl_strategy_revision (made);
      g_assert_cmpstr (other, ==, revision);
    }
  g_assert_cmpuint (cdl_diagnostics_errors (diagnostics), >, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/strategy-writer/round-trip", test_round_trip);
  g_test_add_func ("/strategy-writer/canonical", test_canonical);
  g_test_add_func ("/strategy-writer/identity", test_identity);
  g_test_add_func ("/strategy-writer/at-another-interval", test_at);

  return g_test_run ();
}
