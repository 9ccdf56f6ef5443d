#include "cdl-chart-drawing-private.h"

/* Values closer than that, pixels, are drawn as bars from the lowest to the highest. */
#define CROWDED 2.0

static void
draw_joined (CdlDrawing *self,
             const CdlChartLine *line,
             const GdkRGBA *color,
             gsize first,
             gsize last)
{
  double last_x = 0.0, last_y = (double) NAN;

  for (gsize i = first; i < last; i++)
    {
      double x
          = cdl_axis_pixel (&self->frame.time, (double) cdl_klines_close_time (&line->klines, i));
      double y = cdl_axis_pixel (&self->frame.price, line->values[i]);

      if (isfinite (y) && isfinite (last_y))
        cdl_drawing_line (self, color, last_x, last_y, x, y, 1.5);
      last_x = x;
      last_y = y;
    }
}

/* A bar a column; each reaches to where the one before ended, so that there is no gap. */
static void
draw_bars (CdlDrawing *self,
           const CdlChartLine *line,
           const GdkRGBA *color,
           gsize first,
           gsize last,
           double per_pixel)
{
  guint level = cdl_pyramid_level (line->pyramid, MAX (per_pixel, 1.0));
  gsize size = (gsize) 1 << (2 * level);
  CdlColumn column = CDL_COLUMN_NONE;

  for (gsize i = first / size; i * size < last && i < cdl_pyramid_n_bars (line->pyramid, level);
       i++)
    {
      CdlBar bar = cdl_pyramid_bar (line->pyramid, level, i);
      double x = cdl_axis_pixel (&self->frame.time, (double) line->klines.open_time[bar.first]);
      double top = cdl_axis_pixel (&self->frame.price, bar.high);
      double bottom = cdl_axis_pixel (&self->frame.price, bar.low);

      if (isfinite (top) && isfinite (bottom))
        cdl_drawing_column (self, &column, color, x, top, bottom,
                            cdl_axis_pixel (&self->frame.price, bar.close));
    }
  cdl_drawing_end_column (self, &column, color, column.x + 1.0);
}

static void
draw_line (CdlDrawing *self, const CdlChartLine *line, const GdkRGBA *color)
{
  gsize first = cdl_klines_find (&line->klines, self->view.from);
  gsize last = MIN (cdl_klines_find (&line->klines, self->view.to) + 1, line->klines.n);
  double per_pixel;

  if (first > 0)
    first--;
  if (first >= last)
    return;
  per_pixel = (double) (last - first) / MAX (self->frame.layout.plot_right, 1.0);
  if (per_pixel * CROWDED <= 1.0)
    draw_joined (self, line, color, first, last);
  else
    draw_bars (self, line, color, first, last, per_pixel);
}

void
cdl_drawing_lines (CdlDrawing *self)
{
  for (gsize i = 0; i < self->data->n_lines; i++)
    draw_line (self, &self->data->lines[i], &self->theme->line[i % CDL_CHART_N_LINE_COLORS]);
}
