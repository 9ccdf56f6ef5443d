#include "cdl-http.h"

#include <curl/curl.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "cdl-number.h"
#include "cdl-steady.h"

struct _CdlHttp
{
  GMainContext *context;
  CdlHttpLimits limits;
  char *weight_header; /* with a colon; or NULL */
  CdlHttpBytesFunc bytes;
  gpointer data;
  CURLM *multi;
  GSource *timer;
  GHashTable *watches; /* socket -> GSource */
  GHashTable *calls;   /* set of CdlHttpCall */
};

struct _CdlHttpCall
{
  CdlHttp *http;
  CURL *easy;
  FILE *file; /* where the body goes, with its checksum; or it is kept here: */
  GByteArray *body;
  GChecksum *checksum;
  gsize size, max_bytes;
  gboolean too_long, disk_full;
  char *retry_after; /* as it was told */
  CdlHttpAnswer answer;
  CdlHttpFunc done;
  gpointer data;
  char problem[CURL_ERROR_SIZE];
};

gint64
cdl_http_retry_after (const char *text, gint64 now_ms)
{
  gint64 seconds;
  time_t when;

  if (cdl_number_parse_int (text, &seconds))
    return seconds >= 0 ? MIN (seconds, G_MAXINT32) * 1000 : -1;
  when = curl_getdate (text, NULL);

  return when < 0 ? -1 : MAX ((gint64) when * 1000 - now_ms, 0);
}

static void
answer_clear (CdlHttpAnswer *self)
{
  g_free (self->problem);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->sha256);
}

static void
call_free (gpointer data)
{
  CdlHttpCall *self = data;

  curl_multi_remove_handle (self->http->multi, self->easy);
  curl_easy_cleanup (self->easy);
  if (self->file != NULL)
    fclose (self->file);
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_clear_pointer (&self->checksum, g_checksum_free);
  answer_clear (&self->answer);
  g_free (self->retry_after);
  g_free (self);
}

static size_t
on_body (char *bytes, size_t size, size_t n, void *data)
{
  CdlHttpCall *self = data;

  n *= size;
  if (self->size + n > self->max_bytes)
    {
      self->too_long = TRUE;
      return 0;
    }
  self->size += n;
  if (self->http->bytes != NULL)
    self->http->bytes (n, self->http->data);
  if (self->body != NULL)
    g_byte_array_append (self->body, (const guint8 *) bytes, (guint) n);
  else if (self->file == NULL || fwrite (bytes, 1, n, self->file) != n)
    {
      self->disk_full = TRUE;
      return 0;
    }
  else
    g_checksum_update (self->checksum, (const guchar *) bytes, (gssize) n);

  return n;
}

/* The value of a header line that begins with name ("retry-after:"), newly allocated, or NULL. */
static char *
header_value (const char *line, gsize size, const char *name)
{
  gsize length = strlen (name);

  if (size <= length || g_ascii_strncasecmp (line, name, length) != 0)
    return NULL;

  return g_strstrip (g_strndup (line + length, size - length));
}

static size_t
on_header (char *line, size_t size, size_t n, void *data)
{
  CdlHttpCall *self = data;
  g_autofree char *wait = header_value (line, size * n, "retry-after:");
  g_autofree char *date = header_value (line, size * n, "date:");
  g_autofree char *weight = self->http->weight_header != NULL
                                ? header_value (line, size * n, self->http->weight_header)
                                : NULL;
  gint64 used;

  if (wait != NULL)
    {
      g_free (self->retry_after);
      self->retry_after = g_steal_pointer (&wait);
    }
  if (date != NULL && curl_getdate (date, NULL) >= 0)
    self->answer.date_ms = (gint64) curl_getdate (date, NULL) * 1000;
  if (weight != NULL && cdl_number_parse_int (weight, &used) && used >= 0)
    self->answer.used_weight = used;

  return size * n;
}

/* Why a transfer failed, in a sentence. */
static char *
describe (const CdlHttpCall *self, CURLcode code)
{
  g_autofree char *limit = g_format_size (self->max_bytes);

  if (self->too_long)
    return g_strdup_printf ("the answer is longer than %s", limit);
  if (self->disk_full)
    return g_strdup ("the answer cannot be written to the disk: is it full?");

  return g_strdup (*self->problem != '\0' ? self->problem : curl_easy_strerror (code));
}

