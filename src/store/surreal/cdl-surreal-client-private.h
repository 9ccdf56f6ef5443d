#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "cdl-surreal-answer-private.h"
#include "cdl-surreal-settings.h"

G_BEGIN_DECLS

/* Statements to a SurrealDB server and what they return. May be used from any thread, also at the
 * same time. */
typedef struct _CdlSurrealClient CdlSurrealClient;

/* Settings are checked, and copied; nothing is sent yet. */
CdlSurrealClient *cdl_surreal_client_new (const CdlSurrealSettings *settings, GError **error);
void cdl_surreal_client_free (CdlSurrealClient *self);

/* Whether the server is one that can be used: CDL_STORE_ERROR_AWAY or _VERSION. */
gboolean
cdl_surreal_client_check (CdlSurrealClient *self, GCancellable *cancellable, GError **error);

/* The same, and what it calls itself, "surrealdb-3.0.2"; newly allocated. */
char *
cdl_surreal_client_version (CdlSurrealClient *self, GCancellable *cancellable, GError **error);

/* Runs one statement: a block { ...; RETURN x } is one, and one transaction. It is signed in when
 * needed, and sent again after conflicts, lost connections and failures of the server; so it must
 * be one that may be done twice. NULL with error: CDL_SURREAL_ERROR, or CDL_STORE_ERROR_AWAY (a
 * server that cannot be reached or does not answer: it may have been done), _BUSY, _DENIED, _FULL,
 * _FAILED, or G_IO_ERROR_CANCELLED. */
JsonNode *cdl_surreal_client_run (CdlSurrealClient *self,
                                  const char *sql,
                                  GCancellable *cancellable,
                                  GError **error);

/* How long a statement should be at most, in bytes: what the server takes, as far as it is known.
 * Shrinks when the server refuses one. */
gsize cdl_surreal_client_max_length (CdlSurrealClient *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlSurrealClient, cdl_surreal_client_free)

G_END_DECLS
