#pragma once

#include <gio/gio.h>

#include "cdl-surreal-settings.h"

G_BEGIN_DECLS

/* A user of the database for this machine and account alone, whose password no other one replaces,
 * and who can be removed alone. */

/* "chandelier_ACCOUNT_MACHINE", of letters, digits and _; newly allocated. */
char *cdl_server_usual_user (void);

/* Makes that user, or one of the name given (nullable), and sets it in the settings. Its password
 * is that of CHANDELIER_SURREAL_PASS, else a new one, which is put into the keyring before the
 * server is told: there is none that nobody knows. in_keyring (nullable) tells which. owner: of the
 * same database, a user who may; CDL_STORE_ERROR_DENIED: that one may not, or there is no keyring.
 */
gboolean cdl_server_make_user (CdlSurrealSettings *settings,
                               const CdlSurrealSettings *owner,
                               const char *name,
                               gboolean *in_keyring,
                               GCancellable *cancellable,
                               GError **error);

G_END_DECLS
