#pragma once

#include "cdl-feed-link.h"
#include "cdl-frame.h"
#include "cdl-random.h"

G_BEGIN_DECLS

/* The connection of one market: streams are subscribed in batches, it is made again when it is
 * lost, each time later, and replaced before it is cut: the new one says something before the old
 * one goes, and both are listened to meanwhile. For the thread of its links. */
typedef struct _CdlFeedLine CdlFeedLine;

typedef struct
{
  void (*up) (gpointer data);                       /* connected, streams asked for */
  void (*down) (const char *reason, gpointer data); /* lost, or not made: each time */
  void (*replaced) (gpointer data);                 /* by another connection, without a gap */
  void (*frame) (const CdlFrame *frame, const char *text, gsize length, gpointer data);
  void (*log) (const char *line, gpointer data);
} CdlFeedLineFuncs;

/* url: "wss://host:port", without a path; life: ms of the exchange's clock before a connection is
 * replaced, 0: 23 h. */
CdlFeedLine *cdl_feed_line_new (CdlFeedLinks *links,
                                CdlMarket market,
                                const char *url,
                                gint64 life,
                                guint64 seed,
                                const CdlFeedLineFuncs *funcs,
                                gpointer data);
void cdl_feed_line_free (CdlFeedLine *self);

/* Streams of one symbol more, or fewer; each add needs its remove. The connection is there while a
 * stream is. */
void cdl_feed_line_add (CdlFeedLine *self, const char *stream);
void cdl_feed_line_remove (CdlFeedLine *self, const char *stream);

/* Asks for a stream that is subscribed once more. */
void cdl_feed_line_subscribe_again (CdlFeedLine *self, const char *stream);

/* Makes another connection, and leaves the present one when that speaks. */
void cdl_feed_line_replace (CdlFeedLine *self, const char *reason);

/* Leaves the present one at once. */
void cdl_feed_line_drop (CdlFeedLine *self, const char *reason);

/* Called often; now: exchange's clock, ms. */
void cdl_feed_line_tick (CdlFeedLine *self, gint64 now);

gboolean cdl_feed_line_is_up (const CdlFeedLine *self);

G_END_DECLS
