#pragma once

#include "cdl-pyramid.h"
#include "cdl-trade.h"

G_BEGIN_DECLS

/* A series over the price, like a moving average: a value at each close of klines, NaN where there
 * is none. Borrowed. */
typedef struct
{
  const char *name;
  CdlKlines klines; /* of the interval that it is computed on */
  const double *values;
  const CdlPyramid *pyramid; /* of the values: cdl_pyramid_new_series() */
} CdlChartLine;

/* What became of a setup, in the four ways that a chart tells apart. */
typedef enum
{
  CDL_CHART_SETUP_ENTERED,
  CDL_CHART_SETUP_WAITED,  /* nothing came: expired, reset, replaced, or still pending */
  CDL_CHART_SETUP_MISSED,  /* the price went the other way first, or was beyond already */
  CDL_CHART_SETUP_REFUSED, /* by a filter, or for want of money or of levels */
} CdlChartSetup;

#define CDL_CHART_N_SETUPS 4

CdlChartSetup cdl_chart_setup_of (CdlFate fate);

/* Layers that can be left out. */
typedef enum
{
  CDL_CHART_VOLUME = 1 << 0,
  CDL_CHART_TRADES = 1 << 1,
  CDL_CHART_SETUPS = 1 << 2,
  CDL_CHART_LINES = 1 << 3,
  CDL_CHART_WORDS = 1 << 4, /* values of a bar, names of lines and panels, what marks mean */
  CDL_CHART_KLINES = 1 << 5,
  CDL_CHART_EQUITY = 1 << 6,
  CDL_CHART_DRAWDOWN = 1 << 7,
} CdlChartLayers;

/* What is said beside the drawing, where it differs from what the chart says by itself. All static;
 * NULL: the chart's own. What the functions give is yet to be translated. */
typedef struct
{
  const char *setup[CDL_CHART_N_SETUPS]; /* in the legend */
  const char *(*fate) (guint fate);      /* a CdlFate, by a person's words */
  const char *(*exit) (guint reason);    /* a CdlExitReason */
} CdlChartWords;

/* What a chart of a run shows. All borrowed; only klines and pyramid must be there. */
typedef struct
{
  CdlKlines klines;
  const CdlPyramid *pyramid; /* of klines */
  const CdlTrade *trades;    /* in order of entry */
  gsize n_trades;
  int selected_trade;     /* index of the trade whose levels are drawn; -1: none */
  const CdlSetup *setups; /* in order of creation */
  gsize n_setups;
  guint selected_setup; /* seq of the setup whose levels are drawn longer; 0: none */
  const CdlChartLine *lines;
  gsize n_lines;
  const CdlEquityPoint *equity;
  gsize n_equity;
  double capital; /* equity before the first point */

  CdlChartLayers hidden;
  gboolean logarithmic;       /* price scale */
  GTimeZone *zone;            /* of the times below the chart; NULL: UTC */
  const CdlChartWords *words; /* NULL: the chart's own */
} CdlChartData;

static inline gboolean
cdl_chart_data_shows (const CdlChartData *self, CdlChartLayers layer)
{
  return (self->hidden & layer) == 0;
}

/* Places after the point that the prices have. */
int cdl_chart_data_places (const CdlChartData *self);

/* Equity and its drawdown from the highest before, in percent of it (0 or below), at a time. FALSE:
 * before the first point. */
gboolean cdl_chart_data_equity (const CdlChartData *self,
                                gint64 time_ms,
                                double *equity,
                                double *drawdown_pct);

/* The time that is in sight, ms UTC. */
typedef struct
{
  gint64 from, to;
} CdlChartView;

/* All klines in sight, and a little room after the last one. */
void cdl_chart_view_all (CdlChartView *view, const CdlChartData *data);

/* The same time, but never shorter than a few klines nor longer than all of them, and never beside
 * them. */
void cdl_chart_view_clamp (CdlChartView *view, const CdlChartData *data);

/* Zooms by a factor (below 1: nearer), leaving the time at `anchor` where it is. */
void cdl_chart_view_zoom (CdlChartView *view, double factor, gint64 anchor);

/* Moves to later (earlier if negative) by a share of what is in sight. */
void cdl_chart_view_pan (CdlChartView *view, double share);

/* Brings a time span into sight, with as much around it; to CDL_TIME_NONE: it has not ended. */
void cdl_chart_view_show_span (CdlChartView *view, gint64 from, gint64 to);

G_END_DECLS
