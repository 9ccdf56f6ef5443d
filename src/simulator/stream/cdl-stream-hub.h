#pragma once

#include "cdl-sim-clock.h"
#include "cdl-sim-faults.h"
#include "cdl-stream-topic.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* All websocket connections, and what they are told as the exchange's clock goes on: in the order
 * of the exchange's time, the same whatever the speed and however often the machine looks. */
typedef struct _CdlStreamHub CdlStreamHub;

typedef struct
{
  /* By the machine's clock, as they protect the connection: 0 for the exchange's own (spot 20 s and
   * 60 s, futures 180 s and 600 s). */
  guint ping_seconds;
  guint pong_seconds;
  /* By the exchange's clock. */
  guint session_hours;
} CdlStreamOptions;

CdlStreamHub *cdl_stream_hub_new (CdlSimMarket *truth,
                                  CdlSimClock *clock,
                                  CdlFaults *faults,
                                  const CdlStreamOptions *options);
void cdl_stream_hub_free (CdlStreamHub *self);

/* Takes a connection. head: what answers the handshake; names: streams that it starts with, NULL
 * terminated. */
void cdl_stream_hub_accept (CdlStreamHub *self,
                            GIOStream *stream,
                            CdlRoute route,
                            gboolean combined,
                            gboolean microseconds,
                            const char *head,
                            const char *const *names);

/* Connections as JSON: an array of objects with id, path, streams, bytes that wait, messages. */
char *cdl_stream_hub_describe (const CdlStreamHub *self);

/* Connections that were closed for breaking a rule. */
guint64 cdl_stream_hub_violations (const CdlStreamHub *self);

/* Connections that were ever accepted. */
guint cdl_stream_hub_accepted (const CdlStreamHub *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlStreamHub, cdl_stream_hub_free)

G_END_DECLS
