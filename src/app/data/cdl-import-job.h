#pragma once

#include <gio/gio.h>

#include "cdl-import.h"

G_BEGIN_DECLS

/* Files of market data that are imported one after the other in a thread, seen from the main one.
 */
typedef struct _CdlImportJob CdlImportJob;

typedef struct
{
  guint files;       /* imported */
  gsize added;       /* rows that are new */
  gsize replaced;    /* rows that were stored otherwise */
  GPtrArray *errors; /* sentences, one per file that was refused */
} CdlImportSummary;

typedef struct
{
  char file[256];  /* base name of the one that is read; a longer one is cut */
  double fraction; /* of all the files, 0 to 1 */
} CdlImportProgress;

/* Called in the main thread. */
typedef void (*CdlImportJobProgress) (const CdlImportProgress *progress, gpointer data);

/* paths is copied. root: of the archive. market: of klines whose file does not tell it. callback
 * runs in the main thread, exactly once, when all was tried or the job was cancelled: each file is
 * imported whole or not at all. */
CdlImportJob *cdl_import_job_start (const char *root,
                                    const char *const *paths,
                                    CdlMarket market,
                                    CdlImportJobProgress progress,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/* What came of it; free with cdl_import_summary_free(). */
CdlImportSummary *cdl_import_job_finish (GAsyncResult *result);
void cdl_import_summary_free (CdlImportSummary *self);

/* No progress is told afterwards. */
void cdl_import_job_cancel (CdlImportJob *self);
void cdl_import_job_unref (CdlImportJob *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlImportJob, cdl_import_job_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlImportSummary, cdl_import_summary_free)

G_END_DECLS
