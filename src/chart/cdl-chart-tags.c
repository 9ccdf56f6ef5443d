#include "cdl-chart-drawing-private.h"

#include "cdl-text.h"

/* Tags do not lie over each other: they make room, as far apart as that. */
#define APART 18.0

static void
add (CdlDrawing *self, const GdkRGBA *color, double price)
{
  const CdlChartLayout *layout = &self->frame.layout;
  double y = cdl_axis_pixel (&self->frame.price, price);

  if (isfinite (y) && y >= layout->price_top && y <= layout->price_bottom)
    self->tag[self->n_tags++] = (CdlTag){ color, price, floor (y) };
}

static int
by_place (gconstpointer a, gconstpointer b)
{
  double first = ((const CdlTag *) a)->y, second = ((const CdlTag *) b)->y;

  return first < second ? -1 : first > second ? 1 : 0;
}

/* From the top down, and what went over the lower end up again. */
static void
spread (CdlDrawing *self)
{
  CdlTag *tag = self->tag;

  qsort (tag, self->n_tags, sizeof tag[0], by_place);
  for (guint i = 1; i < self->n_tags; i++)
    tag[i].y = MAX (tag[i].y, tag[i - 1].y + APART);
  for (guint i = self->n_tags; i > 0; i--)
    {
      double lowest = i == self->n_tags ? self->frame.layout.price_bottom : tag[i].y - APART;

      tag[i - 1].y = MIN (tag[i - 1].y, lowest);
    }
}

/* The last price of all: one sees it wherever one looks, as long as the scale reaches it. */
static void
add_last_price (CdlDrawing *self)
{
  const CdlKlines *klines = &self->data->klines;
  CdlChartBar bar;

  cdl_chart_bar_at (klines, self->data->pyramid, self->frame.interval,
                    klines->open_time[klines->n - 1], &bar);
  add (self, bar.merged.close >= bar.merged.open ? &self->theme->up : &self->theme->down,
       bar.merged.close);
}

void
cdl_drawing_place_tags (CdlDrawing *self)
{
  CdlLevels levels;

  self->n_tags = 0;
  if (cdl_drawing_shows (self, CDL_CHART_KLINES))
    add_last_price (self);
  if (cdl_drawing_levels (self, &levels))
    {
      add (self, &self->theme->text, levels.entry);
      add (self, &self->theme->gain, levels.take_profit);
      add (self, &self->theme->loss, levels.stop_loss);
    }
  spread (self);
}

void
cdl_drawing_tags (CdlDrawing *self)
{
  const CdlKlines *klines = &self->data->klines;
  double last = klines->field[CDL_FIELD_CLOSE][klines->n - 1];
  int places = cdl_chart_data_places (self->data);

  for (guint i = 0; i < self->n_tags; i++)
    {
      const CdlTag *tag = &self->tag[i];
      g_autofree char *words = cdl_text_number (tag->price, places);

      if (tag->color == &self->theme->up || tag->color == &self->theme->down)
        cdl_drawing_dashes (self, tag->color, 0.0, self->frame.layout.plot_right,
                            cdl_axis_pixel (&self->frame.price, last));
      cdl_drawing_tag (self, tag->color, words, tag->y);
    }
}
