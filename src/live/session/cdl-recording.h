#pragma once

#include "cdl-session-plan.h"

G_BEGIN_DECLS

/* Plays what was recorded in a session's folder (see cdl-recorder.h): every event, in order.
 * symbols: of the session, in their order, NULL-terminated. A block that a crash has torn is passed
 * over; anything else that is no recording is CDL_SESSION_ERROR_RECORDING, which names the file. */
gboolean cdl_recording_play (const char *folder,
                             const char *const *symbols,
                             CdlFeedSink sink,
                             gpointer data,
                             GError **error);

/* A session as it was when its recording ended: what it was told, told again. func hears of it all
 * a second time (NULL: nobody). */
CdlSession *cdl_recording_replay (const char *folder,
                                  const CdlSessionPlan *plan,
                                  CdlSessionFactFunc func,
                                  gpointer data,
                                  GError **error);

G_END_DECLS
