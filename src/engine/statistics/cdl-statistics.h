#pragma once

#include "cdl-settings.h"
#include "cdl-trade.h"

G_BEGIN_DECLS

/* Every statistic of spec "Statistics", one row each in the registry: stable names, used by store
 * columns, exports, CLI tables and documentation alike. */
typedef enum
{
  /* Money */
  CDL_STAT_START,
  CDL_STAT_FINAL,
  CDL_STAT_NET,
  CDL_STAT_GROSS_GAIN, /* sum of positive pnl */
  CDL_STAT_GROSS_LOSS, /* - sum of negative pnl */
  CDL_STAT_FEES,
  CDL_STAT_FEES_MAKER,
  CDL_STAT_FEES_TAKER,
  CDL_STAT_FUNDING,
  CDL_STAT_SLIPPAGE,
  CDL_STAT_LIQUIDATION_LOSS,
  /* Return */
  CDL_STAT_RETURN_PCT,
  CDL_STAT_CAGR_PCT,
  CDL_STAT_BUY_AND_HOLD_PCT,
  CDL_STAT_EXCESS_PCT,
  CDL_STAT_EXPOSURE_PCT,
  CDL_STAT_TURNOVER,
  /* Risk */
  CDL_STAT_VOLATILITY_PCT,
  CDL_STAT_MAX_DRAWDOWN_PCT,
  CDL_STAT_MAX_DRAWDOWN_REALISED_PCT,
  CDL_STAT_DRAWDOWN_PEAK,     /* time, ms */
  CDL_STAT_DRAWDOWN_TROUGH,   /* time, ms */
  CDL_STAT_DRAWDOWN_RECOVERY, /* time, ms; undefined while not recovered */
  CDL_STAT_LONGEST_UNDER_WATER_MS,
  CDL_STAT_ULCER_INDEX,
  CDL_STAT_WORST_DAY_PCT,
  CDL_STAT_CVAR95_PCT,
  /* Ratios */
  CDL_STAT_SHARPE,
  CDL_STAT_SORTINO,
  CDL_STAT_CALMAR,
  CDL_STAT_PROFIT_FACTOR,
  CDL_STAT_RECOVERY_FACTOR,
  /* Trades */
  CDL_STAT_TRADES,
  CDL_STAT_LONG,
  CDL_STAT_SHORT,
  CDL_STAT_WIN_RATE,
  CDL_STAT_AVERAGE_GAIN,
  CDL_STAT_AVERAGE_LOSS,
  CDL_STAT_MEDIAN_GAIN,
  CDL_STAT_MEDIAN_LOSS,
  CDL_STAT_PAYOFF,
  CDL_STAT_EXPECTANCY,
  CDL_STAT_EXPECTANCY_R,
  CDL_STAT_SQN,
  CDL_STAT_WINNING_STREAK,
  CDL_STAT_LOSING_STREAK,
  CDL_STAT_AVERAGE_HOLDING_MS,
  CDL_STAT_MAE_PCT, /* mean over trades */
  CDL_STAT_MFE_PCT,
  CDL_STAT_KELLY,
  CDL_STAT_OBSERVED_SLIPPAGE_BPS, /* mean over stop fills seen in prints */
  /* Significance */
  CDL_STAT_T_MEAN_R,
  CDL_STAT_PSR,
  CDL_STAT_SKEWNESS, /* of daily returns */
  CDL_STAT_KURTOSIS, /* non-excess */
  CDL_STAT_DAYS,
  CDL_N_STATS
} CdlStat;

typedef enum
{
  CDL_UNIT_QUOTE,
  CDL_UNIT_PERCENT,
  CDL_UNIT_RATIO,
  CDL_UNIT_COUNT,
  CDL_UNIT_TIME,
  CDL_UNIT_DURATION,
} CdlUnit;

typedef struct
{
  const char *name;  /* "max_drawdown_pct" */
  const char *title; /* "Max drawdown" */
  const char *group; /* "Risk" */
  CdlUnit unit;
  gboolean higher_is_better;
  const char *doc; /* the formula, with its source */
} CdlStatInfo;

const CdlStatInfo *cdl_stat_info (CdlStat stat);
int cdl_stat_find (const char *name); /* -1 if unknown */

/* A run's statistics. Undefined is NaN with a reason, never 0, -100 or infinity. */
typedef struct
{
  double value[CDL_N_STATS];
  const char *reason[CDL_N_STATS]; /* static text, NULL where the value is defined: "no trades" */
  guint fates[CDL_N_FATES];
  guint exits[CDL_N_EXIT_REASONS];
  guint proofs[3]; /* of trades, by CdlProof */
} CdlStatistics;

/* Collects what statistics need, path kline by path kline, in constant memory (one number a day).
 */
typedef struct _CdlStatisticsBuilder CdlStatisticsBuilder;

CdlStatisticsBuilder *cdl_statistics_builder_new (const CdlSettings *settings);
void cdl_statistics_builder_free (CdlStatisticsBuilder *self);

/* A path kline has closed: equity is marked to market, realised is start capital and the results of
 * closed trades; open is its first price, close its last. */
void cdl_statistics_builder_close (CdlStatisticsBuilder *self,
                                   gint64 open_time,
                                   gint64 close_time,
                                   double open,
                                   double close,
                                   double equity,
                                   double realised);

/* The same of n path klines more, each `length` ms long, with a price and an equity each; nothing
 * was realised between them. Not the run's first. */
void cdl_statistics_builder_close_many (CdlStatisticsBuilder *self,
                                        const gint64 *open_time,
                                        gint64 length,
                                        gsize n,
                                        const double *price,
                                        const double *equity,
                                        double realised);

/* All at the end: trades (closed, in order of entry) and setups. If the end of data closed trades,
 * the last equity becomes the final balance, and realised. May be called again. */
void cdl_statistics_builder_finish (CdlStatisticsBuilder *self,
                                    const CdlTrade *trades,
                                    gsize n_trades,
                                    const CdlSetup *setups,
                                    gsize n_setups,
                                    CdlStatistics *statistics);

/* Daily returns (fractions), one per UTC calendar day, first against the start capital; valid
 * after finish(), owned by self. For DSR and PBO. */
const double *cdl_statistics_builder_daily (CdlStatisticsBuilder *self, gsize *n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlStatisticsBuilder, cdl_statistics_builder_free)

/* At most max (>= 4) points of a curve, oldest first: the first, the last, and of each of max/2 - 1
 * equal stretches between them the lowest and the highest, so that every peak and trough that would
 * show is kept. Returns a GArray of CdlEquityPoint. */
GArray *cdl_equity_reduce (const CdlEquityPoint *points, gsize n, gsize max);

G_END_DECLS
