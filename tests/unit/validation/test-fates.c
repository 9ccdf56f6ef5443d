#include <math.h>

#include "cdl-number.h"
#include "cdl-test-broker.h"

/* Every fate of spec "Fates" has its row: a setup, the rules, two klines after its creation (a zero
 * open: no kline). The last close is 100, capital 10,000, no fees. */
typedef struct
{
  const char *name;
  CdlSide side;
  CdlEntryType type;
  double entry, stop_loss, take_profit;
  TestRules rules;
  double kline[2][4];
  CdlFate fate;
} Row;

#define L      CDL_SIDE_LONG
#define S      CDL_SIDE_SHORT
#define STOP   CDL_ENTRY_STOP
#define LIMIT  CDL_ENTRY_LIMIT
#define MARKET CDL_ENTRY_MARKET
#define NO_RULES                                                                                   \
  {                                                                                                \
    .keep_pending = FALSE                                                                          \
  }
#define CALM                                                                                       \
  {                                                                                                \
    { 100, 101, 99, 100 }, { 100, 101, 99, 100 }                                                   \
  }

static const Row rows[] = {
  { "undefined entry", L, STOP, (double) NAN, 95, 110, NO_RULES, CALM, CDL_FATE_UNDEFINED },
  { "undefined target", L, STOP, 105, 95, (double) INFINITY, NO_RULES, CALM, CDL_FATE_UNDEFINED },
  { "invalid long", L, STOP, 105, 106, 110, NO_RULES, CALM, CDL_FATE_INVALID },
  { "invalid target", L, STOP, 105, 95, 105, NO_RULES, CALM, CDL_FATE_INVALID },
  { "invalid short", S, STOP, 95, 90, 80, NO_RULES, CALM, CDL_FATE_INVALID },
  { "invalid negative level", S, STOP, 95, 105, -1, NO_RULES, CALM, CDL_FATE_INVALID },
  { "passed stop", L, STOP, 99, 95, 110, NO_RULES, CALM, CDL_FATE_PASSED },
  { "passed limit", L, LIMIT, 101, 95, 110, NO_RULES, CALM, CDL_FATE_PASSED },
  { "passed short stop", S, STOP, 101, 105, 90, NO_RULES, CALM, CDL_FATE_PASSED },
  { "not passed at the close",
    L,
    STOP,
    100,
    95,
    110,
    NO_RULES,
    { { 99, 99, 98, 99 }, { 0 } },
    CDL_FATE_PENDING },
  { "stop touched at creation", L, STOP, 105, 100, 110, NO_RULES, CALM, CDL_FATE_SL_FIRST },
  { "stop touched later",
    L,
    STOP,
    105,
    95,
    110,
    NO_RULES,
    { { 100, 101, 95, 96 }, { 0 } },
    CDL_FATE_SL_FIRST },
  { "stop touched in a jump",
    L,
    STOP,
    105,
    95,
    110,
    NO_RULES,
    { { 94, 101, 93, 96 }, { 0 } },
    CDL_FATE_SL_FIRST },
  { "a limit is not cancelled by its stop",
    L,
    LIMIT,
    98,
    95,
    110,
    NO_RULES,
    { { 94, 95, 93, 94 }, { 0 } },
    CDL_FATE_ENTERED },
  { "a market entry beyond its stop",
    L,
    MARKET,
    100,
    95,
    110,
    NO_RULES,
    { { 94, 95, 93, 94 }, { 0 } },
    CDL_FATE_SL_FIRST },
  { "min_gap",
    L,
    STOP,
    105,
    95,
    110,
    { .filter[CDL_FILTER_MIN_GAP] = "5.01" },
    CALM,
    CDL_FATE_MIN_GAP },
  { "min_gap, equality",
    L,
    STOP,
    105,
    95,
    110,
    { .filter[CDL_FILTER_MIN_GAP] = "5" },
    CALM,
    CDL_FATE_PENDING },
  { "min_gain",
    L,
    STOP,
    100,
    95,
    102,
    { .filter[CDL_FILTER_MIN_GAIN] = "2.1" },
    CALM,
    CDL_FATE_MIN_GAIN },
  { "max_gain",
    L,
    STOP,
    100,
    95,
    102,
    { .filter[CDL_FILTER_MAX_GAIN] = "1.9" },
    CALM,
    CDL_FATE_MAX_GAIN },
  { "min_loss",
    L,
    STOP,
    100,
    95,
    110,
    { .filter[CDL_FILTER_MIN_LOSS] = "5.1" },
    CALM,
    CDL_FATE_MIN_LOSS },
  { "max_loss",
    L,
    STOP,
    100,
    95,
    110,
    { .filter[CDL_FILTER_MAX_LOSS] = "4.9" },
    CALM,
    CDL_FATE_MAX_LOSS },
  { "max_leverage refuses before the cap",
    L,
    STOP,
    105,
    95,
    110,
    { .money_mode = CDL_MONEY_LEVERAGE,
      .money_amount = "3",
      .money_max_leverage = "2",
      .filter[CDL_FILTER_MAX_LEVERAGE] = "2.5" },
    CALM,
    CDL_FATE_MAX_LEVERAGE },
  { "expired",
    L,
    STOP,
    105,
    95,
    110,
    { .expires = 1 },
    { { 100, 101, 99, 100 }, { 100, 106, 99, 100 } },
    CDL_FATE_EXPIRED },
  { "not yet expired",
    L,
    STOP,
    105,
    95,
    110,
    { .expires = 2 },
    { { 100, 101, 99, 100 }, { 100, 106, 99, 100 } },
    CDL_FATE_ENTERED },
  { "gap filter again on the fill",
    L,
    STOP,
    105,
    95,
    110,
    { .filter[CDL_FILTER_MIN_GAP] = "4" },
    { { 108, 109, 107, 108 }, { 0 } },
    CDL_FATE_MIN_GAP },
  { "loss filter again on the fill",
    L,
    STOP,
    105,
    95,
    120,
    { .filter[CDL_FILTER_MAX_LOSS] = "10" },
    { { 108, 109, 107, 108 }, { 0 } },
    CDL_FATE_MAX_LOSS },
  { "cannot win on the fill",
    L,
    STOP,
    105,
    95,
    110,
    NO_RULES,
    { { 110, 111, 109, 110 }, { 0 } },
    CDL_FATE_MIN_GAIN },
  { "entered by a jump",
    L,
    STOP,
    105,
    95,
    110,
    NO_RULES,
    { { 106, 107, 105, 106 }, { 0 } },
    CDL_FATE_ENTERED },
  { "entered inside",
    S,
    LIMIT,
    105,
    110,
    95,
    NO_RULES,
    { { 100, 105, 99, 100 }, { 0 } },
    CDL_FATE_ENTERED },
  { "market", S, MARKET, 100, 110, 95, NO_RULES, CALM, CDL_FATE_ENTERED },
  { "still pending", L, STOP, 105, 95, 110, NO_RULES, CALM, CDL_FATE_PENDING },
};

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const Row *row = &rows[i];
      CdlSettings settings;
      g_autoptr (CdlBroker) broker = NULL;
      guint seq;

      g_test_message ("%s", row->name);
      test_settings (&settings);
      broker = test_broker (&row->rules, &settings);
      seq = test_add (broker, row->side, row->type, row->entry, row->stop_loss, row->take_profit,
                      0);
      for (guint k = 0; k < 2; k++)
        if (row->kline[k][0] > 0.0)
          test_kline (broker, k + 1, row->kline[k][0], row->kline[k][1], row->kline[k][2],
                      row->kline[k][3]);

      g_assert_cmpstr (cdl_fate_name (test_setup (broker, seq)->fate), ==,
                       cdl_fate_name (row->fate));
    }
}

