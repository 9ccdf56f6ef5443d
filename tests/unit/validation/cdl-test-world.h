#pragma once

#include "cdl-test-market.h"
#include "cdl-test-plan.h"

/* A random strategy on a random market, with all that a run of it needs. */
typedef struct
{
  TestMarket *market;
  TestPlan *plan;
  CdlColumns *strategy; /* klines of the strategy's interval */
  CdlFunding *funding;
  gsize n_funding;
} TestWorld;

/* The same seed gives the same world. With a single setup there is no funding. */
TestWorld *test_world_new (guint64 seed, TestPlanKind kind);
void test_world_free (TestWorld *self);

/* A run on path klines, with the given rungs of finer data. */
CdlRun *test_world_run_klines (TestWorld *self,
                               CdlAssumption assumption,
                               gboolean seconds,
                               gboolean prints);

/* A run as a live session does it, print by print. */
CdlRun *test_world_run_prints (TestWorld *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestWorld, test_world_free)
