#pragma once

#include "cdl-sync-server-private.h"
#include "cdl-sync-status.h"

G_BEGIN_DECLS

/* Sends what waits in the outbox of a local store to a server, in a thread of its own, until
 * nothing waits; only one program does so at a time (lock is the path of a file that says which).
 * An entry goes when the server has confirmed it, never before. For any thread. */
typedef struct _CdlSyncWorker CdlSyncWorker;

/* In the worker's thread, whenever the status has changed. */
typedef void (*CdlSyncChanged) (gpointer data);

/* server is borrowed. */
CdlSyncWorker *cdl_sync_worker_new (CdlStore *local,
                                    CdlSyncServer *server,
                                    const char *lock,
                                    CdlSyncChanged changed,
                                    gpointer data);

/* Stops, also in the middle of a request. */
void cdl_sync_worker_free (CdlSyncWorker *self);

/* Something waits, or may: look. */
void cdl_sync_worker_wake (CdlSyncWorker *self);

/* The same where the server was away and is tried at once. */
void cdl_sync_worker_retry (CdlSyncWorker *self);

/* Newly allocated. */
CdlSyncStatus *cdl_sync_worker_status (CdlSyncWorker *self);

/* Waits until nothing up to seq waits (TRUE), the server is away, or the time has passed
 * (monotonic us). What was refused does not wait. */
gboolean
cdl_sync_worker_wait (CdlSyncWorker *self, gint64 seq, gint64 until, GCancellable *cancellable);

G_END_DECLS
