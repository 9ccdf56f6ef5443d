#include "cdl-surreal-exchange-private.h"

#include <libsoup/soup.h>

struct _CdlSurrealExchange
{
  char *url;
  guint timeout_s;
  gboolean direct;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  SoupSession *session; /* of the thread */
};

typedef struct
{
  CdlSurrealExchange *exchange;
  SoupMessage *message;
  GCancellable *cancellable;
  GMutex mutex;
  GCond cond;
  gboolean done; /* guarded by mutex, as what follows */
  GBytes *answer;
  GError *error;
} Request;

static gpointer
serve (gpointer data)
{
  CdlSurrealExchange *self = data;

  g_main_context_push_thread_default (self->context);
  self->session = soup_session_new_with_options ("timeout", self->timeout_s, "user-agent",
                                                 "chandelier/" CDL_VERSION, NULL);
  if (self->direct)
    {
      soup_session_set_proxy_resolver (self->session, NULL);
      /* Packing what never leaves the machine takes longer than all the rest. */
      soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
    }
  g_main_loop_run (self->loop);
  soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

CdlSurrealExchange *
cdl_surreal_exchange_new (const char *url, guint timeout_s, gboolean direct)
{
  CdlSurrealExchange *self = g_new0 (CdlSurrealExchange, 1);

  self->url = g_strdup (url);
  self->timeout_s = timeout_s;
  self->direct = direct;
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("cdl-surreal", serve, self);

  return self;
}

static gboolean
quit (gpointer data)
{
  g_main_loop_quit (data);

  return G_SOURCE_REMOVE;
}

void
cdl_surreal_exchange_free (CdlSurrealExchange *self)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  /* Not quit from here: the loop may not run yet. */
  g_source_set_callback (source, quit, self->loop, NULL);
  g_source_attach (source, self->context);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self->url);
  g_free (self);
}

static void
received (GObject *session, GAsyncResult *result, gpointer data)
{
  Request *request = data;
  g_autoptr (GError) error = NULL;
  GBytes *answer = soup_session_send_and_read_finish (SOUP_SESSION (session), result, &error);

  g_mutex_lock (&request->mutex);
  request->answer = answer;
  request->error = g_steal_pointer (&error);
  request->done = TRUE;
  g_cond_signal (&request->cond);
  g_mutex_unlock (&request->mutex);
}

static gboolean
start (gpointer data)
{
  Request *request = data;

  soup_session_send_and_read_async (request->exchange->session, request->message,
                                    G_PRIORITY_DEFAULT, request->cancellable, received, request);

  return G_SOURCE_REMOVE;
}

/* In the exchange's thread, also if the caller's own main context is this one. */
static void
run_request (Request *request)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, start, request, NULL);
  g_source_attach (source, request->exchange->context);

  g_mutex_lock (&request->mutex);
  while (!request->done)
    g_cond_wait (&request->cond, &request->mutex);
  g_mutex_unlock (&request->mutex);
}

GBytes *
cdl_surreal_exchange_send (CdlSurrealExchange *self,
                           const char *path,
                           const char *body,
                           gsize length,
                           const CdlSurrealHeader *headers,
                           gsize n_headers,
                           guint *status,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autofree char *address = g_strconcat (self->url, path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (body != NULL ? "POST" : "GET", address);
  Request request = { self, message, cancellable };

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  for (gsize i = 0; i < n_headers; i++)
    if (headers[i].value != NULL)
      soup_message_headers_replace (soup_message_get_request_headers (message), headers[i].name,
                                    headers[i].value);
  if (body != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (body, length);

      soup_message_set_request_body_from_bytes (message, "text/plain; charset=utf-8", bytes);
    }

  g_mutex_init (&request.mutex);
  g_cond_init (&request.cond);
  run_request (&request);
  g_cond_clear (&request.cond);
  g_mutex_clear (&request.mutex);

  *status = soup_message_get_status (message);
  if (request.error != NULL)
    g_propagate_error (error, request.error);

  return request.answer;
}
