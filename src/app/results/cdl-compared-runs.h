#pragma once

#include "cdl-run-comparison.h"
#include "cdl-store.h"

G_BEGIN_DECLS

/* Runs to be compared, with what the store knows of them. */
typedef struct
{
  GPtrArray *runs;    /* CdlRunRecord */
  GPtrArray *details; /* CdlRunDetails, NULL of runs that were stored without */
  CdlRunComparison *comparison;
} CdlComparedRuns;

void cdl_compared_runs_free (CdlComparedRuns *self);

/* Loads runs in the store's thread. ids: NULL-terminated, copied. */
void cdl_compared_runs_load_async (CdlStore *store,
                                   const char *const *ids,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
CdlComparedRuns *
cdl_compared_runs_load_finish (CdlStore *store, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlComparedRuns, cdl_compared_runs_free)

G_END_DECLS
