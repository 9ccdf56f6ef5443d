#include "cdl-sim-exchange.h"

#include "cdl-sim-wire.h"
#include "cdl-time.h"

/* Requests of five minutes for funding rates. */
#define FUNDING_LIMIT 500

static CdlSimMarket *
open_market (const CdlSimOptions *options, GError **error)
{
  g_autoptr (CdlArchive) archive = NULL;

  if (!options->archive)
    return cdl_sim_market_new (options->seed, options->first_day, options->symbols, error);

  archive = cdl_archive_new (options->archive);

  return cdl_sim_market_new_archive (archive, options->symbols, error);
}

CdlSimExchange *
cdl_sim_exchange_new (const CdlSimOptions *options, GError **error)
{
  CdlSimMarket *truth = open_market (options, error);
  CdlSimExchange *self;

  if (!truth)
    return NULL;
  if (options->start < cdl_sim_market_start (truth))
    {
      g_autofree char *first = cdl_time_format_short (cdl_sim_market_start (truth));

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "the clock starts before trading began, on %s", first);
      cdl_sim_market_free (truth);
      return NULL;
    }

  self = g_new0 (CdlSimExchange, 1);
  self->truth = truth;
  self->clock = cdl_sim_clock_new (options->start, options->speed);
  for (int market = CDL_MARKET_SPOT; market <= CDL_MARKET_UM; market++)
    cdl_sim_limits_init (&self->limits[market], (CdlMarket) market, options->weight_limit,
                         options->request_limit);
  cdl_sim_limits_init (&self->funding, CDL_MARKET_UM, G_MAXINT, FUNDING_LIMIT);
  self->faults = cdl_faults_new (options->seed);
  self->bulk = cdl_bulk_new (truth, self->faults);
  self->hub = cdl_stream_hub_new (truth, self->clock, self->faults, &options->stream);
  self->strays = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_sim_wire_unref);

  return self;
}

void
cdl_sim_exchange_free (CdlSimExchange *self)
{
  if (!self)
    return;

  g_ptr_array_unref (self->strays);
  cdl_stream_hub_free (self->hub);
  cdl_bulk_free (self->bulk);
  cdl_faults_free (self->faults);
  cdl_sim_clock_free (self->clock);
  cdl_sim_market_free (self->truth);
  g_free (self);
}
