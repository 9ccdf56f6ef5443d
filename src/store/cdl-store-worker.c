#include "cdl-store-worker-private.h"

/* In the queue in place of a task: the thread ends. */
#define END GSIZE_TO_POINTER (1)

struct _CdlStoreWorker
{
  GMutex mutex; /* guards thread */
  GThread *thread;
  GAsyncQueue *queue; /* GTask, or END */
};

typedef struct
{
  CdlStoreCall call;
  gpointer data;
  GDestroyNotify data_free;
  GDestroyNotify result_free;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  if (call->data_free != NULL)
    call->data_free (call->data);
  g_free (call);
}

CdlStoreWorker *
cdl_store_worker_new (void)
{
  CdlStoreWorker *self = g_new0 (CdlStoreWorker, 1);

  g_mutex_init (&self->mutex);
  self->queue = g_async_queue_new ();

  return self;
}

void
cdl_store_worker_free (CdlStoreWorker *self)
{
  if (self->thread != NULL)
    {
      g_async_queue_push (self->queue, END);
      if (self->thread == g_thread_self ())
        g_thread_unref (self->thread);
      else
        g_thread_join (self->thread);
    }
  g_async_queue_unref (self->queue);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static gpointer
work (gpointer data)
{
  g_autoptr (GAsyncQueue) queue = data;
  gpointer item;

  while ((item = g_async_queue_pop (queue)) != END)
    {
      g_autoptr (GTask) task = item;
      Call *call = g_task_get_task_data (task);
      g_autoptr (GError) error = NULL;
      gpointer result;

      if (g_task_return_error_if_cancelled (task))
        continue;
      result = call->call (g_task_get_source_object (task), call->data,
                           g_task_get_cancellable (task), &error);
      if (error != NULL)
        g_task_return_error (task, g_steal_pointer (&error));
      else
        g_task_return_pointer (task, result, call->result_free);
    }

  return NULL;
}

void
cdl_store_call_async (CdlStore *self,
                      CdlStoreCall call,
                      gpointer data,
                      GDestroyNotify data_free,
                      GDestroyNotify result_free,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  CdlStoreWorker *worker;
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Call *kept = g_new0 (Call, 1);

  *kept = (Call){ call, data, data_free, result_free };
  g_task_set_source_tag (task, cdl_store_call_async);
  g_task_set_task_data (task, kept, call_free);

  worker = cdl_store_get_worker (self);
  g_mutex_lock (&worker->mutex);
  if (worker->thread == NULL)
    worker->thread = g_thread_new ("cdl-store", work, g_async_queue_ref (worker->queue));
  g_mutex_unlock (&worker->mutex);
  g_async_queue_push (worker->queue, task);
}

gpointer
cdl_store_call_finish (CdlStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
