#include <string.h>

#include "cdl-statistics.h"

/* Marks what a window translates; the engine itself speaks no language. */
#define N_(text) text

static const CdlStatInfo rows[CDL_N_STATS] = {
  [CDL_STAT_START] = { "start", N_ ("Start capital"), N_ ("Money"), CDL_UNIT_QUOTE, TRUE,
                       N_ ("Capital at the start.") },
  [CDL_STAT_FINAL] = { "final", N_ ("Final capital"), N_ ("Money"), CDL_UNIT_QUOTE, TRUE,
                       N_ ("start + net: the balance once every trade is closed, at the end of "
                           "data at the latest.") },
  [CDL_STAT_NET] = { "net", N_ ("Net result"), N_ ("Money"), CDL_UNIT_QUOTE, TRUE,
                     N_ ("Sum of pnl of all trades.") },
  [CDL_STAT_GROSS_GAIN] = { "gross_gain", N_ ("Gains"), N_ ("Money"), CDL_UNIT_QUOTE, TRUE,
                            N_ ("Sum of pnl of winning trades.") },
  [CDL_STAT_GROSS_LOSS] = { "gross_loss", N_ ("Losses"), N_ ("Money"), CDL_UNIT_QUOTE, FALSE,
                            N_ ("- sum of pnl of losing trades.") },
  [CDL_STAT_FEES] = { "fees", N_ ("Fees"), N_ ("Money"), CDL_UNIT_QUOTE, FALSE,
                      N_ ("Entry and exit fees of all trades.") },
  [CDL_STAT_FEES_MAKER] = { "fees_maker", N_ ("Maker fees"), N_ ("Money"), CDL_UNIT_QUOTE, FALSE,
                            N_ ("Fees of fills at the maker rate.") },
  [CDL_STAT_FEES_TAKER] = { "fees_taker", N_ ("Taker fees"), N_ ("Money"), CDL_UNIT_QUOTE, FALSE,
                            N_ ("Fees of fills at the taker rate, liquidation fees included.") },
  [CDL_STAT_FUNDING] = { "funding", N_ ("Funding"), N_ ("Money"), CDL_UNIT_QUOTE, FALSE,
                         N_ ("Funding paid (negative: received).") },
  [CDL_STAT_SLIPPAGE] = { "slippage", N_ ("Slippage"), N_ ("Money"), CDL_UNIT_QUOTE, FALSE,
                          N_ ("What the slippage setting cost: qty * |fill - level|.") },
  [CDL_STAT_LIQUIDATION_LOSS]
  = { "liquidation_loss", N_ ("Liquidation losses"), N_ ("Money"), CDL_UNIT_QUOTE, FALSE,
      N_ ("- sum of pnl of liquidated trades.") },
  [CDL_STAT_RETURN_PCT] = { "return_pct", N_ ("Return"), N_ ("Return"), CDL_UNIT_PERCENT, TRUE,
                            N_ ("100 * net / start.") },
  [CDL_STAT_CAGR_PCT]
  = { "cagr_pct", N_ ("Annual return"), N_ ("Return"), CDL_UNIT_PERCENT, TRUE,
      N_ ("100 * ((final / start)^(1 / years) - 1), years = clock time from the "
          "first path open to the last path close / 365 d.") },
  [CDL_STAT_BUY_AND_HOLD_PCT]
  = { "buy_and_hold_pct", N_ ("Buy and hold"), N_ ("Return"), CDL_UNIT_PERCENT, TRUE,
      N_ ("100 * (last close / first open - 1) over the same window.") },
  [CDL_STAT_EXCESS_PCT] = { "excess_pct", N_ ("Excess return"), N_ ("Return"), CDL_UNIT_PERCENT,
                            TRUE, N_ ("return_pct - buy_and_hold_pct.") },
  [CDL_STAT_EXPOSURE_PCT]
  = { "exposure_pct", N_ ("Exposure"), N_ ("Return"), CDL_UNIT_PERCENT, FALSE,
      N_ ("100 * time with at least one open trade, from entry_time to exit_time / clock time from "
          "the "
          "first path open to the last path close.") },
  [CDL_STAT_TURNOVER] = { "turnover", N_ ("Turnover"), N_ ("Return"), CDL_UNIT_RATIO, FALSE,
                          N_ ("Sum of entry notional + qty * exit price of all trades / start.") },
  [CDL_STAT_VOLATILITY_PCT]
  = { "volatility_pct", N_ ("Volatility"), N_ ("Risk"), CDL_UNIT_PERCENT, FALSE,
      N_ ("100 * sd(r) * sqrt(365) of daily returns r, sd with ddof 1. A daily return is last "
          "marked "
          "equity of the UTC day / that of the day before - 1, the first one against start; every "
          "calendar day counts.") },
  [CDL_STAT_MAX_DRAWDOWN_PCT]
  = { "max_drawdown_pct", N_ ("Max drawdown"), N_ ("Risk"), CDL_UNIT_PERCENT, FALSE,
      N_ ("Largest 100 * (peak - equity) / peak, equity marked at path closes; start is the first "
          "peak.") },
  [CDL_STAT_MAX_DRAWDOWN_REALISED_PCT]
  = { "max_drawdown_realised_pct", N_ ("Max drawdown, realised"), N_ ("Risk"), CDL_UNIT_PERCENT,
      FALSE, N_ ("The same of start + pnl of the trades that are closed at a path close.") },
  [CDL_STAT_DRAWDOWN_PEAK]
  = { "drawdown_peak", N_ ("Drawdown began"), N_ ("Risk"), CDL_UNIT_TIME, FALSE,
      N_ ("Open time of the last path kline at the peak before the max "
          "drawdown; the first one of the run if start was never reached.") },
  [CDL_STAT_DRAWDOWN_TROUGH]
  = { "drawdown_trough", N_ ("Drawdown lowest"), N_ ("Risk"), CDL_UNIT_TIME, FALSE,
      N_ ("Open time of the path kline at the bottom of the max drawdown.") },
  [CDL_STAT_DRAWDOWN_RECOVERY]
  = { "drawdown_recovery", N_ ("Drawdown recovered"), N_ ("Risk"), CDL_UNIT_TIME, FALSE,
      N_ ("Open time of the first path kline after the trough whose equity is at the peak "
          "again.") },
  [CDL_STAT_LONGEST_UNDER_WATER_MS]
  = { "longest_under_water_ms", N_ ("Longest under water"), N_ ("Risk"), CDL_UNIT_DURATION, FALSE,
      N_ ("Longest time from the last path kline at a peak to the first one at it again, or to the "
          "last one of the run.") },
  [CDL_STAT_ULCER_INDEX]
  = { "ulcer_index", N_ ("Ulcer index"), N_ ("Risk"), CDL_UNIT_PERCENT, FALSE,
      N_ ("sqrt(mean(d^2)), d = 100 * (peak - equity) / peak of the last marked "
          "equity of each UTC day; start is the first peak (Martin).") },
  [CDL_STAT_WORST_DAY_PCT] = { "worst_day_pct", N_ ("Worst day"), N_ ("Risk"), CDL_UNIT_PERCENT,
                               TRUE, N_ ("100 * smallest daily return.") },
  [CDL_STAT_CVAR95_PCT]
  = { "cvar95_pct", N_ ("CVaR 95"), N_ ("Risk"), CDL_UNIT_PERCENT, TRUE,
      /* xgettext:no-c-format */ N_ ("100 * mean of the worst ceil(5 % of days) daily returns.") },
  [CDL_STAT_SHARPE] = { "sharpe", N_ ("Sharpe"), N_ ("Ratios"), CDL_UNIT_RATIO, TRUE,
                        N_ ("mean(e) / sd(e) * sqrt(365), e = daily return - risk-free rate / 365, "
                            "sd with ddof 1.") },
  [CDL_STAT_SORTINO] = { "sortino", N_ ("Sortino"), N_ ("Ratios"), CDL_UNIT_RATIO, TRUE,
                         N_ ("mean(e) / sqrt(mean(min(e, 0)^2)) * sqrt(365), e = daily return - "
                             "risk-free rate / 365.") },
  [CDL_STAT_CALMAR] = { "calmar", N_ ("Calmar"), N_ ("Ratios"), CDL_UNIT_RATIO, TRUE,
                        N_ ("cagr_pct / max_drawdown_pct.") },
  [CDL_STAT_PROFIT_FACTOR] = { "profit_factor", N_ ("Profit factor"), N_ ("Ratios"), CDL_UNIT_RATIO,
                               TRUE, N_ ("gross_gain / gross_loss, net of fees.") },
  [CDL_STAT_RECOVERY_FACTOR]
  = { "recovery_factor", N_ ("Recovery factor"), N_ ("Ratios"), CDL_UNIT_RATIO, TRUE,
      N_ ("net / largest peak - equity in money, at path closes.") },
  [CDL_STAT_TRADES] = { "trades", N_ ("Trades"), N_ ("Trades"), CDL_UNIT_COUNT, TRUE,
                        N_ ("All trades, those that the end of data closed included.") },
  [CDL_STAT_LONG]
  = { "long", N_ ("Long"), N_ ("Trades"), CDL_UNIT_COUNT, TRUE, N_ ("Long trades.") },
  [CDL_STAT_SHORT]
  = { "short", N_ ("Short"), N_ ("Trades"), CDL_UNIT_COUNT, TRUE, N_ ("Short trades.") },
  [CDL_STAT_WIN_RATE]
  = { "win_rate", N_ ("Win rate"), N_ ("Trades"), CDL_UNIT_RATIO, TRUE,
      N_ ("Winning trades (pnl > 0) / trades, draws included; trades that the end "
          "of data closed apart.") },
  [CDL_STAT_AVERAGE_GAIN] = { "average_gain", N_ ("Average gain"), N_ ("Trades"), CDL_UNIT_QUOTE,
                              TRUE, N_ ("Mean pnl of winning trades, end of data apart.") },
  [CDL_STAT_AVERAGE_LOSS]
  = { "average_loss", N_ ("Average loss"), N_ ("Trades"), CDL_UNIT_QUOTE, TRUE,
      N_ ("Mean pnl of losing trades (negative), end of data apart.") },
  [CDL_STAT_MEDIAN_GAIN] = { "median_gain", N_ ("Median gain"), N_ ("Trades"), CDL_UNIT_QUOTE, TRUE,
                             N_ ("Median pnl of winning trades, end of data apart.") },
  [CDL_STAT_MEDIAN_LOSS] = { "median_loss", N_ ("Median loss"), N_ ("Trades"), CDL_UNIT_QUOTE, TRUE,
                             N_ ("Median pnl of losing trades (negative), end of data apart.") },
  [CDL_STAT_PAYOFF] = { "payoff", N_ ("Payoff"), N_ ("Trades"), CDL_UNIT_RATIO, TRUE,
                        N_ ("average_gain / |average_loss|.") },
  [CDL_STAT_EXPECTANCY] = { "expectancy", N_ ("Expectancy"), N_ ("Trades"), CDL_UNIT_QUOTE, TRUE,
                            N_ ("Mean pnl of all trades.") },
  [CDL_STAT_EXPECTANCY_R] = { "expectancy_r", N_ ("Expectancy, R"), N_ ("Trades"), CDL_UNIT_RATIO,
                              TRUE, N_ ("Mean r of all trades; r = pnl / (|fill - stop| * qty).") },
  [CDL_STAT_SQN]
  = { "sqn", N_ ("SQN"), N_ ("Trades"), CDL_UNIT_RATIO, TRUE,
      N_ ("sqrt(min(n, 100)) * mean(r) / sd(r) of all trades, sd with ddof 1 (Tharp).") },
  [CDL_STAT_WINNING_STREAK]
  = { "winning_streak", N_ ("Winning streak"), N_ ("Trades"), CDL_UNIT_COUNT, TRUE,
      N_ ("Most winning trades in a row, in order of entry; a draw ends it, "
          "trades that the end of data closed are passed over.") },
  [CDL_STAT_LOSING_STREAK]
  = { "losing_streak", N_ ("Losing streak"), N_ ("Trades"), CDL_UNIT_COUNT, FALSE,
      N_ ("Most losing trades in a row, in order of entry; a draw ends it, "
          "trades that the end of data closed are passed over.") },
  [CDL_STAT_AVERAGE_HOLDING_MS]
  = { "average_holding_ms", N_ ("Average holding"), N_ ("Trades"), CDL_UNIT_DURATION, FALSE,
      N_ ("Mean exit_time - entry_time of all trades.") },
  [CDL_STAT_MAE_PCT]
  = { "mae_pct", N_ ("Adverse excursion"), N_ ("Trades"), CDL_UNIT_PERCENT, FALSE,
      /* xgettext:no-c-format */ N_ ("Mean mae of all trades: % of the fill, certainly seen.") },
  [CDL_STAT_MFE_PCT]
  = { "mfe_pct", N_ ("Favourable excursion"), N_ ("Trades"), CDL_UNIT_PERCENT, TRUE,
      /* xgettext:no-c-format */ N_ ("Mean mfe of all trades: % of the fill, certainly seen.") },
  [CDL_STAT_KELLY] = { "kelly", N_ ("Kelly"), N_ ("Trades"), CDL_UNIT_RATIO, TRUE,
                       N_ ("win_rate - (1 - win_rate) / payoff.") },
  [CDL_STAT_OBSERVED_SLIPPAGE_BPS]
  = { "observed_slippage_bps", N_ ("Observed slippage"), N_ ("Trades"), CDL_UNIT_RATIO, FALSE,
      N_ ("Mean distance from stop level to the first print beyond, 1/10000 of the level.") },
  [CDL_STAT_T_MEAN_R] = { "t_mean_r", N_ ("t of mean R"), N_ ("Significance"), CDL_UNIT_RATIO, TRUE,
                          N_ ("sqrt(n) * mean(r) / sd(r) of all trades, sd with ddof 1.") },
  [CDL_STAT_PSR] = { "psr", N_ ("PSR"), N_ ("Significance"), CDL_UNIT_RATIO, TRUE,
                     N_ ("Probability that the true Sharpe ratio is above 0: Phi(SR * sqrt(n - 1) "
                         "/ sqrt(1 - g3 * SR "
                         "+ (g4 - 1) / 4 * SR^2)), SR = mean(e) / sd(e) of n days, g3 skewness, g4 "
                         "kurtosis (ddof 0; "
                         "3 for a normal distribution) (Bailey and Lopez de Prado, 2012).") },
  [CDL_STAT_SKEWNESS] = { "skewness", N_ ("Skewness"), N_ ("Significance"), CDL_UNIT_RATIO, TRUE,
                          N_ ("m3 / m2^1.5 of daily returns above the risk-free rate (moments "
                              "about the mean, ddof 0).") },
  [CDL_STAT_KURTOSIS]
  = { "kurtosis", N_ ("Kurtosis"), N_ ("Significance"), CDL_UNIT_RATIO, FALSE,
      N_ ("m4 / m2^2 of daily returns above the risk-free rate, non-excess: 3 is normal.") },
  [CDL_STAT_DAYS] = { "days", N_ ("Days"), N_ ("Significance"), CDL_UNIT_COUNT, TRUE,
                      N_ ("Calendar days of the daily series.") },
};

const CdlStatInfo *
cdl_stat_info (CdlStat stat)
{
  return &rows[stat];
}

int
cdl_stat_find (const char *name)
{
  for (int i = 0; i < CDL_N_STATS; i++)
    if (strcmp (rows[i].name, name) == 0)
      return i;

  return -1;
}
