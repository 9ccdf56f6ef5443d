#pragma once

#include "cdl-pattern-private.h"

G_BEGIN_DECLS

/* A kline as a candlestick. sign 1: as it is; sign -1: its mirror image in the price axis, so that
 * the rules are written once, for the bullish figure. */
typedef struct
{
  double open, high, low, close;
  double body;  /* close - open: > 0 is a rise */
  double range; /* high - low */
  double upper; /* shadow above the body */
  double lower; /* shadow below the body */
} CdlCandle;

CdlCandle cdl_candle (const CdlKlines *klines, gsize i, double sign);

/* The figure of the n klines up to i: outputs high and low, height the distance between them. */
void cdl_candle_fill (const CdlKlines *klines, gsize i, gsize n, CdlMatch *match);

/* Whether the bullish (sign 1) or the bearish form (sign -1) of a figure is there. */
typedef gboolean (*CdlCandleTest) (const CdlKlines *klines,
                                   gsize i,
                                   const double *args,
                                   double sign);

/* Whether the form that side asks for is there: > 0 bullish, < 0 bearish, 0 either. */
gboolean cdl_candle_either (CdlCandleTest test,
                            const CdlKlines *klines,
                            gsize i,
                            const double *args,
                            double side);

/* Argument of figures that have a bullish and a bearish form. */
#define CDL_CANDLE_ARG_SIDE(fallback)                                                              \
  {                                                                                                \
    "side", fallback, -1, 1, TRUE, "1 bullish, -1 bearish, 0 either"                               \
  }

gsize cdl_candle_lookback_0 (const double *args);
gsize cdl_candle_lookback_1 (const double *args);
gsize cdl_candle_lookback_2 (const double *args);

G_END_DECLS
