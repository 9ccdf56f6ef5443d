#pragma once

#include "cdl-session-error.h"
#include "cdl-session.h"

G_BEGIN_DECLS

/* What a session is, once and for all: with the recording of what it was told, everything that its
 * trades follow from. Kept as session.json in the session's folder. */
typedef struct
{
  char *symbol;
  guint fields; /* columns that its klines have */
  CdlSettings settings;
  guint follow; /* CdlFollow: which of the settings are the exchange's rules */
} CdlSessionPlanSymbol;

typedef struct
{
  char *id;
  char *strategy; /* JSON, as it was written */
  GArray *params; /* double, in the strategy's order */
  CdlInterval path_interval;
  gint64 history;   /* open time of the first path kline that detection looks back on */
  gint64 from;      /* open time of the first path kline that counts */
  GArray *symbols;  /* CdlSessionPlanSymbol, at least one */
  char *stream_url; /* where the market is served; NULL: the exchange's own */
  char *rest_url;
  double clock_speed; /* of a simulated exchange; 0: 1, as of all others */
} CdlSessionPlan;

CdlSessionPlan *cdl_session_plan_new (void);
void cdl_session_plan_free (CdlSessionPlan *self);

void cdl_session_plan_add (CdlSessionPlan *self,
                           const char *symbol,
                           guint fields,
                           const CdlSettings *settings,
                           guint follow);

/* As JSON, newly allocated; and back. */
char *cdl_session_plan_write (const CdlSessionPlan *self);
CdlSessionPlan *cdl_session_plan_read (const char *text, GError **error);

/* To and from session.json of a folder, which must be there. */
gboolean cdl_session_plan_save (const CdlSessionPlan *self, const char *folder, GError **error);
CdlSessionPlan *cdl_session_plan_load (const char *folder, GError **error);

/* Its strategy, compiled with its parameters. */
CdlProgram *cdl_session_plan_program (const CdlSessionPlan *self, GError **error);

/* The session at its beginning. */
CdlSession *cdl_session_plan_begin (const CdlSessionPlan *self,
                                    CdlSessionFactFunc func,
                                    gpointer data,
                                    GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlSessionPlan, cdl_session_plan_free)

G_END_DECLS
