#include <math.h>
#include <string.h>

#include "cdl-leverage-brackets.h"
#include "cdl-money.h"
#include "cdl-test-market.h"

#define BRACKET(floor, cap, leverage, rate, cum)                                                   \
  "{\"bracket\":1,\"initialLeverage\":" #leverage ",\"notionalCap\":" #cap                         \
  ",\"notionalFloor\":" #floor ",\"maintMarginRatio\":" #rate ",\"cum\":" #cum "}"
#define SYMBOL(name, brackets) "{\"symbol\":\"" name "\",\"brackets\":[" brackets "]}"

/* The first of BTCUSDT in 2024. */
#define FIRST  BRACKET (0, 50000, 125, 0.004, 0.0)
#define SECOND BRACKET (50000, 600000, 100, 0.005, 50.0)
#define THIRD  BRACKET (600000, 3000000, 75, 0.0065, 950.0)

static CdlLeverageBrackets *
parse (const char *text, GError **error)
{
  return cdl_leverage_brackets_parse (text, strlen (text), "b.json", error);
}

static void
test_good (void)
{
  static const char *const texts[] = {
    "[" SYMBOL ("ETHUSDT", FIRST) "," SYMBOL ("BTCUSDT", FIRST "," SECOND "," THIRD) "]",
    SYMBOL ("BTCUSDT", THIRD "," FIRST "," SECOND), /* of one symbol, in any order */
    "[{\"symbol\":\"BTCUSDT\",\"notionalCoef\":1.0,\"brackets\":[" FIRST "," SECOND "," THIRD "]}]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CdlLeverageBrackets) brackets = parse (texts[i], &error);
      CdlSettings settings;

      g_assert_no_error (error);
      cdl_settings_init (&settings, CDL_MARKET_UM);
      g_assert_true (cdl_leverage_brackets_apply (brackets, "BTCUSDT", &settings, &error));
      g_assert_cmpuint (settings.n_tiers, ==, 3);
      g_assert_cmpfloat (settings.tiers[0].cap, ==, 50000.0);
      g_assert_cmpfloat (settings.tiers[1].max_leverage, ==, 100.0);
      g_assert_cmpfloat (settings.tiers[2].mmr, ==, 0.0065);
      g_assert_cmpfloat (settings.tiers[2].cum, ==, 950.0);

      /* What the exchange's own formula gives for 20 x, long. */
      g_assert_cmpfloat_with_epsilon (
          cdl_liquidation_price (&settings, CDL_SIDE_LONG, 50000.0, 2.0, 5000.0), 47713.56783919598,
          1e-9);

      g_assert_false (cdl_leverage_brackets_apply (brackets, "NEARUSDT", &settings, &error));
      g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_NOT_FOUND);
      g_assert_cmpstr (error->message, ==, "b.json has no leverage brackets of NEARUSDT");
    }
}

