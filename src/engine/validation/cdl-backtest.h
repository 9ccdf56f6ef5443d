#pragma once

#include "cdl-history.h"
#include "cdl-run.h"

G_BEGIN_DECLS

/* What a backtest reads: closed klines of the archive, all borrowed. */
typedef struct
{
  const CdlKlines *views; /* by program interval, whole archive */
  CdlKlines path;         /* whole archive */
  gint64 from;            /* CDL_TIME_NONE: chosen by cdl_history_plan() */
  gint64 to;              /* CDL_TIME_NONE: the end */
  CdlRunData data;
  gboolean keep_equity;
} CdlBacktest;

/* Runs it from data to results; pure. cancelled (nullable) is looked at now and then: if it
 * becomes non-zero the result is NULL. history gets where it began to read. The run has been
 * finished. */
CdlRun *cdl_backtest_run (CdlProgram *program,
                          const CdlSettings *settings,
                          const CdlBacktest *backtest,
                          const gint *cancelled,
                          CdlHistory *history);

G_END_DECLS
