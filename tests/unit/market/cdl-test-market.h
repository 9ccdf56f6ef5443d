#pragma once

#include "cdl-archive.h"
#include "cdl-columns.h"
#include "cdl-import.h"

G_BEGIN_DECLS

/* The time that imports of tests take for now: all test data is older. */
#define CDL_TEST_NOW G_GINT64_CONSTANT (1800000000000)

/* A fresh folder for each test: an archive in root, and files to import beside it. */
typedef struct
{
  char *folder;
  char *root;
  CdlArchive *archive;
} CdlTestMarket;

/* For g_test_add(). */
void cdl_test_market_set_up (CdlTestMarket *self, gconstpointer data);
void cdl_test_market_tear_down (CdlTestMarket *self, gconstpointer data);

#define CDL_TEST_ADD(path, function)                                                               \
  g_test_add (path, CdlTestMarket, NULL, cdl_test_market_set_up, function,                         \
              cdl_test_market_tear_down)

/* Removes a folder and all that is in it. */
void cdl_test_remove (const char *folder);

/* A file beside the archive: length bytes (-1: a string). Returns its path; newly allocated. */
char *cdl_test_file (CdlTestMarket *self, const char *name, const void *data, gssize length);

/* A container beside the archive, made by libarchive: format "zip", "tar" or "raw"; filter "none",
 * "gzip", "xz", "bzip2" or "zstd". members: name and text in turn, NULL-terminated. Returns its
 * path; newly allocated. */
char *cdl_test_container (CdlTestMarket *self,
                          const char *name,
                          const char *format,
                          const char *filter,
                          const char *const *members);

/* Names and bytes of all files below the root, but for locks, as one text; newly allocated. */
char *cdl_test_digest (CdlTestMarket *self);

/* n klines of 1m with all columns, the same for every test. */
CdlColumns *cdl_test_klines (gsize n);

CdlDatasetName cdl_test_name (const char *symbol, CdlInterval interval);

/* Writes klines into the archive; any error fails the test. */
CdlWriteResult cdl_test_write (CdlTestMarket *self,
                               const CdlDatasetName *name,
                               const CdlKlines *klines,
                               gboolean replace);

/* Bytes of both are equal. */
void cdl_test_assert_klines (const CdlKlines *klines, const CdlKlines *expected);

/* The dataset's klines are these. */
void
cdl_test_assert_stored (CdlTestMarket *self, const CdlDatasetName *name, const CdlKlines *expected);

/* A file of the folder of real market data, see CHANDELIER_TEST_DATA; NULL, and the test is
 * skipped, if there is none. Newly allocated. */
char *cdl_test_data (const char *file);

/* Imports a file with symbol (NULL: by its name), of spot unless its path says um; any error fails
 * the test. */
CdlImportResult cdl_test_import (CdlTestMarket *self, const char *path, const char *symbol);

G_END_DECLS
