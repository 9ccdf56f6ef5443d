#pragma once

#include <gio/gio.h>

#include "cdl-cost-record.h"
#include "cdl-heat-map.h"
#include "cdl-run-details.h"
#include "cdl-run-group.h"
#include "cdl-run-query.h"
#include "cdl-session-record.h"
#include "cdl-store-error.h"
#include "cdl-test-record.h"

G_BEGIN_DECLS

/* Where results are kept. Operations are synchronous and may be called from any thread, also at the
 * same time; a GUI runs them with cdl_store_call_async(). They fail with CDL_STORE_ERROR, or
 * G_IO_ERROR_CANCELLED. Each is one transaction: done whole and lasting, or not at all. Every write
 * may be repeated: ids come from the caller, and the same thing put twice is there once. */

#define CDL_TYPE_STORE (cdl_store_get_type ())
G_DECLARE_DERIVABLE_TYPE (CdlStore, cdl_store, CDL, STORE, GObject)

/* Longer texts are refused. */
#define CDL_STORE_MAX_NOTE (64 * 1024)
#define CDL_STORE_MAX_TAG  64
#define CDL_STORE_MAX_JSON (4 * 1024 * 1024)

/* Records that a list returns at once; CDL_RUN_MAX_PAGE of runs. */
#define CDL_STORE_MAX_LIST 10000

/* --- Runs --- */

/* A run to put, borrowed. details may be NULL: the record alone, as in sweeps. */
typedef struct
{
  const CdlRunRecord *run;
  const CdlRunDetails *details;
} CdlRunItem;

/* Puts runs with their strategy revision (json may be NULL if it is stored already), dataset, test
 * (linked, it need not be stored), details, and counts each as a trial on the window of its
 * dataset. A run that is there already
 * keeps its tags, note, favourite, created_at and whatever of its details and nets is not given; if
 * its fingerprint is another, CDL_STORE_ERROR_EXISTS: equal ids promise equal results. All comes
 * back to the bit, but for the sign of a statistic that is zero. */
gboolean cdl_store_put_runs (CdlStore *self,
                             const CdlRunItem *items,
                             gsize n_items,
                             GCancellable *cancellable,
                             GError **error);

/* found gets n flags. */
gboolean cdl_store_has_runs (CdlStore *self,
                             const char *const *ids,
                             gsize n,
                             gboolean *found,
                             GCancellable *cancellable,
                             GError **error);

CdlRunPage *cdl_store_list_runs (CdlStore *self,
                                 const CdlRunQuery *query,
                                 GCancellable *cancellable,
                                 GError **error);

/* filter NULL: all, here and below. */
gboolean cdl_store_count_runs (CdlStore *self,
                               const CdlRunFilter *filter,
                               guint64 *count,
                               GCancellable *cancellable,
                               GError **error);

/* One run, strategy JSON included. details (nullable) gets trades, setups and equity, or NULL if
 * the run was stored without. */
CdlRunRecord *cdl_store_get_run (CdlStore *self,
                                 const char *id,
                                 CdlRunDetails **details,
                                 GCancellable *cancellable,
                                 GError **error);

/* GPtrArray of CdlRunGroup, by key. */
GPtrArray *cdl_store_group_runs (CdlStore *self,
                                 const CdlRunFilter *filter,
                                 CdlGroupKey key,
                                 CdlStat stat,
                                 GCancellable *cancellable,
                                 GError **error);

/* Runs of the filter (of a test, say) over two parameters. */
CdlHeatMap *cdl_store_heat_map (CdlStore *self,
                                const CdlRunFilter *filter,
                                const char *x,
                                const char *y,
                                CdlStat stat,
                                CdlCellValue shown,
                                GCancellable *cancellable,
                                GError **error);

/* A change to what users add to runs. */
typedef struct
{
  const char *tag;   /* to add, 1..CDL_STORE_MAX_TAG bytes; NULL: none */
  const char *untag; /* to take away */
  const char *note;  /* to replace the note; "": to take it away; NULL: as it is */
  const char *test;  /* to link the runs to, which were computed before it asked */
  int favourite;     /* 1, 0; -1: as it is */
} CdlRunEdit;

