#pragma once

#include "cdl-store.h"
#include "cdl-surreal-settings.h"

G_BEGIN_DECLS

/* Which SurrealDB server results go to, the same for every program of the user:
 * chandelier/server.ini in the configuration folder, over which CHANDELIER_SURREAL_URL, _NS, _DB
 * and _USER take precedence. The password is never in that file: it comes from
 * CHANDELIER_SURREAL_PASS, else from the keyring (cdl-credentials.h), which is asked when the
 * server is needed. */

/* NULL without error: none is configured. The password is that of the environment, or NULL. With
 * CDL_STORE_ERROR_INVALID: what is written there makes no sense; the message names the file. */
CdlSurrealSettings *cdl_server_config_load (GError **error);

/* Writes all but the password, for this user's eyes only. */
gboolean cdl_server_config_save (const CdlSurrealSettings *settings, GError **error);

/* Removes the file; that there is none is no error. */
gboolean cdl_server_config_remove (GError **error);

/* Of the file; newly allocated. */
char *cdl_server_config_path (void);

/* The store of a folder's file, with the configured server if there is one: what every program
 * opens. Nothing is asked of the server yet. The machine's own one is started, and ends with the
 * store. */
CdlStore *cdl_open_store (const char *path, GError **error);

/* The same where one can do without the server: if what is written of it makes no sense, the local
 * store alone, of which cdl_open_store_problem() says why. */
CdlStore *cdl_open_store_anyway (const char *path, GError **error);

/* Why the server that is configured is not used, with what can be done; NULL: it is, or there is
 * none. Borrowed. */
const char *cdl_open_store_problem (CdlStore *store);

/* Where that is the machine's own server: waits until it takes connections (TRUE), or the time has
 * passed. FALSE at once for any other store: there is nothing to wait for. */
gboolean cdl_open_store_wait (CdlStore *store, guint timeout_ms);

G_END_DECLS
