/* Figures of one candlestick, and what all figures share. */

#include "cdl-candle-private.h"

#include <math.h>

CdlCandle
cdl_candle (const CdlKlines *klines, gsize i, double sign)
{
  double a = sign * klines->field[CDL_FIELD_HIGH][i];
  double b = sign * klines->field[CDL_FIELD_LOW][i];
  CdlCandle candle = { .open = sign * klines->field[CDL_FIELD_OPEN][i],
                       .high = MAX (a, b),
                       .low = MIN (a, b),
                       .close = sign * klines->field[CDL_FIELD_CLOSE][i] };

  candle.body = candle.close - candle.open;
  candle.range = candle.high - candle.low;
  candle.upper = candle.high - MAX (candle.open, candle.close);
  candle.lower = MIN (candle.open, candle.close) - candle.low;

  return candle;
}

void
cdl_candle_fill (const CdlKlines *klines, gsize i, gsize n, CdlMatch *match)
{
  double high = klines->field[CDL_FIELD_HIGH][i];
  double low = klines->field[CDL_FIELD_LOW][i];

  match->first = i + 1 - n;
  for (gsize k = match->first; k < i; k++)
    {
      high = MAX (high, klines->field[CDL_FIELD_HIGH][k]);
      low = MIN (low, klines->field[CDL_FIELD_LOW][k]);
    }
  match->output[0] = high;
  match->output[1] = low;
  match->height = high - low;
}

gboolean
cdl_candle_either (CdlCandleTest test,
                   const CdlKlines *klines,
                   gsize i,
                   const double *args,
                   double side)
{
  return (side >= 0.0 && test (klines, i, args, 1.0))
         || (side <= 0.0 && test (klines, i, args, -1.0));
}

gsize
cdl_candle_lookback_0 (const double *args)
{
  return 0;
}

gsize
cdl_candle_lookback_1 (const double *args)
{
  return 1;
}

gsize
cdl_candle_lookback_2 (const double *args)
{
  return 2;
}

enum
{
  SHADOW = 1,
  NOSE = 2,
};

static gboolean
find_hammer (const CdlKlines *klines, gsize i, const double *args, double sign, CdlMatch *match)
{
  CdlCandle candle = cdl_candle (klines, i, sign);

  if (candle.range <= 0.0 || candle.lower < args[SHADOW] * fabs (candle.body)
      || 100.0 * candle.upper > args[NOSE] * candle.range)
    return FALSE;
  cdl_candle_fill (klines, i, 1, match);

  return TRUE;
}

static gboolean
hammer (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match)
{
  return find_hammer (klines, i, args, 1.0, match);
}

static gboolean
shooting_star (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match)
{
  return find_hammer (klines, i, args, -1.0, match);
}

static gboolean
doji (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match)
{
  CdlCandle candle = cdl_candle (klines, i, 1.0);

  if (candle.range <= 0.0 || 100.0 * fabs (candle.body) > args[1] * candle.range)
    return FALSE;
  cdl_candle_fill (klines, i, 1, match);

  return TRUE;
}

enum
{
  PIN_SIDE = 1,
  PIN_SHADOW,
  PIN_BODY,
};

static gboolean
is_pin (const CdlKlines *klines, gsize i, const double *args, double sign)
{
  CdlCandle candle = cdl_candle (klines, i, sign);

  return candle.range > 0.0 && 100.0 * candle.lower >= args[PIN_SHADOW] * candle.range
         && 100.0 * fabs (candle.body) <= args[PIN_BODY] * candle.range;
}

static gboolean
pin_bar (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match)
{
  if (!cdl_candle_either (is_pin, klines, i, args, args[PIN_SIDE]))
    return FALSE;
  cdl_candle_fill (klines, i, 1, match);

  return TRUE;
}

const CdlPattern cdl_hammer = {
  .name = "hammer",
  .group = "Candlesticks",
  .args = { CDL_PATTERN_ARG_MIN_GAP,
            { "shadow", 2, 0, 1000, FALSE, "least length of the lower shadow, in bodies" },
            { "nose", 10, 0, 100, FALSE, "most length of the upper shadow, % of the range" } },
  .n_args = 3,
  .outputs = { "high", "low" },
  .lookback = cdl_candle_lookback_0,
  .match = hammer,
  .doc = "A long shadow below a small body at the top: sellers were beaten back within the kline. "
         "Means something after a fall, which the condition of the setup should ask for.",
  .formula = "high > low; lower shadow min(open, close) - low >= shadow |close - open|; upper "
             "shadow high - max(open, close) <= nose % of high - low. The body's colour does not "
             "matter. height = high - low.",
};

const CdlPattern cdl_shooting_star = {
  .name = "shooting_star",
  .group = "Candlesticks",
  .args = { CDL_PATTERN_ARG_MIN_GAP,
            { "shadow", 2, 0, 1000, FALSE, "least length of the upper shadow, in bodies" },
            { "nose", 10, 0, 100, FALSE, "most length of the lower shadow, % of the range" } },
  .n_args = 3,
  .outputs = { "high", "low" },
  .lookback = cdl_candle_lookback_0,
  .match = shooting_star,
  .doc
  = "A long shadow above a small body at the bottom: buyers were beaten back within the kline. "
    "Means something after a rise, which the condition of the setup should ask for.",
  .formula = "high > low; upper shadow high - max(open, close) >= shadow |close - open|; lower "
             "shadow min(open, close) - low <= nose % of high - low. The body's colour does not "
             "matter. height = high - low.",
};

const CdlPattern cdl_doji = {
  .name = "doji",
  .group = "Candlesticks",
  .args = { CDL_PATTERN_ARG_MIN_GAP,
            { "body", 10, 0, 100, FALSE, "most length of the body, % of the range" } },
  .n_args = 2,
  .outputs = { "high", "low" },
  .lookback = cdl_candle_lookback_0,
  .match = doji,
  .doc = "Opens and closes at about the same price: neither side won the kline.",
  .formula = "high > low; |close - open| <= body % of high - low. height = high - low.",
};

const CdlPattern cdl_pin_bar = {
  .name = "pin_bar",
  .group = "Candlesticks",
  .args = { CDL_PATTERN_ARG_MIN_GAP,
            CDL_CANDLE_ARG_SIDE (1),
            { "shadow", 66, 0, 100, FALSE, "least length of the long shadow, % of the range" },
            { "body", 30, 0, 100, FALSE, "most length of the body, % of the range" } },
  .n_args = 4,
  .outputs = { "high", "low" },
  .lookback = cdl_candle_lookback_0,
  .match = pin_bar,
  .doc = "One shadow is most of the kline: the price probed a level and was thrown back.",
  .formula = "high > low; |close - open| <= body % of high - low; side 1: lower shadow "
             "min(open, close) - low >= shadow % of high - low; side -1: upper shadow "
             "high - max(open, close) >= shadow % of it; side 0: one of the two. "
             "height = high - low.",
};
