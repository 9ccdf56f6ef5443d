#pragma once

#include <gio/gio.h>

#include "cdl-columns.h"
#include "cdl-live-item.h"

G_BEGIN_DECLS

/* What the disk has of a session, for its chart. */
typedef struct
{
  CdlColumns *klines; /* the archive's last ones of a symbol; NULL: none */
  GArray *equity;     /* CdlEquityPoint, of all symbols; NULL: none */
} CdlLivePast;

/* Reads it in a thread; item must have a record and news. */
void cdl_live_past_load_async (const char *root,
                               CdlLiveItem *item,
                               const char *symbol,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/* NULL if it was cancelled. */
CdlLivePast *cdl_live_past_load_finish (GAsyncResult *result);

void cdl_live_past_free (CdlLivePast *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlLivePast, cdl_live_past_free)

G_END_DECLS
