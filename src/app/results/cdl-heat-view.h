#pragma once

#include <gtk/gtk.h>

#include "cdl-store.h"

G_BEGIN_DECLS

/* A statistic of the runs of a test, or of all that match a filter, over two of their parameters:
 * as a heat map, and the same as a table. Signal "run-activated" (run id). */
#define CDL_TYPE_HEAT_VIEW (cdl_heat_view_get_type ())
G_DECLARE_FINAL_TYPE (CdlHeatView, cdl_heat_view, CDL, HEAT_VIEW, GtkBox)

/* Asks anew, now or when it comes in sight. filter is copied. */
void cdl_heat_view_ask (CdlHeatView *self, CdlStore *store, const CdlRunFilter *filter);

G_END_DECLS
