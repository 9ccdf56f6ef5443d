#include <stdlib.h>

#include "cdl-number.h"
#include "cdl-statistics-private.h"

void
cdl_stat_undefined (CdlStatistics *self, CdlStat stat, const char *reason)
{
  self->value[stat] = CDL_NAN;
  self->reason[stat] = reason;
}

void
cdl_stat_set_finite (CdlStatistics *self, CdlStat stat, double value, const char *reason)
{
  if (isfinite (value))
    cdl_stat_set (self, stat, value);
  else
    cdl_stat_undefined (self, stat, reason);
}

static void
money (CdlStatistics *self, const CdlTrade *trades, gsize n, double capital)
{
  double net = 0.0, gain = 0.0, loss = 0.0, fees = 0.0, maker = 0.0, taker = 0.0, funding = 0.0;
  double slippage = 0.0, liquidation = 0.0, turnover = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      const CdlTrade *trade = &trades[i];

      net += trade->pnl;
      gain += MAX (trade->pnl, 0.0);
      loss += MAX (-trade->pnl, 0.0);
      fees += trade->fee_entry + trade->fee_exit;
      *(trade->maker_entry ? &maker : &taker) += trade->fee_entry;
      *(trade->maker_exit ? &maker : &taker) += trade->fee_exit;
      funding += trade->funding;
      slippage += trade->slippage;
      turnover += trade->notional + trade->qty * trade->exit_price;
      if (trade->exit_reason == CDL_EXIT_LIQUIDATION)
        liquidation -= trade->pnl;
    }

  cdl_stat_set (self, CDL_STAT_START, capital);
  cdl_stat_set (self, CDL_STAT_FINAL, capital + net);
  cdl_stat_set (self, CDL_STAT_NET, net);
  cdl_stat_set (self, CDL_STAT_GROSS_GAIN, gain);
  cdl_stat_set (self, CDL_STAT_GROSS_LOSS, loss);
  cdl_stat_set (self, CDL_STAT_FEES, fees);
  cdl_stat_set (self, CDL_STAT_FEES_MAKER, maker);
  cdl_stat_set (self, CDL_STAT_FEES_TAKER, taker);
  cdl_stat_set (self, CDL_STAT_FUNDING, funding);
  cdl_stat_set (self, CDL_STAT_SLIPPAGE, slippage);
  cdl_stat_set (self, CDL_STAT_LIQUIDATION_LOSS, liquidation);
  cdl_stat_set (self, CDL_STAT_RETURN_PCT, 100.0 * net / capital);
  cdl_stat_set (self, CDL_STAT_TURNOVER, turnover / capital);
  cdl_stat_set_finite (self, CDL_STAT_PROFIT_FACTOR, gain / loss, "no losing trades");
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

void
cdl_sort_doubles (double *values, gsize n)
{
  qsort (values, n, sizeof *values, compare_doubles);
}

static double
median (double *values, gsize n)
{
  cdl_sort_doubles (values, n);

  return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2.0;
}

/* Mean and median of the trades whose pnl has the given sign. */
static void
one_sign (CdlStatistics *self,
          const CdlTrade *trades,
          gsize n,
          double sign,
          CdlStat average_stat,
          CdlStat median_stat,
          const char *reason)
{
  g_autofree double *values = g_new (double, n + 1);
  double sum = 0.0;
  gsize count = 0;

  for (gsize i = 0; i < n; i++)
    if (trades[i].exit_reason != CDL_EXIT_END && sign * trades[i].pnl > 0.0)
      {
        sum += trades[i].pnl;
        values[count++] = trades[i].pnl;
      }

  if (count == 0)
    {
      cdl_stat_undefined (self, average_stat, reason);
      cdl_stat_undefined (self, median_stat, reason);
      return;
    }
  cdl_stat_set (self, average_stat, sum / (double) count);
  cdl_stat_set (self, median_stat, median (values, count));
}

