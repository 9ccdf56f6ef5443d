#pragma once

#include "cdl-surreal-settings.h"

G_BEGIN_DECLS

/* A SurrealDB server of the user's own, on this machine: the program "surreal" in PATH, as a child
 * of the program that needs it, on a loopback port, with a password that nobody knows. It ends with
 * that program. Of several programs of the user one has the child, and another one takes over when
 * that ends; a lock in the folder says which. A child that crashes is started again, after a wait
 * that grows. */
typedef struct _CdlManagedServer CdlManagedServer;

/* Of the store in a file: the folder "surreal" beside it; newly allocated. */
char *cdl_managed_server_folder (const char *store_path);

/* Makes the folder with port and password, if it is not there: CDL_STORE_ERROR_FAILED, also where
 * there is no program "surreal". */
gboolean cdl_managed_server_create (const char *folder, GError **error);

/* Starts it, or lets another program do so, and returns at once. settings gets URL, user and
 * password. CDL_STORE_ERROR_INVALID: there is none in the folder. */
CdlManagedServer *
cdl_managed_server_new (const char *folder, CdlSurrealSettings *settings, GError **error);

/* Ends the child, if it is this program's, in good order, within five seconds. */
void cdl_managed_server_free (CdlManagedServer *self);

/* Whether it takes connections, within the time. */
gboolean cdl_managed_server_wait (CdlManagedServer *self, guint timeout_ms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlManagedServer, cdl_managed_server_free)

G_END_DECLS
