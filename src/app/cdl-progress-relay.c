#include "cdl-progress-relay.h"

#include <string.h>

struct _CdlProgressRelay
{
  gatomicrefcount ref_count; /* of what waits in the main loop, too */
  gsize size;
  GCancellable *cancellable;
  CdlProgressRelayFunc func;
  gpointer user_data;
  GMutex mutex;
  gpointer latest;  /* guarded by mutex */
  gboolean waiting; /* it is on its way to the main thread; guarded by mutex */
};

CdlProgressRelay *
cdl_progress_relay_new (gsize size,
                        GCancellable *cancellable,
                        CdlProgressRelayFunc func,
                        gpointer user_data)
{
  CdlProgressRelay *self = g_new0 (CdlProgressRelay, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->size = size;
  self->cancellable = g_object_ref (cancellable);
  self->func = func;
  self->user_data = user_data;
  self->latest = g_malloc0 (size);
  g_mutex_init (&self->mutex);

  return self;
}

void
cdl_progress_relay_unref (CdlProgressRelay *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_object_unref (self->cancellable);
  g_mutex_clear (&self->mutex);
  g_free (self->latest);
  g_free (self);
}

/* In the main thread. */
static gboolean
tell (gpointer data)
{
  CdlProgressRelay *self = data;
  g_autofree gpointer latest = NULL;

  g_mutex_lock (&self->mutex);
  latest = g_memdup2 (self->latest, self->size);
  self->waiting = FALSE;
  g_mutex_unlock (&self->mutex);
  if (!g_cancellable_is_cancelled (self->cancellable))
    self->func (latest, self->user_data);

  return G_SOURCE_REMOVE;
}

void
cdl_progress_relay_put (CdlProgressRelay *self, gconstpointer state)
{
  gboolean waits;

  g_mutex_lock (&self->mutex);
  memcpy (self->latest, state, self->size);
  waits = self->waiting;
  self->waiting = TRUE;
  g_mutex_unlock (&self->mutex);
  if (waits)
    return;
  g_atomic_ref_count_inc (&self->ref_count);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, tell, self, (GDestroyNotify) cdl_progress_relay_unref);
}
