#include "cdl-settings.h"

#include <string.h>

static const char *const market_names[CDL_N_MARKETS] = { "spot", "um" };

void
cdl_settings_init (CdlSettings *self, CdlMarket market)
{
  *self = (CdlSettings){
    .market = market,
    .capital = 10000.0,
    .fee_maker = 0.0002,
    .fee_taker = 0.0005,
    .assumption = CDL_PESSIMISTIC,
  };
}

void
cdl_settings_forget_symbol (CdlSettings *self)
{
  self->tick = self->step = CDL_DECIMAL_NONE;
  self->min_notional = 0.0;
  self->n_tiers = 0;
}

const char *
cdl_market_name (CdlMarket market)
{
  return market_names[market];
}

gboolean
cdl_market_parse (const char *text, CdlMarket *market)
{
  for (int i = 0; i < CDL_N_MARKETS; i++)
    if (strcmp (text, market_names[i]) == 0)
      {
        *market = (CdlMarket) i;
        return TRUE;
      }

  return FALSE;
}

const char *
cdl_assumption_name (CdlAssumption assumption)
{
  return assumption == CDL_PESSIMISTIC ? "pessimistic" : "optimistic";
}
