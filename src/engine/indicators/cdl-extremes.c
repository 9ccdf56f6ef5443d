/* The highest and lowest of the last n values. */

#include "cdl-functions-private.h"
#include "cdl-window-private.h"

static gsize
lookback (const double *number, CdlInterval interval)
{
  return (gsize) number[1] - 1;
}

static gsize
lookback_channel (const double *number, CdlInterval interval)
{
  return (gsize) number[0] - 1;
}

static void
extend_highest (CdlCall *call, gsize from, gsize to)
{
  cdl_window_highest (call->series[0], (gsize) call->number[1], from, to, call->out + from);
}

static void
extend_lowest (CdlCall *call, gsize from, gsize to)
{
  cdl_window_lowest (call->series[0], (gsize) call->number[1], from, to, call->out + from);
}

/* Ages become the offsets that Pine counts backwards. */
static void
negate (double *out, gsize n)
{
  for (gsize i = 0; i < n; i++)
    out[i] = cdl_clean (0.0 - out[i]);
}

static void
extend_highestbars (CdlCall *call, gsize from, gsize to)
{
  cdl_window_highest_age (call->series[0], (gsize) call->number[1], from, to, call->out + from);
  negate (call->out + from, to - from);
}

static void
extend_lowestbars (CdlCall *call, gsize from, gsize to)
{
  cdl_window_lowest_age (call->series[0], (gsize) call->number[1], from, to, call->out + from);
  negate (call->out + from, to - from);
}

static void
extend_donchian_upper (CdlCall *call, gsize from, gsize to)
{
  cdl_window_highest (call->klines.field[CDL_FIELD_HIGH], (gsize) call->number[0], from, to,
                      call->out + from);
}

static void
extend_donchian_lower (CdlCall *call, gsize from, gsize to)
{
  cdl_window_lowest (call->klines.field[CDL_FIELD_LOW], (gsize) call->number[0], from, to,
                     call->out + from);
}

const CdlFunction cdl_fn_highest = {
  .name = "highest",
  .group = "Windows",
  .args = { CDL_SERIES ("x"), CDL_LENGTH ("n") },
  .n_args = 2,
  .lookback = lookback,
  .extend = extend_highest,
  .doc = "Highest of the last n values, the current one included.",
  .formula = "the greatest of x[n-1] .. x[0]",
  .source = "TA-Lib MAX",
};

const CdlFunction cdl_fn_lowest = {
  .name = "lowest",
  .group = "Windows",
  .args = { CDL_SERIES ("x"), CDL_LENGTH ("n") },
  .n_args = 2,
  .lookback = lookback,
  .extend = extend_lowest,
  .doc = "Lowest of the last n values, the current one included.",
  .formula = "the least of x[n-1] .. x[0]",
  .source = "TA-Lib MIN",
};

const CdlFunction cdl_fn_highestbars = {
  .name = "highestbars",
  .group = "Windows",
  .args = { CDL_SERIES ("x"), CDL_LENGTH ("n") },
  .n_args = 2,
  .lookback = lookback,
  .extend = extend_highestbars,
  .doc = "How far back the highest of the last n values is: 0 at the current kline, -1 at the one "
         "before, and so on. Of equal values the latest counts.",
  .formula = "-k, where k is the least number with x[k] = highest(x, n)",
  .source = "TradingView ta.highestbars",
};

const CdlFunction cdl_fn_lowestbars = {
  .name = "lowestbars",
  .group = "Windows",
  .args = { CDL_SERIES ("x"), CDL_LENGTH ("n") },
  .n_args = 2,
  .lookback = lookback,
  .extend = extend_lowestbars,
  .doc = "How far back the lowest of the last n values is: 0 at the current kline, -1 at the one "
         "before, and so on. Of equal values the latest counts.",
  .formula = "-k, where k is the least number with x[k] = lowest(x, n)",
  .source = "TradingView ta.lowestbars",
};

const CdlFunction cdl_fn_donchian_upper = {
  .name = "donchian_upper",
  .group = "Bands",
  .args = { CDL_LENGTH_OR ("n", 20.0) },
  .n_args = 1,
  .reads = 1u << CDL_FIELD_HIGH,
  .lookback = lookback_channel,
  .extend = extend_donchian_upper,
  .doc = "Upper Donchian channel: the highest high of n klines, the current one included.",
  .formula = "highest(high, n)",
  .source = "TradingView Donchian Channels",
};

const CdlFunction cdl_fn_donchian_lower = {
  .name = "donchian_lower",
  .group = "Bands",
  .args = { CDL_LENGTH_OR ("n", 20.0) },
  .n_args = 1,
  .reads = 1u << CDL_FIELD_LOW,
  .lookback = lookback_channel,
  .extend = extend_donchian_lower,
  .doc = "Lower Donchian channel: the lowest low of n klines, the current one included.",
  .formula = "lowest(low, n)",
  .source = "TradingView Donchian Channels",
};
