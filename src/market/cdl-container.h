#pragma once

#include "cdl-market-error.h"

G_BEGIN_DECLS

/* One text file out of a container. */
typedef struct
{
  char *name;   /* inside the container, or the file's own */
  GBytes *data; /* followed by no terminator */
} CdlMember;

/* What a member may hold at the most: more is taken for an attack. */
#define CDL_CONTAINER_MAX_BYTES (G_GUINT64_CONSTANT (1) << 30)

/* Called with bytes of the file read so far, and in all; FALSE cancels. */
typedef gboolean (*CdlProgressFunc) (guint64 done, guint64 total, gpointer data);

/* All members of a file, which may be plain, zip, gz, xz, bz2, zstd or a tar of any of these
 * (libarchive); of a plain or merely compressed file, the one. Returns a GPtrArray of CdlMember
 * that frees them. FORMAT if it is damaged or too large; progress may be NULL. */
GPtrArray *
cdl_container_read (const char *path, CdlProgressFunc progress, gpointer data, GError **error);

G_END_DECLS
