#pragma once

#include "cdl-run-record.h"

G_BEGIN_DECLS

/* Something that runs have each in their way: "symbol", "settings.capital", "params.reward". */
typedef struct
{
  char *name;
  char **values; /* texts, one per run; NULL where a run lacks it */
  gboolean differs;
} CdlComparedRow;

/* Runs side by side. Their statistics are in their records. */
typedef struct
{
  GPtrArray *runs;       /* CdlRunRecord, a reference to the array given */
  GPtrArray *rows;       /* CdlComparedRow: run, then settings, then parameters */
  int best[CDL_N_STATS]; /* index of the best run, the first of equal ones; -1: fewer than two
                            have it, all are equal, or it is a time */
  gboolean differs[CDL_N_STATS];
} CdlRunComparison;

/* runs: CdlRunRecord, one or more. Pure; the records must not change while self lives. */
CdlRunComparison *cdl_run_comparison_new (GPtrArray *runs);
void cdl_run_comparison_free (CdlRunComparison *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlRunComparison, cdl_run_comparison_free)

G_END_DECLS
