#include <math.h>

#include "cdl-number.h"
#include "cdl-statistics.h"
#include "cdl-time.h"

#define START G_GINT64_CONSTANT (1700006400000) /* a midnight */

static void
assert_stat (const CdlStatistics *statistics, CdlStat stat, double expected)
{
  double value = statistics->value[stat];

  if (!(fabs (value - expected) <= 1e-12 * fmax (fabs (expected), 1)))
    g_error ("%s is %.17g, not %.17g", cdl_stat_info (stat)->name, value, expected);
  g_assert_null (statistics->reason[stat]);
}

static void
assert_undefined (const CdlStatistics *statistics, CdlStat stat, const char *reason)
{
  if (!isnan (statistics->value[stat]))
    g_error ("%s is %.17g, not undefined", cdl_stat_info (stat)->name, statistics->value[stat]);
  g_assert_cmpstr (statistics->reason[stat], ==, reason);
}

static CdlStatisticsBuilder *
builder_new (double capital, double risk_free)
{
  CdlSettings settings;

  cdl_settings_init (&settings, CDL_MARKET_UM);
  settings.capital = capital;
  settings.risk_free = risk_free;

  return cdl_statistics_builder_new (&settings);
}

/* Path klines of one day each, from START, priced 50 to 60, with the given equity at their ends. */
static void
feed_days (CdlStatisticsBuilder *builder, const double *equity, guint n)
{
  for (guint i = 0; i < n; i++)
    cdl_statistics_builder_close (builder, START + i * CDL_DAY_MS, START + (i + 1) * CDL_DAY_MS - 1,
                                  i == 0 ? 50 : 55, i == n - 1 ? 60 : 55, equity[i], equity[i]);
}

static CdlTrade
trade (CdlSide side, int entry_hour, int exit_hour, double pnl, double r, CdlExitReason reason)
{
  return (CdlTrade){
    .side = side,
    .entry_time = START + entry_hour * CDL_HOUR_MS,
    .exit_time = START + exit_hour * CDL_HOUR_MS,
    .qty = 10,
    .entry_price = 50,
    .exit_price = 55,
    .notional = 500,
    .fee_entry = 1,
    .fee_exit = 2,
    .pnl = pnl,
    .r = r,
    .observed_slippage = CDL_NAN,
    .exit_reason = reason,
  };
}

static void
test_registry (void)
{
  for (int i = 0; i < CDL_N_STATS; i++)
    {
      const CdlStatInfo *info = cdl_stat_info ((CdlStat) i);

      g_assert_cmpint (cdl_stat_find (info->name), ==, i);
      for (const char *c = info->name; *c != '\0'; c++)
        g_assert_true (g_ascii_islower (*c) || g_ascii_isdigit (*c) || *c == '_');
      g_assert_true (info->title != NULL && *info->title != '\0');
      g_assert_true (info->group != NULL && *info->group != '\0');
      g_assert_true (g_str_has_suffix (info->doc, "."));
    }
  g_assert_cmpint (cdl_stat_find ("nothing"), ==, -1);
}

