#pragma once

#include "cdl-store.h"
#include "cdl-surreal-settings.h"
#include "cdl-sync-status.h"

G_BEGIN_DECLS

/* A local store that tells a SurrealDB server all that is written to it. Every write is committed
 * here and is then done, whatever the server does; the outbox, filled in the same transaction, goes
 * to the server in order, in a thread of its own, until the server has confirmed.
 *
 * Results (lists, counts, groups and heat maps of runs, runs, trials) are read from the server,
 * which others write to as well, as soon as it has what was written here before; from the local
 * copy while it is away, or far behind. What this machine works with (which runs are there already,
 * tests, sessions, costs, strategies, datasets) is read here, and single ones that are not here
 * from the server: no work has to wait for it, or mixes up the tests of two machines.
 *
 * Runs that only the server has are edited and deleted there; an edit of them fails while it is
 * away. */

/* local: a cdl_local_store_new(), taken a reference of. Nothing is asked of the server yet. If it
 * is another one than before, all that is stored here goes there. */
CdlStore *
cdl_synced_store_new (CdlStore *local, const CdlSurrealSettings *settings, GError **error);

/* Forgets what waits in the outbox of a local store: there is no server any more. */
gboolean cdl_synced_store_forget_server (CdlStore *local, GError **error);

/* Newly allocated; NULL: not a synced store, or none. For any thread. Signal "status-changed" (no
 * arguments) comes, in the main context that was the default where the store was made, after it has
 * changed. */
CdlSyncStatus *cdl_synced_store_get_status (CdlStore *self);

/* What waits in the outbox of a local store, without connecting to anything; newly allocated. */
CdlSyncStatus *cdl_synced_store_peek_status (CdlStore *local, GError **error);

/* Tries the server now, if it is away, and what it had refused. */
void cdl_synced_store_retry (CdlStore *self);

/* Waits until the server has everything (TRUE), is away, or the time has passed; FALSE too if it
 * has refused some: the status says. */
gboolean cdl_synced_store_flush (CdlStore *self, guint timeout_ms, GCancellable *cancellable);

G_END_DECLS