#define CDL_RUN_EDIT_NONE ((CdlRunEdit){ .favourite = -1 })

/* Of all the runs or, if one is not there, of none (CDL_STORE_ERROR_NOT_FOUND). A server changes
 * and deletes some hundred at once: what was done before another error stays, and may be done
 * again. */
gboolean cdl_store_edit_runs (CdlStore *self,
                              const char *const *ids,
                              gsize n,
                              const CdlRunEdit *edit,
                              GCancellable *cancellable,
                              GError **error);

/* With their trades, setups, equity and tags; revisions, datasets and the count of trials stay. Ids
 * that are not there are passed over. deleted (nullable) gets how many were. There is no undo: a
 * GUI waits before it asks. */
gboolean cdl_store_delete_runs (CdlStore *self,
                                const char *const *ids,
                                gsize n,
                                guint64 *deleted,
                                GCancellable *cancellable,
                                GError **error);

/* By rule. A filter without condition is refused: CDL_STORE_ERROR_INVALID. */
gboolean cdl_store_delete_matching (CdlStore *self,
                                    const CdlRunFilter *filter,
                                    guint64 *deleted,
                                    GCancellable *cancellable,
                                    GError **error);

/* --- Trials: every variant ever tried on a dataset window, deleted ones too --- */

typedef struct
{
  char *dataset; /* fingerprint */
  gint64 from, to;
  char *run;
} CdlTrial;

CdlTrial *cdl_trial_new (const char *dataset, gint64 from, gint64 to, const char *run);
void cdl_trial_free (CdlTrial *self);

gboolean cdl_store_count_trials (CdlStore *self,
                                 const char *dataset,
                                 gint64 from,
                                 gint64 to,
                                 guint64 *count,
                                 GCancellable *cancellable,
                                 GError **error);

/* For moving between stores: GPtrArray of CdlTrial, at most limit, in the order of their fields,
 * after the one given (NULL: from the first). */
GPtrArray *cdl_store_list_trials (CdlStore *self,
                                  const CdlTrial *after,
                                  guint limit,
                                  GCancellable *cancellable,
                                  GError **error);
gboolean
cdl_store_put_trials (CdlStore *self, GPtrArray *trials, GCancellable *cancellable, GError **error);

/* --- Strategies and datasets --- */

/* json must be set. The revision put last is the latest. */
gboolean cdl_store_put_strategy (CdlStore *self,
                                 CdlStrategyRecord *strategy,
                                 GCancellable *cancellable,
                                 GError **error);

/* revision NULL: the latest. */
CdlStrategyRecord *cdl_store_get_strategy (CdlStore *self,
                                           const char *name,
                                           const char *revision,
                                           GCancellable *cancellable,
                                           GError **error);

/* GPtrArray of CdlStrategyRecord without json: of name all revisions, latest first; with name NULL
 * the latest of every strategy, by name. */
GPtrArray *cdl_store_list_strategies (CdlStore *self,
                                      const char *name,
                                      GCancellable *cancellable,
                                      GError **error);

gboolean cdl_store_put_dataset (CdlStore *self,
                                CdlDatasetRecord *dataset,
                                GCancellable *cancellable,
                                GError **error);
CdlDatasetRecord *cdl_store_get_dataset (CdlStore *self,
                                         const char *fingerprint,
                                         GCancellable *cancellable,
                                         GError **error);

/* GPtrArray of CdlDatasetRecord, by fingerprint. */
GPtrArray *cdl_store_list_datasets (CdlStore *self, GCancellable *cancellable, GError **error);

/* --- Tests --- */

/* Replaces the test of that id. */
gboolean cdl_store_put_test (CdlStore *self,
                             const CdlTestRecord *test,
                             GCancellable *cancellable,
                             GError **error);
