#pragma once

#include "cdl-store.h"

G_BEGIN_DECLS

/* How far it is: lines written or read so far; called now and then in the calling thread. */
typedef void (*CdlStoreProgress) (guint64 lines, gpointer data);

/* Writes the store, or with a filter its matching runs and what they need, as JSON lines: one
 * record per line, "type" first. Any store imports them. Memory does not grow with the number of
 * runs. progress may be NULL. */
gboolean cdl_store_export (CdlStore *self,
                           const CdlRunFilter *filter,
                           GOutputStream *stream,
                           CdlStoreProgress progress,
                           gpointer data,
                           GCancellable *cancellable,
                           GError **error);

/* Reads JSON lines into the store. Records that are there already stay (as in
 * cdl_store_put_runs()). CDL_STORE_ERROR_INVALID names the line that cannot be read; lines before
 * it have been imported.
 */
gboolean cdl_store_import (CdlStore *self,
                           GInputStream *stream,
                           CdlStoreProgress progress,
                           gpointer data,
                           GCancellable *cancellable,
                           GError **error);

/* CSV (RFC 4180, header line, UTF-8) of matching runs in the order of the query, whose limit and
 * cursor are not looked at: the fields of the specification, statistics by name, fates as
 * "funnel.NAME", parameters as "params.NAME". */
gboolean cdl_store_export_runs_csv (CdlStore *self,
                                    const CdlRunQuery *query,
                                    GOutputStream *stream,
                                    GCancellable *cancellable,
                                    GError **error);

/* CSV (as above) of one run's trades, setups or equity, a header line even if there are none;
 * cells of undefined numbers and times are empty; newly allocated. */
char *cdl_run_trades_csv (const CdlRunRecord *run, const CdlRunDetails *details);
char *cdl_run_setups_csv (const CdlRunRecord *run, const CdlRunDetails *details);
char *cdl_run_equity_csv (const CdlRunRecord *run, const CdlRunDetails *details);

G_END_DECLS
