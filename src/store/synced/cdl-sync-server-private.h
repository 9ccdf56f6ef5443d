#pragma once

#include "cdl-store.h"
#include "cdl-surreal-settings.h"

G_BEGIN_DECLS

/* The server of a synced store, which may be away: connected when it is first needed, and after a
 * failure left alone for a while, so that nobody waits for it again and again. For any thread. */
typedef struct _CdlSyncServer CdlSyncServer;

/* Settings are checked, and copied; nothing is sent yet. */
CdlSyncServer *cdl_sync_server_new (const CdlSurrealSettings *settings, GError **error);
void cdl_sync_server_free (CdlSyncServer *self);

/* A reference to its store, or NULL with what keeps it away. */
CdlStore *cdl_sync_server_get (CdlSyncServer *self, GCancellable *cancellable, GError **error);

/* Whether an error of an operation says that the server cannot be used now, by anyone; then it is
 * left alone for a while. */
gboolean cdl_sync_server_failed (CdlSyncServer *self, const GError *error);

/* An operation went well. */
void cdl_sync_server_worked (CdlSyncServer *self);

/* When it is tried again, in monotonic us; 0: now. */
gint64 cdl_sync_server_next_try (CdlSyncServer *self);

/* Tries again at once. */
void cdl_sync_server_retry (CdlSyncServer *self);

G_END_DECLS