/* Trades that ran their course: the end of data says nothing about a strategy's odds. */
static void
odds (CdlStatistics *self, const CdlTrade *trades, gsize n)
{
  gsize wins = 0, complete = 0;
  guint winning = 0, losing = 0, longest_winning = 0, longest_losing = 0;
  double win_rate, payoff;

  for (gsize i = 0; i < n; i++)
    {
      if (trades[i].exit_reason == CDL_EXIT_END)
        continue;
      complete++;
      wins += trades[i].pnl > 0.0 ? 1 : 0;
      winning = trades[i].pnl > 0.0 ? winning + 1 : 0;
      losing = trades[i].pnl < 0.0 ? losing + 1 : 0;
      longest_winning = MAX (longest_winning, winning);
      longest_losing = MAX (longest_losing, losing);
    }

  one_sign (self, trades, n, 1.0, CDL_STAT_AVERAGE_GAIN, CDL_STAT_MEDIAN_GAIN, "no winning trades");
  one_sign (self, trades, n, -1.0, CDL_STAT_AVERAGE_LOSS, CDL_STAT_MEDIAN_LOSS, "no losing trades");
  cdl_stat_set_finite (self, CDL_STAT_WIN_RATE, (double) wins / (double) complete,
                       "no complete trades");
  cdl_stat_set_finite (self, CDL_STAT_PAYOFF,
                       self->value[CDL_STAT_AVERAGE_GAIN] / -self->value[CDL_STAT_AVERAGE_LOSS],
                       "winning and losing trades are needed");
  cdl_stat_set (self, CDL_STAT_WINNING_STREAK, longest_winning);
  cdl_stat_set (self, CDL_STAT_LOSING_STREAK, longest_losing);

  win_rate = self->value[CDL_STAT_WIN_RATE];
  payoff = self->value[CDL_STAT_PAYOFF];
  cdl_stat_set_finite (self, CDL_STAT_KELLY, win_rate - (1.0 - win_rate) / payoff,
                       "winning and losing trades are needed");
}

/* Means over all trades, and what R tells. */
static void
averages (CdlStatistics *self, const CdlTrade *trades, gsize n)
{
  static const CdlStat stats[]
      = { CDL_STAT_EXPECTANCY, CDL_STAT_EXPECTANCY_R, CDL_STAT_AVERAGE_HOLDING_MS, CDL_STAT_MAE_PCT,
          CDL_STAT_MFE_PCT };
  double sum[G_N_ELEMENTS (stats)] = { 0.0 }, squares = 0.0, mean, sd, slipped = 0.0;
  gsize observed = 0;

  for (gsize i = 0; i < n; i++)
    {
      const CdlTrade *trade = &trades[i];

      sum[0] += trade->pnl;
      sum[1] += trade->r;
      sum[2] += (double) (trade->exit_time - trade->entry_time);
      sum[3] += trade->mae;
      sum[4] += trade->mfe;
      if (!isnan (trade->observed_slippage))
        {
          slipped += 10000.0 * trade->observed_slippage / trade->stop_loss;
          observed++;
        }
    }
  for (gsize k = 0; k < G_N_ELEMENTS (stats); k++)
    cdl_stat_set_finite (self, stats[k], sum[k] / (double) n,
                         n == 0 ? "no trades" : "a trade was filled at its stop: it has no R");
  cdl_stat_set_finite (self, CDL_STAT_OBSERVED_SLIPPAGE_BPS, slipped / (double) observed,
                       "no stop was filled in prints");

  mean = self->value[CDL_STAT_EXPECTANCY_R];
  for (gsize i = 0; i < n; i++)
    squares += (trades[i].r - mean) * (trades[i].r - mean);
  sd = sqrt (squares / ((double) n - 1.0));
  cdl_stat_set_finite (self, CDL_STAT_SQN, sqrt ((double) MIN (n, 100)) * mean / sd,
                       "two trades with different R are needed");
  cdl_stat_set_finite (self, CDL_STAT_T_MEAN_R, sqrt ((double) n) * mean / sd,
                       "two trades with different R are needed");
}

/* Clock time with at least one open trade. Trades come by entry time. */
static gint64
exposed_ms (const CdlTrade *trades, gsize n)
{
  gint64 sum = 0, covered = G_MININT64;

  for (gsize i = 0; i < n; i++)
    {
      gint64 from = MAX (trades[i].entry_time, covered);

      if (trades[i].exit_time > from)
        {
          sum += trades[i].exit_time - from;
          covered = trades[i].exit_time;
        }
    }

  return sum;
}

void
cdl_statistics_of_trades (CdlStatistics *self,
                          const CdlTrade *trades,
                          gsize n,
                          double capital,
                          gint64 clock_ms)
{
  gsize longs = 0;

  for (gsize i = 0; i < n; i++)
    {
      longs += trades[i].side == CDL_SIDE_LONG ? 1 : 0;
      self->exits[trades[i].exit_reason]++;
      self->proofs[trades[i].proof]++;
    }
  cdl_stat_set (self, CDL_STAT_TRADES, (double) n);
  cdl_stat_set (self, CDL_STAT_LONG, (double) longs);
  cdl_stat_set (self, CDL_STAT_SHORT, (double) (n - longs));
  cdl_stat_set_finite (self, CDL_STAT_EXPOSURE_PCT,
                       100.0 * (double) exposed_ms (trades, n) / (double) clock_ms, "no klines");
  money (self, trades, n, capital);
  odds (self, trades, n);
  averages (self, trades, n);
}