static void
test_bad (void)
{
  static const struct
  {
    const char *text;
    const char *words;
  } rows[] = {
    { "", "b.json" },
    { "[1]", "b.json: no leverage brackets; the exchange's answer to leverageBracket" },
    { "{\"code\":-2014,\"msg\":\"API-key format invalid.\"}", "no leverage brackets" },
    { "[{\"symbol\":\"BTCUSDT\"}]", "no leverage brackets" },
    { SYMBOL ("BTCUSDT", ""), "b.json: BTCUSDT has 0 brackets; 1 to 16 are possible" },
    { SYMBOL ("BTCUSDT", "7"), "b.json: bracket 1 of BTCUSDT has no number “notionalFloor”" },
    { SYMBOL ("BTCUSDT", BRACKET (0, 50000, "x", 0.004, 0)), "no number “initialLeverage”" },
    { SYMBOL ("BTCUSDT", BRACKET (0, 50000, true, 0.004, 0)), "no number “initialLeverage”" },
    { SYMBOL ("BTCUSDT", BRACKET (0, 50000, 0.5, 0.004, 0)), "impossible “initialLeverage”" },
    { SYMBOL ("BTCUSDT", BRACKET (0, 50000, 125, 1.5, 0)), "impossible “maintMarginRatio”" },
    { SYMBOL ("BTCUSDT", BRACKET (0, 0, 125, 0.004, 0)), "ends at or below its beginning" },
    { SYMBOL ("BTCUSDT", SECOND), "bracket 1 of BTCUSDT does not begin where the one below" },
    { SYMBOL ("BTCUSDT", FIRST "," THIRD), "bracket 2 of BTCUSDT does not begin where" },
    { SYMBOL ("BTCUSDT", FIRST "," FIRST), "bracket 2 of BTCUSDT does not begin where" },
    { SYMBOL ("BTCUSDT", FIRST "," BRACKET (50000, 600000, 150, 0.005, 50)),
      "bracket 2 of BTCUSDT allows more than the one below it" },
    { SYMBOL ("BTCUSDT", FIRST "," BRACKET (50000, 600000, 100, 0.003, 50)), "allows more" },
    { SYMBOL ("BTCUSDT", FIRST "," BRACKET (50000, 600000, 100, 0.005, 500)),
      "bracket 2 of BTCUSDT has a “cum” that its rates contradict: they make 50" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (rows[i].text, &error));
      g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT);
      if (strstr (error->message, rows[i].words) == NULL)
        g_error ("“%s” does not say “%s”", error->message, rows[i].words);
    }
}

/* As many as fit, and one more. */
static void
test_many (void)
{
  for (guint n = CDL_MAX_TIERS; n <= CDL_MAX_TIERS + 1; n++)
    {
      g_autoptr (GString) text = g_string_new ("{\"symbol\":\"BTCUSDT\",\"brackets\":[");
      g_autoptr (GError) error = NULL;
      g_autoptr (CdlLeverageBrackets) brackets = NULL;

      for (guint i = 0; i < n; i++)
        g_string_append_printf (text,
                                "%s{\"notionalFloor\":%u,\"notionalCap\":\"%u\","
                                "\"initialLeverage\":10,\"maintMarginRatio\":0.01,\"cum\":0}",
                                i > 0 ? "," : "", i * 100, (i + 1) * 100);
      g_string_append (text, "]}");
      brackets = parse (text->str, &error);
      g_assert_cmpint (brackets != NULL, ==, n == CDL_MAX_TIERS);
      if (brackets == NULL)
        g_assert_cmpstr (error->message, ==,
                         "b.json: BTCUSDT has 17 brackets; 1 to 16 are possible");
    }
}

static void
test_read (CdlTestMarket *self, gconstpointer data)
{
  const char *const one[] = { "b.json", SYMBOL ("BTCUSDT", FIRST), NULL };
  const char *const two[] = { "a.json", "[]", "b.json", "[]", NULL };
  g_autofree char *path = cdl_test_container (self, "b.json.gz", "raw", "gzip", one);
  g_autofree char *zip = cdl_test_container (self, "b.zip", "zip", "none", two);
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlLeverageBrackets) brackets = cdl_leverage_brackets_read (path, &error);
  CdlSettings settings;

  g_assert_no_error (error);
  cdl_settings_init (&settings, CDL_MARKET_UM);
  g_assert_true (cdl_leverage_brackets_apply (brackets, "BTCUSDT", &settings, NULL));
  g_assert_cmpuint (settings.n_tiers, ==, 1);

  g_assert_null (cdl_leverage_brackets_read (zip, &error));
  g_assert_cmpstr (error->message, ==, "b.zip holds 2 files; leverage brackets are one");
  g_clear_error (&error);
  g_assert_null (cdl_leverage_brackets_read ("/nowhere/b.json", &error));
  g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/leverage-brackets/good", test_good);
  g_test_add_func ("/leverage-brackets/bad", test_bad);
  g_test_add_func ("/leverage-brackets/many", test_many);
  CDL_TEST_ADD ("/leverage-brackets/read", test_read);

  return g_test_run ();
}
