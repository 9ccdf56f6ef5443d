#pragma once

#include "cdl-backtest.h"
#include "cdl-columns.h"
#include "cdl-ladder.h"
#include "cdl-random.h"

/* A small market of prints on a coarse tick, so that levels are touched exactly, and all that is
 * made of them: path klines of 1m (volume 0 where nobody traded, missing where there is a hole) and
 * klines of 1s. */
typedef struct
{
  CdlDecimal tick;
  GArray *prints;   /* CdlPrint, in order */
  GArray *ends;     /* guint: where the prints of each path kline end */
  CdlColumns *path; /* 1m */
  CdlColumns *seconds;
} TestMarket;

/* n path klines from midnight on, the first with prints; calm or wild, full of holes or not, as
 * random has it. */
TestMarket *test_market_new (CdlRandom *random, gsize n);
void test_market_free (TestMarket *self);

/* The rungs of finer data that a run may ask. */
CdlLadder test_market_ladder (TestMarket *self, gboolean seconds, gboolean prints);

/* Runs program from the first path kline to the last as a live session does, print by print. views:
 * by program interval. */
CdlRun *test_market_run_prints (TestMarket *self,
                                CdlProgram *program,
                                const CdlSettings *settings,
                                const CdlRunData *data,
                                const CdlKlines *views);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestMarket, test_market_free)
