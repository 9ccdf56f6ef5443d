#pragma once

#include "cdl-pyramid.h"
#include "cdl-trade.h"

G_BEGIN_DECLS

/* What a chart of a run shows. All borrowed; only klines and pyramid must be there. */
typedef struct
{
  CdlKlines klines;
  const CdlPyramid *pyramid; /* of klines */
  const CdlTrade *trades;
  gsize n_trades;
  int selected_trade; /* index of the trade whose levels are drawn; -1: none */
  const CdlEquityPoint *equity;
  gsize n_equity;
  double capital; /* equity before the first point */
} CdlChartData;

/* The time that is in sight, ms UTC. */
typedef struct
{
  gint64 from, to;
} CdlChartView;

/* All klines in sight. */
void cdl_chart_view_all (CdlChartView *view, const CdlChartData *data);

/* The same time, but never shorter than a few klines nor longer than all of them, and never beside
 * them. */
void cdl_chart_view_clamp (CdlChartView *view, const CdlChartData *data);

/* Zooms by a factor (below 1: nearer), leaving the time at `anchor` where it is. */
void cdl_chart_view_zoom (CdlChartView *view, double factor, gint64 anchor);

/* Moves to later (earlier if negative) by a share of what is in sight. */
void cdl_chart_view_pan (CdlChartView *view, double share);

/* Brings a trade into sight, with as much around it. */
void cdl_chart_view_show (CdlChartView *view, const CdlTrade *trade);

G_END_DECLS
