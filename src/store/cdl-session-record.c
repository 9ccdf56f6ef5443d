#include "cdl-session-record.h"

#include "cdl-time.h"

CdlSessionRecord *
cdl_session_record_new (void)
{
  CdlSessionRecord *self = g_new0 (CdlSessionRecord, 1);

  self->params = cdl_run_params_new ();
  self->symbols = g_new0 (char *, 1);
  self->note = g_strdup ("");
  self->stopped_at = CDL_TIME_NONE;

  return self;
}

void
cdl_session_record_free (CdlSessionRecord *self)
{
  g_free (self->id);
  g_clear_pointer (&self->strategy, cdl_strategy_record_unref);
  g_array_unref (self->params);
  g_strfreev (self->symbols);
  g_free (self->settings);
  g_free (self->note);
  g_free (self->error);
  g_free (self);
}

void
cdl_session_record_add_param (CdlSessionRecord *self, const char *name, double value)
{
  CdlRunParam param = { g_strdup (name), value };

  g_array_append_val (self->params, param);
}

void
cdl_session_trade_clear (gpointer trade)
{
  CdlSessionTrade *self = trade;

  g_free (self->symbol);
  g_free (self->name);
}

void
cdl_session_event_clear (gpointer event)
{
  CdlSessionEvent *self = event;

  g_free (self->symbol);
  g_free (self->kind);
  g_free (self->data);
}

static const char *const state_names[CDL_N_SESSION_STATES] = {
  [CDL_SESSION_RUNNING] = "running",
  [CDL_SESSION_STOPPED] = "stopped",
  [CDL_SESSION_FAILED] = "failed",
};

const char *
cdl_session_state_name (CdlSessionState state)
{
  return state_names[state];
}

gboolean
cdl_session_state_parse (const char *text, CdlSessionState *state)
{
  for (guint i = 0; i < CDL_N_SESSION_STATES; i++)
    if (g_strcmp0 (text, state_names[i]) == 0)
      {
        *state = (CdlSessionState) i;
        return TRUE;
      }

  return FALSE;
}
