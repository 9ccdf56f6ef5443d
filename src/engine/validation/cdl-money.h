#pragma once

#include "cdl-settings.h"
#include "cdl-strategy.h"

G_BEGIN_DECLS

/* What one unit of notional earns between entry and exit, net of both fees (spec "Money"):
 *   long:  (exit/entry)(1 - f_exit) - (1 + f_entry)
 *   short: (1 - f_entry) - (exit/entry)(1 + f_exit) */
double cdl_bracket (CdlSide side, double entry, double exit, double fee_entry, double fee_exit);

/* The leverage that turns capital into capital x (1 + growth) between entry and exit:
 * growth / bracket. The user's lever = ((Cap_after/Cap_before)-1)/((sell/buy)-1) is its zero-fee
 * long case. */
double cdl_leverage (double growth, double bracket);

/* Isolated liquidation price with wallet = margin, tier matched at the price itself:
 * LP = (wallet + cum - side*qty*entry) / (qty*mmr - side*qty). NaN if no tier matches or the
 * price is not positive. */
double cdl_liquidation_price (const CdlSettings *settings,
                              CdlSide side,
                              double entry,
                              double qty,
                              double wallet);

/* Largest leverage that the tiers allow at a notional; infinity without tiers. */
double cdl_tier_leverage (const CdlSettings *settings, double notional);

G_END_DECLS
