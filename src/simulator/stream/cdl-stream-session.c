#include "cdl-stream-private.h"

#include "cdl-fault-event.h"
#include "cdl-json-writer.h"
#include "cdl-stream-command.h"
#include "cdl-ws-frame.h"

#include <string.h>

#define MAX_MESSAGE (1024 * 1024)

#define CLOSE_NORMAL   1000
#define CLOSE_PROTOCOL 1002
#define CLOSE_POLICY   1008
#define CLOSE_TOO_BIG  1009

static void
send_frame (CdlStreamSession *self, CdlWsOpcode opcode, const void *payload, gsize length)
{
  g_autoptr (GByteArray) bytes = g_byte_array_sized_new ((guint) length + 10);

  cdl_ws_frame_append (bytes, CDL_WS_FIN, opcode, FALSE, payload, length);
  cdl_sim_wire_send (self->wire, bytes->data, bytes->len);
}

void
cdl_stream_session_text (CdlStreamSession *self, const char *text)
{
  self->sent++;
  send_frame (self, CDL_WS_TEXT, text, strlen (text));
}

void
cdl_stream_session_event (CdlStreamSession *self, const char *name, const char *json)
{
  g_autoptr (GString) text = g_string_sized_new (500);
  g_autoptr (GByteArray) frames = g_byte_array_new ();

  if (self->combined)
    g_string_append_printf (text, "{\"stream\":\"%s\",\"data\":%s}", name, json);
  else
    g_string_append (text, json);
  cdl_fault_frame (cdl_stream_hub_faults (self->hub), name, text, frames);
  self->sent++;
  cdl_sim_wire_send (self->wire, frames->data, frames->len);
}

void
cdl_stream_session_close (CdlStreamSession *self, guint code, const char *reason)
{
  char payload[125];
  gsize length = MIN (strlen (reason), sizeof payload - 2);

  if (!cdl_sim_wire_is_open (self->wire))
    return;

  payload[0] = (char) (code >> 8);
  payload[1] = (char) (code & 0xff);
  memcpy (payload + 2, reason, length);
  if (code > 0)
    send_frame (self, CDL_WS_CLOSE, payload, length + 2);
  cdl_sim_wire_finish (self->wire);
}

static void
answer (CdlStreamSession *self, const char *result, const char *id)
{
  g_autofree char *text = g_strdup_printf ("{\"result\":%s,\"id\":%s}", result, id);
  g_autofree char *where = cdl_stream_session_where (self);

  if (cdl_faults_strike (cdl_stream_hub_faults (self->hub), CDL_FAULT_SUBSCRIBE_NO_ANSWER, where))
    return;

  cdl_stream_session_text (self, text);
}

static char *
subscriptions_json (const CdlStreamSession *self)
{
  g_autoptr (CdlJsonWriter) json = cdl_json_writer_new (CDL_JSON_COMPACT);

  cdl_json_begin_array (json);
  for (guint i = 0; i < self->names->len; i++)
    cdl_json_string (json, self->names->pdata[i]);
  cdl_json_end_array (json);

  return cdl_json_writer_steal (json);
}

static void
run_command (CdlStreamSession *self, const CdlStreamCommand *command)
{
  g_autofree char *list = NULL;

  switch (command->method)
    {
    case CDL_COMMAND_SUBSCRIBE:
      for (char **name = command->names; *name; name++)
        if (!cdl_stream_hub_subscribe (self->hub, self, *name))
          {
            cdl_stream_hub_count_violation (self->hub);
            cdl_stream_session_close (self, CLOSE_POLICY, "Too many streams");
            return;
          }
      answer (self, "null", command->id);
      break;
    case CDL_COMMAND_UNSUBSCRIBE:
      for (char **name = command->names; *name; name++)
        cdl_stream_hub_unsubscribe (self->hub, self, *name);
      answer (self, "null", command->id);
      break;
    case CDL_COMMAND_LIST_SUBSCRIPTIONS:
      list = subscriptions_json (self);
      answer (self, list, command->id);
      break;
    case CDL_COMMAND_SET_PROPERTY:
      self->combined = command->combined;
      answer (self, "null", command->id);
      break;
    case CDL_COMMAND_GET_PROPERTY:
      answer (self, self->combined ? "true" : "false", command->id);
      break;
    }
}

static void
take_message (CdlStreamSession *self, const char *text, gsize length)
{
  g_autofree char *refusal = NULL;
  g_autoptr (CdlStreamCommand) command = cdl_stream_command_parse (text, length, &refusal);

  if (command)
    run_command (self, command);
  else
    cdl_stream_session_text (self, refusal);
}

/* Every frame of the client counts, pings and pongs too. */
static gboolean
is_too_fast (CdlStreamSession *self)
{
  gint64 second = g_get_monotonic_time () / G_USEC_PER_SEC;

  if (second != self->rate_second)
    {
      self->rate_second = second;
      self->rate_count = 0;
    }

  return ++self->rate_count > (self->route == CDL_ROUTE_SPOT ? 5 : 10);
}

static void
take_data_frame (CdlStreamSession *self, const CdlWsFrame *frame)
{
  if (self->message->len + frame->length > MAX_MESSAGE)
    {
      cdl_stream_session_close (self, CLOSE_TOO_BIG, "Message too long");
      return;
    }

  g_string_append_len (self->message, (const char *) frame->payload, (gssize) frame->length);
  if (!(frame->flags & CDL_WS_FIN))
    return;

  take_message (self, self->message->str, self->message->len);
  g_string_truncate (self->message, 0);
}

