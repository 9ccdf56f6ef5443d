#include <math.h>

#include "cdl-number.h"
#include "cdl-statistics-private.h"
#include "cdl-time.h"

/* Drawdown of one curve, sampled at path closes. */
typedef struct
{
  double peak;
  gint64 peak_time;
  double worst; /* fraction of its peak */
  double worst_money;
  gint64 worst_peak_time;
  gint64 trough_time;
  gint64 recovery_time; /* CDL_TIME_NONE: not yet */
  double worst_peak;
  gint64 longest; /* under water, ms */
} Drawdown;

struct _CdlStatisticsBuilder
{
  double capital;
  double risk_free;
  gsize n; /* path klines */
  gint64 first_open_time;
  gint64 last_open_time;
  gint64 last_close_time;
  double first_open;
  double last_close;
  Drawdown marked;
  Drawdown realised;
  GArray *daily; /* double: last marked equity per day, then returns */
  gint64 day;    /* of the last one */
};

CdlStatisticsBuilder *
cdl_statistics_builder_new (const CdlSettings *settings)
{
  CdlStatisticsBuilder *self = g_new0 (CdlStatisticsBuilder, 1);

  self->capital = settings->capital;
  self->risk_free = settings->risk_free;
  self->daily = g_array_new (FALSE, FALSE, sizeof (double));

  return self;
}

void
cdl_statistics_builder_free (CdlStatisticsBuilder *self)
{
  g_array_unref (self->daily);
  g_free (self);
}

static void
drawdown_add (Drawdown *self, gint64 time, double value)
{
  double fraction;

  if (value >= self->peak)
    {
      if (self->recovery_time == CDL_TIME_NONE && self->worst > 0.0 && value >= self->worst_peak)
        self->recovery_time = time;
      self->peak = value;
      self->peak_time = time;
      return;
    }

  fraction = (self->peak - value) / self->peak;
  self->longest = MAX (self->longest, time - self->peak_time);
  if (fraction > self->worst)
    {
      self->worst = fraction;
      self->worst_money = self->peak - value;
      self->worst_peak = self->peak;
      self->worst_peak_time = self->peak_time;
      self->trough_time = time;
      self->recovery_time = CDL_TIME_NONE;
    }
}

/* Marks the day's equity; days without klines carry on. */
static void
mark_day (CdlStatisticsBuilder *self, gint64 day, double equity)
{
  while (self->daily->len > 0 && self->day < day)
    {
      double last = g_array_index (self->daily, double, self->daily->len - 1);

      g_array_append_val (self->daily, last);
      self->day++;
    }
  if (self->daily->len == 0)
    g_array_append_val (self->daily, equity);
  self->day = day;
  g_array_index (self->daily, double, self->daily->len - 1) = equity;
}

void
cdl_statistics_builder_close (CdlStatisticsBuilder *self,
                              gint64 open_time,
                              gint64 close_time,
                              double open,
                              double close,
                              double equity,
                              double balance)
{
  if (self->n++ == 0)
    {
      self->first_open_time = open_time;
      self->first_open = open;
      self->marked.peak = self->realised.peak = self->capital;
      self->marked.peak_time = self->realised.peak_time = open_time;
      self->marked.recovery_time = self->realised.recovery_time = CDL_TIME_NONE;
    }
  self->last_open_time = open_time;
  self->last_close_time = close_time;
  self->last_close = close;
  drawdown_add (&self->marked, open_time, equity);
  drawdown_add (&self->realised, open_time, balance);
  mark_day (self, cdl_time_day (open_time), equity);
}

static void
set_time (CdlStatistics *statistics, CdlStat stat, gint64 time, const char *reason)
{
  if (time == CDL_TIME_NONE)
    cdl_stat_undefined (statistics, stat, reason);
  else
    cdl_stat_set (statistics, stat, (double) time);
}

/* Sum of (drawdown %)^2 over the daily marks. */
static double
ulcer_squares (const CdlStatisticsBuilder *self)
{
  double peak = self->capital, sum = 0.0;

  for (guint i = 0; i < self->daily->len; i++)
    {
      double equity = g_array_index (self->daily, double, i), drawdown;

      peak = MAX (peak, equity);
      drawdown = 100.0 * (peak - equity) / peak;
      sum += drawdown * drawdown;
    }

  return sum;
}

