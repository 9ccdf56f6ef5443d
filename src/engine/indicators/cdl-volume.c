/* Functions that weigh prices by what was traded. */

#include "cdl-functions-private.h"
#include "cdl-time.h"
#include "cdl-window-private.h"

#define GROUP        "Volume"
#define READS_VOLUME (1u << CDL_FIELD_VOLUME)

static gsize
lookback_mfi (const double *number, CdlInterval interval)
{
  return (gsize) number[1];
}

/* Money that flowed at kline i: up > 0 for rising values of x, < 0 for falling ones. */
static double
flow (const double *x, const double *volume, gsize i, double side)
{
  double step = i > 0 ? x[i] - x[i - 1] : CDL_NAN, money = x[i] * volume[i];

  if (isnan (step) || isnan (money))
    return CDL_NAN;

  return step * side > 0.0 ? money : 0.0;
}

static void
extend_mfi (CdlCall *call, gsize from, gsize to)
{
  const double *x = call->series[0], *volume = call->klines.field[CDL_FIELD_VOLUME];
  gsize n = (gsize) call->number[1], start = cdl_window_start (from, n);
  g_autofree double *flows = NULL, *falls = NULL;

  if (volume == NULL)
    {
      cdl_call_missing (call, from, to);
      return;
    }

  flows = g_new (double, to - start);
  falls = g_new (double, to - from);
  for (gsize i = start; i < to; i++)
    flows[i - start] = flow (x, volume, i, -1.0);
  cdl_window_sum (flows, n, from - start, to - start, falls);
  for (gsize i = start; i < to; i++)
    flows[i - start] = flow (x, volume, i, 1.0);
  cdl_window_sum (flows, n, from - start, to - start, call->out + from);
  for (gsize i = from; i < to; i++)
    {
      double rise = call->out[i], both = rise + falls[i - from];

      call->out[i] = both == 0.0 ? 0.0 : cdl_clean (100.0 * (rise / both));
    }
}

typedef struct
{
  double value;
  gboolean started;
} Obv;

static gsize
state_size_obv (const double *number)
{
  return sizeof (Obv);
}

static void
extend_obv (CdlCall *call, gsize from, gsize to)
{
  const double *close = call->klines.field[CDL_FIELD_CLOSE];
  const double *volume = call->klines.field[CDL_FIELD_VOLUME];
  Obv *state = call->state;

  if (volume == NULL)
    {
      cdl_call_missing (call, from, to);
      return;
    }

  for (gsize i = from; i < to; i++)
    {
      if (!isfinite (close[i]) || !isfinite (volume[i]))
        {
          state->started = FALSE;
          call->out[i] = CDL_NAN;
          continue;
        }
      if (!state->started)
        state->value = volume[i];
      else if (close[i] > close[i - 1])
        state->value += volume[i];
      else if (close[i] < close[i - 1])
        state->value -= volume[i];
      state->started = TRUE;
      call->out[i] = state->value;
    }
}

static gsize
lookback_vwap (const double *number, CdlInterval interval)
{
  return (gsize) MAX (cdl_interval_ms (CDL_INTERVAL_1D) / cdl_interval_ms (interval), 1);
}

static gint64
day (const CdlKlines *klines, gsize i)
{
  return cdl_interval_floor (CDL_INTERVAL_1D, klines->open_time[i]);
}

static void
extend_vwap (CdlCall *call, gsize from, gsize to)
{
  const double *x = call->series[0], *volume = call->klines.field[CDL_FIELD_VOLUME];
  const CdlKlines *klines = &call->klines;
  double money = 0.0, traded = 0.0;
  gint64 today;
  gsize start = from;

  if (volume == NULL || from >= to)
    {
      cdl_call_missing (call, from, to);
      return;
    }

  today = day (klines, from);
  while (start > 0 && day (klines, start - 1) == today)
    start--;
  if (start == 0 && klines->open_time[0] != today)
    /* The first day began before the klines. */
    money = CDL_NAN;

  for (gsize i = start; i < to; i++)
    {
      if (day (klines, i) != today)
        {
          today = day (klines, i);
          money = traded = 0.0;
        }
      money += x[i] * volume[i];
      traded += volume[i];
      if (i >= from)
        call->out[i] = cdl_clean (money / traded);
    }
}

