#pragma once

#include <gtk/gtk.h>

#include "cdl-compared-runs.h"

G_BEGIN_DECLS

/* Two to eight runs side by side: equity over one another, parameters and settings with those that
 * differ marked, statistics with the best marked. */
#define CDL_TYPE_COMPARE_VIEW (cdl_compare_view_get_type ())
G_DECLARE_FINAL_TYPE (CdlCompareView, cdl_compare_view, CDL, COMPARE_VIEW, GtkBox)

/* Takes runs over. */
void cdl_compare_view_set_runs (CdlCompareView *self, CdlComparedRuns *runs);

G_END_DECLS
