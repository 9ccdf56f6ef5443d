#pragma once

#include "cdl-store.h"
#include "cdl-surreal-block-private.h"

G_BEGIN_DECLS

/* The listing of runs: packed columns that lists are made from. listing:["COLUMN", k] is a column
 * of the k-th part; ["key", k] has the keys of its runs, in gone the keys that parts before it hold
 * and that count no more, since the runs were changed or deleted, and in v a random text that tells
 * it from any other. Parts never change: clients keep what they have read
 * (cdl-surreal-parts-private.h).
 *
 * Whatever changes runs leaves a mark of them in table unlisted, in the same transaction: v, a text
 * that no other has, ids, the same as records (runs), and those of them that parts may hold (old).
 * Lists read marked runs themselves, and whoever has marked some hundred packs them into the next
 * part. A mark is of all runs of a transaction: engines that keep their tables as logs pass over
 * each one that there ever was when they look for marks. */

/* Appends the statements that mark n runs, before they are changed or deleted; those behind may use
 * $runs, their records, there or not. listed: whether parts may hold some. */
void cdl_surreal_unlist (GString *sql, const char *const *ids, gsize n, gboolean listed);

/* After n runs were marked: packs what is marked once it is enough. Whether that could be done is
 * not told: lists are right anyhow. */
void cdl_surreal_pack (CdlStore *store, guint64 n);

/* Packs all that is marked, as far as it is enough for a part. */
gboolean cdl_surreal_pack_all (CdlStore *store, GCancellable *cancellable, GError **error);

/* Called for blocks of runs, each run once: first (part -1) the unlisted ones, with their ids, then
 * parts from the last to the first. alive flags those that count. */
typedef gboolean (*CdlSurrealScanFunc) (const CdlSurrealBlock *block,
                                        const gboolean *alive,
                                        gint64 part,
                                        gpointer data,
                                        GError **error);

/* Shows the columns that wanted flags, of all runs as they are in one moment. Memory is bounded. */
gboolean cdl_surreal_scan (CdlStore *store,
                           const gboolean *wanted,
                           CdlSurrealScanFunc func,
                           gpointer data,
                           GCancellable *cancellable,
                           GError **error);

/* Ids of the runs that a filter chooses, in no order; NULL-terminated, newly allocated. */
char **cdl_surreal_find_ids (CdlStore *store,
                             const CdlRunFilter *filter,
                             GCancellable *cancellable,
                             GError **error);

/* What changes or deletes runs does so many in one statement, which is a transaction: an engine
 * holds one in memory, and has room for so much. */
#define CDL_SURREAL_MAX_CHANGED 250

/* Adds the runs of rows of table run to runs; what they refer to is asked for where it is not
 * known.
 */
gboolean cdl_surreal_read_listed (CdlStore *store,
                                  JsonArray *answer,
                                  GPtrArray *runs,
                                  GCancellable *cancellable,
                                  GError **error);

/* Ids of n runs that a scan has shown: of each its part and its place there. */
char **cdl_surreal_listed_ids (CdlStore *store,
                               const gint64 *parts,
                               const guint *places,
                               guint n,
                               GCancellable *cancellable,
                               GError **error);

G_END_DECLS
