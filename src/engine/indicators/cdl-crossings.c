/* Conditions on how two lines, or a line and its past, lie. */

#include "cdl-functions-private.h"
#include "cdl-window-private.h"

#define GROUP "Events"

static gsize
lookback_one (const double *number, CdlInterval interval)
{
  return 1;
}

/* Comparisons with NaN are false, so missing values cross nothing. */
static void
extend_crossover (CdlCall *call, gsize from, gsize to)
{
  const double *a = call->series[0], *b = call->series[1];

  for (gsize i = from; i < to; i++)
    call->out[i] = i > 0 && a[i] > b[i] && a[i - 1] <= b[i - 1] ? 1.0 : 0.0;
}

static void
extend_crossunder (CdlCall *call, gsize from, gsize to)
{
  const double *a = call->series[0], *b = call->series[1];

  for (gsize i = from; i < to; i++)
    call->out[i] = i > 0 && a[i] < b[i] && a[i - 1] >= b[i - 1] ? 1.0 : 0.0;
}

static gsize
lookback_n (const double *number, CdlInterval interval)
{
  return (gsize) number[1];
}

/* The current value against the n before it: their extreme tells. */
static void
extend_rising (CdlCall *call, gsize from, gsize to)
{
  gsize first = MAX (from, 1);

  if (from == 0 && to > 0)
    call->out[0] = 0.0;
  if (first >= to)
    return;
  cdl_window_highest (call->series[0], (gsize) call->number[1], first - 1, to - 1,
                      call->out + first);
  for (gsize i = first; i < to; i++)
    call->out[i] = call->series[0][i] > call->out[i] ? 1.0 : 0.0;
}

static void
extend_falling (CdlCall *call, gsize from, gsize to)
{
  gsize first = MAX (from, 1);

  if (from == 0 && to > 0)
    call->out[0] = 0.0;
  if (first >= to)
    return;
  cdl_window_lowest (call->series[0], (gsize) call->number[1], first - 1, to - 1,
                     call->out + first);
  for (gsize i = first; i < to; i++)
    call->out[i] = call->series[0][i] < call->out[i] ? 1.0 : 0.0;
}

const CdlFunction cdl_fn_crossover = {
  .name = "crossover",
  .group = GROUP,
  .args = { CDL_SERIES ("a"), CDL_SERIES ("b") },
  .n_args = 2,
  .returns = CDL_TYPE_BOOLEAN,
  .lookback = lookback_one,
  .extend = extend_crossover,
  .doc = "Whether a has just risen above b.",
  .formula = "a > b and a[1] <= b[1]",
  .source = "TradingView ta.crossover",
};

const CdlFunction cdl_fn_crossunder = {
  .name = "crossunder",
  .group = GROUP,
  .args = { CDL_SERIES ("a"), CDL_SERIES ("b") },
  .n_args = 2,
  .returns = CDL_TYPE_BOOLEAN,
  .lookback = lookback_one,
  .extend = extend_crossunder,
  .doc = "Whether a has just fallen below b.",
  .formula = "a < b and a[1] >= b[1]",
  .source = "TradingView ta.crossunder",
};

const CdlFunction cdl_fn_rising = {
  .name = "rising",
  .group = GROUP,
  .args = { CDL_SERIES ("x"), CDL_LENGTH ("n") },
  .n_args = 2,
  .returns = CDL_TYPE_BOOLEAN,
  .lookback = lookback_n,
  .extend = extend_rising,
  .doc = "Whether the value is above each of the n before it.",
  .formula = "x > x[1] and x > x[2] and .. and x > x[n]",
  .source = "TradingView ta.rising",
};

const CdlFunction cdl_fn_falling = {
  .name = "falling",
  .group = GROUP,
  .args = { CDL_SERIES ("x"), CDL_LENGTH ("n") },
  .n_args = 2,
  .returns = CDL_TYPE_BOOLEAN,
  .lookback = lookback_n,
  .extend = extend_falling,
  .doc = "Whether the value is below each of the n before it.",
  .formula = "x < x[1] and x < x[2] and .. and x < x[n]",
  .source = "TradingView ta.falling",
};
