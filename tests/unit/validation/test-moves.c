#include <math.h>

#include "cdl-number.h"
#include "cdl-test-broker.h"

/* Fills, order and proofs by hand: setups made at the close of minute 0 at 100, klines after it. */

static CdlBroker *
new_broker (const TestRules *rules)
{
  CdlSettings settings;

  test_settings (&settings);

  return test_broker (rules, &settings);
}

typedef struct
{
  const char *name;
  CdlSide side;
  CdlEntryType type;
  double entry, stop_loss, take_profit;
  double kline[4];
  double fill;          /* NaN: not entered */
  CdlExitReason reason; /* CDL_EXIT_NONE: open */
  double exit;
} JumpRow;

#define L      CDL_SIDE_LONG
#define S      CDL_SIDE_SHORT
#define STOP   CDL_ENTRY_STOP
#define LIMIT  CDL_ENTRY_LIMIT
#define MARKET CDL_ENTRY_MARKET
#define NONE   ((double) NAN)

/* Spec section 3, "First the jump": its examples, both sides. */
static const JumpRow jump_rows[] = {
  { "limit, O beyond it", L, LIMIT, 98, 90, 110, { 97, 97, 96, 97 }, 98, CDL_EXIT_NONE, 0 },
  { "limit, O beyond its stop too",
    L,
    LIMIT,
    98,
    90,
    110,
    { 89, 89, 88, 89 },
    98,
    CDL_EXIT_STOP_LOSS,
    89 },
  { "stop, O beyond it", L, STOP, 102, 90, 110, { 103, 104, 103, 104 }, 103, CDL_EXIT_NONE, 0 },
  { "stop at the level", L, STOP, 102, 90, 110, { 102, 104, 102, 104 }, 102, CDL_EXIT_NONE, 0 },
  { "stop, O beyond its stop loss",
    L,
    STOP,
    102,
    90,
    110,
    { 89, 104, 88, 104 },
    NONE,
    CDL_EXIT_NONE,
    0 },
  { "stop, then target inside",
    L,
    STOP,
    102,
    90,
    110,
    { 103, 111, 103, 104 },
    103,
    CDL_EXIT_TAKE_PROFIT,
    110 },
  { "market", L, MARKET, 100, 90, 110, { 101, 104, 101, 104 }, 101, CDL_EXIT_NONE, 0 },
  { "short limit, O beyond it",
    S,
    LIMIT,
    102,
    110,
    90,
    { 103, 104, 103, 104 },
    102,
    CDL_EXIT_NONE,
    0 },
  { "short limit, O beyond its stop too",
    S,
    LIMIT,
    102,
    110,
    90,
    { 111, 112, 111, 112 },
    102,
    CDL_EXIT_STOP_LOSS,
    111 },
  { "short stop, O beyond it", S, STOP, 98, 110, 90, { 97, 97, 96, 96 }, 97, CDL_EXIT_NONE, 0 },
};

static void
test_jumps (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (jump_rows); i++)
    {
      const JumpRow *row = &jump_rows[i];
      TestRules rules = { .keep_pending = FALSE };
      g_autoptr (CdlBroker) broker = new_broker (&rules);
      const CdlTrade *trade;

      g_test_message ("%s", row->name);
      test_add (broker, row->side, row->type, row->entry, row->stop_loss, row->take_profit, 0);
      test_kline (broker, 1, row->kline[0], row->kline[1], row->kline[2], row->kline[3]);
      if (isnan (row->fill))
        {
          g_assert_cmpuint (broker->trades->len, ==, 0);
          continue;
        }
      trade = test_trade (broker, 1);
      g_assert_cmpfloat (trade->entry_price, ==, row->fill);
      g_assert_cmpint (trade->exit_reason, ==, row->reason);
      if (row->reason != CDL_EXIT_NONE)
        g_assert_cmpfloat (trade->exit_price, ==, row->exit);
      g_assert_cmpint (trade->proof, ==, CDL_PROVEN);
    }
}

