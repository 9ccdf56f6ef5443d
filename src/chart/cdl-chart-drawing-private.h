#pragma once

#include "cdl-chart-draw.h"

G_BEGIN_DECLS

/* Everything that the layers of one drawing share. */
typedef struct
{
  GtkSnapshot *snapshot;
  const CdlChartData *data;
  const CdlChartTheme *theme;
  PangoContext *pango;
  CdlChartFrame frame;
  CdlChartView view;
  gsize from, to; /* klines in sight */
} CdlDrawing;

/* A filled rectangle; nothing if it is empty. */
void cdl_drawing_fill (CdlDrawing *self,
                       const GdkRGBA *color,
                       double x,
                       double y,
                       double width,
                       double height);

/* A straight line of that thickness, whatever its slope. */
void cdl_drawing_line (CdlDrawing *self,
                       const GdkRGBA *color,
                       double x,
                       double y,
                       double end_x,
                       double end_y,
                       double thickness);

/* A triangle whose tip is at a place; up: it points upwards. */
void cdl_drawing_arrow (CdlDrawing *self, const GdkRGBA *color, double x, double y, gboolean up);

/* Text that stands right of x, or left of it (align 1), or around it (0.5); returns its width. */
double cdl_drawing_text (CdlDrawing *self, const char *words, double x, double y, double align);

/* Draws only inside a rectangle until gtk_snapshot_pop(). */
void cdl_drawing_clip (CdlDrawing *self, double top, double bottom);

static inline gboolean
cdl_drawing_shows (const CdlDrawing *self, CdlChartLayers layer)
{
  return (self->data->hidden & layer) == 0;
}

/* Columns of pixels in which something was drawn already, so that crowded marks stay as many as
 * there are columns. */
typedef struct
{
  guint8 *taken; /* bits, by column */
  gsize n;
} CdlColumnSet;

void cdl_column_set_init (CdlColumnSet *self, double width);
void cdl_column_set_clear (CdlColumnSet *self);

/* FALSE if bit (0..7) was set there before, or x is beside the columns; sets it in as many
 * neighbours on each side. */
gboolean cdl_column_set_take (CdlColumnSet *self, double x, guint bit, gsize neighbours);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CdlColumnSet, cdl_column_set_clear)

/* What a curve does in one column of pixels. Values that share a column become one bar. */
typedef struct
{
  double x; /* NaN: there is none yet */
  double top, bottom, last;
} CdlColumn;

#define CDL_COLUMN_NONE ((CdlColumn){ .x = (double) NAN })

/* The curve is at x between top and bottom and leaves it at last, pixels; the column before is
 * drawn if this is another one. It stays at last until the next one. */
void cdl_drawing_column (CdlDrawing *self,
                         CdlColumn *column,
                         const GdkRGBA *color,
                         double x,
                         double top,
                         double bottom,
                         double last);

/* Draws the last column; the curve ends at x. */
void cdl_drawing_end_column (CdlDrawing *self, CdlColumn *column, const GdkRGBA *color, double x);

/* The layers, lowest first. They expect the scales in frame. */
void cdl_drawing_lines (CdlDrawing *self);
void cdl_drawing_klines (CdlDrawing *self);
void cdl_drawing_setups (CdlDrawing *self);
void cdl_drawing_trades (CdlDrawing *self);
void cdl_drawing_legend (CdlDrawing *self);

/* Equity and below it the drawdown, each with its own scale. */
void cdl_drawing_equity (CdlDrawing *self);

/* Horizontal lines of a panel, and the values beside it with unit (nullable) behind them. */
void cdl_drawing_value_axis (CdlDrawing *self, const CdlAxis *axis, const char *unit);

G_END_DECLS