/* What a second try would only repeat. */
static gboolean
is_hopeless (CURLcode code)
{
  return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE
         || code == CURLE_SSL_ISSUER_ERROR || code == CURLE_URL_MALFORMAT
         || code == CURLE_UNSUPPORTED_PROTOCOL;
}

static void
finish (CdlHttpCall *self, CURLcode code)
{
  CdlHttpAnswer *answer = &self->answer;
  long status = 0;

  curl_easy_getinfo (self->easy, CURLINFO_RESPONSE_CODE, &status);
  answer->status = (guint) status;
  answer->received_at = cdl_steady_ms ();
  /* A date is meant by the clock that wrote the answer. */
  if (self->retry_after != NULL)
    answer->retry_after_ms = cdl_http_retry_after (
        self->retry_after, answer->date_ms >= 0 ? answer->date_ms : g_get_real_time () / 1000);
  if (self->file != NULL && fclose (g_steal_pointer (&self->file)) != 0)
    self->disk_full = TRUE;
  if (code != CURLE_OK || self->disk_full)
    {
      answer->problem = describe (self, code);
      answer->hopeless = is_hopeless (code);
      answer->local = self->disk_full;
    }
  else if (self->body != NULL)
    answer->body = g_byte_array_free_to_bytes (g_steal_pointer (&self->body));
  else
    answer->sha256 = g_strdup (g_checksum_get_string (self->checksum));

  g_hash_table_steal (self->http->calls, self);
  self->done (answer, self->data);
  call_free (self);
}

static void
look_for_ends (CdlHttp *self)
{
  CURLMsg *message;
  int left;

  while ((message = curl_multi_info_read (self->multi, &left)) != NULL)
    {
      CURLcode code = message->data.result;
      char *call = NULL;

      if (message->msg != CURLMSG_DONE)
        continue;
      curl_easy_getinfo (message->easy_handle, CURLINFO_PRIVATE, &call);
      finish ((CdlHttpCall *) (gpointer) call, code);
    }
}

static gboolean
on_socket (int fd, GIOCondition condition, gpointer data)
{
  CdlHttp *self = data;
  int running, events = 0;

  if (condition & G_IO_IN)
    events |= CURL_CSELECT_IN;
  if (condition & G_IO_OUT)
    events |= CURL_CSELECT_OUT;
  if (condition & (G_IO_ERR | G_IO_HUP))
    events |= CURL_CSELECT_ERR;
  curl_multi_socket_action (self->multi, fd, events, &running);
  look_for_ends (self);

  return G_SOURCE_CONTINUE;
}

static void
source_destroy (gpointer data)
{
  g_source_destroy (data);
  g_source_unref (data);
}

static int
watch_socket (CURL *easy, curl_socket_t fd, int what, void *data, void *unused)
{
  CdlHttp *self = data;
  GIOCondition condition
      = (what & CURL_POLL_IN ? G_IO_IN : 0) | (what & CURL_POLL_OUT ? G_IO_OUT : 0);
  GSource *source;

  g_hash_table_remove (self->watches, GINT_TO_POINTER (fd));
  if (what == CURL_POLL_REMOVE)
    return 0;
  source = g_unix_fd_source_new (fd, condition | G_IO_ERR | G_IO_HUP);
  g_source_set_callback (source, G_SOURCE_FUNC (on_socket), self, NULL);
  g_source_attach (source, self->context);
  g_hash_table_insert (self->watches, GINT_TO_POINTER (fd), source);

  return 0;
}

static gboolean
on_timer (gpointer data)
{
  CdlHttp *self = data;
  int running;

  g_clear_pointer (&self->timer, source_destroy);
  curl_multi_socket_action (self->multi, CURL_SOCKET_TIMEOUT, 0, &running);
  look_for_ends (self);

  return G_SOURCE_REMOVE;
}

static int
set_timer (CURLM *multi, long ms, void *data)
{
  CdlHttp *self = data;

  g_clear_pointer (&self->timer, source_destroy);
  if (ms < 0)
    return 0;
  self->timer = g_timeout_source_new ((guint) ms);
  g_source_set_callback (self->timer, on_timer, self, NULL);
  g_source_attach (self->timer, self->context);

  return 0;
}

