#pragma once

#include "cdl-record-fields-private.h"

G_BEGIN_DECLS

/* Rows (trades, setups, equity points) as one blob of columns: little-endian, each field of the
 * table in its order. Before them a header of 24 bytes: "CDLC", version (u16), number of columns
 * (u16), size of a row in columns (u32), number of rows (u32), FNV-1a of the columns (u64). */

#define CDL_CHUNK_ROWS     1000 /* trades or setups per chunk */
#define CDL_CHUNK_MAX_ROWS CDL_RUN_MAX_EQUITY_POINTS

/* rows: an array of table->size each. */
GByteArray *cdl_chunk_encode (const CdlFieldTable *table, gconstpointer rows, gsize n_rows);

/* Appends the rows of a blob to an array of the table's structs. A blob written when the table had
 * fewer fields is read, the new ones left empty. CDL_STORE_ERROR_DAMAGED: it is not what was
 * written. */
gboolean cdl_chunk_decode (const CdlFieldTable *table,
                           gconstpointer data,
                           gsize size,
                           GArray *rows,
                           GError **error);

G_END_DECLS
