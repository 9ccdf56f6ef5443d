#include <math.h>
#include <string.h>

#include "cdl-significance.h"
#include "cdl-statistics-private.h"

#define DAYS_A_YEAR 365.0

static void
tail (CdlStatistics *self, const double *daily, gsize n)
{
  g_autofree double *sorted = g_new (double, n);
  gsize worst = (gsize) ceil (0.05 * (double) n);
  double sum = 0.0;

  memcpy (sorted, daily, n * sizeof *sorted);
  cdl_sort_doubles (sorted, n);
  for (gsize i = 0; i < worst; i++)
    sum += sorted[i];
  cdl_stat_set (self, CDL_STAT_WORST_DAY_PCT, 100.0 * sorted[0]);
  cdl_stat_set (self, CDL_STAT_CVAR95_PCT, 100.0 * sum / (double) worst);
}

void
cdl_statistics_of_days (CdlStatistics *self, const double *daily, gsize n, double risk_free)
{
  static const CdlStat all[]
      = { CDL_STAT_VOLATILITY_PCT, CDL_STAT_WORST_DAY_PCT, CDL_STAT_CVAR95_PCT,
          CDL_STAT_SHARPE,         CDL_STAT_SORTINO,       CDL_STAT_PSR };
  const double year = sqrt (DAYS_A_YEAR);
  double mean = 0.0, m2 = 0.0, m3 = 0.0, m4 = 0.0, downside = 0.0, count = (double) n, sd, sharpe;

  cdl_stat_set (self, CDL_STAT_DAYS, count);
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    cdl_stat_undefined (self, all[i], "two days are needed");
  if (n < 2)
    return;

  for (gsize i = 0; i < n; i++)
    mean += daily[i] - risk_free / DAYS_A_YEAR;
  mean /= count;
  for (gsize i = 0; i < n; i++)
    {
      double excess = daily[i] - risk_free / DAYS_A_YEAR, d = excess - mean;

      m2 += d * d;
      m3 += d * d * d;
      m4 += d * d * d * d;
      downside += excess < 0.0 ? excess * excess : 0.0;
    }
  sd = sqrt (m2 / (count - 1.0));
  m2 /= count;
  m3 /= count;
  m4 /= count;

  tail (self, daily, n);
  cdl_stat_set (self, CDL_STAT_VOLATILITY_PCT, 100.0 * sd * year);
  cdl_stat_ratio (self, CDL_STAT_SHARPE, mean * year, sd, "daily returns are all equal");
  cdl_stat_ratio (self, CDL_STAT_SORTINO, mean * year, sqrt (downside / count), "no losing day");
  if (sd == 0.0)
    {
      cdl_stat_undefined (self, CDL_STAT_PSR, "daily returns are all equal");
      return;
    }

  sharpe = mean / sd;
  sharpe = cdl_psr (sharpe, 0.0, count, m3 / pow (m2, 1.5), m4 / (m2 * m2));
  if (isnan (sharpe))
    cdl_stat_undefined (self, CDL_STAT_PSR, "its formula has no value for such returns");
  else
    cdl_stat_set (self, CDL_STAT_PSR, sharpe);
}
