#include "cdl-sim-server.h"

#include "cdl-fault-http.h"
#include "cdl-rest.h"
#include "cdl-sim-control.h"
#include "cdl-sim-idle.h"
#include "cdl-sim-upgrade.h"

#include <libsoup/soup.h>
#include <string.h>

#define TRUTH "/control/truth"

struct _CdlSimServer
{
  CdlSimExchange *exchange;
  SoupServer *soup;
  CdlSimIdle *idle;
  guint port;
};

static CdlSimReply *
not_found (SoupServerMessage *message)
{
  const char *accept
      = soup_message_headers_get_list (soup_server_message_get_request_headers (message), "Accept");
  gboolean html = accept && strstr (accept, "text/html");

  return cdl_sim_reply_new (
      404, html ? "text/html" : "application/json;charset=UTF-8",
      g_string_new (html ? "<html><body><h2>404 Not found</h2></body></html>" : ""));
}

static gboolean
wants_microseconds (SoupServerMessage *message)
{
  const char *unit = soup_message_headers_get_one (
      soup_server_message_get_request_headers (message), "X-MBX-TIME-UNIT");

  return unit && g_ascii_strcasecmp (unit, "microsecond") == 0;
}

static CdlSimReply *
answer_rest (CdlSimExchange *exchange,
             SoupServerMessage *message,
             CdlRestRequest *request,
             gboolean honest)
{
  CdlSimLimits *limits = &exchange->limits[request->market];
  CdlSimReply *reply = NULL;

  request->truth = exchange->truth;
  request->faults = honest ? NULL : exchange->faults;
  request->now = cdl_sim_clock_now (exchange->clock);
  request->microseconds = request->market == CDL_MARKET_SPOT && wants_microseconds (message);
  request->weight_limit = limits->limit;
  request->request_limit = limits->raw_limit;

  if (!honest)
    reply = cdl_sim_limits_take (limits, cdl_rest_weight (request), g_get_real_time () / 1000);
  if (!honest && !reply && g_str_has_prefix (request->path, "/fapi/v1/funding"))
    reply = cdl_sim_limits_take (&exchange->funding, 0, g_get_real_time () / 1000);
  if (!reply)
    reply = cdl_rest_answer (request);
  cdl_sim_limits_headers (limits, reply);

  return reply;
}

/* honest: without limits and faults. */
static CdlSimReply *
answer_market (CdlSimServer *self,
               SoupServerMessage *message,
               const char *path,
               GHashTable *query,
               const char *where,
               gboolean honest)
{
  CdlRestRequest request = { .path = path, .query = query, .where = where };

  if (cdl_rest_knows (path, &request.market))
    return answer_rest (self->exchange, message, &request, honest);
  if (g_str_has_prefix (path, "/data/"))
    return cdl_bulk_answer (self->exchange->bulk, path, cdl_sim_clock_now (self->exchange->clock),
                            honest);

  return not_found (message);
}

static CdlSimReply *
answer_control (CdlSimServer *self, SoupServerMessage *message, const char *path, GHashTable *query)
{
  g_autoptr (GHashTable) members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  gsize length = g_bytes_get_size (bytes);
  CdlSimReply *reply;
  GHashTableIter iter;
  gpointer name, value;

  if (g_str_has_prefix (path, TRUTH))
    return answer_market (self, message, path + strlen (TRUTH), query, path, TRUE);

  if (query)
    {
      g_hash_table_iter_init (&iter, query);
      while (g_hash_table_iter_next (&iter, &name, &value))
        g_hash_table_insert (members, g_strdup (name), g_strdup (value));
    }
  if (length > 0 && !cdl_sim_control_body (members, g_bytes_get_data (bytes, NULL), length))
    return cdl_sim_reply_refuse (-1, "The body must be a JSON object of strings and numbers");

  reply = cdl_sim_control (self->exchange, soup_server_message_get_method (message), path, members);

  return reply ? reply : not_found (message);
}

