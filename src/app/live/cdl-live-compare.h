#pragma once

#include <gtk/gtk.h>

#include "cdl-store.h"

G_BEGIN_DECLS

/* Whether a session would come out the same again, from its recording and as a backtest; and why
 * where it would not. Reckoned in a thread when asked. */
#define CDL_TYPE_LIVE_COMPARE (cdl_live_compare_get_type ())
G_DECLARE_FINAL_TYPE (CdlLiveCompare, cdl_live_compare, CDL, LIVE_COMPARE, GtkBox)

void cdl_live_compare_set_store (CdlLiveCompare *self, const char *root, CdlStore *store);

/* Forgets what was compared; id NULL: there is nothing to compare. */
void cdl_live_compare_set_session (CdlLiveCompare *self, const char *id);

/* Compares, unless it does already. */
void cdl_live_compare_run (CdlLiveCompare *self);

G_END_DECLS
