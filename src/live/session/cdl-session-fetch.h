#pragma once

#include "cdl-download.h"
#include "cdl-session-plan.h"

G_BEGIN_DECLS

/* Does downloads (CdlDownload) into the archive below root, and blocks until they are done. url:
 * where the exchange is reached; NULL: its own addresses. */
gboolean
cdl_session_fetch (const char *root, const char *url, const GArray *downloads, GError **error);

/* The path klines of a session's symbols, from the look-back to a time (CDL_TIME_NONE: now), from
 * the exchange that the session trades on. */
gboolean
cdl_session_fetch_klines (const char *root, const CdlSessionPlan *plan, gint64 to, GError **error);

G_END_DECLS
