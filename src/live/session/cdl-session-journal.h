#pragma once

#include "cdl-session-fact.h"
#include "cdl-store.h"

G_BEGIN_DECLS

/* The journal of one session: facts are in the store before anybody is shown them.
 *
 * After a restart the session is played again from its recording, and tells everything a second
 * time. What the journal has already is compared, and neither written nor shown again; if it is
 * something else, the journal says so ("mismatch"), and goes on with what came out now. */
typedef struct _CdlSessionJournal CdlSessionJournal;

/* Reads what the journal of the session has, which must be stored. */
CdlSessionJournal *cdl_session_journal_new (CdlStore *store, const char *session, GError **error);
void cdl_session_journal_free (CdlSessionJournal *self);

/* Takes a fact (copied, but for the texts of the session's program). */
void cdl_session_journal_fact (CdlSessionJournal *self, const CdlSessionFact *fact);

/* Takes something that is no fact of trading: "started", "stopped", "recording", with a sentence.
 */
void
cdl_session_journal_note (CdlSessionJournal *self, gint64 time, const char *kind, const char *text);

gboolean cdl_session_journal_is_empty (const CdlSessionJournal *self);

/* Writes what was taken, in one transaction; then shows each new fact (func may be NULL). FALSE:
 * nothing was written or shown, and it may be tried again. */
gboolean cdl_session_journal_commit (CdlSessionJournal *self,
                                     CdlSessionFactFunc func,
                                     gpointer data,
                                     GError **error);

/* How often what came out again was not what the journal had. */
guint cdl_session_journal_mismatches (const CdlSessionJournal *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlSessionJournal, cdl_session_journal_free)

G_END_DECLS
