#include "cdl-chart-drawing-private.h"

#define MARGIN_RIGHT   74.0
#define MARGIN_TOP     4.0
#define AXIS_HEIGHT    22.0
#define PANEL_GAP      8.0
#define EQUITY_SHARE   0.20
#define DRAWDOWN_SHARE 0.12

/* Rows of words above the highest price, where there is room for them. */
#define WORDS_HEIGHT 44.0
#define WORDS_SHARE  0.18

/* Below the lowest price, and above the highest without words. */
#define ROOM 0.05

void
cdl_chart_layout (CdlChartLayout *layout, const CdlChartData *data, double width, double height)
{
  gboolean panels = data->n_equity > 1;
  double plots = height - MARGIN_TOP - AXIS_HEIGHT;
  double equity
      = panels && cdl_chart_data_shows (data, CDL_CHART_EQUITY) ? plots * EQUITY_SHARE : 0.0;
  double drawdown
      = panels && cdl_chart_data_shows (data, CDL_CHART_DRAWDOWN) ? plots * DRAWDOWN_SHARE : 0.0;

  *layout = (CdlChartLayout){
    .width = width,
    .height = height,
    .plot_right = floor (width - MARGIN_RIGHT),
    .price_top = MARGIN_TOP,
    .axis_top = floor (height - AXIS_HEIGHT),
  };
  layout->drawdown_bottom = layout->axis_top;
  layout->drawdown_top = floor (layout->drawdown_bottom - drawdown);
  layout->equity_bottom = layout->drawdown_top - (drawdown > 0.0 ? PANEL_GAP : 0.0);
  layout->equity_top = floor (layout->equity_bottom - equity);
  layout->price_bottom = layout->equity_top - (equity > 0.0 ? PANEL_GAP : 0.0);
}

static void
include (double level, double *low, double *high)
{
  if (isfinite (level))
    {
      *low = MIN (*low, level);
      *high = MAX (*high, level);
    }
}

/* By the bars in sight, and the levels of what is selected. */
static void
scale_prices (CdlDrawing *self)
{
  const CdlChartLayout *layout = &self->frame.layout;
  const CdlChartData *data = self->data;
  double low = 0.0, high = 1.0, height = layout->price_bottom - layout->price_top;
  double above = MIN (WORDS_HEIGHT / height, WORDS_SHARE), below = ROOM, within;
  CdlLevels levels;

  cdl_pyramid_range (data->pyramid, self->from, self->to, &low, &high);
  if (cdl_drawing_levels (self, &levels))
    {
      include (levels.take_profit, &low, &high);
      include (levels.stop_loss, &low, &high);
    }
  within = 1.0 - above - below;
  if (data->logarithmic && low > 0.0)
    {
      double span = high > low ? log (high / low) : 1e-3;

      self->frame.price
          = (CdlAxis){ low / exp (span * below / within), high * exp (span * above / within),
                       layout->price_bottom, layout->price_top, TRUE };
    }
  else
    {
      double span = high > low ? high - low : MAX (fabs (high) * 1e-3, 1e-9);

      self->frame.price = (CdlAxis){ low - span * below / within, high + span * above / within,
                                     layout->price_bottom, layout->price_top, FALSE };
    }
}

static void
draw_prices (CdlDrawing *self)
{
  const CdlChartLayout *layout = &self->frame.layout;

  scale_prices (self);
  cdl_drawing_place_tags (self);
  cdl_drawing_time_axis (self);
  cdl_drawing_value_axis (self, &self->frame.price, NULL);
  cdl_drawing_clip (self, layout->price_top, layout->price_bottom);
  cdl_drawing_bands (self);
  cdl_drawing_klines (self);
  if (cdl_drawing_shows (self, CDL_CHART_LINES))
    cdl_drawing_lines (self);
  if (cdl_drawing_shows (self, CDL_CHART_SETUPS))
    cdl_drawing_setups (self);
  if (cdl_drawing_shows (self, CDL_CHART_TRADES))
    cdl_drawing_trades (self);
  gtk_snapshot_pop (self->snapshot);
  cdl_drawing_tags (self);
}

void
cdl_chart_frame_set_view (CdlChartFrame *self, const CdlKlines *klines, const CdlChartView *view)
{
  double width = self->layout.plot_right;

  self->time = (CdlAxis){ (double) view->from, (double) view->to, 0.0, width, FALSE };
  self->interval
      = cdl_chart_bars_interval (klines, (double) (view->to - view->from) / MAX (width, 1.0));
}

/* The klines that the bars in sight are made of. */
static void
find_klines (CdlDrawing *self, const CdlChartView *view)
{
  const CdlKlines *klines = &self->data->klines;
  CdlInterval interval = self->frame.interval;

  self->from = cdl_klines_find (klines, cdl_interval_floor (interval, view->from));
  self->to = cdl_klines_find (
      klines, cdl_interval_next (interval, cdl_interval_floor (interval, view->to)));
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
  g_autoptr (PangoLayout) text = cdl_drawing_text_new (pango);
  CdlDrawing self = { snapshot, data, theme, text, .view = *view };
  const CdlChartLayout *layout = &self.frame.layout;

  cdl_drawing_fill (&self, &theme->background, 0.0, 0.0, width, height);
  cdl_chart_layout (&self.frame.layout, data, width, height);
  cdl_chart_frame_set_view (&self.frame, &data->klines, view);

  if (data->klines.n > 0 && layout->plot_right > 0.0 && layout->price_bottom > layout->price_top)
    {
      find_klines (&self, view);
      draw_prices (&self);
      cdl_drawing_equity (&self);
      if (cdl_drawing_shows (&self, CDL_CHART_WORDS))
        cdl_chart_draw_words (snapshot, data, &self.frame, view->to, theme, pango);
    }
  if (frame != NULL)
    *frame = self.frame;
}
