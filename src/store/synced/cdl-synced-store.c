#include "cdl-local-store.h"
#include "cdl-outbox-private.h"
#include "cdl-synced-private.h"
#include "cdl-time.h"

G_DEFINE_FINAL_TYPE (CdlSyncedStore, cdl_synced_store, CDL_TYPE_STORE)

static guint status_changed;

gboolean
cdl_synced_written (CdlSyncedStore *self, gboolean ok)
{
  if (!ok)
    return FALSE;
  cdl_sync_worker_wake (self->worker);

  return TRUE;
}

static gboolean
put_runs (CdlStore *store,
          const CdlRunItem *items,
          gsize n_items,
          GCancellable *cancellable,
          GError **error)
{
  CdlSyncedStore *self = CDL_SYNCED_STORE (store);

  return cdl_synced_written (self,
                             cdl_store_put_runs (self->local, items, n_items, cancellable, error));
}

static gboolean
put_trials (CdlStore *store, GPtrArray *trials, GCancellable *cancellable, GError **error)
{
  CdlSyncedStore *self = CDL_SYNCED_STORE (store);

  return cdl_synced_written (self, cdl_store_put_trials (self->local, trials, cancellable, error));
}

static gboolean
put_strategy (CdlStore *store,
              CdlStrategyRecord *strategy,
              GCancellable *cancellable,
              GError **error)
{
  CdlSyncedStore *self = CDL_SYNCED_STORE (store);

  return cdl_synced_written (self,
                             cdl_store_put_strategy (self->local, strategy, cancellable, error));
}

static gboolean
put_dataset (CdlStore *store, CdlDatasetRecord *dataset, GCancellable *cancellable, GError **error)
{
  CdlSyncedStore *self = CDL_SYNCED_STORE (store);

  return cdl_synced_written (self,
                             cdl_store_put_dataset (self->local, dataset, cancellable, error));
}

static gboolean
put_test (CdlStore *store, const CdlTestRecord *test, GCancellable *cancellable, GError **error)
{
  CdlSyncedStore *self = CDL_SYNCED_STORE (store);

  return cdl_synced_written (self, cdl_store_put_test (self->local, test, cancellable, error));
}

static gboolean
delete_test (CdlStore *store, const char *id, GCancellable *cancellable, GError **error)
{
  CdlSyncedStore *self = CDL_SYNCED_STORE (store);

  return cdl_synced_written (self, cdl_store_delete_test (self->local, id, cancellable, error));
}

static gboolean
put_cost (CdlStore *store, const CdlCostRecord *cost, GCancellable *cancellable, GError **error)
{
  CdlSyncedStore *self = CDL_SYNCED_STORE (store);

  return cdl_synced_written (self, cdl_store_put_cost (self->local, cost, cancellable, error));
}

static gboolean
put_session (CdlStore *store,
             const CdlSessionRecord *session,
             GCancellable *cancellable,
             GError **error)
{
  CdlSyncedStore *self = CDL_SYNCED_STORE (store);

  return cdl_synced_written (self,
                             cdl_store_put_session (self->local, session, cancellable, error));
}

static gboolean
delete_session (CdlStore *store, const char *id, GCancellable *cancellable, GError **error)
{
  CdlSyncedStore *self = CDL_SYNCED_STORE (store);

  return cdl_synced_written (self, cdl_store_delete_session (self->local, id, cancellable, error));
}

static gboolean
journal (CdlStore *store,
         const char *session,
         const CdlSessionTrade *trades,
         gsize n_trades,
         const CdlSessionEvent *events,
         gsize n_events,
         GCancellable *cancellable,
         GError **error)
{
  CdlSyncedStore *self = CDL_SYNCED_STORE (store);

  return cdl_synced_written (self, cdl_store_journal (self->local, session, trades, n_trades,
                                                      events, n_events, cancellable, error));
}

/* --- What is read here --- */

static gboolean
has_runs (CdlStore *store,
          const char *const *ids,
          gsize n,
          gboolean *found,
          GCancellable *cancellable,
          GError **error)
{
  return cdl_store_has_runs (CDL_SYNCED_STORE (store)->local, ids, n, found, cancellable, error);
}

static GPtrArray *
list_strategies (CdlStore *store, const char *name, GCancellable *cancellable, GError **error)
{
  return cdl_store_list_strategies (CDL_SYNCED_STORE (store)->local, name, cancellable, error);
}

static GPtrArray *
list_datasets (CdlStore *store, GCancellable *cancellable, GError **error)
{
  return cdl_store_list_datasets (CDL_SYNCED_STORE (store)->local, cancellable, error);
}

static GPtrArray *
list_tests (CdlStore *store,
            guint states,
            const char *before,
            guint limit,
            GCancellable *cancellable,
            GError **error)
{
  return cdl_store_list_tests (CDL_SYNCED_STORE (store)->local, states, before, limit, cancellable,
                               error);
}

static CdlCostRecord *
get_cost (CdlStore *store,
          const char *machine,
          const char *revision,
          GCancellable *cancellable,
          GError **error)
{
  return cdl_store_get_cost (CDL_SYNCED_STORE (store)->local, machine, revision, cancellable,
                             error);
}

