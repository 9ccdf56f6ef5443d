#include "cdl-chart-drawing-private.h"

#include "cdl-text.h"
#include "cdl-time.h"

/* Trades that need less room each share marks, and those that have more show their result. */
#define ROOM_FOR_MARKS  16.0
#define ROOM_FOR_RESULT 110.0

/* From the price to the tip of a mark, and on to the words beyond it. */
#define DISTANCE 4.0
#define BEYOND   20.0

/* How far a click may be from a mark, pixels. */
#define REACH 14.0

static const GdkRGBA *
color_of (const CdlDrawing *self, double pnl)
{
  return pnl >= 0.0 ? &self->theme->gain : &self->theme->loss;
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

/* What was paid for buying, below the price, and for selling, above it: in crowds, those of a few
 * columns are one, in the colour of their sum. */
static void
draw_crowds (CdlDrawing *self, const CdlCrowds *crowds)
{
  for (guint column = 0; column < crowds->n_columns; column++)
    for (guint buys = 0; buys < 2; buys++)
      {
        const CdlCrowd *crowd = cdl_crowds_get (crowds, buys, column);
        double size;

        if (crowd == NULL)
          continue;
        size = cdl_crowd_size (crowd);
        cdl_drawing_fill (self, color_of (self, crowd->sum), column * CDL_CROWD_WIDTH + 1.0,
                          buys ? floor (crowd->lowest) + DISTANCE
                               : floor (crowd->highest) - DISTANCE - size,
                          3.0, size);
      }
}

static void
add_to_crowds (CdlDrawing *self, CdlCrowds *crowds, const CdlTrade *trade)
{
  const CdlAxis *time = &self->frame.time, *price = &self->frame.price;
  guint buys = trade->side == CDL_SIDE_LONG ? 1 : 0;

  cdl_crowds_add (crowds, buys, cdl_axis_pixel (time, (double) trade->entry_time),
                  cdl_axis_pixel (price, trade->entry_price), trade->pnl);
  if (trade->exit_time != CDL_TIME_NONE)
    cdl_crowds_add (crowds, 1 - buys, cdl_axis_pixel (time, (double) trade->exit_time),
                    cdl_axis_pixel (price, trade->exit_price), trade->pnl);
}

/* An arrow up where it bought, down where it sold; hollow where it left with a loss. */
static void
draw_trade (CdlDrawing *self, const CdlTrade *trade, gboolean with_result)
{
  const CdlAxis *time = &self->frame.time, *price = &self->frame.price;
  const GdkRGBA *color = color_of (self, trade->pnl);
  gboolean is_long = trade->side == CDL_SIDE_LONG;
  double x = cdl_axis_pixel (time, (double) trade->entry_time);
  double y = cdl_axis_pixel (price, trade->entry_price), end, end_y, way;

  if (trade->exit_time == CDL_TIME_NONE)
    {
      cdl_drawing_arrow (self, &self->theme->text, x, y + (is_long ? DISTANCE : -DISTANCE), is_long,
                         FALSE);
      return;
    }
  end = cdl_axis_pixel (time, (double) trade->exit_time);
  end_y = cdl_axis_pixel (price, trade->exit_price);
  way = is_long ? -1.0 : 1.0; /* the mark of the exit is on the other side */
  cdl_drawing_line (self, color, x, y, end, end_y, 1.5);
  cdl_drawing_arrow (self, color, x, y - way * DISTANCE, is_long, FALSE);
  cdl_drawing_arrow (self, color, end, end_y + way * DISTANCE, !is_long, trade->pnl < 0.0);
  if (with_result && isfinite (trade->r))
    {
      g_autofree char *r = cdl_text_signed (trade->r, 2);
      g_autofree char *words = g_strconcat (r, " R", NULL);

      cdl_drawing_plate (self, words, color, end, end_y + way * BEYOND, 0.5);
    }
}

void
cdl_drawing_trades (CdlDrawing *self)
{
  g_auto (CdlCrowds) crowds = { 0 };
  double width = self->frame.layout.plot_right;
  gsize visible = 0;
  gboolean crowded;

  for (gsize i = 0; i < self->data->n_trades; i++)
    visible += in_sight (self, &self->data->trades[i]) ? 1 : 0;
  crowded = (double) visible * ROOM_FOR_MARKS > width;
  if (crowded)
    cdl_crowds_init (&crowds, width, 2);
  for (gsize i = 0; i < self->data->n_trades; i++)
    {
      const CdlTrade *trade = &self->data->trades[i];

      if (!in_sight (self, trade))
        continue;
      if (crowded)
        add_to_crowds (self, &crowds, trade);
      else
        draw_trade (self, trade, (double) visible * ROOM_FOR_RESULT <= width);
    }
  if (crowded)
    draw_crowds (self, &crowds);
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
