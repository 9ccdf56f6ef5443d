#pragma once

#include <gtk/gtk.h>

#include "cdl-live-item.h"
#include "cdl-live-journal.h"

G_BEGIN_DECLS

/* The tables of a session: their columns, and their lines (CdlLiveLine) as it stands now. */

void cdl_live_add_pending_columns (GtkColumnView *view);
void cdl_live_add_open_columns (GtkColumnView *view);
void cdl_live_add_closed_columns (GtkColumnView *view);
void cdl_live_add_log_columns (GtkColumnView *view);

/* Nearest to its entry first. */
GPtrArray *cdl_live_pending_lines (const CdlSessionStanding *standing);

/* standing may be NULL: then results are not known. Keys are the session's numbers of trades. */
GPtrArray *cdl_live_open_lines (const CdlLiveJournal *journal, const CdlSessionStanding *standing);

/* Latest first. */
GPtrArray *cdl_live_closed_lines (const CdlLiveJournal *journal);
GPtrArray *cdl_live_log_lines (const CdlLiveJournal *journal);

G_END_DECLS