static GPtrArray *
list_sessions (CdlStore *store, guint states, GCancellable *cancellable, GError **error)
{
  return cdl_store_list_sessions (CDL_SYNCED_STORE (store)->local, states, cancellable, error);
}

static GArray *
list_session_trades (CdlStore *store,
                     const char *session,
                     guint64 after,
                     guint limit,
                     GCancellable *cancellable,
                     GError **error)
{
  return cdl_store_list_session_trades (CDL_SYNCED_STORE (store)->local, session, after, limit,
                                        cancellable, error);
}

static GArray *
list_session_events (CdlStore *store,
                     const char *session,
                     guint64 after,
                     guint limit,
                     GCancellable *cancellable,
                     GError **error)
{
  return cdl_store_list_session_events (CDL_SYNCED_STORE (store)->local, session, after, limit,
                                        cancellable, error);
}

/* --- What is read here, or, if it is not here, from the server --- */

/* The server, after something was not found here; NULL: it cannot be asked, or need not be. */
static CdlStore *
get_second (CdlSyncedStore *self, GError *local_error, GCancellable *cancellable)
{
  if (!g_error_matches (local_error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND))
    return NULL;

  return cdl_sync_server_get (self->server, cancellable, NULL);
}

/* Of what can be deleted here: it is there for as long as the server does not know of that. */
static CdlStore *
get_second_sure (CdlSyncedStore *self, GError *local_error, GCancellable *cancellable)
{
  if (!g_error_matches (local_error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND)
      || !cdl_synced_has_caught_up (self, cancellable))
    return NULL;

  return cdl_sync_server_get (self->server, cancellable, NULL);
}

static CdlStrategyRecord *
get_strategy (CdlStore *store,
              const char *name,
              const char *revision,
              GCancellable *cancellable,
              GError **error)
{
  CdlSyncedStore *self = CDL_SYNCED_STORE (store);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CdlStore) second = NULL;
  CdlStrategyRecord *record
      = cdl_store_get_strategy (self->local, name, revision, cancellable, &local_error);

  if (record == NULL && (second = get_second (self, local_error, cancellable)) != NULL)
    record = cdl_store_get_strategy (second, name, revision, cancellable, NULL);
  if (record == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return record;
}

static CdlDatasetRecord *
get_dataset (CdlStore *store, const char *fingerprint, GCancellable *cancellable, GError **error)
{
  CdlSyncedStore *self = CDL_SYNCED_STORE (store);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CdlStore) second = NULL;
  CdlDatasetRecord *record
      = cdl_store_get_dataset (self->local, fingerprint, cancellable, &local_error);

  if (record == NULL && (second = get_second (self, local_error, cancellable)) != NULL)
    record = cdl_store_get_dataset (second, fingerprint, cancellable, NULL);
  if (record == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return record;
}

static CdlTestRecord *
get_test (CdlStore *store, const char *id, GCancellable *cancellable, GError **error)
{
  CdlSyncedStore *self = CDL_SYNCED_STORE (store);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CdlStore) second = NULL;
  CdlTestRecord *record = cdl_store_get_test (self->local, id, cancellable, &local_error);

  if (record == NULL && (second = get_second_sure (self, local_error, cancellable)) != NULL)
    record = cdl_store_get_test (second, id, cancellable, NULL);
  if (record == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return record;
}

static CdlSessionRecord *
get_session (CdlStore *store, const char *id, GCancellable *cancellable, GError **error)
{
  CdlSyncedStore *self = CDL_SYNCED_STORE (store);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CdlStore) second = NULL;
  CdlSessionRecord *record = cdl_store_get_session (self->local, id, cancellable, &local_error);

  if (record == NULL && (second = get_second_sure (self, local_error, cancellable)) != NULL)
    record = cdl_store_get_session (second, id, cancellable, NULL);
  if (record == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return record;
}

/* --- The store --- */

/* Wakes the main context of the signal; ten changes before anyone looks are one. */
static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  g_source_set_ready_time (source, -1);

  return callback (data);
}

static gboolean
emit_changed (gpointer data)
{
  g_autoptr (CdlSyncedStore) self = g_weak_ref_get (data);

  if (self != NULL)
    g_signal_emit (self, status_changed, 0);

  return G_SOURCE_CONTINUE;
}

