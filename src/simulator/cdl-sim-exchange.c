#include "cdl-sim-exchange.h"

CdlSimExchange *
cdl_sim_exchange_new (const CdlSimOptions *options, GError **error)
{
  CdlSimMarket *truth
      = cdl_sim_market_new (options->seed, options->first_day, options->symbols, error);
  CdlSimExchange *self;

  if (!truth)
    return NULL;

  self = g_new0 (CdlSimExchange, 1);
  self->truth = truth;
  self->clock = cdl_sim_clock_new (options->start, options->speed);
  for (int market = CDL_MARKET_SPOT; market <= CDL_MARKET_UM; market++)
    cdl_sim_limits_init (&self->limits[market], (CdlMarket) market, options->weight_limit);
  self->bulk = cdl_bulk_new (truth);
  self->hub = cdl_stream_hub_new (truth, self->clock, &options->stream);

  return self;
}

void
cdl_sim_exchange_free (CdlSimExchange *self)
{
  if (!self)
    return;

  cdl_stream_hub_free (self->hub);
  cdl_bulk_free (self->bulk);
  cdl_sim_clock_free (self->clock);
  cdl_sim_market_free (self->truth);
  g_free (self);
}