/* An open trade at a jump: the stop at the first price seen, the target at its level. */
static void
test_jump_exits (void)
{
  static const double opens[][2] = { { 85, 85 }, { 90, 90 }, { 110, 110 }, { 115, 110 } };

  for (gsize i = 0; i < G_N_ELEMENTS (opens); i++)
    {
      TestRules rules = { .keep_pending = FALSE };
      g_autoptr (CdlBroker) broker = new_broker (&rules);
      double open = opens[i][0];

      test_add (broker, L, MARKET, 100, 90, 110, 0);
      test_kline (broker, 1, 100, 101, 99, 100);
      test_kline (broker, 2, open, open, open, open);
      g_assert_cmpfloat (test_trade (broker, 1)->exit_price, ==, opens[i][1]);
      g_assert_cmpint (test_trade (broker, 1)->exit_time, ==, 120000);
    }
}

/* A slot freed by an exit in the jump serves the next entry at once, one freed inside only from the
 * next path kline on. */
static void
test_slots (void)
{
  TestRules rules = { .keep_pending = TRUE };
  g_autoptr (CdlBroker) broker = new_broker (&rules);

  test_add (broker, L, MARKET, 100, 95, 104, 0);
  test_kline (broker, 1, 100, 101, 99, 100);
  test_add (broker, L, STOP, 105, 90, 120, 1);
  test_kline (broker, 2, 106, 107, 106, 107);
  g_assert_cmpuint (broker->trades->len, ==, 2); /* target in the jump, then the next */

  test_add (broker, S, STOP, 99, 130, 80, 2);
  broker->price = 107;
  test_kline (broker, 3, 107, 121, 98, 99);
  g_assert_cmpint (test_trade (broker, 2)->exit_reason, ==, CDL_EXIT_TAKE_PROFIT);
  g_assert_cmpint (test_setup (broker, 3)->fate, ==, CDL_FATE_MAX_OPEN_TRADES);
}

/* Entries on both sides of the open: the order is open; pessimism takes the worse one. */
static void
test_both_sides (void)
{
  for (int assumption = CDL_PESSIMISTIC; assumption <= CDL_OPTIMISTIC; assumption++)
    {
      TestRules rules = { .keep_pending = FALSE };
      CdlSettings settings;
      g_autoptr (CdlBroker) broker = NULL;

      test_settings (&settings);
      settings.assumption = (CdlAssumption) assumption;
      broker = test_broker (&rules, &settings);
      test_add (broker, L, STOP, 105, 96, 120, 0); /* would be stopped */
      test_add (broker, S, STOP, 95, 115, 80, 0);  /* would stay open */
      test_kline (broker, 1, 100, 106, 94, 100);

      g_assert_true (broker->ambiguous);
      g_assert_cmpint (test_trade (broker, 1)->side, ==, assumption == CDL_PESSIMISTIC ? L : S);
      g_assert_cmpint (test_trade (broker, 1)->proof, ==, CDL_ASSUMED);
    }
}

/* A cancellation that is only assumed makes the entries beside it assumed. */
static void
test_assumed_cancellation (void)
{
  TestRules rules = { .keep_pending = FALSE };
  CdlSettings settings;
  g_autoptr (CdlBroker) broker = NULL;

  test_settings (&settings);
  settings.assumption = CDL_OPTIMISTIC;
  broker = test_broker (&rules, &settings);
  test_add (broker, L, STOP, 103, 95, 120, 0);
  test_add (broker, L, STOP, 104, 80, 120, 0);
  test_kline (broker, 1, 100, 105, 94, 100);

  g_assert_cmpint (test_setup (broker, 1)->fate, ==, CDL_FATE_SL_FIRST);
  g_assert_cmpint (test_setup (broker, 1)->proof, ==, CDL_ASSUMED);
  g_assert_cmpint (test_trade (broker, 1)->setup, ==, 2);
  g_assert_cmpint (test_trade (broker, 1)->proof, ==, CDL_ASSUMED);
}

