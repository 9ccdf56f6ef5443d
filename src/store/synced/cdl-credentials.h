#pragma once

#include <gio/gio.h>

#include "cdl-surreal-settings.h"

G_BEGIN_DECLS

/* Passwords of SurrealDB servers in the system's keyring, one for each user of each database. For
 * any thread. A keyring that is not there, locked or silent is an error, soon, and never a wait
 * without end. */

/* One that nobody guesses: 40 letters and digits; newly allocated. */
char *cdl_credentials_new_password (void);

/* Whether there is a keyring that answers. */
gboolean cdl_credentials_can_keep (GCancellable *cancellable);

/* Keeps the password of the settings, in place of an older one. The keyring may ask the user to be
 * unlocked. CDL_STORE_ERROR_DENIED. */
gboolean cdl_credentials_save (const CdlSurrealSettings *settings,
                               GCancellable *cancellable,
                               GError **error);

/* Where the settings name a user and no password, adds the one that is kept. Nobody is asked
 * anything. CDL_STORE_ERROR_DENIED: there is none, or it cannot be had. */
gboolean
cdl_credentials_complete (CdlSurrealSettings *settings, GCancellable *cancellable, GError **error);

/* As if it had never been kept. */
gboolean cdl_credentials_forget (const CdlSurrealSettings *settings,
                                 GCancellable *cancellable,
                                 GError **error);

G_END_DECLS