static void
assert_fate (const CdlBroker *broker, guint seq, CdlFate fate)
{
  g_assert_cmpstr (cdl_fate_name (test_setup (broker, seq)->fate), ==, cdl_fate_name (fate));
}

static void
test_reset (void)
{
  TestRules rules = { .keep_pending = FALSE };
  CdlSettings settings;
  g_autoptr (CdlBroker) broker = NULL;

  test_settings (&settings);
  broker = test_broker (&rules, &settings);
  test_add (broker, L, STOP, 105, 90, 120, 0);
  test_add (broker, L, STOP, 107, 90, 120, 0);
  test_add (broker, S, STOP, 80, 110, 70, 0);
  test_kline (broker, 1, 100, 108, 99, 104);

  /* Both were touched: the nearer one enters and resets the others, the second touch included. */
  assert_fate (broker, 1, CDL_FATE_ENTERED);
  assert_fate (broker, 2, CDL_FATE_RESET);
  assert_fate (broker, 3, CDL_FATE_RESET);
  g_assert_cmpint (broker->window_start, ==, 60000);
}

static void
test_keep_pending (void)
{
  TestRules rules = { .keep_pending = TRUE };
  CdlSettings settings;
  g_autoptr (CdlBroker) broker = NULL;

  test_settings (&settings);
  broker = test_broker (&rules, &settings);
  test_add (broker, L, STOP, 105, 90, 120, 0);
  test_add (broker, L, STOP, 107, 90, 120, 0);
  test_add (broker, L, STOP, 112, 90, 120, 0);
  test_kline (broker, 1, 100, 108, 99, 104);

  assert_fate (broker, 1, CDL_FATE_ENTERED);
  assert_fate (broker, 2, CDL_FATE_MAX_OPEN_TRADES);
  assert_fate (broker, 3, CDL_FATE_PENDING);

  broker->time = 119999;
  cdl_broker_close_all (broker, 104, CDL_EXIT_END);
  assert_fate (broker, 3, CDL_FATE_END);
  g_assert_cmpint (test_trade (broker, 1)->exit_reason, ==, CDL_EXIT_END);
  g_assert_cmpint (test_trade (broker, 1)->exit_time, ==, 119999);
}