/* Slippage worsens stops and market fills, never limits and targets. */
static void
test_slippage (void)
{
  TestRules rules = { .keep_pending = TRUE, .filter[CDL_FILTER_MAX_OPEN_TRADES] = "9" };
  CdlSettings settings;
  g_autoptr (CdlBroker) broker = NULL;

  test_settings (&settings);
  settings.tick = (CdlDecimal){ 1, 1 };
  settings.slippage_bps = 10.0;
  settings.slippage_ticks = 2.0;
  broker = test_broker (&rules, &settings);
  test_add (broker, L, STOP, 102, 90, 120, 0);
  test_add (broker, S, MARKET, 100, 110, 80, 0);
  test_add (broker, L, LIMIT, 99, 91, 108, 0);
  test_kline (broker, 1, 100, 103, 98, 101);

  g_assert_cmpfloat (test_trade (broker, 1)->entry_price, ==,
                     100.0 * (1.0 - 10.0 / 10000.0) - 2.0 * 0.1);
  for (guint i = 2; i <= 3; i++)
    {
      const CdlTrade *trade = test_trade (broker, i);
      gboolean limit = trade->entry_type == LIMIT;

      g_assert_cmpfloat (trade->entry_price, ==,
                         limit ? 99.0 : 102.0 * (1.0 + 10.0 / 10000.0) + 2.0 * 0.1);
    }
  test_kline (broker, 2, 101, 109, 101, 108);
  test_kline (broker, 3, 108, 111, 107, 108);
  g_assert_cmpfloat (test_trade (broker, 1)->exit_price, ==,
                     110.0 * (1.0 + 10.0 / 10000.0) + 2.0 * 0.1);
  for (guint i = 2; i <= 3; i++)
    if (test_trade (broker, i)->entry_type == LIMIT)
      g_assert_cmpfloat (test_trade (broker, i)->exit_price, ==, 108.0);
}

/* With `through`, limits and targets need one tick beyond, fill at their level and pay maker. */
static void
test_through (void)
{
  TestRules rules = { .keep_pending = FALSE };
  CdlSettings settings;
  g_autoptr (CdlBroker) broker = NULL;
  const CdlTrade *trade;

  test_settings (&settings);
  settings.tick = (CdlDecimal){ 1, 1 };
  settings.through = TRUE;
  settings.fee_maker = 0.001;
  settings.fee_taker = 0.002;
  broker = test_broker (&rules, &settings);
  test_add (broker, L, LIMIT, 99, 91, 108, 0);
  test_kline (broker, 1, 100, 101, 99, 100);
  g_assert_cmpuint (broker->trades->len, ==, 0);
  test_kline (broker, 2, 100, 101, 98.9, 100);
  trade = test_trade (broker, 1);
  g_assert_cmpfloat (trade->entry_price, ==, 99.0);
  g_assert_cmpfloat_with_epsilon (trade->fee_entry, 1.0, 1e-9);
  test_kline (broker, 3, 100, 108, 99, 100);
  g_assert_cmpint (trade->exit_reason, ==, CDL_EXIT_NONE);
  test_kline (broker, 4, 100, 108.1, 99, 100);
  trade = test_trade (broker, 1);
  g_assert_cmpint (trade->exit_reason, ==, CDL_EXIT_TAKE_PROFIT);
  g_assert_cmpfloat (trade->exit_price, ==, 108.0);
  g_assert_cmpfloat_with_epsilon (trade->fee_exit, 1000.0 / 99.0 * 108.0 * 0.001, 1e-9);
}

