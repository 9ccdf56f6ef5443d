#include "cdl-test-market.h"

#include "cdl-exchange-info.h"

#include <string.h>

#define SPOT(symbols)                                                                              \
  "{\"timezone\":\"UTC\",\"serverTime\":1700000000000,\"symbols\":[" symbols "]}"
#define SYMBOL(name, filters)                                                                      \
  "{\"symbol\":\"" name "\",\"status\":\"TRADING\",\"filters\":[" filters "]}"
#define PRICE(tick)                  "{\"filterType\":\"PRICE_FILTER\",\"minPrice\":\"1\",\"tickSize\":" tick "}"
#define LOT(step)                    "{\"filterType\":\"LOT_SIZE\",\"minQty\":\"1\",\"stepSize\":" step "}"
#define MINIMUM(type, member, value) "{\"filterType\":\"" type "\",\"" member "\":" value "}"

static CdlExchangeInfo *
parse (const char *text, GError **error)
{
  return cdl_exchange_info_parse (text, strlen (text), "info.json", error);
}

/* The rules of one symbol, in all the ways they are written. */
static void
test_rules (void)
{
  static const struct
  {
    const char *filters;
    CdlDecimal tick, step;
    double min_notional;
  } rows[] = {
    { "", { 0, 0 }, { 0, 0 }, 0 },
    { PRICE ("\"0.01000000\"") "," LOT ("\"0.00001000\""), { 1, 2 }, { 1, 5 }, 0 },
    { PRICE ("0.25") "," LOT ("1"), { 25, 2 }, { 1, 0 }, 0 },
    { PRICE ("\"0.00000000\""), { 0, 0 }, { 0, 0 }, 0 }, /* no tick in force */
    { PRICE ("\"0.00000001\""), { 1, 8 }, { 0, 0 }, 0 },
    { MINIMUM ("MIN_NOTIONAL", "minNotional", "\"10.00000000\""), { 0, 0 }, { 0, 0 }, 10 },
    { MINIMUM ("NOTIONAL", "minNotional", "\"5\""), { 0, 0 }, { 0, 0 }, 5 },
    { MINIMUM ("MIN_NOTIONAL", "notional", "\"100\""), { 0, 0 }, { 0, 0 }, 100 },
    { MINIMUM ("MARKET_LOT_SIZE", "stepSize", "\"0.5\""), { 0, 0 }, { 0, 0 }, 0 }, /* another */
    { "7,null,{}," LOT ("\"0.1\""), { 0, 0 }, { 1, 1 }, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *symbol = g_strdup_printf (
          "{\"symbol\":\"A\",\"status\":\"BREAK\",\"filters\":[%s]}", rows[i].filters);
      g_autofree char *text = g_strdup_printf ("{\"serverTime\":5,\"symbols\":[%s]}", symbol);
      g_autoptr (GError) error = NULL;
      g_autoptr (CdlExchangeInfo) info = parse (text, &error);
      const CdlSymbolInfo *found;

      g_assert_no_error (error);
      found = cdl_exchange_info_lookup (info, "A");
      g_assert_cmpint (found->tick.mantissa, ==, rows[i].tick.mantissa);
      g_assert_cmpint (found->tick.scale, ==, rows[i].tick.scale);
      g_assert_cmpint (found->step.mantissa, ==, rows[i].step.mantissa);
      g_assert_cmpint (found->step.scale, ==, rows[i].step.scale);
      g_assert_cmpfloat (found->min_notional, ==, rows[i].min_notional);
      g_assert_cmpstr (found->status, ==, "BREAK");
      g_assert_cmpint (found->as_of, ==, 5);
      g_assert_null (cdl_exchange_info_lookup (info, "B"));
    }
}

static void
test_market (void)
{
  static const struct
  {
    const char *text;
    CdlMarket market;
  } rows[] = {
    { SPOT (SYMBOL ("A", "")), CDL_MARKET_SPOT },
    { "{\"futuresType\":\"U_MARGINED\",\"symbols\":[]}", CDL_MARKET_UM },
    { "{\"symbols\":[{\"symbol\":\"A\",\"contractType\":\"PERPETUAL\"}]}", CDL_MARKET_UM },
    { "https://api.binance.com/api/v3/exchangeInfo -> 1633998511.13: " SPOT (
          SYMBOL ("A", "")) "\n"
                            "configuration: {\"normalized\": [\"A\"]}\n",
      CDL_MARKET_SPOT },
    { "  " SPOT (SYMBOL ("A -> {B", "")) "\n\n", CDL_MARKET_SPOT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CdlExchangeInfo) info = parse (rows[i].text, &error);

      g_assert_no_error (error);
      g_assert_cmpint (cdl_exchange_info_market (info), ==, rows[i].market);
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    const char *words;
  } rows[] = {
    { "", "info.json, line 1, column 1: not JSON: " },
    { "[]", "info.json: not exchange information; an object with “symbols” is expected" },
    { "{}", "an object with “symbols” is expected" },
    { "{\"symbols\":{}}", "an object with “symbols” is expected" },
    { "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}",
      "info.json: the exchange answered with an error: Invalid symbol." },
    { "{\"symbols\":[{\"symbol\":\"A\"},{\"status\":\"TRADING\"}]}",
      "info.json: entry 2 of “symbols” has no “symbol”" },
    { "{\"symbols\":[3]}", "entry 1 of “symbols” has no “symbol”" },
    { "{\"symbols\":[{\"symbol\":\"\"}]}", "entry 1 of “symbols” has no “symbol”" },
    { SPOT (SYMBOL ("BTCUSDT", PRICE ("\"-0.01\""))),
      "info.json: BTCUSDT has a PRICE_FILTER whose tickSize is not a decimal number from 0 on" },
    { SPOT (SYMBOL ("BTCUSDT", LOT ("\"abc\""))), "BTCUSDT has a LOT_SIZE whose stepSize" },
    { SPOT (SYMBOL ("BTCUSDT", LOT ("null"))), "BTCUSDT has a LOT_SIZE whose stepSize" },
    { SPOT (SYMBOL ("BTCUSDT", LOT ("true"))), "BTCUSDT has a LOT_SIZE whose stepSize" },
    { SPOT (SYMBOL ("BTCUSDT", LOT ("[1]"))), "BTCUSDT has a LOT_SIZE whose stepSize" },
    { SPOT (SYMBOL ("BTCUSDT", MINIMUM ("NOTIONAL", "minNotional", "\"1e999\""))),
      "BTCUSDT has a NOTIONAL whose minNotional" },
    { "{\"futuresType\":\"C_MARGINED\",\"symbols\":[]}",
      "futures of type C_MARGINED; spot and USD-M futures (U_MARGINED) can be imported" },
    { "{\"symbols\":[", "info.json, line 1, column 13: not JSON: the text ends too early" },
    { "{\"symbols\":[]}\n x", "info.json, line 2, column 2: not JSON: " },
    { "{\"symbols\":\"\xff\"}", "info.json: not JSON: the bytes are not UTF-8 text" },
    { "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "nested deeper than" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (rows[i].text, &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT);
      g_assert_nonnull (strstr (error->message, rows[i].words));
    }
}

/* What is stored is read back; a later file replaces its own symbols and leaves the others. */
static void
test_store (CdlTestMarket *self, gconstpointer data)
{
  static const char first[]
      = SPOT (SYMBOL ("B", PRICE ("\"0.1\"")) "," SYMBOL ("A", LOT ("\"0.001\"")) "," SYMBOL (
          "ÉTÉ", MINIMUM ("NOTIONAL", "minNotional", "\"0.0001\"")));
  static const char second[] = "{\"serverTime\":1800000000000,\"symbols\":[{\"symbol\":\"B\","
                               "\"status\":\"BREAK\",\"filters\":[" PRICE ("\"0.5\"") "]}]}";
  g_autoptr (CdlExchangeInfo) one = parse (first, NULL);
  g_autoptr (CdlExchangeInfo) two = parse (second, NULL);
  g_autoptr (CdlExchangeInfo) empty = NULL;
  g_autoptr (CdlExchangeInfo) stored = NULL;
  g_autoptr (GError) error = NULL;
  const CdlSymbolInfo *info;

  empty = cdl_exchange_info_load (self->root, CDL_MARKET_SPOT, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cdl_exchange_info_count (empty), ==, 0);

  g_assert_true (cdl_exchange_info_store (one, self->root, &error));
  g_assert_true (cdl_exchange_info_store (two, self->root, &error));
  stored = cdl_exchange_info_load (self->root, CDL_MARKET_SPOT, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cdl_exchange_info_count (stored), ==, 3);
  g_assert_cmpstr (cdl_exchange_info_get (stored, 0)->symbol, ==, "A");
  g_assert_cmpint (cdl_exchange_info_get (stored, 0)->step.scale, ==, 3);
  g_assert_cmpint (cdl_exchange_info_get (stored, 0)->as_of, ==, G_GINT64_CONSTANT (1700000000000));
  info = cdl_exchange_info_lookup (stored, "B");
  g_assert_cmpstr (info->status, ==, "BREAK");
  g_assert_cmpint (info->tick.mantissa, ==, 5);
  g_assert_cmpint (info->as_of, ==, G_GINT64_CONSTANT (1800000000000));
  g_assert_cmpfloat (cdl_exchange_info_lookup (stored, "ÉTÉ")->min_notional, ==, 0.0001);

  g_clear_pointer (&empty, cdl_exchange_info_free);
  empty = cdl_exchange_info_load (self->root, CDL_MARKET_UM, &error);
  g_assert_cmpuint (cdl_exchange_info_count (empty), ==, 0);
}

static void
test_damaged_store (CdlTestMarket *self, gconstpointer data)
{
  static const char *const texts[] = { "", "{}", "{\"symbols\":[{}]}", "[",
                                       "{\"symbols\":[{"
                                       "\"symbol\":\"A\",\"status\":\"T\",\"tick\":\"x\","
                                       "\"step\":null,\"min_notional\":0}]}" };
  g_autoptr (CdlExchangeInfo) info = parse (SPOT (SYMBOL ("A", "")), NULL);
  g_autofree char *path = g_build_filename (self->root, "exchange", "spot.json", NULL);

  g_assert_true (cdl_exchange_info_store (info, self->root, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *kept = NULL;

      g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
      g_assert_null (cdl_exchange_info_load (self->root, CDL_MARKET_SPOT, &error));
      g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT);
      g_assert_nonnull (strstr (error->message, path));
      g_assert_false (cdl_exchange_info_store (info, self->root, NULL));
      g_assert_true (g_file_get_contents (path, &kept, NULL, NULL));
      g_assert_cmpstr (kept, ==, texts[i]);
    }
}

static void
test_import (CdlTestMarket *self, gconstpointer data)
{
  static const char *const one[] = { "x.json", SPOT (SYMBOL ("A", "")), NULL };
  static const char *const two[] = { "x.json", SPOT (""), "y.json", SPOT (""), NULL };
  g_autofree char *good = cdl_test_container (self, "x.zip", "zip", "none", one);
  g_autofree char *bad = cdl_test_container (self, "y.zip", "zip", "none", two);
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlExchangeInfo) info = cdl_exchange_info_import (self->root, good, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (cdl_exchange_info_count (info), ==, 1);
  g_assert_null (cdl_exchange_info_import (self->root, bad, &error));
  g_assert_cmpstr (error->message, ==, "y.zip holds 2 files; exchange information is one");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange-info/rules", test_rules);
  g_test_add_func ("/exchange-info/market", test_market);
  g_test_add_func ("/exchange-info/refused", test_refused);
  CDL_TEST_ADD ("/exchange-info/store", test_store);
  CDL_TEST_ADD ("/exchange-info/damaged-store", test_damaged_store);
  CDL_TEST_ADD ("/exchange-info/import", test_import);

  return g_test_run ();
}
