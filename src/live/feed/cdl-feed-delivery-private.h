#pragma once

#include "cdl-feed-event.h"

G_BEGIN_DECLS

/* Carries events from the feed's thread into a consumer's context: bounded, in order. */
typedef struct _CdlFeedDelivery CdlFeedDelivery;

CdlFeedDelivery *cdl_feed_delivery_new (CdlFeedSink sink, GMainContext *context, gpointer data);

/* From the feed's thread. */
void cdl_feed_delivery_put (CdlFeedDelivery *self, const CdlFeedEvent *event);

/* From the consumer's context: nothing is told any more. */
void cdl_feed_delivery_stop (CdlFeedDelivery *self);
void cdl_feed_delivery_unref (CdlFeedDelivery *self);

G_END_DECLS
