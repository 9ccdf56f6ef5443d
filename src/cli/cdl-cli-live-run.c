#include "cdl-cli-live-run.h"

#include <glib-unix.h>
#include <signal.h>

#include "cdl-cli-live.h"
#include "cdl-cli-text.h"
#include "cdl-cli.h"

struct _CdlLiveRun
{
  CdlSessionManager *manager;
  GMainLoop *loop;
  gboolean json;
  gboolean over; /* its time has passed */
};

static void
on_fact (const char *id, const CdlSessionFact *fact, gpointer data)
{
  CdlLiveRun *self = data;

  cdl_cli_print_fact (id, fact, self->json);
}

static void
on_stopped (const char *id, gpointer data)
{
  CdlLiveRun *self = data;

  if (!self->json)
    g_print ("Stopped %.*s.\n", CDL_CLI_SESSION_ID, id);
  if (cdl_session_manager_count (self->manager) == 0)
    g_main_loop_quit (self->loop);
}

static void
on_problem (const char *id, const GError *error, gpointer data)
{
  cdl_cli_fail (CDL_EXIT_FAILED, "session %.*s: %s", CDL_CLI_SESSION_ID, id, error->message);
}

CdlLiveRun *
cdl_live_run_new (CdlStore *store, gboolean json)
{
  CdlLiveRun *self = g_new0 (CdlLiveRun, 1);
  g_autofree char *root = cdl_cli_data_folder ();
  CdlSessionWatcher watcher
      = { .fact = on_fact, .stopped = on_stopped, .problem = on_problem, .data = self };

  self->json = json;
  self->loop = g_main_loop_new (NULL, FALSE);
  self->manager = cdl_session_manager_new (root, store, &watcher);

  return self;
}

void
cdl_live_run_free (CdlLiveRun *self)
{
  cdl_session_manager_free (self->manager);
  g_main_loop_unref (self->loop);
  g_free (self);
}

CdlSessionManager *
cdl_live_run_manager (CdlLiveRun *self)
{
  return self->manager;
}

static gboolean
on_signal (gpointer data)
{
  CdlLiveRun *self = data;

  g_main_loop_quit (self->loop);

  return G_SOURCE_CONTINUE;
}

static gboolean
on_time (gpointer data)
{
  CdlLiveRun *self = data;

  self->over = TRUE;
  g_main_loop_quit (self->loop);

  return G_SOURCE_CONTINUE;
}

static int
stop_all (CdlLiveRun *self)
{
  int code = CDL_EXIT_OK;

  while (cdl_session_manager_count (self->manager) > 0)
    {
      g_autofree char *id = g_strdup (cdl_session_manager_id (self->manager, 0));
      GError *error = NULL;

      if (cdl_session_manager_stop (self->manager, id, &error))
        on_stopped (id, self);
      else
        code = cdl_cli_fail_error (error);
    }

  return code;
}

int
cdl_live_run_wait (CdlLiveRun *self, gint64 ms)
{
  guint interrupt = g_unix_signal_add (SIGINT, on_signal, self);
  guint end = g_unix_signal_add (SIGTERM, on_signal, self);
  guint timer = ms > 0 ? g_timeout_add ((guint) MIN (ms, G_MAXUINT), on_time, self) : 0;
  guint left;

  if (cdl_session_manager_count (self->manager) > 0)
    g_main_loop_run (self->loop);
  g_source_remove (interrupt);
  g_source_remove (end);
  if (timer != 0)
    g_source_remove (timer);
  if (self->over)
    return stop_all (self);

  left = cdl_session_manager_count (self->manager);
  if (left > 0 && !self->json)
    {
      g_autofree char *sessions = cdl_text_count (left, "session");

      g_print ("Left %s running: “live resume” goes on.\n", sessions);
    }

  return CDL_EXIT_OK;
}
