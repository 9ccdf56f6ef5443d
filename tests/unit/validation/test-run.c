#include <math.h>

#include "cdl-backtest.h"
#include "cdl-columns.h"
#include "cdl-number.h"
#include "cdl-time.h"

/* Whole runs over a few klines, by hand. The strategy buys (sells) at market after every close,
 * with fixed levels. */

#define FIRST_MINUTE (8 * 60 - 3) /* three minutes before a funding stamp */

typedef struct
{
  CdlSide side;
  const char *stop_loss, *take_profit;
  double amount; /* leverage */
} Plan;

static CdlProgram *
program (const Plan *plan)
{
  g_autoptr (CdlStrategy) strategy = cdl_strategy_new ();
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  CdlSetupDef def = {
    .name = g_strdup ("now"),
    .side = plan->side,
    .when = g_strdup ("true"),
    .entry_type = CDL_ENTRY_MARKET,
    .stop_loss = g_strdup (plan->stop_loss),
    .take_profit = g_strdup (plan->take_profit),
  };
  CdlProgram *compiled;

  strategy->name = g_strdup ("by hand");
  strategy->interval = CDL_INTERVAL_1M;
  strategy->money_mode = CDL_MONEY_LEVERAGE;
  strategy->money_amount = g_strdup_printf ("%d", (int) plan->amount);
  g_array_append_val (strategy->setups, def);
  compiled = cdl_program_new (strategy, NULL, diagnostics);
  g_assert_nonnull (compiled);

  return compiled;
}

/* One kline a row: minutes after FIRST_MINUTE, open, high, low, close, volume. */
typedef double Row[6];

static CdlColumns *
klines (const Row *rows, gsize n)
{
  CdlColumns *columns = cdl_columns_new (CDL_INTERVAL_1M, 1u << CDL_FIELD_VOLUME);

  for (gsize i = 0; i < n; i++)
    {
      double values[CDL_N_FIELDS] = { rows[i][1], rows[i][2], rows[i][3], rows[i][4], rows[i][5] };

      cdl_columns_append (columns, (FIRST_MINUTE + (gint64) rows[i][0]) * CDL_MINUTE_MS, values);
    }

  return columns;
}

static CdlRun *
backtest (const Plan *plan,
          const CdlSettings *settings,
          const Row *rows,
          gsize n,
          const CdlRunData *data)
{
  g_autoptr (CdlProgram) compiled = program (plan);
  g_autoptr (CdlColumns) columns = klines (rows, n);
  CdlBacktest test = { .views = cdl_columns_view (columns),
                       .path = *cdl_columns_view (columns),
                       .from = CDL_TIME_NONE,
                       .to = CDL_TIME_NONE,
                       .keep_equity = TRUE };
  CdlHistory history;

  if (data != NULL)
    test.data = *data;

  return cdl_backtest_run (compiled, settings, &test, NULL, &history);
}

static void
free_of_charge (CdlSettings *settings, CdlMarket market)
{
  cdl_settings_init (settings, market);
  settings->fee_maker = settings->fee_taker = 0.0;
  settings->allow_short = TRUE;
}

static const Plan wide = { CDL_SIDE_LONG, "50", "200", 1.0 };

/* The first close makes a setup, the second kline's open fills it. */
static const Row calm[] = {
  { 0, 100, 101, 99, 100, 1 },  { 1, 100, 102, 99, 101, 1 },  { 2, 101, 102, 100, 101, 1 },
  { 3, 102, 103, 101, 102, 1 }, { 4, 102, 103, 101, 103, 1 },
};

static const CdlTrade *
first_trade (const CdlRun *run)
{
  gsize n;
  const CdlTrade *trades = cdl_run_trades (run, &n);

  g_assert_cmpuint (n, >=, 1);

  return trades;
}

