#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Words in drawings, with a layout that is used for all of them. Widths are in pixels. */

double cdl_chart_text_width (PangoLayout *layout, const char *words);

/* align: 0 right of x, 1 left of it, 0.5 around it; y is the middle. On whole pixels. Returns the
 * width. */
double cdl_chart_text (GtkSnapshot *snapshot,
                       PangoLayout *layout,
                       const char *words,
                       const GdkRGBA *color,
                       double x,
                       double y,
                       double align);

G_END_DECLS
