#pragma once

#include <json-glib/json-glib.h>

#include "cdl-store.h"
#include "cdl-surreal-answer-private.h"

G_BEGIN_DECLS

/* The SurrealDB backend from inside: statements, and the operations of CdlStoreClass, each in the
 * file of its subject. */

/* Runs one statement; NULL with CDL_STORE_ERROR or G_IO_ERROR_CANCELLED. THROW "missing TEXT" in it
 * is CDL_STORE_ERROR_NOT_FOUND, "exists TEXT" CDL_STORE_ERROR_EXISTS. */
JsonNode *
cdl_surreal_run (CdlStore *store, const char *sql, GCancellable *cancellable, GError **error);

/* The same where only whether it was done counts. */
gboolean
cdl_surreal_do (CdlStore *store, const char *sql, GCancellable *cancellable, GError **error);

/* The same for a statement that returns an array of objects. */
JsonNode *
cdl_surreal_select (CdlStore *store, const char *sql, GCancellable *cancellable, GError **error);

/* The i-th object of what cdl_surreal_select() returned; borrowed. */
JsonObject *cdl_surreal_row (JsonNode *rows, guint i);
guint cdl_surreal_n_rows (JsonNode *rows);

/* Length of a statement that the server takes, as far as it is known. */
gsize cdl_surreal_max_length (CdlStore *store);

/* Whether to see if marked runs should be packed, after n more were marked. */
gboolean cdl_surreal_pack_is_due (CdlStore *store, guint64 n);

/* Assignments of SET that link a run to a test. */
void cdl_surreal_link_test (GString *sql, const char *test);

gboolean cdl_surreal_put_runs (CdlStore *self,
                               const CdlRunItem *items,
                               gsize n_items,
                               GCancellable *cancellable,
                               GError **error);
gboolean cdl_surreal_has_runs (CdlStore *self,
                               const char *const *ids,
                               gsize n,
                               gboolean *found,
                               GCancellable *cancellable,
                               GError **error);
CdlRunPage *cdl_surreal_list_runs (CdlStore *self,
                                   const CdlRunQuery *query,
                                   GCancellable *cancellable,
                                   GError **error);
gboolean cdl_surreal_count_runs (CdlStore *self,
                                 const CdlRunFilter *filter,
                                 guint64 *count,
                                 GCancellable *cancellable,
                                 GError **error);
CdlRunRecord *cdl_surreal_get_run (CdlStore *self,
                                   const char *id,
                                   CdlRunDetails **details,
                                   GCancellable *cancellable,
                                   GError **error);
GPtrArray *cdl_surreal_group_runs (CdlStore *self,
                                   const CdlRunFilter *filter,
                                   CdlGroupKey key,
                                   CdlStat stat,
                                   GCancellable *cancellable,
                                   GError **error);
CdlHeatMap *cdl_surreal_heat_map (CdlStore *self,
                                  const CdlRunFilter *filter,
                                  const char *x,
                                  const char *y,
                                  CdlStat stat,
                                  CdlCellValue shown,
                                  GCancellable *cancellable,
                                  GError **error);
gboolean cdl_surreal_edit_runs (CdlStore *self,
                                const char *const *ids,
                                gsize n,
                                const CdlRunEdit *edit,
                                GCancellable *cancellable,
                                GError **error);
gboolean cdl_surreal_delete_runs (CdlStore *self,
                                  const char *const *ids,
                                  gsize n,
                                  guint64 *deleted,
                                  GCancellable *cancellable,
                                  GError **error);
gboolean cdl_surreal_delete_matching (CdlStore *self,
                                      const CdlRunFilter *filter,
                                      guint64 *deleted,
                                      GCancellable *cancellable,
                                      GError **error);
gboolean cdl_surreal_count_trials (CdlStore *self,
                                   const char *dataset,
                                   gint64 from,
                                   gint64 to,
                                   guint64 *count,
                                   GCancellable *cancellable,
                                   GError **error);
GPtrArray *cdl_surreal_list_trials (CdlStore *self,
                                    const CdlTrial *after,
                                    guint limit,
                                    GCancellable *cancellable,
                                    GError **error);
gboolean cdl_surreal_put_trials (CdlStore *self,
                                 GPtrArray *trials,
                                 GCancellable *cancellable,
                                 GError **error);
gboolean cdl_surreal_put_strategy (CdlStore *self,
                                   CdlStrategyRecord *strategy,
                                   GCancellable *cancellable,
                                   GError **error);
CdlStrategyRecord *cdl_surreal_get_strategy (CdlStore *self,
                                             const char *name,
                                             const char *revision,
                                             GCancellable *cancellable,
                                             GError **error);
GPtrArray *cdl_surreal_list_strategies (CdlStore *self,
                                        const char *name,
                                        GCancellable *cancellable,
                                        GError **error);
gboolean cdl_surreal_put_dataset (CdlStore *self,
                                  CdlDatasetRecord *dataset,
                                  GCancellable *cancellable,
                                  GError **error);
CdlDatasetRecord *cdl_surreal_get_dataset (CdlStore *self,
                                           const char *fingerprint,
                                           GCancellable *cancellable,
                                           GError **error);
GPtrArray *cdl_surreal_list_datasets (CdlStore *self, GCancellable *cancellable, GError **error);
gboolean cdl_surreal_put_test (CdlStore *self,
                               const CdlTestRecord *test,
                               GCancellable *cancellable,
                               GError **error);
CdlTestRecord *
cdl_surreal_get_test (CdlStore *self, const char *id, GCancellable *cancellable, GError **error);
GPtrArray *cdl_surreal_list_tests (CdlStore *self,
                                   guint states,
                                   const char *before,
                                   guint limit,
                                   GCancellable *cancellable,
                                   GError **error);
gboolean
cdl_surreal_delete_test (CdlStore *self, const char *id, GCancellable *cancellable, GError **error);
gboolean cdl_surreal_put_cost (CdlStore *self,
                               const CdlCostRecord *cost,
                               GCancellable *cancellable,
                               GError **error);
CdlCostRecord *cdl_surreal_get_cost (CdlStore *self,
                                     const char *machine,
                                     const char *revision,
                                     GCancellable *cancellable,
                                     GError **error);
gboolean cdl_surreal_put_session (CdlStore *self,
                                  const CdlSessionRecord *session,
                                  GCancellable *cancellable,
                                  GError **error);
CdlSessionRecord *
cdl_surreal_get_session (CdlStore *self, const char *id, GCancellable *cancellable, GError **error);
GPtrArray *
cdl_surreal_list_sessions (CdlStore *self, guint states, GCancellable *cancellable, GError **error);
gboolean cdl_surreal_delete_session (CdlStore *self,
                                     const char *id,
                                     GCancellable *cancellable,
                                     GError **error);
gboolean cdl_surreal_journal (CdlStore *self,
                              const char *session,
                              const CdlSessionTrade *trades,
                              gsize n_trades,
                              const CdlSessionEvent *events,
                              gsize n_events,
                              GCancellable *cancellable,
                              GError **error);
GArray *cdl_surreal_list_session_trades (CdlStore *self,
                                         const char *session,
                                         guint64 after,
                                         guint limit,
                                         GCancellable *cancellable,
                                         GError **error);
GArray *cdl_surreal_list_session_events (CdlStore *self,
                                         const char *session,
                                         guint64 after,
                                         guint limit,
                                         GCancellable *cancellable,
                                         GError **error);

G_END_DECLS
