/* Figures of two and three candlesticks. */

#include <math.h>

#include "cdl-candle-private.h"

#define SIDE 1

enum
{
  ENGULFING_RATIO = SIDE + 1,
};

static gboolean
is_engulfing (const CdlKlines *klines, gsize i, const double *args, double sign)
{
  CdlCandle before = cdl_candle (klines, i - 1, sign);
  CdlCandle now = cdl_candle (klines, i, sign);

  return before.body < 0.0 && now.open <= before.close && now.close >= before.open
         && now.body > args[ENGULFING_RATIO] * -before.body;
}

static gboolean
engulfing (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match)
{
  if (i < 1 || !cdl_candle_either (is_engulfing, klines, i, args, args[SIDE]))
    return FALSE;
  cdl_candle_fill (klines, i, 2, match);

  return TRUE;
}

/* Bars that lie inside the one before, or around it. side asks for the colour of the last one. */
static gboolean
has_side (const CdlKlines *klines, gsize i, double side)
{
  return side == 0.0 || (side > 0.0 ? 1.0 : -1.0) * cdl_candle (klines, i, 1.0).body > 0.0;
}

static gboolean
inside_bar (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match)
{
  const double *high = klines->field[CDL_FIELD_HIGH];
  const double *low = klines->field[CDL_FIELD_LOW];

  if (i < 1 || high[i] >= high[i - 1] || low[i] <= low[i - 1] || !has_side (klines, i, args[SIDE]))
    return FALSE;
  cdl_candle_fill (klines, i, 2, match);

  return TRUE;
}

static gboolean
outside_bar (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match)
{
  const double *high = klines->field[CDL_FIELD_HIGH];
  const double *low = klines->field[CDL_FIELD_LOW];

  if (i < 1 || high[i] <= high[i - 1] || low[i] >= low[i - 1] || !has_side (klines, i, args[SIDE]))
    return FALSE;
  cdl_candle_fill (klines, i, 2, match);

  return TRUE;
}

enum
{
  STAR_BODY = 1,
  STAR_STAR,
  STAR_BACK,
};

static gboolean
find_star (const CdlKlines *klines, gsize i, const double *args, double sign, CdlMatch *match)
{
  CdlCandle fall, star, rise;
  double body;

  if (i < 2)
    return FALSE;
  fall = cdl_candle (klines, i - 2, sign);
  star = cdl_candle (klines, i - 1, sign);
  rise = cdl_candle (klines, i, sign);
  body = -fall.body;
  if (body <= 0.0 || 100.0 * body < args[STAR_BODY] * fall.range
      || 100.0 * fabs (star.body) > args[STAR_STAR] * body || rise.body <= 0.0
      || 100.0 * (rise.close - fall.close) < args[STAR_BACK] * body)
    return FALSE;
  cdl_candle_fill (klines, i, 3, match);

  return TRUE;
}

static gboolean
morning_star (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match)
{
  return find_star (klines, i, args, 1.0, match);
}

static gboolean
evening_star (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match)
{
  return find_star (klines, i, args, -1.0, match);
}

enum
{
  SOLDIERS_BODY = 1,
  SOLDIERS_SHADOW,
};

static gboolean
find_soldiers (const CdlKlines *klines, gsize i, const double *args, double sign, CdlMatch *match)
{
  if (i < 2)
    return FALSE;

  for (gsize k = i - 2; k <= i; k++)
    {
      CdlCandle now = cdl_candle (klines, k, sign);

      if (now.body <= 0.0 || 100.0 * now.body < args[SOLDIERS_BODY] * now.range
          || 100.0 * now.upper > args[SOLDIERS_SHADOW] * now.range)
        return FALSE;
      if (k > i - 2)
        {
          CdlCandle before = cdl_candle (klines, k - 1, sign);

          if (now.open < before.open || now.open > before.close || now.close <= before.close)
            return FALSE;
        }
    }
  cdl_candle_fill (klines, i, 3, match);

  return TRUE;
}

static gboolean
three_white_soldiers (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match)
{
  return find_soldiers (klines, i, args, 1.0, match);
}

static gboolean
three_black_crows (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match)
{
  return find_soldiers (klines, i, args, -1.0, match);
}

const CdlPattern cdl_engulfing = {
  .name = "engulfing",
  .group = "Candlesticks",
  .args
  = { CDL_PATTERN_ARG_MIN_GAP,
      CDL_CANDLE_ARG_SIDE (1),
      { "ratio", 1, 0, 100, FALSE, "body must be longer than this many times the one before" } },
  .n_args = 3,
  .outputs = { "high", "low" },
  .lookback = cdl_candle_lookback_1,
  .match = engulfing,
  .doc = "A body that swallows the opposite body before it: the other side took over.",
  .formula = "side 1: close[1] < open[1], open <= close[1], close >= open[1] and close - open > "
             "ratio (open[1] - close[1]); side -1 mirrors; side 0: one of the two. high, low = "
             "highest and lowest price of the two klines; height = high - low.",
};

