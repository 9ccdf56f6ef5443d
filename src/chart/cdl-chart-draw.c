#include "cdl-chart-draw.h"

#include <math.h>

#include "cdl-time.h"

#define MARGIN_RIGHT  76.0
#define MARGIN_TOP    8.0
#define AXIS_HEIGHT   22.0
#define PANEL_GAP     10.0
#define EQUITY_SHARE  0.26
#define VOLUME_SHARE  0.18
#define TICK_DISTANCE 70.0
#define ARROW_ROWS    5

/* Everything that the layers of one drawing share. */
typedef struct
{
  GtkSnapshot *snapshot;
  const CdlChartData *data;
  const CdlChartTheme *theme;
  PangoContext *pango;
  CdlChartFrame frame;
  CdlChartView view;
  gsize from, to; /* klines in sight */
} Drawing;

static void
fill (Drawing *self, const GdkRGBA *color, double x, double y, double width, double height)
{
  gtk_snapshot_append_color (
      self->snapshot, color,
      &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height));
}

/* Text that stands right of x, or left of it (align 1), or around it (0.5). */
static void
text (Drawing *self, const char *words, double x, double y, double align)
{
  g_autoptr (PangoLayout) layout = pango_layout_new (self->pango);
  int width, height;

  pango_layout_set_text (layout, words, -1);
  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (self->snapshot, &GRAPHENE_POINT_INIT ((float) (x - align * width),
                                                                (float) (y - height / 2.0)));
  gtk_snapshot_append_layout (self->snapshot, layout, &self->theme->text);
  gtk_snapshot_restore (self->snapshot);
}

void
cdl_chart_layout (CdlChartLayout *layout, const CdlChartData *data, double width, double height)
{
  double plots = height - MARGIN_TOP - AXIS_HEIGHT;
  double equity = data->n_equity > 1 ? plots * EQUITY_SHARE : 0.0;

  *layout = (CdlChartLayout){
    .width = width,
    .height = height,
    .plot_right = width - MARGIN_RIGHT,
    .price_top = MARGIN_TOP,
    .axis_top = height - AXIS_HEIGHT,
  };
  layout->price_bottom = layout->axis_top - (equity > 0.0 ? equity + PANEL_GAP : 0.0);
  layout->equity_top = layout->axis_top - equity;
  layout->equity_bottom = layout->axis_top;
}

/* Horizontal lines of a panel, and the values beside it. */
static void
draw_value_axis (Drawing *self, const CdlAxis *axis)
{
  double span = axis->value_to - axis->value_from;
  double step
      = cdl_axis_step (span, fabs (axis->pixel_to - axis->pixel_from) / TICK_DISTANCE * 1.5);

  for (double value = ceil (axis->value_from / step) * step; value <= axis->value_to; value += step)
    {
      g_autofree char *words = cdl_axis_value_text (value, step);
      double y = floor (cdl_axis_pixel (axis, value));

      fill (self, &self->theme->grid, 0.0, y, self->frame.layout.plot_right, 1.0);
      text (self, words, self->frame.layout.plot_right + 8.0, y, 0.0);
    }
}

static void
draw_time_axis (Drawing *self)
{
  const CdlChartLayout *layout = &self->frame.layout;
  gint64 step = cdl_axis_time_step (self->view.to - self->view.from,
                                    layout->plot_right / (TICK_DISTANCE * 1.6));
  gint64 first = self->view.from / step * step;

  for (gint64 time = first; time <= self->view.to; time += step)
    {
      g_autofree char *words = cdl_axis_time_text (time, step);
      double x = floor (cdl_axis_pixel (&self->frame.time, (double) time));

      if (x < 30.0 || x > layout->plot_right - 30.0)
        continue;
      fill (self, &self->theme->grid, x, layout->price_top, 1.0,
            layout->axis_top - layout->price_top);
      text (self, words, x, layout->axis_top + AXIS_HEIGHT / 2.0, 0.5);
    }
}

static void
scale_prices (Drawing *self)
{
  const CdlChartLayout *layout = &self->frame.layout;
  double low = 0.0, high = 1.0, room;

  cdl_pyramid_range (self->data->pyramid, self->from, self->to, &low, &high);
  if (self->data->selected_trade >= 0)
    {
      const CdlTrade *trade = &self->data->trades[self->data->selected_trade];
      gint64 exit = trade->exit_time != CDL_TIME_NONE ? trade->exit_time : self->view.to;

      /* Its levels are to be seen while it is in sight. */
      if (exit >= self->view.from && trade->entry_time <= self->view.to)
        {
          low = MIN (low, MIN (trade->stop_loss, trade->take_profit));
          high = MAX (high, MAX (trade->stop_loss, trade->take_profit));
        }
    }
  room = high > low ? (high - low) * 0.06 : MAX (fabs (high) * 0.001, 1e-9);
  self->frame.price = (CdlAxis){ low - room, high + room, layout->price_bottom, layout->price_top };
}

