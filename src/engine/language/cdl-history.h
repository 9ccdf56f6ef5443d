#pragma once

#include "cdl-klines.h"
#include "cdl-program.h"

G_BEGIN_DECLS

/* Where a run over [from, to) begins to read, by the rules of spec "History". */
typedef struct
{
  gint64 from;                  /* the run's first instant: as asked, or chosen */
  gsize first[CDL_N_INTERVALS]; /* by program interval: index of the first loaded kline */
  gsize first_covered;          /* strategy interval: first kline with open_time >= from */
  gboolean short_history;       /* the archive has less than W somewhere */
} CdlHistory;

/* views[]: all closed klines that the archive has of each program interval. from CDL_TIME_NONE: the
 * first kline for which every interval has its W, or the archive's first kline (short_history) if
 * that would leave less than half of the strategy klines before to. Pure. */
void cdl_history_plan (const CdlProgram *program,
                       const CdlKlines *views,
                       gint64 from,
                       gint64 to,
                       CdlHistory *history);

G_END_DECLS
