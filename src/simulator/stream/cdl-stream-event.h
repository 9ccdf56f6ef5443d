#pragma once

#include "cdl-sim-book.h"
#include "cdl-sim-range.h"

G_BEGIN_DECLS

typedef enum
{
  CDL_EVENT_KLINE,
  CDL_EVENT_AGG_TRADE,
  CDL_EVENT_TRADE,
  CDL_EVENT_BOOK_TICKER,
  CDL_EVENT_MINI_TICKER,
  CDL_EVENT_MARK_PRICE,
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
      const CdlSimPrint *print; /* BOOK_TICKER: that it comes after */
      guint trade;              /* TRADE: which of its trades */
    } print;
    CdlSimCandle day; /* MINI_TICKER: of the last 24 hours */
    guint64 seed;     /* MARK_PRICE: of the market */
  };
} CdlStreamEvent;

/* Appends it as a JSON object; microseconds: all times are wanted in us. */
void cdl_stream_event_append (GString *out, const CdlStreamEvent *event, gboolean microseconds);

G_END_DECLS
