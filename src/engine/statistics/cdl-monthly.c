#include "cdl-monthly.h"

#include <math.h>

#include "cdl-number.h"
#include "cdl-time.h"

static gsize
month_number (gint64 time_ms)
{
  int year, month, day;

  cdl_civil_from_days (cdl_time_day (time_ms), &year, &month, &day);

  return (gsize) year * 12 + (gsize) month - 1;
}

GArray *
cdl_monthly_returns (const CdlTrade *trades, gsize n_trades, double capital, gint64 from, gint64 to)
{
  GArray *months = g_array_new (FALSE, TRUE, sizeof (CdlMonth));
  gsize first, n;

  if (to <= from)
    return months;

  first = month_number (from);
  n = month_number (to - 1) - first + 1;
  g_array_set_size (months, (guint) n);
  for (gsize i = 0; i < n_trades; i++)
    {
      gsize number;
      CdlMonth *month;

      if (trades[i].exit_time == CDL_TIME_NONE)
        continue;
      /* One that the end of data closed bears the first instant after it. */
      number = month_number (CLAMP (trades[i].exit_time, from, to - 1));
      month = &g_array_index (months, CdlMonth, number - first);
      month->trades++;
      month->pnl += trades[i].pnl;
    }
  for (gsize i = 0; i < n; i++)
    {
      CdlMonth *month = &g_array_index (months, CdlMonth, i);

      month->year = (int) ((first + i) / 12);
      month->month = (int) ((first + i) % 12) + 1;
      month->return_pct = capital > 0.0 ? 100.0 * month->pnl / capital : CDL_NAN;
      capital += month->pnl;
    }

  return months;
}

double
cdl_monthly_year (const GArray *months, int year)
{
  double factor = 1.0;

  for (guint i = 0; i < months->len; i++)
    {
      const CdlMonth *month = &g_array_index (months, CdlMonth, i);

      if (month->year == year)
        factor *= 1.0 + month->return_pct / 100.0;
    }

  return 100.0 * (factor - 1.0);
}
