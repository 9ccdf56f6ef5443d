#include "cdl-session-stop.h"

#include "cdl-live-session.h"

/* How long its process has to stop it. */
#define PATIENCE_MS 15000
#define POLL_MS     50

/* A session that cannot be played again can neither go on nor trade: its record says why. What the
 * journal has of it stays. */
static gboolean
give_up (CdlStore *store, const char *id, const GError *why, GError **error)
{
  g_autoptr (CdlSessionRecord) record = cdl_store_get_session (store, id, NULL, error);

  if (record == NULL)
    return FALSE;
  record->state = CDL_SESSION_FAILED;
  record->stopped_at = g_get_real_time () / 1000;
  g_free (record->error);
  record->error = g_strdup (why->message);

  return cdl_store_put_session (store, record, NULL, error);
}

static gboolean
is_running (CdlStore *store, const char *id)
{
  g_autoptr (CdlSessionRecord) record = cdl_store_get_session (store, id, NULL, NULL);

  return record != NULL && record->state == CDL_SESSION_RUNNING;
}

static gboolean
stop_here (const char *root,
           CdlStore *store,
           const char *id,
           CdlSessionFactFunc func,
           gpointer data,
           GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (CdlLiveSession) live = cdl_live_session_resume (root, store, id, &problem);

  if (live != NULL)
    return cdl_live_session_stop (live, func, data, error);
  if (problem->domain != CDL_STORE_ERROR
      && !g_error_matches (problem, CDL_SESSION_ERROR, CDL_SESSION_ERROR_BUSY)
      && !g_error_matches (problem, CDL_SESSION_ERROR, CDL_SESSION_ERROR_FAILED)
      && is_running (store, id))
    return give_up (store, id, problem, error);
  g_propagate_error (error, g_steal_pointer (&problem));

  return FALSE;
}

gboolean
cdl_session_stop (const char *root,
                  CdlStore *store,
                  const char *id,
                  CdlSessionFactFunc func,
                  gpointer data,
                  GError **error)
{
  if (!cdl_live_session_is_owned (root, id))
    return stop_here (root, store, id, func, data, error);

  if (!cdl_live_session_ask_to_stop (root, id, error))
    return FALSE;
  for (int waited = 0; waited < PATIENCE_MS; waited += POLL_MS)
    {
      g_autoptr (CdlSessionRecord) record = cdl_store_get_session (store, id, NULL, error);

      if (record == NULL)
        return FALSE;
      if (record->state != CDL_SESSION_RUNNING)
        return TRUE;
      if (!cdl_live_session_is_owned (root, id))
        return stop_here (root, store, id, func, data, error);
      g_usleep (POLL_MS * 1000);
    }
  g_set_error (error, CDL_SESSION_ERROR, CDL_SESSION_ERROR_FAILED,
               "the process that runs session %.13s does not answer; it stops it once it can", id);

  return FALSE;
}
