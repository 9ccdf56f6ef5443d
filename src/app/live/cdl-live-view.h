#pragma once

#include <gtk/gtk.h>

#include "cdl-live-sessions.h"

G_BEGIN_DECLS

/* One session as it goes: its chart, pending setups, open and closed trades, log; and what can be
 * done with it. */
#define CDL_TYPE_LIVE_VIEW (cdl_live_view_get_type ())
G_DECLARE_FINAL_TYPE (CdlLiveView, cdl_live_view, CDL, LIVE_VIEW, GtkBox)

void cdl_live_view_set_sessions (CdlLiveView *self,
                                 const char *root,
                                 CdlStore *store,
                                 CdlLiveSessions *sessions);

/* NULL: none. */
void cdl_live_view_set_item (CdlLiveView *self, CdlLiveItem *item);

/* What it shows is brought up to date; cheap where nothing has changed. */
void cdl_live_view_refresh (CdlLiveView *self);

G_END_DECLS
