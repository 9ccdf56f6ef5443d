/* Where the price stands within its range of the last n klines. */

#include "cdl-functions-private.h"
#include "cdl-window-private.h"

#define GROUP "Momentum"

static gsize
lookback_stoch_k (const double *number, CdlInterval interval)
{
  return (gsize) number[0] - 1 + (gsize) number[1] - 1;
}

static gsize
lookback_stoch_d (const double *number, CdlInterval interval)
{
  return lookback_stoch_k (number, interval) + (gsize) number[2] - 1;
}

static gsize
lookback_first (const double *number, CdlInterval interval)
{
  return (gsize) number[0] - 1;
}

static gsize
lookback_cci (const double *number, CdlInterval interval)
{
  return (gsize) number[1] - 1;
}

/* The unsmoothed %K, out[0 .. to - from). */
static void
fast_k (const CdlCall *call, gsize from, gsize to, double *out)
{
  const double *close = call->klines.field[CDL_FIELD_CLOSE];
  gsize n = (gsize) call->number[0];
  g_autofree double *low = g_new (double, to - from);

  cdl_window_highest (call->klines.field[CDL_FIELD_HIGH], n, from, to, out);
  cdl_window_lowest (call->klines.field[CDL_FIELD_LOW], n, from, to, low);
  for (gsize i = 0; i < to - from; i++)
    {
      double unit = (out[i] - low[i]) / 100.0;
      double value = (close[from + i] - low[i]) / unit;

      out[i] = unit == 0.0 && !isnan (close[from + i]) ? 0.0 : cdl_clean (value);
    }
}

/* Mean of the last n of x, out[0 .. to - from). */
static void
mean (const double *x, double n, gsize from, gsize to, double *out)
{
  cdl_window_sum (x, (gsize) n, from, to, out);
  for (gsize i = 0; i < to - from; i++)
    out[i] = cdl_clean (out[i] / n);
}

static void
stoch_k (const CdlCall *call, gsize from, gsize to, double *out)
{
  gsize start = cdl_window_start (from, (gsize) call->number[1]);
  g_autofree double *fast = g_new (double, to - start);

  fast_k (call, start, to, fast);
  mean (fast, call->number[1], from - start, to - start, out);
}

static void
extend_stoch_k (CdlCall *call, gsize from, gsize to)
{
  stoch_k (call, from, to, call->out + from);
}

static void
extend_stoch_d (CdlCall *call, gsize from, gsize to)
{
  gsize start = cdl_window_start (from, (gsize) call->number[2]);
  g_autofree double *k = g_new (double, to - start);

  stoch_k (call, start, to, k);
  mean (k, call->number[2], from - start, to - start, call->out + from);
}

static void
extend_williams_r (CdlCall *call, gsize from, gsize to)
{
  const double *close = call->klines.field[CDL_FIELD_CLOSE];
  gsize n = (gsize) call->number[0];
  g_autofree double *low = g_new (double, to - from);

  cdl_window_highest (call->klines.field[CDL_FIELD_HIGH], n, from, to, call->out + from);
  cdl_window_lowest (call->klines.field[CDL_FIELD_LOW], n, from, to, low);
  for (gsize i = from; i < to; i++)
    {
      double high = call->out[i], unit = (high - low[i - from]) / -100.0;

      call->out[i] = unit == 0.0 && !isnan (close[i]) ? 0.0 : cdl_clean ((high - close[i]) / unit);
    }
}

static void
extend_cci (CdlCall *call, gsize from, gsize to)
{
  const double *x = call->series[0];
  double n = call->number[1];
  gsize length = (gsize) call->number[1];
  g_autofree double *average = g_new (double, to - from), *distance = g_new (double, to - from);
  g_autofree double *high = g_new (double, to - from), *low = g_new (double, to - from);

  mean (x, n, from, to, average);
  cdl_window_distances (x, average, length, from, to, distance);
  cdl_window_highest (x, length, from, to, high);
  cdl_window_lowest (x, length, from, to, low);
  for (gsize k = 0; k < to - from; k++)
    if (high[k] == low[k])
      call->out[from + k] = 0.0;
    else
      call->out[from + k] = cdl_clean ((x[from + k] - average[k]) / (0.015 * (distance[k] / n)));
}

static void
aroon (CdlCall *call, gsize from, gsize to)
{
  double n = call->number[0], unit = 100.0 / n;

  for (gsize i = from; i < to; i++)
    call->out[i] = cdl_clean (unit * (n - call->out[i]));
}

