#pragma once

#include <gtk/gtk.h>

#include "cdl-heat-scale.h"

G_BEGIN_DECLS

/* What is drawn of a heat map, and where: a column for each x, a row for each y, the lowest at the
 * bottom; the scale above them. */
typedef struct
{
  const CdlHeatMap *map;
  CdlHeatScale scale;
  CdlStat stat;
  const char *x_name, *y_name;
} CdlHeatPicture;

typedef struct
{
  double left, top; /* of the cells, pixels */
  double cell_width, cell_height;
  double width, height; /* of all cells */
} CdlHeatLayout;

/* The cells as large as there is room, up to a size. */
CdlHeatLayout
cdl_heat_layout (const CdlHeatPicture *picture, PangoContext *pango, double width, double height);

/* The rectangle of a cell. */
graphene_rect_t
cdl_heat_layout_cell (const CdlHeatLayout *self, const CdlHeatMap *map, gsize x, gsize y);

/* Pure, as cdl_chart_draw(). */
void cdl_heat_draw (GtkSnapshot *snapshot,
                    const CdlHeatPicture *picture,
                    const CdlHeatLayout *layout,
                    PangoContext *pango,
                    gboolean dark);

G_END_DECLS
