#pragma once

#include "cdl-store-backend.h"
#include "cdl-sync-worker-private.h"
#include "cdl-synced-store.h"

G_BEGIN_DECLS

#define CDL_TYPE_SYNCED_STORE (cdl_synced_store_get_type ())
G_DECLARE_FINAL_TYPE (CdlSyncedStore, cdl_synced_store, CDL, SYNCED_STORE, CdlStore)

struct _CdlSyncedStore
{
  CdlStore parent_instance;

  CdlStore *local;
  CdlSyncServer *server;
  CdlSyncWorker *worker;
  GSource *notifier; /* emits the signal where the store was made */
  gint behind;       /* atomic: the server was too far behind when it was last waited for */
};

/* Where a result is read from: "while (cdl_synced_next_source (&source)) result = ...(source.store,
 * ..., &source.error)" reads from the server, then, if that was away, from here. */
typedef struct
{
  CdlSyncedStore *synced;
  GCancellable *cancellable;
  CdlStore *store;
  GError *error;
} CdlSyncedSource;

gboolean cdl_synced_next_source (CdlSyncedSource *self);

/* The end of it: hands on the error. */
void cdl_synced_end_source (CdlSyncedSource *self, GError **error);

/* Whether the server has what was written here, by whichever program; waits for it, as long as that
 * makes sense. */
gboolean cdl_synced_has_caught_up (CdlSyncedStore *self, GCancellable *cancellable);

/* After a write to the local store that went well (ok); returns ok. */
gboolean cdl_synced_written (CdlSyncedStore *self, gboolean ok);

/* The operations that are more than the local store's. */
CdlRunPage *cdl_synced_list_runs (CdlStore *store,
                                  const CdlRunQuery *query,
                                  GCancellable *cancellable,
                                  GError **error);
gboolean cdl_synced_count_runs (CdlStore *store,
                                const CdlRunFilter *filter,
                                guint64 *count,
                                GCancellable *cancellable,
                                GError **error);
CdlRunRecord *cdl_synced_get_run (CdlStore *store,
                                  const char *id,
                                  CdlRunDetails **details,
                                  GCancellable *cancellable,
                                  GError **error);
GPtrArray *cdl_synced_group_runs (CdlStore *store,
                                  const CdlRunFilter *filter,
                                  CdlGroupKey key,
                                  CdlStat stat,
                                  GCancellable *cancellable,
                                  GError **error);
CdlHeatMap *cdl_synced_heat_map (CdlStore *store,
                                 const CdlRunFilter *filter,
                                 const char *x,
                                 const char *y,
                                 CdlStat stat,
                                 CdlCellValue shown,
                                 GCancellable *cancellable,
                                 GError **error);
gboolean cdl_synced_count_trials (CdlStore *store,
                                  const char *dataset,
                                  gint64 from,
                                  gint64 to,
                                  guint64 *count,
                                  GCancellable *cancellable,
                                  GError **error);
GPtrArray *cdl_synced_list_trials (CdlStore *store,
                                   const CdlTrial *after,
                                   guint limit,
                                   GCancellable *cancellable,
                                   GError **error);
gboolean cdl_synced_edit_runs (CdlStore *store,
                               const char *const *ids,
                               gsize n,
                               const CdlRunEdit *edit,
                               GCancellable *cancellable,
                               GError **error);
gboolean cdl_synced_delete_runs (CdlStore *store,
                                 const char *const *ids,
                                 gsize n,
                                 guint64 *deleted,
                                 GCancellable *cancellable,
                                 GError **error);
gboolean cdl_synced_delete_matching (CdlStore *store,
                                     const CdlRunFilter *filter,
                                     guint64 *deleted,
                                     GCancellable *cancellable,
                                     GError **error);

G_END_DECLS
