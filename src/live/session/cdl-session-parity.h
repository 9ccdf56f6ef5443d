#pragma once

#include "cdl-archive.h"
#include "cdl-session-plan.h"
#include "cdl-store.h"

G_BEGIN_DECLS

/* Whether a session would come out the same again: played from its recording, which must give the
 * same fingerprint, and as a backtest over what the archive has of its time (klines, and prints,
 * funding rates and mark prices where they are stored), where each difference has a cause. */

typedef enum
{
  CDL_PARITY_DATA,    /* the archive has other klines, prints or rates than the session was told */
  CDL_PARITY_TIMING,  /* something was known later than its time: a funding rate, a mark price */
  CDL_PARITY_FILL,    /* klines do not tell the order: one of the two had to assume it */
  CDL_PARITY_FILTER,  /* the same setup, refused on one side */
  CDL_PARITY_EARLIER, /* follows from a difference before it: another balance, another window */
  CDL_PARITY_UNKNOWN, /* none of these: a fault of the program */
} CdlParityCause;

#define CDL_N_PARITY_CAUSES 6

/* "data", "timing", .. */
const char *cdl_parity_cause_name (CdlParityCause cause);

/* What the archive can have otherwise. */
typedef enum
{
  CDL_PARITY_KLINE,
  CDL_PARITY_PRINTS, /* of one path kline */
  CDL_PARITY_FUNDING,
} CdlParitySource;

#define CDL_N_PARITY_SOURCES 3

/* "kline", "prints", "funding rate" */
const char *cdl_parity_source_name (CdlParitySource source);

typedef struct
{
  char *symbol;
  CdlParitySource source;
  gint64 time; /* open time of the kline, or the stamp */
  char *text;  /* "close 100.5, the session was told 100.4" */
} CdlParityDatum;

/* A trade on which session and backtest do not agree. */
typedef struct
{
  char *symbol;
  char *name; /* of the setup definition */
  gboolean has_live, has_backtest;
  CdlTrade live, backtest;
  CdlParityCause cause;
  char *text; /* what differs and why, in a sentence */
} CdlParityDifference;

typedef struct
{
  char *recorded;   /* fingerprint of the closed trades of the journal */
  char *replayed;   /* of those that the recording gives */
  guint64 trades;   /* of the session, open ones included */
  guint64 compared; /* of the backtest with them */
  guint64 klines;   /* path klines compared with the archive's */
  guint64 klines_different;
  guint64 klines_missing; /* that the archive does not have: the recorded ones were taken */
  guint64 prints;         /* path klines whose prints were compared with the archive's */
  guint64 prints_different;
  GArray *data;        /* CdlParityDatum: all that is different, symbol by symbol */
  GArray *differences; /* CdlParityDifference */
} CdlSessionParity;

/* folder: the session's; id as in plan. Finished or not: of a running session, what is recorded so
 * far. archive may be NULL: the backtest runs over what was recorded. */
CdlSessionParity *
cdl_session_parity_check (const char *folder, CdlArchive *archive, CdlStore *store, GError **error);

/* The same against data that the exchange of the session is asked for now, up to a time
 * (CDL_TIME_NONE: now), and that nobody else has touched. It blocks until they are there. */
CdlSessionParity *cdl_session_parity_check_downloaded (const char *folder,
                                                       gint64 to,
                                                       CdlStore *store,
                                                       GCancellable *cancellable,
                                                       GError **error);

void cdl_session_parity_free (CdlSessionParity *self);

/* Same fingerprint, and no difference without a cause. */
gboolean cdl_session_parity_is_good (const CdlSessionParity *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlSessionParity, cdl_session_parity_free)

G_END_DECLS
