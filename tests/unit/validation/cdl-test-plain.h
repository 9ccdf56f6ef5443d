#pragma once

#include "cdl-backtest.h"

/* What cdl_backtest_run() does, kline by kline: the plain reference of its leaps. */
CdlRun *
test_plain_run (CdlProgram *program, const CdlSettings *settings, const CdlBacktest *backtest);
