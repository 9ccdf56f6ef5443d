#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* NumPy's format 1.0 for one-dimensional little-endian columns, with a header of fixed size, so
 * that the length can be rewritten in place. */

#define CDL_NPY_HEADER_SIZE 128
#define CDL_NPY_ITEM_SIZE   8

typedef enum
{
  CDL_NPY_INT64,
  CDL_NPY_DOUBLE,
} CdlNpyType;

void cdl_npy_header_write (CdlNpyType type, gsize n, guint8 header[CDL_NPY_HEADER_SIZE]);

/* Reads the header of a file that cdl_npy_header_write() made, or that NumPy did with the same
 * layout: FALSE if it is anything else. offset: where the items begin. */
gboolean
cdl_npy_header_read (const guint8 *data, gsize size, CdlNpyType type, gsize *n, gsize *offset);

/* A whole column file, mapped read-only. */
typedef struct
{
  GMappedFile *file;
  const void *items;
  gsize n; /* by its header; no more than the file holds */
} CdlNpyMap;

gboolean cdl_npy_map (const char *path, CdlNpyType type, CdlNpyMap *map, GError **error);
void cdl_npy_unmap (CdlNpyMap *map);

/* Writes items at place `from` of the column file at path (made if there is none), cuts off what is
 * behind them, and syncs; the header is left for cdl_npy_commit(). */
gboolean cdl_npy_write (const char *path, gsize from, const void *items, gsize n, GError **error);

/* Makes the file n items long by its header, and syncs. */
gboolean cdl_npy_commit (const char *path, CdlNpyType type, gsize n, GError **error);

G_END_DECLS
