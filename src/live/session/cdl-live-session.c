#include "cdl-live-session.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "cdl-recorder.h"
#include "cdl-recording.h"
#include "cdl-session-equity.h"
#include "cdl-session-journal.h"
#include "cdl-session-lock.h"
#include "cdl-session-status.h"
#include "cdl-session-told.h"
#include "cdl-steady.h"
#include "cdl-time.h"

struct _CdlLiveSession
{
  CdlStore *store;
  char *folder;
  CdlSessionLock *lock;
  CdlSessionRecord *record;
  CdlSessionPlan *plan;
  CdlProgram *program;
  CdlSession *core;
  CdlStatistics *statistics; /* of each symbol, once stopped; NULL: not known */
  CdlRecorder *recorder;
  gboolean unrecorded; /* what comes cannot be written down: said once */
  gboolean finished;   /* it was stopped, though the store may not have it yet */
  CdlSessionJournal *journal;
  gboolean equity_changed; /* since it was written */
  gint64 now;              /* of the server, as the last event had it */
  gint64 heard_at;         /* when that was, see cdl_steady_ms() */
};

char *
cdl_live_session_folder (const char *root, const char *id)
{
  return g_build_filename (root, "sessions", id, NULL);
}

void
cdl_live_session_free (CdlLiveSession *self)
{
  g_clear_pointer (&self->recorder, cdl_recorder_free);
  g_clear_pointer (&self->journal, cdl_session_journal_free);
  g_clear_pointer (&self->core, cdl_session_free);
  g_clear_pointer (&self->program, cdl_program_unref);
  g_clear_pointer (&self->plan, cdl_session_plan_free);
  g_clear_pointer (&self->record, cdl_session_record_free);
  g_clear_pointer (&self->lock, cdl_session_lock_release);
  g_clear_object (&self->store);
  g_free (self->statistics);
  g_free (self->folder);
  g_free (self);
}

static void
on_fact (const CdlSessionFact *fact, gpointer data)
{
  CdlLiveSession *self = data;

  cdl_session_journal_fact (self->journal, fact);
}

/* What start and resume have in common, once the folder and the record are there. */
static gboolean
open_session (CdlLiveSession *self, const char *id, GError **error)
{
  self->lock = cdl_session_lock_take (self->folder, error);
  if (self->lock == NULL)
    return FALSE;
  self->plan = cdl_session_plan_load (self->folder, error);
  self->record = self->plan != NULL ? cdl_store_get_session (self->store, id, NULL, error) : NULL;
  if (self->record == NULL)
    return FALSE;
  if (self->record->state != CDL_SESSION_RUNNING)
    {
      g_set_error (error, CDL_SESSION_ERROR, CDL_SESSION_ERROR_INVALID,
                   "session %.13s was stopped: start a new one", id);
      return FALSE;
    }

  self->program = cdl_session_plan_program (self->plan, error);
  self->journal = self->program != NULL ? cdl_session_journal_new (self->store, id, error) : NULL;
  if (self->journal == NULL)
    return FALSE;
  self->core = cdl_recording_replay (self->folder, self->plan, on_fact, self, error);
  if (self->core == NULL)
    return FALSE;
  cdl_session_expect_repeats (self->core);
  for (guint i = 0; i < cdl_session_n_symbols (self->core); i++)
    self->now = MAX (self->now, cdl_session_symbol_data_time (cdl_session_symbol (self->core, i)));
  self->recorder = cdl_recorder_new (self->folder, 0, error);
  self->equity_changed = TRUE;

  return self->recorder != NULL;
}

CdlLiveSession *
cdl_live_session_start (const char *root,
                        CdlStore *store,
                        const CdlSessionRecord *record,
                        const CdlSessionPlan *plan,
                        GError **error)
{
  g_autoptr (CdlLiveSession) self = g_new0 (CdlLiveSession, 1);

  self->store = g_object_ref (store);
  self->folder = cdl_live_session_folder (root, plan->id);
  self->now = record->created_at;
  if (g_mkdir_with_parents (self->folder, 0755) != 0)
    {
      int code = errno;

      g_set_error (error, CDL_SESSION_ERROR, CDL_SESSION_ERROR_FAILED, "cannot make %s: %s",
                   self->folder, g_strerror (code));
      return NULL;
    }
  if (!cdl_session_plan_save (plan, self->folder, error)
      || !cdl_store_put_session (store, record, NULL, error)
      || !open_session (self, plan->id, error))
    return NULL;

  return g_steal_pointer (&self);
}

CdlLiveSession *
cdl_live_session_resume (const char *root, CdlStore *store, const char *id, GError **error)
{
  g_autoptr (CdlLiveSession) self = g_new0 (CdlLiveSession, 1);

  self->store = g_object_ref (store);
  self->folder = cdl_live_session_folder (root, id);
  if (!g_file_test (self->folder, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, CDL_SESSION_ERROR, CDL_SESSION_ERROR_NOT_FOUND,
                   "there is no session %s in this data folder", id);
      return NULL;
    }
  if (!open_session (self, id, error))
    return NULL;
  cdl_live_session_note (self, "resumed",
                         cdl_session_journal_mismatches (self->journal) > 0
                             ? "the recording does not tell what the journal has"
                             : "played again from the recording");

  return g_steal_pointer (&self);
}

const CdlSessionRecord *
cdl_live_session_record (const CdlLiveSession *self)
{
  return self->record;
}

const CdlSessionPlan *
cdl_live_session_plan (const CdlLiveSession *self)
{
  return self->plan;
}