static void
test_end (void)
{
  CdlSettings settings;
  g_autoptr (CdlRun) run = NULL;
  const CdlTrade *trade;
  const CdlEquityPoint *equity;
  CdlStatistics statistics;
  gsize n;

  free_of_charge (&settings, CDL_MARKET_SPOT);
  run = backtest (&wide, &settings, calm, G_N_ELEMENTS (calm), NULL);
  trade = first_trade (run);
  g_assert_cmpint (trade->exit_reason, ==, CDL_EXIT_END);
  g_assert_cmpfloat (trade->entry_price, ==, 100.0);
  g_assert_cmpfloat (trade->exit_price, ==, 103.0);
  g_assert_cmpint (trade->exit_time, ==, (FIRST_MINUTE + 5) * CDL_MINUTE_MS - 1);
  g_assert_false (trade->hole);

  equity = cdl_run_equity (run, &n);
  g_assert_cmpuint (n, ==, 5);
  g_assert_cmpfloat_with_epsilon (equity[0].equity, 10000.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (equity[1].equity, 10100.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (equity[4].equity, 10300.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (equity[3].balance, 10000.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (equity[4].balance, 10300.0, 1e-9); /* closed by the end */

  /* The entry restarts the window, so that the kline of the entry makes no setup; detection still
   * ran at the last close, for a setup that nothing follows. */
  cdl_run_statistics (run, &statistics);
  g_assert_cmpuint (statistics.fates[CDL_FATE_ENTERED], ==, 1);
  g_assert_cmpuint (statistics.fates[CDL_FATE_MAX_OPEN_TRADES], ==, 2);
  g_assert_cmpuint (statistics.fates[CDL_FATE_END], ==, 1);
}

static void
test_funding (void)
{
  static const CdlFunding stamps[] = {
    { 0, 0.5 }, /* long before: nothing was open */
    { 8 * CDL_HOUR_MS + 3, 0.001 },
  };
  CdlRunData data = { .funding = stamps, .n_funding = G_N_ELEMENTS (stamps) };
  Plan shorts = { CDL_SIDE_SHORT, "200", "50", 1.0 };
  CdlSettings settings;

  free_of_charge (&settings, CDL_MARKET_UM);
  for (int side = 0; side < 2; side++)
    {
      g_autoptr (CdlRun) run
          = backtest (side == 0 ? &wide : &shorts, &settings, calm, G_N_ELEMENTS (calm), &data);
      const CdlTrade *trade = first_trade (run);
      double gross = (side == 0 ? 1.0 : -1.0) * trade->qty * (trade->exit_price - 100.0);

      /* The kline that holds the stamp opens at 102: a rate above 0 takes from longs. */
      g_assert_cmpfloat_with_epsilon (trade->funding,
                                      (side == 0 ? 1.0 : -1.0) * trade->qty * 102.0 * 0.001, 1e-9);
      g_assert_cmpfloat_with_epsilon (trade->pnl, gross - trade->funding, 1e-9);
      g_assert_cmpuint (cdl_run_missing_funding (run), ==, 0);
    }

  /* The price that a stamp tells, on and on whatever the marks say. */
  {
    static const CdlFunding priced[] = { { 8 * CDL_HOUR_MS + 3, 0.001, 103.5 } };
    CdlRunData told = { .funding = priced, .n_funding = 1 };
    g_autoptr (CdlRun) run = backtest (&wide, &settings, calm, G_N_ELEMENTS (calm), &told);
    const CdlTrade *trade = first_trade (run);

    g_assert_cmpfloat_with_epsilon (trade->funding, trade->qty * 103.5 * 0.001, 1e-9);
  }

  /* A rate that is not there is told, not taken for 0. */
  {
    g_autoptr (CdlRun) run = backtest (&wide, &settings, calm, G_N_ELEMENTS (calm), NULL);

    g_assert_cmpuint (cdl_run_missing_funding (run), ==, 1);
  }
}

static void
test_mark_price (void)
{
  static const Row mark_rows[] = {
    { 0, 100, 101, 99, 100, 0 }, { 1, 100, 101, 99, 100, 0 }, { 2, 100, 101, 85, 100, 0 },
    { 3, 100, 101, 99, 100, 0 }, { 4, 100, 101, 99, 100, 0 },
  };
  g_autoptr (CdlColumns) mark = klines (mark_rows, G_N_ELEMENTS (mark_rows));
  CdlRunData data = { .mark = cdl_columns_view (mark) };
  Plan levered = { CDL_SIDE_LONG, "97", "200", 10.0 };
  CdlSettings settings;
  g_autoptr (CdlRun) run = NULL;
  const CdlTrade *trade;

  free_of_charge (&settings, CDL_MARKET_UM);
  settings.n_tiers = 1;
  settings.tiers[0] = (CdlTier){ (double) INFINITY, 125.0, 0.005, 0.0 };
  run = backtest (&levered, &settings, calm, G_N_ELEMENTS (calm), &data);
  trade = first_trade (run);

  /* 10x at 100 is liquidated at 90 / 0.995; only the mark price went there. */
  g_assert_cmpint (trade->exit_reason, ==, CDL_EXIT_LIQUIDATION);
  g_assert_cmpint (trade->proof, ==, CDL_PROVEN);
  g_assert_cmpfloat_with_epsilon (trade->exit_price, 90.0 / 0.995, 1e-9);
  g_assert_cmpint (trade->exit_time, ==, (FIRST_MINUTE + 2) * CDL_MINUTE_MS);
}

static void
test_hole (void)
{
  static const Row rows[] = {
    { 0, 100, 101, 99, 100, 1 },
    { 1, 100, 102, 99, 101, 1 },
    { 9, 40, 41, 39, 40, 1 }, /* the stop at 50 fills at the first price seen after the hole */
  };
  CdlSettings settings;
  g_autoptr (CdlRun) run = NULL;
  const CdlTrade *trade;

  free_of_charge (&settings, CDL_MARKET_SPOT);
  run = backtest (&wide, &settings, rows, G_N_ELEMENTS (rows), NULL);
  trade = first_trade (run);
  g_assert_true (trade->hole);
  g_assert_cmpint (trade->exit_reason, ==, CDL_EXIT_STOP_LOSS);
  g_assert_cmpfloat (trade->exit_price, ==, 40.0);
}

/* Nobody traded: prices that stand there are no moves. */
static void
test_zero_volume (void)
{
  static const Row rows[] = {
    { 0, 100, 101, 99, 100, 1 },
    { 1, 100, 102, 99, 101, 1 },
    { 2, 40, 300, 40, 40, 0 },
    { 3, 101, 102, 100, 101, 1 },
  };
  CdlSettings settings;
  g_autoptr (CdlRun) run = NULL;
  const CdlEquityPoint *equity;
  gsize n;

  free_of_charge (&settings, CDL_MARKET_SPOT);
  run = backtest (&wide, &settings, rows, G_N_ELEMENTS (rows), NULL);
  g_assert_cmpint (first_trade (run)->exit_reason, ==, CDL_EXIT_END);
  equity = cdl_run_equity (run, &n);
  g_assert_cmpfloat (equity[2].equity, ==, equity[1].equity);
}

static void
test_ruined (void)
{
  static const Row rows[] = {
    { 0, 100, 101, 99, 100, 1 },
    { 1, 100, 102, 99, 101, 1 },
    { 2, 101, 101, 60, 60, 1 },
    { 3, 101, 102, 100, 101, 1 },
  };
  Plan levered = { CDL_SIDE_LONG, "50", "200", 3.0 };
  CdlSettings settings;
  g_autoptr (CdlRun) run = NULL;
  const CdlTrade *trade;
  CdlStatistics statistics;
  gsize n;

  free_of_charge (&settings, CDL_MARKET_UM);
  run = backtest (&levered, &settings, rows, G_N_ELEMENTS (rows), NULL);
  trade = first_trade (run);
  g_assert_true (cdl_run_ruined (run));
  g_assert_cmpint (trade->exit_reason, ==, CDL_EXIT_RUINED);
  g_assert_cmpfloat (trade->exit_price, ==, 60.0);
  g_assert_cmpint (trade->exit_time, ==, (FIRST_MINUTE + 3) * CDL_MINUTE_MS - 1);
  cdl_run_equity (run, &n);
  g_assert_cmpuint (n, ==, 3); /* the run ended there */
  cdl_run_statistics (run, &statistics);
  g_assert_true (isnan (statistics.value[CDL_STAT_CAGR_PCT]));
  g_assert_cmpstr (statistics.reason[CDL_STAT_CAGR_PCT], ==, "all capital was lost");
}

/* An ambiguous minute, and what finer data says of it. */
typedef struct
{
  const CdlKlines *finer;
  const CdlPrint *prints;
  gsize n_prints;
  guint asked;
} Finer;

static gboolean
give_klines (gpointer data, gint64 open_time, gint64 close_time, CdlKlines *finer)
{
  Finer *self = data;

  self->asked++;
  if (self->finer == NULL)
    return FALSE;
  *finer = *self->finer;

  return TRUE;
}

static gboolean
give_prints (gpointer data, gint64 open_time, gint64 close_time, const CdlPrint **prints, gsize *n)
{
  Finer *self = data;

  *prints = self->prints;
  *n = self->n_prints;

  return self->prints != NULL;
}

static void
test_ladder (void)
{
  static const Row rows[] = {
    { 0, 100, 101, 99, 100, 1 },
    { 1, 100, 102, 99, 101, 1 },
    { 2, 101, 111, 94, 101, 1 }, /* stop 95 and target 110: which came first? */
  };
  static const gint64 minute = (FIRST_MINUTE + 2) * CDL_MINUTE_MS;
  static const CdlPrint prints[] = {
    { minute, 101 }, { minute + 20000, 94 }, { minute + 30000, 111 }, { minute + 50000, 101 }
  };
  const double up[CDL_N_FIELDS] = { 101, 111, 101, 110.5, 1 };
  const double down[CDL_N_FIELDS] = { 110.5, 110.5, 94, 101, 1 };
  const double both[CDL_N_FIELDS] = { 101, 111, 94, 101, 1 };
  const Plan plan = { CDL_SIDE_LONG, "95", "110", 1.0 };
  g_autoptr (CdlColumns) clear = cdl_columns_new (CDL_INTERVAL_1S, 1u << CDL_FIELD_VOLUME);
  g_autoptr (CdlColumns) unclear = cdl_columns_new (CDL_INTERVAL_1S, 1u << CDL_FIELD_VOLUME);
  CdlSettings settings;

  cdl_columns_append (clear, minute + 7000, up);
  cdl_columns_append (clear, minute + 9000, down);
  cdl_columns_append (unclear, minute + 5000, both);
  free_of_charge (&settings, CDL_MARKET_SPOT);

  {
    static const struct
    {
      gboolean klines, ambiguous, prints;
      CdlExitReason reason;
      CdlProof proof;
      gint64 time;
    } cases[] = {
      { FALSE, FALSE, FALSE, CDL_EXIT_STOP_LOSS, CDL_ASSUMED, 0 },
      { TRUE, FALSE, FALSE, CDL_EXIT_TAKE_PROFIT, CDL_RESOLVED, 7000 },
      { TRUE, TRUE, FALSE, CDL_EXIT_STOP_LOSS, CDL_ASSUMED, 5000 },
      { TRUE, TRUE, TRUE, CDL_EXIT_STOP_LOSS, CDL_RESOLVED, 20000 },
      { FALSE, FALSE, TRUE, CDL_EXIT_STOP_LOSS, CDL_RESOLVED, 20000 },
    };

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
      {
        Finer finer
            = { .prints = cases[i].prints ? prints : NULL, .n_prints = G_N_ELEMENTS (prints) };
        CdlRunData data = { .ladder = { give_klines, give_prints, &finer } };
        g_autoptr (CdlRun) run = NULL;
        const CdlTrade *trade;

        if (cases[i].klines)
          finer.finer = cdl_columns_view (cases[i].ambiguous ? unclear : clear);
        run = backtest (&plan, &settings, rows, G_N_ELEMENTS (rows), &data);
        trade = first_trade (run);
        g_assert_cmpint (trade->exit_reason, ==, cases[i].reason);
        g_assert_cmpint (trade->proof, ==, cases[i].proof);
        g_assert_cmpint (trade->exit_time, ==, minute + cases[i].time);
        g_assert_cmpuint (finer.asked, ==, 1); /* only the one minute that proves nothing */
      }
  }
}

/* The same work has the same fingerprint; another trade, another one. */
static void
test_fingerprint (void)
{
  CdlSettings settings;
  g_autoptr (CdlRun) one = NULL;
  g_autoptr (CdlRun) same = NULL;
  g_autoptr (CdlRun) other = NULL;
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;
  g_autofree char *c = NULL;

  free_of_charge (&settings, CDL_MARKET_SPOT);
  one = backtest (&wide, &settings, calm, G_N_ELEMENTS (calm), NULL);
  same = backtest (&wide, &settings, calm, G_N_ELEMENTS (calm), NULL);
  settings.fee_taker = 1e-9;
  other = backtest (&wide, &settings, calm, G_N_ELEMENTS (calm), NULL);
  a = cdl_run_fingerprint (one, "X");
  b = cdl_run_fingerprint (same, "X");
  c = cdl_run_fingerprint (other, "X");
  g_assert_cmpstr (a, ==, b);
  g_assert_cmpstr (a, !=, c);
  g_assert_cmpuint (strlen (a), ==, 64);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run/end", test_end);
  g_test_add_func ("/run/funding", test_funding);
  g_test_add_func ("/run/mark-price", test_mark_price);
  g_test_add_func ("/run/hole", test_hole);
  g_test_add_func ("/run/zero-volume", test_zero_volume);
  g_test_add_func ("/run/ruined", test_ruined);
  g_test_add_func ("/run/ladder", test_ladder);
  g_test_add_func ("/run/fingerprint", test_fingerprint);

  return g_test_run ();
}
