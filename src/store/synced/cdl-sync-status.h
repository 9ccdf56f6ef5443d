#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  CDL_SYNC_DONE,      /* nothing waits */
  CDL_SYNC_SENDING,   /* what waits is being sent */
  CDL_SYNC_AWAY,      /* the server does not take it now: error says why, next_try when again */
  CDL_SYNC_ELSEWHERE, /* another program sends it */
} CdlSyncState;

/* How far the server is behind what is stored here. */
typedef struct
{
  CdlSyncState state;
  guint64 waiting; /* changes that the server does not have yet */
  guint64 refused; /* changes that it does not take as they are: kept, and tried again later */
  guint64 sent;    /* confirmed since the store was opened */
  char *error;     /* the last problem; NULL: none */
  gint64 next_try; /* ms UTC; CDL_TIME_NONE: now, or never */
} CdlSyncStatus;

CdlSyncStatus *cdl_sync_status_copy (const CdlSyncStatus *self);
void cdl_sync_status_free (CdlSyncStatus *self);

#define CDL_TYPE_SYNC_STATUS (cdl_sync_status_get_type ())
GType cdl_sync_status_get_type (void);

/* "done", "sending", "away", "elsewhere". */
const char *cdl_sync_state_name (CdlSyncState state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlSyncStatus, cdl_sync_status_free)

G_END_DECLS
