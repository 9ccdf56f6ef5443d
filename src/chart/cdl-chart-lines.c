#include "cdl-chart-drawing-private.h"

/* Pieces are that long at the least, pixels: a line is smooth, and no more than a primitive a
 * column.
 */
#define PIECE 2.0

/* What reaches further than that, pixels, beyond the ends of its piece is shown by a bar. */
#define BEYOND 2.0

/* The extremes of what a piece stands for, where the piece itself does not show them. */
static void
draw_extremes (CdlDrawing *self,
               const GdkRGBA *color,
               const CdlBar *merged,
               double x,
               double y,
               double before)
{
  double top = cdl_axis_pixel (&self->frame.price, merged->high);
  double bottom = cdl_axis_pixel (&self->frame.price, merged->low);

  if (MIN (y, before) - top > BEYOND || bottom - MAX (y, before) > BEYOND)
    cdl_drawing_box (self, color, x, top, 1.0, bottom - top);
}

/* A piece of the line for each stride of values, from close to close. Strides begin at the same
 * values wherever one looks. */
static void
draw_pieces (CdlDrawing *self,
             const CdlChartLine *line,
             const GdkRGBA *color,
             gsize first,
             gsize last,
             gsize stride)
{
  double last_x = 0.0, last_y = (double) NAN;

  for (gsize i = first / stride * stride; i < last; i += stride)
    {
      gsize end = MIN (i + stride, line->klines.n);
      CdlBar merged = cdl_pyramid_merge (line->pyramid, i, end);
      double x = cdl_axis_pixel (&self->frame.time,
                                 (double) cdl_klines_close_time (&line->klines, end - 1));
      double y = cdl_axis_pixel (&self->frame.price, merged.close);

      if (isfinite (y) && isfinite (last_y) && x >= 0.0)
        {
          cdl_drawing_line (self, color, last_x, last_y, x, y, 1.5);
          if (stride > 1)
            draw_extremes (self, color, &merged, x, y, last_y);
        }
      last_x = x;
      last_y = y;
    }
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
  draw_pieces (self, line, color, first, last, (gsize) MAX (ceil (per_pixel * PIECE), 1.0));
}

void
cdl_drawing_lines (CdlDrawing *self)
{
  for (gsize i = 0; i < self->data->n_lines; i++)
    draw_line (self, &self->data->lines[i], &self->theme->line[i % CDL_CHART_N_LINE_COLORS]);
}
