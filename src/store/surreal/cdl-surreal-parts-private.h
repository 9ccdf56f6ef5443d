#pragma once

#include "cdl-store.h"
#include "cdl-surreal-block-private.h"
#include "cdl-surreal-read-private.h"

G_BEGIN_DECLS

/* What a client keeps of the listing: parts never change, so that what was read once need not be
 * read again. It is kept while it is the server's: a part is known by a random text that was made
 * for it, and a database that was removed, or is back as it was before, has another one there.
 * Columns that were not asked for lately go once all take more than some megabytes. */
typedef struct
{
  CdlSurrealBlock *block; /* NULL: not read; its columns as loaded says */
  gboolean loaded[CDL_N_COLUMNS];
  guint64 *gone; /* keys that parts before it hold and that count no more */
  guint n_gone;
  char *version;
} CdlSurrealPart;

/* The runs that are not in a part. */
typedef struct
{
  char *version; /* of all marks; NULL: nothing is read */
  gboolean loaded[CDL_N_COLUMNS];
  CdlSurrealBlock *block;
  GArray *gone; /* guint64 */
} CdlSurrealUnlisted;

typedef struct
{
  GMutex mutex;     /* held by who uses the others */
  GPtrArray *parts; /* CdlSurrealPart */
  CdlSurrealUnlisted unlisted;
  CdlSurrealReader shared;     /* what runs of lists refer to, which never changes either */
  guint64 used[CDL_N_COLUMNS]; /* when a column was last wanted; 0: never */
  guint64 clock;
} CdlSurrealParts;

CdlSurrealParts *cdl_surreal_parts_new (void);
void cdl_surreal_parts_free (CdlSurrealParts *self);

/* Of a store; borrowed. */
CdlSurrealParts *cdl_surreal_get_parts (CdlStore *store);

/* Forgets all. */
void cdl_surreal_parts_clear (CdlSurrealParts *self);

/* The last part that is known by its version, or -1. */
gint64 cdl_surreal_parts_last (const CdlSurrealParts *self);

/* Makes room for n parts. */
void cdl_surreal_parts_resize (CdlSurrealParts *self, gint64 n);
CdlSurrealPart *cdl_surreal_parts_get (const CdlSurrealParts *self, gint64 part);

/* Forgets columns that wanted does not flag, those first that were not wanted for long, until what
 * is kept is small; if that does not help, all of the parts from..to-1. */
void cdl_surreal_parts_trim (CdlSurrealParts *self, const gboolean *wanted, gint64 from, gint64 to);

/* Reads what is missing of the columns that wanted flags, and the keys, of parts from..to-1. */
gboolean cdl_surreal_parts_load (CdlSurrealParts *self,
                                 CdlStore *store,
                                 const gboolean *wanted,
                                 gint64 from,
                                 gint64 to,
                                 GCancellable *cancellable,
                                 GError **error);

/* Reads the ids of these parts, if they are not there; any order, some may be equal. */
gboolean cdl_surreal_parts_load_ids (CdlSurrealParts *self,
                                     CdlStore *store,
                                     const gint64 *parts,
                                     guint n,
                                     GCancellable *cancellable,
                                     GError **error);

G_END_DECLS
