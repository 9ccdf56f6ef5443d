#pragma once

#include "cdl-outbox-private.h"

G_BEGIN_DECLS

/* Sends the first of n entries, and as many behind it as belong together with it and go at once,
 * each being what is stored in local now. taken gets how many that were, also on failure: they have
 * been done whole, or may have been done in part; they may be sent again. Errors are those of
 * server, or of local if something there cannot be read. */
gboolean cdl_sync_send (CdlStore *local,
                        CdlStore *server,
                        const CdlOutboxEntry *const *entries,
                        guint n,
                        guint *taken,
                        GCancellable *cancellable,
                        GError **error);

G_END_DECLS
