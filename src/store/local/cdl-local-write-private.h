#pragma once

#include "cdl-connection-private.h"
#include "cdl-run-record.h"

G_BEGIN_DECLS

/* Parts of writing runs that several operations share, inside a transaction of the caller. */

/* key 0: there is no such run. fingerprint (nullable) gets a copy of the run's. */
gboolean cdl_local_find_run (CdlConnection *connection,
                             const char *id,
                             gint64 *key,
                             char **fingerprint,
                             GError **error);

gboolean cdl_local_add_tag (CdlConnection *connection, gint64 run, const char *tag, GError **error);
gboolean
cdl_local_link_test (CdlConnection *connection, gint64 run, const char *test, GError **error);

/* What is searched for words: strategy, symbol, id, tags and note, folded so that case does not
 * matter; newly allocated. */
char *cdl_local_search_text (const char *strategy,
                             const char *symbol,
                             const char *id,
                             const char *const *tags,
                             const char *note);

/* The same folding, of a word that is looked for; newly allocated. */
char *cdl_local_fold (const char *text);

/* Counts the run as a trial of its dataset's window. */
gboolean cdl_local_count_trial (CdlConnection *connection,
                                const char *dataset,
                                gint64 from,
                                gint64 to,
                                const char *run,
                                GError **error);

G_END_DECLS
