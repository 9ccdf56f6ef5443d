#pragma once

#include "cdl-json-writer.h"
#include "cdl-session-plan.h"

G_BEGIN_DECLS

/* How a session stands, as JSON, for processes that do not run it: status.json in its folder, at
 * most a second old while the session runs.
 *
 * { "id", "updated_at", "capital", "equity", "balance", "symbols": [{ "symbol", "state", "reason",
 *   "data_time", "price", "equity", "balance", "trades", "pending": [{ the setup, "distance_pct":
 *   from the price to the entry }], "open": [{ the trade, "running": its result if it were closed
 *   at the price, fees included }], "statistics": by name, once it was stopped }] }
 *
 * stopped: no data comes any more. statistics: of each symbol; NULL: not known. */
void cdl_session_status_write (CdlJsonWriter *writer,
                               const CdlSessionPlan *plan,
                               const CdlSession *session,
                               CdlProgram *program,
                               gint64 now,
                               gboolean stopped,
                               const CdlStatistics *statistics);

/* Result of an open trade if it were closed at price by a taker: as its pnl, without slippage. */
double cdl_session_running (const CdlTrade *trade, const CdlSettings *settings, double price);

G_END_DECLS
