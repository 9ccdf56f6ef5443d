#include "cdl-chart-drawing-private.h"

#include "cdl-time.h"

#define MARGIN_RIGHT   76.0
#define MARGIN_TOP     8.0
#define AXIS_HEIGHT    22.0
#define PANEL_GAP      10.0
#define EQUITY_SHARE   0.20
#define DRAWDOWN_SHARE 0.10
#define TICK_DISTANCE  70.0

void
cdl_chart_layout (CdlChartLayout *layout, const CdlChartData *data, double width, double height)
{
  gboolean panels = data->n_equity > 1;
  double plots = height - MARGIN_TOP - AXIS_HEIGHT;
  double equity = panels ? plots * EQUITY_SHARE : 0.0;
  double drawdown = panels ? plots * DRAWDOWN_SHARE : 0.0;
  double gap = panels ? PANEL_GAP : 0.0;

  *layout = (CdlChartLayout){
    .width = width,
    .height = height,
    .plot_right = width - MARGIN_RIGHT,
    .price_top = MARGIN_TOP,
    .axis_top = height - AXIS_HEIGHT,
  };
  layout->drawdown_bottom = layout->axis_top;
  layout->drawdown_top = layout->drawdown_bottom - drawdown;
  layout->equity_bottom = layout->drawdown_top - gap;
  layout->equity_top = layout->equity_bottom - equity;
  layout->price_bottom = layout->equity_top - gap;
}

/* Ticks of a logarithmic scale are as far apart as its values there ask for. */
static double
step_at (const CdlAxis *axis, double value, double count)
{
  if (!axis->logarithmic)
    return cdl_axis_step (axis->value_to - axis->value_from, count);

  return cdl_axis_step (value * log (axis->value_to / axis->value_from), count);
}

void
cdl_drawing_value_axis (CdlDrawing *self, const CdlAxis *axis, const char *unit)
{
  double count = MAX (fabs (axis->pixel_to - axis->pixel_from) / TICK_DISTANCE * 1.8, 3.0);
  double step = step_at (axis, axis->value_from, count);

  for (double value = ceil (axis->value_from / step - 1e-9) * step;
       value <= axis->value_to + step * 1e-9;)
    {
      g_autofree char *number
          = cdl_axis_value_text (fabs (value) < step * 1e-9 ? 0.0 : value, step);
      g_autofree char *words = g_strconcat (number, unit, NULL);
      double y = floor (cdl_axis_pixel (axis, value));

      cdl_drawing_fill (self, &self->theme->grid, 0.0, y, self->frame.layout.plot_right, 1.0);
      cdl_drawing_text (self, words, self->frame.layout.plot_right + 8.0, y, 0.0);
      step = step_at (axis, value, count);
      value = (floor (value / step + 1e-9) + 1.0) * step;
    }
}

static void
draw_time_axis (CdlDrawing *self)
{
  const CdlChartLayout *layout = &self->frame.layout;
  gint64 offset = cdl_chart_data_offset (self->data, self->view.from);
  gint64 step = cdl_axis_time_step (self->view.to - self->view.from,
                                    layout->plot_right / (TICK_DISTANCE * 1.6));

  for (gint64 time = cdl_axis_time_tick (self->view.from, step, offset); time <= self->view.to;
       time += step)
    {
      g_autofree char *words = cdl_axis_time_text (time + offset, step);
      double x = floor (cdl_axis_pixel (&self->frame.time, (double) time));

      if (x < 30.0 || x > layout->plot_right - 30.0)
        continue;
      cdl_drawing_fill (self, &self->theme->grid, x, layout->price_top, 1.0,
                        layout->axis_top - layout->price_top);
      cdl_drawing_text (self, words, x, layout->axis_top + AXIS_HEIGHT / 2.0, 0.5);
    }
}

/* Takes in levels of what lives from a time on, while that is in sight. */
static void
include_levels (const CdlDrawing *self,
                gint64 from,
                gint64 to,
                double level,
                double other,
                double *low,
                double *high)
{
  if ((to != CDL_TIME_NONE && to < self->view.from) || from > self->view.to || !isfinite (level)
      || !isfinite (other))
    return;
  *low = MIN (*low, MIN (level, other));
  *high = MAX (*high, MAX (level, other));
}

/* By the klines in sight, and the levels of what is selected. */
static void
scale_prices (CdlDrawing *self)
{
  const CdlChartLayout *layout = &self->frame.layout;
  const CdlChartData *data = self->data;
  double low = 0.0, high = 1.0, room;

  cdl_pyramid_range (data->pyramid, self->from, self->to, &low, &high);
  if (data->selected_trade >= 0)
    {
      const CdlTrade *trade = &data->trades[data->selected_trade];

      include_levels (self, trade->entry_time, trade->exit_time, trade->stop_loss,
                      trade->take_profit, &low, &high);
    }
  if (data->selected_setup > 0 && data->selected_setup <= data->n_setups)
    {
      const CdlSetup *setup = &data->setups[data->selected_setup - 1];

      include_levels (self, setup->created_at, setup->fate_at, setup->stop_loss, setup->take_profit,
                      &low, &high);
    }
  room = high > low ? (high - low) * 0.06 : MAX (fabs (high) * 0.001, 1e-9);
  self->frame.price
      = (CdlAxis){ low - room, high + room, layout->price_bottom, layout->price_top, FALSE };
  if (self->data->logarithmic && low > 0.0)
    {
      double factor = high > low ? pow (high / low, 0.06) : 1.001;

      self->frame.price.value_from = low / factor;
      self->frame.price.value_to = high * factor;
      self->frame.price.logarithmic = TRUE;
    }
}

static void
draw_prices (CdlDrawing *self)
{
  const CdlChartLayout *layout = &self->frame.layout;

  scale_prices (self);
  draw_time_axis (self);
  cdl_drawing_value_axis (self, &self->frame.price, NULL);
  cdl_drawing_clip (self, 0.0, layout->price_bottom);
  if (cdl_drawing_shows (self, CDL_CHART_LINES))
    cdl_drawing_lines (self);
  cdl_drawing_klines (self);
  if (cdl_drawing_shows (self, CDL_CHART_SETUPS))
    cdl_drawing_setups (self);
  if (cdl_drawing_shows (self, CDL_CHART_TRADES))
    cdl_drawing_trades (self);
  if (cdl_drawing_shows (self, CDL_CHART_LEGEND))
    cdl_drawing_legend (self);
  gtk_snapshot_pop (self->snapshot);
}

void
cdl_chart_draw (GtkSnapshot *snapshot,
                const CdlChartData *data,
                const CdlChartView *view,
                double width,
                double height,
                const CdlChartTheme *theme,
                PangoContext *pango,
                CdlChartFrame *frame)
{
  CdlDrawing self = { snapshot, data, theme, pango, .view = *view };
  const CdlChartLayout *layout = &self.frame.layout;

  cdl_drawing_fill (&self, &theme->background, 0.0, 0.0, width, height);
  cdl_chart_layout (&self.frame.layout, data, width, height);
  self.frame.time
      = (CdlAxis){ (double) view->from, (double) view->to, 0.0, layout->plot_right, FALSE };
  self.from = cdl_klines_find (&data->klines, view->from);
  self.to = cdl_klines_find (&data->klines, view->to);
  if (self.from > 0)
    self.from--; /* one that began before the left edge reaches into it */

  if (data->klines.n > 0 && layout->plot_right > 0.0 && layout->price_bottom > layout->price_top)
    {
      draw_prices (&self);
      cdl_drawing_equity (&self);
    }
  if (frame != NULL)
    *frame = self.frame;
}
