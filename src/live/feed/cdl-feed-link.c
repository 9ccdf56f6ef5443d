#include "cdl-feed-link.h"

#include <gio/gio.h>
#include <libwebsockets.h>
#include <string.h>

#define CONNECT_SECONDS 10
#define PING_SECONDS    15 /* without a sign of life */
#define HANGUP_SECONDS  30

/* Attempts to connect: a few at once, and one more for each time that passes. */
#define BURST      20
#define ATTEMPT_US (1100 * 1000)

struct _CdlFeedLinks
{
  struct lws_context *context;
  gint64 free_at_us; /* when all attempts of a burst may be made again */
};

struct _CdlFeedLink
{
  CdlFeedLinkFuncs funcs; /* all NULL: forgotten */
  gpointer data;
  struct lws *wsi;
  GByteArray *message; /* what has come of one */
  GQueue waiting;      /* char *: to be sent */
  gboolean unwanted;
  gboolean failed; /* before it opened: told later */
  int code;
  char *host;
  char *reason;
};

static const lws_retry_bo_t idle_policy
    = { .secs_since_valid_ping = PING_SECONDS, .secs_since_valid_hangup = HANGUP_SECONDS };

static void
link_free (CdlFeedLink *self)
{
  g_byte_array_unref (self->message);
  g_queue_clear_full (&self->waiting, g_free);
  g_free (self->host);
  g_free (self->reason);
  g_free (self);
}

/* The end of a link, however it came. */
static void
finish (CdlFeedLink *self, const char *reason)
{
  if (self->wsi != NULL)
    lws_set_opaque_user_data (self->wsi, NULL);
  self->wsi = NULL;
  if (!self->unwanted)
    self->funcs.closed (self, self->code, self->reason != NULL ? self->reason : reason, self->data);
  link_free (self);
}

static gboolean
give_up (CdlFeedLink *self, int code, enum lws_close_status status, const char *reason)
{
  self->code = code;
  g_free (self->reason);
  self->reason = g_strdup (reason);
  lws_close_reason (self->wsi, status, NULL, 0);

  return FALSE;
}

/* FALSE: the link is to be closed. */
static gboolean
receive (CdlFeedLink *self, const void *bytes, gsize length)
{
  if (self->message->len + length > CDL_FEED_LINK_MAX)
    return give_up (self, 1009, LWS_CLOSE_STATUS_MESSAGE_TOO_LARGE, "a message is too long");
  g_byte_array_append (self->message, bytes, (guint) length);
  if (lws_remaining_packet_payload (self->wsi) > 0 || !lws_is_final_fragment (self->wsi))
    return TRUE;
  if (!self->unwanted)
    self->funcs.message (self, (const char *) self->message->data, self->message->len, self->data);
  g_byte_array_set_size (self->message, 0);

  return !self->unwanted;
}

static gboolean
send_next (CdlFeedLink *self)
{
  g_autofree char *text = g_queue_pop_head (&self->waiting);
  g_autofree guchar *buffer = NULL;
  gsize length;

  if (text == NULL)
    return TRUE;
  length = strlen (text);
  buffer = g_malloc (LWS_PRE + length);
  memcpy (buffer + LWS_PRE, text, length);
  if (lws_write (self->wsi, buffer + LWS_PRE, length, LWS_WRITE_TEXT) < (int) length)
    return FALSE;
  if (!g_queue_is_empty (&self->waiting))
    lws_callback_on_writable (self->wsi);

  return TRUE;
}

/* What lws says of a failure, with what it means: its words for TLS name no cause. */
static char *
describe (const char *words)
{
  g_autofree char *said
      = words != NULL ? g_utf8_make_valid (words, -1) : g_strdup ("no cause told");

  return g_strdup_printf ("the connection cannot be made%s (%s)",
                          strstr (said, "SSL") != NULL || strstr (said, "tls") != NULL
                              ? ": no TLS, or a certificate that is not trusted or not the host's"
                              : "",
                          said);
}

static int
on_lws (struct lws *wsi, enum lws_callback_reasons callback, void *user, void *in, size_t length)
{
  CdlFeedLink *self = wsi != NULL ? lws_get_opaque_user_data (wsi) : NULL;
  const guchar *bytes = in;

  if (self == NULL)
    return 0;
  /* While connecting, lws calls back before it has returned the connection. */
  self->wsi = wsi;
  if (self->unwanted && callback != LWS_CALLBACK_CLIENT_CLOSED
      && callback != LWS_CALLBACK_CLIENT_CONNECTION_ERROR && callback != LWS_CALLBACK_WSI_DESTROY)
    return -1;
  switch ((int) callback)
    {
    case LWS_CALLBACK_CLIENT_ESTABLISHED:
      self->funcs.opened (self, self->data);
      break;
    case LWS_CALLBACK_CLIENT_RECEIVE:
      return receive (self, in, length) ? 0 : -1;
    case LWS_CALLBACK_CLIENT_WRITEABLE:
      return send_next (self) ? 0 : -1;
    case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
      if (length >= 2)
        self->code = bytes[0] << 8 | bytes[1];
      break;
    case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
      if (self->reason == NULL)
        self->reason = describe (in);
      self->failed = TRUE;
      break;
    case LWS_CALLBACK_WSI_DESTROY:
    case LWS_CALLBACK_CLIENT_CLOSED:
      finish (self, "the connection was lost");
      break;
    default:
      break;
    }

  return 0;
}

