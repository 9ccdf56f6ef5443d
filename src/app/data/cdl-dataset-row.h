#pragma once

#include <gio/gio.h>

#include "cdl-archive.h"
#include "cdl-dataset-check.h"
#include "cdl-freshness.h"

G_BEGIN_DECLS

/* A dataset as a row of a list: its name, what it holds and lacks, and what it was made of. */
#define CDL_TYPE_DATASET_ROW (cdl_dataset_row_get_type ())
G_DECLARE_FINAL_TYPE (CdlDatasetRow, cdl_dataset_row, CDL, DATASET_ROW, GObject)

/* Of an archive, read whole: not for the main thread. mark: klines of mark prices. Never NULL: what
 * cannot be read is a row that says why. */
CdlDatasetRow *cdl_dataset_row_read (CdlArchive *archive,
                                     const CdlServerClock *clock,
                                     const CdlDatasetName *name,
                                     gboolean mark);

const CdlDatasetName *cdl_dataset_row_name (CdlDatasetRow *self);
gboolean cdl_dataset_row_is_mark (CdlDatasetRow *self);

/* "BTCUSDT 1m (spot)"; newly allocated. */
char *cdl_dataset_row_title (CdlDatasetRow *self);

/* NULL if it could not be read. */
const CdlDatasetCheck *cdl_dataset_row_check (CdlDatasetRow *self);

/* How old it was when it was read, by the exchange's clock. */
const CdlFreshness *cdl_dataset_row_freshness (CdlDatasetRow *self);

/* Why it could not be read; NULL if it was. */
const char *cdl_dataset_row_error (CdlDatasetRow *self);

/* CdlSource, oldest first. */
const GPtrArray *cdl_dataset_row_sources (CdlDatasetRow *self);

/* The datasets below root as a GListStore of CdlDatasetRow, read in a thread: those of klines, then
 * those of mark prices. */
void cdl_dataset_rows_load_async (const char *root,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GListStore *cdl_dataset_rows_load_finish (GAsyncResult *result, GError **error);

G_END_DECLS
