#pragma once

#include <json-glib/json-glib.h>

#include "cdl-session-fact.h"
#include "cdl-store.h"

G_BEGIN_DECLS

/* Characters of a session's id that are shown. */
#define CDL_CLI_SESSION_ID 13

/* The session whose id is text or begins with it, or whose name is text; NULL with
 * CDL_STORE_ERROR_NOT_FOUND, or INVALID if there are several. */
CdlSessionRecord *cdl_cli_find_session (CdlStore *store, const char *text, GError **error);

/* "running", "left" (it is to be resumed: no process runs it), "stopped", "failed". */
const char *cdl_cli_session_state (const CdlSessionRecord *record);

/* Its name or, if it has none, the strategy's; as terminals may show it. Newly allocated. */
char *cdl_cli_session_title (const CdlSessionRecord *record);

/* The status file of a session: an object; NULL without one. Free with json_node_unref(). */
JsonNode *cdl_cli_session_status (const char *id);

/* A fact, as it happens, on stdout: a line for people, or one of JSON. */
void cdl_cli_print_fact (const char *id, const CdlSessionFact *fact, gboolean json);

G_END_DECLS