static void
extend_aroon_up (CdlCall *call, gsize from, gsize to)
{
  cdl_window_highest_age (call->klines.field[CDL_FIELD_HIGH], (gsize) call->number[0] + 1, from, to,
                          call->out + from);
  aroon (call, from, to);
}

static void
extend_aroon_down (CdlCall *call, gsize from, gsize to)
{
  cdl_window_lowest_age (call->klines.field[CDL_FIELD_LOW], (gsize) call->number[0] + 1, from, to,
                         call->out + from);
  aroon (call, from, to);
}

static gsize
lookback_aroon (const double *number, CdlInterval interval)
{
  return (gsize) number[0];
}

const CdlFunction cdl_fn_stoch_k = {
  .name = "stoch_k",
  .group = GROUP,
  .args = { CDL_LENGTH_OR ("n", 14.0), CDL_LENGTH_OR ("smooth", 1.0) },
  .n_args = 2,
  .reads = CDL_READS_RANGE,
  .lookback = lookback_stoch_k,
  .extend = extend_stoch_k,
  .doc = "Stochastic %K: where the close stands between the lowest low (0) and the highest high "
         "(100) of n klines, smoothed.",
  .formula = "sma(f, smooth), where f = (close - l) / ((h - l) / 100), but 0 where h = l, h = "
             "highest(high, n), l = lowest(low, n)",
  .source = "TA-Lib STOCH",
};

const CdlFunction cdl_fn_stoch_d = {
  .name = "stoch_d",
  .group = GROUP,
  .args = { CDL_LENGTH_OR ("n", 14.0), CDL_LENGTH_OR ("smooth", 1.0), CDL_LENGTH_OR ("d", 3.0) },
  .n_args = 3,
  .reads = CDL_READS_RANGE,
  .lookback = lookback_stoch_d,
  .extend = extend_stoch_d,
  .doc = "Stochastic %D: the average of the last d values of %K.",
  .formula = "sma(stoch_k(n, smooth), d)",
  .source = "TA-Lib STOCH",
};

const CdlFunction cdl_fn_williams_r = {
  .name = "williams_r",
  .group = GROUP,
  .args = { CDL_LENGTH_OR ("n", 14.0) },
  .n_args = 1,
  .reads = CDL_READS_RANGE,
  .lookback = lookback_first,
  .extend = extend_williams_r,
  .doc = "Williams %R: how far the close is below the highest high of n klines, from 0 down to "
         "-100 at the lowest low.",
  .formula = "(h - close) / ((h - l) / -100), but 0 where h = l, with h = highest(high, n), l = "
             "lowest(low, n)",
  .source = "TA-Lib WILLR",
};

const CdlFunction cdl_fn_cci = {
  .name = "cci",
  .group = GROUP,
  .args = { CDL_SERIES ("x"), CDL_LENGTH ("n") },
  .n_args = 2,
  .lookback = lookback_cci,
  .extend = extend_cci,
  .doc = "Commodity channel index, usually of hlc3: how many usual distances the value is off its "
         "average.",
  .formula = "(x - m) / (0.015 * (d / n)), but 0 where the n values are equal, with m = sma(x, n), "
             "d = (|x[n-1] - m| + |x[n-2] - m|) + .. + |x[0] - m|",
  .source = "TA-Lib CCI (series: TradingView ta.cci)",
};

const CdlFunction cdl_fn_aroon_up = {
  .name = "aroon_up",
  .group = "Trend",
  .args = { CDL_LENGTH_OR ("n", 14.0) },
  .n_args = 1,
  .reads = 1u << CDL_FIELD_HIGH,
  .lookback = lookback_aroon,
  .extend = extend_aroon_up,
  .doc = "Aroon up: how lately the highest high of n + 1 klines was, 100 now and 0 n klines back. "
         "Of equal highs the latest counts.",
  .formula = "(100 / n) * (n - k), where k = -highestbars(high, n + 1)",
  .source = "TA-Lib AROON",
};

const CdlFunction cdl_fn_aroon_down = {
  .name = "aroon_down",
  .group = "Trend",
  .args = { CDL_LENGTH_OR ("n", 14.0) },
  .n_args = 1,
  .reads = 1u << CDL_FIELD_LOW,
  .lookback = lookback_aroon,
  .extend = extend_aroon_down,
  .doc = "Aroon down: how lately the lowest low of n + 1 klines was, 100 now and 0 n klines back. "
         "Of equal lows the latest counts.",
  .formula = "(100 / n) * (n - k), where k = -lowestbars(low, n + 1)",
  .source = "TA-Lib AROON",
};
