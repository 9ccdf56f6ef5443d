#pragma once

#include "cdl-session-manager.h"

G_BEGIN_DECLS

/* Sessions that the command runs in the foreground, printing what happens. */
typedef struct _CdlLiveRun CdlLiveRun;

CdlLiveRun *cdl_live_run_new (CdlStore *store, gboolean json);
void cdl_live_run_free (CdlLiveRun *self);
CdlSessionManager *cdl_live_run_manager (CdlLiveRun *self);

/* Until all of its sessions were stopped, Ctrl+C leaves them, or (ms > 0) so much time has passed:
 * then they are stopped. Returns the exit code. */
int cdl_live_run_wait (CdlLiveRun *self, gint64 ms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlLiveRun, cdl_live_run_free)

G_END_DECLS
