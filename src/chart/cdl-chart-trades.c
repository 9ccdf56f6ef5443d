#include "cdl-chart-drawing-private.h"

#include "cdl-time.h"

/* Trades that need less room each are ticks instead of arrows. */
#define ROOM_FOR_ONE 16.0

/* How far a click may be from a mark, pixels. */
#define REACH 14.0

/* A mark under the price for buying, above it for selling. */
static void
draw_mark (CdlDrawing *self,
           CdlColumnSet *columns,
           const CdlTrade *trade,
           double x,
           double price,
           gboolean buys,
           gboolean crowded)
{
  const GdkRGBA *color = trade->pnl >= 0.0 ? &self->theme->gain : &self->theme->loss;
  double y = cdl_axis_pixel (&self->frame.price, price);

  if (!crowded)
    cdl_drawing_arrow (self, color, x, y + (buys ? 4.0 : -4.0), buys);
  else if (cdl_column_set_take (columns, x, buys ? 1 : 0, 2))
    cdl_drawing_fill (self, color, floor (x), y + (buys ? 4.0 : -10.0), 2.0, 6.0);
}

/* Levels of the selected trade, from the setup on, as bands: what can be won and lost. */
static void
draw_levels (CdlDrawing *self, const CdlTrade *trade, double x, double end)
{
  const CdlAxis *price = &self->frame.price;
  double entry = cdl_axis_pixel (price, trade->entry_price);
  double target = cdl_axis_pixel (price, trade->take_profit);
  double stop = cdl_axis_pixel (price, trade->stop_loss);
  double width = MAX (end - x, 2.0);

  cdl_drawing_fill (self, &self->theme->gain_band, x, MIN (entry, target), width,
                    fabs (target - entry));
  cdl_drawing_fill (self, &self->theme->loss_band, x, MIN (entry, stop), width,
                    fabs (stop - entry));
  cdl_drawing_fill (self, &self->theme->gain, x, target, width, 1.5);
  cdl_drawing_fill (self, &self->theme->loss, x, stop, width, 1.5);
  cdl_drawing_fill (self, &self->theme->text, x, entry, width, 1.0);
}

static gint64
exit_of (const CdlDrawing *self, const CdlTrade *trade)
{
  return trade->exit_time == CDL_TIME_NONE ? self->view.to : trade->exit_time;
}

static gboolean
in_sight (const CdlDrawing *self, const CdlTrade *trade)
{
  return exit_of (self, trade) >= self->view.from && trade->entry_time <= self->view.to;
}

void
cdl_drawing_trades (CdlDrawing *self)
{
  g_auto (CdlColumnSet) columns = { 0 };
  const CdlAxis *time = &self->frame.time, *price = &self->frame.price;
  gsize visible = 0;
  gboolean crowded;

  cdl_column_set_init (&columns, self->frame.layout.plot_right);
  for (gsize i = 0; i < self->data->n_trades; i++)
    visible += in_sight (self, &self->data->trades[i]) ? 1 : 0;
  crowded = (double) visible * ROOM_FOR_ONE > self->frame.layout.plot_right;

  for (gsize i = 0; i < self->data->n_trades; i++)
    {
      const CdlTrade *trade = &self->data->trades[i];
      gboolean is_long = trade->side == CDL_SIDE_LONG, open = trade->exit_time == CDL_TIME_NONE;
      const GdkRGBA *color = trade->pnl >= 0.0 ? &self->theme->gain : &self->theme->loss;
      double x, end;

      if (!in_sight (self, trade))
        continue;
      x = cdl_axis_pixel (time, (double) trade->entry_time);
      end = cdl_axis_pixel (time, (double) exit_of (self, trade));
      if ((int) i == self->data->selected_trade)
        draw_levels (self, trade, x, end);
      if (!crowded && !open)
        cdl_drawing_line (self, color, x, cdl_axis_pixel (price, trade->entry_price), end,
                          cdl_axis_pixel (price, trade->exit_price), 1.5);
      draw_mark (self, &columns, trade, x, trade->entry_price, is_long, crowded);
      if (!open)
        draw_mark (self, &columns, trade, end, trade->exit_price, !is_long, crowded);
    }
}

int
cdl_chart_trade_at (const CdlChartData *data, const CdlChartFrame *frame, double x, double y)
{
  double nearest = REACH;
  int found = -1;

  for (gsize i = 0; i < data->n_trades && !(data->hidden & CDL_CHART_TRADES); i++)
    {
      const CdlTrade *trade = &data->trades[i];
      double entry = hypot (cdl_axis_pixel (&frame->time, (double) trade->entry_time) - x,
                            cdl_axis_pixel (&frame->price, trade->entry_price) - y);
      double left = trade->exit_time == CDL_TIME_NONE
                        ? REACH
                        : hypot (cdl_axis_pixel (&frame->time, (double) trade->exit_time) - x,
                                 cdl_axis_pixel (&frame->price, trade->exit_price) - y);

      if (MIN (entry, left) < nearest)
        {
          nearest = MIN (entry, left);
          found = (int) i;
        }
    }

  return found;
}
