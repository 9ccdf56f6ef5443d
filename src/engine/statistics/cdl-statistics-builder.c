#include "cdl-number.h"
#include "cdl-statistics-private.h"
#include "cdl-time.h"

/* Drawdown of a curve, sampled at path closes; times are open times of path klines. */
typedef struct
{
  double peak;
  gint64 peak_time; /* when equity was last at its peak */
  gboolean under;   /* below the peak now */
  double low;       /* the lowest since then */
  double worst;     /* fraction of its peak */
  double worst_money;
  gint64 worst_peak_time;
  gint64 trough_time;
  gint64 recovery_time; /* CDL_TIME_NONE: not yet */
  gint64 longest;       /* under water, ms */
} Drawdown;

struct _CdlStatisticsBuilder
{
  double capital;
  double risk_free;
  gsize n; /* path klines */
  gint64 first_open_time;
  double first_open;
  Drawdown marked;   /* of all path klines but the last */
  Drawdown realised; /* the same of closed trades alone */
  GArray *equity;    /* double: last marked equity per day, of all path klines but the last */
  gint64 day_end;    /* first ms after the day of its last element */
  GArray *returns;   /* double, per day; after finish() */

  /* The last path kline is set aside: closing what is open at the end of data changes its equity.
   */
  gint64 last_open_time;
  gint64 last_close_time;
  double last_close;
  double last_equity;
  double last_realised;
};

CdlStatisticsBuilder *
cdl_statistics_builder_new (const CdlSettings *settings)
{
  CdlStatisticsBuilder *self = g_new0 (CdlStatisticsBuilder, 1);

  self->capital = settings->capital;
  self->risk_free = settings->risk_free;
  self->equity = g_array_new (FALSE, FALSE, sizeof (double));
  self->returns = g_array_new (FALSE, FALSE, sizeof (double));

  return self;
}

void
cdl_statistics_builder_free (CdlStatisticsBuilder *self)
{
  g_array_unref (self->equity);
  g_array_unref (self->returns);
  g_free (self);
}

static inline void
drawdown_add (Drawdown *self, gint64 time, double value)
{
  double fraction;

  if (value >= self->peak)
    {
      if (self->under)
        self->longest = MAX (self->longest, time - self->peak_time);
      if (self->worst > 0.0 && self->recovery_time == CDL_TIME_NONE)
        self->recovery_time = time;
      self->under = FALSE;
      self->peak = value;
      self->peak_time = time;
      return;
    }

  self->longest = MAX (self->longest, time - self->peak_time);
  if (self->under && value >= self->low)
    return; /* what follows was seen with less */

  self->under = TRUE;
  self->low = value;
  fraction = (self->peak - value) / self->peak;
  self->worst_money = MAX (self->worst_money, self->peak - value);
  if (fraction > self->worst)
    {
      self->worst = fraction;
      self->worst_peak_time = self->peak_time;
      self->trough_time = time;
      self->recovery_time = CDL_TIME_NONE;
    }
}

/* Marks the equity of the day that holds time; days without klines carry on. */
static void
mark_day (CdlStatisticsBuilder *self, gint64 time, double equity)
{
  for (; self->day_end <= time; self->day_end += CDL_DAY_MS)
    {
      double last = g_array_index (self->equity, double, self->equity->len - 1);

      g_array_append_val (self->equity, last);
    }
  g_array_index (self->equity, double, self->equity->len - 1) = equity;
}

void
cdl_statistics_builder_close (CdlStatisticsBuilder *self,
                              gint64 open_time,
                              gint64 close_time,
                              double open,
                              double close,
                              double equity,
                              double realised)
{
  if (self->n++ == 0)
    {
      self->first_open_time = open_time;
      self->first_open = open;
      self->marked.peak = self->realised.peak = self->capital;
      self->marked.peak_time = self->realised.peak_time = open_time;
      self->marked.recovery_time = self->realised.recovery_time = CDL_TIME_NONE;
      self->day_end = (cdl_time_day (open_time) + 1) * CDL_DAY_MS;
      g_array_append_val (self->equity, self->capital);
    }
  else
    {
      drawdown_add (&self->marked, self->last_open_time, self->last_equity);
      drawdown_add (&self->realised, self->last_open_time, self->last_realised);
      mark_day (self, self->last_close_time, self->last_equity);
    }
  self->last_open_time = open_time;
  self->last_close_time = close_time;
  self->last_close = close;
  self->last_equity = equity;
  self->last_realised = realised;
}

void
cdl_statistics_builder_close_many (CdlStatisticsBuilder *self,
                                   const gint64 *open_time,
                                   gint64 length,
                                   gsize n,
                                   const double *price,
                                   const double *equity,
                                   double realised)
{
  Drawdown marked;

  g_return_if_fail (self->n > 0 && n > 0);

  cdl_statistics_builder_close (self, open_time[0], open_time[0] + length - 1, CDL_NAN, price[0],
                                equity[0], realised);
  if (n == 1)
    return;

  marked = self->marked;
  for (gsize k = 0; k + 1 < n; k++)
    drawdown_add (&marked, open_time[k], equity[k]);
  self->marked = marked;
  drawdown_add (&self->realised, open_time[0], realised);
  drawdown_add (&self->realised, open_time[n - 2], realised);

  /* A day's mark is its last one. */
  for (gsize k = 0; k + 1 < n; k++)
    if (k + 2 == n || open_time[k + 1] + length > self->day_end)
      mark_day (self, open_time[k] + length - 1, equity[k]);

  self->n += n - 1;
  self->last_open_time = open_time[n - 1];
  self->last_close_time = open_time[n - 1] + length - 1;
  self->last_close = price[n - 1];
  self->last_equity = equity[n - 1];
}