static const struct lws_protocols protocols[]
    = { { .name = "chandelier", .callback = on_lws, .rx_buffer_size = 65536 }, { .name = NULL } };

CdlFeedLinks *
cdl_feed_links_new (GMainLoop *loop, const char *ca_file, const char **reason)
{
  struct lws_context_creation_info info = { 0 };
  void *loops[1] = { loop };
  CdlFeedLinks *self;

  lws_set_log_level (0, NULL);
  info.port = CONTEXT_PORT_NO_LISTEN;
  info.options = LWS_SERVER_OPTION_GLIB | LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT
                 | LWS_SERVER_OPTION_VALIDATE_UTF8;
  info.protocols = protocols;
  info.foreign_loops = loops;
  info.connect_timeout_secs = CONNECT_SECONDS;
  info.timeout_secs = CONNECT_SECONDS;
  info.client_ssl_ca_filepath = ca_file;
  info.retry_and_idle_policy = &idle_policy;
  self = g_new0 (CdlFeedLinks, 1);
  self->context = lws_create_context (&info);
  if (self->context == NULL)
    {
      *reason = "libwebsockets has no GLib event loop here: its plug-in (Debian's "
                "libwebsockets-evlib-glib) is missing";
      g_clear_pointer (&self, g_free);
    }

  return self;
}

void
cdl_feed_links_free (CdlFeedLinks *self)
{
  if (self == NULL)
    return;
  lws_context_destroy (self->context);
  g_free (self);
}

gboolean
cdl_feed_links_may_open (CdlFeedLinks *self)
{
  gint64 now = g_get_monotonic_time ();
  gint64 free_at = MAX (self->free_at_us, now) + ATTEMPT_US;

  if (free_at > now + BURST * ATTEMPT_US)
    return FALSE;
  self->free_at_us = free_at;

  return TRUE;
}

/* lws gives up at once, and without a word, where a name leads nowhere. */
static gboolean
tell_failed (gpointer data)
{
  CdlFeedLink *self = data;
  g_autofree char *reason
      = g_strdup_printf ("%s cannot be reached: no such name, or no network", self->host);

  finish (self, reason);

  return G_SOURCE_REMOVE;
}

CdlFeedLink *
cdl_feed_link_open (CdlFeedLinks *self,
                    const char *url,
                    const CdlFeedLinkFuncs *funcs,
                    gpointer data)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  struct lws_client_connect_info info = { .context = self->context };
  g_autofree char *path = NULL, *authority = NULL;
  gboolean tls;
  CdlFeedLink *link;

  if (uri == NULL || g_uri_get_host (uri) == NULL
      || (strcmp (g_uri_get_scheme (uri), "wss") != 0
          && strcmp (g_uri_get_scheme (uri), "ws") != 0))
    return NULL;
  tls = strcmp (g_uri_get_scheme (uri), "wss") == 0;
  path = g_uri_get_query (uri) != NULL
             ? g_strdup_printf ("%s?%s", g_uri_get_path (uri), g_uri_get_query (uri))
             : g_strdup (g_uri_get_path (uri));
  link = g_new0 (CdlFeedLink, 1);
  link->funcs = *funcs;
  link->data = data;
  link->host = g_strdup (g_uri_get_host (uri));
  link->message = g_byte_array_new ();

  info.address = g_uri_get_host (uri);
  info.port = g_uri_get_port (uri) > 0 ? g_uri_get_port (uri) : (tls ? 443 : 80);
  authority = g_strdup_printf ("%s:%d", info.address, info.port);
  info.path = path[0] != '\0' ? path : "/";
  info.host = g_uri_get_port (uri) > 0 ? authority : info.address;
  info.origin = info.host;
  info.ssl_connection = LCCSCF_HTTP_NO_FOLLOW_REDIRECT | (tls ? LCCSCF_USE_SSL : 0);
  info.local_protocol_name = protocols[0].name;
  info.retry_and_idle_policy = &idle_policy;
  info.opaque_user_data = link;
  info.pwsi = &link->wsi;
  /* A failure at once calls back before lws returns, when the caller does not know the link yet. */
  if (lws_client_connect_via_info (&info) == NULL)
    {
      GSource *source = g_idle_source_new ();

      link->wsi = NULL;
      g_source_set_callback (source, tell_failed, link, NULL);
      g_source_attach (source, g_main_context_get_thread_default ());
      g_source_unref (source);
    }

  return link;
}

void
cdl_feed_link_send (CdlFeedLink *self, const char *text)
{
  g_queue_push_tail (&self->waiting, g_strdup (text));
  if (self->wsi != NULL)
    lws_callback_on_writable (self->wsi);
}

void
cdl_feed_link_close (CdlFeedLink *self)
{
  self->unwanted = TRUE;
  if (self->wsi != NULL)
    lws_set_timeout (self->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC);
}