CdlTestRecord *
cdl_store_get_test (CdlStore *self, const char *id, GCancellable *cancellable, GError **error);

/* GPtrArray of CdlTestRecord, latest id first, at most limit, before the id given (NULL: from the
 * latest). states: bits 1 << CdlTestState; 0: all. */
GPtrArray *cdl_store_list_tests (CdlStore *self,
                                 guint states,
                                 const char *before,
                                 guint limit,
                                 GCancellable *cancellable,
                                 GError **error);

/* The record alone: its runs stay, linked to no test of that id. */
gboolean
cdl_store_delete_test (CdlStore *self, const char *id, GCancellable *cancellable, GError **error);

/* --- Costs, for the time estimate --- */

gboolean cdl_store_put_cost (CdlStore *self,
                             const CdlCostRecord *cost,
                             GCancellable *cancellable,
                             GError **error);

/* CDL_STORE_ERROR_NOT_FOUND: nothing learnt yet. */
CdlCostRecord *cdl_store_get_cost (CdlStore *self,
                                   const char *machine,
                                   const char *revision,
                                   GCancellable *cancellable,
                                   GError **error);

/* --- Live sessions --- */

/* Replaces the session of that id; its strategy revision is put too. */
gboolean cdl_store_put_session (CdlStore *self,
                                const CdlSessionRecord *session,
                                GCancellable *cancellable,
                                GError **error);

/* Strategy JSON included. */
CdlSessionRecord *
cdl_store_get_session (CdlStore *self, const char *id, GCancellable *cancellable, GError **error);

/* GPtrArray of CdlSessionRecord, latest id first. states: bits 1 << CdlSessionState; 0: all. */
GPtrArray *
cdl_store_list_sessions (CdlStore *self, guint states, GCancellable *cancellable, GError **error);

/* With its trades and events. */
gboolean cdl_store_delete_session (CdlStore *self,
                                   const char *id,
                                   GCancellable *cancellable,
                                   GError **error);

/* Journals trades (replaced by seq) and events (an event already there stays as it is) of a
 * session, all or none. CDL_STORE_ERROR_NOT_FOUND: no such session. */
gboolean cdl_store_journal (CdlStore *self,
                            const char *session,
                            const CdlSessionTrade *trades,
                            gsize n_trades,
                            const CdlSessionEvent *events,
                            gsize n_events,
                            GCancellable *cancellable,
                            GError **error);

/* GArray of CdlSessionTrade or CdlSessionEvent, which frees what it holds: those with a larger seq
 * than after, in order, at most limit. */
GArray *cdl_store_list_session_trades (CdlStore *self,
                                       const char *session,
                                       guint64 after,
                                       guint limit,
                                       GCancellable *cancellable,
                                       GError **error);
GArray *cdl_store_list_session_events (CdlStore *self,
                                       const char *session,
                                       guint64 after,
                                       guint limit,
                                       GCancellable *cancellable,
                                       GError **error);

/* --- Without waiting --- */

/* What runs in the store's thread: returns the result, or NULL with error. A call that has no
 * other result returns GINT_TO_POINTER (TRUE). */
typedef gpointer (*CdlStoreCall) (CdlStore *self,
                                  gpointer data,
                                  GCancellable *cancellable,
                                  GError **error);

/* Runs call in the store's one worker thread, after those asked for before. data (freed by
 * data_free, nullable, once called) and the result (freed by result_free, nullable, if nobody takes
 * it) pass between threads. callback runs in the caller's main context. Who has cancelled is told
 * that (G_IO_ERROR_CANCELLED) and nothing else, even if the call was done by then: what writes is
 * given no cancellable. */
void cdl_store_call_async (CdlStore *self,
                           CdlStoreCall call,
                           gpointer data,
                           GDestroyNotify data_free,
                           GDestroyNotify result_free,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/* The call's result, now the caller's. */
gpointer cdl_store_call_finish (CdlStore *self, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlTrial, cdl_trial_free)

G_END_DECLS
