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

/* Lines that a table of the past shows at most. */
#define CDL_LIVE_MAX_LINES 1000

/* Latest first, max at most. */
GPtrArray *cdl_live_closed_lines (const CdlLiveJournal *journal, guint max);
guint cdl_live_count_closed (const CdlLiveJournal *journal);

/* Latest first, max at most, those between two numbers of the journal, which are their keys. */
GPtrArray *
cdl_live_log_lines (const CdlLiveJournal *journal, guint64 after, guint64 before, guint max);

G_END_DECLS
