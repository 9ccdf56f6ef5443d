#include "cdl-test-http.h"

#include <string.h>

#define MAX_REQUEST (4 * 1024 * 1024)

struct _CdlTestHttp
{
  GSocketListener *listener;
  GCancellable *stop;
  GThread *thread;
  char *url;
  CdlTestReply reply;
  gpointer data;
};

/* Reads head and body; FALSE if the client went away. */
static gboolean
read_request (GInputStream *input, char **head, char **body, GCancellable *stop)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *end = NULL, *length;
  gsize wanted = 0;

  while (end == NULL || text->len < wanted)
    {
      char buffer[16384];
      gssize n = g_input_stream_read (input, buffer, sizeof buffer, stop, NULL);

      if (n <= 0 || text->len > MAX_REQUEST)
        return FALSE;
      g_string_append_len (text, buffer, n);
      if (end == NULL && (end = strstr (text->str, "\r\n\r\n")) != NULL)
        {
          length = strstr (text->str, "Content-Length: ");
          wanted = (gsize) (end - text->str) + 4;
          if (length != NULL && length < end)
            wanted += g_ascii_strtoull (length + strlen ("Content-Length: "), NULL, 10);
        }
    }
  end = strstr (text->str, "\r\n\r\n");
  *head = g_strndup (text->str, (gsize) (end - text->str));
  *body = g_strdup (end + 4);

  return TRUE;
}

static gpointer
serve (gpointer data)
{
  CdlTestHttp *self = data;

  for (guint n = 0; !g_cancellable_is_cancelled (self->stop);)
    {
      g_autoptr (GSocketConnection) connection
          = g_socket_listener_accept (self->listener, NULL, self->stop, NULL);
      g_autofree char *head = NULL, *body = NULL, *answer = NULL;

      if (connection == NULL)
        break;
      if (!read_request (g_io_stream_get_input_stream (G_IO_STREAM (connection)), &head, &body,
                         self->stop))
        continue;
      answer = self->reply (n++, head, body, self->data);
      if (answer != NULL)
        g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), answer,
                                   strlen (answer), NULL, self->stop, NULL);
      g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
    }

  return NULL;
}

CdlTestHttp *
cdl_test_http_new (CdlTestReply reply, gpointer data)
{
  CdlTestHttp *self = g_new0 (CdlTestHttp, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  self->listener = g_socket_listener_new ();
  g_socket_listener_add_address (self->listener, any, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                 NULL, &bound, &error);
  g_assert_no_error (error);
  self->url = g_strdup_printf ("http://127.0.0.1:%u",
                               g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  self->stop = g_cancellable_new ();
  self->reply = reply;
  self->data = data;
  self->thread = g_thread_new ("test-http", serve, self);

  return self;
}

void
cdl_test_http_free (CdlTestHttp *self)
{
  g_cancellable_cancel (self->stop);
  g_thread_join (self->thread);
  g_socket_listener_close (self->listener);
  g_object_unref (self->listener);
  g_object_unref (self->stop);
  g_free (self->url);
  g_free (self);
}

const char *
cdl_test_http_url (CdlTestHttp *self)
{
  return self->url;
}

char *
cdl_test_http_answer (guint status, const char *body)
{
  return g_strdup_printf ("HTTP/1.1 %u Some\r\nContent-Length: %" G_GSIZE_FORMAT
                          "\r\nConnection: close\r\n\r\n%s",
                          status, strlen (body), body);
}
