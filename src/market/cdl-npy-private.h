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

/* The number of items is written into 16 bytes from here on, to their right: up to 8 digits lie in
 * one aligned word and nothing else moves, so that a reader sees the old length or the new one
 * while it is rewritten, never a mixture. */
#define CDL_NPY_LENGTH_AT 64

void cdl_npy_header_write (CdlNpyType type, gsize n, guint8 header[CDL_NPY_HEADER_SIZE]);

/* Reads the header of a file that cdl_npy_header_write() made, or that NumPy did with the same
 * layout: FALSE if it is anything else. */
gboolean cdl_npy_header_read (const guint8 *data, gsize size, CdlNpyType type, gsize *n);

/* A whole column file, mapped read-only. */
typedef struct
{
  GMappedFile *file;
  const void *items;
  gsize n;    /* by its header */
  gsize room; /* items that the file has bytes for */
} CdlNpyMap;

/* Maps a file in dir, an open folder; folder is its path, for messages. NOT_FOUND if there is none,
 * DAMAGED if it is no column of that type. n may be more than room: see what is to be trusted. */
gboolean cdl_npy_map (int dir,
                      const char *folder,
                      const char *file,
                      CdlNpyType type,
                      CdlNpyMap *map,
                      GError **error);
void cdl_npy_unmap (CdlNpyMap *map);

/* Writes items at place `from` of the column file at path (made if there is none), cuts off what is
 * behind them, and syncs, once. The header says from + n afterwards if commit is set, else what it
 * said before, but no more than `from`: cdl_npy_commit() is to follow. */
gboolean cdl_npy_write (const char *path,
                        CdlNpyType type,
                        gsize from,
                        const void *items,
                        gsize n,
                        gboolean commit,
                        GError **error);

/* Makes the file n items long by its header, and syncs. */
gboolean cdl_npy_commit (const char *path, CdlNpyType type, gsize n, GError **error);

/* After a write that failed: header and file as they were with n items, as far as possible. */
void cdl_npy_revert (const char *path, CdlNpyType type, gsize n);

G_END_DECLS
