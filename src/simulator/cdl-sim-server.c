#include "cdl-sim-server.h"

#include "cdl-rest.h"
#include "cdl-sim-upgrade.h"

#include <libsoup/soup.h>
#include <string.h>

struct _CdlSimServer
{
  CdlSimExchange *exchange;
  SoupServer *soup;
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
             CdlMarket market,
             const char *path,
             GHashTable *query)
{
  CdlSimLimits *limits = &exchange->limits[market];
  CdlRestRequest request = {
    .truth = exchange->truth,
    .market = market,
    .path = path,
    .query = query,
    .now = cdl_sim_clock_now (exchange->clock),
    .microseconds = market == CDL_MARKET_SPOT && wants_microseconds (message),
    .weight_limit = limits->limit,
  };
  CdlSimReply *reply
      = cdl_sim_limits_take (limits, cdl_rest_weight (&request), g_get_real_time () / 1000);

  if (!reply)
    reply = cdl_rest_answer (&request);
  cdl_sim_limits_headers (limits, reply);

  return reply;
}

static CdlSimReply *
answer (CdlSimServer *self, SoupServerMessage *message, const char *path, GHashTable *query)
{
  const char *method = soup_server_message_get_method (message);
  CdlMarket market;

  if (strcmp (method, "GET") != 0 && strcmp (method, "HEAD") != 0)
    return cdl_sim_reply_new (405, "text/plain", NULL);
  if (cdl_rest_knows (path, &market))
    return answer_rest (self->exchange, message, market, path, query);
  if (g_str_has_prefix (path, "/data/"))
    return cdl_bulk_answer (self->exchange->bulk, path, cdl_sim_clock_now (self->exchange->clock));

  return not_found (message);
}

static void
send_reply (SoupServerMessage *message, CdlSimReply *reply)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  gsize length = reply->body->len;

  for (guint i = 0; i + 1 < reply->headers->len; i += 2)
    soup_message_headers_append (headers, reply->headers->pdata[i], reply->headers->pdata[i + 1]);
  soup_server_message_set_status (message, reply->status, NULL);
  soup_server_message_set_response (message, reply->type, SOUP_MEMORY_TAKE,
                                    g_string_free (g_steal_pointer (&reply->body), FALSE), length);
  reply->body = g_string_new (NULL);
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

  if (cdl_sim_upgrade (self->exchange, message, path, query))
    return;

  reply = answer (self, message, path, query);
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

  uris = soup_server_get_uris (self->soup);
  self->port = (guint) g_uri_get_port (uris->data);

  return g_steal_pointer (&self);
}

void
cdl_sim_server_free (CdlSimServer *self)
{
  if (!self)
    return;

  soup_server_disconnect (self->soup);
  g_object_unref (self->soup);
  g_free (self);
}

guint
cdl_sim_server_port (const CdlSimServer *self)
{
  return self->port;
}
