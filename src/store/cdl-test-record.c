#include "cdl-test-record.h"

#include "cdl-number.h"
#include "cdl-time.h"

CdlTestRecord *
cdl_test_record_new (const char *id,
                     const char *name,
                     const char *request,
                     const char *asked_by,
                     gint64 created_at)
{
  CdlTestRecord *self = g_new0 (CdlTestRecord, 1);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->request = g_strdup (request);
  self->asked_by = g_strdup (asked_by);
  self->state = CDL_TEST_QUEUED;
  self->estimate_ms = CDL_NAN;
  self->created_at = created_at;
  self->started_at = CDL_TIME_NONE;
  self->finished_at = CDL_TIME_NONE;

  return self;
}

CdlTestRecord *
cdl_test_record_copy (const CdlTestRecord *self)
{
  CdlTestRecord *copy = g_memdup2 (self, sizeof *self);

  copy->id = g_strdup (self->id);
  copy->name = g_strdup (self->name);
  copy->request = g_strdup (self->request);
  copy->asked_by = g_strdup (self->asked_by);
  copy->error = g_strdup (self->error);

  return copy;
}

void
cdl_test_record_free (CdlTestRecord *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->request);
  g_free (self->asked_by);
  g_free (self->error);
  g_free (self);
}

static const char *const state_names[CDL_N_TEST_STATES] = {
  [CDL_TEST_QUEUED] = "queued", [CDL_TEST_RUNNING] = "running",     [CDL_TEST_PAUSED] = "paused",
  [CDL_TEST_DONE] = "done",     [CDL_TEST_CANCELLED] = "cancelled", [CDL_TEST_FAILED] = "failed",
};

const char *
cdl_test_state_name (CdlTestState state)
{
  return state_names[state];
}

gboolean
cdl_test_state_parse (const char *text, CdlTestState *state)
{
  for (guint i = 0; i < CDL_N_TEST_STATES; i++)
    if (g_strcmp0 (text, state_names[i]) == 0)
      {
        *state = (CdlTestState) i;
        return TRUE;
      }

  return FALSE;
}
