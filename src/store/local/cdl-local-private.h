#pragma once

#include "cdl-connection-private.h"
#include "cdl-store.h"

G_BEGIN_DECLS

/* The SQLite backend from inside: transactions, and the operations of CdlStoreClass, each in the
 * file of its subject. */

/* A snapshot to read from, on a connection of the caller's own until cdl_local_end_read(). NULL
 * with error. */
CdlConnection *cdl_local_begin_read (CdlStore *store, GCancellable *cancellable, GError **error);
void cdl_local_end_read (CdlStore *store, CdlConnection *connection);

/* The one writing transaction: others wait. It ends committed to the disk, or, if ok is FALSE or
 * the commit fails, as if it had not begun. Returns whether it was committed. */
CdlConnection *cdl_local_begin_write (CdlStore *store, GCancellable *cancellable, GError **error);
gboolean
cdl_local_end_write (CdlStore *store, CdlConnection *connection, gboolean ok, GError **error);

gboolean cdl_local_put_runs (CdlStore *self,
                             const CdlRunItem *items,
                             gsize n_items,
                             GCancellable *cancellable,
                             GError **error);
gboolean cdl_local_has_runs (CdlStore *self,
                             const char *const *ids,
                             gsize n,
                             gboolean *found,
                             GCancellable *cancellable,
                             GError **error);
CdlRunPage *cdl_local_list_runs (CdlStore *self,
                                 const CdlRunQuery *query,
                                 GCancellable *cancellable,
                                 GError **error);
gboolean cdl_local_count_runs (CdlStore *self,
                               const CdlRunFilter *filter,
                               guint64 *count,
                               GCancellable *cancellable,
                               GError **error);
CdlRunRecord *cdl_local_get_run (CdlStore *self,
                                 const char *id,
                                 CdlRunDetails **details,
                                 GCancellable *cancellable,
                                 GError **error);
GPtrArray *cdl_local_group_runs (CdlStore *self,
                                 const CdlRunFilter *filter,
                                 CdlGroupKey key,
                                 CdlStat stat,
                                 GCancellable *cancellable,
                                 GError **error);
CdlHeatMap *cdl_local_heat_map (CdlStore *self,
                                const CdlRunFilter *filter,
                                const char *x,
                                const char *y,
                                CdlStat stat,
                                CdlCellValue shown,
                                GCancellable *cancellable,
                                GError **error);
gboolean cdl_local_edit_runs (CdlStore *self,
                              const char *const *ids,
                              gsize n,
                              const CdlRunEdit *edit,
                              GCancellable *cancellable,
                              GError **error);
gboolean cdl_local_delete_runs (CdlStore *self,
                                const char *const *ids,
                                gsize n,
                                guint64 *deleted,
                                GCancellable *cancellable,
                                GError **error);
gboolean cdl_local_delete_matching (CdlStore *self,
                                    const CdlRunFilter *filter,
                                    guint64 *deleted,
                                    GCancellable *cancellable,
                                    GError **error);
gboolean cdl_local_count_trials (CdlStore *self,
                                 const char *dataset,
                                 gint64 from,
                                 gint64 to,
                                 guint64 *count,
                                 GCancellable *cancellable,
                                 GError **error);
GPtrArray *cdl_local_list_trials (CdlStore *self,
                                  const CdlTrial *after,
                                  guint limit,
                                  GCancellable *cancellable,
                                  GError **error);
gboolean
cdl_local_put_trials (CdlStore *self, GPtrArray *trials, GCancellable *cancellable, GError **error);
gboolean cdl_local_put_strategy (CdlStore *self,
                                 CdlStrategyRecord *strategy,
                                 GCancellable *cancellable,
                                 GError **error);
CdlStrategyRecord *cdl_local_get_strategy (CdlStore *self,
                                           const char *name,
                                           const char *revision,
                                           GCancellable *cancellable,
                                           GError **error);
GPtrArray *cdl_local_list_strategies (CdlStore *self,
                                      const char *name,
                                      GCancellable *cancellable,
                                      GError **error);
gboolean cdl_local_put_dataset (CdlStore *self,
                                CdlDatasetRecord *dataset,
                                GCancellable *cancellable,
                                GError **error);
CdlDatasetRecord *cdl_local_get_dataset (CdlStore *self,
                                         const char *fingerprint,
                                         GCancellable *cancellable,
                                         GError **error);
GPtrArray *cdl_local_list_datasets (CdlStore *self, GCancellable *cancellable, GError **error);
gboolean cdl_local_put_test (CdlStore *self,
                             const CdlTestRecord *test,
                             GCancellable *cancellable,
                             GError **error);
CdlTestRecord *
cdl_local_get_test (CdlStore *self, const char *id, GCancellable *cancellable, GError **error);
GPtrArray *cdl_local_list_tests (CdlStore *self,
                                 guint states,
                                 const char *before,
                                 guint limit,
                                 GCancellable *cancellable,
                                 GError **error);
gboolean
cdl_local_delete_test (CdlStore *self, const char *id, GCancellable *cancellable, GError **error);
gboolean cdl_local_put_cost (CdlStore *self,
                             const CdlCostRecord *cost,
                             GCancellable *cancellable,
                             GError **error);
CdlCostRecord *cdl_local_get_cost (CdlStore *self,
                                   const char *machine,
                                   const char *revision,
                                   GCancellable *cancellable,
                                   GError **error);
gboolean cdl_local_put_session (CdlStore *self,
                                const CdlSessionRecord *session,
                                GCancellable *cancellable,
                                GError **error);
CdlSessionRecord *
cdl_local_get_session (CdlStore *self, const char *id, GCancellable *cancellable, GError **error);
GPtrArray *
cdl_local_list_sessions (CdlStore *self, guint states, GCancellable *cancellable, GError **error);
gboolean cdl_local_delete_session (CdlStore *self,
                                   const char *id,
                                   GCancellable *cancellable,
                                   GError **error);
gboolean cdl_local_journal (CdlStore *self,
                            const char *session,
                            const CdlSessionTrade *trades,
                            gsize n_trades,
                            const CdlSessionEvent *events,
                            gsize n_events,
                            GCancellable *cancellable,
                            GError **error);
GArray *cdl_local_list_session_trades (CdlStore *self,
                                       const char *session,
                                       guint64 after,
                                       guint limit,
                                       GCancellable *cancellable,
                                       GError **error);
GArray *cdl_local_list_session_events (CdlStore *self,
                                       const char *session,
                                       guint64 after,
                                       guint limit,
                                       GCancellable *cancellable,
                                       GError **error);

G_END_DECLS
