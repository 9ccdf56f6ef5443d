#pragma once

#include <gio/gio.h>

#include "cdl-feed-core.h"

G_BEGIN_DECLS

/* All live data of a program: one thread, "cdl-feed", in which one connection per market serves
 * every subscription, and answers of the exchange are shared by those that ask the same. */
typedef struct _CdlFeedHub CdlFeedHub;

/* Where one market is served. */
typedef struct
{
  const char *stream_url; /* "wss://stream.binance.com:9443"; paths are added */
  const char *rest_url;   /* "https://api.binance.com" */
  const char *ca_file;    /* certificates that are trusted instead of the system's; NULL: those */
} CdlFeedServer;

typedef struct
{
  CdlFeedServer server[2];  /* by CdlMarket; URLs NULL: the exchange's own */
  const char *archive_root; /* closed klines are written there; NULL: nowhere */
} CdlFeedHubOptions;

CdlFeedHub *cdl_feed_hub_new (const CdlFeedHubOptions *options, GError **error);

/* Ends the thread; klines that were told are in the archive afterwards. Subscriptions must be gone.
 */
void cdl_feed_hub_free (CdlFeedHub *self);

/* One consumer's feed of one symbol. */
typedef struct _CdlFeedSubscription CdlFeedSubscription;

typedef struct
{
  CdlFeedSink event;
  GDestroyNotify gone;   /* nothing will be told any more; may be NULL */
  GMainContext *context; /* where event and gone are called; NULL: the thread's default */
  /* Every input of the subscription's core, in order, for recordings: called in the feed's thread,
   * must be quick; NULL: not wanted. Put into a core of the same options, they give the same
   * events. */
  void (*record) (const CdlFeedInput *input, gpointer data);
  gpointer data; /* of all of them */
} CdlFeedConsumer;

/* Begins at once: events from the kline that opens at options->from on. */
CdlFeedSubscription *cdl_feed_hub_subscribe (CdlFeedHub *self,
                                             const CdlFeedCoreOptions *options,
                                             const CdlFeedConsumer *consumer);

/* Ends it and frees it. Called in the consumer's context: no event comes after it. Elsewhere: none
 * after `gone`. */
void cdl_feed_subscription_end (CdlFeedSubscription *self);

G_END_DECLS
