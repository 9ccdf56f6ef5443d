#pragma once

#include "cdl-test.h"

G_BEGIN_DECLS

/* Time that computing all runs of a test takes on this machine, ms, by what its strategies cost
 * before; NaN if one of them was never run here. Runs that are stored already cost nothing, so
 * that it may be less. */
double cdl_test_estimate_ms (const CdlTest *self, CdlStore *store);

/* Learns of a test that was computed: elapsed_ms for its work_done, on n threads at once. Tests of
 * several strategies do not tell which of them cost what. */
void cdl_test_learn_cost (const CdlTest *self,
                          CdlStore *store,
                          double work_done,
                          guint64 runs,
                          gint64 elapsed_ms,
                          guint threads);

G_END_DECLS
