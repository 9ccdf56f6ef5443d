#include "cdl-settings.h"
#include "cdl-trade.h"

/* Names stand in stored results and exports: they never change. Every value has one, no two agree,
 * and none needs quotes. */
static void
check_names (const char *(*name_of) (int), int first, int n, const char *all)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) list = g_string_new (NULL);

  for (int i = first; i < n; i++)
    {
      const char *name = name_of (i);

      g_assert_nonnull (name);
      g_assert_true (g_hash_table_add (seen, (gpointer) name));
      g_assert_true (g_regex_match_simple ("^[a-z]+(_[a-z]+)*$", name, 0, 0));
      g_string_append_printf (list, "%s%s", i > first ? " " : "", name);
    }
  g_assert_cmpstr (list->str, ==, all);
}

#define NAMES(function, type)                                                                      \
  static const char *function##_int (int value) { return function ((type) value); }

NAMES (cdl_fate_name, CdlFate)
NAMES (cdl_exit_reason_name, CdlExitReason)
NAMES (cdl_proof_name, CdlProof)
NAMES (cdl_filter_name, CdlFilter)
NAMES (cdl_money_mode_name, CdlMoneyMode)
NAMES (cdl_entry_type_name, CdlEntryType)
NAMES (cdl_market_name, CdlMarket)
NAMES (cdl_assumption_name, CdlAssumption)

static void
test_names (void)
{
  check_names (cdl_fate_name_int, 0, CDL_N_FATES,
               "pending undefined invalid passed sl_first min_gap min_gain max_gain min_loss "
               "max_loss max_leverage liquidation_before_stop min_notional expired reset replaced "
               "end max_open_trades capital entered");
  check_names (cdl_exit_reason_name_int, 0, CDL_N_EXIT_REASONS,
               "open take_profit stop_loss liquidation ruined end");
  check_names (cdl_proof_name_int, 0, 3, "proven resolved assumed");
  check_names (cdl_filter_name_int, 0, CDL_N_FILTERS,
               "min_gap min_gain max_gain min_loss max_loss max_leverage max_open_trades");
  check_names (cdl_money_mode_name_int, 0, CDL_N_MONEY_MODES, "fixed percent leverage risk target");
  check_names (cdl_entry_type_name_int, 0, CDL_N_ENTRY_TYPES, "touch stop limit market");
  check_names (cdl_market_name_int, 0, CDL_N_MARKETS, "spot um");
  check_names (cdl_assumption_name_int, 0, 2, "pessimistic optimistic");
  g_assert_cmpstr (cdl_side_name (CDL_SIDE_LONG), ==, "long");
  g_assert_cmpstr (cdl_side_name (CDL_SIDE_SHORT), ==, "short");
}

static void
test_market_parse (void)
{
  CdlMarket market = CDL_MARKET_SPOT;

  for (int i = 0; i < CDL_N_MARKETS; i++)
    {
      g_assert_true (cdl_market_parse (cdl_market_name ((CdlMarket) i), &market));
      g_assert_cmpint (market, ==, i);
    }
  g_assert_false (cdl_market_parse ("SPOT", &market));
  g_assert_false (cdl_market_parse ("", &market));
  g_assert_cmpint (market, ==, CDL_N_MARKETS - 1);
}

static void
test_settings (void)
{
  CdlSettings settings;

  cdl_settings_init (&settings, CDL_MARKET_UM);
  g_assert_cmpint (settings.market, ==, CDL_MARKET_UM);
  g_assert_cmpfloat (settings.capital, ==, 10000);
  g_assert_cmpfloat (settings.fee_maker, ==, 0.0002);
  g_assert_cmpfloat (settings.fee_taker, ==, 0.0005);
  g_assert_cmpint (settings.assumption, ==, CDL_PESSIMISTIC);
  g_assert_false (cdl_decimal_is_set (settings.tick));
  g_assert_false (settings.through);
  g_assert_cmpuint (settings.n_tiers, ==, 0);
}

static void
test_strategy (void)
{
  g_autoptr (CdlStrategy) strategy = cdl_strategy_new ();
  static const char *const names[] = { "reward", "gap" };

  g_assert_true (strategy->compound);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      CdlParam param = { .name = g_strdup (names[i]), .help = g_strdup ("help") };
      CdlNamedText text = { g_strdup (names[i]), g_strdup ("close") };
      CdlSetupDef def
          = { .name = g_strdup ("long"), .side = CDL_SIDE_LONG, .stop_loss = g_strdup ("low") };

      def.pattern_args = cdl_named_texts_new ();
      g_array_append_val (def.pattern_args, text);
      g_array_append_val (strategy->params, param);
      g_array_append_val (strategy->setups, def);
    }
  g_assert_cmpint (cdl_strategy_param (strategy, "reward"), ==, 0);
  g_assert_cmpint (cdl_strategy_param (strategy, "gap"), ==, 1);
  g_assert_cmpint (cdl_strategy_param (strategy, "ga"), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/names/all", test_names);
  g_test_add_func ("/names/market-parse", test_market_parse);
  g_test_add_func ("/names/settings", test_settings);
  g_test_add_func ("/names/strategy", test_strategy);

  return g_test_run ();
}
