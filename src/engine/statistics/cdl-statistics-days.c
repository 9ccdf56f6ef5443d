#include <string.h>

#include "cdl-significance.h"
#include "cdl-statistics-private.h"

#define DAYS_A_YEAR 365.0

/* What the days say one by one. */
static void
days (CdlStatistics *self, const double *equity, const double *returns, gsize n, double capital)
{
  g_autofree double *sorted = g_new (double, n);
  gsize worst = (gsize) ceil (0.05 * (double) n);
  double sum = 0.0, squares = 0.0, peak = capital;

  memcpy (sorted, returns, n * sizeof *sorted);
  cdl_sort_doubles (sorted, n);
  for (gsize i = 0; i < worst; i++)
    sum += sorted[i];
  for (gsize i = 0; i < n; i++)
    {
      double drawdown;

      peak = MAX (peak, equity[i]);
      drawdown = 100.0 * ((peak - equity[i]) / peak);
      squares += drawdown * drawdown;
    }
  cdl_stat_set (self, CDL_STAT_WORST_DAY_PCT, 100.0 * sorted[0]);
  cdl_stat_set (self, CDL_STAT_CVAR95_PCT, 100.0 * sum / (double) worst);
  cdl_stat_set (self, CDL_STAT_ULCER_INDEX, sqrt (squares / (double) n));
}

/* What they say together: at least two. */
static void
spread (CdlStatistics *self, const double *returns, gsize n, double risk_free)
{
  static const char *const flat = "daily returns are all equal";
  const double year = sqrt (DAYS_A_YEAR);
  double mean = 0.0, m2 = 0.0, m3 = 0.0, m4 = 0.0, downside = 0.0, count = (double) n, sd;

  for (gsize i = 0; i < n; i++)
    mean += returns[i] - risk_free / DAYS_A_YEAR;
  mean /= count;
  for (gsize i = 0; i < n; i++)
    {
      double excess = returns[i] - risk_free / DAYS_A_YEAR, d = excess - mean;

      m2 += d * d;
      m3 += d * d * d;
      m4 += d * d * d * d;
      downside += excess < 0.0 ? excess * excess : 0.0;
    }
  sd = sqrt (m2 / (count - 1.0));
  m2 /= count;
  m3 /= count;
  m4 /= count;

  cdl_stat_set (self, CDL_STAT_VOLATILITY_PCT, 100.0 * sd * year);
  cdl_stat_set_finite (self, CDL_STAT_SHARPE, mean / sd * year, flat);
  cdl_stat_set_finite (self, CDL_STAT_SORTINO, mean / sqrt (downside / count) * year,
                       "no day below the risk-free rate");
  cdl_stat_set_finite (self, CDL_STAT_SKEWNESS, m3 / (m2 * sqrt (m2)), flat);
  cdl_stat_set_finite (self, CDL_STAT_KURTOSIS, m4 / (m2 * m2), flat);
  cdl_stat_set_finite (self, CDL_STAT_PSR,
                       cdl_psr (mean / sd, 0.0, count, self->value[CDL_STAT_SKEWNESS],
                                self->value[CDL_STAT_KURTOSIS]),
                       sd == 0.0 ? flat : "its formula has no value for such returns");
}

void
cdl_statistics_of_days (CdlStatistics *self,
                        const double *equity,
                        const double *returns,
                        gsize n,
                        double capital,
                        double risk_free)
{
  static const struct
  {
    CdlStat stat;
    gsize least; /* days that it needs */
  } rows[] = {
    { CDL_STAT_WORST_DAY_PCT, 1 },  { CDL_STAT_CVAR95_PCT, 1 }, { CDL_STAT_ULCER_INDEX, 1 },
    { CDL_STAT_VOLATILITY_PCT, 2 }, { CDL_STAT_SHARPE, 2 },     { CDL_STAT_SORTINO, 2 },
    { CDL_STAT_SKEWNESS, 2 },       { CDL_STAT_KURTOSIS, 2 },   { CDL_STAT_PSR, 2 },
  };

  cdl_stat_set (self, CDL_STAT_DAYS, (double) n);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (n < rows[i].least)
      cdl_stat_undefined (self, rows[i].stat, n == 0 ? "no klines" : "two days are needed");
  if (n >= 1)
    days (self, equity, returns, n, capital);
  if (n >= 2)
    spread (self, returns, n, risk_free);
}
