#pragma once

#include "cdl-graph-private.h"

G_BEGIN_DECLS

/* The values of a graph's nodes over klines that grow. */
typedef struct _CdlEvaluator CdlEvaluator;

CdlEvaluator *cdl_evaluator_new (const CdlGraph *graph);
void cdl_evaluator_free (CdlEvaluator *self);

/* views: by CdlInterval, of the intervals that the graph has. Their columns must stay until the
 * next call or the last question. */
void cdl_evaluator_extend (CdlEvaluator *self, const CdlKlines views[CDL_N_INTERVALS]);

/* How many of an interval's first klines no later extension will read, nor their values: what is
 * left is the look-back of what comes. 0 while there is no more than that. */
gsize cdl_evaluator_spare (const CdlEvaluator *self, CdlInterval interval);

/* Forgets the first rows[] klines by CdlInterval, at most the spare ones, and their values. Indexes
 * count from the first that is left, and so must the views of the next call. */
void cdl_evaluator_forget (CdlEvaluator *self, const gsize rows[CDL_N_INTERVALS]);

/* Value of a node at kline i of the strategy's interval; variables as set at compilation. */
double cdl_evaluator_at (const CdlEvaluator *self, guint node, gsize i, const double *variables);

/* All values so far of a node that is neither scalar nor constant; owned by self, or the klines'
 * own column. */
const double *cdl_evaluator_series (const CdlEvaluator *self, guint node);

/* a op b (b and c where the operator has them) as the language defines it. */
double cdl_op_apply (CdlOp op, double a, double b, double c);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlEvaluator, cdl_evaluator_free)

G_END_DECLS
