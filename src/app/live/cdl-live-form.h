#pragma once

#include <adwaita.h>

#include "cdl-live-sessions.h"
#include "cdl-loaded-run.h"

G_BEGIN_DECLS

/* What a paper session is to trade: a strategy with its parameters, symbols, capital.
 *
 * Signals: "start" (CdlLiveRequest, the handler's), "cancel". */
#define CDL_TYPE_LIVE_FORM (cdl_live_form_get_type ())
G_DECLARE_FINAL_TYPE (CdlLiveForm, cdl_live_form, CDL, LIVE_FORM, GtkBox)

/* Empty but for the strategies there are. */
void cdl_live_form_reset (CdlLiveForm *self, const char *root);

/* Filled with what a run was: its strategy revision, parameters, settings and symbol. */
void cdl_live_form_set_run (CdlLiveForm *self, const char *root, const CdlLoadedRun *run);

/* While history is fetched nothing can be started; problem: why it could not be, or NULL. */
void cdl_live_form_set_busy (CdlLiveForm *self, gboolean busy, const char *problem);

G_END_DECLS
