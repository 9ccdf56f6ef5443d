#pragma once

#include "cdl-chart-draw.h"

G_BEGIN_DECLS

/* Values that are marked on the axis of prices, from the top down. */
#define CDL_MAX_TAGS 4

typedef struct
{
  const GdkRGBA *color;
  double price, y;
} CdlTag;

/* Everything that the layers of one drawing share. */
typedef struct
{
  GtkSnapshot *snapshot;
  const CdlChartData *data;
  const CdlChartTheme *theme;
  PangoLayout *text; /* set anew for each text */
  CdlChartFrame frame;
  CdlChartView view;
  gsize from, to; /* klines of the bars in sight */
  CdlTag tag[CDL_MAX_TAGS];
  guint n_tags;
} CdlDrawing;

/* The layout of texts of a drawing: digits of one width, somewhat smaller than the font. */
PangoLayout *cdl_drawing_text_new (PangoContext *pango);

/* A filled rectangle; nothing if it is empty. */
void cdl_drawing_fill (CdlDrawing *self,
                       const GdkRGBA *color,
                       double x,
                       double y,
                       double width,
                       double height);

/* The same with its edges on whole pixels, and one pixel wide and high at least. */
void cdl_drawing_box (CdlDrawing *self,
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

/* A level: a line of dashes, one pixel high, from x to end. */
void cdl_drawing_dashes (CdlDrawing *self, const GdkRGBA *color, double x, double end, double y);

/* A triangle whose tip is at a place; up: it points upwards; hollow: only its edge. */
void cdl_drawing_arrow (CdlDrawing *self,
                        const GdkRGBA *color,
                        double x,
                        double y,
                        gboolean up,
                        gboolean hollow);

/* Width of a text. */
double cdl_drawing_text_width (CdlDrawing *self, const char *words);

/* Text that stands right of x, or left of it (align 1), or around it (0.5); returns its width. */
double cdl_drawing_text (CdlDrawing *self,
                         const char *words,
                         const GdkRGBA *color,
                         double x,
                         double y,
                         double align);

/* The same where it may lie over other things. */
void cdl_drawing_plate (CdlDrawing *self,
                        const char *words,
                        const GdkRGBA *color,
                        double x,
                        double y,
                        double align);

/* A value on the axis of values, upon its colour. */
void cdl_drawing_tag (CdlDrawing *self, const GdkRGBA *color, const char *words, double y);

/* Draws only inside a rectangle of the plot until gtk_snapshot_pop(). */
void cdl_drawing_clip (CdlDrawing *self, double top, double bottom);

static inline gboolean
cdl_drawing_shows (const CdlDrawing *self, CdlChartLayers layer)
{
  return cdl_chart_data_shows (self->data, layer);
}

/* Marks that are too many for one each: those of one kind that share a few columns of pixels
 * become one, which tells how many they are. */
typedef struct
{
  guint count;
  double highest, lowest; /* pixels: highest is the smallest */
  double sum;             /* of what was added */
} CdlCrowd;

typedef struct
{
  CdlCrowd *crowd;
  guint n_columns, n_kinds;
} CdlCrowds;

/* Width of what shares a mark. */
#define CDL_CROWD_WIDTH 6.0

void cdl_crowds_init (CdlCrowds *self, double width, guint n_kinds);
void cdl_crowds_clear (CdlCrowds *self);

/* Adds a mark at x, unless it is beside the plot. */
void cdl_crowds_add (CdlCrowds *self, guint kind, double x, double y, double sum);

/* The marks of a column, NULL if there are none; and the size of one, which grows with their
 * number. */
const CdlCrowd *cdl_crowds_get (const CdlCrowds *self, guint kind, guint column);
double cdl_crowd_size (const CdlCrowd *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CdlCrowds, cdl_crowds_clear)

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

/* How a setup ended, told by shape too: entered is a full square, waited in vain a hollow one,
 * missed and refused are crosses, the latter upright. */
void cdl_drawing_setup_mark (CdlDrawing *self,
                             CdlChartSetup kind,
                             const GdkRGBA *color,
                             double x,
                             double y);

/* The levels of the selected trade, or else setup, from its entry or creation on; to: the end of
 * the view where it has none. NaN: there is no such level. */
typedef struct
{
  gint64 from, to;
  double entry, take_profit, stop_loss;
} CdlLevels;

/* FALSE: none is selected, or it is not in sight. */
gboolean cdl_drawing_levels (const CdlDrawing *self, CdlLevels *levels);

/* The layers, lowest first. They expect the scales in frame. */
void cdl_drawing_time_axis (CdlDrawing *self);
void cdl_drawing_bands (CdlDrawing *self); /* of the levels */
void cdl_drawing_lines (CdlDrawing *self);
void cdl_drawing_klines (CdlDrawing *self);
void cdl_drawing_setups (CdlDrawing *self);
void cdl_drawing_trades (CdlDrawing *self);

/* The levels and the last price, to be marked on the axis of prices; and that. */
void cdl_drawing_place_tags (CdlDrawing *self);
void cdl_drawing_tags (CdlDrawing *self);

/* Equity and below it the drawdown, each with its own scale. */
void cdl_drawing_equity (CdlDrawing *self);

/* Horizontal lines of a panel, and the values beside it with unit (nullable) behind them. */
void cdl_drawing_value_axis (CdlDrawing *self, const CdlAxis *axis, const char *unit);

G_END_DECLS
