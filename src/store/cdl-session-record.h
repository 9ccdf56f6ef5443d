#pragma once

#include "cdl-run-record.h"
#include "cdl-trade.h"

G_BEGIN_DECLS

typedef enum
{
  CDL_SESSION_RUNNING, /* or to be resumed: it was not stopped by anyone */
  CDL_SESSION_STOPPED,
  CDL_SESSION_FAILED,
} CdlSessionState;

#define CDL_N_SESSION_STATES 3

/* A live paper session. */
typedef struct
{
  char *id;                    /* cdl_uuid_v7_new() */
  CdlStrategyRecord *strategy; /* json is NULL in lists */
  GArray *params;              /* CdlRunParam, in the strategy's order */
  CdlMarket market;
  char **symbols; /* NULL-terminated, never NULL */
  CdlInterval interval;
  char *settings; /* canonical JSON, start capital included */
  CdlSessionState state;
  gint64 created_at; /* ms UTC */
  gint64 stopped_at; /* CDL_TIME_NONE: not stopped */
  char *note;        /* never NULL */
  char *error;       /* NULL: none */
} CdlSessionRecord;

/* One trade of a session; the same seq is put again when the trade closes. */
typedef struct
{
  guint64 seq; /* 1.., over all symbols of the session */
  char *symbol;
  char *name;             /* of the setup definition */
  gboolean reconstructed; /* from data fetched after an outage */
  CdlTrade trade;         /* its own seq counts within the symbol */
} CdlSessionTrade;

/* One line of a session's journal; never changed once written. */
typedef struct
{
  guint64 seq;  /* 1.. */
  gint64 time;  /* ms UTC */
  char *symbol; /* NULL: the whole session */
  char *kind;   /* "setup", "entry", "exit", "connected", ... */
  char *data;   /* JSON, or NULL */
} CdlSessionEvent;

/* Pointers are NULL (symbols and note empty); running, not stopped. */
CdlSessionRecord *cdl_session_record_new (void);
void cdl_session_record_free (CdlSessionRecord *self);

/* name and value are copied. */
void cdl_session_record_add_param (CdlSessionRecord *self, const char *name, double value);

/* For g_array_set_clear_func(): free what a CdlSessionTrade or CdlSessionEvent holds. */
void cdl_session_trade_clear (gpointer trade);
void cdl_session_event_clear (gpointer event);

const char *cdl_session_state_name (CdlSessionState state);
gboolean cdl_session_state_parse (const char *text, CdlSessionState *state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlSessionRecord, cdl_session_record_free)

G_END_DECLS
