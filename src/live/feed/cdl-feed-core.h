#pragma once

#include "cdl-feed-input.h"

G_BEGIN_DECLS

/* The feed of one symbol without clock and sockets: inputs go in; events (see CdlFeedEvent, whose
 * promises are kept here), requests, and klines for the archive come out. It never tells anything
 * but in order and once: what is missing is asked for, and what follows it waits.
 *
 * - A kline closes on x:true, or, where that stays away until a grace after its time, by asking the
 *   exchange. A kline that two of its answers skip, though they have a later one, is empty: not
 *   told, not asked for again.
 * - Its prints are complete when the ids say so (the next print is a later kline's, or the last
 *   trade is the kline's last), or when the exchange was asked after its end. Gaps in the ids are
 *   filled by asking. What cannot be had in time, or is older than print_span, is left out, and the
 *   kline is not whole.
 * - Trading rules are asked for after each connection, at each full hour, and while the symbol does
 *   not trade; they are told where they are news, to hold from a later kline on.
 * - Prices that jump out of all proportion are not believed before the exchange is asked.
 * - Told as seen (reconstructed unset) is only what is told while LIVE.
 *
 * States follow the age of the data, not of the connection: see cdl-feed-core-health.c. */
typedef struct _CdlFeedCore CdlFeedCore;

typedef struct
{
  CdlMarket market;
  const char *symbol;
  CdlInterval interval; /* of the path klines */
  gint64 from;          /* open time of the first kline to tell */
  gint64 print_span;    /* ms: prints of missed klines are fetched as far back as this */
} CdlFeedCoreOptions;

#define CDL_FEED_PRINT_SPAN (G_GINT64_CONSTANT (3600000)) /* an hour: what is usual */

typedef struct
{
  CdlFeedSink event;
  void (*request) (const CdlFeedRequest *request, gpointer data);
  /* A kline was told, or (repair) the exchange has changed one since. */
  void (*store) (const CdlFeedKline *kline, gboolean repair, gpointer data);
  /* The exchange has no klines that open in [from, to), though it has later ones; NULL: not wanted
   */
  void (*hole) (gint64 from, gint64 to, gpointer data);
  void (*log) (const char *line, gpointer data); /* for people; NULL: not wanted */
  gpointer data;                                 /* of all of them */
} CdlFeedOutlet;

CdlFeedCore *cdl_feed_core_new (const CdlFeedCoreOptions *options, const CdlFeedOutlet *outlet);
void cdl_feed_core_free (CdlFeedCore *self);

/* Takes one input; the outlet is called before it returns. Frames of other symbols and intervals
 * are left alone. */
void cdl_feed_core_input (CdlFeedCore *self, const CdlFeedInput *input);

CdlFeedState cdl_feed_core_state (const CdlFeedCore *self, const char **reason);

/* Open time of the kline that is told next. */
gint64 cdl_feed_core_next (const CdlFeedCore *self);

/* Server's clock less the time of the newest data, ms; -1 before there is any. */
gint64 cdl_feed_core_age (const CdlFeedCore *self, gint64 now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlFeedCore, cdl_feed_core_free)

G_END_DECLS
