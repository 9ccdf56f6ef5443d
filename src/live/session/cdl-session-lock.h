#pragma once

#include "cdl-session-error.h"

G_BEGIN_DECLS

/* A running session belongs to one process. The lock ends with the process, however that ends. */
typedef struct _CdlSessionLock CdlSessionLock;

/* folder: the session's. CDL_SESSION_ERROR_BUSY if another process has it. */
CdlSessionLock *cdl_session_lock_take (const char *folder, GError **error);
void cdl_session_lock_release (CdlSessionLock *self);

/* Whether a process has it; asking takes nothing from anybody. */
gboolean cdl_session_lock_is_held (const char *folder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlSessionLock, cdl_session_lock_release)

G_END_DECLS
