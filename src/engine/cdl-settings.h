#pragma once

#include "cdl-decimal.h"

G_BEGIN_DECLS

/* Version of what this engine computes; part of every run id. Raise it when any result changes. */
#define CDL_SEMANTICS_VERSION 1

typedef enum
{
  CDL_MARKET_SPOT,
  CDL_MARKET_UM, /* USD-M futures */
} CdlMarket;

#define CDL_N_MARKETS 2

/* What an ambiguous kline is taken to have done when no finer data tells. */
typedef enum
{
  CDL_PESSIMISTIC,
  CDL_OPTIMISTIC,
} CdlAssumption;

/* A leverage bracket of the exchange: positions with notional up to cap. */
typedef struct
{
  double cap; /* notional, included; the last one may be infinite */
  double max_leverage;
  double mmr; /* maintenance margin rate */
  double cum; /* maintenance amount */
} CdlTier;

#define CDL_MAX_TIERS 16

/* Everything beside strategy and data that decides a result. Plain data. */
typedef struct
{
  CdlMarket market;
  double capital;   /* quote, > 0 */
  double fee_maker; /* fraction of notional: 0.0002 is 0.02 % */
  double fee_taker;
  double slippage_bps; /* price x (1 +- bps / 10000) +- ticks x tick */
  double slippage_ticks;
  gboolean through; /* limits and targets need one tick beyond their level; maker fee */
  CdlAssumption assumption;
  gboolean allow_short;   /* shorts on spot */
  CdlDecimal tick;        /* not set: nothing is rounded */
  CdlDecimal step;        /* quantity; not set: no step */
  double min_notional;    /* 0: none */
  double liquidation_fee; /* fraction of notional */
  double risk_free;       /* a year, fraction */
  guint n_tiers;          /* 0: no tiers, no liquidation */
  CdlTier tiers[CDL_MAX_TIERS];
} CdlSettings;

/* 10,000 capital, maker 0.02 %, taker 0.05 %, no slippage, pessimistic, no tick. */
void cdl_settings_init (CdlSettings *self, CdlMarket market);

/* Forgets what is a symbol's own: tick, step, least notional, tiers. */
void cdl_settings_forget_symbol (CdlSettings *self);

const char *cdl_market_name (CdlMarket market);
gboolean cdl_market_parse (const char *text, CdlMarket *market);
const char *cdl_assumption_name (CdlAssumption assumption);

G_END_DECLS
