#include "cdl-chart-drawing-private.h"

/* Values of a line that share a column of pixels. */
typedef struct
{
  double x;
  double low, high, last;
} Column;

static void
draw_column (CdlDrawing *self, const GdkRGBA *color, const Column *column)
{
  double top = cdl_axis_pixel (&self->frame.price, column->high);
  double bottom = cdl_axis_pixel (&self->frame.price, column->low);

  cdl_drawing_fill (self, color, column->x, top - 0.75, 1.0, bottom - top + 1.5);
}

/* Far apart, values are joined by straight lines; crowded, what falls into one column of pixels is
 * one bar from the lowest to the highest. */
static void
draw_line (CdlDrawing *self, const CdlChartLine *line, const GdkRGBA *color)
{
  const CdlKlines *klines = &line->klines;
  gsize first = cdl_klines_find (klines, self->view.from);
  gsize last = MIN (cdl_klines_find (klines, self->view.to) + 1, klines->n);
  Column column = { .x = -1.0 };
  double last_x = 0.0, last_y = (double) NAN;

  if (first > 0)
    first--;
  for (gsize i = first; i < last; i++)
    {
      double value = line->values[i];
      double x = cdl_axis_pixel (&self->frame.time, (double) cdl_klines_close_time (klines, i));
      double y = cdl_axis_pixel (&self->frame.price, value);
      double width = self->frame.layout.plot_right / (double) MAX (last - first, 1);

      if (width >= 2.0)
        {
          if (isfinite (value) && isfinite (last_y))
            cdl_drawing_line (self, color, last_x, last_y, x, y, 1.5);
          last_x = x;
          last_y = y;
        }
      else if (isfinite (value))
        {
          if (floor (x) != column.x)
            {
              if (column.x >= 0.0)
                draw_column (self, color, &column);
              /* It goes on from where the one before ended: no gap between them. */
              column = (Column){ floor (x), column.x >= 0.0 ? MIN (column.last, value) : value,
                                 column.x >= 0.0 ? MAX (column.last, value) : value, value };
            }
          column.low = MIN (column.low, value);
          column.high = MAX (column.high, value);
          column.last = value;
        }
    }
  if (column.x >= 0.0)
    draw_column (self, color, &column);
}

void
cdl_drawing_lines (CdlDrawing *self)
{
  for (gsize i = 0; i < self->data->n_lines; i++)
    draw_line (self, &self->data->lines[i], &self->theme->line[i % CDL_CHART_N_LINE_COLORS]);
}