/* Every number worked out on paper; the last digits of those with roots by another program. */
static void
test_worked (void)
{
  static const struct
  {
    CdlStat stat;
    double expected;
  } rows[] = {
    { CDL_STAT_START, 1000 },
    { CDL_STAT_FINAL, 1188 },
    { CDL_STAT_NET, 188 },
    { CDL_STAT_GROSS_GAIN, 298 },
    { CDL_STAT_GROSS_LOSS, 110 },
    { CDL_STAT_FEES, 9 },
    { CDL_STAT_FEES_MAKER, 3 },
    { CDL_STAT_FEES_TAKER, 6 },
    { CDL_STAT_FUNDING, 0.5 },
    { CDL_STAT_SLIPPAGE, 4 },
    { CDL_STAT_LIQUIDATION_LOSS, 110 },
    { CDL_STAT_RETURN_PCT, 18.8 },
    { CDL_STAT_CAGR_PCT, 671429075.8470504 },
    { CDL_STAT_BUY_AND_HOLD_PCT, 20 },
    { CDL_STAT_EXCESS_PCT, -1.2 },
    { CDL_STAT_EXPOSURE_PCT, 75 },
    { CDL_STAT_TURNOVER, 3.15 },
    { CDL_STAT_VOLATILITY_PCT, 246.64414311581234 },
    { CDL_STAT_MAX_DRAWDOWN_PCT, 10 },
    { CDL_STAT_MAX_DRAWDOWN_REALISED_PCT, 10 },
    { CDL_STAT_DRAWDOWN_PEAK, (double) START },
    { CDL_STAT_DRAWDOWN_TROUGH, (double) (START + CDL_DAY_MS) },
    { CDL_STAT_DRAWDOWN_RECOVERY, (double) (START + 3 * CDL_DAY_MS) },
    { CDL_STAT_LONGEST_UNDER_WATER_MS, (double) (3 * CDL_DAY_MS) },
    { CDL_STAT_ULCER_INDEX, 7.0710678118654755 },
    { CDL_STAT_WORST_DAY_PCT, -10 },
    { CDL_STAT_CVAR95_PCT, -10 },
    { CDL_STAT_SHARPE, 7.399324293474374 },
    { CDL_STAT_SORTINO, 19.104973174542813 },
    { CDL_STAT_CALMAR, 67142907.58470504 },
    { CDL_STAT_PROFIT_FACTOR, 298.0 / 110.0 },
    { CDL_STAT_RECOVERY_FACTOR, 188.0 / 110.0 },
    { CDL_STAT_TRADES, 3 },
    { CDL_STAT_LONG, 2 },
    { CDL_STAT_SHORT, 1 },
    { CDL_STAT_WIN_RATE, 2.0 / 3.0 },
    { CDL_STAT_AVERAGE_GAIN, 149 },
    { CDL_STAT_AVERAGE_LOSS, -110 },
    { CDL_STAT_MEDIAN_GAIN, 149 },
    { CDL_STAT_MEDIAN_LOSS, -110 },
    { CDL_STAT_PAYOFF, 149.0 / 110.0 },
    { CDL_STAT_EXPECTANCY, 188.0 / 3.0 },
    { CDL_STAT_EXPECTANCY_R, 1.88 / 3.0 },
    { CDL_STAT_SQN, 0.6897793816018045 },
    { CDL_STAT_WINNING_STREAK, 1 },
    { CDL_STAT_LOSING_STREAK, 1 },
    { CDL_STAT_AVERAGE_HOLDING_MS, 25 * (double) CDL_HOUR_MS },
    { CDL_STAT_MAE_PCT, 2 },
    { CDL_STAT_MFE_PCT, 3 },
    { CDL_STAT_KELLY, 0.4205816554809843 },
    { CDL_STAT_OBSERVED_SLIPPAGE_BPS, 20 },
    { CDL_STAT_T_MEAN_R, 0.6897793816018045 },
    { CDL_STAT_PSR, 0.7463067366089691 },
    { CDL_STAT_SKEWNESS, 0 },
    { CDL_STAT_KURTOSIS, 1.64 },
    { CDL_STAT_DAYS, 4 },
  };
  static const double equity[] = { 1100, 990, 990, 1188 };
  CdlTrade trades[] = {
    trade (CDL_SIDE_LONG, 0, 12, 100, 1, CDL_EXIT_TAKE_PROFIT),
    trade (CDL_SIDE_SHORT, 24, 30, -110, -1.1, CDL_EXIT_LIQUIDATION),
    trade (CDL_SIDE_LONG, 27, 84, 198, 1.98, CDL_EXIT_TAKE_PROFIT),
  };
  CdlSetup setups[] = { { .fate = CDL_FATE_ENTERED },
                        { .fate = CDL_FATE_EXPIRED },
                        { .fate = CDL_FATE_ENTERED },
                        { .fate = CDL_FATE_ENTERED } };
  g_autoptr (CdlStatisticsBuilder) builder = builder_new (1000, 0);
  CdlStatistics statistics;
  const double *daily;
  gsize n;

  trades[0].maker_entry = trades[0].maker_exit = TRUE;
  trades[0].mae = 6;
  trades[1].mfe = 9;
  trades[1].funding = 0.5;
  trades[1].slippage = 4;
  trades[1].stop_loss = 50;
  trades[1].observed_slippage = 0.1;
  trades[2].proof = CDL_ASSUMED;
  feed_days (builder, equity, 4);
  cdl_statistics_builder_finish (builder, trades, 3, setups, 4, &statistics);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_stat (&statistics, rows[i].stat, rows[i].expected);
  g_assert_cmpuint (G_N_ELEMENTS (rows), ==, CDL_N_STATS);
  g_assert_cmpuint (statistics.fates[CDL_FATE_ENTERED], ==, 3);
  g_assert_cmpuint (statistics.fates[CDL_FATE_EXPIRED], ==, 1);
  g_assert_cmpuint (statistics.exits[CDL_EXIT_TAKE_PROFIT], ==, 2);
  g_assert_cmpuint (statistics.exits[CDL_EXIT_LIQUIDATION], ==, 1);
  g_assert_cmpuint (statistics.proofs[CDL_PROVEN], ==, 2);
  g_assert_cmpuint (statistics.proofs[CDL_ASSUMED], ==, 1);

  daily = cdl_statistics_builder_daily (builder, &n);
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpfloat_with_epsilon (daily[0], 0.1, 1e-15);
  g_assert_cmpfloat_with_epsilon (daily[1], -0.1, 1e-15);
  g_assert_cmpfloat (daily[2], ==, 0);
  g_assert_cmpfloat_with_epsilon (daily[3], 0.2, 1e-15);
}

