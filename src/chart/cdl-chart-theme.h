#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Colours of charts. Up and down are blue and orange: apart for every kind of colour vision. */
typedef struct
{
  GdkRGBA background;
  GdkRGBA grid;
  GdkRGBA text;
  GdkRGBA up;
  GdkRGBA down;
  GdkRGBA volume;
  GdkRGBA equity;
  GdkRGBA drawdown;
  GdkRGBA gain; /* closed trades */
  GdkRGBA loss;
  GdkRGBA crosshair;
} CdlChartTheme;

const CdlChartTheme *cdl_chart_theme (gboolean dark);

G_END_DECLS
