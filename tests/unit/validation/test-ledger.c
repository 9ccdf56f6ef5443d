#include <math.h>
#include <string.h>

#include "cdl-test-world.h"
#include "cdl-time.h"

/* What a run says of its money and setups adds up, over random markets and strategies. */

#define N_WORLDS 1000

/* The path kline that holds a time, or the first one after it. */
static gsize
path_kline_of (const CdlKlines *path, gint64 time_ms)
{
  return cdl_klines_find (path, cdl_interval_floor (CDL_INTERVAL_1M, time_ms));
}

static gboolean
close_to (double a, double b, double scale)
{
  return fabs (a - b) <= 1e-9 * MAX (1.0, fabs (scale));
}

/* Funding by its definition: stamps whose path kline begins while the trade is open, on the price
 * that they tell, else on its open. */
static double
funding_of (const TestWorld *world, const CdlTrade *trade)
{
  const CdlKlines *path = cdl_columns_view (world->market->path);
  gsize entry = path_kline_of (path, trade->entry_time);
  gsize end = path_kline_of (path, trade->exit_time);
  double cost = 0.0;

  for (gsize k = 0; k < world->n_funding; k++)
    {
      const CdlFunding *stamp = &world->funding[k];
      gsize at = path_kline_of (path, stamp->time);
      double price = stamp->price > 0.0 ? stamp->price : path->field[CDL_FIELD_OPEN][at];

      if (at > entry && at <= end)
        cost += (double) trade->side * trade->qty * price * stamp->rate;
    }

  return cost;
}

/* What is wrong with a trade by itself; NULL if nothing. */
static const char *
check_trade (const TestWorld *world, const CdlTrade *trade)
{
  const CdlSettings *settings = &world->plan->settings;
  double gross = (double) trade->side * trade->qty * (trade->exit_price - trade->entry_price);
  double fee = trade->maker_entry ? settings->fee_maker : settings->fee_taker;
  double costs = trade->fee_entry + trade->fee_exit + trade->funding;

  if (!close_to (trade->pnl, gross - costs, trade->notional))
    return "pnl";
  if (!close_to (trade->fee_entry, trade->notional * fee, trade->notional))
    return "fee_entry";
  if (!close_to (trade->notional, trade->qty * trade->entry_price, trade->notional))
    return "notional";
  if (!close_to (trade->funding, funding_of (world, trade), trade->notional))
    return "funding";
  if (trade->entry_time > trade->exit_time || trade->created_at >= trade->entry_time)
    return "times";
  if (!(trade->mae >= 0.0 && trade->mfe >= 0.0))
    return "excursions";

  return NULL;
}

/* All trades, and the ledger that they leave. */
static const char *
check_trades (const TestWorld *world, const CdlRun *run)
{
  gsize n_trades, n_setups, n_equity;
  const CdlTrade *trades = cdl_run_trades (run, &n_trades);
  const CdlSetup *setups = cdl_run_setups (run, &n_setups);
  const CdlEquityPoint *equity = cdl_run_equity (run, &n_equity);
  const CdlEquityPoint *last = &equity[n_equity - 1];
  double balance = world->plan->settings.capital, turnover = balance;

  for (gsize i = 0; i < n_trades; i++)
    {
      const CdlSetup *setup = &setups[trades[i].setup - 1];
      const char *wrong = check_trade (world, &trades[i]);

      if (wrong != NULL)
        return wrong;
      if (trades[i].seq != i + 1 || setup->fate != CDL_FATE_ENTERED
          || setup->fate_at != trades[i].entry_time || setup->proof != trades[i].proof)
        return "a trade's setup";
      balance += trades[i].pnl;
      turnover += trades[i].notional;
    }
  if (!close_to (cdl_run_balance (run), balance, turnover))
    return "balance";
  if (last->equity != cdl_run_balance (run) || last->balance != cdl_run_balance (run))
    return "the end of the equity curve";

  return NULL;
}

/* All setups, and what statistics make of them. */
static const char *
check_setups (CdlRun *run)
{
  guint fates[CDL_N_FATES] = { 0 };
  gsize n_trades, n_setups;
  const CdlSetup *setups = cdl_run_setups (run, &n_setups);
  CdlStatistics statistics;
  guint sum = 0;

  for (gsize i = 0; i < n_setups; i++)
    {
      if (setups[i].seq != i + 1 || setups[i].created_at > setups[i].fate_at)
        return "a setup";
      fates[setups[i].fate]++;
    }
  cdl_run_trades (run, &n_trades);
  cdl_run_statistics (run, &statistics);
  for (int fate = 0; fate < CDL_N_FATES; fate++)
    sum += statistics.fates[fate];
  if (memcmp (statistics.fates, fates, sizeof fates) != 0 || sum != n_setups
      || fates[CDL_FATE_PENDING] != 0 || fates[CDL_FATE_ENTERED] != n_trades)
    return "the funnel";
  if (!close_to (statistics.value[CDL_STAT_FINAL], cdl_run_balance (run),
                 statistics.value[CDL_STAT_START]))
    return "final";

  return NULL;
}

static void
check_run (const TestWorld *world, guint64 seed, CdlRun *run)
{
  const char *wrong = check_trades (world, run);

  if (wrong == NULL)
    wrong = check_setups (run);
  if (wrong != NULL)
    g_error ("seed %" G_GUINT64_FORMAT ": %s does not add up\n%s", seed, wrong, world->plan->text);
}

static gboolean
paid_funding (const CdlRun *run)
{
  gsize n;
  const CdlTrade *trades = cdl_run_trades (run, &n);
  double paid = 0.0;

  for (gsize i = 0; i < n; i++)
    paid += fabs (trades[i].funding);

  return paid > 0.0;
}

static void
test_sums (void)
{
  guint funded = 0, ruined = 0;

  for (guint64 seed = 1; seed <= N_WORLDS; seed++)
    {
      g_autoptr (TestWorld) world = test_world_new (seed, TEST_PLAN_LEVELS);
      g_autoptr (CdlRun) prints = test_world_run_prints (world);
      g_autoptr (CdlRun) klines = test_world_run_klines (world, CDL_PESSIMISTIC, FALSE, FALSE);

      check_run (world, seed, prints);
      check_run (world, seed, klines);
      funded += paid_funding (prints);
      ruined += cdl_run_ruined (prints);
    }

  g_test_message ("%u worlds with funding, %u ruined", funded, ruined);
  g_assert_cmpuint (funded, >, N_WORLDS / 10);
  g_assert_cmpuint (ruined, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ledger/sums", test_sums);

  return g_test_run ();
}
