#pragma once

#include <gio/gio.h>

#include "cdl-session-manager.h"
#include "cdl-session-prepare.h"
#include "cdl-session-standing.h"

G_BEGIN_DECLS

/* The sessions that this program runs: in a thread of their own, "cdl-live", so that neither the
 * window holds them up nor they the window. Used from the main thread. */
typedef struct _CdlLiveWorker CdlLiveWorker;

/* Klines that came in since the session was begun or resumed, the open one last. */
typedef struct
{
  char *symbol;
  GArray *klines; /* CdlFeedKline */
} CdlLiveTail;

/* What is told of one session: a few times a second at most, however much happens. */
typedef struct
{
  CdlSessionStanding *standing;
  double clock_speed; /* of the exchange's clock, against which data grows old */
  GPtrArray *tails;   /* CdlLiveTail; NULL but of the watched session */
  GArray *equity;     /* CdlEquityPoint, of all its life; never changed; NULL as tails */
  CdlInterval path_interval;
} CdlLiveNews;

/* All called in the main thread. text: for people. */
typedef struct
{
  void (*news) (const char *id, CdlLiveNews *news, gpointer data); /* news is the callee's */
  void (*traded) (const char *id, gboolean entry, const char *text, gpointer data);
  void (*changed) (const char *id, gpointer data); /* its journal has more */
  void (*ended) (const char *id, gpointer data);   /* it is not run here any more */
  /* goes_on: it is still run here; else `ended` comes next. */
  void (*problem) (const char *id, const char *text, gboolean goes_on, gpointer data);
  gpointer data;
} CdlLiveListener;

CdlLiveWorker *
cdl_live_worker_new (const char *root, CdlStore *store, const CdlLiveListener *listener);

/* Leaves the sessions as they are, to be resumed, and waits for the thread. Nothing is told then.
 */
void cdl_live_worker_free (CdlLiveWorker *self);

/* Starts a session that was prepared; takes both over. */
void cdl_live_worker_start (CdlLiveWorker *self, CdlSessionRecord *record, CdlSessionPlan *plan);

void cdl_live_worker_resume (CdlLiveWorker *self, const char *id);
void cdl_live_worker_stop (CdlLiveWorker *self, const char *id);

/* Of which session klines are told, too; NULL: none. */
void cdl_live_worker_watch (CdlLiveWorker *self, const char *id);

void cdl_live_news_free (CdlLiveNews *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlLiveNews, cdl_live_news_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlLiveWorker, cdl_live_worker_free)

G_END_DECLS
