#include "cdl-sync-server-private.h"

#include "cdl-credentials.h"
#include "cdl-surreal-client-private.h"
#include "cdl-surreal-store.h"

/* Waits before it is tried again: at random up to the first, then twice that, up to the last. */
#define FIRST_WAIT_MS 500
#define LAST_WAIT_MS  (60 * 1000)
#define MIN_WAIT_MS   50

/* A server that was away is first asked for its version: one that only keeps silent must not keep
 * anyone for as long as an operation may take. */
#define PROBE_TIMEOUT_S 3

struct _CdlSyncServer
{
  CdlSurrealSettings *settings;
  CdlSurrealClient *probe;
  GMutex mutex;    /* guards what follows */
  CdlStore *store; /* NULL: not connected yet */
  GError *error;   /* why it is away; NULL: it is not, as far as it is known */
  guint failures;  /* in a row */
  gint64 next_try; /* monotonic us */
  GMutex connect_mutex;
};

CdlSyncServer *
cdl_sync_server_new (const CdlSurrealSettings *settings, GError **error)
{
  g_autoptr (CdlSurrealSettings) quick = NULL;
  CdlSurrealClient *probe;
  CdlSyncServer *self;

  if (!cdl_surreal_settings_check (settings, error))
    return NULL;
  quick = cdl_surreal_settings_copy (settings);
  quick->timeout_s = MIN (quick->timeout_s, PROBE_TIMEOUT_S);
  probe = cdl_surreal_client_new (quick, error);
  if (probe == NULL)
    return NULL;

  self = g_new0 (CdlSyncServer, 1);
  self->settings = cdl_surreal_settings_copy (settings);
  self->probe = probe;
  g_mutex_init (&self->mutex);
  g_mutex_init (&self->connect_mutex);

  return self;
}

void
cdl_sync_server_free (CdlSyncServer *self)
{
  g_clear_object (&self->store);
  g_clear_error (&self->error);
  cdl_surreal_client_free (self->probe);
  cdl_surreal_settings_free (self->settings);
  g_mutex_clear (&self->mutex);
  g_mutex_clear (&self->connect_mutex);
  g_free (self);
}

/* TRUE: the store, or that it is left alone, is known without asking it. */
static gboolean
is_known (CdlSyncServer *self, CdlStore **store, GError **error)
{
  gboolean known = FALSE;

  g_mutex_lock (&self->mutex);
  if (self->error != NULL && g_get_monotonic_time () < self->next_try)
    {
      g_propagate_error (error, g_error_copy (self->error));
      known = TRUE;
    }
  else if (self->error == NULL && self->store != NULL)
    {
      *store = g_object_ref (self->store);
      known = TRUE;
    }
  g_mutex_unlock (&self->mutex);

  return known;
}

static CdlStore *
connect_store (CdlSyncServer *self, GCancellable *cancellable, GError **error)
{
  CdlStore *store = NULL;

  if (!cdl_surreal_client_check (self->probe, cancellable, error))
    return NULL;
  g_mutex_lock (&self->mutex);
  if (self->store != NULL)
    store = g_object_ref (self->store);
  g_mutex_unlock (&self->mutex);

  if (store != NULL)
    return store;

  return cdl_credentials_complete (self->settings, cancellable, error)
             ? cdl_surreal_store_new (self->settings, cancellable, error)
             : NULL;
}

CdlStore *
cdl_sync_server_get (CdlSyncServer *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  CdlStore *store = NULL;

  if (is_known (self, &store, error))
    return store;

  /* One thread asks; the others look at what came of it. */
  g_mutex_lock (&self->connect_mutex);
  if (!is_known (self, &store, error))
    {
      store = connect_store (self, cancellable, &local_error);
      if (store != NULL)
        {
          g_mutex_lock (&self->mutex);
          g_set_object (&self->store, store);
          g_clear_error (&self->error);
          g_mutex_unlock (&self->mutex);
        }
      else
        {
          cdl_sync_server_failed (self, local_error);
          g_propagate_error (error, g_steal_pointer (&local_error));
        }
    }
  g_mutex_unlock (&self->connect_mutex);

  return store;
}

gboolean
cdl_sync_server_failed (CdlSyncServer *self, const GError *error)
{
  guint most_ms = FIRST_WAIT_MS;

  if (!g_error_matches (error, CDL_STORE_ERROR, CDL_STORE_ERROR_AWAY)
      && !g_error_matches (error, CDL_STORE_ERROR, CDL_STORE_ERROR_BUSY)
      && !g_error_matches (error, CDL_STORE_ERROR, CDL_STORE_ERROR_FULL)
      && !g_error_matches (error, CDL_STORE_ERROR, CDL_STORE_ERROR_DENIED)
      && !g_error_matches (error, CDL_STORE_ERROR, CDL_STORE_ERROR_VERSION))
    return FALSE;

  g_mutex_lock (&self->mutex);
  g_clear_error (&self->error);
  self->error = g_error_copy (error);
  for (guint i = 0; i < self->failures && most_ms < LAST_WAIT_MS; i++)
    most_ms = MIN (2 * most_ms, LAST_WAIT_MS);
  self->failures++;
  /* All of the wait at random: those whom one outage has struck do not come back together. */
  self->next_try = g_get_monotonic_time ()
                   + 1000 * (gint64) g_random_int_range (MIN_WAIT_MS, (gint32) most_ms);
  g_mutex_unlock (&self->mutex);

  return TRUE;
}

void
cdl_sync_server_worked (CdlSyncServer *self)
{
  g_mutex_lock (&self->mutex);
  self->failures = 0;
  g_mutex_unlock (&self->mutex);
}

gint64
cdl_sync_server_next_try (CdlSyncServer *self)
{
  gint64 time;

  g_mutex_lock (&self->mutex);
  time = self->error != NULL ? self->next_try : 0;
  g_mutex_unlock (&self->mutex);

  return time;
}

void
cdl_sync_server_retry (CdlSyncServer *self)
{
  g_mutex_lock (&self->mutex);
  self->next_try = 0;
  g_mutex_unlock (&self->mutex);
}
