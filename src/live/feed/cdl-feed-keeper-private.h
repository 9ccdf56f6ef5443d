#pragma once

#include "cdl-archive.h"
#include "cdl-feed-event.h"

G_BEGIN_DECLS

/* Writes told klines into the archive, and where the exchange has none, in a thread of its own:
 * writing waits for the disk. */
typedef struct _CdlFeedKeeper CdlFeedKeeper;

CdlFeedKeeper *cdl_feed_keeper_new (CdlArchive *archive);

/* Writes what was put before. */
void cdl_feed_keeper_free (CdlFeedKeeper *self);

/* From one thread: rows by open time, n of them, which replace what is stored and differs. */
void cdl_feed_keeper_put (CdlFeedKeeper *self,
                          const CdlDatasetName *name,
                          const CdlFeedKline *rows,
                          gsize n);

/* The exchange has no klines that open in [from, to): noted beside the dataset, so that no download
 * asks for them. */
void
cdl_feed_keeper_put_hole (CdlFeedKeeper *self, const CdlDatasetName *name, gint64 from, gint64 to);

G_END_DECLS
