#include "cdl-sim-upgrade.h"

#include "cdl-fault-http.h"
#include "cdl-ws-frame.h"

#include <string.h>

static const struct
{
  const char *prefix;
  CdlRoute route;
} routes[] = {
  { "/market", CDL_ROUTE_UM_MARKET },
  { "/public", CDL_ROUTE_UM_PUBLIC },
  { "/private", CDL_ROUTE_UM_PRIVATE },
  { "/legacy", CDL_ROUTE_UM_LEGACY },
};

/* Streams in the path or the query; whether frames are wrapped follows from which. */
static char **
take_names (const char *path, GHashTable *query, gboolean *combined)
{
  const char *streams = query ? g_hash_table_lookup (query, "streams") : NULL;

  *combined = g_str_has_prefix (path, "/stream");
  if (*combined)
    return g_strsplit (streams ? streams : "", "/", -1);

  return g_strsplit (g_str_has_prefix (path, "/ws/") ? path + strlen ("/ws/") : "", "/", -1);
}

static gboolean
leads_somewhere (const char *path)
{
  return strcmp (path, "/ws") == 0 || g_str_has_prefix (path, "/ws/")
         || strcmp (path, "/stream") == 0 || g_str_has_prefix (path, "/stream/");
}

gboolean
cdl_sim_upgrade (CdlSimExchange *exchange,
                 SoupServerMessage *message,
                 const char *path,
                 GHashTable *query,
                 const char *where)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *upgrade = soup_message_headers_get_list (headers, "Upgrade");
  const char *key = soup_message_headers_get_one (headers, "Sec-WebSocket-Key");
  const char *unit = query ? g_hash_table_lookup (query, "timeUnit") : NULL;
  CdlRoute route = CDL_ROUTE_SPOT;
  g_autofree char *accept = NULL;
  g_autofree char *head = NULL;
  g_auto (GStrv) names = NULL;
  gboolean combined;
  GIOStream *stream;

  if (!upgrade || !key || g_ascii_strcasecmp (upgrade, "websocket") != 0)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++)
    if (g_str_has_prefix (path, routes[i].prefix)
        && leads_somewhere (path + strlen (routes[i].prefix)))
      {
        route = routes[i].route;
        path += strlen (routes[i].prefix);
        break;
      }
  if (!leads_somewhere (path))
    return FALSE;

  names = take_names (path, query, &combined);
  accept = cdl_ws_accept (
      cdl_faults_strike (exchange->faults, CDL_FAULT_ACCEPT_WRONG, where) ? "wrong" : key);
  head = g_strdup_printf ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                          "Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
                          accept);
  if (cdl_fault_http_slow (exchange, message, where, head))
    return TRUE;
  stream = soup_server_message_steal_connection (message);
  cdl_stream_hub_accept (exchange->hub, stream, route, combined,
                         unit && g_ascii_strcasecmp (unit, "microsecond") == 0, head,
                         (const char *const *) names);

  return TRUE;
}
