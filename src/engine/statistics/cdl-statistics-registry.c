#include <string.h>

#include "cdl-statistics.h"

static const CdlStatInfo rows[CDL_N_STATS] = {
  [CDL_STAT_START]
  = { "start", "Start capital", "Money", CDL_UNIT_QUOTE, TRUE, "Capital at the start." },
  [CDL_STAT_FINAL]
  = { "final", "Final capital", "Money", CDL_UNIT_QUOTE, TRUE,
      "start + net: the balance once every trade is closed, at the end of data at the latest." },
  [CDL_STAT_NET]
  = { "net", "Net result", "Money", CDL_UNIT_QUOTE, TRUE, "Sum of pnl of all trades." },
  [CDL_STAT_GROSS_GAIN]
  = { "gross_gain", "Gains", "Money", CDL_UNIT_QUOTE, TRUE, "Sum of pnl of winning trades." },
  [CDL_STAT_GROSS_LOSS]
  = { "gross_loss", "Losses", "Money", CDL_UNIT_QUOTE, FALSE, "- sum of pnl of losing trades." },
  [CDL_STAT_FEES]
  = { "fees", "Fees", "Money", CDL_UNIT_QUOTE, FALSE, "Entry and exit fees of all trades." },
  [CDL_STAT_FEES_MAKER] = { "fees_maker", "Maker fees", "Money", CDL_UNIT_QUOTE, FALSE,
                            "Fees of fills at the maker rate." },
  [CDL_STAT_FEES_TAKER] = { "fees_taker", "Taker fees", "Money", CDL_UNIT_QUOTE, FALSE,
                            "Fees of fills at the taker rate, liquidation fees included." },
  [CDL_STAT_FUNDING]
  = { "funding", "Funding", "Money", CDL_UNIT_QUOTE, FALSE, "Funding paid (negative: received)." },
  [CDL_STAT_SLIPPAGE] = { "slippage", "Slippage", "Money", CDL_UNIT_QUOTE, FALSE,
                          "What the slippage setting cost: qty * |fill - level|." },
  [CDL_STAT_LIQUIDATION_LOSS] = { "liquidation_loss", "Liquidation losses", "Money", CDL_UNIT_QUOTE,
                                  FALSE, "- sum of pnl of liquidated trades." },
  [CDL_STAT_RETURN_PCT]
  = { "return_pct", "Return", "Return", CDL_UNIT_PERCENT, TRUE, "100 * net / start." },
  [CDL_STAT_CAGR_PCT] = { "cagr_pct", "Annual return", "Return", CDL_UNIT_PERCENT, TRUE,
                          "100 * ((final / start)^(1 / years) - 1), years = clock time from the "
                          "first path open to the last path close / 365 d." },
  [CDL_STAT_BUY_AND_HOLD_PCT]
  = { "buy_and_hold_pct", "Buy and hold", "Return", CDL_UNIT_PERCENT, TRUE,
      "100 * (last close / first open - 1) over the same window." },
  [CDL_STAT_EXCESS_PCT] = { "excess_pct", "Excess return", "Return", CDL_UNIT_PERCENT, TRUE,
                            "return_pct - buy_and_hold_pct." },
  [CDL_STAT_EXPOSURE_PCT]
  = { "exposure_pct", "Exposure", "Return", CDL_UNIT_PERCENT, FALSE,
      "100 * time with at least one open trade, from entry_time to exit_time / clock time from the "
      "first path open to the last path close." },
  [CDL_STAT_TURNOVER] = { "turnover", "Turnover", "Return", CDL_UNIT_RATIO, FALSE,
                          "Sum of entry notional + qty * exit price of all trades / start." },
  [CDL_STAT_VOLATILITY_PCT]
  = { "volatility_pct", "Volatility", "Risk", CDL_UNIT_PERCENT, FALSE,
      "100 * sd(r) * sqrt(365) of daily returns r, sd with ddof 1. A daily return is last marked "
      "equity of the UTC day / that of the day before - 1, the first one against start; every "
      "calendar day counts." },
  [CDL_STAT_MAX_DRAWDOWN_PCT]
  = { "max_drawdown_pct", "Max drawdown", "Risk", CDL_UNIT_PERCENT, FALSE,
      "Largest 100 * (peak - equity) / peak, equity marked at path closes; start is the first "
      "peak." },
  [CDL_STAT_MAX_DRAWDOWN_REALISED_PCT]
  = { "max_drawdown_realised_pct", "Max drawdown, realised", "Risk", CDL_UNIT_PERCENT, FALSE,
      "The same of start + pnl of the trades that are closed at a path close." },
  [CDL_STAT_DRAWDOWN_PEAK] = { "drawdown_peak", "Drawdown began", "Risk", CDL_UNIT_TIME, FALSE,
                               "Open time of the last path kline at the peak before the max "
                               "drawdown; the first one of the run if start was never reached." },
  [CDL_STAT_DRAWDOWN_TROUGH] = { "drawdown_trough", "Drawdown lowest", "Risk", CDL_UNIT_TIME, FALSE,
                                 "Open time of the path kline at the bottom of the max drawdown." },
  [CDL_STAT_DRAWDOWN_RECOVERY]
  = { "drawdown_recovery", "Drawdown recovered", "Risk", CDL_UNIT_TIME, FALSE,
      "Open time of the first path kline after the trough whose equity is at the peak again." },
  [CDL_STAT_LONGEST_UNDER_WATER_MS]
  = { "longest_under_water_ms", "Longest under water", "Risk", CDL_UNIT_DURATION, FALSE,
      "Longest time from the last path kline at a peak to the first one at it again, or to the "
      "last one of the run." },
  [CDL_STAT_ULCER_INDEX] = { "ulcer_index", "Ulcer index", "Risk", CDL_UNIT_PERCENT, FALSE,
                             "sqrt(mean(d^2)), d = 100 * (peak - equity) / peak of the last marked "
                             "equity of each UTC day; start is the first peak (Martin)." },
  [CDL_STAT_WORST_DAY_PCT] = { "worst_day_pct", "Worst day", "Risk", CDL_UNIT_PERCENT, TRUE,
                               "100 * smallest daily return." },
  [CDL_STAT_CVAR95_PCT] = { "cvar95_pct", "CVaR 95", "Risk", CDL_UNIT_PERCENT, TRUE,
                            "100 * mean of the worst ceil(5 % of days) daily returns." },
  [CDL_STAT_SHARPE]
  = { "sharpe", "Sharpe", "Ratios", CDL_UNIT_RATIO, TRUE,
      "mean(e) / sd(e) * sqrt(365), e = daily return - risk-free rate / 365, sd with ddof 1." },
  [CDL_STAT_SORTINO]
  = { "sortino", "Sortino", "Ratios", CDL_UNIT_RATIO, TRUE,
      "mean(e) / sqrt(mean(min(e, 0)^2)) * sqrt(365), e = daily return - risk-free rate / 365." },
  [CDL_STAT_CALMAR]
  = { "calmar", "Calmar", "Ratios", CDL_UNIT_RATIO, TRUE, "cagr_pct / max_drawdown_pct." },
  [CDL_STAT_PROFIT_FACTOR] = { "profit_factor", "Profit factor", "Ratios", CDL_UNIT_RATIO, TRUE,
                               "gross_gain / gross_loss, net of fees." },
  [CDL_STAT_RECOVERY_FACTOR] = { "recovery_factor", "Recovery factor", "Ratios", CDL_UNIT_RATIO,
                                 TRUE, "net / largest peak - equity in money, at path closes." },
  [CDL_STAT_TRADES] = { "trades", "Trades", "Trades", CDL_UNIT_COUNT, TRUE,
                        "All trades, those that the end of data closed included." },
  [CDL_STAT_LONG] = { "long", "Long", "Trades", CDL_UNIT_COUNT, TRUE, "Long trades." },
  [CDL_STAT_SHORT] = { "short", "Short", "Trades", CDL_UNIT_COUNT, TRUE, "Short trades." },
  [CDL_STAT_WIN_RATE] = { "win_rate", "Win rate", "Trades", CDL_UNIT_RATIO, TRUE,
                          "Winning trades (pnl > 0) / trades, draws included; trades that the end "
                          "of data closed apart." },
  [CDL_STAT_AVERAGE_GAIN] = { "average_gain", "Average gain", "Trades", CDL_UNIT_QUOTE, TRUE,
                              "Mean pnl of winning trades, end of data apart." },
  [CDL_STAT_AVERAGE_LOSS] = { "average_loss", "Average loss", "Trades", CDL_UNIT_QUOTE, TRUE,
                              "Mean pnl of losing trades (negative), end of data apart." },
  [CDL_STAT_MEDIAN_GAIN] = { "median_gain", "Median gain", "Trades", CDL_UNIT_QUOTE, TRUE,
                             "Median pnl of winning trades, end of data apart." },
  [CDL_STAT_MEDIAN_LOSS] = { "median_loss", "Median loss", "Trades", CDL_UNIT_QUOTE, TRUE,
                             "Median pnl of losing trades (negative), end of data apart." },
  [CDL_STAT_PAYOFF]
  = { "payoff", "Payoff", "Trades", CDL_UNIT_RATIO, TRUE, "average_gain / |average_loss|." },
  [CDL_STAT_EXPECTANCY]
  = { "expectancy", "Expectancy", "Trades", CDL_UNIT_QUOTE, TRUE, "Mean pnl of all trades." },
  [CDL_STAT_EXPECTANCY_R] = { "expectancy_r", "Expectancy, R", "Trades", CDL_UNIT_RATIO, TRUE,
                              "Mean r of all trades; r = pnl / (|fill - stop| * qty)." },
  [CDL_STAT_SQN] = { "sqn", "SQN", "Trades", CDL_UNIT_RATIO, TRUE,
                     "sqrt(min(n, 100)) * mean(r) / sd(r) of all trades, sd with ddof 1 (Tharp)." },
  [CDL_STAT_WINNING_STREAK] = { "winning_streak", "Winning streak", "Trades", CDL_UNIT_COUNT, TRUE,
                                "Most winning trades in a row, in order of entry; a draw ends it, "
                                "trades that the end of data closed are passed over." },
  [CDL_STAT_LOSING_STREAK] = { "losing_streak", "Losing streak", "Trades", CDL_UNIT_COUNT, FALSE,
                               "Most losing trades in a row, in order of entry; a draw ends it, "
                               "trades that the end of data closed are passed over." },
  [CDL_STAT_AVERAGE_HOLDING_MS]
  = { "average_holding_ms", "Average holding", "Trades", CDL_UNIT_DURATION, FALSE,
      "Mean exit_time - entry_time of all trades." },
  [CDL_STAT_MAE_PCT] = { "mae_pct", "Adverse excursion", "Trades", CDL_UNIT_PERCENT, FALSE,
                         "Mean mae of all trades: % of the fill, certainly seen." },
  [CDL_STAT_MFE_PCT] = { "mfe_pct", "Favourable excursion", "Trades", CDL_UNIT_PERCENT, TRUE,
                         "Mean mfe of all trades: % of the fill, certainly seen." },
  [CDL_STAT_KELLY]
  = { "kelly", "Kelly", "Trades", CDL_UNIT_RATIO, TRUE, "win_rate - (1 - win_rate) / payoff." },
  [CDL_STAT_OBSERVED_SLIPPAGE_BPS]
  = { "observed_slippage_bps", "Observed slippage", "Trades", CDL_UNIT_RATIO, FALSE,
      "Mean distance from stop level to the first print beyond, 1/10000 of the level." },
  [CDL_STAT_T_MEAN_R] = { "t_mean_r", "t of mean R", "Significance", CDL_UNIT_RATIO, TRUE,
                          "sqrt(n) * mean(r) / sd(r) of all trades, sd with ddof 1." },
  [CDL_STAT_PSR]
  = { "psr", "PSR", "Significance", CDL_UNIT_RATIO, TRUE,
      "Probability that the true Sharpe ratio is above 0: Phi(SR * sqrt(n - 1) / sqrt(1 - g3 * SR "
      "+ (g4 - 1) / 4 * SR^2)), SR = mean(e) / sd(e) of n days, g3 skewness, g4 kurtosis (ddof 0; "
      "3 for a normal distribution) (Bailey and Lopez de Prado, 2012)." },
  [CDL_STAT_SKEWNESS]
  = { "skewness", "Skewness", "Significance", CDL_UNIT_RATIO, TRUE,
      "m3 / m2^1.5 of daily returns above the risk-free rate (moments about the mean, ddof 0)." },
  [CDL_STAT_KURTOSIS]
  = { "kurtosis", "Kurtosis", "Significance", CDL_UNIT_RATIO, FALSE,
      "m4 / m2^2 of daily returns above the risk-free rate, non-excess: 3 is normal." },
  [CDL_STAT_DAYS]
  = { "days", "Days", "Significance", CDL_UNIT_COUNT, TRUE, "Calendar days of the daily series." },
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