static void
take_pong (CdlStreamSession *self, const CdlWsFrame *frame)
{
  if (self->ping_payload && strlen (self->ping_payload) == frame->length
      && memcmp (self->ping_payload, frame->payload, frame->length) == 0)
    self->pong_deadline = 0;
}

static void
take_frame (CdlStreamSession *self, const CdlWsFrame *frame)
{
  self->received++;
  if (is_too_fast (self))
    {
      cdl_stream_hub_count_violation (self->hub);
      cdl_stream_session_close (self, CLOSE_POLICY, "Too many requests");
      return;
    }

  switch (frame->opcode)
    {
    case CDL_WS_CONTINUATION:
    case CDL_WS_TEXT:
    case CDL_WS_BINARY:
      take_data_frame (self, frame);
      break;
    case CDL_WS_PING:
      send_frame (self, CDL_WS_PONG, frame->payload, frame->length);
      break;
    case CDL_WS_PONG:
      take_pong (self, frame);
      break;
    case CDL_WS_CLOSE:
      cdl_stream_session_close (self, CLOSE_NORMAL, "");
      break;
    }
}

static void
on_received (CdlSimWire *wire, GByteArray *bytes, gpointer data)
{
  CdlStreamSession *self = data;
  CdlWsFrame frame;

  while (bytes->len > 0 && cdl_sim_wire_is_open (wire))
    switch (cdl_ws_frame_parse (bytes->data, bytes->len, MAX_MESSAGE, &frame))
      {
      case CDL_WS_FRAME_COMPLETE:
        take_frame (self, &frame);
        g_byte_array_remove_range (bytes, 0, (guint) frame.size);
        break;
      case CDL_WS_FRAME_INCOMPLETE:
        return;
      case CDL_WS_FRAME_BAD:
        cdl_stream_session_close (self, CLOSE_PROTOCOL, "Bad frame");
        return;
      case CDL_WS_FRAME_TOO_LONG:
        cdl_stream_session_close (self, CLOSE_TOO_BIG, "Message too long");
        return;
      }
}

static void
on_closed (CdlSimWire *wire, gpointer data)
{
  CdlStreamSession *self = data;

  cdl_stream_hub_forget (self->hub, self);
}

static gboolean
on_ping (gpointer data)
{
  CdlStreamSession *self = data;
  gint64 now = g_get_monotonic_time ();

  if (self->pong_deadline > 0 && now >= self->pong_deadline)
    {
      cdl_stream_session_close (self, CLOSE_POLICY, "Pong timeout");
      return G_SOURCE_CONTINUE;
    }

  /* While a pong is due, the client is not asked again: the deadline stands. */
  g_free (self->ping_payload);
  self->ping_payload = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_real_time () / 1000);
  if (self->pong_deadline == 0)
    self->pong_deadline = now + self->pong_us;
  send_frame (self, CDL_WS_PING, self->ping_payload, strlen (self->ping_payload));

  return G_SOURCE_CONTINUE;
}

static void
drop_source (GSource **source)
{
  if (!*source)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

void
cdl_stream_session_stop_pings (CdlStreamSession *self)
{
  drop_source (&self->pinger);
  self->pong_deadline = 0;
}

char *
cdl_stream_session_where (const CdlStreamSession *self)
{
  static const char *const routes[] = {
    [CDL_ROUTE_SPOT] = "/ws",          [CDL_ROUTE_UM_MARKET] = "/market",
    [CDL_ROUTE_UM_PUBLIC] = "/public", [CDL_ROUTE_UM_PRIVATE] = "/private",
    [CDL_ROUTE_UM_LEGACY] = "/legacy",
  };
  GString *where = g_string_new (routes[self->route]);

  for (guint i = 0; i < self->names->len; i++)
    g_string_append_printf (where, " %s", (const char *) self->names->pdata[i]);

  return g_string_free (where, FALSE);
}

void
cdl_stream_session_set_pings (CdlStreamSession *self, guint ping_seconds, guint pong_seconds)
{
  gboolean is_spot = self->route == CDL_ROUTE_SPOT;

  drop_source (&self->pinger);
  self->ping_seconds = ping_seconds > 0 ? ping_seconds : is_spot ? 20 : 180;
  self->pong_us = (gint64) (pong_seconds > 0 ? pong_seconds : is_spot ? 60 : 600) * G_USEC_PER_SEC;
  self->pinger = g_timeout_source_new (self->ping_seconds * 1000);
  g_source_set_callback (self->pinger, on_ping, self, NULL);
  g_source_attach (self->pinger, NULL);
}

CdlStreamSession *
cdl_stream_session_new (CdlStreamHub *hub,
                        GIOStream *stream,
                        CdlRoute route,
                        gboolean combined,
                        gboolean microseconds)
{
  static const CdlSimWireClass class = { on_received, on_closed };
  CdlStreamSession *self = g_new0 (CdlStreamSession, 1);

  self->hub = hub;
  self->route = route;
  self->combined = combined;
  self->microseconds = microseconds;
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->message = g_string_new (NULL);
  self->struck = g_array_new (FALSE, FALSE, sizeof (guint));
  self->wire = cdl_sim_wire_new (stream, &class, self);

  return self;
}

void
cdl_stream_session_free (CdlStreamSession *self)
{
  drop_source (&self->pinger);
  drop_source (&self->closer);
  g_array_unref (self->struck);
  cdl_sim_wire_unref (self->wire);
  g_ptr_array_unref (self->names);
  g_string_free (self->message, TRUE);
  g_free (self->ping_payload);
  g_free (self);
}
