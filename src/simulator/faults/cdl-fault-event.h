#pragma once

#include "cdl-sim-faults.h"
#include "cdl-stream-event.h"

G_BEGIN_DECLS

/* Changes the text of an event of the stream `name` as faults would have it. */
void cdl_fault_event_text (CdlFaults *faults, const char *name, GString *text);

/* When an event is sent, and how often. */
typedef struct
{
  guint copies;  /* 0: not at all */
  gint64 delay;  /* ms of the exchange's clock */
  gboolean hold; /* until the next one was sent */
} CdlEventFate;

CdlEventFate
cdl_fault_event_fate (CdlFaults *faults, const char *name, const CdlStreamEvent *event);

/* Appends the websocket frames of a message of the stream `name`: a whole one, or a broken one. */
void cdl_fault_frame (CdlFaults *faults, const char *name, const GString *text, GByteArray *frames);

G_END_DECLS
