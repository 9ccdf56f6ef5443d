#include <math.h>

#include "cdl-broker-private.h"

/* Inside of a kline, in the order of spec "Several things in one path kline": open trades, then
 * cancellations, then entries. */

typedef struct
{
  CdlBroker *broker;
  double open, high, low, close;
  CdlProof entries; /* weakest thing that the order of entries rests on */
} Inside;

static CdlRange
range_for (const Inside *self, CdlSide side)
{
  return cdl_range_for_side ((int) side, self->open, self->high, self->low, self->close);
}

/* The outcome that the assumption takes from a verdict, noting that it was one. */
static CdlOutcome
decide (Inside *self, CdlVerdict verdict, CdlProof *proof)
{
  CdlBroker *broker = self->broker;

  *proof = broker->proof;
  if (cdl_verdict_is_ambiguous (verdict))
    {
      *proof = CDL_ASSUMED;
      broker->ambiguous = TRUE;
    }

  return broker->settings.assumption == CDL_PESSIMISTIC ? verdict.worst : verdict.best;
}

static gboolean
mark_reaches_liquidation (const CdlBroker *broker, const CdlPosition *position)
{
  double liquidation = cdl_broker_trade (broker, position->trade)->liquidation_price;

  if (!broker->mark.known)
    return FALSE;

  return position->side == CDL_SIDE_LONG ? broker->mark.low <= liquidation
                                         : broker->mark.high >= liquidation;
}

/* The mark price reached the liquidation price at some time in this kline: certain if nothing else
 * happened to the trade, else the order is open. TRUE if it was liquidated. */
static gboolean
liquidate (Inside *self, CdlPosition *position, CdlVerdict verdict, CdlProof entry)
{
  CdlBroker *broker = self->broker;
  CdlProof proof = MAX (broker->proof, entry);

  if (!mark_reaches_liquidation (broker, position))
    return FALSE;

  if (verdict.worst != CDL_OUTCOME_OPEN || verdict.best != CDL_OUTCOME_OPEN || entry != CDL_PROVEN)
    {
      proof = CDL_ASSUMED;
      broker->ambiguous = TRUE;
      if (broker->settings.assumption == CDL_OPTIMISTIC)
        return FALSE;
    }
  cdl_broker_exit (broker, position, cdl_broker_trade (broker, position->trade)->liquidation_price,
                   CDL_EXIT_LIQUIDATION, proof, FALSE);

  return TRUE;
}

/* Closes a trade by its outcome, if that is an exit. */
static void
apply_exit (CdlBroker *broker, CdlPosition *position, CdlOutcome outcome, CdlProof proof)
{
  const CdlTrade *trade = cdl_broker_trade (broker, position->trade);

  if (outcome == CDL_OUTCOME_STOP_LOSS)
    cdl_broker_exit (broker, position, trade->stop_loss, CDL_EXIT_STOP_LOSS, proof, FALSE);
  else if (outcome == CDL_OUTCOME_TAKE_PROFIT)
    cdl_broker_exit (broker, position, trade->take_profit, CDL_EXIT_TAKE_PROFIT, proof, FALSE);
}

static void
open_trades (Inside *self)
{
  CdlBroker *broker = self->broker;

  for (guint i = 0; i < broker->positions->len; i++)
    {
      CdlPosition *position = cdl_broker_position (broker, i);
      CdlRange range = range_for (self, position->side);
      CdlVerdict verdict = cdl_verdict_open (&range, &position->levels);
      CdlOutcome outcome;
      CdlProof proof;

      if (position->closed || liquidate (self, position, verdict, CDL_PROVEN))
        continue;

      outcome = decide (self, verdict, &proof);
      if (outcome != CDL_OUTCOME_OPEN)
        apply_exit (broker, position, outcome, proof);
      else if (!position->fresh)
        {
          cdl_position_see (position, range.high);
          cdl_position_see (position, range.low);
        }
      if (!position->closed)
        cdl_position_see (position, range.close);
      position->fresh = FALSE;
    }
}

static CdlVerdict
verdict_of (const Inside *self, const CdlPending *pending)
{
  CdlRange range = range_for (self, pending->side);

  return pending->type == CDL_ENTRY_LIMIT ? cdl_verdict_limit (&range, &pending->levels)
                                          : cdl_verdict_stop (&range, &pending->levels);
}

