#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Requests to one HTTP server, from a thread and main context of its own: callers in any thread
 * wait for their answer, and no main loop of theirs has to run. */
typedef struct _CdlSurrealExchange CdlSurrealExchange;

/* A header of a request; value NULL: without it. */
typedef struct
{
  const char *name;
  const char *value;
} CdlSurrealHeader;

/* url: scheme, host and port. timeout_s: silence after which the server counts as away. direct:
 * never through a proxy. */
CdlSurrealExchange *cdl_surreal_exchange_new (const char *url, guint timeout_s, gboolean direct);
void cdl_surreal_exchange_free (CdlSurrealExchange *self);

/* Sends a request and waits for the whole answer, whatever its status; newly allocated. body NULL:
 * a GET, else a POST of length bytes. Redirections are not followed: they would carry credentials
 * elsewhere. Errors are those of libsoup and GIO, G_IO_ERROR_CANCELLED among them. */
GBytes *cdl_surreal_exchange_send (CdlSurrealExchange *self,
                                   const char *path,
                                   const char *body,
                                   gsize length,
                                   const CdlSurrealHeader *headers,
                                   gsize n_headers,
                                   guint *status,
                                   GCancellable *cancellable,
                                   GError **error);

G_END_DECLS
