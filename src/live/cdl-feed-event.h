#pragma once

#include "cdl-klines.h"
#include "cdl-ladder.h"
#include "cdl-run.h"

G_BEGIN_DECLS

/* How far the data of one symbol can be trusted now. Only LIVE data decides trades as they happen;
 * whatever was missed meanwhile comes later, whole and in order, marked as reconstructed. */
typedef enum
{
  CDL_FEED_OFFLINE,    /* no connection */
  CDL_FEED_RECOVERING, /* connected; what was missed is being fetched and merged */
  CDL_FEED_LIVE,
  CDL_FEED_STALE, /* connected, but the data is older than it should be */
} CdlFeedState;

#define CDL_N_FEED_STATES 4

typedef enum
{
  CDL_FEED_EVENT_PRINT,   /* the price changed hands */
  CDL_FEED_EVENT_KLINE,   /* a path kline has closed */
  CDL_FEED_EVENT_FORMING, /* the open kline as it is now: for charts, decides nothing */
  CDL_FEED_EVENT_MARK,    /* mark price; futures only */
  CDL_FEED_EVENT_FUNDING, /* a funding stamp was settled; futures only */
  CDL_FEED_EVENT_STATE,   /* the state changed */
  CDL_FEED_EVENT_RULES, /* trading rules, as the exchange tells them first, and when they change */
} CdlFeedEventType;

#define CDL_N_FEED_EVENTS 7

/* One row of klines. */
typedef struct
{
  gint64 open_time; /* ms UTC */
  double field[CDL_N_FIELDS];
} CdlFeedKline;

/* What the exchange says of how a symbol is traded. */
typedef struct
{
  CdlTradingRules rules; /* from: a path kline of which nothing was told yet */
  const char *status;    /* its word, "TRADING" or why not: borrowed; "" if it has none */
} CdlFeedRules;

/* What a feed tells about one symbol, in the order in which a session takes it in. For each symbol:
 *
 * - Every path kline comes exactly once, in order of open time, however often, late or never the
 *   exchange said that it closed. One that the exchange does not have is not invented.
 * - The prints of a kline come before it, in order of time, each once, and never one of a later
 *   kline. With `whole` unset only those up to some instant were told, or none, and the others
 *   cannot be had: what the price did after the last one is known from the row alone.
 * - Mark prices come while the state is live, and after every print that came before them: of what
 *   is told after the fact there are none.
 * - Rows never change once told. A correction that the exchange makes later is logged by the feed
 *   and repaired in the archive, never told again. */
typedef struct
{
  CdlFeedEventType type;
  const char *symbol;     /* interned */
  gint64 received_at;     /* server's clock as it was reckoned when this arrived, ms UTC */
  gboolean reconstructed; /* fetched after the fact, not seen as it happened */
  union
  {
    CdlPrint print;
    struct
    {
      CdlFeedKline row;
      gboolean whole; /* all its prints were told */
      gboolean late;  /* told after its time, from a later kline, the clock or a fetch */
    } kline;          /* FORMING too: whole and late mean nothing there */
    struct
    {
      gint64 time;
      double price;
    } mark;
    CdlFunding funding;
    struct
    {
      CdlFeedState state;
      const char *reason; /* for people, borrowed; "" with LIVE */
    } state;
    CdlFeedRules rules;
  };
} CdlFeedEvent;

/* Takes one event. */
typedef void (*CdlFeedSink) (const CdlFeedEvent *event, gpointer data);

G_END_DECLS
