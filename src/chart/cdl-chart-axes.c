#include "cdl-chart-drawing-private.h"

#include "cdl-text.h"
#include "cdl-time-ticks.h"

#define VALUE_DISTANCE 32.0
#define TIME_DISTANCE  92.0

/* Two values nearer than that would touch. */
#define TEXT_HEIGHT 16.0

/* Ticks of a logarithmic scale are as far apart as its values there ask for. */
static double
step_at (const CdlAxis *axis, double value, double count)
{
  if (!axis->logarithmic)
    return cdl_axis_step (axis->value_to - axis->value_from, count);

  return cdl_axis_step (value * log (axis->value_to / axis->value_from), count);
}

/* A value stands where a tag is: both cannot be read. */
static gboolean
is_free (const CdlDrawing *self, double y)
{
  for (guint i = 0; i < self->n_tags; i++)
    if (fabs (self->tag[i].y - y) < TEXT_HEIGHT)
      return FALSE;

  return TRUE;
}

void
cdl_drawing_value_axis (CdlDrawing *self, const CdlAxis *axis, const char *unit)
{
  double count = MAX (fabs (axis->pixel_to - axis->pixel_from) / VALUE_DISTANCE, 3.0);
  double step = step_at (axis, axis->value_from, count);
  double top = axis->pixel_to + TEXT_HEIGHT / 2.0, bottom = axis->pixel_from - TEXT_HEIGHT / 2.0;
  double last = (double) INFINITY;

  for (double value = ceil (axis->value_from / step - 1e-9) * step;
       value <= axis->value_to + step * 1e-9;)
    {
      double shown = fabs (value) < step * 1e-9 ? 0.0 : value;
      g_autofree char *number = cdl_text_number (shown, cdl_axis_places (step));
      g_autofree char *words = g_strconcat (number, unit, NULL);
      double y = floor (cdl_axis_pixel (axis, value)), at = CLAMP (y, top, MAX (bottom, top));

      cdl_drawing_fill (self, &self->theme->grid, 0.0, y, self->frame.layout.plot_right, 1.0);
      if (last - at >= TEXT_HEIGHT && is_free (self, at))
        {
          cdl_drawing_text (self, words, &self->theme->dim, self->frame.layout.plot_right + 8.0, at,
                            0.0);
          last = at;
        }
      step = step_at (axis, value, count);
      value = (floor (value / step + 1e-9) + 1.0) * step;
    }
}

void
cdl_drawing_time_axis (CdlDrawing *self)
{
  const CdlChartLayout *layout = &self->frame.layout;
  double middle = (layout->axis_top + layout->height) / 2.0, free_from = 0.0;
  g_autoptr (GArray) ticks = cdl_time_ticks (self->view.from, self->view.to, self->data->zone,
                                             layout->plot_right / TIME_DISTANCE);

  for (guint i = 0; i < ticks->len; i++)
    {
      const CdlTimeTick *tick = &g_array_index (ticks, CdlTimeTick, i);
      double x = floor (cdl_axis_pixel (&self->frame.time, (double) tick->time));
      double half = cdl_drawing_text_width (self, tick->text) / 2.0;

      cdl_drawing_fill (self, &self->theme->grid, x, layout->price_top, 1.0,
                        layout->axis_top - layout->price_top);
      if (x - half < free_from || x + half > layout->plot_right)
        continue;
      cdl_drawing_text (self, tick->text, tick->major ? &self->theme->text : &self->theme->dim, x,
                        middle, 0.5);
      free_from = x + half + 8.0;
    }
  cdl_drawing_fill (self, &self->theme->grid, 0.0, layout->axis_top, layout->plot_right, 1.0);
  cdl_drawing_fill (self, &self->theme->grid, layout->plot_right, 0.0, 1.0, layout->axis_top);
}
