#include <glib/gi18n-lib.h>

#include "cdl-chart-drawing-private.h"
#include "cdl-text.h"
#include "cdl-time.h"
#include "cdl-time-ticks.h"

#define LEFT       8.0
#define TOP        13.0
#define ROW_HEIGHT 18.0
#define GAP        12.0

/* Where the next words go. */
typedef struct
{
  double x, y;
} Pen;

/* Words that no longer fit into the row go to the next one. */
static void
make_room (CdlDrawing *self, Pen *pen, double width)
{
  if (pen->x > LEFT && pen->x + width > self->frame.layout.plot_right)
    *pen = (Pen){ LEFT, pen->y + ROW_HEIGHT };
}

static void
put (CdlDrawing *self, Pen *pen, const char *words, const GdkRGBA *color, double gap)
{
  make_room (self, pen, cdl_drawing_text_width (self, words));
  pen->x += cdl_drawing_text (self, words, color, pen->x, pen->y, 0.0) + gap;
}

/* "O 140.87": the name dim, the value in its colour. */
static void
put_value (CdlDrawing *self, Pen *pen, const char *name, const char *value, const GdkRGBA *color)
{
  double width = cdl_drawing_text_width (self, name);

  make_room (self, pen, width + 4.0 + cdl_drawing_text_width (self, value));
  put (self, pen, name, &self->theme->dim, 4.0);
  put (self, pen, value, color, GAP);
}

/* The close of the kline before a bar; its open if there is none. */
static double
close_before (const CdlKlines *klines, const CdlChartBar *bar)
{
  return bar->merged.first > 0 ? klines->field[CDL_FIELD_CLOSE][bar->merged.first - 1]
                               : bar->merged.open;
}

static void
write_bar (CdlDrawing *self, Pen *pen, const CdlChartBar *bar)
{
  const CdlKlines *klines = &self->data->klines;
  const CdlBar *merged = &bar->merged;
  const GdkRGBA *color = merged->close >= merged->open ? &self->theme->up : &self->theme->down;
  int places = cdl_chart_data_places (self->data);
  double before = close_before (klines, bar), change = merged->close - before;
  const struct
  {
    const char *name;
    double price;
  } prices[] = {
    { "O", merged->open }, { "H", merged->high }, { "L", merged->low }, { "C", merged->close }
  };
  g_autofree char *by = cdl_text_signed (change, places);
  g_autofree char *share = cdl_text_signed (100.0 * change / before, 2);
  g_autofree char *changed = g_strdup_printf ("%s (%s %%)", by, share);

  put (self, pen, cdl_interval_name (self->frame.interval), &self->theme->text, GAP);
  for (gsize i = 0; i < G_N_ELEMENTS (prices); i++)
    {
      g_autofree char *price = cdl_text_number (prices[i].price, places);

      put_value (self, pen, prices[i].name, price, color);
    }
  put (self, pen, changed, color, GAP);
  if (klines->field[CDL_FIELD_VOLUME] != NULL)
    {
      g_autofree char *volume = cdl_text_short_number (merged->volume);

      put_value (self, pen, "V", volume, color);
    }
}

/* Names of the lines with their values at the last closes up to then. */
static void
write_lines (CdlDrawing *self, Pen *pen, const CdlChartBar *bar)
{
  const CdlChartData *data = self->data;
  int places = cdl_chart_data_places (data);

  for (gsize i = 0; i < data->n_lines; i++)
    {
      const CdlChartLine *line = &data->lines[i];
      const GdkRGBA *color = &self->theme->line[i % CDL_CHART_N_LINE_COLORS];
      gssize at = cdl_klines_last_closed (&line->klines, bar->end - 1);
      double value = at >= 0 ? line->values[at] : (double) NAN;
      g_autofree char *number = cdl_text_number (value, places);

      make_room (self, pen,
                 20.0 + cdl_drawing_text_width (self, line->name)
                     + cdl_drawing_text_width (self, number));
      cdl_drawing_fill (self, color, pen->x, pen->y - 1.0, 12.0, 2.0);
      pen->x += 16.0;
      put_value (self, pen, line->name, number, color);
    }
}

