#include "cdl-detector.h"

#include "cdl-evaluator-private.h"
#include "cdl-number.h"
#include "cdl-program-private.h"
#include "cdl-time.h"

struct _CdlDetector
{
  CdlProgram *program;
  CdlDecimal tick;
  CdlEvaluator *evaluator;
  CdlKlines strategy; /* klines of the strategy's interval */
  gsize *quiet;       /* by definition: no kline before this one has its moment, or i was beyond */
};

CdlDetector *
cdl_detector_new (CdlProgram *program, CdlDecimal tick)
{
  CdlDetector *self = g_new0 (CdlDetector, 1);

  self->program = cdl_program_ref (program);
  self->tick = tick;
  self->evaluator = cdl_evaluator_new (program->graph);
  self->quiet = g_new0 (gsize, program->setups->len);

  return self;
}

void
cdl_detector_free (CdlDetector *self)
{
  cdl_evaluator_free (self->evaluator);
  g_free (self->quiet);
  cdl_program_unref (self->program);
  g_free (self);
}

void
cdl_detector_set_tick (CdlDetector *self, CdlDecimal tick)
{
  self->tick = tick;
}

void
cdl_detector_extend (CdlDetector *self, const CdlKlines *views)
{
  CdlKlines spread[CDL_N_INTERVALS];

  self->strategy = views[0];
  cdl_program_spread (self->program, views, spread);
  cdl_evaluator_extend (self->evaluator, spread);
}

gsize
cdl_detector_spare (const CdlDetector *self, guint k)
{
  return cdl_evaluator_spare (self->evaluator, cdl_program_interval (self->program, k));
}

void
cdl_detector_forget (CdlDetector *self, const gsize *rows)
{
  gsize spread[CDL_N_INTERVALS] = { 0 };

  for (guint k = 0; k < cdl_program_n_intervals (self->program); k++)
    spread[cdl_program_interval (self->program, k)] = rows[k];
  cdl_evaluator_forget (self->evaluator, spread);
  for (guint def = 0; def < self->program->setups->len; def++)
    self->quiet[def] -= MIN (self->quiet[def], rows[0]);
  self->strategy = cdl_klines_slice (&self->strategy, rows[0], self->strategy.n);
}

/* Rounds a level to the price that is worse for the trader. */
static double
worse (const CdlDetector *self, gboolean up, double price)
{
  return up ? cdl_decimal_round_up (self->tick, price) : cdl_decimal_round_down (self->tick, price);
}

/* Whether definition def has its moment at i; fills in the pattern's part of variables and of the
 * candidate. */
static gboolean
triggered (const CdlDetector *self,
           const CdlCompiledSetup *setup,
           gsize i,
           gint64 window_start,
           double *variables,
           CdlCandidate *candidate)
{
  candidate->first_kline = self->strategy.open_time[i];
  candidate->height = CDL_NAN;

  if (setup->pattern != NULL)
    {
      CdlMatch match;

      if (!cdl_pattern_match (setup->pattern, &self->strategy, i, setup->pattern_args, &match))
        return FALSE;
      candidate->first_kline = self->strategy.open_time[match.first];
      candidate->height = match.height;
      for (guint k = 0; k < setup->n_outputs; k++)
        variables[k] = match.output[k];
    }

  if (window_start != CDL_TIME_NONE && candidate->first_kline <= window_start)
    return FALSE;

  return setup->when == CDL_NO_NODE
         || cdl_evaluator_at (self->evaluator, setup->when, i, variables) != 0.0;
}

void
cdl_detector_detect (CdlDetector *self, gsize i, gint64 window_start, GArray *candidates)
{
  double close = self->strategy.field[CDL_FIELD_CLOSE][i];

  for (guint def = 0; def < self->program->setups->len; def++)
    {
      const CdlCompiledSetup *setup = cdl_program_compiled (self->program, def);
      gboolean is_long = setup->rule.side == CDL_SIDE_LONG;
      double variables[CDL_PATTERN_MAX_OUTPUTS + 2];
      CdlCandidate candidate = { .def = def, .type = setup->rule.entry_type, .close = close };

      if (!triggered (self, setup, i, window_start, variables, &candidate))
        continue;

      candidate.created_at = cdl_klines_close_time (&self->strategy, i);
      candidate.entry = close;
      if (candidate.type != CDL_ENTRY_MARKET)
        candidate.entry
            = worse (self, is_long, cdl_evaluator_at (self->evaluator, setup->entry, i, variables));
      variables[setup->n_outputs] = candidate.entry;
      candidate.stop_loss = worse (
          self, !is_long, cdl_evaluator_at (self->evaluator, setup->stop_loss, i, variables));
      variables[setup->n_outputs + 1] = candidate.stop_loss;
      candidate.take_profit = worse (
          self, !is_long, cdl_evaluator_at (self->evaluator, setup->take_profit, i, variables));

      if (candidate.type == CDL_ENTRY_TOUCH)
        candidate.type = (is_long ? candidate.entry >= close : candidate.entry <= close)
                             ? CDL_ENTRY_STOP
                             : CDL_ENTRY_LIMIT;
      g_array_append_val (candidates, candidate);
    }
}

/* The first kline of [i, end) at which a definition may have its moment; end if none. */
static gsize
next_moment (const CdlDetector *self, const CdlCompiledSetup *setup, gsize i, gsize end)
{
  const CdlGraph *graph = self->program->graph;
  const CdlNode *node;
  const double *when;

  if (setup->pattern != NULL || setup->when == CDL_NO_NODE)
    return i;
  node = cdl_graph_node (graph, setup->when);
  if (node->scalar)
    return i;
  if (node->kind == CDL_NODE_CONSTANT)
    return node->constant != 0.0 ? i : end;

  when = cdl_evaluator_series (self->evaluator, setup->when);
  while (i < end && when[i] == 0.0)
    i++;

  return i;
}

gsize
cdl_detector_next (CdlDetector *self, gsize i)
{
  gsize first = self->strategy.n;

  for (guint def = 0; def < self->program->setups->len; def++)
    {
      gsize from = MAX (i, self->quiet[def]);

      /* Each is looked through once, however often another one has its moment. */
      if (from < first)
        self->quiet[def] = from
            = next_moment (self, cdl_program_compiled (self->program, def), from, first);
      first = MIN (first, from);
    }

  return first;
}

gboolean
cdl_detector_pattern (CdlDetector *self, guint def, gsize i, gint64 *first_kline)
{
  const CdlCompiledSetup *setup = cdl_program_compiled (self->program, def);
  CdlMatch match;

  if (setup->pattern == NULL
      || !cdl_pattern_match (setup->pattern, &self->strategy, i, setup->pattern_args, &match))
    return FALSE;
  *first_kline = self->strategy.open_time[match.first];

  return TRUE;
}
