#pragma once

#include "cdl-feed-core.h"
#include "cdl-random.h"

G_BEGIN_DECLS

/* A small market of which everything is known, an exchange that serves it over a connection that is
 * as bad as it is told to be, and a feed core that must make the best of it. Time is virtual. */

#define CDL_TEST_START (G_GINT64_CONSTANT (1700000040000)) /* the start of a minute */

typedef struct
{
  guint minutes;
  guint outages;            /* of the connection, at random */
  double drop, twice, late; /* chances of each message */
  gint64 late_ms;           /* at most so much */
  double lose_close;        /* chance of a message that says x:true */
  double rest_fails;        /* chance of each answer */
  double rest_lacks;        /* chance that an answer lacks a kline that it should have */
  double bad_price;         /* chance that a price of a message is off a thousandfold */
  gboolean holes;           /* minutes that the exchange does not have */
  gboolean quiet;           /* minutes without trades */
} CdlTestFaults;

typedef struct _CdlTestFeed CdlTestFeed;

CdlTestFeed *cdl_test_feed_new (guint64 seed, const CdlTestFaults *faults);
void cdl_test_feed_free (CdlTestFeed *self);

/* The core that it will serve is made with these. */
CdlFeedCoreOptions cdl_test_feed_options (const CdlTestFeed *self);

/* Runs all minutes, faults ending two minutes before the end, and what is needed to catch up.
 * record: takes every input before the core does. */
void cdl_test_feed_run (CdlTestFeed *self,
                        CdlFeedSink event,
                        void (*record) (const CdlFeedInput *input, gpointer data),
                        gpointer data);

/* Closed klines of the truth from the first to the last that must have been told. */
const CdlFeedKline *cdl_test_feed_klines (const CdlTestFeed *self, gsize *n);
const CdlFeedPrint *cdl_test_feed_prints (const CdlTestFeed *self, gsize *n);

/* What the core gave to the archive: CdlFeedKline. */
GArray *cdl_test_feed_stored (CdlTestFeed *self);
CdlFeedState cdl_test_feed_state (CdlTestFeed *self);
/* Klines that it said the exchange does not have. */
guint cdl_test_feed_holes (const CdlTestFeed *self);

guint cdl_test_feed_requests (const CdlTestFeed *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlTestFeed, cdl_test_feed_free)

G_END_DECLS
