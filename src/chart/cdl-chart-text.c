#include "cdl-chart-text.h"

#include <math.h>

double
cdl_chart_text_width (PangoLayout *layout, const char *words)
{
  int width;

  pango_layout_set_text (layout, words, -1);
  pango_layout_get_pixel_size (layout, &width, NULL);

  return width;
}

double
cdl_chart_text (GtkSnapshot *snapshot,
                PangoLayout *layout,
                const char *words,
                const GdkRGBA *color,
                double x,
                double y,
                double align)
{
  int width, height;

  pango_layout_set_text (layout, words, -1);
  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) round (x - align * width),
                                                          (float) round (y - height / 2.0)));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);

  return width;
}