static void
set_time (CdlStatistics *statistics, CdlStat stat, gint64 time, const char *reason)
{
  if (reason != NULL)
    cdl_stat_undefined (statistics, stat, reason);
  else
    cdl_stat_set (statistics, stat, (double) time);
}

static void
returns (const CdlStatisticsBuilder *self, CdlStatistics *statistics, gint64 clock_ms)
{
  double final = statistics->value[CDL_STAT_FINAL];
  double years = (double) clock_ms / (365.0 * (double) CDL_DAY_MS);
  double hold = 100.0 * (self->last_close / self->first_open - 1.0);

  if (self->n == 0)
    {
      cdl_stat_undefined (statistics, CDL_STAT_CAGR_PCT, "no klines");
      cdl_stat_undefined (statistics, CDL_STAT_BUY_AND_HOLD_PCT, "no klines");
      cdl_stat_undefined (statistics, CDL_STAT_EXCESS_PCT, "no klines");
      return;
    }

  if (final <= 0.0)
    cdl_stat_undefined (statistics, CDL_STAT_CAGR_PCT, "all capital was lost");
  else
    cdl_stat_set_finite (statistics, CDL_STAT_CAGR_PCT,
                         100.0 * (pow (final / self->capital, 1.0 / years) - 1.0),
                         "too short to be told by the year");
  cdl_stat_set_finite (statistics, CDL_STAT_BUY_AND_HOLD_PCT, hold, "the first price is 0");
  cdl_stat_set_finite (statistics, CDL_STAT_EXCESS_PCT,
                       statistics->value[CDL_STAT_RETURN_PCT] - hold, "the first price is 0");
}

static void
risk (const Drawdown *marked, const Drawdown *realised, gsize n, CdlStatistics *statistics)
{
  const char *none = n == 0 ? "no klines" : marked->worst == 0.0 ? "no drawdown" : NULL;
  const char *yearless = statistics->reason[CDL_STAT_CAGR_PCT];

  cdl_stat_set (statistics, CDL_STAT_MAX_DRAWDOWN_PCT, 100.0 * marked->worst);
  cdl_stat_set (statistics, CDL_STAT_MAX_DRAWDOWN_REALISED_PCT, 100.0 * realised->worst);
  cdl_stat_set (statistics, CDL_STAT_LONGEST_UNDER_WATER_MS, (double) marked->longest);
  set_time (statistics, CDL_STAT_DRAWDOWN_PEAK, marked->worst_peak_time, none);
  set_time (statistics, CDL_STAT_DRAWDOWN_TROUGH, marked->trough_time, none);
  set_time (statistics, CDL_STAT_DRAWDOWN_RECOVERY, marked->recovery_time,
            none == NULL && marked->recovery_time == CDL_TIME_NONE ? "not recovered" : none);
  cdl_stat_set_finite (statistics, CDL_STAT_CALMAR,
                       statistics->value[CDL_STAT_CAGR_PCT] / (100.0 * marked->worst),
                       yearless != NULL ? yearless : none);
  cdl_stat_set_finite (statistics, CDL_STAT_RECOVERY_FACTOR,
                       statistics->value[CDL_STAT_NET] / marked->worst_money, none);
}

/* Daily returns of the daily equity. */
static void
differentiate (CdlStatisticsBuilder *self)
{
  double before = self->capital;

  g_array_set_size (self->returns, 0);
  for (guint i = 0; i < self->equity->len; i++)
    {
      double equity = g_array_index (self->equity, double, i);
      double change = before > 0.0 ? equity / before - 1.0 : 0.0; /* nothing left to move */

      g_array_append_val (self->returns, change);
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
  Drawdown marked = self->marked, realised = self->realised;

  *statistics = (CdlStatistics){ { 0.0 } };
  for (gsize i = 0; i < n_setups; i++)
    statistics->fates[setups[i].fate]++;
  cdl_statistics_of_trades (statistics, trades, n_trades, self->capital, clock_ms);

  if (statistics->exits[CDL_EXIT_END] > 0)
    self->last_equity = self->last_realised = statistics->value[CDL_STAT_FINAL];
  if (self->n > 0)
    {
      drawdown_add (&marked, self->last_open_time, self->last_equity);
      drawdown_add (&realised, self->last_open_time, self->last_realised);
      mark_day (self, self->last_close_time, self->last_equity);
    }
  returns (self, statistics, clock_ms);
  risk (&marked, &realised, self->n, statistics);
  differentiate (self);
  cdl_statistics_of_days (statistics, (const double *) (const void *) self->equity->data,
                          (const double *) (const void *) self->returns->data, self->equity->len,
                          self->capital, self->risk_free);
}

const double *
cdl_statistics_builder_daily (CdlStatisticsBuilder *self, gsize *n)
{
  *n = self->returns->len;

  return (const double *) (const void *) self->returns->data;
}