const CdlSession *
cdl_live_session_core (const CdlLiveSession *self)
{
  return self->core;
}

const char *
cdl_live_session_path (const CdlLiveSession *self)
{
  return self->folder;
}

/* A session goes on without a recording that cannot be written; but it says so, and when that is
 * over. problem: NULL if everything is written. */
static void
tell_recorded (CdlLiveSession *self, const GError *problem)
{
  if (self->unrecorded == (problem != NULL))
    return;
  self->unrecorded = problem != NULL;
  cdl_live_session_note (self, "recording",
                         problem != NULL ? problem->message
                                         : "the recording goes on, and nothing of it is lost");
}

void
cdl_live_session_take (CdlLiveSession *self, const CdlFeedEvent *event)
{
  g_autoptr (GError) problem = NULL;

  self->now = MAX (self->now, event->received_at);
  self->heard_at = cdl_steady_ms ();
  if (event->type == CDL_FEED_EVENT_FORMING || !cdl_session_take (self->core, event))
    return;
  if (event->type == CDL_FEED_EVENT_KLINE)
    self->equity_changed = TRUE;
  if (!cdl_recorder_add (self->recorder, (guint) cdl_session_find (self->core, event->symbol),
                         event, &problem))
    tell_recorded (self, problem);
}

void
cdl_live_session_note (CdlLiveSession *self, const char *kind, const char *text)
{
  cdl_session_journal_note (self->journal, self->now, kind, text);
}

gboolean
cdl_live_session_is_waiting (const CdlLiveSession *self)
{
  return !cdl_session_journal_is_empty (self->journal);
}

gboolean
cdl_live_session_commit (CdlLiveSession *self,
                         CdlSessionFactFunc func,
                         gpointer data,
                         GError **error)
{
  g_autoptr (GError) problem = NULL;

  cdl_recorder_flush (self->recorder, &problem);
  tell_recorded (self, problem);

  return cdl_session_journal_commit (self->journal, func, data, error);
}

/* The server's time now: data grows old where nothing is heard. */
static gint64
reckon_now (const CdlLiveSession *self)
{
  double speed = self->plan->clock_speed > 0.0 ? self->plan->clock_speed : 1.0;

  if (self->heard_at == 0 || self->record->state != CDL_SESSION_RUNNING)
    return self->now;

  return self->now + (gint64) ((double) (cdl_steady_ms () - self->heard_at) * speed);
}

char *
cdl_live_session_status (const CdlLiveSession *self)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_PRETTY);

  cdl_session_status_write (writer, self->plan, self->core, self->program, reckon_now (self),
                            self->record->state != CDL_SESSION_RUNNING, self->statistics);

  return cdl_json_writer_steal (writer);
}

static gboolean
write_equity (CdlLiveSession *self, GError **error)
{
  g_autoptr (GArray) points = NULL;

  if (!self->equity_changed)
    return TRUE;
  points = cdl_session_equity (self->core);
  self->equity_changed = !cdl_session_equity_save (points, self->folder, error);

  return !self->equity_changed;
}

gboolean
cdl_live_session_write_status (CdlLiveSession *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, "status.json", NULL);
  g_autofree char *text = cdl_live_session_status (self);

  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0644, error)
         && write_equity (self, error);
}

/* What the session itself has forgotten is in the journal. None where that is not whole. */
static gboolean
reckon_statistics (CdlLiveSession *self, GError **error)
{
  guint n = cdl_session_n_symbols (self->core);
  g_autoptr (CdlSessionTold) told = cdl_session_told_load (self->plan, self->store, error);
  g_autofree CdlStatistics *statistics = g_new0 (CdlStatistics, n);

  if (told == NULL)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      const GArray *trades = cdl_session_told_symbol (told, i)->trades;

      if (trades->len
          != cdl_run_n_trades (cdl_session_symbol_run (cdl_session_symbol (self->core, i))))
        return TRUE;
      cdl_session_statistics (self->core, i, (const CdlTrade *) (const void *) trades->data,
                              &statistics[i]);
    }
  g_free (self->statistics);
  self->statistics = g_steal_pointer (&statistics);

  return TRUE;
}

gboolean
cdl_live_session_stop (CdlLiveSession *self, CdlSessionFactFunc func, gpointer data, GError **error)
{
  if (!self->finished)
    {
      cdl_session_finish (self->core, self->now);
      self->equity_changed = TRUE;
      cdl_live_session_note (self, "stopped", "open trades were closed at the last price");
    }
  self->finished = TRUE;
  if (!cdl_live_session_commit (self, func, data, error))
    return FALSE;

  self->record->state = CDL_SESSION_STOPPED;
  self->record->stopped_at = self->now;

  return cdl_store_put_session (self->store, self->record, NULL, error)
         && reckon_statistics (self, error) && cdl_live_session_write_status (self, error);
}

static char *
stop_path (const char *folder)
{
  return g_build_filename (folder, "stop", NULL);
}

gboolean
cdl_live_session_ask_to_stop (const char *root, const char *id, GError **error)
{
  g_autofree char *folder = cdl_live_session_folder (root, id);
  g_autofree char *path = stop_path (folder);

  return g_file_set_contents (path, "", 0, error);
}

gboolean
cdl_live_session_is_asked_to_stop (const CdlLiveSession *self)
{
  g_autofree char *path = stop_path (self->folder);

  return g_access (path, F_OK) == 0;
}

gboolean
cdl_live_session_is_owned (const char *root, const char *id)
{
  g_autofree char *folder = cdl_live_session_folder (root, id);

  return cdl_session_lock_is_held (folder);
}
