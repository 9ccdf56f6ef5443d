#pragma once

#include "cdl-store.h"

G_BEGIN_DECLS

/* Takes finished runs from many threads and puts them into a store from one of its own, as many in
 * one transaction as came in during the last: a sweep's workers never wait for the disk, unless
 * it cannot follow. */
typedef struct _CdlRunWriter CdlRunWriter;

/* Runs that are committed now and may be told of: called in the writer's thread. ids are
 * borrowed. */
typedef void (*CdlRunsCommitted) (const char *const *ids, gsize n, gpointer data);

/* committed may be NULL. */
CdlRunWriter *cdl_run_writer_new (CdlStore *store, CdlRunsCommitted committed, gpointer data);

/* Takes run and details (nullable) over, from any thread; waits while too many are pending. FALSE
 * once a transaction has failed: then the run is freed, and cdl_run_writer_finish() says why. */
gboolean cdl_run_writer_push (CdlRunWriter *self, CdlRunRecord *run, CdlRunDetails *details);

/* Waits until all is committed, and ends: nothing may be pushed any more. */
gboolean cdl_run_writer_finish (CdlRunWriter *self, GError **error);

/* Finishes if that was not done. */
void cdl_run_writer_free (CdlRunWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlRunWriter, cdl_run_writer_free)

G_END_DECLS
