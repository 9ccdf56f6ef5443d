#pragma once

#include "cdl-json-reader-private.h"
#include "cdl-record-fields-private.h"

G_BEGIN_DECLS

/* Trades, setups and points of equity as JSON, by their field tables. name is that of the
 * setup definition, symbol the run's; both may be NULL where the table has no such field. */

/* One object; what is not a finite number is null. */
void cdl_row_write_json (CdlJsonWriter *writer,
                         const CdlFieldTable *table,
                         gconstpointer row,
                         const char *name,
                         const char *symbol);

/* Reads what cdl_row_write_json() wrote: every stored field must be there.
 * CDL_STORE_ERROR_INVALID. */
gboolean
cdl_row_read_json (JsonObject *object, const CdlFieldTable *table, gpointer row, GError **error);

G_END_DECLS
