#pragma once

#include "cdl-session-fact.h"
#include "cdl-store.h"

G_BEGIN_DECLS

/* Stops a session, whoever runs it: its process is asked, and waited for; one that nobody runs ends
 * here, with what was recorded, and func (may be NULL) hears of it. One whose files cannot be read
 * any more is closed as failed, and its record says why. Blocks. */
gboolean cdl_session_stop (const char *root,
                           CdlStore *store,
                           const char *id,
                           CdlSessionFactFunc func,
                           gpointer data,
                           GError **error);

G_END_DECLS