CdlHttp *
cdl_http_new (GMainContext *context,
              const CdlHttpLimits *limits,
              const char *weight_header,
              CdlHttpBytesFunc bytes,
              gpointer data)
{
  CdlHttp *self = g_new0 (CdlHttp, 1);

  curl_global_init (CURL_GLOBAL_DEFAULT);
  self->context = g_main_context_ref (context);
  self->limits = *limits;
  self->weight_header = weight_header != NULL ? g_strconcat (weight_header, ":", NULL) : NULL;
  self->bytes = bytes;
  self->data = data;
  self->watches = g_hash_table_new_full (NULL, NULL, NULL, source_destroy);
  self->calls = g_hash_table_new_full (NULL, NULL, call_free, NULL);
  self->multi = curl_multi_init ();
  curl_multi_setopt (self->multi, CURLMOPT_SOCKETFUNCTION, watch_socket);
  curl_multi_setopt (self->multi, CURLMOPT_SOCKETDATA, self);
  curl_multi_setopt (self->multi, CURLMOPT_TIMERFUNCTION, set_timer);
  curl_multi_setopt (self->multi, CURLMOPT_TIMERDATA, self);

  return self;
}

void
cdl_http_free (CdlHttp *self)
{
  g_hash_table_unref (self->calls);
  curl_multi_cleanup (self->multi);
  g_clear_pointer (&self->timer, source_destroy);
  g_hash_table_unref (self->watches);
  g_main_context_unref (self->context);
  g_free (self->weight_header);
  g_free (self);
}

static void
set_options (CdlHttpCall *self, const char *url)
{
  const CdlHttpLimits *limits = &self->http->limits;
  CURL *easy = self->easy;

  curl_easy_setopt (easy, CURLOPT_URL, url);
  curl_easy_setopt (easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt (easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt (easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt (easy, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt (easy, CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt (easy, CURLOPT_CONNECTTIMEOUT_MS, (long) limits->connect_ms);
  curl_easy_setopt (easy, CURLOPT_LOW_SPEED_LIMIT, (long) limits->low_speed);
  curl_easy_setopt (easy, CURLOPT_LOW_SPEED_TIME, (long) limits->low_speed_s);
  if (self->body != NULL)
    {
      curl_easy_setopt (easy, CURLOPT_TIMEOUT_MS, (long) limits->whole_ms);
      curl_easy_setopt (easy, CURLOPT_ACCEPT_ENCODING, ""); /* all that libcurl can unpack */
    }
  curl_easy_setopt (easy, CURLOPT_USERAGENT, "chandelier/" CDL_VERSION);
  curl_easy_setopt (easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (easy, CURLOPT_ERRORBUFFER, self->problem);
  curl_easy_setopt (easy, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt (easy, CURLOPT_WRITEDATA, self);
  curl_easy_setopt (easy, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt (easy, CURLOPT_HEADERDATA, self);
  curl_easy_setopt (easy, CURLOPT_PRIVATE, self);
}

CdlHttpCall *
cdl_http_get (CdlHttp *self,
              const char *url,
              const char *path,
              gsize max_bytes,
              CdlHttpFunc done,
              gpointer data)
{
  CdlHttpCall *call = g_new0 (CdlHttpCall, 1);

  call->http = self;
  call->easy = curl_easy_init ();
  call->max_bytes = max_bytes;
  call->done = done;
  call->data = data;
  call->answer.retry_after_ms = call->answer.used_weight = call->answer.date_ms = -1;
  call->answer.sent_at = cdl_steady_ms ();
  if (path != NULL)
    {
      call->file = g_fopen (path, "wbe");
      call->checksum = g_checksum_new (G_CHECKSUM_SHA256);
      /* A file that cannot be made is a disk that is full from the start. */
      call->disk_full = call->file == NULL;
    }
  else
    call->body = g_byte_array_new ();
  set_options (call, url);
  g_hash_table_add (self->calls, call);
  curl_multi_add_handle (self->multi, call->easy);

  return call;
}

void
cdl_http_cancel (CdlHttpCall *call)
{
  g_hash_table_remove (call->http->calls, call);
}