static void
cancellations (Inside *self)
{
  CdlBroker *broker = self->broker;

  for (guint i = 0; i < broker->pending->len;)
    {
      CdlVerdict verdict = verdict_of (self, cdl_broker_pending (broker, i));
      CdlOutcome outcome
          = broker->settings.assumption == CDL_PESSIMISTIC ? verdict.worst : verdict.best;
      CdlProof proof;

      if (outcome != CDL_OUTCOME_CANCELLED)
        {
          i++;
          continue;
        }
      decide (self, verdict, &proof);
      /* What a cancellation only assumed leaves alive was only assumed, too. */
      if (proof == CDL_ASSUMED)
        self->entries = CDL_ASSUMED;
      cdl_broker_drop (broker, i, CDL_FATE_SL_FIRST, proof);
    }
}

/* The pending setups that the kline touches, nearest above and below its open: indices, or -1. */
static void
nearest (const Inside *self, int *above, int *below)
{
  const CdlBroker *broker = self->broker;
  double distance_above = (double) INFINITY, distance_below = (double) INFINITY;

  *above = *below = -1;
  for (guint i = 0; i < broker->pending->len; i++)
    {
      const CdlPending *pending = cdl_broker_pending (broker, i);
      double level = (double) pending->side * pending->levels.entry;

      if (level > self->high || level < self->low || pending->type == CDL_ENTRY_MARKET)
        continue;
      if (level >= self->open && level - self->open < distance_above)
        {
          distance_above = level - self->open;
          *above = (int) i;
        }
      else if (level < self->open && self->open - level < distance_below)
        {
          distance_below = self->open - level;
          *below = (int) i;
        }
    }
}

/* Which of two entries on both sides of the open the assumption lets come first. */
static int
choose (Inside *self, int above, int below)
{
  CdlBroker *broker = self->broker;
  gboolean pessimistic = broker->settings.assumption == CDL_PESSIMISTIC;
  CdlVerdict up = verdict_of (self, cdl_broker_pending (broker, (guint) above));
  CdlVerdict down = verdict_of (self, cdl_broker_pending (broker, (guint) below));
  CdlOutcome outcome_up = pessimistic ? up.worst : up.best;
  CdlOutcome outcome_down = pessimistic ? down.worst : down.best;

  broker->ambiguous = TRUE;
  self->entries = CDL_ASSUMED;
  if (outcome_up == outcome_down)
    return MIN (above, below);

  return (outcome_up < outcome_down) == pessimistic ? above : below;
}

static void
enter (Inside *self, guint i)
{
  CdlBroker *broker = self->broker;
  CdlPending pending = *cdl_broker_pending (broker, i);
  double planned = cdl_broker_setup (broker, pending.setup)->entry;
  gboolean limit = pending.type == CDL_ENTRY_LIMIT;
  double fill = limit ? planned : cdl_broker_slip (broker, (int) pending.side, planned);
  CdlVerdict verdict = verdict_of (self, &pending);
  CdlRange range = range_for (self, pending.side);
  CdlOutcome outcome;
  CdlPosition *position;
  CdlProof proof, entry = MAX (broker->proof, self->entries);

  outcome = decide (self, verdict, &proof);
  /* A stop entry whose stop price also traded may have been cancelled before. */
  if (!limit && proof == CDL_ASSUMED)
    entry = CDL_ASSUMED;

  position = cdl_broker_enter (broker, i, fill, planned, entry);
  if (position == NULL || liquidate (self, position, verdict, CDL_ASSUMED))
    return;

  if (outcome != CDL_OUTCOME_OPEN)
    {
      apply_exit (broker, position, outcome, MAX (proof, entry));
      return;
    }
  cdl_broker_trade (broker, position->trade)->proof
      = MAX (cdl_broker_trade (broker, position->trade)->proof, proof);
  cdl_position_see (position, range.close);
  position->fresh = FALSE;
}

static void
entries (Inside *self)
{
  for (;;)
    {
      int above, below;

      nearest (self, &above, &below);
      if (above < 0 && below < 0)
        return;
      if (above >= 0 && below >= 0)
        enter (self, (guint) choose (self, above, below));
      else
        enter (self, (guint) MAX (above, below));
    }
}

void
cdl_broker_inside (CdlBroker *self, double open, double high, double low, double close)
{
  Inside inside = { self, open, high, low, close, self->proof };

  open_trades (&inside);
  if (self->pending->len > 0)
    {
      cancellations (&inside);
      entries (&inside);
    }
  self->price = close;
}
