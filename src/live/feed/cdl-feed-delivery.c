#include "cdl-feed-delivery-private.h"

#define MAX_WAITING 200000 /* events */

struct _CdlFeedDelivery
{
  gatomicrefcount refs;
  GMutex mutex;
  GArray *waiting;   /* CdlFeedEvent; a state's reason, and a status, are owned */
  GSource *source;   /* attached while something waits */
  gboolean dropping; /* prints of this kline were left out */
  gboolean stopped;
  CdlFeedSink sink;
  GMainContext *context;
  gpointer data;
};

static void
clear_event (gpointer data)
{
  CdlFeedEvent *event = data;

  if (event->type == CDL_FEED_EVENT_STATE)
    g_free ((char *) event->state.reason);
  else if (event->type == CDL_FEED_EVENT_RULES)
    g_free ((char *) event->rules.status);
}

CdlFeedDelivery *
cdl_feed_delivery_new (CdlFeedSink sink, GMainContext *context, gpointer data)
{
  CdlFeedDelivery *self = g_new0 (CdlFeedDelivery, 1);

  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->mutex);
  self->waiting = g_array_new (FALSE, FALSE, sizeof (CdlFeedEvent));
  g_array_set_clear_func (self->waiting, clear_event);
  self->sink = sink;
  self->context
      = context != NULL ? g_main_context_ref (context) : g_main_context_ref_thread_default ();
  self->data = data;

  return self;
}

void
cdl_feed_delivery_unref (CdlFeedDelivery *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_array_unref (self->waiting);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static gboolean
deliver (gpointer data)
{
  CdlFeedDelivery *self = data;
  g_autoptr (GArray) now = NULL;

  g_mutex_lock (&self->mutex);
  now = g_steal_pointer (&self->waiting);
  self->waiting = g_array_new (FALSE, FALSE, sizeof (CdlFeedEvent));
  g_array_set_clear_func (self->waiting, clear_event);
  g_clear_pointer (&self->source, g_source_unref);
  g_mutex_unlock (&self->mutex);
  for (guint i = 0; i < now->len && !self->stopped; i++)
    self->sink (&g_array_index (now, CdlFeedEvent, i), self->data);

  return G_SOURCE_REMOVE;
}

/* With the mutex held: whether the event is to be told at all. */
static gboolean
make_room (CdlFeedDelivery *self, CdlFeedEvent *event)
{
  guint n = self->waiting->len;
  CdlFeedEvent *last = n > 0 ? &g_array_index (self->waiting, CdlFeedEvent, n - 1) : NULL;
  gboolean full = n >= MAX_WAITING;

  switch (event->type)
    {
    case CDL_FEED_EVENT_FORMING:
    case CDL_FEED_EVENT_MARK:
      if (last == NULL || last->type != event->type)
        return !full;
      *last = *event;
      return FALSE;
    case CDL_FEED_EVENT_PRINT:
      self->dropping |= full;
      return !self->dropping;
    case CDL_FEED_EVENT_KLINE:
      event->kline.whole &= !self->dropping;
      self->dropping = FALSE;
      return TRUE;
    case CDL_FEED_EVENT_FUNDING:
      return TRUE;
    case CDL_FEED_EVENT_STATE:
      event->state.reason = g_strdup (event->state.reason);
      return TRUE;
    case CDL_FEED_EVENT_RULES:
      event->rules.status = g_strdup (event->rules.status);
      return TRUE;
    }

  return TRUE;
}

void
cdl_feed_delivery_put (CdlFeedDelivery *self, const CdlFeedEvent *event)
{
  CdlFeedEvent copy = *event;

  g_mutex_lock (&self->mutex);
  if (!self->stopped && make_room (self, &copy))
    g_array_append_val (self->waiting, copy);
  if (self->source == NULL && self->waiting->len > 0 && !self->stopped)
    {
      self->source = g_idle_source_new ();
      g_source_set_priority (self->source, G_PRIORITY_DEFAULT);
      g_atomic_ref_count_inc (&self->refs);
      g_source_set_callback (self->source, deliver, self, (GDestroyNotify) cdl_feed_delivery_unref);
      g_source_attach (self->source, self->context);
    }
  g_mutex_unlock (&self->mutex);
}

void
cdl_feed_delivery_stop (CdlFeedDelivery *self)
{
  GSource *source;

  g_mutex_lock (&self->mutex);
  self->stopped = TRUE;
  source = g_steal_pointer (&self->source);
  g_mutex_unlock (&self->mutex);
  if (source == NULL)
    return;
  g_source_destroy (source);
  g_source_unref (source);
}
