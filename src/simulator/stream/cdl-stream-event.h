#pragma once

#include "cdl-sim-range.h"

G_BEGIN_DECLS

typedef enum
{
  CDL_EVENT_KLINE,
  CDL_EVENT_AGG_TRADE,
  CDL_EVENT_TRADE,
} CdlStreamEventType;

/* What a stream says. */
typedef struct
{
  CdlStreamEventType type;
  const CdlSimSymbol *symbol;
  gint64 time; /* "E", ms */
  union
  {
    struct
    {
      CdlInterval interval;
      CdlSimKline row;
      gboolean closed;
    } kline;
    struct
    {
      const CdlSimPrint *print;
      guint trade; /* TRADE: which of its trades */
    } print;
  };
} CdlStreamEvent;

/* Appends it as a JSON object; microseconds: all times are wanted in us. */
void cdl_stream_event_append (GString *out, const CdlStreamEvent *event, gboolean microseconds);

G_END_DECLS
