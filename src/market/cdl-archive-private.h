#pragma once

#include "cdl-archive.h"
#include "cdl-columns.h"

G_BEGIN_DECLS

/* The dataset's folder, whether it exists or not; newly allocated. */
char *cdl_archive_folder (const CdlArchive *self, const CdlDatasetName *name);

/* All rows of both, by time. Rows of the same time must be equal (NaN equals NaN), unless replace:
 * then update wins. A column that only one has is NaN in the other's rows. NULL with a CONFLICT
 * that tells the first time that differs. */
CdlColumns *cdl_klines_merge (const CdlKlines *stored,
                              const CdlKlines *update,
                              gboolean replace,
                              CdlWriteResult *result,
                              GError **error);

/* Adds a source to the dataset's list of sources (dataset.json). */
gboolean cdl_sources_add (const char *folder,
                          const CdlSourceFile *source,
                          const CdlKlines *klines,
                          GError **error);

G_END_DECLS
