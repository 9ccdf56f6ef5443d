#pragma once

#include "cdl-program.h"
#include "cdl-random.h"
#include "cdl-run.h"
#include "cdl-settings.h"

/* A random strategy with settings to run it under: all entry types, sides, filters, money modes and
 * limits, levels at whole ticks around the price. */
typedef struct
{
  char *text; /* the strategy as JSON */
  CdlProgram *program;
  CdlSettings settings;
} TestPlan;

typedef enum
{
  TEST_PLAN_LEVELS, /* setups at many closes, each with other levels */
  TEST_PLAN_SINGLE, /* one setup, at the close of the fourth kline; no filters but one open trade */
  TEST_PLAN_HISTORY,  /* conditions and patterns with look-back, on several intervals */
  TEST_PLAN_PATTERNS, /* a setup at each confirmation of a pattern */
} TestPlanKind;

TestPlan *test_plan_new (CdlRandom *random, CdlDecimal tick, TestPlanKind kind);
void test_plan_free (TestPlan *self);

/* Compiles a strategy; a diagnostic is a programming error. */
CdlProgram *test_plan_compile (const char *text);

/* Fills in n changes of its settings' tick, step and smallest position somewhere along the path,
 * which has at least two klines for each. */
void test_plan_change_rules (const TestPlan *self,
                             CdlRandom *random,
                             const CdlKlines *path,
                             CdlTradingRules *rules,
                             gsize n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestPlan, test_plan_free)
