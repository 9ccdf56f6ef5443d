#include "cdl-heat-drawing.h"

#include <glib/gi18n.h>
#include <math.h>

#include "cdl-chart-text.h"
#include "cdl-chart-theme.h"
#include "cdl-number.h"
#include "cdl-run-text.h"

#define MARGIN       12.0
#define LEGEND       40.0 /* height of it */
#define LEGEND_WIDTH 180.0
#define GAP          6.0
#define LINE         18.0 /* height of a line of text */

/* A map of few cells does not grow into a poster. */
#define MAX_CELL_WIDTH  150.0
#define MAX_CELL_HEIGHT 72.0

/* Cells have a line between them while they are large enough for one. */
#define SEPARATE 5.0

/* Above so many cells one picture is scaled, in place of a rectangle each. */
#define MANY_CELLS 20000

typedef struct
{
  GtkSnapshot *snapshot;
  const CdlHeatPicture *picture;
  const CdlHeatLayout *layout;
  PangoLayout *text;
  GdkRGBA colour; /* of text beside the cells */
  gboolean dark;
} Drawing;

static char *
axis_text (double value)
{
  char number[CDL_NUMBER_SIZE];

  return g_strdup (cdl_number_format (value, number));
}

static double
widest (PangoLayout *text, const double *values, gsize n)
{
  double width = 0.0;

  for (gsize i = 0; i < n; i += MAX (n / 200, 1))
    {
      g_autofree char *words = axis_text (values[i]);

      width = MAX (width, cdl_chart_text_width (text, words));
    }

  return width;
}

CdlHeatLayout
cdl_heat_layout (const CdlHeatPicture *picture, PangoContext *pango, double width, double height)
{
  g_autoptr (PangoLayout) text = pango_layout_new (pango);
  const CdlHeatMap *map = picture->map;
  double label
      = MAX (widest (text, map->y, map->n_y), cdl_chart_text_width (text, picture->y_name));
  CdlHeatLayout self = { .left = floor (MARGIN + label + GAP), .top = LEGEND + LINE };

  self.cell_width = MIN ((width - self.left - MARGIN) / (double) map->n_x, MAX_CELL_WIDTH);
  self.cell_height
      = MIN ((height - self.top - 2.0 * LINE - MARGIN) / (double) map->n_y, MAX_CELL_HEIGHT);
  self.cell_width = MAX (self.cell_width, 0.0);
  self.cell_height = MAX (self.cell_height, 0.0);
  self.width = self.cell_width * (double) map->n_x;
  self.height = self.cell_height * (double) map->n_y;

  return self;
}

graphene_rect_t
cdl_heat_layout_cell (const CdlHeatLayout *self, const CdlHeatMap *map, gsize x, gsize y)
{
  double left = floor (self->left + (double) x * self->cell_width);
  double top = floor (self->top + (double) (map->n_y - 1 - y) * self->cell_height);
  double right = floor (self->left + (double) (x + 1) * self->cell_width);
  double bottom = floor (self->top + (double) (map->n_y - y) * self->cell_height);
  double gap = MIN (self->cell_width, self->cell_height) >= SEPARATE ? 1.0 : 0.0;

  return GRAPHENE_RECT_INIT ((float) left, (float) top, (float) MAX (right - left - gap, 1.0),
                             (float) MAX (bottom - top - gap, 1.0));
}

/* --- Cells --- */

static void
draw_cell (Drawing *self, gsize x, gsize y, const CdlHeatCell *cell, gboolean with_text)
{
  graphene_rect_t place = cdl_heat_layout_cell (self->layout, self->picture->map, x, y);
  g_autofree char *words = NULL;
  graphene_point_t middle;
  GdkRGBA fill, colour;

  if (isnan (cell->value))
    return;
  fill = cdl_heat_scale_color (&self->picture->scale, cell->value, self->dark);
  gtk_snapshot_append_color (self->snapshot, &fill, &place);
  if (!with_text)
    return;

  words = cdl_stat_value_text (self->picture->stat, cell->value);
  if (cdl_chart_text_width (self->text, words) + 4.0 > (double) place.size.width)
    return;
  colour = cdl_heat_scale_text (&fill);
  graphene_rect_get_center (&place, &middle);
  cdl_chart_text (self->snapshot, self->text, words, &colour, (double) middle.x, (double) middle.y,
                  0.5);
}

static void
draw_cells (Drawing *self)
{
  const CdlHeatMap *map = self->picture->map;
  gboolean with_text = self->layout->cell_height >= LINE - 2.0 && self->layout->cell_width >= 24.0;

  for (gsize y = 0; y < map->n_y; y++)
    for (gsize x = 0; x < map->n_x; x++)
      draw_cell (self, x, y, &map->cells[y * map->n_x + x], with_text);
}

