#pragma once

#include "cdl-program.h"
#include "cdl-random.h"
#include "cdl-settings.h"

/* A random strategy with settings to run it under: all entry types, sides, filters, money modes and
 * limits, levels at whole ticks around the price. */
typedef struct
{
  char *text; /* the strategy as JSON */
  CdlProgram *program;
  CdlSettings settings;
} TestPlan;

/* single: one definition that makes one setup, at the close of its fourth kline; nothing then
 * happens but to it. Such a plan charges no funding and has no filters. */
TestPlan *test_plan_new (CdlRandom *random, CdlDecimal tick, gboolean single);
void test_plan_free (TestPlan *self);

/* Compiles a strategy; a diagnostic is a programming error. */
CdlProgram *test_plan_compile (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestPlan, test_plan_free)
