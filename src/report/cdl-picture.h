#pragma once

#include <gio/gio.h>

#include "cdl-chart-draw.h"

G_BEGIN_DECLS

/* A chart as a PNG picture, drawn without a display; call gtk_init_check() before, whatever it
 * says. In another thread than the main one, it waits until that one's loop has drawn it; pixels
 * and their compression are made here. width and height in pixels of the page, which the picture
 * has `scale` times. NULL with G_IO_ERROR if there is no memory for it. */
GBytes *cdl_picture_chart (const CdlChartData *data,
                           const CdlChartView *view,
                           int width,
                           int height,
                           int scale,
                           const CdlChartTheme *theme,
                           GError **error);

G_END_DECLS
