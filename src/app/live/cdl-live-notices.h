#pragma once

#include "cdl-live-item.h"

G_BEGIN_DECLS

/* Desktop notifications of entries and exits: one of a session at a time, the latest, and no more
 * of them than a person can read. What came together, as after an outage, is counted. */
typedef struct _CdlLiveNotices CdlLiveNotices;

CdlLiveNotices *cdl_live_notices_new (void);
void cdl_live_notices_free (CdlLiveNotices *self);

/* entry: else an exit; text: what happened, for people. */
void
cdl_live_notices_add (CdlLiveNotices *self, CdlLiveItem *item, gboolean entry, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlLiveNotices, cdl_live_notices_free)

G_END_DECLS
