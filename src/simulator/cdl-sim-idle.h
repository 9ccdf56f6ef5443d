#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Closes connections whose client has left between two requests. libsoup (3.2) reads that it has,
 * forgets the connection, and keeps the socket: a file descriptor for each such client, until there
 * are no more. */
typedef struct _CdlSimIdle CdlSimIdle;

/* Looks after all connections of a server, which must outlive it. */
CdlSimIdle *cdl_sim_idle_new (SoupServer *server);
void cdl_sim_idle_free (CdlSimIdle *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlSimIdle, cdl_sim_idle_free)

G_END_DECLS