static void
test_replaced (void)
{
  TestRules rules = { .max_pending = 1 };
  CdlSettings settings;
  g_autoptr (CdlBroker) broker = NULL;

  test_settings (&settings);
  broker = test_broker (&rules, &settings);
  test_add (broker, L, STOP, 105, 90, 120, 0);
  test_add (broker, S, STOP, 95, 110, 80, 0);
  test_add (broker, L, STOP, 99, 90, 120, 1);
  assert_fate (broker, 1, CDL_FATE_PENDING); /* refused ones make nobody leave */
  test_add (broker, L, STOP, 106, 90, 120, 1);
  assert_fate (broker, 1, CDL_FATE_REPLACED);
  assert_fate (broker, 2, CDL_FATE_PENDING);
  assert_fate (broker, 4, CDL_FATE_PENDING);
  g_assert_cmpint (test_setup (broker, 1)->fate_at, ==, 119999);
}

static void
test_capital (void)
{
  TestRules rules
      = { .money_amount = "6000", .keep_pending = TRUE, .filter[CDL_FILTER_MAX_OPEN_TRADES] = "5" };
  CdlSettings settings;
  g_autoptr (CdlBroker) broker = NULL;

  test_settings (&settings);
  broker = test_broker (&rules, &settings);
  test_add (broker, L, STOP, 105, 90, 120, 0);
  test_add (broker, L, STOP, 106, 90, 120, 0);
  test_kline (broker, 1, 100, 108, 99, 104);
  assert_fate (broker, 1, CDL_FATE_ENTERED);
  assert_fate (broker, 2, CDL_FATE_CAPITAL);
}

static void
test_liquidation_before_stop (void)
{
  TestRules rules = { .money_mode = CDL_MONEY_LEVERAGE, .money_amount = "20" };
  CdlSettings settings;
  g_autoptr (CdlBroker) broker = NULL;

  test_settings (&settings);
  settings.market = CDL_MARKET_UM;
  settings.n_tiers = 1;
  settings.tiers[0] = (CdlTier){ (double) INFINITY, 125.0, 0.005, 0.0 };
  broker = test_broker (&rules, &settings);

  /* 20x: liquidated near 100 x 0.95 / 0.995 = 95.48. */
  test_add (broker, L, STOP, 100, 95, 120, 0);
  assert_fate (broker, 1, CDL_FATE_LIQUIDATION_BEFORE_STOP);
  test_add (broker, L, STOP, 100, 96, 120, 0);
  assert_fate (broker, 2, CDL_FATE_PENDING);

  /* A gap beyond both is a liquidation, and costs the margin at most. */
  test_kline (broker, 1, 100, 101, 99, 100);
  assert_fate (broker, 2, CDL_FATE_ENTERED);
  test_kline (broker, 2, 80, 81, 79, 80);
  g_assert_cmpint (test_trade (broker, 1)->exit_reason, ==, CDL_EXIT_LIQUIDATION);
  g_assert_cmpfloat_with_epsilon (test_trade (broker, 1)->pnl, -10000.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (broker->balance, 0.0, 1e-6);
}

static void
test_min_notional (void)
{
  TestRules rules = { .money_amount = "99" };
  CdlSettings settings;
  g_autoptr (CdlBroker) broker = NULL;

  test_settings (&settings);
  settings.min_notional = 95.0;
  settings.step = (CdlDecimal){ 1, 1 };
  broker = test_broker (&rules, &settings);

  /* 99 / 105 = 0.94, floored to 0.9: 94.5. */
  test_add (broker, L, STOP, 105, 90, 120, 0);
  assert_fate (broker, 1, CDL_FATE_MIN_NOTIONAL);
  test_add (broker, L, STOP, 100, 90, 120, 0);
  assert_fate (broker, 2, CDL_FATE_MIN_NOTIONAL);
  test_add (broker, L, STOP, 110, 90, 120, 0);
  assert_fate (broker, 3, CDL_FATE_PENDING);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fates/rows", test_rows);
  g_test_add_func ("/fates/reset", test_reset);
  g_test_add_func ("/fates/keep-pending", test_keep_pending);
  g_test_add_func ("/fates/replaced", test_replaced);
  g_test_add_func ("/fates/capital", test_capital);
  g_test_add_func ("/fates/liquidation-before-stop", test_liquidation_before_stop);
  g_test_add_func ("/fates/min-notional", test_min_notional);

  return g_test_run ();
}
