#pragma once

#include "cdl-exchange.h"
#include "cdl-feed-core.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* All live data of a program: one thread, "cdl-feed", in which one connection per market serves
 * every subscription, and answers of the exchange are shared by those that ask the same. Its time
 * is the exchange's, reckoned from a clock that no one sets: the machine's calendar means nothing.
 */
typedef struct _CdlFeedHub CdlFeedHub;

typedef struct
{
  /* Where the exchange is; NULL: its own addresses. */
  const char *stream[CDL_N_MARKETS]; /* "wss://stream.binance.com:9443": paths are added */
  const char *rest[CDL_N_MARKETS];   /* "https://api.binance.com" */
  const char *ca_file;               /* certificates trusted instead of the system's, or NULL */
  CdlArchive *archive;               /* told klines are written there; borrowed; NULL: nowhere */
  double clock_speed;                /* of a simulated exchange's clock; 0: 1, as all others' */
  gint64 connection_life;            /* ms before a connection is replaced; 0: 23 h */
  void (*log) (const char *line, gpointer data); /* in the feed's thread; NULL: g_message() */
  gpointer log_data;
} CdlFeedHubOptions;

/* NULL with FAILED if libwebsockets cannot be had on a GLib loop. */
CdlFeedHub *cdl_feed_hub_new (const CdlFeedHubOptions *options, GError **error);

/* Ends the thread. Told klines are in the archive then. Subscriptions must have been ended. */
void cdl_feed_hub_free (CdlFeedHub *self);

/* One consumer's feed of one symbol. */
typedef struct _CdlFeedSubscription CdlFeedSubscription;

typedef struct
{
  CdlFeedSink event;     /* called in context, in the order of CdlFeedEvent */
  GMainContext *context; /* NULL: the thread's default one */
  /* Every input of the subscription's core, in order: called in the feed's thread, must be quick.
   * Put into a core of the same options they give the same events. NULL: not wanted. */
  void (*record) (const CdlFeedInput *input, gpointer data);
  gpointer data; /* of both */
} CdlFeedConsumer;

/* Begins at once, with the kline that opens at options->from. Where a consumer does not keep up,
 * open klines and mark prices are told in their last state only; and if that is not enough prints
 * are left out, and their klines are not whole. */
CdlFeedSubscription *cdl_feed_hub_subscribe (CdlFeedHub *self,
                                             const CdlFeedCoreOptions *options,
                                             const CdlFeedConsumer *consumer);

/* Ends and frees it: from the consumer's context, where no event comes after it. Waits until the
 * feed's thread has let go of it. */
void cdl_feed_subscription_end (CdlFeedSubscription *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlFeedHub, cdl_feed_hub_free)

G_END_DECLS
