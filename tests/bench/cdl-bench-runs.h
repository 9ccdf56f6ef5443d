#pragma once

#include "cdl-store.h"

G_BEGIN_DECLS

/* What a trader's store holds after some months: sweeps of a dozen strategies over twenty symbols,
 * some hundred variants a test, statistics that all differ, now and then a tag or a favourite. Run
 * n is the same each time. */

#define CDL_BENCH_STRATEGIES 12
#define CDL_BENCH_SYMBOLS    20
#define CDL_BENCH_TEST_RUNS  500 /* runs of a test */

CdlRunRecord *cdl_bench_run (guint n);

/* Trades as they come, one after the other, with equity. */
CdlRunDetails *cdl_bench_details (guint n, guint n_trades);

G_END_DECLS
