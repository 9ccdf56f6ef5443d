#pragma once

#include <json-glib/json-glib.h>

#include "cdl-run-record.h"

G_BEGIN_DECLS

/* What never changes of a run, as one JSON text: field lasting of table run. An engine takes
 * several times as long for a record of many fields. */
char *cdl_surreal_lasting_text (const CdlRunRecord *run);

/* The same from a row whose fields are those members, as they were before schema 4; newly
 * allocated. NULL with error: one is not there. */
char *cdl_surreal_lasting_of_fields (JsonObject *row, GError **error);

/* The fields that a row has in place of lasting before schema 4: NULL-terminated. */
const char *const *cdl_surreal_lasting_fields (void);

/* Rows with the members of lasting, where there is one, as members of their own: JsonObject, freed
 * with the array. NULL with error: CDL_STORE_ERROR_DAMAGED. */
GPtrArray *cdl_surreal_whole_rows (JsonArray *rows, GError **error);

G_END_DECLS
