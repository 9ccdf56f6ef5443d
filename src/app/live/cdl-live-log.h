#pragma once

#include "cdl-session-fact.h"
#include "cdl-session-record.h"

G_BEGIN_DECLS

/* A line of a session's journal in words. */

/* What kind of thing happened; one that is not known as it is. */
const char *cdl_live_log_kind (const char *kind);

/* The rest of it; newly allocated. css: a static class for what a person should see. */
char *cdl_live_log_details (const CdlSessionEvent *event, const char **css);

/* An entry or exit as the log says it, with its symbol; newly allocated. From any thread. */
char *cdl_live_trade_text (const CdlSessionFact *fact);

G_END_DECLS
