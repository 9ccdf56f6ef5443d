#include <math.h>

#include "cdl-money.h"
#include "cdl-number.h"
#include "cdl-sizing-private.h"
#include "cdl-test-broker.h"

/* A random bracket around a random entry. */
static CdlBracketLevels
random_levels (const CdlSettings *settings)
{
  CdlSide side = g_test_rand_bit () ? CDL_SIDE_LONG : CDL_SIDE_SHORT;
  double entry = exp (g_test_rand_double_range (-3.0, 11.0));
  double sign = (double) side;

  return (CdlBracketLevels){
    .side = side,
    .entry = entry,
    .stop_loss = entry * (1.0 - sign * g_test_rand_double_range (0.001, 0.3)),
    .take_profit = entry * (1.0 + sign * g_test_rand_double_range (0.005, 0.5)),
    .height = CDL_NAN,
    .base = entry,
    .fee_entry = settings->fee_taker,
    .fee_target = settings->fee_taker,
  };
}

static CdlRules
rules_of (CdlMoneyMode mode, double amount)
{
  CdlRules rules = { .money_mode = mode, .money_amount = amount, .compound = TRUE };

  for (int i = 0; i < CDL_N_FILTERS; i++)
    rules.filter[i] = CDL_NAN;
  rules.money_max_leverage = CDL_NAN;

  return rules;
}

/* What the position earns between its entry and a level, fees included, as a share of capital. */
static double
result (const CdlBracketLevels *levels,
        const CdlSettings *settings,
        const CdlSizing *sizing,
        double exit,
        double capital)
{
  double gross = (double) levels->side * sizing->qty * (exit - levels->entry);
  double fees = sizing->qty * (levels->entry + exit) * settings->fee_taker;

  return (gross - fees) / capital;
}

/* Each mode keeps its promise to the last digit. */
static void
test_modes (void)
{
  for (int round = 0; round < 20000; round++)
    {
      CdlMoneyMode mode = (CdlMoneyMode) (round % CDL_N_MONEY_MODES);
      double capital = exp (g_test_rand_double_range (3.0, 14.0));
      double amount = g_test_rand_double_range (0.1, 5.0);
      CdlRules rules;
      CdlSettings settings;
      CdlBracketLevels levels;
      CdlSizing sizing;
      double promise = CDL_NAN, kept = CDL_NAN;

      test_settings (&settings);
      settings.fee_taker = g_test_rand_double_range (0.0, 0.002);
      levels = random_levels (&settings);
      rules = rules_of (mode, amount);
      cdl_size (&settings, &rules, &levels, capital, &sizing);

      switch (mode)
        {
        case CDL_MONEY_FIXED:
          promise = amount;
          kept = sizing.qty * levels.entry;
          break;
        case CDL_MONEY_PERCENT:
          promise = amount / 100.0 * capital;
          kept = sizing.qty * levels.entry;
          break;
        case CDL_MONEY_LEVERAGE:
          promise = amount * capital;
          kept = sizing.qty * levels.entry;
          break;
        case CDL_MONEY_RISK:
          promise = -amount / 100.0;
          kept = result (&levels, &settings, &sizing, levels.stop_loss, capital);
          break;
        case CDL_MONEY_TARGET:
        default:
          if (cdl_bracket (levels.side, levels.entry, levels.take_profit, levels.fee_entry,
                           levels.fee_target)
              <= 0.0)
            continue;
          promise = amount / 100.0;
          kept = result (&levels, &settings, &sizing, levels.take_profit, capital);
        }
      g_assert_cmpfloat (fabs (kept - promise), <=, 1e-9 * fabs (promise));
      g_assert_cmpfloat (fabs (sizing.leverage * capital - sizing.notional), <=,
                         1e-12 * sizing.notional);
      g_assert_cmpfloat (fabs (sizing.margin * fmax (1.0, sizing.leverage) - sizing.notional), <=,
                         1e-12 * sizing.notional);
    }
}

