#pragma once

#include "cdl-feed-event.h"

G_BEGIN_DECLS

/* How a session stands, read back from what cdl_session_status_write() wrote: for whoever shows it,
 * in this process or another. */

/* A setup that waits for its entry. */
typedef struct
{
  char *name;
  CdlSetup setup; /* def 0; proof not known */
  double distance_pct;
} CdlStandingSetup;

/* An open trade: the journal has the rest of it. */
typedef struct
{
  guint seq; /* within the symbol */
  double running;
} CdlStandingTrade;

typedef struct
{
  char *symbol;
  CdlFeedState state;
  char *reason; /* never NULL */
  gint64 data_time;
  double price, equity, balance; /* NaN: not known */
  gboolean ruined, short_history;
  GArray *pending; /* CdlStandingSetup */
  GArray *open;    /* CdlStandingTrade */
} CdlStandingSymbol;

typedef struct
{
  char *id;
  gint64 updated_at; /* by the exchange's clock, ms UTC */
  double capital, equity, balance;
  GPtrArray *symbols; /* CdlStandingSymbol */
} CdlSessionStanding;

/* length may be -1. CDL_SESSION_ERROR_INVALID, or the error of the JSON, if it is no status. */
CdlSessionStanding *cdl_session_standing_read (const char *text, gssize length, GError **error);

/* That of a session that whoever runs it writes each second: status.json of its folder. */
CdlSessionStanding *cdl_session_standing_load (const char *folder, GError **error);

void cdl_session_standing_free (CdlSessionStanding *self);

/* A symbol by name; NULL if there is none. */
const CdlStandingSymbol *
cdl_session_standing_find (const CdlSessionStanding *self, const char *symbol);

/* The symbol whose data can be trusted least; NULL if there are none. */
const CdlStandingSymbol *cdl_session_standing_worst (const CdlSessionStanding *self);

/* Result of an open trade; NaN if it is not among them. */
double cdl_session_standing_running (const CdlSessionStanding *self, const char *symbol, guint seq);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlSessionStanding, cdl_session_standing_free)

G_END_DECLS