/* The risk-free rate is taken from each day's return. */
static void
test_risk_free (void)
{
  static const double equity[] = { 1010, 999.9, 1019.898 };             /* 1 %, -1 %, 2 % */
  g_autoptr (CdlStatisticsBuilder) builder = builder_new (1000, 1.825); /* 0.5 % a day */
  CdlStatistics statistics;

  feed_days (builder, equity, 3);
  cdl_statistics_builder_finish (builder, NULL, 0, NULL, 0, &statistics);
  /* Excess 0.5 %, -1.5 %, 1.5 %: mean 1/6 %, squares about it 4.6667. */
  g_assert_cmpfloat_with_epsilon (statistics.value[CDL_STAT_SHARPE],
                                  sqrt (365) / 6 / sqrt (14.0 / 3.0 / 2.0), 1e-9);
  g_assert_cmpfloat_with_epsilon (statistics.value[CDL_STAT_SORTINO],
                                  sqrt (365) / 6 / sqrt (2.25 / 3.0), 1e-9);
}

/* Undefined is a reason, not a number. */
static void
test_undefined (void)
{
  static const double lost[] = { 0, 0, 0 }, flat[] = { 1000, 1000, 1000 }, one[] = { 900 };
  CdlTrade at_stop = trade (CDL_SIDE_LONG, 0, 1, -3, -(double) INFINITY, CDL_EXIT_STOP_LOSS);
  CdlTrade loser = trade (CDL_SIDE_LONG, 0, 1, -1000, -1, CDL_EXIT_RUINED);
  CdlStatistics statistics;

  {
    g_autoptr (CdlStatisticsBuilder) builder = builder_new (1000, 0);

    cdl_statistics_builder_finish (builder, NULL, 0, NULL, 0, &statistics);
    assert_undefined (&statistics, CDL_STAT_CAGR_PCT, "no klines");
    assert_undefined (&statistics, CDL_STAT_WORST_DAY_PCT, "no klines");
    assert_undefined (&statistics, CDL_STAT_BUY_AND_HOLD_PCT, "no klines");
    assert_undefined (&statistics, CDL_STAT_WIN_RATE, "no complete trades");
    assert_undefined (&statistics, CDL_STAT_EXPECTANCY, "no trades");
    assert_stat (&statistics, CDL_STAT_FINAL, 1000);
    assert_stat (&statistics, CDL_STAT_DAYS, 0);
  }
  {
    g_autoptr (CdlStatisticsBuilder) builder = builder_new (1000, 0);

    feed_days (builder, flat, 3);
    cdl_statistics_builder_finish (builder, NULL, 0, NULL, 0, &statistics);
    assert_stat (&statistics, CDL_STAT_CAGR_PCT, 0);
    assert_stat (&statistics, CDL_STAT_MAX_DRAWDOWN_PCT, 0);
    assert_stat (&statistics, CDL_STAT_LONGEST_UNDER_WATER_MS, 0);
    assert_stat (&statistics, CDL_STAT_VOLATILITY_PCT, 0);
    assert_undefined (&statistics, CDL_STAT_SHARPE, "daily returns are all equal");
    assert_undefined (&statistics, CDL_STAT_PSR, "daily returns are all equal");
    assert_undefined (&statistics, CDL_STAT_SORTINO, "no day below the risk-free rate");
    assert_undefined (&statistics, CDL_STAT_CALMAR, "no drawdown");
    assert_undefined (&statistics, CDL_STAT_DRAWDOWN_PEAK, "no drawdown");
    assert_undefined (&statistics, CDL_STAT_PROFIT_FACTOR, "no losing trades");
  }
  {
    g_autoptr (CdlStatisticsBuilder) builder = builder_new (1000, 0);

    feed_days (builder, lost, 3);
    cdl_statistics_builder_finish (builder, &loser, 1, NULL, 0, &statistics);
    assert_undefined (&statistics, CDL_STAT_CAGR_PCT, "all capital was lost");
    assert_undefined (&statistics, CDL_STAT_CALMAR, "all capital was lost");
    assert_undefined (&statistics, CDL_STAT_DRAWDOWN_RECOVERY, "not recovered");
    assert_undefined (&statistics, CDL_STAT_AVERAGE_GAIN, "no winning trades");
    assert_undefined (&statistics, CDL_STAT_SQN, "two trades with different R are needed");
    assert_stat (&statistics, CDL_STAT_MAX_DRAWDOWN_PCT, 100);
    assert_stat (&statistics, CDL_STAT_WORST_DAY_PCT, -100);
  }
  {
    g_autoptr (CdlStatisticsBuilder) builder = builder_new (1000, 0);

    feed_days (builder, one, 1);
    cdl_statistics_builder_finish (builder, &at_stop, 1, NULL, 0, &statistics);
    assert_undefined (&statistics, CDL_STAT_SHARPE, "two days are needed");
    assert_undefined (&statistics, CDL_STAT_EXPECTANCY_R,
                      "a trade was filled at its stop: it has no R");
    assert_stat (&statistics, CDL_STAT_EXPECTANCY, -3);
    assert_stat (&statistics, CDL_STAT_WORST_DAY_PCT, -10);
    assert_stat (&statistics, CDL_STAT_ULCER_INDEX, 10);
  }
  {
    g_autoptr (CdlStatisticsBuilder) builder = builder_new (1000, 0);
    CdlTrade lucky = trade (CDL_SIDE_LONG, 0, 0, 9000, 1, CDL_EXIT_TAKE_PROFIT);

    cdl_statistics_builder_close (builder, START, START + CDL_MINUTE_MS - 1, 1, 1, 10000, 10000);
    cdl_statistics_builder_finish (builder, &lucky, 1, NULL, 0, &statistics);
    assert_undefined (&statistics, CDL_STAT_CAGR_PCT, "too short to be told by the year");
  }
}