/* Whether the client has it already, by its ETag. */
static gboolean
is_known (SoupServerMessage *message, const CdlSimReply *reply)
{
  const char *known = soup_message_headers_get_list (
      soup_server_message_get_request_headers (message), "If-None-Match");

  for (guint i = 0; known && i + 1 < reply->headers->len; i += 2)
    if (strcmp (reply->headers->pdata[i], "ETag") == 0)
      return strcmp (reply->headers->pdata[i + 1], known) == 0;

  return FALSE;
}

static void
send_reply (SoupServerMessage *message, CdlSimReply *reply)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  gsize length = reply->body->len;

  for (guint i = 0; i + 1 < reply->headers->len; i += 2)
    soup_message_headers_append (headers, reply->headers->pdata[i], reply->headers->pdata[i + 1]);
  if (is_known (message, reply))
    {
      soup_server_message_set_status (message, SOUP_STATUS_NOT_MODIFIED, NULL);
      return;
    }
  soup_server_message_set_status (message, reply->status, NULL);
  soup_server_message_set_response (message, reply->type, SOUP_MEMORY_TAKE,
                                    g_string_free (g_steal_pointer (&reply->body), FALSE), length);
  reply->body = g_string_new (NULL);
}

static gboolean
send_later (gpointer data)
{
  soup_server_message_unpause (data);

  return G_SOURCE_REMOVE;
}

static void
answer_public (CdlSimServer *self, SoupServerMessage *message, const char *path, GHashTable *query)
{
  const char *method = soup_server_message_get_method (message);
  const char *search = g_uri_get_query (soup_server_message_get_uri (message));
  g_autofree char *where = g_strconcat (path, search ? "?" : "", search, NULL);
  g_autoptr (CdlSimReply) reply = NULL;
  const CdlFault *delay;

  self->exchange->requests++;
  if (cdl_fault_http_before (self->exchange, message, where)
      || cdl_sim_upgrade (self->exchange, message, path, query, where))
    return;

  if (strcmp (method, "GET") == 0 || strcmp (method, "HEAD") == 0)
    reply = answer_market (self, message, path, query, where, FALSE);
  else
    reply = cdl_sim_reply_new (405, "text/plain", NULL);
  if (cdl_fault_http_after (self->exchange, message, where, reply))
    return;

  send_reply (message, reply);
  delay = cdl_faults_strike (self->exchange->faults, CDL_FAULT_HTTP_DELAY, where);
  if (delay)
    {
      soup_server_message_pause (message);
      g_timeout_add_full (G_PRIORITY_DEFAULT, (guint) cdl_fault_value (delay, 1000), send_later,
                          g_object_ref (message), g_object_unref);
    }
}

static void
on_request (SoupServer *soup,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer data)
{
  CdlSimServer *self = data;
  g_autoptr (CdlSimReply) reply = NULL;

  if (!g_str_has_prefix (path, "/control/"))
    {
      answer_public (self, message, path, query);
      return;
    }
  reply = answer_control (self, message, path, query);
  send_reply (message, reply);
}

CdlSimServer *
cdl_sim_server_new (CdlSimExchange *exchange, guint port, GError **error)
{
  g_autoptr (CdlSimServer) self = g_new0 (CdlSimServer, 1);
  g_autoslist (GUri) uris = NULL;

  self->exchange = exchange;
  self->soup = soup_server_new ("server-header", "nginx", NULL);
  soup_server_add_handler (self->soup, NULL, on_request, self, NULL);
  if (!soup_server_listen_local (self->soup, port, SOUP_SERVER_LISTEN_IPV4_ONLY, error))
    return NULL;

  self->idle = cdl_sim_idle_new (self->soup);
  uris = soup_server_get_uris (self->soup);
  self->port = (guint) g_uri_get_port (uris->data);

  return g_steal_pointer (&self);
}

void
cdl_sim_server_free (CdlSimServer *self)
{
  if (!self)
    return;

  g_clear_pointer (&self->idle, cdl_sim_idle_free);
  soup_server_disconnect (self->soup);
  g_object_unref (self->soup);
  g_free (self);
}

guint
cdl_sim_server_port (const CdlSimServer *self)
{
  return self->port;
}
