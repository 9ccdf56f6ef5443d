#include "cdl-chart-drawing-private.h"

/* Where a curve is thinner than that, it is hard to see. */
#define CURVE 2.0

void
cdl_drawing_end_column (CdlDrawing *self, CdlColumn *column, const GdkRGBA *color, double x)
{
  double right = self->frame.layout.plot_right, from = MAX (column->x + 1.0, 0.0);

  if (isnan (column->x))
    return;
  if (column->x >= 0.0 && column->x < right)
    cdl_drawing_fill (self, color, column->x, column->top, 1.0,
                      column->bottom - column->top + CURVE);
  cdl_drawing_fill (self, color, from, column->last, MIN (x, right) - from, CURVE);
}

void
cdl_drawing_column (CdlDrawing *self,
                    CdlColumn *column,
                    const GdkRGBA *color,
                    double x,
                    double top,
                    double bottom,
                    double last)
{
  x = floor (x);
  top = floor (top);
  bottom = floor (bottom);
  last = floor (last);
  if (x != column->x)
    {
      cdl_drawing_end_column (self, column, color, x);
      if (!isnan (column->x))
        {
          top = MIN (top, column->last);
          bottom = MAX (bottom, column->last);
        }
      *column = (CdlColumn){ x, top, bottom, last };
      return;
    }
  column->top = MIN (column->top, top);
  column->bottom = MAX (column->bottom, bottom);
  column->last = last;
}
