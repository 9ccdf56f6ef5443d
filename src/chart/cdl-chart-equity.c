#include "cdl-chart-drawing-private.h"

#define ROOM 0.06

/* Above the curve, where its name stands. */
#define WORDS_ABOVE 0.3

/* Until when the equity of point i holds. */
static gint64
until (const CdlDrawing *self, gsize i)
{
  const CdlKlines *klines = &self->data->klines;

  if (i + 1 < self->data->n_equity)
    return self->data->equity[i + 1].time;

  return MIN (cdl_klines_close_time (klines, klines->n - 1), self->view.to);
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
  double low = (double) INFINITY, high = (double) -INFINITY, deepest = -0.01, span;
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

  span = MAX (high - low, fabs (high) * 1e-3);
  *equity = (CdlAxis){ low - span * ROOM, high + span * WORDS_ABOVE, layout->equity_bottom,
                       layout->equity_top, FALSE };
  *under = (CdlAxis){ deepest * (1.0 + ROOM), 0.0, layout->drawdown_bottom, layout->drawdown_top,
                      FALSE };

  return TRUE;
}

static double
pixel_of (const CdlDrawing *self, gint64 time)
{
  return floor (CLAMP (cdl_axis_pixel (&self->frame.time, (double) time), -1.0,
                       self->frame.layout.plot_right));
}

static void
draw_equity (CdlDrawing *self)
{
  const CdlAxis *axis = &self->frame.equity;
  double end = self->frame.layout.plot_right;
  CdlColumn column = CDL_COLUMN_NONE;

  for (gsize i = 0; i < self->data->n_equity; i++)
    {
      const CdlEquityPoint *point = &self->data->equity[i];
      double y = cdl_axis_pixel (axis, point->equity);

      if (!in_sight (self, i))
        continue;
      cdl_drawing_column (self, &column, &self->theme->equity, pixel_of (self, point->time), y, y,
                          y);
      end = pixel_of (self, until (self, i));
    }
  cdl_drawing_end_column (self, &column, &self->theme->equity, end);
}

/* An area from zero down to the deepest of each column of pixels. */
static void
draw_drawdown (CdlDrawing *self)
{
  const CdlAxis *axis = &self->frame.drawdown;
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

  if (layout->price_bottom >= layout->axis_top
      || !scale (self, &self->frame.equity, &self->frame.drawdown))
    return;

  self->frame.has_panels = TRUE;
  if (layout->equity_bottom > layout->equity_top)
    {
      cdl_drawing_value_axis (self, &self->frame.equity, NULL);
      cdl_drawing_clip (self, layout->equity_top, layout->equity_bottom);
      draw_equity (self);
      gtk_snapshot_pop (self->snapshot);
    }
  if (layout->drawdown_bottom > layout->drawdown_top)
    {
      cdl_drawing_value_axis (self, &self->frame.drawdown, " %");
      cdl_drawing_clip (self, layout->drawdown_top, layout->drawdown_bottom);
      draw_drawdown (self);
      gtk_snapshot_pop (self->snapshot);
    }
}
