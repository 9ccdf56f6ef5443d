#pragma once

#include "cdl-leverage-brackets.h"
#include "cdl-session-plan.h"
#include "cdl-store.h"

G_BEGIN_DECLS

/* What a user asks for when a session is to start. All borrowed. */
typedef struct
{
  const char *strategy;                /* JSON */
  const char *const *sets;             /* "name=value", NULL-terminated; NULL: as written */
  const char *const *symbols;          /* NULL-terminated, at least one */
  CdlSettings settings;                /* tick, step and min_notional not set: the exchange's */
  const CdlLeverageBrackets *brackets; /* tiers of the symbols; NULL: those of settings */
  const char *note;                    /* a name for it; NULL: none */
  const char *exchange_url;            /* where the exchange is reached; NULL: its own addresses */
  double clock_speed;                  /* of a simulated exchange; 0: 1 */
} CdlSessionRequest;

/* Makes a session of it: asks the exchange for its clock and its rules, and downloads the klines
 * that detection looks back on, into the archive below root; blocks while it does. The session
 * begins with the next path kline: of 1m, or of 1s if the strategy's are shorter.
 * CDL_SESSION_ERROR_INVALID in words that say what is wrong with the request, or the error of the
 * download. */
gboolean cdl_session_prepare (const char *root,
                              const CdlSessionRequest *request,
                              CdlSessionRecord **record,
                              CdlSessionPlan **plan,
                              GError **error);

/* Hands on the stored klines of a session's symbol that are its history: from plan->history on and
 * before plan->from, as data that was fetched. Returns where a feed has to go on. */
gint64 cdl_session_tell_history (const char *root,
                                 const CdlSessionPlan *plan,
                                 const CdlSessionPlanSymbol *symbol,
                                 CdlFeedSink sink,
                                 gpointer data);

G_END_DECLS
