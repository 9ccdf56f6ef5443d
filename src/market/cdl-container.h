#pragma once

#include "cdl-market-error.h"

G_BEGIN_DECLS

/* One file out of a container. */
typedef struct
{
  char *name;   /* inside the container, or the file's own */
  GBytes *data; /* followed by no terminator */
} CdlMember;

/* What a file may unpack to at the most, in all: more is taken for an attack. So is more than
 * CDL_CONTAINER_MAX_RATIO times its size, once it is more than CDL_CONTAINER_FREE_BYTES. */
#define CDL_CONTAINER_MAX_BYTES   (G_GUINT64_CONSTANT (1) << 30)
#define CDL_CONTAINER_FREE_BYTES  (G_GUINT64_CONSTANT (1) << 25)
#define CDL_CONTAINER_MAX_RATIO   250
#define CDL_CONTAINER_MAX_MEMBERS 10000

/* Called with bytes of the file read so far, and in all; FALSE cancels. */
typedef gboolean (*CdlProgressFunc) (guint64 done, guint64 total, gpointer data);

/* All members of a file, which may be plain, zip, gz, xz, bz2, zstd or a tar of any of these
 * (libarchive); of a plain or merely compressed file, the one. Checksums are verified. Returns a
 * GPtrArray of CdlMember that frees them. NOT_FOUND; FORMAT if it is damaged, encrypted or too
 * large; CANCELLED. progress may be NULL. */
GPtrArray *
cdl_container_read (const char *path, CdlProgressFunc progress, gpointer data, GError **error);

/* The first `size` bytes of the first member, or all if it is shorter: to see what it is. */
GBytes *cdl_container_peek (const char *path, gsize size, GError **error);

G_END_DECLS
