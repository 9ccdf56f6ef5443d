/* Averages of a finite window. */

#include "cdl-functions-private.h"
#include "cdl-window-private.h"

#define GROUP "Averages"

static gsize
lookback_window (const double *number, CdlInterval interval)
{
  return (gsize) number[1] - 1;
}

static void
extend_sum (CdlCall *call, gsize from, gsize to)
{
  cdl_window_sum (call->series[0], (gsize) call->number[1], from, to, call->out + from);
}

static void
extend_sma (CdlCall *call, gsize from, gsize to)
{
  extend_sum (call, from, to);
  for (gsize i = from; i < to; i++)
    call->out[i] = cdl_clean (call->out[i] / call->number[1]);
}

/* WMA of x, out[0 .. to - from). */
static void
wma (const double *x, gsize n, gsize from, gsize to, double *out)
{
  double weights = (double) n * ((double) n + 1.0) / 2.0;

  cdl_window_weighted (x, n, 1.0, 1.0, from, to, out);
  for (gsize i = 0; i < to - from; i++)
    out[i] = cdl_clean (out[i] / weights);
}

static void
extend_wma (CdlCall *call, gsize from, gsize to)
{
  wma (call->series[0], (gsize) call->number[1], from, to, call->out + from);
}

static gsize
hma_smoothing (double n)
{
  return (gsize) floor (sqrt (n));
}

static gsize
lookback_hma (const double *number, CdlInterval interval)
{
  return (gsize) number[1] - 1 + hma_smoothing (number[1]) - 1;
}

static void
extend_hma (CdlCall *call, gsize from, gsize to)
{
  gsize n = (gsize) call->number[1], last = hma_smoothing (call->number[1]);
  gsize start = cdl_window_start (from, last);
  g_autofree double *half = g_new (double, to - start), *whole = g_new (double, to - start);

  wma (call->series[0], MAX (n / 2, 1), start, to, half);
  wma (call->series[0], n, start, to, whole);
  for (gsize i = 0; i < to - start; i++)
    half[i] = 2.0 * half[i] - whole[i];
  wma (half, last, from - start, to - start, call->out + from);
}

static void
extend_vwma (CdlCall *call, gsize from, gsize to)
{
  const double *x = call->series[0], *volume = call->klines.field[CDL_FIELD_VOLUME];
  gsize n = (gsize) call->number[1], start = cdl_window_start (from, n);
  g_autofree double *weighted = NULL, *weight = NULL;

  if (volume == NULL)
    {
      cdl_call_missing (call, from, to);
      return;
    }

  weighted = g_new (double, to - start);
  weight = g_new (double, to - from);
  for (gsize i = start; i < to; i++)
    weighted[i - start] = x[i] * volume[i];
  cdl_window_sum (weighted, n, from - start, to - start, call->out + from);
  cdl_window_sum (volume, n, from, to, weight);
  for (gsize i = from; i < to; i++)
    call->out[i] = cdl_clean (call->out[i] / weight[i - from]);
}

/* TA-Lib's LINEARREG: klines are numbered backwards, 0 being the current one, and the line is
 * y = b + m * (n - 1 - number). */
static void
extend_linreg (CdlCall *call, gsize from, gsize to)
{
  const double *x = call->series[0];
  double n = call->number[1], offset = call->number[2];
  double sum_x = n * (n - 1.0) * 0.5, sum_xx = n * (n - 1.0) * (2.0 * n - 1.0) / 6.0;
  double divisor = sum_x * sum_x - n * sum_xx;
  g_autofree double *sum_xy = g_new (double, to - from);

  cdl_window_sum (x, (gsize) n, from, to, call->out + from);
  cdl_window_weighted (x, (gsize) n, n - 1.0, -1.0, from, to, sum_xy);
  for (gsize i = from; i < to; i++)
    {
      double sum_y = call->out[i];
      double m = (n * sum_xy[i - from] - sum_x * sum_y) / divisor;
      double b = (sum_y - m * sum_x) / n;

      call->out[i] = cdl_clean (b + m * (n - 1.0 - offset));
    }
}

const CdlFunction cdl_fn_sma = {
  .name = "sma",
  .group = GROUP,
  .args = { CDL_SERIES ("x"), CDL_LENGTH ("n") },
  .n_args = 2,
  .lookback = lookback_window,
  .extend = extend_sma,
  .doc = "Simple moving average: the mean of the last n values.",
  .formula = "(((x[n-1] + x[n-2]) + ..) + x[0]) / n",
  .source = "TA-Lib SMA",
};

const CdlFunction cdl_fn_sum = {
  .name = "sum",
  .group = "Windows",
  .args = { CDL_SERIES ("x"), CDL_LENGTH ("n") },
  .n_args = 2,
  .lookback = lookback_window,
  .extend = extend_sum,
  .doc = "Sum of the last n values.",
  .formula = "((x[n-1] + x[n-2]) + ..) + x[0]",
  .source = "TA-Lib SUM",
};

const CdlFunction cdl_fn_wma = {
  .name = "wma",
  .group = GROUP,
  .args = { CDL_SERIES ("x"), CDL_LENGTH ("n") },
  .n_args = 2,
  .lookback = lookback_window,
  .extend = extend_wma,
  .doc
  = "Weighted moving average: the latest of n values weighs n, the one before n - 1, and so on.",
  .formula = "(((1 * x[n-1] + 2 * x[n-2]) + ..) + n * x[0]) / (n * (n + 1) / 2)",
  .source = "TA-Lib WMA",
};

const CdlFunction cdl_fn_hma = {
  .name = "hma",
  .group = GROUP,
  .args = { CDL_SERIES ("x"), CDL_LENGTH ("n") },
  .n_args = 2,
  .lookback = lookback_hma,
  .extend = extend_hma,
  .doc = "Hull moving average: smooth, with little lag.",
  .formula = "wma(2 * wma(x, max(floor(n / 2), 1)) - wma(x, n), floor(sqrt(n)))",
  .source = "TradingView ta.hma",
};

const CdlFunction cdl_fn_vwma = {
  .name = "vwma",
  .group = GROUP,
  .args = { CDL_SERIES ("x"), CDL_LENGTH ("n") },
  .n_args = 2,
  .reads = 1u << CDL_FIELD_VOLUME,
  .lookback = lookback_window,
  .extend = extend_vwma,
  .doc = "Volume-weighted moving average of the last n values; without any volume there is none.",
  .formula = "sum(x * volume, n) / sum(volume, n)",
  .source = "TradingView ta.vwma",
};

const CdlFunction cdl_fn_linreg = {
  .name = "linreg",
  .group = GROUP,
  .args = { CDL_SERIES ("x"), CDL_LENGTH ("n"), CDL_COUNT_OR ("offset", 0.0) },
  .n_args = 3,
  .lookback = lookback_window,
  .extend = extend_linreg,
  .doc = "Value of the straight line that fits the last n values best (least squares), at the "
         "current kline or offset klines before it. Needs n >= 2: one value gives no line.",
  .formula = "b + m * (n - 1 - offset), where sx = n * (n - 1) * 0.5, sxx = n * (n - 1) * "
             "(2 * n - 1) / 6, sy = sum(x, n), sxy = (((n-1) * x[n-1] + (n-2) * x[n-2]) + ..) + "
             "0 * x[0], m = (n * sxy - sx * sy) / (sx * sx - n * sxx), b = (sy - m * sx) / n",
  .source = "TA-Lib LINEARREG (offset: TradingView ta.linreg)",
};
