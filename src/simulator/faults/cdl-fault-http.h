#pragma once

#include "cdl-sim-exchange.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* What can strike a request before it is looked at. Where: path?query. TRUE if one did, and message
 * has got its answer, or never will. */
gboolean
cdl_fault_http_before (CdlSimExchange *exchange, SoupServerMessage *message, const char *where);

/* Answers byte by byte where that fault strikes a handshake (text is what it would be answered). */
gboolean cdl_fault_http_slow (CdlSimExchange *exchange,
                              SoupServerMessage *message,
                              const char *where,
                              const char *text);

/* What can strike its answer: reply is changed, or (TRUE) sent in some broken way. */
gboolean cdl_fault_http_after (CdlSimExchange *exchange,
                               SoupServerMessage *message,
                               const char *where,
                               CdlSimReply *reply);

G_END_DECLS
