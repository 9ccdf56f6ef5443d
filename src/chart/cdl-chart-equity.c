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

/* Both as steps of whole pixels, so that neighbours neither overlap nor leave a gap. */
static void
draw_panel (CdlDrawing *self, const CdlAxis *axis, gboolean as_drawdown)
{
  double peak = self->data->capital, last_y = (double) NAN;
  double zero = floor (cdl_axis_pixel (axis, 0.0)), right = self->frame.layout.plot_right;

  for (gsize i = 0; i < self->data->n_equity; i++)
    {
      const CdlEquityPoint *point = &self->data->equity[i];
      double x, width, y;

      peak = MAX (peak, point->equity);
      if (!in_sight (self, i))
        continue;
      x = floor (CLAMP (cdl_axis_pixel (&self->frame.time, (double) point->time), -1.0, right));
      width = floor (MIN (cdl_axis_pixel (&self->frame.time, (double) until (self, i)), right)) - x;
      y = floor (
          cdl_axis_pixel (axis, as_drawdown ? drawdown (peak, point->equity) : point->equity));
      if (as_drawdown)
        cdl_drawing_fill (self, &self->theme->drawdown, x, zero, width, y - zero + 1.0);
      else
        {
          if (isfinite (last_y))
            cdl_drawing_fill (self, &self->theme->equity, x, MIN (y, last_y), 1.0,
                              fabs (y - last_y) + 2.0);
          cdl_drawing_fill (self, &self->theme->equity, x, y, MAX (width, 1.0), 2.0);
        }
      last_y = y;
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
  draw_panel (self, &equity, FALSE);
  gtk_snapshot_pop (self->snapshot);

  cdl_drawing_value_axis (self, &under, " %");
  cdl_drawing_clip (self, layout->drawdown_top, layout->drawdown_bottom);
  draw_panel (self, &under, TRUE);
  gtk_snapshot_pop (self->snapshot);
}
