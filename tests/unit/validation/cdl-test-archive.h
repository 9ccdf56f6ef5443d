#pragma once

#include "cdl-backtest.h"
#include "cdl-columns.h"
#include "cdl-test-plan.h"

/* Klines of a synthetic market on all intervals that a random strategy reads. */
typedef struct
{
  TestPlan *plan;
  CdlColumns *path; /* 1m, with quiet ones and holes */
  CdlColumns *columns[CDL_N_INTERVALS];
  CdlKlines views[CDL_N_INTERVALS]; /* by program interval */
} TestArchive;

/* n path klines; the same seed gives the same archive. */
TestArchive *test_archive_new (guint64 seed, TestPlanKind kind, gsize n);
void test_archive_free (TestArchive *self);

/* All of the archive, or what a run from `from` to `to` reads of it. */
CdlRun *test_archive_run (const TestArchive *self, gint64 from, gint64 to);

/* The same out of klines given in place of the archive's. */
CdlRun *test_archive_run_on (const TestArchive *self,
                             const CdlKlines *views,
                             CdlKlines path,
                             gint64 from,
                             gint64 to);

/* The views as they were at an instant: klines with close_time < time. */
void test_archive_cut (const TestArchive *self, gint64 time_ms, CdlKlines *views);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestArchive, test_archive_free)
