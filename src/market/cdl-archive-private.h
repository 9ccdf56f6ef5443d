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

/* The list of sources (CdlSource) of a dataset of n rows, dataset.json in its folder. Sources of
 * longer datasets are left out: their import was not committed. A list that cannot be read is
 * empty: it decides nothing. */
GPtrArray *cdl_sources_load (const char *folder, gsize n);

/* Adds the file that klines came from; length: rows of the dataset with them. */
void cdl_sources_add (GPtrArray *sources,
                      const CdlSourceFile *file,
                      const CdlKlines *klines,
                      gsize length);

/* Adds copies of another list's entries. */
void cdl_sources_add_all (GPtrArray *sources, const GPtrArray *others, gsize length);

gboolean cdl_sources_save (GPtrArray *sources, const char *folder, GError **error);

G_END_DECLS
