#pragma once

#include "cdl-settings.h"
#include "cdl-sim-walk.h"

G_BEGIN_DECLS

/* What the simulated exchange trades. */
typedef struct
{
  const char *name, *base, *quote;
  double price;         /* on the first day */
  double volatility;    /* of a year, fraction */
  int price_scale;      /* one unit of price is 10^-price_scale: the tick */
  int qty_scale;        /* the same of quantity */
  guint prints_per_day; /* even; 17280 is one in five seconds */
  int funding_hours;    /* of its perpetual */
} CdlSimAsset;

/* An asset's market: its spot pair or its perpetual. */
typedef struct
{
  CdlMarket market;
  const CdlSimAsset *asset;
  const char *name;                           /* "BTCUSDT" */
  char *lower;                                /* "btcusdt" */
  int price_places, qty_places, quote_places; /* that are written */
  CdlSimWalk *walk;                           /* borrowed */
} CdlSimSymbol;

CdlSimSymbol *cdl_sim_symbol_new (CdlMarket market, const CdlSimAsset *asset, CdlSimWalk *walk);
void cdl_sim_symbol_free (CdlSimSymbol *self);

/* The assets that there are, the busiest first. */
const CdlSimAsset *cdl_sim_assets (guint *n);

/* Units as the exchange writes them: with as many places as it does for that market. */
void cdl_sim_append_price (GString *out, const CdlSimSymbol *symbol, gint64 price);
void cdl_sim_append_qty (GString *out, const CdlSimSymbol *symbol, gint64 qty);
void cdl_sim_append_quote (GString *out, const CdlSimSymbol *symbol, gint64 quote);

/* units / 10^scale with `places` places, at least scale. */
void cdl_sim_append_units (GString *out, gint64 units, int scale, int places);

/* A value that is no whole number of units, such as a mark price, with eight places. */
void cdl_sim_append_value (GString *out, double value);

G_END_DECLS
