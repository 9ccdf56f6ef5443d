#include <math.h>

#include "cdl-money.h"

/* Relative difference that the goldens allow. */
#define NEAR 1e-12

static void
assert_near (double value, double expected, double tolerance)
{
  g_assert_cmpfloat (fabs (value - expected), <=, tolerance * fabs (expected));
}

/* Spec "Money": +2 %, exit/entry 1.005, 0.05 % a side. */
static void
test_leverage (void)
{
  double bracket = cdl_bracket (CDL_SIDE_LONG, 100.0, 100.5, 0.0005, 0.0005);
  double naive = cdl_leverage (0.02, cdl_bracket (CDL_SIDE_LONG, 100.0, 100.5, 0.0, 0.0));

  assert_near (cdl_leverage (0.02, bracket), 5.003, 1e-4);
  assert_near (naive, 4.0, NEAR * 1e3);
  assert_near (naive * bracket, 0.0160, 1e-3);
}

/* The user's own formula is the zero-fee long case. */
static void
test_user_formula (void)
{
  double before = 1000.0, after = 1100.0, buy = 40.0, sell = 42.0;
  double lever = ((after / before) - 1.0) / ((sell / buy) - 1.0);

  assert_near (
      cdl_leverage (after / before - 1.0, cdl_bracket (CDL_SIDE_LONG, buy, sell, 0.0, 0.0)), lever,
      NEAR);
}

/* A bracket is what one unit of notional earns when the trade is booked fee by fee. */
static void
test_bracket_is_booked_result (void)
{
  for (int i = 0; i < 10000; i++)
    {
      double entry = g_test_rand_double_range (0.1, 100000.0);
      double exit = entry * g_test_rand_double_range (0.5, 1.5);
      double f_entry = g_test_rand_double_range (0.0, 0.01);
      double f_exit = g_test_rand_double_range (0.0, 0.01);
      double qty = g_test_rand_double_range (0.001, 10.0);
      CdlSide side = g_test_rand_bit () ? CDL_SIDE_LONG : CDL_SIDE_SHORT;
      double gross = (double) side * qty * (exit - entry);
      double net = gross - qty * entry * f_entry - qty * exit * f_exit;
      double bracket = cdl_bracket (side, entry, exit, f_entry, f_exit);

      g_assert_cmpfloat (fabs (bracket * qty * entry - net), <=, 1e-9 * qty * entry);
    }
}

/* Golden of the exchange's own documentation. */
static void
test_liquidation_golden (void)
{
  CdlSettings settings;

  cdl_settings_init (&settings, CDL_MARKET_UM);
  settings.n_tiers = 1;
  settings.tiers[0]
      = (CdlTier){ .cap = (double) INFINITY, .max_leverage = 125.0, .mmr = 0.005, .cum = 50.0 };

  assert_near (cdl_liquidation_price (&settings, CDL_SIDE_LONG, 50000.0, 2.0, 5000.0),
               47713.56783919598, NEAR);
  assert_near (cdl_liquidation_price (&settings, CDL_SIDE_SHORT, 50000.0, 2.0, 5000.0),
               52263.68159203981, NEAR);
}

/* At the liquidation price, what is left of the wallet is just the maintenance margin of the tier
 * that holds the position there. */
static void
test_liquidation_tiers (void)
{
  CdlSettings settings;

  cdl_settings_init (&settings, CDL_MARKET_UM);
  settings.n_tiers = 3;
  settings.tiers[0] = (CdlTier){ 50000.0, 125.0, 0.004, 0.0 };
  settings.tiers[1] = (CdlTier){ 250000.0, 100.0, 0.005, 50.0 };
  settings.tiers[2] = (CdlTier){ (double) INFINITY, 50.0, 0.01, 1300.0 };

  for (int i = 0; i < 10000; i++)
    {
      double entry = g_test_rand_double_range (10.0, 60000.0);
      double notional = exp (g_test_rand_double_range (5.0, 15.0));
      double qty = notional / entry;
      double wallet = notional / g_test_rand_double_range (1.0, 50.0);
      CdlSide side = g_test_rand_bit () ? CDL_SIDE_LONG : CDL_SIDE_SHORT;
      double price = cdl_liquidation_price (&settings, side, entry, qty, wallet);
      const CdlTier *tier = settings.tiers;

      if (isnan (price))
        continue;
      while (qty * price > tier->cap)
        tier++;
      g_assert_cmpfloat (fabs (wallet + (double) side * qty * (price - entry)
                               - (qty * price * tier->mmr - tier->cum)),
                         <=, 1e-6 * notional);
    }

  g_assert_cmpfloat (cdl_tier_leverage (&settings, 50000.0), ==, 125.0);
  g_assert_cmpfloat (cdl_tier_leverage (&settings, 50001.0), ==, 100.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/money/leverage", test_leverage);
  g_test_add_func ("/money/user-formula", test_user_formula);
  g_test_add_func ("/money/bracket-is-booked-result", test_bracket_is_booked_result);
  g_test_add_func ("/money/liquidation-golden", test_liquidation_golden);
  g_test_add_func ("/money/liquidation-tiers", test_liquidation_tiers);

  return g_test_run ();
}
