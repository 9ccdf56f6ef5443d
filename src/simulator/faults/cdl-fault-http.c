#include "cdl-fault-http.h"

#include "cdl-gzip-bomb.h"
#include "cdl-sim-wire.h"

#include <string.h>

#define HTML                                                                                       \
  "<html>\r\n<head><title>%u</title></head>\r\n<body>\r\n<center><h1>%u</h1></center>\r\n"         \
  "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"

/* Takes the connection out of the server's hands. */
static CdlSimWire *
steal (CdlSimExchange *exchange, SoupServerMessage *message)
{
  CdlSimWire *wire = cdl_sim_wire_new (soup_server_message_steal_connection (message), NULL, NULL);

  g_ptr_array_add (exchange->strays, wire);

  return wire;
}

static void
answer_html (SoupServerMessage *message, guint status)
{
  char *body = g_strdup_printf (HTML, status, status);

  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "text/html", SOUP_MEMORY_TAKE, body, strlen (body));
}

/* The body that the exchange gives with that status. */
static void
answer_status (SoupServerMessage *message, guint status, const char *retry_after)
{
  static const char *const limits
      = "{\"code\":-1003,\"msg\":\"Too much request weight used; please use WebSocket Streams for "
        "live updates to avoid polling the API.\"}";
  static const char *const restricted
      = "{\"code\":0,\"msg\":\"Service unavailable from a restricted location according to 'b. "
        "Eligibility'.\"}";
  static const char *const overloaded
      = "{\"code\":-1008,\"msg\":\"Server is currently overloaded with other requests. Please try "
        "again in a few minutes.\"}";
  const char *json = status == 429 || status == 418 ? limits
                     : status == 451                ? restricted
                     : status == 503                ? overloaded
                                                    : NULL;

  if (json)
    {
      soup_server_message_set_status (message, status, NULL);
      soup_server_message_set_response (message, "application/json;charset=UTF-8",
                                        SOUP_MEMORY_STATIC, json, strlen (json));
    }
  else
    answer_html (message, status);

  if (!retry_after && (status == 429 || status == 418))
    retry_after = status == 429 ? "7" : "120";
  if (retry_after && strcmp (retry_after, "-") != 0)
    soup_message_headers_append (soup_server_message_get_response_headers (message), "Retry-After",
                                 retry_after);
}

gboolean
cdl_fault_http_before (CdlSimExchange *exchange, SoupServerMessage *message, const char *where)
{
  CdlFaults *faults = exchange->faults;
  const CdlFault *fault;

  if (cdl_faults_strike (faults, CDL_FAULT_HTTP_BLACKHOLE, where))
    {
      cdl_sim_wire_freeze (steal (exchange, message));
      return TRUE;
    }
  if (cdl_faults_strike (faults, CDL_FAULT_HTTP_RESET, where))
    {
      cdl_sim_wire_reset (steal (exchange, message));
      return TRUE;
    }
  if ((fault = cdl_faults_strike (faults, CDL_FAULT_HTTP_STATUS, where)))
    {
      answer_status (message, (guint) cdl_fault_value (fault, 503), fault->text);
      return TRUE;
    }
  if ((fault = cdl_faults_strike (faults, CDL_FAULT_HTTP_REDIRECT, where)))
    {
      soup_server_message_set_redirect (message, 302,
                                        cdl_fault_text (fault, "http://127.0.0.1:1/"));
      return TRUE;
    }

  return FALSE;
}

static void
slow_down (CdlSimWire *wire, const CdlFault *fault)
{
  cdl_sim_wire_set_rate (wire, (guint) MAX (cdl_fault_value (fault, 1), 1));
}

gboolean
cdl_fault_http_slow (CdlSimExchange *exchange,
                     SoupServerMessage *message,
                     const char *where,
                     const char *text)
{
  const CdlFault *fault = cdl_faults_strike (exchange->faults, CDL_FAULT_HTTP_SLOW, where);
  CdlSimWire *wire;

  if (!fault)
    return FALSE;
  wire = steal (exchange, message);
  slow_down (wire, fault);
  cdl_sim_wire_send (wire, text, strlen (text));

  return TRUE;
}

static void
set_body (CdlSimReply *reply, guint status, const char *type, const char *body)
{
  char *kept = g_strdup (type); /* may be the reply's own */

  g_free (reply->type);
  reply->type = kept;
  reply->status = status;
  g_string_assign (reply->body, body);
}

