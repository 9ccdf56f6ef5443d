/* The lines of the Ichimoku cloud, each as it is drawn at the current kline. */

#include "cdl-functions-private.h"
#include "cdl-window-private.h"

#define GROUP "Trend"

/* Middle of the range of n klines, out[0 .. to - from). */
static void
middle (const CdlCall *call, gsize n, gsize from, gsize to, double *out)
{
  g_autofree double *low = g_new (double, to - from);

  cdl_window_highest (call->klines.field[CDL_FIELD_HIGH], n, from, to, out);
  cdl_window_lowest (call->klines.field[CDL_FIELD_LOW], n, from, to, low);
  for (gsize i = 0; i < to - from; i++)
    out[i] = cdl_clean ((out[i] + low[i]) / 2.0);
}

static gsize
lookback_line (const double *number, CdlInterval interval)
{
  return (gsize) number[0] - 1;
}

static gsize
lookback_span_a (const double *number, CdlInterval interval)
{
  return (gsize) MAX (number[0], number[1]) - 1 + (gsize) number[2] - 1;
}

static gsize
lookback_span_b (const double *number, CdlInterval interval)
{
  return (gsize) number[0] - 1 + (gsize) number[1] - 1;
}

static void
extend_line (CdlCall *call, gsize from, gsize to)
{
  middle (call, (gsize) call->number[0], from, to, call->out + from);
}

/* Shows `lines` middles, or their mean, as they were displacement - 1 klines ago: the cloud is
 * drawn that far ahead of what it is made of. */
static void
span (CdlCall *call, guint lines, gsize from, gsize to)
{
  gsize shift = (gsize) call->number[lines] - 1;
  gsize first = MAX (from, shift);
  g_autofree double *second = NULL;

  cdl_call_missing (call, from, MIN (first, to));
  if (first >= to)
    return;

  middle (call, (gsize) call->number[0], first - shift, to - shift, call->out + first);
  if (lines == 1)
    return;
  second = g_new (double, to - first);
  middle (call, (gsize) call->number[1], first - shift, to - shift, second);
  for (gsize i = first; i < to; i++)
    call->out[i] = cdl_clean ((call->out[i] + second[i - first]) / 2.0);
}

static void
extend_span_a (CdlCall *call, gsize from, gsize to)
{
  span (call, 2, from, to);
}

static void
extend_span_b (CdlCall *call, gsize from, gsize to)
{
  span (call, 1, from, to);
}

const CdlFunction cdl_fn_ichimoku_conversion = {
  .name = "ichimoku_conversion",
  .group = GROUP,
  .args = { CDL_LENGTH_OR ("n", 9.0) },
  .n_args = 1,
  .reads = CDL_READS_HIGH_LOW,
  .lookback = lookback_line,
  .extend = extend_line,
  .doc = "Ichimoku conversion line (tenkan-sen): the middle of the range of n klines.",
  .formula = "(highest(high, n) + lowest(low, n)) / 2",
  .source = "TradingView Ichimoku Cloud",
};

const CdlFunction cdl_fn_ichimoku_base = {
  .name = "ichimoku_base",
  .group = GROUP,
  .args = { CDL_LENGTH_OR ("n", 26.0) },
  .n_args = 1,
  .reads = CDL_READS_HIGH_LOW,
  .lookback = lookback_line,
  .extend = extend_line,
  .doc = "Ichimoku base line (kijun-sen): the middle of the range of n klines.",
  .formula = "(highest(high, n) + lowest(low, n)) / 2",
  .source = "TradingView Ichimoku Cloud",
};

const CdlFunction cdl_fn_ichimoku_span_a = {
  .name = "ichimoku_span_a",
  .group = GROUP,
  .args = { CDL_LENGTH_OR ("conversion", 9.0), CDL_LENGTH_OR ("base", 26.0),
            CDL_LENGTH_OR ("displacement", 26.0) },
  .n_args = 3,
  .reads = CDL_READS_HIGH_LOW,
  .lookback = lookback_span_a,
  .extend = extend_span_a,
  .doc = "Ichimoku leading span A, the edge of the cloud that a chart draws at the current kline: "
         "it was computed displacement - 1 klines ago. A displacement of 1 gives the newest one.",
  .formula = "((ichimoku_conversion(conversion) + ichimoku_base(base)) / 2)[displacement - 1]",
  .source = "TradingView Ichimoku Cloud",
};

const CdlFunction cdl_fn_ichimoku_span_b = {
  .name = "ichimoku_span_b",
  .group = GROUP,
  .args = { CDL_LENGTH_OR ("n", 52.0), CDL_LENGTH_OR ("displacement", 26.0) },
  .n_args = 2,
  .reads = CDL_READS_HIGH_LOW,
  .lookback = lookback_span_b,
  .extend = extend_span_b,
  .doc = "Ichimoku leading span B, the other edge of the cloud that a chart draws at the current "
         "kline: it was computed displacement - 1 klines ago.",
  .formula = "((highest(high, n) + lowest(low, n)) / 2)[displacement - 1]",
  .source = "TradingView Ichimoku Cloud",
};