static void
free_weak_ref (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static GSource *
create_notifier (CdlSyncedStore *self)
{
  static GSourceFuncs funcs = { .dispatch = dispatch };
  GSource *source = g_source_new (&funcs, sizeof (GSource));
  GWeakRef *ref = g_new (GWeakRef, 1);
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  g_weak_ref_init (ref, self);
  g_source_set_callback (source, emit_changed, ref, free_weak_ref);
  g_source_attach (source, context);

  return source;
}

/* In the worker's thread. */
static void
on_changed (gpointer data)
{
  g_source_set_ready_time (data, 0);
}

static void
cdl_synced_store_finalize (GObject *object)
{
  CdlSyncedStore *self = CDL_SYNCED_STORE (object);

  g_clear_pointer (&self->worker, cdl_sync_worker_free);
  g_clear_pointer (&self->server, cdl_sync_server_free);
  g_source_destroy (self->notifier);
  g_source_unref (self->notifier);
  g_clear_object (&self->local);

  G_OBJECT_CLASS (cdl_synced_store_parent_class)->finalize (object);
}

static void
cdl_synced_store_class_init (CdlSyncedStoreClass *klass)
{
  CdlStoreClass *store_class = CDL_STORE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = cdl_synced_store_finalize;
  status_changed = g_signal_new ("status-changed", CDL_TYPE_SYNCED_STORE, G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 0);

  store_class->put_runs = put_runs;
  store_class->has_runs = has_runs;
  store_class->list_runs = cdl_synced_list_runs;
  store_class->count_runs = cdl_synced_count_runs;
  store_class->get_run = cdl_synced_get_run;
  store_class->group_runs = cdl_synced_group_runs;
  store_class->heat_map = cdl_synced_heat_map;
  store_class->edit_runs = cdl_synced_edit_runs;
  store_class->delete_runs = cdl_synced_delete_runs;
  store_class->delete_matching = cdl_synced_delete_matching;
  store_class->count_trials = cdl_synced_count_trials;
  store_class->list_trials = cdl_synced_list_trials;
  store_class->put_trials = put_trials;
  store_class->put_strategy = put_strategy;
  store_class->get_strategy = get_strategy;
  store_class->list_strategies = list_strategies;
  store_class->put_dataset = put_dataset;
  store_class->get_dataset = get_dataset;
  store_class->list_datasets = list_datasets;
  store_class->put_test = put_test;
  store_class->get_test = get_test;
  store_class->list_tests = list_tests;
  store_class->delete_test = delete_test;
  store_class->put_cost = put_cost;
  store_class->get_cost = get_cost;
  store_class->put_session = put_session;
  store_class->get_session = get_session;
  store_class->list_sessions = list_sessions;
  store_class->delete_session = delete_session;
  store_class->journal = journal;
  store_class->list_session_trades = list_session_trades;
  store_class->list_session_events = list_session_events;
}

static void
cdl_synced_store_init (CdlSyncedStore *self)
{
  self->notifier = create_notifier (self);
}

CdlStore *
cdl_synced_store_new (CdlStore *local, const CdlSurrealSettings *settings, GError **error)
{
  g_autofree char *lock = g_strconcat (cdl_local_store_path (local), ".outbox.lock", NULL);
  g_autofree char *target = g_strjoin (" ", settings->url, settings->ns, settings->db, NULL);
  CdlSyncServer *server = cdl_sync_server_new (settings, error);
  g_autoptr (CdlSyncedStore) self = NULL;
  gint64 last;

  if (server == NULL)
    return NULL;
  self = g_object_new (CDL_TYPE_SYNCED_STORE, NULL);
  self->local = g_object_ref (local);
  self->server = server;
  self->worker = cdl_sync_worker_new (local, server, lock, on_changed, self->notifier);
  if (!cdl_outbox_attach (local, target, error) || !cdl_outbox_last (local, &last, error))
    return NULL;
  /* Nothing waits: no thread is needed yet. */
  if (last > 0)
    cdl_sync_worker_wake (self->worker);

  return CDL_STORE (g_steal_pointer (&self));
}

gboolean
cdl_synced_store_forget_server (CdlStore *local, GError **error)
{
  return cdl_outbox_detach (local, error);
}

CdlSyncStatus *
cdl_synced_store_get_status (CdlStore *store)
{
  return CDL_IS_SYNCED_STORE (store) ? cdl_sync_worker_status (CDL_SYNCED_STORE (store)->worker)
                                     : NULL;
}

CdlSyncStatus *
cdl_synced_store_peek_status (CdlStore *local, GError **error)
{
  CdlOutboxCount count;
  CdlSyncStatus *status;

  if (!cdl_outbox_count (local, G_MAXINT64, &count, error))
    return NULL;
  status = g_new0 (CdlSyncStatus, 1);
  status->state = count.waiting > 0 ? CDL_SYNC_SENDING : CDL_SYNC_DONE;
  status->waiting = count.waiting;
  status->refused = count.refused;
  status->error = count.why;
  status->next_try = CDL_TIME_NONE;

  return status;
}

void
cdl_synced_store_retry (CdlStore *store)
{
  CdlSyncedStore *self = CDL_SYNCED_STORE (store);

  cdl_outbox_retry_refused (self->local, NULL);
  cdl_sync_server_retry (self->server);
  cdl_sync_worker_retry (self->worker);
}

gboolean
cdl_synced_store_flush (CdlStore *store, guint timeout_ms, GCancellable *cancellable)
{
  CdlSyncedStore *self = CDL_SYNCED_STORE (store);
  g_autoptr (CdlSyncStatus) status = NULL;

  if (!cdl_sync_worker_wait (self->worker, G_MAXINT64,
                             g_get_monotonic_time () + 1000 * (gint64) timeout_ms, cancellable))
    return FALSE;
  status = cdl_synced_store_peek_status (self->local, NULL);

  return status != NULL && status->refused == 0;
}
