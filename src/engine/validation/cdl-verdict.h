#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a kline may have done to a setup or trade, worst first but for the two that are no trade. */
typedef enum
{
  CDL_OUTCOME_NOTHING,   /* still pending */
  CDL_OUTCOME_CANCELLED, /* the stop price came before the entry: sl_first */
  CDL_OUTCOME_STOP_LOSS,
  CDL_OUTCOME_OPEN,
  CDL_OUTCOME_TAKE_PROFIT,
} CdlOutcome;

/* Both answers of a row of the verdict table; they differ where the kline proves nothing. */
typedef struct
{
  CdlOutcome worst;
  CdlOutcome best;
} CdlVerdict;

/* A kline's prices, as a long sees them: those of a short are negated, and high and low trade
 * places, so that one table serves both sides. */
typedef struct
{
  double open;
  double high;
  double low;
  double close;
} CdlRange;

/* Levels of a setup or trade, as a long sees them: stop_loss < entry < take_profit. With `through`
 * entry (of a limit) and take_profit are the prices that must trade, one tick beyond. */
typedef struct
{
  double entry;
  double stop_loss;
  double take_profit;
} CdlLevels;

/* The verdict table of spec "What a path kline proves": pure functions of what happened inside a
 * kline after its open, order unknown. Preconditions are the state that the open left:
 * limit: open > entry; stop: stop_loss < open < entry; open trade: stop_loss < open < take_profit.
 */
CdlVerdict cdl_verdict_limit (const CdlRange *range, const CdlLevels *levels);
CdlVerdict cdl_verdict_stop (const CdlRange *range, const CdlLevels *levels);
CdlVerdict cdl_verdict_open (const CdlRange *range, const CdlLevels *levels);

/* Range as the given side sees it. */
CdlRange cdl_range_for_side (int side, double open, double high, double low, double close);

static inline gboolean
cdl_verdict_is_ambiguous (CdlVerdict verdict)
{
  return verdict.worst != verdict.best;
}

G_END_DECLS