/* Spec "Statistics": draws stay in the denominator of the win rate; what the end of data closed
 * counts in money, R and profit factor only. */
static void
test_draws_and_end (void)
{
  static const double equity[] = { 1000, 1010 };
  const CdlTrade trades[] = {
    trade (CDL_SIDE_LONG, 0, 1, 10, 1, CDL_EXIT_TAKE_PROFIT),
    trade (CDL_SIDE_LONG, 1, 2, 10, 1, CDL_EXIT_TAKE_PROFIT),
    trade (CDL_SIDE_LONG, 2, 3, 0, 0, CDL_EXIT_STOP_LOSS),
    trade (CDL_SIDE_LONG, 3, 4, 20, 2, CDL_EXIT_TAKE_PROFIT),
    trade (CDL_SIDE_LONG, 4, 5, -8, -0.8, CDL_EXIT_STOP_LOSS),
    trade (CDL_SIDE_LONG, 5, 48, -2, -0.2, CDL_EXIT_END),
    trade (CDL_SIDE_LONG, 6, 48, 30, 3, CDL_EXIT_END),
  };
  g_autoptr (CdlStatisticsBuilder) builder = builder_new (1000, 0);
  CdlStatistics statistics, again;
  const double *daily;
  gsize n;

  feed_days (builder, equity, 2);
  cdl_statistics_builder_finish (builder, trades, 7, NULL, 0, &statistics);
  assert_stat (&statistics, CDL_STAT_NET, 60);
  assert_stat (&statistics, CDL_STAT_GROSS_GAIN, 70);
  assert_stat (&statistics, CDL_STAT_GROSS_LOSS, 10);
  assert_stat (&statistics, CDL_STAT_PROFIT_FACTOR, 7);
  assert_stat (&statistics, CDL_STAT_EXPECTANCY, 60.0 / 7.0);
  assert_stat (&statistics, CDL_STAT_EXPECTANCY_R, 6.0 / 7.0);
  assert_stat (&statistics, CDL_STAT_WIN_RATE, 0.6);
  assert_stat (&statistics, CDL_STAT_AVERAGE_GAIN, 40.0 / 3.0);
  assert_stat (&statistics, CDL_STAT_MEDIAN_GAIN, 10);
  assert_stat (&statistics, CDL_STAT_AVERAGE_LOSS, -8);
  assert_stat (&statistics, CDL_STAT_KELLY, 0.6 - 0.4 / (40.0 / 24.0));
  assert_stat (&statistics, CDL_STAT_WINNING_STREAK, 2);
  assert_stat (&statistics, CDL_STAT_LOSING_STREAK, 1);

  /* The last day ends with what closing at the end left: 1060, not the 1010 marked before. */
  daily = cdl_statistics_builder_daily (builder, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat_with_epsilon (daily[1], 0.06, 1e-15);

  /* Asking again changes nothing. */
  cdl_statistics_builder_finish (builder, trades, 7, NULL, 0, &again);
  for (int i = 0; i < CDL_N_STATS; i++)
    {
      g_assert_cmpstr (again.reason[i], ==, statistics.reason[i]);
      g_assert_true (again.value[i] == statistics.value[i] || again.reason[i] != NULL);
    }
}

/* Every calendar day is there: days without klines carry on, whatever the path interval. */
static void
test_days (void)
{
  g_autoptr (CdlStatisticsBuilder) holes = builder_new (1000, 0);
  g_autoptr (CdlStatisticsBuilder) weeks = builder_new (1000, 0);
  CdlStatistics statistics;
  const double *daily;
  gsize n;

  cdl_statistics_builder_close (holes, START, START + CDL_HOUR_MS - 1, 1, 1, 1100, 1100);
  cdl_statistics_builder_close (holes, START + 3 * CDL_DAY_MS,
                                START + 3 * CDL_DAY_MS + CDL_HOUR_MS - 1, 1, 1, 1210, 1210);
  cdl_statistics_builder_finish (holes, NULL, 0, NULL, 0, &statistics);
  daily = cdl_statistics_builder_daily (holes, &n);
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpfloat_with_epsilon (daily[0], 0.1, 1e-15);
  g_assert_cmpfloat (daily[1], ==, 0);
  g_assert_cmpfloat (daily[2], ==, 0);
  g_assert_cmpfloat_with_epsilon (daily[3], 0.1, 1e-15);

  for (int i = 0; i < 2; i++)
    cdl_statistics_builder_close (weeks, START + 7 * i * CDL_DAY_MS,
                                  START + 7 * (i + 1) * CDL_DAY_MS - 1, 1, 1, 1100, 1100);
  cdl_statistics_builder_finish (weeks, NULL, 0, NULL, 0, &statistics);
  daily = cdl_statistics_builder_daily (weeks, &n);
  g_assert_cmpuint (n, ==, 14);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (daily[i], i == 6 ? 0.1 : 0, 1e-15);
}

/* Two drawdowns of 10 %: the first one counts; the peak is dated where it was last reached. */
static void
test_drawdown_dates (void)
{
  static const double equity[] = { 900, 1000, 1100, 1100, 990, 1000, 1200, 1200, 1080, 1100 };
  g_autoptr (CdlStatisticsBuilder) builder = builder_new (1000, 0);
  g_autoptr (CdlStatisticsBuilder) sunk = builder_new (1000, 0);
  CdlStatistics statistics;

  feed_days (builder, equity + 1, 9);
  cdl_statistics_builder_finish (builder, NULL, 0, NULL, 0, &statistics);
  assert_stat (&statistics, CDL_STAT_MAX_DRAWDOWN_PCT, 10);
  assert_stat (&statistics, CDL_STAT_DRAWDOWN_PEAK, (double) (START + 2 * CDL_DAY_MS));
  assert_stat (&statistics, CDL_STAT_DRAWDOWN_TROUGH, (double) (START + 3 * CDL_DAY_MS));
  assert_stat (&statistics, CDL_STAT_DRAWDOWN_RECOVERY, (double) (START + 5 * CDL_DAY_MS));
  assert_stat (&statistics, CDL_STAT_LONGEST_UNDER_WATER_MS, (double) (3 * CDL_DAY_MS));

  /* The start capital is the first peak, dated where the run begins. */
  feed_days (sunk, equity, 1);
  cdl_statistics_builder_finish (sunk, NULL, 0, NULL, 0, &statistics);
  assert_stat (&statistics, CDL_STAT_MAX_DRAWDOWN_PCT, 10);
  assert_stat (&statistics, CDL_STAT_DRAWDOWN_PEAK, (double) START);
  assert_stat (&statistics, CDL_STAT_DRAWDOWN_TROUGH, (double) START);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/statistics/registry", test_registry);
  g_test_add_func ("/statistics/worked", test_worked);
  g_test_add_func ("/statistics/risk-free", test_risk_free);
  g_test_add_func ("/statistics/undefined", test_undefined);
  g_test_add_func ("/statistics/draws-and-end", test_draws_and_end);
  g_test_add_func ("/statistics/days", test_days);
  g_test_add_func ("/statistics/drawdown-dates", test_drawdown_dates);

  return g_test_run ();
}
