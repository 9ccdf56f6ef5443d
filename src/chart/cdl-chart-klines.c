#include "cdl-chart-drawing-private.h"

#define VOLUME_SHARE 0.18

/* The level of detail whose bars are some pixels wide. */
static guint
level_in_sight (const CdlDrawing *self)
{
  double per_pixel = (double) (self->to - self->from) / MAX (self->frame.layout.plot_right, 1.0);

  return cdl_pyramid_level (self->data->pyramid, MAX (per_pixel * 4.0, 1.0));
}

static void
draw_candle (CdlDrawing *self, const CdlBar *bar, double x, double width)
{
  const CdlAxis *price = &self->frame.price;
  const GdkRGBA *color = bar->close >= bar->open ? &self->theme->up : &self->theme->down;
  double high = cdl_axis_pixel (price, bar->high), low = cdl_axis_pixel (price, bar->low);
  double top = cdl_axis_pixel (price, MAX (bar->open, bar->close));
  double bottom = cdl_axis_pixel (price, MIN (bar->open, bar->close));

  cdl_drawing_fill (self, color, floor (x + width / 2.0), high, 1.0, MAX (low - high, 1.0));
  if (width >= 3.0)
    cdl_drawing_fill (self, color, floor (x + width * 0.15), top, MAX (floor (width * 0.7), 1.0),
                      MAX (bottom - top, 1.0));
}

void
cdl_drawing_klines (CdlDrawing *self)
{
  const CdlPyramid *pyramid = self->data->pyramid;
  const CdlChartLayout *layout = &self->frame.layout;
  const gint64 *open_time = self->data->klines.open_time;
  guint level = level_in_sight (self);
  gsize size = (gsize) 1 << (2 * level), first = self->from / size;
  gsize last = MIN ((self->to + size - 1) / size, cdl_pyramid_n_bars (pyramid, level));
  double volume_height = (layout->price_bottom - layout->price_top) * VOLUME_SHARE, most = 0.0;

  for (gsize i = first; i < last && cdl_drawing_shows (self, CDL_CHART_VOLUME); i++)
    most = MAX (most, cdl_pyramid_bar (pyramid, level, i).volume);

  for (gsize i = first; i < last; i++)
    {
      CdlBar bar = cdl_pyramid_bar (pyramid, level, i);
      double x = cdl_axis_pixel (&self->frame.time, (double) open_time[bar.first]);
      double end = cdl_axis_pixel (
          &self->frame.time,
          (double) (cdl_klines_close_time (&self->data->klines, bar.first + bar.count - 1) + 1));
      double height = most > 0.0 ? bar.volume / most * volume_height : 0.0;

      cdl_drawing_fill (self, &self->theme->volume, x, layout->price_bottom - height,
                        MAX ((end - x) * 0.7, 1.0), height);
      draw_candle (self, &bar, x, end - x);
    }
}
