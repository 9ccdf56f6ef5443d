#pragma once

#include <json-glib/json-glib.h>

#include "cdl-run-record.h"

G_BEGIN_DECLS

/* Rows of table run. An engine takes several times as long for a record of many fields: what never
 * changes of a run is one JSON text, field lasting, and so are its counts and reasons. */

/* What goes into lasting; newly allocated. */
char *cdl_surreal_lasting_text (const CdlRunRecord *run);

/* A row with its texts read. */
typedef struct
{
  JsonObject *fields;
  JsonObject *lasting;
  JsonObject *counts;  /* NULL: not asked for */
  JsonObject *reasons; /* NULL: there are none, or not asked for */
} CdlSurrealRow;

typedef struct
{
  JsonArray *answer; /* what the rows borrow from */
  JsonNode *texts;
  guint n;
  CdlSurrealRow *rows;
} CdlSurrealRows;

/* CDL_STORE_ERROR_DAMAGED names the run. */
CdlSurrealRows *cdl_surreal_rows_read (JsonArray *answer, GError **error);
void cdl_surreal_rows_free (CdlSurrealRows *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlSurrealRows, cdl_surreal_rows_free)

G_END_DECLS
