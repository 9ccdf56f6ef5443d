#pragma once

#include "cdl-store.h"

G_BEGIN_DECLS

/* What a backend implements: the operations of cdl-store.h under the same names, with the same
 * meaning. Callers' arguments have been checked by then: ids, texts and records are well formed,
 * limits within range, a filter is never NULL. Implementations are called from any thread, also at
 * the same time. */
struct _CdlStoreClass
{
  GObjectClass parent_class;

  gboolean (*put_runs) (CdlStore *self,
                        const CdlRunItem *items,
                        gsize n_items,
                        GCancellable *cancellable,
                        GError **error);
  gboolean (*has_runs) (CdlStore *self,
                        const char *const *ids,
                        gsize n,
                        gboolean *found,
                        GCancellable *cancellable,
                        GError **error);
  CdlRunPage *(*list_runs) (CdlStore *self,
                            const CdlRunQuery *query,
                            GCancellable *cancellable,
                            GError **error);
  gboolean (*count_runs) (CdlStore *self,
                          const CdlRunFilter *filter,
                          guint64 *count,
                          GCancellable *cancellable,
                          GError **error);
  CdlRunRecord *(*get_run) (CdlStore *self,
                            const char *id,
                            CdlRunDetails **details,
                            GCancellable *cancellable,
                            GError **error);
  GPtrArray *(*group_runs) (CdlStore *self,
                            const CdlRunFilter *filter,
                            CdlGroupKey key,
                            CdlStat stat,
                            GCancellable *cancellable,
                            GError **error);
  CdlHeatMap *(*heat_map) (CdlStore *self,
                           const CdlRunFilter *filter,
                           const char *x,
                           const char *y,
                           CdlStat stat,
                           CdlCellValue shown,
                           GCancellable *cancellable,
                           GError **error);
  gboolean (*edit_runs) (CdlStore *self,
                         const char *const *ids,
                         gsize n,
                         const CdlRunEdit *edit,
                         GCancellable *cancellable,
                         GError **error);
  gboolean (*delete_runs) (CdlStore *self,
                           const char *const *ids,
                           gsize n,
                           guint64 *deleted,
                           GCancellable *cancellable,
                           GError **error);
  gboolean (*delete_matching) (CdlStore *self,
                               const CdlRunFilter *filter,
                               guint64 *deleted,
                               GCancellable *cancellable,
                               GError **error);

  gboolean (*count_trials) (CdlStore *self,
                            const char *dataset,
                            gint64 from,
                            gint64 to,
                            guint64 *count,
                            GCancellable *cancellable,
                            GError **error);
  GPtrArray *(*list_trials) (CdlStore *self,
                             const CdlTrial *after,
                             guint limit,
                             GCancellable *cancellable,
                             GError **error);
  gboolean (*put_trials) (CdlStore *self,
                          GPtrArray *trials,
                          GCancellable *cancellable,
                          GError **error);

  gboolean (*put_strategy) (CdlStore *self,
                            CdlStrategyRecord *strategy,
                            GCancellable *cancellable,
                            GError **error);
  CdlStrategyRecord *(*get_strategy) (CdlStore *self,
                                      const char *name,
                                      const char *revision,
                                      GCancellable *cancellable,
                                      GError **error);
  GPtrArray *(*list_strategies) (CdlStore *self,
                                 const char *name,
                                 GCancellable *cancellable,
                                 GError **error);
  gboolean (*put_dataset) (CdlStore *self,
                           CdlDatasetRecord *dataset,
                           GCancellable *cancellable,
                           GError **error);
  CdlDatasetRecord *(*get_dataset) (CdlStore *self,
                                    const char *fingerprint,
                                    GCancellable *cancellable,
                                    GError **error);
  GPtrArray *(*list_datasets) (CdlStore *self, GCancellable *cancellable, GError **error);

  gboolean (*put_test) (CdlStore *self,
                        const CdlTestRecord *test,
                        GCancellable *cancellable,
                        GError **error);
  CdlTestRecord *(*get_test) (CdlStore *self,
                              const char *id,
                              GCancellable *cancellable,
                              GError **error);
  GPtrArray *(*list_tests) (CdlStore *self,
                            guint states,
                            const char *before,
                            guint limit,
                            GCancellable *cancellable,
                            GError **error);
  gboolean (*delete_test) (CdlStore *self,
                           const char *id,
                           GCancellable *cancellable,
                           GError **error);

  gboolean (*put_cost) (CdlStore *self,
                        const CdlCostRecord *cost,
                        GCancellable *cancellable,
                        GError **error);
  CdlCostRecord *(*get_cost) (CdlStore *self,
                              const char *machine,
                              const char *revision,
                              GCancellable *cancellable,
                              GError **error);

  gboolean (*put_session) (CdlStore *self,
                           const CdlSessionRecord *session,
                           GCancellable *cancellable,
                           GError **error);
  CdlSessionRecord *(*get_session) (CdlStore *self,
                                    const char *id,
                                    GCancellable *cancellable,
                                    GError **error);
  GPtrArray *(*list_sessions) (CdlStore *self,
                               guint states,
                               GCancellable *cancellable,
                               GError **error);
  gboolean (*delete_session) (CdlStore *self,
                              const char *id,
                              GCancellable *cancellable,
                              GError **error);
  gboolean (*journal) (CdlStore *self,
                       const char *session,
                       const CdlSessionTrade *trades,
                       gsize n_trades,
                       const CdlSessionEvent *events,
                       gsize n_events,
                       GCancellable *cancellable,
                       GError **error);
  GArray *(*list_session_trades) (CdlStore *self,
                                  const char *session,
                                  guint64 after,
                                  guint limit,
                                  GCancellable *cancellable,
                                  GError **error);
  GArray *(*list_session_events) (CdlStore *self,
                                  const char *session,
                                  guint64 after,
                                  guint limit,
                                  GCancellable *cancellable,
                                  GError **error);
};

G_END_DECLS
