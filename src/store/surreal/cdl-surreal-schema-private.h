#pragma once

#include "cdl-surreal-client-private.h"

G_BEGIN_DECLS

/* data/schema.surql on a server. Its version, which the file writes too: */
#define CDL_SURREAL_SCHEMA_VERSION 4

/* version gets that of the database, 0 if there is none. */
gboolean cdl_surreal_schema_version (CdlSurrealClient *client,
                                     gint64 *version,
                                     GCancellable *cancellable,
                                     GError **error);

/* Whether the database has the schema of this version: CDL_STORE_ERROR_VERSION. */
gboolean
cdl_surreal_schema_check (CdlSurrealClient *client, GCancellable *cancellable, GError **error);

/* What is to be done with what an older schema holds. */
typedef gboolean (*CdlSurrealMigrateFunc) (gpointer data,
                                           GCancellable *cancellable,
                                           GError **error);

/* Brings it there; what is there already stays. From an older version, migrate is called before the
 * new one is set: what was interrupted is done again. A newer one is refused:
 * CDL_STORE_ERROR_VERSION. */
gboolean cdl_surreal_schema_apply (CdlSurrealClient *client,
                                   const CdlSurrealSettings *settings,
                                   CdlSurrealMigrateFunc migrate,
                                   gpointer data,
                                   GCancellable *cancellable,
                                   GError **error);

G_END_DECLS
