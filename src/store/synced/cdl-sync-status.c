#include "cdl-sync-status.h"

G_DEFINE_BOXED_TYPE (CdlSyncStatus, cdl_sync_status, cdl_sync_status_copy, cdl_sync_status_free)

CdlSyncStatus *
cdl_sync_status_copy (const CdlSyncStatus *self)
{
  CdlSyncStatus *copy = g_memdup2 (self, sizeof *self);

  copy->error = g_strdup (self->error);

  return copy;
}

void
cdl_sync_status_free (CdlSyncStatus *self)
{
  g_free (self->error);
  g_free (self);
}

const char *
cdl_sync_state_name (CdlSyncState state)
{
  static const char *const names[] = { "done", "sending", "away", "elsewhere" };

  return names[state];
}
