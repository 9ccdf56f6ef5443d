#pragma once

#include <adwaita.h>

#include "cdl-run-list.h"

G_BEGIN_DECLS

/* Takes runs out of sight of a list, and deletes them from the store once the toast that offers to
 * undo it has gone, or the window has. ids: NULL-terminated, copied. */
void cdl_run_deletion_start (AdwToastOverlay *toasts,
                             CdlStore *store,
                             CdlRunList *list,
                             const char *const *ids);

G_END_DECLS
