#include "cdl-chart-drawing-private.h"

#include "cdl-time.h"

/* Setups that need less room each share marks. */
#define ROOM_FOR_ONE 24.0

/* Stop loss and take profit of a shorter life, pixels, would be dots that nobody understands. */
#define ROOM_FOR_LEVELS 8.0

#define MARK 5.0

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
    cdl_drawing_box (self, color, x, cdl_axis_pixel (&self->frame.price, price), MAX (end - x, 2.0),
                     thickness);
}

void
cdl_drawing_setup_mark (CdlDrawing *self,
                        CdlChartSetup kind,
                        const GdkRGBA *color,
                        double x,
                        double y)
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

/* What a crowd shares of the shapes above: full, a dot, a lying or a standing bar. */
static void
draw_crowds (CdlDrawing *self, const CdlCrowds *crowds)
{
  static const struct
  {
    double wide, high; /* of the size */
  } shapes[CDL_CHART_N_SETUPS] = {
    [CDL_CHART_SETUP_ENTERED] = { 1.0, 1.0 },
    [CDL_CHART_SETUP_WAITED] = { 0.5, 0.5 },
    [CDL_CHART_SETUP_MISSED] = { 1.25, 0.35 },
    [CDL_CHART_SETUP_REFUSED] = { 0.35, 1.25 },
  };

  for (guint column = 0; column < crowds->n_columns; column++)
    for (guint kind = 0; kind < CDL_CHART_N_SETUPS; kind++)
      {
        const CdlCrowd *crowd = cdl_crowds_get (crowds, kind, column);
        double wide, high;

        if (crowd == NULL)
          continue;
        wide = MAX (round (shapes[kind].wide * cdl_crowd_size (crowd) / 2.0), 1.0);
        high = MAX (round (shapes[kind].high * cdl_crowd_size (crowd)), 1.0);
        cdl_drawing_fill (self, &self->theme->setup[kind],
                          floor ((column + 0.5) * CDL_CROWD_WIDTH - wide / 2.0),
                          floor ((crowd->highest + crowd->lowest - high) / 2.0), wide, high);
      }
}

static gboolean
in_sight (const CdlDrawing *self, const CdlSetup *setup)
{
  return end_of (self, setup) >= self->view.from && setup->created_at <= self->view.to;
}

static void
draw_setup (CdlDrawing *self, const CdlSetup *setup)
{
  CdlChartSetup kind = cdl_chart_setup_of (setup->fate);
  const GdkRGBA *color = &self->theme->setup[kind];
  double entry = isfinite (setup->entry) ? setup->entry : setup->close;
  double x = cdl_axis_pixel (&self->frame.time, (double) setup->created_at);
  double end = cdl_axis_pixel (&self->frame.time, (double) end_of (self, setup));

  draw_level (self, color, entry, x, end, 2.0);
  if (kind != CDL_CHART_SETUP_REFUSED && end - x >= ROOM_FOR_LEVELS)
    {
      draw_level (self, &self->theme->loss, setup->stop_loss, x, end, 1.0);
      draw_level (self, &self->theme->gain, setup->take_profit, x, end, 1.0);
    }
  cdl_drawing_setup_mark (self, kind, color, end, cdl_axis_pixel (&self->frame.price, entry));
}

static void
add_to_crowds (const CdlDrawing *self, CdlCrowds *crowds, const CdlSetup *setup)
{
  double entry = isfinite (setup->entry) ? setup->entry : setup->close;

  cdl_crowds_add (crowds, cdl_chart_setup_of (setup->fate),
                  cdl_axis_pixel (&self->frame.time, (double) end_of (self, setup)),
                  cdl_axis_pixel (&self->frame.price, entry), 0.0);
}

void
cdl_drawing_setups (CdlDrawing *self)
{
  g_auto (CdlCrowds) crowds = { 0 };
  double width = self->frame.layout.plot_right;
  gsize visible = 0;
  gboolean crowded;

  for (gsize i = 0; i < self->data->n_setups; i++)
    visible += in_sight (self, &self->data->setups[i]) ? 1 : 0;
  crowded = (double) visible * ROOM_FOR_ONE > width;
  if (crowded)
    cdl_crowds_init (&crowds, width, CDL_CHART_N_SETUPS);
  for (gsize i = 0; i < self->data->n_setups; i++)
    {
      const CdlSetup *setup = &self->data->setups[i];

      if (in_sight (self, setup) && crowded)
        add_to_crowds (self, &crowds, setup);
      else if (in_sight (self, setup))
        draw_setup (self, setup);
    }
  if (crowded)
    draw_crowds (self, &crowds);
}
