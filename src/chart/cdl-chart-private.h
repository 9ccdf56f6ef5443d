#pragma once

#include "cdl-chart-draw.h"
#include "cdl-chart-glide-private.h"
#include "cdl-chart.h"

G_BEGIN_DECLS

struct _CdlChart
{
  GtkWidget parent_instance;

  CdlChartData data;
  gboolean has_data;
  gpointer owner;
  GDestroyNotify owner_free;

  CdlChartView view;
  CdlChartFrame frame; /* as drawn last */
  GskRenderNode *node; /* the chart as drawn last; NULL: to be drawn anew */
  int node_width, node_height;
  gboolean node_dark;

  CdlChartLayers hidden;
  gboolean logarithmic;
  GTimeZone *zone; /* NULL: UTC */
  CdlChartPalette palette;
  const CdlChartWords *words;

  gboolean has_cursor;
  double cursor_x, cursor_y;
  CdlChartView drag_view; /* when the drag, or the pinch, began */
  CdlGlide glide;
};

/* Shows another time, as much of it as there are klines. */
void cdl_chart_set_view (CdlChart *self, CdlChartView view);

/* Puts the cursor to a place, and tells what is there; or takes it away. */
void cdl_chart_move_cursor (CdlChart *self, double x, double y);
void cdl_chart_hide_cursor (CdlChart *self);

/* Pointer, wheel, gestures and keys. */
void cdl_chart_class_init_input (GtkWidgetClass *widget_class);
void cdl_chart_init_input (CdlChart *self, guint trade_clicked);

G_END_DECLS
