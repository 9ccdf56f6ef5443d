#include "cdl-chart-drawing-private.h"

#include "cdl-time.h"

/* More setups than this share of the columns, and only their entries are drawn. */
#define ROOM_FOR_ONE 24.0
#define MARK         5.0

/* Levels of the selected setup reach that far, pixels, however soon it ended. */
#define SELECTED_WIDTH 48.0

static gint64
end_of (const CdlDrawing *self, const CdlSetup *setup)
{
  return setup->fate == CDL_FATE_PENDING || setup->fate_at == CDL_TIME_NONE ? self->view.to
                                                                            : setup->fate_at;
}

static void
draw_level (CdlDrawing *self,
            const GdkRGBA *color,
            double price,
            double x,
            double end,
            double thickness)
{
  if (isfinite (price))
    cdl_drawing_fill (self, color, x, floor (cdl_axis_pixel (&self->frame.price, price)),
                      MAX (end - x, 2.0), thickness);
}

/* How it ended, told by shape too: entered is a full square, waited in vain a hollow one, missed
 * and refused are crosses, the latter upright. */
static void
draw_mark (CdlDrawing *self, CdlChartSetup kind, const GdkRGBA *color, double x, double y)
{
  x = floor (x);
  y = floor (y);
  switch (kind)
    {
    case CDL_CHART_SETUP_ENTERED:
      cdl_drawing_fill (self, color, x - 2.0, y - 2.0, MARK, MARK);
      break;
    case CDL_CHART_SETUP_WAITED:
      cdl_drawing_fill (self, color, x - 2.0, y - 2.0, MARK, 1.0);
      cdl_drawing_fill (self, color, x - 2.0, y + 2.0, MARK, 1.0);
      cdl_drawing_fill (self, color, x - 2.0, y - 1.0, 1.0, MARK - 2.0);
      cdl_drawing_fill (self, color, x + 2.0, y - 1.0, 1.0, MARK - 2.0);
      break;
    case CDL_CHART_SETUP_MISSED:
      cdl_drawing_line (self, color, x - 2.5, y - 2.5, x + 3.5, y + 3.5, 1.5);
      cdl_drawing_line (self, color, x - 2.5, y + 3.5, x + 3.5, y - 2.5, 1.5);
      break;
    case CDL_CHART_SETUP_REFUSED:
    default:
      cdl_drawing_fill (self, color, x - 2.0, y, MARK, 1.0);
      cdl_drawing_fill (self, color, x, y - 2.0, 1.0, MARK);
      break;
    }
}

static void
draw_selected (CdlDrawing *self, const CdlSetup *setup, double x, double end)
{
  const CdlAxis *price = &self->frame.price;
  double width = MAX (end - x, SELECTED_WIDTH);
  double entry = cdl_axis_pixel (price, setup->entry);
  double target = cdl_axis_pixel (price, setup->take_profit);
  double stop = cdl_axis_pixel (price, setup->stop_loss);

  cdl_drawing_fill (self, &self->theme->gain_band, x, MIN (entry, target), width,
                    fabs (target - entry));
  cdl_drawing_fill (self, &self->theme->loss_band, x, MIN (entry, stop), width,
                    fabs (stop - entry));
}

static gboolean
in_sight (const CdlDrawing *self, const CdlSetup *setup)
{
  return end_of (self, setup) >= self->view.from && setup->created_at <= self->view.to;
}

void
cdl_drawing_setups (CdlDrawing *self)
{
  g_auto (CdlColumnSet) columns = { 0 };
  gsize visible = 0;
  gboolean crowded;

  cdl_column_set_init (&columns, self->frame.layout.plot_right);
  for (gsize i = 0; i < self->data->n_setups; i++)
    visible += in_sight (self, &self->data->setups[i]) ? 1 : 0;
  crowded = (double) visible * ROOM_FOR_ONE > self->frame.layout.plot_right;

  for (gsize i = 0; i < self->data->n_setups; i++)
    {
      const CdlSetup *setup = &self->data->setups[i];
      CdlChartSetup kind = cdl_chart_setup_of (setup->fate);
      const GdkRGBA *color = &self->theme->setup[kind];
      double entry = isfinite (setup->entry) ? setup->entry : setup->close, x, end;

      if (!in_sight (self, setup))
        continue;
      x = cdl_axis_pixel (&self->frame.time, (double) setup->created_at);
      end = cdl_axis_pixel (&self->frame.time, (double) end_of (self, setup));
      if (setup->seq == self->data->selected_setup)
        draw_selected (self, setup, x, end);
      if (crowded)
        {
          if (cdl_column_set_take (&columns, end, (guint) kind, 3))
            draw_level (self, color, entry, x, end, 2.0);
          continue;
        }
      draw_level (self, color, entry, x, end, 2.0);
      if (kind != CDL_CHART_SETUP_REFUSED)
        {
          draw_level (self, &self->theme->loss, setup->stop_loss, x, end, 1.0);
          draw_level (self, &self->theme->gain, setup->take_profit, x, end, 1.0);
        }
      draw_mark (self, kind, color, end, cdl_axis_pixel (&self->frame.price, entry));
    }
}

/* Words of the legend where the data brings none. */
static const char *const english[CDL_CHART_N_SETUPS] = {
  [CDL_CHART_SETUP_ENTERED] = "entered",
  [CDL_CHART_SETUP_WAITED] = "not reached",
  [CDL_CHART_SETUP_MISSED] = "stop loss first",
  [CDL_CHART_SETUP_REFUSED] = "refused",
};

/* Names of the lines, and what the marks of setups mean, over the top of the plot. */
void
cdl_drawing_legend (CdlDrawing *self)
{
  const CdlChartData *data = self->data;
  const char *const *words = data->setup_words != NULL ? data->setup_words : english;
  double x = 10.0, y = self->frame.layout.price_top + 28.0; /* below the readout */

  for (gsize i = 0; i < data->n_lines && cdl_drawing_shows (self, CDL_CHART_LINES); i++)
    {
      cdl_drawing_fill (self, &self->theme->line[i % CDL_CHART_N_LINE_COLORS], x, y - 1.0, 14.0,
                        2.0);
      x += 20.0 + cdl_drawing_text (self, data->lines[i].name, x + 20.0, y, 0.0) + 14.0;
    }
  for (int kind = 0; kind < CDL_CHART_N_SETUPS && cdl_drawing_shows (self, CDL_CHART_SETUPS);
       kind++)
    {
      gboolean there = FALSE;

      for (gsize i = 0; i < data->n_setups && !there; i++)
        there = (int) cdl_chart_setup_of (data->setups[i].fate) == kind;
      if (!there)
        continue;
      draw_mark (self, (CdlChartSetup) kind, &self->theme->setup[kind], x + 4.0, y);
      x += 14.0 + cdl_drawing_text (self, words[kind], x + 14.0, y, 0.0) + 14.0;
    }
}
