#include "cdl-money.h"

#include <math.h>

#include "cdl-number.h"

double
cdl_bracket (CdlSide side, double entry, double exit, double fee_entry, double fee_exit)
{
  if (side == CDL_SIDE_LONG)
    return (exit / entry) * (1.0 - fee_exit) - (1.0 + fee_entry);

  return (1.0 - fee_entry) - (exit / entry) * (1.0 + fee_exit);
}

double
cdl_leverage (double growth, double bracket)
{
  return growth / bracket;
}

double
cdl_liquidation_price (const CdlSettings *settings,
                       CdlSide side,
                       double entry,
                       double qty,
                       double wallet)
{
  double below = 0.0; /* notional up to which earlier tiers reach */

  for (guint i = 0; i < settings->n_tiers; i++)
    {
      const CdlTier *tier = &settings->tiers[i];
      double price = (wallet + tier->cum - (double) side * qty * entry)
                     / (qty * tier->mmr - (double) side * qty);
      double notional = qty * price;

      if (price > 0.0 && notional > below && notional <= tier->cap)
        return price;

      below = tier->cap;
    }

  return CDL_NAN;
}

double
cdl_tier_leverage (const CdlSettings *settings, double notional)
{
  for (guint i = 0; i < settings->n_tiers; i++)
    if (notional <= settings->tiers[i].cap)
      return settings->tiers[i].max_leverage;

  return settings->n_tiers > 0 ? 0.0 : (double) INFINITY;
}
