#pragma once

#include "cdl-program.h"
#include "cdl-settings.h"
#include "cdl-trade.h"

G_BEGIN_DECLS

/* The levels that sizing and filters see: entry is the planned one at creation, the fill later. */
typedef struct
{
  CdlSide side;
  double entry;
  double stop_loss;
  double take_profit;
  double height;    /* of the pattern, NaN without */
  double base;      /* what gaps are a percentage of: the close at creation, the fill later */
  double fee_entry; /* fractions that this entry and its target would pay */
  double fee_target;
} CdlBracketLevels;

/* A position as money management wants it. */
typedef struct
{
  double wanted;   /* leverage before any cap */
  double leverage; /* notional / capital */
  double notional;
  double qty;
  double margin;
  double liquidation; /* price; NaN if there is none */
} CdlSizing;

/* Sizes a position by rules->money_mode, caps its leverage by money.max_leverage and the tiers,
 * floors the quantity to the step. capital <= 0 gives no position (all 0). */
void cdl_size (const CdlSettings *settings,
               const CdlRules *rules,
               const CdlBracketLevels *levels,
               double capital,
               CdlSizing *sizing);

/* The first filter that refuses, in the order of spec "Fates" (max_open_trades apart), or
 * CDL_FATE_PENDING. A setup that cannot win is refused as min_gain even without that filter. */
CdlFate cdl_filter (const CdlSettings *settings,
                    const CdlRules *rules,
                    const CdlBracketLevels *levels,
                    const CdlSizing *sizing);

G_END_DECLS
