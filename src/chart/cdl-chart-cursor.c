#include "cdl-chart-drawing-private.h"

#include "cdl-chart-readout.h"
#include "cdl-text.h"

/* From the crosshair to the box beside it, and from its edge to the words. */
#define DISTANCE 14.0
#define PADDING  6.0

/* The scale of the panel that a place is in; NULL between them. */
static const CdlAxis *
axis_at (const CdlChartFrame *frame, double y)
{
  const CdlChartLayout *layout = &frame->layout;

  if (y >= layout->price_top && y < layout->price_bottom)
    return &frame->price;
  if (frame->has_panels && y >= layout->equity_top && y < layout->equity_bottom)
    return &frame->equity;
  if (frame->has_panels && y >= layout->drawdown_top && y < layout->drawdown_bottom)
    return &frame->drawdown;

  return NULL;
}

static void
draw_value (CdlDrawing *self, double y)
{
  const CdlAxis *axis = axis_at (&self->frame, y);
  gboolean is_share = axis == &self->frame.drawdown;
  int places = axis == &self->frame.price ? cdl_chart_data_places (self->data) : 2;
  g_autofree char *number = NULL;
  g_autofree char *words = NULL;

  if (axis == NULL)
    return;
  number = cdl_text_number (cdl_axis_value (axis, y), places);
  words = g_strconcat (number, is_share ? " %" : NULL, NULL);
  cdl_drawing_fill (self, &self->theme->crosshair, 0.0, floor (y), self->frame.layout.plot_right,
                    1.0);
  cdl_drawing_tag (self, &self->theme->tag, words, y);
}

static void
draw_time (CdlDrawing *self, double x, gint64 time)
{
  static const GdkRGBA white = { 1.0f, 1.0f, 1.0f, 1.0f };
  const CdlChartLayout *layout = &self->frame.layout;
  g_autofree char *words = cdl_chart_time_text (self->data, time);
  double width = cdl_drawing_text_width (self, words) + 2.0 * PADDING;
  double left = floor (CLAMP (x - width / 2.0, 0.0, MAX (layout->plot_right - width, 0.0)));

  cdl_drawing_fill (self, &self->theme->crosshair, x, layout->price_top, 1.0,
                    layout->axis_top - layout->price_top);
  cdl_drawing_fill (self, &self->theme->tag, left, layout->axis_top + 1.0, width,
                    layout->height - layout->axis_top - 2.0);
  cdl_drawing_text (self, words, &white, left + PADDING, (layout->axis_top + layout->height) / 2.0,
                    0.0);
}

/* Trades and setups of the bar, in a box that stays within the plot. */
static void
draw_events (CdlDrawing *self, double x, double y, const CdlChartBar *bar)
{
  const CdlChartLayout *layout = &self->frame.layout;
  g_autofree char *words = cdl_chart_events (self->data, bar->open, bar->end - 1);
  int width, height;
  double left = x + DISTANCE, top = y + DISTANCE;

  if (*words == '\0')
    return;
  pango_layout_set_text (self->text, words, -1);
  pango_layout_get_pixel_size (self->text, &width, &height);
  if (left + width + 2.0 * PADDING > layout->plot_right)
    left = MAX (x - DISTANCE - width - 2.0 * PADDING, 0.0);
  if (top + height + 2.0 * PADDING > layout->axis_top)
    top = MAX (y - DISTANCE - height - 2.0 * PADDING, 0.0);
  left = floor (left);
  top = floor (top);
  cdl_drawing_fill (self, &self->theme->tag, left, top, width + 2.0 * PADDING,
                    height + 2.0 * PADDING);
  cdl_drawing_fill (self, &self->theme->background, left + 1.0, top + 1.0,
                    width + 2.0 * PADDING - 2.0, height + 2.0 * PADDING - 2.0);
  cdl_drawing_text (self, words, &self->theme->text, left + PADDING, top + PADDING + height / 2.0,
                    0.0);
}

void
cdl_chart_draw_cursor (GtkSnapshot *snapshot,
                       const CdlChartData *data,
                       const CdlChartFrame *frame,
                       double x,
                       double y,
                       const CdlChartTheme *theme,
                       PangoContext *pango)
{
  g_autoptr (PangoLayout) text = cdl_drawing_text_new (pango);
  CdlDrawing self = { snapshot, data, theme, text, *frame };
  CdlChartBar bar;

  if (data->klines.n == 0)
    return;
  cdl_chart_bar_at (&data->klines, data->pyramid, frame->interval,
                    (gint64) cdl_axis_value (&frame->time, x), &bar);
  x = floor (cdl_axis_pixel (&frame->time, (double) (bar.open + bar.end) / 2.0));
  draw_time (&self, x, bar.open);
  draw_value (&self, y);
  draw_events (&self, x, y, &bar);
}