static const char *
setup_word (const CdlChartData *data, CdlChartSetup kind)
{
  if (data->words != NULL && data->words->setup[kind] != NULL)
    return data->words->setup[kind];
  switch (kind)
    {
    case CDL_CHART_SETUP_ENTERED:
      return _ ("entered");
    case CDL_CHART_SETUP_WAITED:
      return _ ("not reached");
    case CDL_CHART_SETUP_MISSED:
      return _ ("stop loss first");
    case CDL_CHART_SETUP_REFUSED:
    default:
      return _ ("refused");
    }
}

/* What the marks of setups mean, of those that there are. */
static void
write_setups (CdlDrawing *self, Pen *pen)
{
  const CdlChartData *data = self->data;
  guint there = 0;

  for (gsize i = 0; i < data->n_setups && there != (1u << CDL_CHART_N_SETUPS) - 1; i++)
    there |= 1u << cdl_chart_setup_of (data->setups[i].fate);
  for (guint i = 0; i < CDL_CHART_N_SETUPS; i++)
    {
      const char *word = setup_word (data, (CdlChartSetup) i);

      if (!(there & 1u << i))
        continue;
      make_room (self, pen, 12.0 + cdl_drawing_text_width (self, word));
      cdl_drawing_setup_mark (self, (CdlChartSetup) i, &self->theme->setup[i], pen->x + 4.0,
                              pen->y);
      pen->x += 12.0;
      put (self, pen, word, &self->theme->dim, GAP);
    }
}

/* "Equity 10,136.94" over the panel, or the same with the drawdown. */
static void
write_panel (CdlDrawing *self, double top, const char *name, const char *value)
{
  Pen pen = { LEFT, top + 9.0 };

  put (self, &pen, name, &self->theme->dim, 6.0);
  if (value != NULL)
    put (self, &pen, value, &self->theme->text, 0.0);
}

static void
write_panels (CdlDrawing *self, gint64 time)
{
  const CdlChartLayout *layout = &self->frame.layout;
  double equity = 0.0, drawdown = 0.0;
  gboolean known = cdl_chart_data_equity (self->data, time, &equity, &drawdown);
  g_autofree char *money = known ? cdl_text_number (equity, 2) : NULL;
  g_autofree char *share = cdl_text_number (drawdown, 2);
  g_autofree char *under = known ? g_strconcat (share, " %", NULL) : NULL;

  if (layout->equity_bottom > layout->equity_top)
    write_panel (self, layout->equity_top, _ ("Equity"), money);
  if (layout->drawdown_bottom > layout->drawdown_top)
    write_panel (self, layout->drawdown_top, _ ("Drawdown"), under);
}

void
cdl_chart_draw_words (GtkSnapshot *snapshot,
                      const CdlChartData *data,
                      const CdlChartFrame *frame,
                      gint64 time,
                      const CdlChartTheme *theme,
                      PangoContext *pango)
{
  g_autoptr (PangoLayout) text = cdl_drawing_text_new (pango);
  CdlDrawing self = { snapshot, data, theme, text, *frame };
  Pen pen = { LEFT, TOP };
  CdlChartBar bar;

  if (data->klines.n == 0)
    return;
  cdl_chart_bar_at (&data->klines, data->pyramid, frame->interval, time, &bar);
  cdl_drawing_clip (&self, 0.0, frame->layout.axis_top);
  write_bar (&self, &pen, &bar);
  if (pen.x > LEFT)
    pen = (Pen){ LEFT, pen.y + ROW_HEIGHT };
  if (cdl_chart_data_shows (data, CDL_CHART_LINES))
    write_lines (&self, &pen, &bar);
  if (cdl_chart_data_shows (data, CDL_CHART_SETUPS))
    write_setups (&self, &pen);
  if (frame->has_panels)
    write_panels (&self, bar.end - 1);
  gtk_snapshot_pop (snapshot);
}
