#include <math.h>

#include "cdl-broker-private.h"
#include "cdl-money.h"
#include "cdl-number.h"
#include "cdl-time.h"

double
cdl_broker_slip (const CdlBroker *self, int direction, double price)
{
  const CdlSettings *settings = &self->settings;
  double sign = (double) direction;

  return price * (1.0 + sign * settings->slippage_bps / 10000.0)
         + sign * settings->slippage_ticks * cdl_decimal_value (settings->tick);
}

static double
margin_in_use (const CdlBroker *self)
{
  double margin = 0.0;

  for (guint i = 0; i < self->positions->len; i++)
    margin += cdl_broker_position (self, i)->margin;

  return margin;
}

static void
reset_others (CdlBroker *self, CdlProof proof)
{
  while (self->pending->len > 0)
    cdl_broker_drop (self, 0, CDL_FATE_RESET, proof);
}

/* Why this fill is refused, or CDL_FATE_PENDING. */
static CdlFate
judge_fill (const CdlBroker *self, const CdlBracketLevels *levels, CdlSizing *sizing)
{
  double capital = self->rules->compound ? self->balance : self->settings.capital;
  CdlFate fate;

  cdl_size (&self->settings, self->rules, levels, capital, sizing);
  if ((double) self->positions->len >= self->rules->filter[CDL_FILTER_MAX_OPEN_TRADES])
    return CDL_FATE_MAX_OPEN_TRADES;

  fate = cdl_filter (&self->settings, self->rules, levels, sizing);
  if (fate != CDL_FATE_PENDING)
    return fate;
  if (!(sizing->qty > 0.0) || margin_in_use (self) + sizing->margin > self->balance * (1.0 + 1e-12))
    return CDL_FATE_CAPITAL;

  return CDL_FATE_PENDING;
}

CdlPosition *
cdl_broker_enter (CdlBroker *self, guint i, double price, double planned, CdlProof proof)
{
  CdlPending pending = *cdl_broker_pending (self, i);
  CdlSetup *setup = cdl_broker_setup (self, pending.setup);
  gboolean maker = pending.type == CDL_ENTRY_LIMIT && self->settings.through;
  CdlBracketLevels levels = {
    .side = setup->side,
    .entry = price,
    .stop_loss = setup->stop_loss,
    .take_profit = setup->take_profit,
    .height = setup->height,
    .base = price,
    .fee_entry = maker ? self->settings.fee_maker : self->settings.fee_taker,
    .fee_target = self->settings.through ? self->settings.fee_maker : self->settings.fee_taker,
  };
  CdlSizing sizing;
  CdlPosition position;
  CdlTrade trade;
  CdlFate fate = judge_fill (self, &levels, &sizing);

  if (fate != CDL_FATE_PENDING)
    {
      cdl_broker_drop (self, i, fate, proof);
      return NULL;
    }

  cdl_broker_drop (self, i, CDL_FATE_ENTERED, proof);
  trade = (CdlTrade){
    .seq = ++self->n_trades,
    .setup = setup->seq,
    .def = setup->def,
    .side = setup->side,
    .entry_type = setup->entry_type,
    .created_at = setup->created_at,
    .entry_time = self->time,
    .entry_price = price,
    .exit_time = CDL_TIME_NONE,
    .exit_price = CDL_NAN,
    .qty = sizing.qty,
    .leverage = sizing.leverage,
    .notional = sizing.notional,
    .stop_loss = setup->stop_loss,
    .take_profit = setup->take_profit,
    .fee_entry = sizing.notional * levels.fee_entry,
    .pnl = CDL_NAN,
    .pnl_pct = CDL_NAN,
    .r = CDL_NAN,
    .mae = 0.0,
    .mfe = 0.0,
    .slippage = sizing.qty * fabs (price - planned),
    .observed_slippage = CDL_NAN,
    .liquidation_price = sizing.liquidation,
    .exit_reason = CDL_EXIT_NONE,
    .proof = setup->proof,
    .maker_entry = maker,
  };
  self->balance -= trade.fee_entry;
  self->window_start = self->time;

  position = (CdlPosition){
    .trade = self->trades->len,
    .side = setup->side,
    .levels = pending.levels,
    .high = (double) setup->side * price,
    .low = (double) setup->side * price,
    .margin = sizing.margin,
    .fresh = TRUE,
  };
  g_array_append_val (self->trades, trade);
  g_array_append_val (self->positions, position);
  if (!self->rules->keep_pending)
    reset_others (self, proof);

  return cdl_broker_position (self, self->positions->len - 1);
}

/* A liquidated trade never loses more than its margin: the exchange takes it over at the price
 * where the margin is gone. */
static void
cap_at_margin (CdlTrade *trade, double margin)
{
  double gross = (double) trade->side * trade->qty * (trade->exit_price - trade->entry_price);

  if (gross - trade->fee_exit >= -margin)
    return;
  if (gross < -margin)
    {
      trade->exit_price = trade->entry_price - (double) trade->side * margin / trade->qty;
      trade->fee_exit = 0.0;
      return;
    }
  trade->fee_exit = gross + margin;
}

void
cdl_broker_exit (CdlBroker *self,
                 CdlPosition *position,
                 double level,
                 CdlExitReason reason,
                 CdlProof proof,
                 gboolean immediate)
{
  const CdlSettings *settings = &self->settings;
  CdlTrade *trade = cdl_broker_trade (self, position->trade);
  double side = (double) trade->side;
  gboolean target = reason == CDL_EXIT_TAKE_PROFIT;
  double price = target ? level : cdl_broker_slip (self, -(int) trade->side, level);
  double fee_rate = settings->fee_taker, gross;

  if (reason == CDL_EXIT_STOP_LOSS && side * price <= side * trade->liquidation_price)
    reason = CDL_EXIT_LIQUIDATION;
  if (target && settings->through)
    fee_rate = settings->fee_maker;
  if (reason == CDL_EXIT_LIQUIDATION)
    fee_rate += settings->liquidation_fee;

  trade->exit_time = self->time;
  trade->exit_price = price;
  trade->exit_reason = reason;
  trade->fee_exit = trade->qty * price * fee_rate;
  trade->maker_exit = target && settings->through;
  trade->slippage += trade->qty * fabs (price - level);
  trade->proof = MAX (trade->proof, proof);
  if (reason == CDL_EXIT_LIQUIDATION)
    cap_at_margin (trade, position->margin);

  gross = side * trade->qty * (trade->exit_price - trade->entry_price);
  trade->pnl = gross - trade->fee_entry - trade->fee_exit - trade->funding;
  trade->pnl_pct = 100.0 * trade->pnl / trade->notional;
  trade->r = trade->pnl / (fabs (trade->entry_price - trade->stop_loss) * trade->qty);

  cdl_position_see (position, side * trade->exit_price);
  trade->mae = 100.0 * (side * trade->entry_price - position->low) / trade->entry_price;
  trade->mfe = 100.0 * (position->high - side * trade->entry_price) / trade->entry_price;

  if (immediate)
    {
      self->balance += gross - trade->fee_exit;
      g_array_remove_index (self->positions, (guint) (position - cdl_broker_position (self, 0)));
      return;
    }
  position->result = gross - trade->fee_exit;
  position->closed = TRUE;
}
