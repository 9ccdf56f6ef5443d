#pragma once

#include "cdl-session.h"

G_BEGIN_DECLS

/* How the equity of a session went: marked to market at the close of each path kline, its symbols
 * together, as a backtest's is. After a restart the recording gives it again. GArrays of
 * CdlEquityPoint, in order of time, one a time, CDL_SESSION_EQUITY_POINTS at most; what is old is
 * told more coarsely, but with its peaks and troughs. */
GArray *cdl_session_equity (const CdlSession *session);

/* equity.json of a session's folder: for other processes, and for later. */
gboolean cdl_session_equity_save (GArray *points, const char *folder, GError **error);
GArray *cdl_session_equity_load (const char *folder, GError **error);

/* length may be -1. CDL_SESSION_ERROR_INVALID, or the error of the JSON, if it is no such thing. */
GArray *cdl_session_equity_read (const char *text, gssize length, GError **error);

G_END_DECLS
