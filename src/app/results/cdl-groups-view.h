#pragma once

#include <gtk/gtk.h>

#include "cdl-store.h"

G_BEGIN_DECLS

/* Runs of a filter in groups: by test, strategy, symbol and so on, how many there are and how good
 * the best and the middle one is. Signals: "chosen" (CdlRunFilter * that picks a group, name of the
 * group, whether its heat map is wanted) and "run-activated" (run id). */
#define CDL_TYPE_GROUPS_VIEW (cdl_groups_view_get_type ())
G_DECLARE_FINAL_TYPE (CdlGroupsView, cdl_groups_view, CDL, GROUPS_VIEW, GtkBox)

/* Asks anew, now or when it comes in sight. filter is copied. */
void cdl_groups_view_ask (CdlGroupsView *self, CdlStore *store, const CdlRunFilter *filter);

G_END_DECLS
