#include "cdl-sim-symbol.h"

#include <math.h>

/* From the busy to the nearly dead, whose minutes often pass without a trade; ticks from 0.01 to
 * 1e-8. Quantities are whole in the last. */
static const CdlSimAsset assets[] = {
  { "BTCUSDT", "BTC", "USDT", 60000, 0.55, 2, 5, 17280, 8 },
  { "ETHUSDT", "ETH", "USDT", 3000, 0.70, 2, 4, 11520, 8 },
  { "SOLUSDT", "SOL", "USDT", 150, 0.95, 2, 3, 5760, 8 },
  { "ADAUSDT", "ADA", "USDT", 0.45, 0.90, 4, 1, 2880, 8 },
  { "PEPEUSDT", "PEPE", "USDT", 0.0000085, 1.40, 8, 0, 2880, 4 },
  { "DOGEUSDT", "DOGE", "USDT", 0.12, 1.10, 5, 0, 720, 4 },
};

const CdlSimAsset *
cdl_sim_assets (guint *n)
{
  *n = G_N_ELEMENTS (assets);

  return assets;
}

CdlSimSymbol *
cdl_sim_symbol_new (CdlMarket market, const CdlSimAsset *asset, CdlSimWalk *walk)
{
  CdlSimSymbol *self = g_new0 (CdlSimSymbol, 1);

  self->market = market;
  self->asset = asset;
  self->name = asset->name;
  self->lower = g_ascii_strdown (asset->name, -1);
  self->walk = walk;

  /* Spot always writes eight places, futures no more than there can be. */
  self->price_places = market == CDL_MARKET_SPOT ? 8 : asset->price_scale;
  self->qty_places = market == CDL_MARKET_SPOT ? 8 : asset->qty_scale;
  self->quote_places = market == CDL_MARKET_SPOT ? 8 : asset->price_scale + asset->qty_scale;

  return self;
}

void
cdl_sim_symbol_free (CdlSimSymbol *self)
{
  if (!self)
    return;

  g_free (self->lower);
  g_free (self);
}

void
cdl_sim_append_units (GString *out, gint64 units, int scale, int places)
{
  char digits[64];
  int n = 0, padding = places - scale;
  guint64 rest = units < 0 ? -(guint64) units : (guint64) units;

  for (int i = 0; i < padding; i++)
    digits[n++] = '0';
  for (int i = 0; i < scale || rest > 0 || i == scale; i++, rest /= 10)
    {
      if (n == places && places > 0)
        digits[n++] = '.';
      digits[n++] = (char) ('0' + rest % 10);
    }

  if (units < 0)
    g_string_append_c (out, '-');
  while (n > 0)
    g_string_append_c (out, digits[--n]);
}

void
cdl_sim_append_price (GString *out, const CdlSimSymbol *symbol, gint64 price)
{
  cdl_sim_append_units (out, price, symbol->asset->price_scale, symbol->price_places);
}

void
cdl_sim_append_qty (GString *out, const CdlSimSymbol *symbol, gint64 qty)
{
  cdl_sim_append_units (out, qty, symbol->asset->qty_scale, symbol->qty_places);
}

void
cdl_sim_append_quote (GString *out, const CdlSimSymbol *symbol, gint64 quote)
{
  cdl_sim_append_units (out, quote, symbol->asset->price_scale + symbol->asset->qty_scale,
                        symbol->quote_places);
}

void
cdl_sim_append_value (GString *out, double value)
{
  cdl_sim_append_units (out, (gint64) round (value * 1e8), 8, 8);
}
