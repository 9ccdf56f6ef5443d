#pragma once

#include <gtk/gtk.h>

#include "cdl-loaded-run.h"

G_BEGIN_DECLS

/* Fills a box with what is known of a run beside its chart: parameters, data, what to beware of,
 * statistics by group, funnel, exits and proofs as bars. */
void cdl_run_view_fill_facts (GtkBox *box, const CdlLoadedRun *run);

G_END_DECLS
