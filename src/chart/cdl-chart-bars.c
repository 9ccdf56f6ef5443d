#include "cdl-chart-bars.h"

/* A body of three pixels, and room between two of them. */
#define MIN_WIDTH 5.0

CdlInterval
cdl_chart_bars_interval (const CdlKlines *klines, double ms_per_pixel)
{
  CdlInterval longest = klines->interval;

  for (guint i = klines->interval; i < CDL_N_INTERVALS; i++)
    {
      CdlInterval interval = (CdlInterval) i;

      if (!cdl_interval_divides (klines->interval, interval))
        continue;
      longest = interval;
      if ((double) cdl_interval_ms (interval) >= MIN_WIDTH * ms_per_pixel)
        break;
    }

  return longest;
}

void
cdl_chart_bars_init (CdlChartBars *self,
                     const CdlKlines *klines,
                     const CdlPyramid *pyramid,
                     CdlInterval interval,
                     gint64 from,
                     gint64 to)
{
  *self = (CdlChartBars){ klines, pyramid, interval, 0, 0 };
  if (klines->n == 0)
    return;
  self->next = cdl_klines_find (klines, cdl_interval_floor (interval, from));
  self->end = cdl_klines_find (klines, to);
}

/* The bar that kline i is the first of. */
static void
merge (const CdlChartBars *self, gsize i, CdlChartBar *bar)
{
  bar->open = cdl_interval_floor (self->interval, self->klines->open_time[i]);
  bar->end = cdl_interval_next (self->interval, bar->open);
  bar->merged = cdl_pyramid_merge (self->pyramid, i, cdl_klines_find (self->klines, bar->end));
}

gboolean
cdl_chart_bars_next (CdlChartBars *self, CdlChartBar *bar)
{
  if (self->next >= self->end)
    return FALSE;
  merge (self, self->next, bar);
  self->next = bar->merged.first + bar->merged.count;

  return TRUE;
}

void
cdl_chart_bar_at (const CdlKlines *klines,
                  const CdlPyramid *pyramid,
                  CdlInterval interval,
                  gint64 time,
                  CdlChartBar *bar)
{
  CdlChartBars bars = { klines, pyramid, interval, 0, klines->n };
  gsize after = cdl_klines_find (klines, time + 1);
  gint64 last = klines->open_time[after > 0 ? after - 1 : 0];

  merge (&bars, cdl_klines_find (klines, cdl_interval_floor (interval, last)), bar);
}
