#pragma once

#include "cdl-session-plan.h"
#include "cdl-store.h"

G_BEGIN_DECLS

/* A running session: its core, with the recording, the journal and the status file around it, and
 * the lock that makes this process its owner. Fed by whoever has a feed; used in one thread.
 *
 * What it is told is recorded first, then journalled, then shown: whatever was shown survives a
 * crash. */
typedef struct _CdlLiveSession CdlLiveSession;

/* The folder of a session below the data folder; newly allocated. */
char *cdl_live_session_folder (const char *root, const char *id);

/* Begins a session: stores the record (id as in plan) and plan, nothing recorded yet. */
CdlLiveSession *cdl_live_session_start (const char *root,
                                        CdlStore *store,
                                        const CdlSessionRecord *record,
                                        const CdlSessionPlan *plan,
                                        GError **error);

/* Goes on with one that its process left: played again from its recording, compared with its
 * journal. CDL_SESSION_ERROR_BUSY if another process runs it, INVALID if it was stopped. */
CdlLiveSession *
cdl_live_session_resume (const char *root, CdlStore *store, const char *id, GError **error);

/* Leaves it as it is, to be resumed. */
void cdl_live_session_free (CdlLiveSession *self);

const CdlSessionRecord *cdl_live_session_record (const CdlLiveSession *self);
const CdlSessionPlan *cdl_live_session_plan (const CdlLiveSession *self);
const CdlSession *cdl_live_session_core (const CdlLiveSession *self);
const char *cdl_live_session_path (const CdlLiveSession *self); /* its folder */

/* Takes an event in; what follows from it waits for the next commit. */
void cdl_live_session_take (CdlLiveSession *self, const CdlFeedEvent *event);

/* A line for the journal. kind: "started", "connection", ..; see cdl_session_journal_note(). */
void cdl_live_session_note (CdlLiveSession *self, const char *kind, const char *text);

/* Whether there is something to commit. */
gboolean cdl_live_session_is_waiting (const CdlLiveSession *self);

/* Records, journals, then shows what has happened; func may be NULL. FALSE: the store could not be
 * written; to be tried again. */
gboolean cdl_live_session_commit (CdlLiveSession *self,
                                  CdlSessionFactFunc func,
                                  gpointer data,
                                  GError **error);

/* How it stands now, as cdl_session_status_write() writes it; newly allocated. */
char *cdl_live_session_status (const CdlLiveSession *self);

/* Writes status.json, and equity.json (see cdl-session-equity.h) if that has more. */
gboolean cdl_live_session_write_status (CdlLiveSession *self, GError **error);

/* Ends the session: open trades are closed at the last price, reason `end`; then commits. It cannot
 * be resumed. FALSE: the store could not be written; to be tried again. */
gboolean cdl_live_session_stop (CdlLiveSession *self,
                                CdlSessionFactFunc func,
                                gpointer data,
                                GError **error);

/* Asks the process that runs a session to stop it; what that one looks at now and then. */
gboolean cdl_live_session_ask_to_stop (const char *root, const char *id, GError **error);
gboolean cdl_live_session_is_asked_to_stop (const CdlLiveSession *self);

/* Whether a process runs the session. */
gboolean cdl_live_session_is_owned (const char *root, const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlLiveSession, cdl_live_session_free)

G_END_DECLS
