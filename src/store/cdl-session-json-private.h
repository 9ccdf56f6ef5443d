#pragma once

#include "cdl-json-reader-private.h"
#include "cdl-session-record.h"
#include "cdl-test-record.h"

G_BEGIN_DECLS

/* Tests and sessions in exports: members of an object that the caller has begun and will end, and
 * back. JSON texts inside are kept as texts, letter by letter. Reading fails with
 * CDL_STORE_ERROR_INVALID. */

void cdl_test_write_members (CdlJsonWriter *writer, const CdlTestRecord *test);
CdlTestRecord *cdl_test_read_json (JsonObject *object, GError **error);

/* Its strategy by name and revision: the reader gives it no text. */
void cdl_session_write_members (CdlJsonWriter *writer, const CdlSessionRecord *session);
CdlSessionRecord *cdl_session_read_json (JsonObject *object, GError **error);

/* What entry holds is freed by cdl_session_trade_clear() and _event_clear(), also after an error.
 */
void cdl_session_trade_write_members (CdlJsonWriter *writer, const CdlSessionTrade *trade);
gboolean cdl_session_trade_read_json (JsonObject *object, CdlSessionTrade *entry, GError **error);
void cdl_session_event_write_members (CdlJsonWriter *writer, const CdlSessionEvent *event);
gboolean cdl_session_event_read_json (JsonObject *object, CdlSessionEvent *entry, GError **error);

G_END_DECLS
