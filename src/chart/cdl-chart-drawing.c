#include "cdl-chart-drawing-private.h"

#include "cdl-chart-text.h"

#define ARROW_ROWS 6
#define TEXT_SCALE 0.85
#define TAG_HALF   8.0

PangoLayout *
cdl_drawing_text_new (PangoContext *pango)
{
  PangoLayout *text = pango_layout_new (pango);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_attr_list_insert (attributes, pango_attr_scale_new (TEXT_SCALE));
  pango_layout_set_attributes (text, attributes);
  pango_attr_list_unref (attributes);

  return text;
}

void
cdl_drawing_fill (CdlDrawing *self,
                  const GdkRGBA *color,
                  double x,
                  double y,
                  double width,
                  double height)
{
  if (width > 0.0 && height > 0.0)
    gtk_snapshot_append_color (
        self->snapshot, color,
        &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height));
}

void
cdl_drawing_box (CdlDrawing *self,
                 const GdkRGBA *color,
                 double x,
                 double y,
                 double width,
                 double height)
{
  double left = floor (x), top = floor (y);

  cdl_drawing_fill (self, color, left, top, MAX (floor (x + width) - left, 1.0),
                    MAX (floor (y + height) - top, 1.0));
}

void
cdl_drawing_line (CdlDrawing *self,
                  const GdkRGBA *color,
                  double x,
                  double y,
                  double end_x,
                  double end_y,
                  double thickness)
{
  double length = hypot (end_x - x, end_y - y);

  if (!(length > 0.0))
    return;
  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (self->snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_rotate (self->snapshot, (float) (atan2 (end_y - y, end_x - x) * 180.0 / G_PI));
  /* A little longer: pieces of a curve leave no gaps where they bend. */
  cdl_drawing_fill (self, color, -0.4, -thickness / 2.0, length + 0.8, thickness);
  gtk_snapshot_restore (self->snapshot);
}

void
cdl_drawing_dashes (CdlDrawing *self, const GdkRGBA *color, double x, double end, double y)
{
  const float dash = 3.0f;

  x = floor (x);
  y = floor (y);
  if (!(end > x))
    return;
  gtk_snapshot_push_repeat (self->snapshot,
                            &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) (end - x), 1.0f),
                            &GRAPHENE_RECT_INIT ((float) x, (float) y, 2.0f * dash, 1.0f));
  cdl_drawing_fill (self, color, x, y, (double) dash, 1.0);
  gtk_snapshot_pop (self->snapshot);
}

void
cdl_drawing_arrow (CdlDrawing *self,
                   const GdkRGBA *color,
                   double x,
                   double y,
                   gboolean up,
                   gboolean hollow)
{
  x = floor (x);
  y = floor (y);
  for (int row = 0; row < ARROW_ROWS; row++)
    {
      double at = y + (up ? row : -1 - row);

      cdl_drawing_fill (self, color, x - row, at, 2.0 * row + 1.0, 1.0);
      if (hollow && row > 1 && row < ARROW_ROWS - 1)
        cdl_drawing_fill (self, &self->theme->background, x - row + 2.0, at, 2.0 * row - 3.0, 1.0);
    }
}

double
cdl_drawing_text_width (CdlDrawing *self, const char *words)
{
  return cdl_chart_text_width (self->text, words);
}

double
cdl_drawing_text (CdlDrawing *self,
                  const char *words,
                  const GdkRGBA *color,
                  double x,
                  double y,
                  double align)
{
  return cdl_chart_text (self->snapshot, self->text, words, color, x, y, align);
}

void
cdl_drawing_plate (CdlDrawing *self,
                   const char *words,
                   const GdkRGBA *color,
                   double x,
                   double y,
                   double align)
{
  double width = cdl_drawing_text_width (self, words);

  cdl_drawing_box (self, &self->theme->plate, x - align * width - 2.0, y - 7.0, width + 4.0, 14.0);
  cdl_drawing_text (self, words, color, x, y, align);
}

void
cdl_drawing_tag (CdlDrawing *self, const GdkRGBA *color, const char *words, double y)
{
  static const GdkRGBA black = { 0.0f, 0.0f, 0.0f, 1.0f }, white = { 1.0f, 1.0f, 1.0f, 1.0f };
  const CdlChartLayout *layout = &self->frame.layout;
  float bright = 0.299f * color->red + 0.587f * color->green + 0.114f * color->blue;

  cdl_drawing_fill (self, color, layout->plot_right + 1.0, floor (y) - TAG_HALF,
                    layout->width - layout->plot_right - 1.0, 2.0 * TAG_HALF + 1.0);
  cdl_drawing_text (self, words, bright > 0.55f ? &black : &white, layout->plot_right + 8.0, y,
                    0.0);
}

void
cdl_drawing_clip (CdlDrawing *self, double top, double bottom)
{
  gtk_snapshot_push_clip (
      self->snapshot, &GRAPHENE_RECT_INIT (0.0f, (float) top, (float) self->frame.layout.plot_right,
                                           (float) (bottom - top)));
}
