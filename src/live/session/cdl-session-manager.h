#pragma once

#include "cdl-live-session.h"

G_BEGIN_DECLS

/* The sessions that this process runs, with the feeds that they share. Everything happens in the
 * main context that was the thread's default when the manager was made. */
typedef struct _CdlSessionManager CdlSessionManager;

/* Hears of what happens, after the journal has it; each may be NULL. */
typedef struct
{
  void (*fact) (const char *id, const CdlSessionFact *fact, gpointer data);
  void (*stopped) (const char *id, gpointer data); /* someone asked for it, or deleted it */
  void (*problem) (const char *id, const GError *error, gpointer data); /* once, until it is over */
  void (*event) (const char *id, const CdlFeedEvent *event, gpointer data); /* taken; be quick */
  gpointer data;
} CdlSessionWatcher;

/* root: the data folder. */
CdlSessionManager *
cdl_session_manager_new (const char *root, CdlStore *store, const CdlSessionWatcher *watcher);

/* Leaves the sessions as they are, to be resumed. */
void cdl_session_manager_free (CdlSessionManager *self);

/* Starts what cdl_session_prepare() made. */
gboolean cdl_session_manager_start (CdlSessionManager *self,
                                    const CdlSessionRecord *record,
                                    const CdlSessionPlan *plan,
                                    GError **error);

/* Goes on with a session that its process left; see cdl_live_session_resume(). */
gboolean cdl_session_manager_resume (CdlSessionManager *self, const char *id, GError **error);

/* Stops one of its sessions; see cdl_live_session_stop(). */
gboolean cdl_session_manager_stop (CdlSessionManager *self, const char *id, GError **error);

guint cdl_session_manager_count (const CdlSessionManager *self);
const char *cdl_session_manager_id (const CdlSessionManager *self, guint i);

/* One of its sessions; NULL if it does not run it. */
CdlLiveSession *cdl_session_manager_find (const CdlSessionManager *self, const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlSessionManager, cdl_session_manager_free)

G_END_DECLS
