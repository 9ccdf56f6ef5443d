#include "cdl-store-backend.h"

#include "cdl-record-check-private.h"
#include "cdl-store-worker-private.h"

/* Every operation checks what it is given, then hands it to the backend. */

typedef struct
{
  CdlStoreWorker *worker;
} CdlStorePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (CdlStore, cdl_store, G_TYPE_OBJECT)

static void
cdl_store_finalize (GObject *object)
{
  CdlStorePrivate *priv = cdl_store_get_instance_private (CDL_STORE (object));

  cdl_store_worker_free (priv->worker);

  G_OBJECT_CLASS (cdl_store_parent_class)->finalize (object);
}

static void
cdl_store_class_init (CdlStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cdl_store_finalize;
}

static void
cdl_store_init (CdlStore *self)
{
  CdlStorePrivate *priv = cdl_store_get_instance_private (self);

  priv->worker = cdl_store_worker_new ();
}

CdlStoreWorker *
cdl_store_get_worker (CdlStore *self)
{
  CdlStorePrivate *priv = cdl_store_get_instance_private (self);

  return priv->worker;
}

gboolean
cdl_store_put_strategy (CdlStore *self,
                        CdlStrategyRecord *strategy,
                        GCancellable *cancellable,
                        GError **error)
{
  if (!cdl_check_text ("text of the strategy", strategy->json, 1, CDL_STORE_MAX_JSON, error)
      || !cdl_check_strategy (strategy, error))
    return FALSE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  return CDL_STORE_GET_CLASS (self)->put_strategy (self, strategy, cancellable, error);
}

CdlStrategyRecord *
cdl_store_get_strategy (CdlStore *self,
                        const char *name,
                        const char *revision,
                        GCancellable *cancellable,
                        GError **error)
{
  if (revision != NULL && !cdl_check_id ("strategy revision", revision, error))
    return NULL;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return CDL_STORE_GET_CLASS (self)->get_strategy (self, name, revision, cancellable, error);
}

GPtrArray *
cdl_store_list_strategies (CdlStore *self,
                           const char *name,
                           GCancellable *cancellable,
                           GError **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return CDL_STORE_GET_CLASS (self)->list_strategies (self, name, cancellable, error);
}

gboolean
cdl_store_put_dataset (CdlStore *self,
                       CdlDatasetRecord *dataset,
                       GCancellable *cancellable,
                       GError **error)
{
  if (!cdl_check_dataset (dataset, error))
    return FALSE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  return CDL_STORE_GET_CLASS (self)->put_dataset (self, dataset, cancellable, error);
}

CdlDatasetRecord *
cdl_store_get_dataset (CdlStore *self,
                       const char *fingerprint,
                       GCancellable *cancellable,
                       GError **error)
{
  if (!cdl_check_id ("dataset fingerprint", fingerprint, error))
    return NULL;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return CDL_STORE_GET_CLASS (self)->get_dataset (self, fingerprint, cancellable, error);
}

GPtrArray *
cdl_store_list_datasets (CdlStore *self, GCancellable *cancellable, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return CDL_STORE_GET_CLASS (self)->list_datasets (self, cancellable, error);
}

gboolean
cdl_store_put_test (CdlStore *self,
                    const CdlTestRecord *test,
                    GCancellable *cancellable,
                    GError **error)
{
  if (!cdl_check_test (test, error))
    return FALSE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  return CDL_STORE_GET_CLASS (self)->put_test (self, test, cancellable, error);
}

CdlTestRecord *
cdl_store_get_test (CdlStore *self, const char *id, GCancellable *cancellable, GError **error)
{
  if (!cdl_check_id ("test id", id, error))
    return NULL;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return CDL_STORE_GET_CLASS (self)->get_test (self, id, cancellable, error);
}

GPtrArray *
cdl_store_list_tests (CdlStore *self,
                      guint states,
                      const char *before,
                      guint limit,
                      GCancellable *cancellable,
                      GError **error)
{
  if ((before != NULL && !cdl_check_id ("test id", before, error))
      || !cdl_check_limit (limit, error))
    return NULL;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return CDL_STORE_GET_CLASS (self)->list_tests (self, states, before, limit, cancellable, error);
}

