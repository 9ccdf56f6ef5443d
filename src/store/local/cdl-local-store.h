#pragma once

#include "cdl-store.h"

G_BEGIN_DECLS

/* The store in a SQLite file: embedded, always there. Other programs may use the same file at the
 * same time. */

/* Opens the file, created with its folder if it is not there; an older schema is brought up to
 * date. A file that is damaged, newer or not a store is left as it is:
 * CDL_STORE_ERROR_DAMAGED or _VERSION. */
CdlStore *cdl_local_store_new (const char *path, GError **error);

/* $XDG_DATA_HOME/chandelier/store.sqlite; newly allocated. */
char *cdl_local_store_default_path (void);

/* Of its file; owned by the store. */
const char *cdl_local_store_path (CdlStore *self);

G_END_DECLS
