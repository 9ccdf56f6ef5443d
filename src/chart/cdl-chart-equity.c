#include "cdl-chart-drawing-private.h"

/* Until when the equity of point i holds. */
static gint64
until (const CdlDrawing *self, gsize i)
{
  return i + 1 < self->data->n_equity ? self->data->equity[i + 1].time : self->view.to;
}

static gboolean
in_sight (const CdlDrawing *self, gsize i)
{
  return until (self, i) >= self->view.from && self->data->equity[i].time <= self->view.to;
}

static double
drawdown (double peak, double equity)
{
  return peak > 0.0 ? MIN (100.0 * (equity - peak) / peak, 0.0) : 0.0;
}

/* Scales of both panels by what is in sight; FALSE if there is nothing. */
static gboolean
scale (const CdlDrawing *self, CdlAxis *equity, CdlAxis *under)
{
  const CdlChartLayout *layout = &self->frame.layout;
  double low = (double) INFINITY, high = (double) -INFINITY, deepest = -0.01, room;
  double peak = self->data->capital;

  for (gsize i = 0; i < self->data->n_equity; i++)
    {
      double value = self->data->equity[i].equity;

      peak = MAX (peak, value);
      if (!in_sight (self, i))
        continue;
      low = MIN (low, value);
      high = MAX (high, value);
      deepest = MIN (deepest, drawdown (peak, value));
    }
  if (!isfinite (low))
    return FALSE;

  room = MAX ((high - low) * 0.08, fabs (high) * 5e-4);
  *equity = (CdlAxis){ low - room, high + room, layout->equity_bottom, layout->equity_top, FALSE };
  *under = (CdlAxis){ deepest * 1.08, 0.0, layout->drawdown_bottom, layout->drawdown_top, FALSE };

  return TRUE;
}

static double
pixel_of (const CdlDrawing *self, gint64 time)
{
  return floor (CLAMP (cdl_axis_pixel (&self->frame.time, (double) time), -1.0,
                       self->frame.layout.plot_right));
}

static void
draw_equity (CdlDrawing *self, const CdlAxis *axis)
{
  CdlColumn column = CDL_COLUMN_NONE;

  for (gsize i = 0; i < self->data->n_equity; i++)
    {
      const CdlEquityPoint *point = &self->data->equity[i];
      double y = cdl_axis_pixel (axis, point->equity);

      if (in_sight (self, i))
        cdl_drawing_column (self, &column, &self->theme->equity, pixel_of (self, point->time), y, y,
                            y);
    }
  cdl_drawing_end_column (self, &column, &self->theme->equity, self->frame.layout.plot_right);
}

/* An area from zero down to the deepest of each column of pixels. */
static void
draw_drawdown (CdlDrawing *self, const CdlAxis *axis)
{
  double peak = self->data->capital, zero = floor (cdl_axis_pixel (axis, 0.0)), deepest = zero;

  for (gsize i = 0; i < self->data->n_equity; i++)
    {
      const CdlEquityPoint *point = &self->data->equity[i];
      double x, end;

      peak = MAX (peak, point->equity);
      if (!in_sight (self, i))
        continue;
      x = pixel_of (self, point->time);
      end = pixel_of (self, until (self, i));
      deepest = MAX (deepest, floor (cdl_axis_pixel (axis, drawdown (peak, point->equity))));
      if (end > x)
        {
          cdl_drawing_fill (self, &self->theme->drawdown, x, zero, end - x, deepest - zero + 1.0);
          deepest = zero;
        }
    }
}

void
cdl_drawing_equity (CdlDrawing *self)
{
  const CdlChartLayout *layout = &self->frame.layout;
  CdlAxis equity, under;

  if (layout->equity_top >= layout->equity_bottom || !scale (self, &equity, &under))
    return;

  cdl_drawing_value_axis (self, &equity, NULL);
  cdl_drawing_clip (self, layout->equity_top, layout->equity_bottom);
  draw_equity (self, &equity);
  gtk_snapshot_pop (self->snapshot);

  cdl_drawing_value_axis (self, &under, " %");
  cdl_drawing_clip (self, layout->drawdown_top, layout->drawdown_bottom);
  draw_drawdown (self, &under);
  gtk_snapshot_pop (self->snapshot);
}
