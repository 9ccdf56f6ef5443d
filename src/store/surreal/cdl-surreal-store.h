#pragma once

#include "cdl-store.h"
#include "cdl-surreal-settings.h"

G_BEGIN_DECLS

/* The store on a SurrealDB server (2.1 or newer), over HTTP. Other programs may use the same
 * database at the same time. What is longer than the server takes at once is sent in parts: then it
 * is the run's record, which comes last, that makes the run be there, and of a batch that loses its
 * server some runs may be put. */

/* Connects and looks at the version of the schema: CDL_STORE_ERROR_AWAY, _DENIED, or _VERSION (the
 * server is too old, its schema newer, or not there: see cdl_surreal_store_set_up()). */
CdlStore *cdl_surreal_store_new (const CdlSurrealSettings *settings,
                                 GCancellable *cancellable,
                                 GError **error);

/* Makes namespace, database and schema, as far as they are not there. Needs a user who may. */
gboolean cdl_surreal_store_set_up (const CdlSurrealSettings *settings,
                                   GCancellable *cancellable,
                                   GError **error);

/* Makes the user of the database who works with it from then on, or gives that one a new password:
 * an EDITOR, who reads and writes results and can neither make users nor see another database.
 * Tokens end after an hour. owner: settings of a user who may. user: letters, digits and _. */
gboolean cdl_surreal_store_set_user (const CdlSurrealSettings *owner,
                                     const char *user,
                                     const char *password,
                                     GCancellable *cancellable,
                                     GError **error);

G_END_DECLS
