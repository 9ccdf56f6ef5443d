/* How widely the last n values spread, and bands made of it. */

#include "cdl-functions-private.h"
#include "cdl-window-private.h"

typedef enum
{
  VARIANCE,
  STDEV,
  UPPER,
  LOWER,
  WIDTH,
} Kind;

static gsize
lookback (const double *number, CdlInterval interval)
{
  return (gsize) number[1] - 1;
}

static void
extend (CdlCall *call, gsize from, gsize to, Kind kind)
{
  gsize length = (gsize) call->number[1];
  double n = call->number[1], k = call->number[2];
  g_autofree double *mean = g_new (double, to - from);
  double *out = call->out + from;

  cdl_window_sum (call->series[0], length, from, to, mean);
  for (gsize i = 0; i < to - from; i++)
    mean[i] = cdl_clean (mean[i] / n);
  cdl_window_squares (call->series[0], mean, length, from, to, out);

  for (gsize i = 0; i < to - from; i++)
    {
      double variance = out[i] / n, band = k * sqrt (variance);
      double value = 0.0;

      switch (kind)
        {
        case VARIANCE:
          value = variance;
          break;
        case STDEV:
          value = sqrt (variance);
          break;
        case UPPER:
          value = mean[i] + band;
          break;
        case LOWER:
          value = mean[i] - band;
          break;
        case WIDTH:
          value = ((mean[i] + band) - (mean[i] - band)) / mean[i] * 100.0;
          break;
        default:
          g_assert_not_reached ();
        }
      out[i] = cdl_clean (value);
    }
}

static void
extend_variance (CdlCall *call, gsize from, gsize to)
{
  extend (call, from, to, VARIANCE);
}

static void
extend_stdev (CdlCall *call, gsize from, gsize to)
{
  extend (call, from, to, STDEV);
}

static void
extend_upper (CdlCall *call, gsize from, gsize to)
{
  extend (call, from, to, UPPER);
}

static void
extend_middle (CdlCall *call, gsize from, gsize to)
{
  cdl_window_sum (call->series[0], (gsize) call->number[1], from, to, call->out + from);
  for (gsize i = from; i < to; i++)
    call->out[i] = cdl_clean (call->out[i] / call->number[1]);
}

static void
extend_lower (CdlCall *call, gsize from, gsize to)
{
  extend (call, from, to, LOWER);
}

static void
extend_width (CdlCall *call, gsize from, gsize to)
{
  extend (call, from, to, WIDTH);
}

const CdlFunction cdl_fn_stdev = {
  .name = "stdev",
  .group = "Volatility",
  .args = { CDL_SERIES ("x"), CDL_LENGTH ("n") },
  .n_args = 2,
  .lookback = lookback,
  .extend = extend_stdev,
  .doc = "Standard deviation of the last n values, as of a whole population.",
  .formula = "sqrt(variance(x, n))",
  .source = "TA-Lib STDDEV",
};

const CdlFunction cdl_fn_variance = {
  .name = "variance",
  .group = "Volatility",
  .args = { CDL_SERIES ("x"), CDL_LENGTH ("n") },
  .n_args = 2,
  .lookback = lookback,
  .extend = extend_variance,
  .doc = "Variance of the last n values, as of a whole population.",
  .formula = "(((x[n-1] - m) * (x[n-1] - m) + (x[n-2] - m) * (x[n-2] - m)) + ..) / n, where "
             "m = sma(x, n)",
  .source = "TA-Lib VAR",
};

#define BAND_ARGS                                                                                  \
  {                                                                                                \
    CDL_SERIES ("x"), CDL_LENGTH ("n"), CDL_FACTOR ("k")                                           \
  }

const CdlFunction cdl_fn_bb_upper = {
  .name = "bb_upper",
  .group = "Bands",
  .args = BAND_ARGS,
  .n_args = 3,
  .lookback = lookback,
  .extend = extend_upper,
  .doc = "Upper Bollinger band: k standard deviations above the average of n values.",
  .formula = "sma(x, n) + k * stdev(x, n)",
  .source = "TA-Lib BBANDS",
};

const CdlFunction cdl_fn_bb_middle = {
  .name = "bb_middle",
  .group = "Bands",
  .args = BAND_ARGS,
  .n_args = 3,
  .lookback = lookback,
  .extend = extend_middle,
  .doc = "Middle of the Bollinger bands: the average of n values, whatever k.",
  .formula = "sma(x, n)",
  .source = "TA-Lib BBANDS",
};

const CdlFunction cdl_fn_bb_lower = {
  .name = "bb_lower",
  .group = "Bands",
  .args = BAND_ARGS,
  .n_args = 3,
  .lookback = lookback,
  .extend = extend_lower,
  .doc = "Lower Bollinger band: k standard deviations below the average of n values.",
  .formula = "sma(x, n) - k * stdev(x, n)",
  .source = "TA-Lib BBANDS",
};

const CdlFunction cdl_fn_bb_width = {
  .name = "bb_width",
  .group = "Bands",
  .args = BAND_ARGS,
  .n_args = 3,
  .lookback = lookback,
  .extend = extend_width,
  .doc = "Distance between the Bollinger bands in % of the middle.",
  .formula = "((m + d) - (m - d)) / m * 100, where m = sma(x, n), d = k * stdev(x, n)",
  .source = "TradingView ta.bbw",
};
