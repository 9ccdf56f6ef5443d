#pragma once

#include <adwaita.h>

#include "cdl-loaded-run.h"

G_BEGIN_DECLS

/* Paper trading: all sessions, each with how far its data can be trusted; one of them as it goes.
 *
 * Signal: "health" (int, string): the worst CdlFeedState of what should
 * run, with a sentence for people; -1 and NULL: nothing runs. */
#define CDL_TYPE_LIVE_PAGE (cdl_live_page_get_type ())
G_DECLARE_FINAL_TYPE (CdlLivePage, cdl_live_page, CDL, LIVE_PAGE, GtkBox)

/* Takes up what was left running. */
void cdl_live_page_set_store (CdlLivePage *self, const char *root, CdlStore *store);

/* Shows the form, filled with what a run was. */
void cdl_live_page_start_run (CdlLivePage *self, const CdlLoadedRun *run);

/* Shows a session. */
void cdl_live_page_show (CdlLivePage *self, const char *id);

G_END_DECLS