gboolean
cdl_store_delete_test (CdlStore *self, const char *id, GCancellable *cancellable, GError **error)
{
  if (!cdl_check_id ("test id", id, error))
    return FALSE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  return CDL_STORE_GET_CLASS (self)->delete_test (self, id, cancellable, error);
}

gboolean
cdl_store_put_cost (CdlStore *self,
                    const CdlCostRecord *cost,
                    GCancellable *cancellable,
                    GError **error)
{
  if (!cdl_check_cost (cost, error))
    return FALSE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  return CDL_STORE_GET_CLASS (self)->put_cost (self, cost, cancellable, error);
}

CdlCostRecord *
cdl_store_get_cost (CdlStore *self,
                    const char *machine,
                    const char *revision,
                    GCancellable *cancellable,
                    GError **error)
{
  if (!cdl_check_id ("machine id", machine, error)
      || !cdl_check_id ("strategy revision", revision, error))
    return NULL;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return CDL_STORE_GET_CLASS (self)->get_cost (self, machine, revision, cancellable, error);
}

gboolean
cdl_store_put_session (CdlStore *self,
                       const CdlSessionRecord *session,
                       GCancellable *cancellable,
                       GError **error)
{
  if (!cdl_check_session (session, error))
    return FALSE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  return CDL_STORE_GET_CLASS (self)->put_session (self, session, cancellable, error);
}

CdlSessionRecord *
cdl_store_get_session (CdlStore *self, const char *id, GCancellable *cancellable, GError **error)
{
  if (!cdl_check_id ("session id", id, error))
    return NULL;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return CDL_STORE_GET_CLASS (self)->get_session (self, id, cancellable, error);
}

GPtrArray *
cdl_store_list_sessions (CdlStore *self, guint states, GCancellable *cancellable, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return CDL_STORE_GET_CLASS (self)->list_sessions (self, states, cancellable, error);
}

gboolean
cdl_store_delete_session (CdlStore *self, const char *id, GCancellable *cancellable, GError **error)
{
  if (!cdl_check_id ("session id", id, error))
    return FALSE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  return CDL_STORE_GET_CLASS (self)->delete_session (self, id, cancellable, error);
}

gboolean
cdl_store_journal (CdlStore *self,
                   const char *session,
                   const CdlSessionTrade *trades,
                   gsize n_trades,
                   const CdlSessionEvent *events,
                   gsize n_events,
                   GCancellable *cancellable,
                   GError **error)
{
  if (!cdl_check_id ("session id", session, error))
    return FALSE;
  for (gsize i = 0; i < n_trades; i++)
    if (!cdl_check_session_trade (&trades[i], error))
      return FALSE;
  for (gsize i = 0; i < n_events; i++)
    if (!cdl_check_session_event (&events[i], error))
      return FALSE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  return CDL_STORE_GET_CLASS (self)->journal (self, session, trades, n_trades, events, n_events,
                                              cancellable, error);
}

GArray *
cdl_store_list_session_trades (CdlStore *self,
                               const char *session,
                               guint64 after,
                               guint limit,
                               GCancellable *cancellable,
                               GError **error)
{
  if (!cdl_check_id ("session id", session, error) || !cdl_check_limit (limit, error))
    return NULL;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return CDL_STORE_GET_CLASS (self)->list_session_trades (self, session, after, limit, cancellable,
                                                          error);
}

GArray *
cdl_store_list_session_events (CdlStore *self,
                               const char *session,
                               guint64 after,
                               guint limit,
                               GCancellable *cancellable,
                               GError **error)
{
  if (!cdl_check_id ("session id", session, error) || !cdl_check_limit (limit, error))
    return NULL;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return CDL_STORE_GET_CLASS (self)->list_session_events (self, session, after, limit, cancellable,
                                                          error);
}
