#pragma once

#include "cdl-sim-wire.h"
#include "cdl-stream-hub.h"

G_BEGIN_DECLS

/* One websocket connection. */
typedef struct
{
  CdlStreamHub *hub; /* NULL once it was forgotten */
  CdlSimWire *wire;
  CdlRoute route;
  gboolean combined, microseconds;
  gint64 born;      /* exchange's clock */
  GPtrArray *names; /* char *: subscriptions, in order */
  guint id;         /* for the control interface */

  GSource *pinger;
  guint ping_seconds;
  gint64 pong_deadline; /* monotonic us; 0: none is due */
  gint64 pong_us;       /* how long a pong may take */
  char *ping_payload;

  GString *message;   /* fragments so far */
  gint64 rate_second; /* monotonic s in which rate_count messages came */
  guint rate_count;
  guint64 received, sent;

  GArray *struck;  /* guint: ids of faults that struck it, or had their chance */
  GSource *closer; /* of a shutdown that was announced */
} CdlStreamSession;

CdlStreamSession *cdl_stream_session_new (CdlStreamHub *hub,
                                          GIOStream *stream,
                                          CdlRoute route,
                                          gboolean combined,
                                          gboolean microseconds);
void cdl_stream_session_free (CdlStreamSession *self);

void cdl_stream_session_set_pings (CdlStreamSession *self, guint ping_seconds, guint pong_seconds);

void cdl_stream_session_stop_pings (CdlStreamSession *self);

/* Route and streams: "/ws btcusdt@kline_1m ethusdt@trade", "/market ...". Newly allocated. */
char *cdl_stream_session_where (const CdlStreamSession *self);

/* Sends an event of a stream, wrapped if the connection is a combined one. */
void cdl_stream_session_event (CdlStreamSession *self, const char *name, const char *json);

void cdl_stream_session_text (CdlStreamSession *self, const char *text);

/* Sends a close frame (code 0: none) and ends the connection. */
void cdl_stream_session_close (CdlStreamSession *self, guint code, const char *reason);

/* What a session wants of its hub. The names must fit the 1024 of a connection, else FALSE. */
gboolean cdl_stream_hub_subscribe (CdlStreamHub *self, CdlStreamSession *session, const char *name);
void cdl_stream_hub_unsubscribe (CdlStreamHub *self, CdlStreamSession *session, const char *name);
void cdl_stream_hub_forget (CdlStreamHub *self, CdlStreamSession *session);
void cdl_stream_hub_count_violation (CdlStreamHub *self);
gint64 cdl_stream_hub_now (const CdlStreamHub *self);
CdlFaults *cdl_stream_hub_faults (const CdlStreamHub *self);

#define CDL_STREAM_MAX_NAMES 1024

G_END_DECLS