/* The level of detail whose bars are a pixel wide or a little more. */
static guint
level_in_sight (const Drawing *self)
{
  double per_pixel = (double) (self->to - self->from) / MAX (self->frame.layout.plot_right, 1.0);

  return cdl_pyramid_level (self->data->pyramid, MAX (per_pixel * 4.0, 1.0));
}

static void
draw_candle (Drawing *self, const CdlBar *bar, double x, double width)
{
  const CdlAxis *price = &self->frame.price;
  const GdkRGBA *color = bar->close >= bar->open ? &self->theme->up : &self->theme->down;
  double high = cdl_axis_pixel (price, bar->high), low = cdl_axis_pixel (price, bar->low);
  double top = cdl_axis_pixel (price, MAX (bar->open, bar->close));
  double bottom = cdl_axis_pixel (price, MIN (bar->open, bar->close));

  fill (self, color, floor (x + width / 2.0), high, 1.0, MAX (low - high, 1.0));
  if (width >= 3.0)
    fill (self, color, floor (x + width * 0.15), top, MAX (floor (width * 0.7), 1.0),
          MAX (bottom - top, 1.0));
}

static void
draw_klines (Drawing *self)
{
  const CdlPyramid *pyramid = self->data->pyramid;
  const CdlChartLayout *layout = &self->frame.layout;
  const gint64 *open_time = self->data->klines.open_time;
  guint level = level_in_sight (self);
  gsize size = (gsize) 1 << (2 * level), first = self->from / size;
  gsize last = MIN ((self->to + size - 1) / size, cdl_pyramid_n_bars (pyramid, level));
  double volume_height = (layout->price_bottom - layout->price_top) * VOLUME_SHARE, most = 0.0;

  for (gsize i = first; i < last; i++)
    most = MAX (most, cdl_pyramid_bar (pyramid, level, i).volume);

  for (gsize i = first; i < last; i++)
    {
      CdlBar bar = cdl_pyramid_bar (pyramid, level, i);
      double x = cdl_axis_pixel (&self->frame.time, (double) open_time[bar.first]);
      double end = cdl_axis_pixel (
          &self->frame.time,
          (double) (cdl_klines_close_time (&self->data->klines, bar.first + bar.count - 1) + 1));
      double height = most > 0.0 ? bar.volume / most * volume_height : 0.0;

      fill (self, &self->theme->volume, x, layout->price_bottom - height,
            MAX ((end - x) * 0.7, 1.0), height);
      draw_candle (self, &bar, x, end - x);
    }
}

/* A mark under the price for buying, above it for selling. */
static void
draw_arrow (Drawing *self, const GdkRGBA *color, double x, double y, gboolean up)
{
  for (int row = 0; row < ARROW_ROWS; row++)
    fill (self, color, floor (x) - row, y + (up ? 4.0 + row : -5.0 - row), 2.0 * row + 1.0, 1.0);
}

static void
draw_levels (Drawing *self, const CdlTrade *trade, double x, double end)
{
  const CdlAxis *price = &self->frame.price;
  double width = MAX (end - x, 2.0);

  fill (self, &self->theme->gain, x, cdl_axis_pixel (price, trade->take_profit), width, 1.5);
  fill (self, &self->theme->loss, x, cdl_axis_pixel (price, trade->stop_loss), width, 1.5);
  fill (self, &self->theme->text, x, cdl_axis_pixel (price, trade->entry_price), width, 1.0);
}

static void
draw_trades (Drawing *self)
{
  const CdlAxis *time = &self->frame.time, *price = &self->frame.price;

  for (gsize i = 0; i < self->data->n_trades; i++)
    {
      const CdlTrade *trade = &self->data->trades[i];
      gboolean is_long = trade->side == CDL_SIDE_LONG, open = trade->exit_time == CDL_TIME_NONE;
      const GdkRGBA *color = trade->pnl >= 0.0 ? &self->theme->gain : &self->theme->loss;
      gint64 exit = open ? self->view.to : trade->exit_time;
      double x, end;

      if (exit < self->view.from || trade->entry_time > self->view.to)
        continue;
      x = cdl_axis_pixel (time, (double) trade->entry_time);
      end = cdl_axis_pixel (time, (double) exit);
      if ((int) i == self->data->selected_trade)
        draw_levels (self, trade, x, end);
      draw_arrow (self, color, x, cdl_axis_pixel (price, trade->entry_price), is_long);
      if (!open)
        draw_arrow (self, color, end, cdl_axis_pixel (price, trade->exit_price), !is_long);
    }
}

