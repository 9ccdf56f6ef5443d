#pragma once

#include <gio/gio.h>

#include "cdl-download.h"
#include "cdl-session-plan.h"

G_BEGIN_DECLS

/* Does downloads (CdlDownload) into the archive below root, and blocks until they are done. url:
 * where the exchange is reached; NULL: its own addresses. */
gboolean cdl_session_fetch (const char *root,
                            const char *url,
                            const GArray *downloads,
                            GCancellable *cancellable,
                            GError **error);

/* What a session can have been told of its symbols, from the exchange that it trades on: path
 * klines from the look-back to a time (CDL_TIME_NONE: now), prints from its beginning; of futures
 * rates and mark prices, too. root: of an archive for this alone, which gets parts of days. */
gboolean cdl_session_fetch_market (const char *root,
                                   const CdlSessionPlan *plan,
                                   gint64 to,
                                   GCancellable *cancellable,
                                   GError **error);

G_END_DECLS
