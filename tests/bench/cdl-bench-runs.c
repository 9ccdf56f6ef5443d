#include "cdl-bench-runs.h"

#include <math.h>

#include "cdl-hash.h"
#include "cdl-random.h"
#include "cdl-time.h"

#define START G_GINT64_CONSTANT (1672531200000) /* 2023-01-01 */

static CdlStrategyRecord *
make_strategy (guint n)
{
  g_autofree char *name = g_strdup_printf ("Strategy %c", 'A' + (int) n);
  g_autofree char *json
      = g_strdup_printf ("{\"format\": 1, \"name\": \"%s\", \"interval\": \"15m\"}", name);
  g_autofree char *revision = cdl_sha256 (json, -1);

  return cdl_strategy_record_new (name, revision, json, START);
}

static CdlDatasetRecord *
make_dataset (guint n)
{
  g_autofree char *symbol = g_strdup_printf ("COIN%02uUSDT", n);
  g_autofree char *fingerprint = cdl_sha256 (symbol, -1);
  CdlDatasetRecord *dataset = cdl_dataset_record_new (fingerprint, CDL_MARKET_SPOT, symbol);

  dataset->interval = CDL_INTERVAL_1M;
  dataset->from = START;
  dataset->to = START + 365 * CDL_DAY_MS;
  dataset->rows = 525600;
  cdl_dataset_record_add_source (dataset, "1m-2023.zip", fingerprint);

  return dataset;
}

static void
add_statistics (CdlRandom *random, CdlRunRecord *run)
{
  for (guint i = 0; i < CDL_N_STATS; i++)
    {
      const CdlStatInfo *info = cdl_stat_info ((CdlStat) i);

      if (info->unit == CDL_UNIT_COUNT)
        run->statistics.value[i] = (double) cdl_random_below (random, 500);
      else if (cdl_random_below (random, 25) == 0)
        cdl_run_record_set_undefined (run, (CdlStat) i, "no trades");
      else
        run->statistics.value[i] = cdl_random_normal (random);
    }
  run->net_pessimistic = run->statistics.value[CDL_STAT_NET];
  run->net_optimistic = run->net_pessimistic;
}

CdlRunRecord *
cdl_bench_run (guint n)
{
  static const CdlInterval intervals[]
      = { CDL_INTERVAL_5M, CDL_INTERVAL_15M, CDL_INTERVAL_1H, CDL_INTERVAL_4H };
  const char *tags[] = { "keep", NULL };
  CdlRunRecord *run = cdl_run_record_new ();
  g_autofree char *text = g_strdup_printf ("run %u", n);
  guint test = n / CDL_BENCH_TEST_RUNS;
  CdlRandom random;

  cdl_random_init (&random, n + 1);
  run->id = cdl_sha256 (text, -1);
  run->fingerprint = cdl_sha256 (run->id, -1);
  run->strategy = make_strategy (test % CDL_BENCH_STRATEGIES);
  run->dataset = make_dataset (n % CDL_BENCH_SYMBOLS);
  cdl_run_record_add_param (run, "fast", (double) (n % 10));
  cdl_run_record_add_param (run, "slow", (double) (n / 10 % 20));
  cdl_run_record_add_param (run, "reward", (double) (n / 200 % 5) / 2);
  run->interval = intervals[test % G_N_ELEMENTS (intervals)];
  run->path_interval = CDL_INTERVAL_1M;
  run->from = START;
  run->to = START + 365 * CDL_DAY_MS;
  cdl_run_record_add_first_loaded (run, run->interval, START);
  run->settings = g_strdup ("{\"capital\":10000,\"fee_taker\":0.001}");
  add_statistics (&random, run);
  if (cdl_random_below (&random, 50) == 0)
    {
      g_strfreev (run->tags);
      run->tags = g_strdupv ((char **) tags);
    }
  run->favourite = cdl_random_below (&random, 200) == 0;
  run->test = g_strdup_printf ("0191-test-%06u", test);
  run->created_at = START + (gint64) n * 2000;
  run->finished_at = run->created_at + 7;
  run->elapsed_us = 1000 + (gint64) cdl_random_below (&random, 50000);

  return run;
}

CdlRunDetails *
cdl_bench_details (guint n, guint n_trades)
{
  CdlRunDetails *details = cdl_run_details_new ();
  double price = 60000, equity = 10000;
  CdlRandom random;

  cdl_random_init (&random, n + 1);
  g_strfreev (details->setup_names);
  details->setup_names = g_strsplit ("long", "|", -1);
  details->setups = g_array_new (FALSE, TRUE, sizeof (CdlSetup));
  for (guint i = 0; i < n_trades; i++)
    {
      gint64 at = START + (gint64) i * CDL_MINUTE_MS * 50;
      double move = cdl_random_normal (&random) / 100, qty = equity / price;
      CdlTrade trade = { .seq = i + 1, .setup = i + 1, .side = CDL_SIDE_LONG };
      CdlSetup setup = { .seq = i + 1, .side = CDL_SIDE_LONG, .created_at = at };
      CdlEquityPoint point;

      trade.created_at = setup.first_kline = at;
      trade.entry_time = setup.fate_at = at + CDL_MINUTE_MS;
      trade.exit_time = at + 40 * CDL_MINUTE_MS;
      trade.entry_price = setup.entry = round (price * 100) / 100;
      trade.exit_price = round (price * (1 + move) * 100) / 100;
      trade.qty = round (qty * 1e5) / 1e5;
      trade.leverage = 1;
      trade.notional = trade.qty * trade.entry_price;
      trade.stop_loss = setup.stop_loss = round (price * 99) / 100;
      trade.take_profit = setup.take_profit = round (price * 102) / 100;
      trade.fee_entry = trade.notional / 1000;
      trade.fee_exit = trade.qty * trade.exit_price / 1000;
      trade.pnl = trade.qty * (trade.exit_price - trade.entry_price);
      trade.pnl_pct = move * 100;
      trade.r = move * 100;
      trade.exit_reason = move > 0 ? CDL_EXIT_TAKE_PROFIT : CDL_EXIT_STOP_LOSS;
      setup.expires_at = CDL_TIME_NONE;
      equity += trade.pnl;
      price *= 1 + move / 10;
      point = (CdlEquityPoint){ trade.exit_time, equity, 0 };
      g_array_append_val (details->trades, trade);
      g_array_append_val (details->setups, setup);
      if (details->equity->len < CDL_RUN_MAX_EQUITY_POINTS)
        g_array_append_val (details->equity, point);
    }

  return details;
}