/* Until when the equity of point i holds. */
static gint64
equity_until (const Drawing *self, gsize i)
{
  return i + 1 < self->data->n_equity ? self->data->equity[i + 1].time : self->view.to;
}

static gboolean
equity_in_sight (const Drawing *self, gsize i)
{
  return equity_until (self, i) >= self->view.from && self->data->equity[i].time <= self->view.to;
}

/* The scale of the equity panel; FALSE if there is nothing in sight. */
static gboolean
scale_equity (const Drawing *self, CdlAxis *axis)
{
  const CdlChartLayout *layout = &self->frame.layout;
  double low = (double) INFINITY, high = (double) -INFINITY, room;

  for (gsize i = 0; i < self->data->n_equity; i++)
    if (equity_in_sight (self, i))
      {
        low = MIN (low, self->data->equity[i].equity);
        high = MAX (high, self->data->equity[i].equity);
      }
  if (layout->equity_top >= layout->equity_bottom || !isfinite (low))
    return FALSE;

  room = MAX ((high - low) * 0.08, fabs (high) * 1e-4);
  *axis = (CdlAxis){ low - room, high + room, layout->equity_bottom, layout->equity_top };

  return TRUE;
}

/* Equity as steps of whole pixels, so that neighbours neither overlap nor leave a gap, and how far
 * it is below its peak. */
static void
draw_equity (Drawing *self, const CdlAxis *axis)
{
  double peak = self->data->capital, last_y = cdl_axis_pixel (axis, self->data->capital);

  for (gsize i = 0; i < self->data->n_equity; i++)
    {
      const CdlEquityPoint *point = &self->data->equity[i];
      double x = floor (cdl_axis_pixel (&self->frame.time, (double) point->time));
      double width
          = floor (cdl_axis_pixel (&self->frame.time, (double) equity_until (self, i))) - x;
      double y = floor (cdl_axis_pixel (axis, point->equity)), peak_y;

      peak = MAX (peak, point->equity);
      peak_y = MAX (floor (cdl_axis_pixel (axis, peak)), self->frame.layout.equity_top);
      if (equity_in_sight (self, i))
        {
          if (y > peak_y && width > 0.0)
            fill (self, &self->theme->drawdown, x, peak_y, width, y - peak_y);
          fill (self, &self->theme->equity, x, MIN (y, last_y), 1.0, fabs (y - last_y) + 2.0);
          fill (self, &self->theme->equity, x, y, MAX (width, 1.0), 2.0);
        }
      last_y = y;
    }
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
  Drawing self = { snapshot, data, theme, pango, .view = *view };
  const CdlChartLayout *layout = &self.frame.layout;
  CdlAxis equity;

  fill (&self, &theme->background, 0.0, 0.0, width, height);
  cdl_chart_layout (&self.frame.layout, data, width, height);
  self.frame.time = (CdlAxis){ (double) view->from, (double) view->to, 0.0, layout->plot_right };
  self.from = cdl_klines_find (&data->klines, view->from);
  self.to = cdl_klines_find (&data->klines, view->to);
  if (self.from > 0)
    self.from--; /* one that began before the left edge reaches into it */

  if (data->klines.n > 0 && layout->plot_right > 0.0 && layout->price_bottom > layout->price_top)
    {
      scale_prices (&self);
      draw_time_axis (&self);
      draw_value_axis (&self, &self.frame.price);
      gtk_snapshot_push_clip (
          snapshot, &GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) layout->plot_right, (float) height));
      draw_klines (&self);
      draw_trades (&self);
      gtk_snapshot_pop (snapshot);
      if (scale_equity (&self, &equity))
        {
          draw_value_axis (&self, &equity);
          gtk_snapshot_push_clip (
              snapshot,
              &GRAPHENE_RECT_INIT (0.0f, (float) layout->equity_top, (float) layout->plot_right,
                                   (float) (layout->equity_bottom - layout->equity_top)));
          draw_equity (&self, &equity);
          gtk_snapshot_pop (snapshot);
        }
    }
  if (frame != NULL)
    *frame = self.frame;
}
