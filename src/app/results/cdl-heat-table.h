#pragma once

#include <gtk/gtk.h>

#include "cdl-heat-map.h"

G_BEGIN_DECLS

/* The cells of a heat map as rows, for those who read figures. Signal "activated" (id of the run to
 * open). */
#define CDL_TYPE_HEAT_TABLE (cdl_heat_table_get_type ())
G_DECLARE_FINAL_TYPE (CdlHeatTable, cdl_heat_table, CDL, HEAT_TABLE, GtkWidget)

/* Copies what it shows; NULL: nothing. */
void cdl_heat_table_set_map (CdlHeatTable *self,
                             const CdlHeatMap *map,
                             const char *x_name,
                             const char *y_name,
                             CdlStat stat);

G_END_DECLS
