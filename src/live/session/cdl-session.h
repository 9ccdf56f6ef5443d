#pragma once

#include "cdl-session-symbol.h"

G_BEGIN_DECLS

/* A live paper session without clock, input or output: one strategy variant over some symbols, each
 * with a ledger of its own. */
typedef struct _CdlSession CdlSession;

/* func: hears of everything, in order; may be NULL. */
CdlSession *cdl_session_new (CdlProgram *program,
                             CdlInterval path_interval,
                             gint64 from,
                             CdlSessionFactFunc func,
                             gpointer data);
void cdl_session_free (CdlSession *self);

/* Adds a symbol; see cdl_session_symbol_new(). */
void
cdl_session_add (CdlSession *self, const char *symbol, const CdlSettings *settings, guint fields);

/* See cdl_session_symbol_follow(): of the symbol that was added last. */
void cdl_session_follow (CdlSession *self, guint follow);

/* Hands the event to its symbol. FALSE if that changed nothing, or there is no such symbol. */
gboolean cdl_session_take (CdlSession *self, const CdlFeedEvent *event);

/* See cdl_session_symbol_expect_repeats() and cdl_session_symbol_finish(): of all symbols. */
void cdl_session_expect_repeats (CdlSession *self);
void cdl_session_finish (CdlSession *self, gint64 received_at);

/* See cdl_session_symbol_statistics(): of symbol i. */
void cdl_session_statistics (CdlSession *self,
                             guint i,
                             const CdlTrade *trades,
                             CdlStatistics *statistics);

guint cdl_session_n_symbols (const CdlSession *self);
const CdlSessionSymbol *cdl_session_symbol (const CdlSession *self, guint i);

/* Place of a symbol; -1 if the session has none of that name. */
int cdl_session_find (const CdlSession *self, const char *symbol);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlSession, cdl_session_free)

G_END_DECLS
