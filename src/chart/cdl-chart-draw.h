#pragma once

#include "cdl-axis.h"
#include "cdl-chart-bars.h"
#include "cdl-chart-data.h"
#include "cdl-chart-theme.h"

G_BEGIN_DECLS

/* Where the parts of a chart lie, whole pixels. */
typedef struct
{
  double width, height;
  double plot_right; /* right end of the plots; prices stand beside it */
  double price_top, price_bottom;
  double equity_top, equity_bottom; /* equal: no equity panel */
  double drawdown_top, drawdown_bottom;
  double axis_top; /* the times stand below it */
} CdlChartLayout;

void
cdl_chart_layout (CdlChartLayout *layout, const CdlChartData *data, double width, double height);

/* Scales of a drawn chart: what is under a pixel. */
typedef struct
{
  CdlChartLayout layout;
  CdlInterval interval; /* of the bars */
  CdlAxis time;
  CdlAxis price;
  gboolean has_panels; /* with the two scales below */
  CdlAxis equity;
  CdlAxis drawdown; /* percent */
} CdlChartFrame;

/* Scales another time to the plot, and chooses the interval of its bars; prices keep theirs. */
void
cdl_chart_frame_set_view (CdlChartFrame *self, const CdlKlines *klines, const CdlChartView *view);

/* Draws a chart of the given size: klines with volume, lines, setups with their fate, trades with
 * entries, exits and (of the selected one) levels, equity, drawdown. Pure: needs no widget and no
 * display, and the same arguments give the same drawing. At most one primitive a pixel column and
 * layer, beside the texts. frame (nullable) gets the scales. */
void cdl_chart_draw (GtkSnapshot *snapshot,
                     const CdlChartData *data,
                     const CdlChartView *view,
                     double width,
                     double height,
                     const CdlChartTheme *theme,
                     PangoContext *pango,
                     CdlChartFrame *frame);

/* Draws, over a chart: the values of the bar at a time (as CDL_CHART_WORDS does of the last one in
 * sight), names of lines and panels with theirs, and what marks mean. */
void cdl_chart_draw_words (GtkSnapshot *snapshot,
                           const CdlChartData *data,
                           const CdlChartFrame *frame,
                           gint64 time,
                           const CdlChartTheme *theme,
                           PangoContext *pango);

/* Draws, over a chart: a crosshair at a place, with time and value on the axes and what is there.
 */
void cdl_chart_draw_cursor (GtkSnapshot *snapshot,
                            const CdlChartData *data,
                            const CdlChartFrame *frame,
                            double x,
                            double y,
                            const CdlChartTheme *theme,
                            PangoContext *pango);

/* Index of the trade whose entry or exit is next to a place on a drawn chart; -1: none is near. */
int cdl_chart_trade_at (const CdlChartData *data, const CdlChartFrame *frame, double x, double y);

G_END_DECLS
