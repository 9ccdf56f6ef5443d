#pragma once

#include "cdl-archive.h"
#include "cdl-chart-data.h"
#include "cdl-run-lines.h"
#include "cdl-store.h"

G_BEGIN_DECLS

/* A run with everything that its page or report shows: record and details from the store, klines of
 * its path interval mapped from the archive (none if they are gone), series of its strategy.
 * Read-only once loaded; reference counted. */
typedef struct
{
  gatomicrefcount ref_count;
  CdlRunRecord *run;
  CdlRunDetails *details; /* NULL: the run was stored without */
  CdlDataset *dataset;    /* NULL: there are no klines */
  CdlPyramid *pyramid;
  CdlKlines klines;   /* of the run's window */
  CdlRunLines *lines; /* NULL: none */
} CdlLoadedRun;

CdlLoadedRun *cdl_loaded_run_ref (CdlLoadedRun *self);
void cdl_loaded_run_unref (CdlLoadedRun *self);

/* What a chart of it draws; borrowed. FALSE if there are no klines. */
gboolean cdl_loaded_run_chart_data (const CdlLoadedRun *self, CdlChartData *data);

/* Loads a run; NULL with the store's error. root: the archive's. */
CdlLoadedRun *cdl_loaded_run_load (CdlStore *store,
                                   const char *root,
                                   const char *id,
                                   GCancellable *cancellable,
                                   GError **error);

/* The same in the store's thread. */
void cdl_loaded_run_load_async (CdlStore *store,
                                const char *root,
                                const char *id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
CdlLoadedRun *cdl_loaded_run_load_finish (CdlStore *store, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlLoadedRun, cdl_loaded_run_unref)

G_END_DECLS