const CdlPattern cdl_inside_bar = {
  .name = "inside_bar",
  .group = "Candlesticks",
  .args = { CDL_PATTERN_ARG_MIN_GAP, CDL_CANDLE_ARG_SIDE (0) },
  .n_args = 2,
  .outputs = { "high", "low" },
  .lookback = cdl_candle_lookback_1,
  .match = inside_bar,
  .doc = "A kline wholly inside the one before: a pause whose break, of the earlier kline's high "
         "or low, is traded.",
  .formula
  = "high < high[1] and low > low[1]; side 1: and close > open, side -1: and close < open. "
    "high, low = those of the earlier kline; height = high - low.",
};

const CdlPattern cdl_outside_bar = {
  .name = "outside_bar",
  .group = "Candlesticks",
  .args = { CDL_PATTERN_ARG_MIN_GAP, CDL_CANDLE_ARG_SIDE (0) },
  .n_args = 2,
  .outputs = { "high", "low" },
  .lookback = cdl_candle_lookback_1,
  .match = outside_bar,
  .doc = "A kline that goes beyond both ends of the one before: both sides were run over, and the "
         "close tells who kept the ground.",
  .formula
  = "high > high[1] and low < low[1]; side 1: and close > open, side -1: and close < open. "
    "height = high - low.",
};

#define STAR_ARGS                                                                                  \
  CDL_PATTERN_ARG_MIN_GAP,                                                                         \
      { "body", 50, 0, 100, FALSE, "least first body, % of its kline's range" },                   \
      { "star", 30, 0, 100, FALSE, "most body of the star, % of the first body" },                 \
  {                                                                                                \
    "back", 50, 0, 100, FALSE, "how much of the first body the third close takes back, %"          \
  }

const CdlPattern cdl_morning_star = {
  .name = "morning_star",
  .group = "Candlesticks",
  .args = { STAR_ARGS },
  .n_args = 4,
  .outputs = { "high", "low" },
  .lookback = cdl_candle_lookback_2,
  .match = morning_star,
  .doc = "A strong fall, a pause, a strong rise: the turn in three klines. No gaps are asked for: "
         "coins trade around the clock.",
  .formula = "b = open[2] - close[2] > 0 and >= body % of high[2] - low[2]; |close[1] - open[1]| "
             "<= star % of b; close > open and close - close[2] >= back % of b. high, low = "
             "highest and lowest price of the three klines; height = high - low.",
};

const CdlPattern cdl_evening_star = {
  .name = "evening_star",
  .group = "Candlesticks",
  .args = { STAR_ARGS },
  .n_args = 4,
  .outputs = { "high", "low" },
  .lookback = cdl_candle_lookback_2,
  .match = evening_star,
  .doc = "A strong rise, a pause, a strong fall: the turn in three klines. No gaps are asked for: "
         "coins trade around the clock.",
  .formula = "b = close[2] - open[2] > 0 and >= body % of high[2] - low[2]; |close[1] - open[1]| "
             "<= star % of b; close < open and close[2] - close >= back % of b. high, low = "
             "highest and lowest price of the three klines; height = high - low.",
};

const CdlPattern cdl_three_white_soldiers = {
  .name = "three_white_soldiers",
  .group = "Candlesticks",
  .args = { CDL_PATTERN_ARG_MIN_GAP,
            { "body", 50, 0, 100, FALSE, "least length of each body, % of the range" },
            { "shadow", 25, 0, 100, FALSE, "most length of each upper shadow, % of the range" } },
  .n_args = 3,
  .outputs = { "high", "low" },
  .lookback = cdl_candle_lookback_2,
  .match = three_white_soldiers,
  .doc = "Three strong rises in a row, each closing near its high: buyers are in charge.",
  .formula = "Each of the three klines: close > open, close - open >= body % of high - low, "
             "high - close <= shadow % of high - low. Each of the last two: opens within the body "
             "before, ends included, and closes above the close before. high, low = highest and "
             "lowest price of the three klines; height = high - low.",
};

const CdlPattern cdl_three_black_crows = {
  .name = "three_black_crows",
  .group = "Candlesticks",
  .args = { CDL_PATTERN_ARG_MIN_GAP,
            { "body", 50, 0, 100, FALSE, "least length of each body, % of the range" },
            { "shadow", 25, 0, 100, FALSE, "most length of each lower shadow, % of the range" } },
  .n_args = 3,
  .outputs = { "high", "low" },
  .lookback = cdl_candle_lookback_2,
  .match = three_black_crows,
  .doc = "Three strong falls in a row, each closing near its low: sellers are in charge.",
  .formula = "Each of the three klines: close < open, open - close >= body % of high - low, "
             "close - low <= shadow % of high - low. Each of the last two: opens within the body "
             "before, ends included, and closes below the close before. high, low = highest and "
             "lowest price of the three klines; height = high - low.",
};
