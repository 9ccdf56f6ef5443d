#include "cdl-chart-drawing-private.h"

#include "cdl-text.h"

#define VOLUME_SHARE 0.16

/* Share of a bar's width that its body takes. */
#define BODY 0.75

/* How wide bodies are, pixels: odd, so that the wick is in their middle, and all the same. */
static double
body_width (const CdlDrawing *self)
{
  double scale = self->frame.layout.plot_right / (double) (self->view.to - self->view.from);
  double width = floor ((double) cdl_interval_ms (self->frame.interval) * scale * BODY);

  return MAX (width - (fmod (width, 2.0) == 0.0 ? 1.0 : 0.0), 1.0);
}

/* The column in the middle of a bar. */
static double
middle_of (const CdlDrawing *self, const CdlChartBar *bar)
{
  return floor (cdl_axis_pixel (&self->frame.time, (double) (bar->open + bar->end) / 2.0));
}

/* A body that is no wider than its wick is left to it. */
static void
draw_candle (CdlDrawing *self, const CdlBar *bar, double middle, double width)
{
  const CdlAxis *price = &self->frame.price;
  const GdkRGBA *color = bar->close >= bar->open ? &self->theme->up : &self->theme->down;
  double high = cdl_axis_pixel (price, bar->high), low = cdl_axis_pixel (price, bar->low);
  double top = cdl_axis_pixel (price, MAX (bar->open, bar->close));
  double bottom = cdl_axis_pixel (price, MIN (bar->open, bar->close));

  cdl_drawing_box (self, color, middle, high, 1.0, low - high);
  if (width > 1.0)
    cdl_drawing_box (self, color, middle - (width - 1.0) / 2.0, top, width, bottom - top);
}

/* A line at a round volume, and how much it is. */
static void
draw_volume_scale (CdlDrawing *self, double most, double height)
{
  double step = cdl_axis_step (most, 1.0), shown = step <= most ? step : step / 2.0;
  double y = floor (self->frame.layout.price_bottom - shown / most * height);
  g_autofree char *words = cdl_text_short_number (shown);
  double width = cdl_drawing_text_width (self, words), right = self->frame.layout.plot_right - 4.0;

  if (height < 24.0)
    return;
  cdl_drawing_dashes (self, &self->theme->dim, right - width - 40.0, right - width - 4.0, y);
  cdl_drawing_plate (self, words, &self->theme->dim, right, y, 1.0);
}

static void
draw_volume (CdlDrawing *self, const CdlChartBars *all, double width)
{
  const CdlChartLayout *layout = &self->frame.layout;
  double most = 0.0, height = floor ((layout->price_bottom - layout->price_top) * VOLUME_SHARE);
  CdlChartBars bars = *all;
  CdlChartBar bar;

  while (cdl_chart_bars_next (&bars, &bar))
    most = MAX (most, bar.merged.volume);
  if (!(most > 0.0))
    return;
  bars = *all;
  while (cdl_chart_bars_next (&bars, &bar))
    {
      double high = round (bar.merged.volume / most * height);

      cdl_drawing_fill (
          self,
          bar.merged.close >= bar.merged.open ? &self->theme->up_volume : &self->theme->down_volume,
          middle_of (self, &bar) - (width - 1.0) / 2.0, layout->price_bottom - high, width, high);
    }
  draw_volume_scale (self, most, height);
}

void
cdl_drawing_klines (CdlDrawing *self)
{
  double width = body_width (self);
  CdlChartBars all, bars;
  CdlChartBar bar;

  cdl_chart_bars_init (&all, &self->data->klines, self->data->pyramid, self->frame.interval,
                       self->view.from, self->view.to);
  if (cdl_drawing_shows (self, CDL_CHART_VOLUME))
    draw_volume (self, &all, width);
  bars = all;
  while (cdl_drawing_shows (self, CDL_CHART_KLINES) && cdl_chart_bars_next (&bars, &bar))
    draw_candle (self, &bar.merged, middle_of (self, &bar), width);
}