/* Cash adds up: the balance is the start and all results, trade by trade. */
static void
test_cash (void)
{
  for (int round = 0; round < 200; round++)
    {
      TestRules rules = { .keep_pending = TRUE,
                          .filter[CDL_FILTER_MAX_OPEN_TRADES] = "3",
                          .money_mode = CDL_MONEY_PERCENT,
                          .money_amount = "40" };
      CdlSettings settings;
      g_autoptr (CdlBroker) broker = NULL;
      double price = 100.0, sum = 10000.0;

      test_settings (&settings);
      settings.fee_maker = 0.0002;
      settings.fee_taker = 0.0005;
      settings.slippage_bps = 1.0;
      broker = test_broker (&rules, &settings);
      for (guint minute = 0; minute < 200; minute++)
        {
          CdlSide side = g_test_rand_bit () ? L : S;
          double open = price + g_test_rand_int_range (-2, 3);
          double close = open + g_test_rand_int_range (-3, 4);

          test_add (broker, side, (CdlEntryType) g_test_rand_int_range (STOP, MARKET + 1),
                    100.0 + (double) side * g_test_rand_int_range (-3, 4),
                    100.0 - (double) side * g_test_rand_int_range (4, 7),
                    100.0 + (double) side * g_test_rand_int_range (5, 9), minute);
          broker->price = price;
          test_kline (broker, minute + 1, open, MAX (open, close) + g_test_rand_int_range (0, 3),
                      MIN (open, close) - g_test_rand_int_range (0, 3), close);
          price = close;
        }
      cdl_broker_close_all (broker, price, CDL_EXIT_END);
      for (guint i = 0; i < broker->trades->len; i++)
        sum += cdl_broker_trade (broker, i)->pnl;
      g_assert_cmpfloat_with_epsilon (broker->balance, sum, 1e-6);
      for (guint i = 0; i < broker->setups->len; i++)
        g_assert_cmpint (cdl_broker_setup (broker, i)->fate, !=, CDL_FATE_PENDING);
    }
}

/* Snapshots bring back everything. */
static void
test_snapshot (void)
{
  TestRules rules = { .keep_pending = TRUE, .filter[CDL_FILTER_MAX_OPEN_TRADES] = "3" };
  g_autoptr (CdlBroker) broker = new_broker (&rules);
  g_autoptr (CdlSnapshot) snapshot = NULL;

  test_add (broker, L, MARKET, 100, 90, 110, 0);
  test_add (broker, L, STOP, 103, 90, 110, 0);
  test_kline (broker, 1, 100, 101, 99, 100);
  snapshot = cdl_broker_save (broker);
  test_kline (broker, 2, 100, 111, 99, 104);
  g_assert_cmpuint (broker->trades->len, ==, 2);
  g_assert_cmpuint (broker->positions->len, ==, 0);

  cdl_broker_restore (broker, snapshot);
  g_assert_cmpuint (broker->trades->len, ==, 1);
  g_assert_cmpuint (broker->positions->len, ==, 1);
  g_assert_cmpuint (broker->pending->len, ==, 1);
  g_assert_cmpint (test_trade (broker, 1)->exit_reason, ==, CDL_EXIT_NONE);
  g_assert_cmpint (test_setup (broker, 2)->fate, ==, CDL_FATE_PENDING);
  g_assert_cmpfloat (broker->price, ==, 100.0);
  g_assert_cmpfloat (broker->balance, ==, 10000.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/moves/jumps", test_jumps);
  g_test_add_func ("/moves/jump-exits", test_jump_exits);
  g_test_add_func ("/moves/slots", test_slots);
  g_test_add_func ("/moves/both-sides", test_both_sides);
  g_test_add_func ("/moves/assumed-cancellation", test_assumed_cancellation);
  g_test_add_func ("/moves/slippage", test_slippage);
  g_test_add_func ("/moves/through", test_through);
  g_test_add_func ("/moves/cash", test_cash);
  g_test_add_func ("/moves/snapshot", test_snapshot);

  return g_test_run ();
}
