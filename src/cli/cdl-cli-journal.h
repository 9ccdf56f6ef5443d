#pragma once

#include <json-glib/json-glib.h>

#include "cdl-store.h"

G_BEGIN_DECLS

/* A line of a session's journal for people, as it was shown when it happened, without time and
 * symbol: "long “dip” entered at 60100, quantity 0.5". Newly allocated. */
char *cdl_cli_event_text (const CdlSessionEvent *event);

/* A member of a JSON object: a text as it is, "" if there is none; and a number
 * as text, with so many places and a sign (places < 0: as it is), newly allocated. */
const char *cdl_cli_json_text (JsonObject *object, const char *name);
char *cdl_cli_json_number (JsonObject *object, const char *name, int places);

G_END_DECLS
