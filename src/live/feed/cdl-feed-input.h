#pragma once

#include "cdl-frame.h"

G_BEGIN_DECLS

/* Everything that a feed core learns comes in as one of these, so that the same inputs in the same
 * order give the same events, whenever and however fast they are put in again. */
typedef enum
{
  CDL_FEED_INPUT_CONNECTED,    /* there is a connection, and the symbol's streams are asked for */
  CDL_FEED_INPUT_DISCONNECTED, /* there is none any more */
  CDL_FEED_INPUT_FRAME,        /* a message about the symbol came in */
  CDL_FEED_INPUT_KLINES,       /* answers to requests */
  CDL_FEED_INPUT_PRINTS,
  CDL_FEED_INPUT_FUNDING,
  CDL_FEED_INPUT_RULES,
  CDL_FEED_INPUT_FAILED, /* a request did not succeed */
  CDL_FEED_INPUT_TICK,   /* time passed: a few times a second */
} CdlFeedInputType;

#define CDL_N_FEED_INPUTS 9

/* A print with its place among all. */
typedef struct
{
  gint64 id;      /* rises by one from print to print */
  gint64 last_id; /* of the last trade in it; -1: not told */
  gint64 time;
  double price;
} CdlFeedPrint;

typedef struct
{
  CdlFeedInputType type;
  gint64 now;         /* server's clock as it is reckoned, ms UTC; never goes back */
  guint request;      /* answers and FAILED: id of the request */
  const char *reason; /* DISCONNECTED, FAILED: for people */
  gboolean unknown;   /* FAILED: the exchange does not know the symbol (any more) */
  const char *text;   /* FRAME: as it came in; only for recordings, NULL where there is none */
  gsize length;
  const CdlFrame *frame; /* FRAME */
  union
  {
    const CdlFeedKline *klines; /* by open time; the open kline may be the last one */
    const CdlFeedPrint *prints; /* by id */
    const CdlFunding *funding;  /* by time */
    const CdlFeedRules *rules;  /* one; from means nothing */
  };
  gsize n;
} CdlFeedInput;

typedef enum
{
  CDL_FEED_REQUEST_KLINES,    /* open times from..to, oldest first, as many as one answer holds */
  CDL_FEED_REQUEST_PRINTS,    /* from from_id on, or (-1) from `from` on, oldest first */
  CDL_FEED_REQUEST_FUNDING,   /* stamps from..to */
  CDL_FEED_REQUEST_RULES,     /* trading rules as they are now */
  CDL_FEED_REQUEST_SUBSCRIBE, /* ask for the symbol's streams again; no answer */
  CDL_FEED_REQUEST_RECONNECT, /* the connection is no good; no answer */
} CdlFeedRequestType;

#define CDL_FEED_PAGE 1000 /* rows of one answer: fewer mean that there are no more */

typedef struct
{
  CdlFeedRequestType type;
  guint id;
  gint64 from;
  gint64 to;
  gint64 from_id;
  const char *reason; /* SUBSCRIBE, RECONNECT: for people */
} CdlFeedRequest;

G_END_DECLS
