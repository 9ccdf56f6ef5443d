#pragma once

#include <gtk/gtk.h>

#include "cdl-heat-map.h"

G_BEGIN_DECLS

/* A heat map to look at, with a cursor that arrow keys move. Its accessible description is what the
 * cursor is on. Signal "activated" (id of the run to open): a cell was clicked, or Enter pressed.
 */
#define CDL_TYPE_HEAT_GRID (cdl_heat_grid_get_type ())
G_DECLARE_FINAL_TYPE (CdlHeatGrid, cdl_heat_grid, CDL, HEAT_GRID, GtkWidget)

/* Takes map over; NULL or one without values: nothing is shown. The cursor goes to the best cell.
 */
void cdl_heat_grid_set_map (CdlHeatGrid *self,
                            CdlHeatMap *map,
                            const char *x_name,
                            const char *y_name,
                            CdlStat stat);

G_END_DECLS
