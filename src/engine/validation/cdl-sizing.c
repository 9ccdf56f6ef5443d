#include "cdl-sizing-private.h"

#include <math.h>

#include "cdl-money.h"
#include "cdl-number.h"

static double
wanted_leverage (const CdlSettings *settings,
                 const CdlRules *rules,
                 const CdlBracketLevels *levels,
                 double capital)
{
  double amount = rules->money_amount;

  switch (rules->money_mode)
    {
    case CDL_MONEY_FIXED:
      return amount / capital;
    case CDL_MONEY_PERCENT:
      return amount / 100.0;
    case CDL_MONEY_LEVERAGE:
      return amount;
    case CDL_MONEY_RISK:
      return cdl_leverage (-amount / 100.0,
                           cdl_bracket (levels->side, levels->entry, levels->stop_loss,
                                        levels->fee_entry, settings->fee_taker));
    case CDL_MONEY_TARGET:
      return cdl_leverage (amount / 100.0,
                           cdl_bracket (levels->side, levels->entry, levels->take_profit,
                                        levels->fee_entry, levels->fee_target));
    default:
      g_assert_not_reached ();
    }
}

/* The tiers allow less leverage to larger positions: take the largest position that some tier
 * allows. */
static double
cap_by_tiers (const CdlSettings *settings, double leverage, double capital)
{
  double best = 0.0;

  if (settings->n_tiers == 0)
    return leverage;

  for (guint i = 0; i < settings->n_tiers; i++)
    {
      const CdlTier *tier = &settings->tiers[i];
      double allowed = fmin (fmin (leverage, tier->max_leverage), tier->cap / capital);

      best = fmax (best, allowed);
    }

  return best;
}

void
cdl_size (const CdlSettings *settings,
          const CdlRules *rules,
          const CdlBracketLevels *levels,
          double capital,
          CdlSizing *sizing)
{
  double leverage;

  *sizing = (CdlSizing){ .liquidation = CDL_NAN };
  if (!(capital > 0.0))
    return;

  sizing->wanted = wanted_leverage (settings, rules, levels, capital);
  leverage = sizing->wanted;
  if (!isnan (rules->money_max_leverage))
    leverage = fmin (leverage, rules->money_max_leverage);
  leverage = cap_by_tiers (settings, leverage, capital);
  if (!(leverage > 0.0) || !isfinite (leverage))
    return;

  sizing->leverage = leverage;
  sizing->notional = leverage * capital;
  sizing->qty = sizing->notional / levels->entry;
  if (cdl_decimal_is_set (settings->step))
    {
      sizing->qty = cdl_decimal_round_down (settings->step, sizing->qty);
      sizing->notional = sizing->qty * levels->entry;
      sizing->leverage = sizing->notional / capital;
    }

  sizing->margin = sizing->notional / fmax (1.0, sizing->leverage);
  if (sizing->qty > 0.0)
    sizing->liquidation = cdl_liquidation_price (settings, levels->side, levels->entry, sizing->qty,
                                                 sizing->margin);
}

CdlFate
cdl_filter (const CdlSettings *settings,
            const CdlRules *rules,
            const CdlBracketLevels *levels,
            const CdlSizing *sizing)
{
  const double *filter = rules->filter;
  double height
      = isnan (levels->height) ? fabs (levels->take_profit - levels->entry) : levels->height;
  double gap = 100.0 * height / levels->base;
  double win = cdl_bracket (levels->side, levels->entry, levels->take_profit, levels->fee_entry,
                            levels->fee_target);
  double gain = 100.0 * win;
  double loss = -100.0
                * cdl_bracket (levels->side, levels->entry, levels->stop_loss, levels->fee_entry,
                               settings->fee_taker);
  double sign = (double) levels->side;

  /* A comparison with an absent (NaN) filter is false: it refuses nothing. */
  if (gap < filter[CDL_FILTER_MIN_GAP])
    return CDL_FATE_MIN_GAP;
  if (win <= 0.0 || gain < filter[CDL_FILTER_MIN_GAIN])
    return CDL_FATE_MIN_GAIN;
  if (gain > filter[CDL_FILTER_MAX_GAIN])
    return CDL_FATE_MAX_GAIN;
  if (loss < filter[CDL_FILTER_MIN_LOSS])
    return CDL_FATE_MIN_LOSS;
  if (loss > filter[CDL_FILTER_MAX_LOSS])
    return CDL_FATE_MAX_LOSS;
  if (sizing->wanted > filter[CDL_FILTER_MAX_LEVERAGE])
    return CDL_FATE_MAX_LEVERAGE;
  if (sign * levels->stop_loss < sign * sizing->liquidation)
    return CDL_FATE_LIQUIDATION_BEFORE_STOP;
  if (sizing->notional < settings->min_notional)
    return CDL_FATE_MIN_NOTIONAL;

  return CDL_FATE_PENDING;
}