static void
risk (CdlStatisticsBuilder *self, CdlStatistics *statistics)
{
  const Drawdown *marked = &self->marked;
  gboolean none = marked->worst == 0.0;

  cdl_stat_set (statistics, CDL_STAT_MAX_DRAWDOWN_PCT, 100.0 * marked->worst);
  cdl_stat_set (statistics, CDL_STAT_MAX_DRAWDOWN_REALISED_PCT, 100.0 * self->realised.worst);
  set_time (statistics, CDL_STAT_DRAWDOWN_PEAK, none ? CDL_TIME_NONE : marked->worst_peak_time,
            "no drawdown");
  set_time (statistics, CDL_STAT_DRAWDOWN_TROUGH, none ? CDL_TIME_NONE : marked->trough_time,
            "no drawdown");
  set_time (statistics, CDL_STAT_DRAWDOWN_RECOVERY, none ? CDL_TIME_NONE : marked->recovery_time,
            none ? "no drawdown" : "not recovered");
  cdl_stat_set (statistics, CDL_STAT_LONGEST_UNDER_WATER_MS, (double) marked->longest);
  cdl_stat_ratio (statistics, CDL_STAT_ULCER_INDEX, ulcer_squares (self), (double) self->daily->len,
                  "no klines");
  statistics->value[CDL_STAT_ULCER_INDEX] = sqrt (statistics->value[CDL_STAT_ULCER_INDEX]);
  cdl_stat_ratio (statistics, CDL_STAT_CALMAR, statistics->value[CDL_STAT_CAGR_PCT],
                  100.0 * marked->worst, "no drawdown");
  cdl_stat_ratio (statistics, CDL_STAT_RECOVERY_FACTOR, statistics->value[CDL_STAT_NET],
                  marked->worst_money, "no drawdown");
}

static void
returns (CdlStatisticsBuilder *self, CdlStatistics *statistics, gint64 clock_ms)
{
  double final = statistics->value[CDL_STAT_FINAL];
  double years = (double) clock_ms / (365.0 * (double) CDL_DAY_MS);

  cdl_stat_undefined (statistics, CDL_STAT_CAGR_PCT,
                      self->n == 0 ? "no klines" : "all capital was lost");
  cdl_stat_undefined (statistics, CDL_STAT_BUY_AND_HOLD_PCT, "no klines");
  cdl_stat_undefined (statistics, CDL_STAT_EXCESS_PCT, "no klines");
  if (self->n == 0)
    return;

  if (final > 0.0)
    cdl_stat_set (statistics, CDL_STAT_CAGR_PCT,
                  100.0 * (pow (final / self->capital, 1.0 / years) - 1.0));
  cdl_stat_set (statistics, CDL_STAT_BUY_AND_HOLD_PCT,
                100.0 * (self->last_close / self->first_open - 1.0));
  cdl_stat_set (statistics, CDL_STAT_EXCESS_PCT,
                statistics->value[CDL_STAT_RETURN_PCT]
                    - statistics->value[CDL_STAT_BUY_AND_HOLD_PCT]);
}

/* Turns daily equity into daily returns, in place. */
static void
differentiate (CdlStatisticsBuilder *self)
{
  double before = self->capital;

  for (guint i = 0; i < self->daily->len; i++)
    {
      double *value = &g_array_index (self->daily, double, i);
      double equity = *value;

      *value = equity / before - 1.0;
      before = equity;
    }
}

void
cdl_statistics_builder_finish (CdlStatisticsBuilder *self,
                               const CdlTrade *trades,
                               gsize n_trades,
                               const CdlSetup *setups,
                               gsize n_setups,
                               CdlStatistics *statistics)
{
  gint64 clock_ms = self->n > 0 ? self->last_close_time + 1 - self->first_open_time : 0;

  *statistics = (CdlStatistics){ { 0.0 } };
  for (gsize i = 0; i < n_setups; i++)
    statistics->fates[setups[i].fate]++;

  cdl_statistics_of_trades (statistics, trades, n_trades, self->capital, clock_ms);
  returns (self, statistics, clock_ms);
  /* The end of data closed what was open: the last day ends with that. */
  if (self->daily->len > 0)
    g_array_index (self->daily, double, self->daily->len - 1) = statistics->value[CDL_STAT_FINAL];
  risk (self, statistics);
  differentiate (self);
  cdl_statistics_of_days (statistics, (const double *) (const void *) self->daily->data,
                          self->daily->len, self->risk_free);
}

const double *
cdl_statistics_builder_daily (CdlStatisticsBuilder *self, gsize *n)
{
  *n = self->daily->len;

  return (const double *) (const void *) self->daily->data;
}
