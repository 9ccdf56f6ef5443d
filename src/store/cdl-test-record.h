#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  CDL_TEST_QUEUED,
  CDL_TEST_RUNNING,
  CDL_TEST_PAUSED,
  CDL_TEST_DONE,
  CDL_TEST_CANCELLED,
  CDL_TEST_FAILED,
} CdlTestState;

#define CDL_N_TEST_STATES 6

/* What a user asked for: strategies x parameter values x symbols. */
typedef struct
{
  char *id;       /* cdl_uuid_v7_new() */
  char *name;     /* never NULL */
  char *request;  /* JSON */
  char *asked_by; /* "gui", "cli", "http" */
  CdlTestState state;
  int priority; /* higher first */
  gint64 place; /* in the queue, among equal priorities; lower first */
  guint64 runs; /* how many it expands to */
  guint64 runs_done;
  double work;        /* units: klines x variants x coefficient */
  double work_done;   /* progress is work_done / work */
  double estimate_ms; /* computing time expected when it started; NaN: not estimated */
  gint64 created_at;  /* ms UTC; the others CDL_TIME_NONE until it is so */
  gint64 started_at;
  gint64 finished_at;
  gint64 elapsed_ms; /* computing time so far, pauses left out */
  char *error;       /* NULL: none */
} CdlTestRecord;

/* Strings are copied; queued, nothing done, times but created_at unknown. */
CdlTestRecord *cdl_test_record_new (const char *id,
                                    const char *name,
                                    const char *request,
                                    const char *asked_by,
                                    gint64 created_at);
CdlTestRecord *cdl_test_record_copy (const CdlTestRecord *self);
void cdl_test_record_free (CdlTestRecord *self);

const char *cdl_test_state_name (CdlTestState state);
gboolean cdl_test_state_parse (const char *text, CdlTestState *state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlTestRecord, cdl_test_record_free)

G_END_DECLS