/* Caps only ever make a position smaller, and hold; a step leaves a whole number of steps. */
static void
test_caps (void)
{
  for (int round = 0; round < 20000; round++)
    {
      double capital = exp (g_test_rand_double_range (5.0, 14.0));
      CdlRules rules = rules_of (CDL_MONEY_LEVERAGE, g_test_rand_double_range (0.5, 150.0));
      CdlSettings settings;
      CdlBracketLevels levels;
      CdlSizing free, capped;

      test_settings (&settings);
      levels = random_levels (&settings);
      cdl_size (&settings, &rules, &levels, capital, &free);
      rules.money_max_leverage = g_test_rand_double_range (1.0, 200.0);
      settings.n_tiers = 3;
      settings.tiers[0] = (CdlTier){ 50000.0, 125.0, 0.004, 0.0 };
      settings.tiers[1] = (CdlTier){ 250000.0, 100.0, 0.005, 50.0 };
      settings.tiers[2] = (CdlTier){ (double) INFINITY, 20.0, 0.01, 1300.0 };
      settings.step = (CdlDecimal){ 1, 3 };
      cdl_size (&settings, &rules, &levels, capital, &capped);

      g_assert_cmpfloat (capped.wanted, ==, free.wanted);
      g_assert_cmpfloat (capped.notional, <=, free.notional * (1.0 + 1e-12));
      g_assert_cmpfloat (capped.leverage, <=, rules.money_max_leverage * (1.0 + 1e-12));
      g_assert_cmpfloat (capped.leverage, <=,
                         cdl_tier_leverage (&settings, capped.notional * (1.0 - 1e-12))
                             * (1.0 + 1e-9));
      if (capped.qty < 1e6) /* the tolerance of rounding is 1e-6 of a step: doubles must hold it */
        g_assert_cmpfloat (capped.qty, ==, cdl_decimal_round_down (settings.step, capped.qty));
    }
}

/* Without capital there is no position, whatever was asked for. */
static void
test_no_capital (void)
{
  CdlRules rules = rules_of (CDL_MONEY_FIXED, 100.0);
  CdlSettings settings;
  CdlBracketLevels levels;
  CdlSizing sizing;

  test_settings (&settings);
  levels = random_levels (&settings);
  cdl_size (&settings, &rules, &levels, 0.0, &sizing);
  g_assert_cmpfloat (sizing.qty, ==, 0.0);
  cdl_size (&settings, &rules, &levels, -5.0, &sizing);
  g_assert_cmpfloat (sizing.notional, ==, 0.0);
}

/* A compounding risk of 1 % loses 1 % of what is left, each time; without compounding, of the
 * start. */
static void
test_compounding (void)
{
  for (int compound = 0; compound < 2; compound++)
    {
      TestRules rules
          = { .money_mode = CDL_MONEY_RISK, .money_amount = "1", .no_compound = !compound };
      CdlSettings settings;
      g_autoptr (CdlBroker) broker = NULL;
      double expected = 10000.0;

      test_settings (&settings);
      settings.fee_taker = 0.0005;
      broker = test_broker (&rules, &settings);
      for (guint i = 0; i < 10; i++)
        {
          test_add (broker, CDL_SIDE_LONG, CDL_ENTRY_MARKET, 100, 95, 110, 2 * i);
          test_kline (broker, 2 * i + 1, 100, 101, 99, 100);
          test_kline (broker, 2 * i + 2, 100, 101, 94, 96);
          expected -= 0.01 * (compound ? expected : 10000.0);
          g_assert_cmpfloat_with_epsilon (broker->balance, expected, 1e-6);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sizing/modes", test_modes);
  g_test_add_func ("/sizing/caps", test_caps);
  g_test_add_func ("/sizing/no-capital", test_no_capital);
  g_test_add_func ("/sizing/compounding", test_compounding);

  return g_test_run ();
}
