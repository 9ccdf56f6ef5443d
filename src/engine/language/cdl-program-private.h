#pragma once

#include "cdl-graph-private.h"
#include "cdl-pattern.h"
#include "cdl-program.h"

G_BEGIN_DECLS

typedef struct
{
  CdlSetupRule rule;
  const CdlPattern *pattern; /* NULL if none */
  double pattern_args[CDL_PATTERN_MAX_ARGS];
  guint n_outputs; /* variables: the outputs, then entry, then stop_loss */
  guint when;      /* nodes; CDL_NO_NODE: none */
  guint entry;
  guint stop_loss;
  guint take_profit;
} CdlCompiledSetup;

struct _CdlProgram
{
  gint ref_count;
  CdlGraph *graph;
  GArray *setups; /* CdlCompiledSetup */
  CdlRules rules;
  CdlInterval intervals[CDL_N_INTERVALS];
  guint n_intervals;
};

static inline const CdlCompiledSetup *
cdl_program_compiled (const CdlProgram *self, guint i)
{
  return &g_array_index (self->setups, CdlCompiledSetup, i);
}

/* Views by program interval as views by CdlInterval. */
void cdl_program_spread (const CdlProgram *self,
                         const CdlKlines *views,
                         CdlKlines spread[CDL_N_INTERVALS]);

G_END_DECLS
