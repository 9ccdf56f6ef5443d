#pragma once

#include "cdl-run.h"

/* How runs are compared. */

/* NULL if two runs made the same trades of the same setups with the same fates, whether they saw
 * klines or prints: all that only finer data can tell (times within a path kline, excursions,
 * observed slippage, proofs) is left out, and the fate of a setup that one kline both cancels and,
 * by an entry, resets. Else what differs; newly allocated. */
char *test_compare_runs (const CdlRun *a, const CdlRun *b);

/* Whether two trades, setups or runs (with their equity) agree in everything, to the bit. */
gboolean test_trades_equal (const CdlTrade *a, const CdlTrade *b);
gboolean test_setups_equal (const CdlSetup *a, const CdlSetup *b);
gboolean test_runs_equal (const CdlRun *a, const CdlRun *b);

/* The weakest proof of a run's trades and setups. */
CdlProof test_run_proof (const CdlRun *run);
