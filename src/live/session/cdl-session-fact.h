#pragma once

#include "cdl-feed-event.h"
#include "cdl-trade.h"

G_BEGIN_DECLS

/* What a session tells: each thing once, in the order in which it came about. */
typedef enum
{
  CDL_FACT_SETUP, /* a potential trade was found; refused at once if its fate is not pending */
  CDL_FACT_FATE,  /* a pending one died without entry: its fate says why */
  CDL_FACT_ENTRY,
  CDL_FACT_EXIT,
  CDL_FACT_STATE, /* the data's: live, stale, .. */
  CDL_FACT_RULES, /* the exchange's rules have changed, or whether it trades the symbol */
} CdlFactType;

#define CDL_N_FACT_TYPES 6

/* What has changed, and what it was. */
typedef struct
{
  CdlFeedRules before;
  CdlFeedRules now; /* rules.from: open time of the first path kline that they hold for */
  guint open;       /* trades that are open */
} CdlRulesChange;

/* All borrowed, for the time of the call. */
typedef struct
{
  CdlFactType type;
  const char *symbol;
  gint64 time;            /* when it happened, by the market's time, ms UTC */
  gint64 received_at;     /* when what decided it arrived */
  gboolean reconstructed; /* decided by data that was fetched after the fact */
  const char *name;       /* of the setup definition; NULL of a state and of rules */
  const CdlSetup *setup;  /* the same */
  const CdlTrade *trade;  /* of entries and exits, else NULL */
  CdlFeedState state;
  const char *reason;          /* of the state, for people */
  const CdlRulesChange *rules; /* of rules, else NULL */
} CdlSessionFact;

typedef void (*CdlSessionFactFunc) (const CdlSessionFact *fact, gpointer data);

/* "setup", "fate", "entry", "exit", "state", "rules": kinds of the journal. */
const char *cdl_fact_type_name (CdlFactType type);

/* "offline", "recovering", "live", "stale" */
const char *cdl_feed_state_name (CdlFeedState state);

/* What a journal keeps of it: canonical JSON; newly allocated. */
char *cdl_session_fact_write (const CdlSessionFact *fact);

/* One line for people: "BTCUSDT long Breakout entered at 60,100"; newly allocated. */
char *cdl_session_fact_text (const CdlSessionFact *fact);

G_END_DECLS