static void
replace_header (CdlSimReply *reply, const char *name, const char *value)
{
  for (guint i = 0; i + 1 < reply->headers->len;)
    if (g_ascii_strcasecmp (reply->headers->pdata[i], name) == 0)
      g_ptr_array_remove_range (reply->headers, i, 2);
    else
      i += 2;
  if (strcmp (value, "-") != 0)
    cdl_sim_reply_header (reply, name, "%s", value);
}

static void
change_reply (CdlFaults *faults, const char *where, CdlSimReply *reply)
{
  const CdlFault *fault;
  g_autofree char *html = NULL;

  if ((fault = cdl_faults_strike (faults, CDL_FAULT_HTTP_BODY, where)))
    set_body (reply, 200, reply->type, cdl_fault_text (fault, "{\"code\":-1003,\"msg\":\"\"}"));
  if (cdl_faults_strike (faults, CDL_FAULT_HTTP_HTML, where))
    {
      html = g_strdup_printf (HTML, 200u, 200u);
      set_body (reply, 200, "text/html", html);
    }
  if ((fault = cdl_faults_strike (faults, CDL_FAULT_HTTP_WEIGHT, where)))
    replace_header (reply, "X-MBX-USED-WEIGHT-1M", cdl_fault_text (fault, "5990"));
  if (cdl_faults_strike (faults, CDL_FAULT_HTTP_BAD_GZIP, where))
    cdl_sim_reply_header (reply, "Content-Encoding", "gzip");
  if ((fault = cdl_faults_strike (faults, CDL_FAULT_HTTP_GZIP_BOMB, where)))
    {
      g_autoptr (GBytes) bomb = cdl_gzip_bomb ((gsize) cdl_fault_value (fault, 256));

      g_string_truncate (reply->body, 0);
      g_string_append_len (reply->body, g_bytes_get_data (bomb, NULL),
                           (gssize) g_bytes_get_size (bomb));
      cdl_sim_reply_header (reply, "Content-Encoding", "gzip");
    }
}

static GString *
reply_head (const CdlSimReply *reply, const char *length_header)
{
  GString *head = g_string_new (NULL);

  g_string_append_printf (head, "HTTP/1.1 %u OK\r\nContent-Type: %s\r\n%s", reply->status,
                          reply->type, length_header);
  for (guint i = 0; i + 1 < reply->headers->len; i += 2)
    g_string_append_printf (head, "%s: %s\r\n", (const char *) reply->headers->pdata[i],
                            (const char *) reply->headers->pdata[i + 1]);
  g_string_append (head, "\r\n");

  return head;
}

gboolean
cdl_fault_http_after (CdlSimExchange *exchange,
                      SoupServerMessage *message,
                      const char *where,
                      CdlSimReply *reply)
{
  static const CdlFaultType broken[]
      = { CDL_FAULT_HTTP_SLOW, CDL_FAULT_HTTP_STALL, CDL_FAULT_HTTP_TRUNCATE,
          CDL_FAULT_HTTP_TRUNCATE_OPEN, CDL_FAULT_HTTP_CHUNK_CUT };
  const CdlFault *fault = NULL;
  g_autofree char *length_header = NULL;
  g_autoptr (GString) head = NULL;
  CdlSimWire *wire;
  gsize sent;

  change_reply (exchange->faults, where, reply);
  for (gsize i = 0; i < G_N_ELEMENTS (broken) && !fault; i++)
    fault = cdl_faults_strike (exchange->faults, broken[i], where);
  if (!fault)
    return FALSE;

  sent = fault->type == CDL_FAULT_HTTP_SLOW ? reply->body->len : reply->body->len / 2;
  if (fault->type == CDL_FAULT_HTTP_TRUNCATE_OPEN)
    length_header = g_strdup ("Connection: close\r\n");
  else if (fault->type == CDL_FAULT_HTTP_CHUNK_CUT)
    length_header = g_strdup ("Transfer-Encoding: chunked\r\n");
  else
    length_header = g_strdup_printf ("Content-Length: %" G_GSIZE_FORMAT "\r\n", reply->body->len);
  head = reply_head (reply, length_header);
  if (fault->type == CDL_FAULT_HTTP_CHUNK_CUT)
    g_string_append_printf (head, "%" G_GINT64_MODIFIER "x\r\n", (guint64) reply->body->len);

  wire = steal (exchange, message);
  if (fault->type == CDL_FAULT_HTTP_SLOW)
    slow_down (wire, fault);
  cdl_sim_wire_send (wire, head->str, head->len);
  cdl_sim_wire_send (wire, reply->body->str, sent);
  if (fault->type != CDL_FAULT_HTTP_STALL)
    cdl_sim_wire_finish (wire);

  return TRUE;
}
