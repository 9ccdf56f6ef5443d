#pragma once

#include "cdl-dataset.h"

G_BEGIN_DECLS

/* The user's klines: klines/<market>/<symbol>/<interval>/<column>.npy under a root folder. Many may
 * read while one writes. */
typedef struct _CdlArchive CdlArchive;

/* root: usually cdl_data_root(). Made when first written to. */
CdlArchive *cdl_archive_new (const char *root);

/* The mark prices beside them: an archive of its own, in mark/ below root, whose klines have no
 * volume that means anything. */
CdlArchive *cdl_archive_new_mark (const char *root);

void cdl_archive_free (CdlArchive *self);
const char *cdl_archive_root (const CdlArchive *self);

/* "$XDG_DATA_HOME/chandelier"; newly allocated. */
char *cdl_data_root (void);

/* The klines as they are now: what is written later does not show. NOT_FOUND if there are none. */
CdlDataset *cdl_archive_open (CdlArchive *self, const CdlDatasetName *name, GError **error);

/* Names of all datasets (CdlDatasetName, free with g_array_unref()), by market, symbol, interval.
 */
GArray *cdl_archive_list (CdlArchive *self);

/* Where klines came from. */
typedef struct
{
  const char *file;   /* base name */
  const char *sha256; /* of the file as it was read; "": a stream, which has none */
} CdlSourceFile;

typedef struct
{
  gsize added;
  gsize same;      /* were already there */
  gsize completed; /* were already there, but for columns that they have now */
  gsize replaced;  /* differed, and replace was given */
} CdlWriteResult;

/* Merges klines into the dataset, in one commit: all of it, or (error) nothing. Rows behind the
 * last one are appended in place: columns first, the length in open_time.npy last. Others make a
 * new generation of the folder, which takes the old one's place at once. Rows that differ from
 * stored ones are a CONFLICT unless replace is set. One writer at a time, else BUSY. */
gboolean cdl_archive_write (CdlArchive *self,
                            const CdlDatasetName *name,
                            const CdlKlines *klines,
                            const CdlSourceFile *source,
                            gboolean replace,
                            CdlWriteResult *result,
                            GError **error);

/* Merges another archive's dataset of the same name into this one's, with its list of sources, in
 * one commit; then it is gone there. Klines of both must be equal, else CONFLICT. NOT_FOUND if the
 * other has none. */
gboolean cdl_archive_absorb (CdlArchive *self,
                             CdlArchive *other,
                             const CdlDatasetName *name,
                             CdlWriteResult *result,
                             GError **error);

/* A file that a dataset was made of. */
typedef struct
{
  char *file; /* base name */
  char *sha256;
  gsize rows;   /* klines in it */
  gint64 first; /* open times */
  gint64 last;
  gint64 written_at; /* ms UTC */
  gsize length;      /* rows of the dataset after it */
} CdlSource;

/* The files that dataset was made of, oldest first: CdlSource, freed with the array. */
GPtrArray *cdl_archive_sources (CdlArchive *self, const CdlDataset *dataset);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlArchive, cdl_archive_free)

G_END_DECLS
