#pragma once

#include <gtk/gtk.h>

#include "cdl-chart-data.h"

G_BEGIN_DECLS

#define CDL_CHART_N_LINE_COLORS 4

/* Colours of charts. */
typedef struct
{
  GdkRGBA background;
  GdkRGBA plate; /* behind words that lie over the drawing */
  GdkRGBA grid;
  GdkRGBA text;
  GdkRGBA dim; /* text that is there to be looked for */
  GdkRGBA up;
  GdkRGBA down;
  GdkRGBA up_volume; /* of klines that rose */
  GdkRGBA down_volume;
  GdkRGBA equity;
  GdkRGBA drawdown;
  GdkRGBA gain; /* closed trades */
  GdkRGBA loss;
  GdkRGBA gain_band; /* between the levels of the selected trade */
  GdkRGBA loss_band;
  GdkRGBA setup[CDL_CHART_N_SETUPS];
  GdkRGBA line[CDL_CHART_N_LINE_COLORS];
  GdkRGBA crosshair;
  GdkRGBA tag; /* of the crosshair's values */
} CdlChartTheme;

/* Up and down, gain and loss. */
typedef enum
{
  CDL_CHART_GREEN_RED,   /* as exchanges have it */
  CDL_CHART_BLUE_ORANGE, /* apart for every kind of colour vision */
} CdlChartPalette;

const CdlChartTheme *cdl_chart_theme (gboolean dark, CdlChartPalette palette);

G_END_DECLS
