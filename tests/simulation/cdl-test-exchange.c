#include "cdl-test-exchange.h"

#include "cdl-http.h"

#include <string.h>

struct _CdlTestExchange
{
  GSubprocess *process;
  char *http, *websocket;
};

CdlTestExchange *
cdl_test_exchange_new (const char *const *options)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) argv = NULL;
  CdlTestExchange *self = g_new0 (CdlTestExchange, 1);
  gboolean ready = FALSE;

  g_strv_builder_add_many (builder, g_getenv ("CHANDELIER_EXCHANGE"), "--until-eof", NULL);
  g_strv_builder_addv (builder, (const char **) options);
  argv = g_strv_builder_end (builder);
  self->process
      = g_subprocess_newv ((const char *const *) argv,
                           G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (output), FALSE);
  while (!ready)
    {
      g_autofree char *line = g_data_input_stream_read_line (output, NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (line);
      if (g_str_has_prefix (line, "http "))
        self->http = g_strdup (line + 5);
      else if (g_str_has_prefix (line, "websocket "))
        self->websocket = g_strdup (line + 10);
      ready = g_str_equal (line, "ready");
    }

  return self;
}

void
cdl_test_exchange_free (CdlTestExchange *self)
{
  g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, NULL);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
  g_free (self->http);
  g_free (self->websocket);
  g_free (self);
}

const char *
cdl_test_exchange_http (const CdlTestExchange *self)
{
  return self->http;
}

const char *
cdl_test_exchange_websocket (const CdlTestExchange *self)
{
  return self->websocket;
}

const char *
cdl_test_exchange_pid (const CdlTestExchange *self)
{
  return g_subprocess_get_identifier (self->process);
}

static void
on_answer (const CdlHttpAnswer *answer, gpointer data)
{
  char **body = data;
  gsize size;
  const char *text;

  g_assert_cmpstr (answer->problem, ==, NULL);
  text = g_bytes_get_data (answer->body, &size);
  *body = g_strndup (text, size);
}

char *
cdl_test_exchange_get (CdlTestExchange *self, const char *path)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (CdlHttp) http = cdl_http_new (context, &CDL_HTTP_LIMITS, NULL, NULL, NULL);
  g_autofree char *url = g_strconcat (self->http, path, NULL);
  char *body = NULL;

  cdl_http_get (http, url, NULL, 64 * 1024 * 1024, on_answer, &body);
  while (body == NULL)
    g_main_context_iteration (context, TRUE);

  return body;
}

void
cdl_test_exchange_control (CdlTestExchange *self, const char *order)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection
      = g_socket_client_connect_to_uri (client, self->http, 80, NULL, &error);
  g_autofree char *request = NULL;
  char answer[256] = "";

  g_assert_no_error (error);
  request = g_strdup_printf ("POST /control/%s HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                             "Content-Length: 0\r\nConnection: close\r\n\r\n",
                             order);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                             strlen (request), NULL, NULL, &error);
  g_assert_no_error (error);
  g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), answer,
                       sizeof answer - 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (answer, " 200 "));
}
