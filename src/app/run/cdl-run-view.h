#pragma once

#include <gtk/gtk.h>

#include "cdl-loaded-run.h"

G_BEGIN_DECLS

/* One run: chart, trades and setups (a chosen one is shown on the chart), months, distribution of
 * R, statistics, funnel, parameters. Property "color-blind-safe": blue and orange for green and
 * red. Signals "start-live" and "change" (CdlLoadedRun): it is to be traded on, or tested with
 * something changed. */
#define CDL_TYPE_RUN_VIEW (cdl_run_view_get_type ())
G_DECLARE_FINAL_TYPE (CdlRunView, cdl_run_view, CDL, RUN_VIEW, GtkBox)

/* run NULL: nothing is shown. */
void cdl_run_view_set_run (CdlRunView *self, CdlLoadedRun *run);

G_END_DECLS
