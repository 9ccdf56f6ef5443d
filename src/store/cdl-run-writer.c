#include "cdl-run-writer.h"

/* What may be pending, counted in records of some 2 KB, as much as eight trades take. */
#define MAX_PENDING   8192
#define TRADES_WEIGHT 8

typedef struct
{
  CdlRunRecord *run;
  CdlRunDetails *details;
} Pending;

struct _CdlRunWriter
{
  CdlStore *store;
  CdlRunsCommitted committed;
  gpointer data;
  GThread *thread; /* NULL once finished */

  GMutex mutex; /* guards all below */
  GCond changed;
  GArray *pending; /* Pending */
  guint weight;    /* of pending */
  gboolean finishing;
  GError *error; /* of the first transaction that failed */
};

static void
pending_clear (gpointer data)
{
  Pending *pending = data;

  g_clear_pointer (&pending->run, cdl_run_record_free);
  g_clear_pointer (&pending->details, cdl_run_details_free);
}

static GArray *
pending_new (void)
{
  GArray *pending = g_array_new (FALSE, FALSE, sizeof (Pending));

  g_array_set_clear_func (pending, pending_clear);

  return pending;
}

static guint
weigh (const CdlRunDetails *details)
{
  guint rows = 0;

  if (details != NULL)
    rows = details->trades->len + (details->setups != NULL ? details->setups->len : 0);

  return 1 + rows / TRADES_WEIGHT;
}

/* Puts runs of one transaction, and tells. */
static gboolean
commit (CdlRunWriter *self, const GArray *batch, GError **error)
{
  g_autofree CdlRunItem *items = g_new (CdlRunItem, batch->len);
  g_autofree const char **ids = g_new (const char *, batch->len);

  for (guint i = 0; i < batch->len; i++)
    {
      const Pending *pending = &g_array_index (batch, Pending, i);

      items[i] = (CdlRunItem){ pending->run, pending->details };
      ids[i] = pending->run->id;
    }
  if (!cdl_store_put_runs (self->store, items, batch->len, NULL, error))
    return FALSE;
  if (self->committed != NULL)
    self->committed (ids, batch->len, self->data);

  return TRUE;
}

static gpointer
work (gpointer data)
{
  CdlRunWriter *self = data;

  g_mutex_lock (&self->mutex);
  for (;;)
    {
      g_autoptr (GArray) batch = NULL;
      g_autoptr (GError) error = NULL;

      while (self->pending->len == 0 && !self->finishing)
        g_cond_wait (&self->changed, &self->mutex);
      if (self->pending->len == 0 || self->error != NULL)
        break;

      batch = g_steal_pointer (&self->pending);
      self->pending = pending_new ();
      self->weight = 0;
      g_cond_broadcast (&self->changed);
      g_mutex_unlock (&self->mutex);
      commit (self, batch, &error);
      g_mutex_lock (&self->mutex);
      if (error != NULL)
        {
          self->error = g_steal_pointer (&error);
          g_cond_broadcast (&self->changed);
        }
    }
  g_mutex_unlock (&self->mutex);

  return NULL;
}

CdlRunWriter *
cdl_run_writer_new (CdlStore *store, CdlRunsCommitted committed, gpointer data)
{
  CdlRunWriter *self = g_new0 (CdlRunWriter, 1);

  self->store = g_object_ref (store);
  self->committed = committed;
  self->data = data;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->pending = pending_new ();
  self->thread = g_thread_new ("cdl-run-writer", work, self);

  return self;
}

gboolean
cdl_run_writer_push (CdlRunWriter *self, CdlRunRecord *run, CdlRunDetails *details)
{
  Pending pending = { run, details };
  gboolean taken;

  g_mutex_lock (&self->mutex);
  while (self->weight >= MAX_PENDING && self->error == NULL)
    g_cond_wait (&self->changed, &self->mutex);
  taken = self->error == NULL && !self->finishing;
  if (taken)
    {
      g_array_append_val (self->pending, pending);
      self->weight += weigh (details);
      g_cond_broadcast (&self->changed);
    }
  g_mutex_unlock (&self->mutex);
  if (!taken)
    pending_clear (&pending);

  return taken;
}

gboolean
cdl_run_writer_finish (CdlRunWriter *self, GError **error)
{
  g_mutex_lock (&self->mutex);
  self->finishing = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
  if (self->thread != NULL)
    g_thread_join (g_steal_pointer (&self->thread));

  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (self->error));

  return FALSE;
}

void
cdl_run_writer_free (CdlRunWriter *self)
{
  cdl_run_writer_finish (self, NULL);
  g_array_unref (self->pending);
  g_clear_error (&self->error);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->mutex);
  g_object_unref (self->store);
  g_free (self);
}
