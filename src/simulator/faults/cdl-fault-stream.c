#include "cdl-fault-stream.h"

#include "cdl-sim-kline-text.h"
#include "cdl-ws-frame.h"

#include <string.h>

static gboolean
close_later (gpointer data)
{
  CdlStreamSession *session = data;

  g_clear_pointer (&session->closer, g_source_unref);
  cdl_stream_session_close (session, 1001, "Server shutdown");

  return G_SOURCE_REMOVE;
}

static void
shut_down (CdlStreamSession *session, double seconds)
{
  g_autoptr (GString) event = g_string_new ("{\"e\":\"serverShutdown\",\"E\":");

  cdl_sim_append_time (event, cdl_stream_hub_now (session->hub), FALSE, session->microseconds);
  g_string_append_c (event, '}');
  cdl_stream_session_event (session, "!serverShutdown", event->str);
  if (session->closer)
    return;

  session->closer = g_timeout_source_new ((guint) (MAX (seconds, 0) * 1000));
  g_source_set_callback (session->closer, close_later, session, NULL);
  g_source_attach (session->closer, NULL);
}

static void
ping (CdlStreamSession *session, guint times, gsize length)
{
  g_autoptr (GByteArray) frames = g_byte_array_new ();
  char payload[126];

  memset (payload, 'p', sizeof payload);
  for (guint i = 0; i < times; i++)
    cdl_ws_frame_append (frames, CDL_WS_FIN, CDL_WS_PING, FALSE, payload, length);
  cdl_sim_wire_send (session->wire, frames->data, frames->len);
}

static void
strike (CdlStreamSession *session, const CdlFault *fault)
{
  switch ((int) fault->type)
    {
    case CDL_FAULT_STREAM_CLOSE:
      cdl_stream_session_close (session, (guint) cdl_fault_value (fault, 1001),
                                cdl_fault_text (fault, ""));
      break;
    case CDL_FAULT_STREAM_RESET:
      cdl_sim_wire_reset (session->wire);
      break;
    case CDL_FAULT_STREAM_FREEZE:
      cdl_sim_wire_freeze (session->wire);
      break;
    case CDL_FAULT_STREAM_SLOW:
      cdl_sim_wire_set_rate (session->wire, (guint) MAX (cdl_fault_value (fault, 100), 1));
      break;
    case CDL_FAULT_STREAM_SPLIT:
      cdl_sim_wire_set_split (session->wire, TRUE);
      break;
    case CDL_FAULT_STREAM_SHUTDOWN:
      shut_down (session, cdl_fault_value (fault, 0));
      break;
    case CDL_FAULT_STREAM_PING_FLOOD:
      ping (session, (guint) cdl_fault_value (fault, 50), 125);
      break;
    case CDL_FAULT_STREAM_PING_LONG:
      ping (session, 1, 126);
      break;
    case CDL_FAULT_STREAM_NO_PINGS:
      cdl_stream_session_stop_pings (session);
      break;
    default:
      g_assert_not_reached ();
    }
}

static gboolean
was_struck (const CdlStreamSession *session, guint fault)
{
  for (guint i = 0; i < session->struck->len; i++)
    if (g_array_index (session->struck, guint, i) == fault)
      return TRUE;

  return FALSE;
}

void
cdl_fault_stream (CdlFaults *faults, CdlStreamSession *session)
{
  const GPtrArray *list = cdl_faults_list (faults);

  for (guint i = 0; i < list->len && cdl_sim_wire_is_open (session->wire); i++)
    {
      const CdlFault *fault = list->pdata[i];
      g_autofree char *where = NULL;

      if (fault->type < CDL_FAULT_STREAM_CLOSE || fault->type > CDL_FAULT_STREAM_NO_PINGS
          || was_struck (session, fault->id))
        continue;

      where = cdl_stream_session_where (session);
      if (cdl_faults_try (faults, fault->id, where))
        strike (session, fault);
      if (!fault->match || strstr (where, fault->match))
        g_array_append_val (session->struck, fault->id);
    }
}
