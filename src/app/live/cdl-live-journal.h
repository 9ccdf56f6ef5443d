#pragma once

#include "cdl-store.h"

G_BEGIN_DECLS

/* What the store has of one session, kept up to date. */
typedef struct
{
  char *id;
  GArray *trades; /* CdlSessionTrade, by seq */
  GArray *events; /* CdlSessionEvent, by seq; of many the latest */
} CdlLiveJournal;

CdlLiveJournal *cdl_live_journal_new (const char *id);
void cdl_live_journal_free (CdlLiveJournal *self);

/* Asks, in the store's thread, for what was added since. */
void cdl_live_journal_read_async (const CdlLiveJournal *self,
                                  CdlStore *store,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/* Takes it in. FALSE with error, or, without, if there was nothing new or it is of another. */
gboolean cdl_live_journal_read_finish (CdlLiveJournal *self,
                                       CdlStore *store,
                                       GAsyncResult *result,
                                       GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlLiveJournal, cdl_live_journal_free)

G_END_DECLS
