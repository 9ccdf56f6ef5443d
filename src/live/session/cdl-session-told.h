#pragma once

#include "cdl-session-plan.h"
#include "cdl-store.h"

G_BEGIN_DECLS

/* What a session told of one symbol. */
typedef struct
{
  GArray *setups; /* CdlSetup: when it was made, and again when it ended without entry */
  GArray *trades; /* CdlTrade, by seq, as it was told last */
} CdlToldSymbol;

/* What a session told of its setups and trades: itself, it forgets those that have ended. For those
 * that look at all of it afterwards; it grows with the session. */
typedef struct
{
  const CdlSessionPlan *plan; /* borrowed */
  GPtrArray *symbols;         /* CdlToldSymbol, in the plan's order */
} CdlSessionTold;

CdlSessionTold *cdl_session_told_new (const CdlSessionPlan *plan);
void cdl_session_told_free (CdlSessionTold *self);

/* A CdlSessionFactFunc. */
void cdl_session_told_fact (const CdlSessionFact *fact, gpointer self);

/* The trades alone, as the journal has them. */
CdlSessionTold *cdl_session_told_load (const CdlSessionPlan *plan, CdlStore *store, GError **error);

const CdlToldSymbol *cdl_session_told_symbol (const CdlSessionTold *self, guint place);

/* SHA-256 over the canonical list of closed trades, symbol by symbol; newly allocated. */
char *cdl_session_told_fingerprint (const CdlSessionTold *self, CdlProgram *program);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlSessionTold, cdl_session_told_free)

G_END_DECLS
