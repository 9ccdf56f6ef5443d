#pragma once

#include "cdl-connection-private.h"

G_BEGIN_DECLS

/* What runs are filtered and sorted by, a column at a time: table run_column has the values of each
 * thousand runs (by key) as one blob, so that a list that no index serves reads a few megabytes
 * and not every row. A thousand is packed once later runs are there; triggers take away what is no
 * longer so, and it is read from the rows until it is packed again. */

#define CDL_PACK_RUNS 1000

typedef enum
{
  CDL_PACK_INTEGER, /* gint64 */
  CDL_PACK_REAL,    /* double, NaN: NULL */
  CDL_PACK_TEXT,    /* each with its final zero */
} CdlPackKind;

/* The first column is key: 0. Names are those of table run. */
guint cdl_run_columns_count (void);
const char *cdl_run_columns_name (guint column);
CdlPackKind cdl_run_columns_kind (guint column);

/* Reads a column of the runs with keys from pack * CDL_PACK_RUNS on, in order of their keys; data
 * is replaced. n_runs: how many there are; only for the keys themselves it is not known, -1. */
gboolean cdl_run_columns_read (CdlConnection *connection,
                               gint64 pack,
                               guint column,
                               gssize n_runs,
                               GByteArray *data,
                               GError **error);

/* Packs at most so many thousands that are not, inside a transaction of the caller. */
gboolean cdl_run_columns_pack (CdlConnection *connection, guint most, GError **error);

/* SQL that makes the triggers anew: after columns were added. Newly allocated. */
char *cdl_run_columns_triggers (void);

/* The virtual table run_scan of a connection: the columns above of all runs. */
gboolean cdl_run_scan_register (CdlConnection *connection, GError **error);

G_END_DECLS
