#include "cdl-chart-data.h"

#include "cdl-time.h"

/* Klines in sight at the least. */
#define MIN_KLINES 10

void
cdl_chart_view_all (CdlChartView *view, const CdlChartData *data)
{
  const CdlKlines *klines = &data->klines;

  *view = (CdlChartView){ 0, CDL_MINUTE_MS };
  if (klines->n > 0)
    *view = (CdlChartView){ klines->open_time[0], cdl_klines_close_time (klines, klines->n - 1) };
}

void
cdl_chart_view_clamp (CdlChartView *view, const CdlChartData *data)
{
  CdlChartView all;
  gint64 shortest = MIN_KLINES * cdl_interval_ms (data->klines.interval), span;

  cdl_chart_view_all (&all, data);
  span = CLAMP (view->to - view->from, MIN (shortest, all.to - all.from), all.to - all.from);
  view->from = CLAMP (view->from, all.from, all.to - span);
  view->to = view->from + span;
}

void
cdl_chart_view_zoom (CdlChartView *view, double factor, gint64 anchor)
{
  view->from = anchor - (gint64) ((double) (anchor - view->from) * factor);
  view->to = anchor + (gint64) ((double) (view->to - anchor) * factor);
}

void
cdl_chart_view_pan (CdlChartView *view, double share)
{
  gint64 by = (gint64) (share * (double) (view->to - view->from));

  view->from += by;
  view->to += by;
}

void
cdl_chart_view_show (CdlChartView *view, const CdlTrade *trade)
{
  gint64 exit = trade->exit_time != CDL_TIME_NONE ? trade->exit_time : trade->entry_time;
  gint64 span = MAX (exit - trade->created_at, CDL_MINUTE_MS);

  view->from = trade->created_at - span;
  view->to = exit + span;
}