static gsize
lookback_cmf (const double *number, CdlInterval interval)
{
  return (gsize) number[0] - 1;
}

static void
extend_cmf (CdlCall *call, gsize from, gsize to)
{
  const double *high = call->klines.field[CDL_FIELD_HIGH];
  const double *low = call->klines.field[CDL_FIELD_LOW];
  const double *close = call->klines.field[CDL_FIELD_CLOSE];
  const double *volume = call->klines.field[CDL_FIELD_VOLUME];
  gsize n = (gsize) call->number[0], start = cdl_window_start (from, n);
  g_autofree double *flows = NULL, *traded = NULL;

  if (volume == NULL)
    {
      cdl_call_missing (call, from, to);
      return;
    }

  flows = g_new (double, to - start);
  traded = g_new (double, to - from);
  for (gsize i = start; i < to; i++)
    {
      double place = (2.0 * close[i] - low[i] - high[i]) / (high[i] - low[i]);

      if (high[i] == low[i] && !isnan (close[i]))
        place = 0.0;
      flows[i - start] = place * volume[i];
    }
  cdl_window_sum (flows, n, from - start, to - start, call->out + from);
  cdl_window_sum (volume, n, from, to, traded);
  for (gsize i = from; i < to; i++)
    call->out[i] = cdl_clean (call->out[i] / traded[i - from]);
}

const CdlFunction cdl_fn_mfi = {
  .name = "mfi",
  .group = GROUP,
  .args = { CDL_SERIES ("x"), CDL_LENGTH ("n") },
  .n_args = 2,
  .reads = READS_VOLUME,
  .lookback = lookback_mfi,
  .extend = extend_mfi,
  .doc = "Money flow index, usually of hlc3: the share of money traded while the value rose, 0 to "
         "100.",
  .formula = "100 * (r / (r + f)), but 0 where r + f = 0, with r = sum(x > x[1] ? x * volume : 0, "
             "n), f = sum(x < x[1] ? x * volume : 0, n)",
  .source = "TA-Lib MFI (series: TradingView ta.mfi)",
};

const CdlFunction cdl_fn_obv = {
  .name = "obv",
  .group = GROUP,
  .reads = READS_VOLUME | 1u << CDL_FIELD_CLOSE,
  .recursive = TRUE,
  .state_size = state_size_obv,
  .extend = extend_obv,
  .doc = "On-balance volume: adds the volume of rising closes, subtracts that of falling ones. It "
         "counts from the first loaded kline, so only its changes mean something.",
  .formula = "the first is volume, then obv[1] + volume where close > close[1], obv[1] - volume "
             "where close < close[1], else obv[1]",
  .source = "TA-Lib OBV",
};

const CdlFunction cdl_fn_vwap = {
  .name = "vwap",
  .group = GROUP,
  .args = { CDL_SERIES ("x") },
  .n_args = 1,
  .reads = READS_VOLUME,
  .lookback = lookback_vwap,
  .extend = extend_vwap,
  .doc = "Volume-weighted average price of the UTC day so far, usually of hlc3. A first day that "
         "is not loaded from its beginning has none, nor has a day before its first trade.",
  .formula = "the sum of x * volume over the klines of the UTC day up to now, oldest first, / the "
             "sum of volume over the same",
  .source = "TradingView ta.vwap",
};

const CdlFunction cdl_fn_cmf = {
  .name = "cmf",
  .group = GROUP,
  .args = { CDL_LENGTH_OR ("n", 20.0) },
  .n_args = 1,
  .reads = READS_VOLUME | CDL_READS_RANGE,
  .lookback = lookback_cmf,
  .extend = extend_cmf,
  .doc = "Chaikin money flow: the volume of n klines, each weighed by where it closed in its range "
         "(1 at the high, -1 at the low), over the whole volume; without any there is none.",
  .formula = "sum(p * volume, n) / sum(volume, n), where p = (2 * close - low - high) / (high - "
             "low), but 0 where high = low",
  .source = "TradingView Chaikin Money Flow",
};