/* A pixel for each cell. */
static void
draw_picture (Drawing *self)
{
  const CdlHeatMap *map = self->picture->map;
  gsize stride = map->n_x * 4;
  guint8 *pixels = g_malloc0 (stride * map->n_y);
  g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, stride * map->n_y);
  g_autoptr (GdkTexture) texture = NULL;

  for (gsize y = 0; y < map->n_y; y++)
    for (gsize x = 0; x < map->n_x; x++)
      {
        const CdlHeatCell *cell = &map->cells[y * map->n_x + x];
        guint8 *pixel = pixels + (map->n_y - 1 - y) * stride + x * 4;
        GdkRGBA fill;

        if (isnan (cell->value))
          continue;
        fill = cdl_heat_scale_color (&self->picture->scale, cell->value, self->dark);
        pixel[0] = (guint8) (fill.red * 255.0f);
        pixel[1] = (guint8) (fill.green * 255.0f);
        pixel[2] = (guint8) (fill.blue * 255.0f);
        pixel[3] = 255;
      }
  texture
      = gdk_memory_texture_new ((int) map->n_x, (int) map->n_y, GDK_MEMORY_R8G8B8A8, bytes, stride);
  gtk_snapshot_append_texture (
      self->snapshot, texture,
      &GRAPHENE_RECT_INIT ((float) self->layout->left, (float) self->layout->top,
                           (float) self->layout->width, (float) self->layout->height));
}

/* --- What stands around them --- */

static void
draw_axes (Drawing *self)
{
  const CdlHeatLayout *layout = self->layout;
  const CdlHeatMap *map = self->picture->map;
  double bottom = layout->top + layout->height;
  double wide = widest (self->text, map->x, map->n_x) + 2.0 * GAP;
  gsize step_x = (gsize) MAX (ceil (wide / MAX (layout->cell_width, 0.01)), 1.0);
  gsize step_y = (gsize) MAX (ceil (LINE / MAX (layout->cell_height, 0.01)), 1.0);

  for (gsize x = 0; x < map->n_x; x += step_x)
    {
      g_autofree char *words = axis_text (map->x[x]);

      cdl_chart_text (self->snapshot, self->text, words, &self->colour,
                      layout->left + ((double) x + 0.5) * layout->cell_width,
                      bottom + LINE / 2.0 + 2.0, 0.5);
    }
  for (gsize y = 0; y < map->n_y; y += step_y)
    {
      g_autofree char *words = axis_text (map->y[y]);

      cdl_chart_text (self->snapshot, self->text, words, &self->colour, layout->left - GAP,
                      bottom - ((double) y + 0.5) * layout->cell_height, 1.0);
    }

  pango_layout_set_attributes (self->text, NULL);
  cdl_chart_text (self->snapshot, self->text, self->picture->x_name, &self->colour,
                  layout->left + layout->width / 2.0, bottom + 1.5 * LINE + 2.0, 0.5);
  cdl_chart_text (self->snapshot, self->text, self->picture->y_name, &self->colour,
                  layout->left - GAP, layout->top - LINE / 2.0, 1.0);
}

/* The colours from low to high, and what they stand for. */
static void
draw_legend (Drawing *self)
{
  const CdlHeatScale *scale = &self->picture->scale;
  g_autofree char *low = cdl_stat_value_text (self->picture->stat, scale->low);
  g_autofree char *high = cdl_stat_value_text (self->picture->stat, scale->high);
  g_autofree char *from = g_strconcat (scale->low_cut ? "≤ " : "", low, NULL);
  g_autofree char *to = g_strconcat (scale->high_cut ? "≥ " : "", high, NULL);
  double left = self->layout->left + cdl_chart_text_width (self->text, from) + GAP, y = 8.0;
  const char *better = scale->higher_is_better ? _ ("higher is better") : _ ("lower is better");

  cdl_chart_text (self->snapshot, self->text, from, &self->colour, left - GAP, y + 6.0, 1.0);
  for (int i = 0; i < (int) LEGEND_WIDTH; i += 2)
    {
      double value = scale->low + (scale->high - scale->low) * i / (LEGEND_WIDTH - 2.0);
      GdkRGBA fill = cdl_heat_scale_color (scale, value, self->dark);

      gtk_snapshot_append_color (
          self->snapshot, &fill,
          &GRAPHENE_RECT_INIT ((float) left + (float) i, (float) y, 2.0f, 12.0f));
    }
  if (scale->low < 0.0 && scale->high > 0.0)
    cdl_chart_text (self->snapshot, self->text, "0", &self->colour,
                    left - LEGEND_WIDTH * scale->low / (scale->high - scale->low), y + 20.0, 0.5);
  left += LEGEND_WIDTH + GAP;
  cdl_chart_text (self->snapshot, self->text, to, &self->colour, left, y + 6.0, 0.0);
  left += cdl_chart_text_width (self->text, to) + 3.0 * GAP;
  cdl_chart_text (self->snapshot, self->text, better, &self->colour, left, y + 6.0, 0.0);
}

void
cdl_heat_draw (GtkSnapshot *snapshot,
               const CdlHeatPicture *picture,
               const CdlHeatLayout *layout,
               PangoContext *pango,
               gboolean dark)
{
  g_autoptr (PangoLayout) text = pango_layout_new (pango);
  Drawing self = { .snapshot = snapshot,
                   .picture = picture,
                   .layout = layout,
                   .text = text,
                   .colour = cdl_chart_theme (dark, CDL_CHART_GREEN_RED)->text,
                   .dark = dark };

  if (layout->cell_width <= 0.0 || layout->cell_height <= 0.0)
    return;
  if (picture->map->n_x * picture->map->n_y > MANY_CELLS)
    draw_picture (&self);
  else
    draw_cells (&self);
  draw_axes (&self);
  draw_legend (&self);
}
