/* What happened when: looks for past klines at which something held. */

#include "cdl-functions-private.h"

#define GROUP "Events"

static gsize
lookback_barssince (const double *number, CdlInterval interval)
{
  return (gsize) number[1];
}

static gsize
lookback_valuewhen (const double *number, CdlInterval interval)
{
  return (gsize) number[3];
}

static void
extend_barssince (CdlCall *call, gsize from, gsize to)
{
  const double *condition = call->series[0];
  gsize limit = (gsize) call->number[1],
        since = limit + 1; /* more than limit is as good as never */

  for (gsize i = from > limit ? from - limit : 0; i < to; i++)
    {
      since = condition[i] != 0.0 ? 0 : MIN (since + 1, limit + 1);
      if (i >= from)
        call->out[i] = since <= limit ? (double) since : CDL_NAN;
    }
}

static void
extend_valuewhen (CdlCall *call, gsize from, gsize to)
{
  const double *condition = call->series[0], *x = call->series[1];
  gsize k = (gsize) call->number[2], limit = (gsize) call->number[3];
  g_autoptr (GArray) held = g_array_new (FALSE, FALSE, sizeof (gsize));

  for (gsize i = from > limit ? from - limit : 0; i < to; i++)
    {
      gsize at;

      if (condition[i] != 0.0)
        g_array_append_val (held, i);
      if (i < from)
        continue;

      call->out[i] = CDL_NAN;
      if (held->len <= k)
        continue;
      at = g_array_index (held, gsize, held->len - 1 - k);
      if (i - at <= limit)
        call->out[i] = cdl_clean (x[at]);
    }
}

static gsize
lookback_pivot (const double *number, CdlInterval interval)
{
  return (gsize) number[1] + (gsize) number[2];
}

/* A pivot is beyond all of the klines before it, and not behind any of those after it, so that of
 * equal ones the first counts. side: 1 for highs, -1 for lows. */
static void
pivot (CdlCall *call, gsize from, gsize to, double side)
{
  const double *x = call->series[0];
  gsize left = (gsize) call->number[1], right = (gsize) call->number[2];

  for (gsize i = from; i < to; i++)
    {
      gboolean holds = i >= left + right;
      gsize at = holds ? i - right : 0;

      /* Nearest neighbours first: they rule out nearly all. */
      for (gsize k = 1; holds && k <= MAX (left, right); k++)
        holds = (k > left || side * x[at] > side * x[at - k])
                && (k > right || side * x[at] >= side * x[at + k]);
      call->out[i] = holds ? cdl_clean (x[at]) : CDL_NAN;
    }
}

static void
extend_pivot_high (CdlCall *call, gsize from, gsize to)
{
  pivot (call, from, to, 1.0);
}

static void
extend_pivot_low (CdlCall *call, gsize from, gsize to)
{
  pivot (call, from, to, -1.0);
}

const CdlFunction cdl_fn_barssince = {
  .name = "barssince",
  .group = GROUP,
  .args = { CDL_CONDITION ("condition"), CDL_LENGTH_OR ("limit", 500.0) },
  .n_args = 2,
  .lookback = lookback_barssince,
  .extend = extend_barssince,
  .doc = "Klines since the condition held last, 0 if it holds now; missing if that is more than "
         "limit klines ago.",
  .formula = "the least k <= limit for which condition[k]",
  .source = "TradingView ta.barssince",
};

const CdlFunction cdl_fn_valuewhen = {
  .name = "valuewhen",
  .group = GROUP,
  .args = { CDL_CONDITION ("condition"), CDL_SERIES ("x"), CDL_COUNT_OR ("k", 0.0),
            CDL_LENGTH_OR ("limit", 500.0) },
  .n_args = 4,
  .lookback = lookback_valuewhen,
  .extend = extend_valuewhen,
  .doc = "The value when the condition held last (k = 0), the time before that (k = 1), and so on; "
         "missing if that is more than limit klines ago.",
  .formula = "x[j], where j <= limit is the place of the k-th but latest condition[j]",
  .source = "TradingView ta.valuewhen",
};

const CdlFunction cdl_fn_pivot_high = {
  .name = "pivot_high",
  .group = GROUP,
  .args = { CDL_SERIES ("x"), CDL_LENGTH ("left"), CDL_LENGTH ("right") },
  .n_args = 3,
  .lookback = lookback_pivot,
  .extend = extend_pivot_high,
  .doc
  = "Value of a pivot high, at the kline that confirms it (right klines later) and only there: "
    "above the left values before it and not below the right ones after it.",
  .formula = "x[right], where x[right] > each of x[right+1] .. x[right+left] and x[right] >= each "
             "of x[0] .. x[right-1]",
  .source = "TradingView ta.pivothigh",
};

const CdlFunction cdl_fn_pivot_low = {
  .name = "pivot_low",
  .group = GROUP,
  .args = { CDL_SERIES ("x"), CDL_LENGTH ("left"), CDL_LENGTH ("right") },
  .n_args = 3,
  .lookback = lookback_pivot,
  .extend = extend_pivot_low,
  .doc = "Value of a pivot low, at the kline that confirms it (right klines later) and only there: "
         "below the left values before it and not above the right ones after it.",
  .formula = "x[right], where x[right] < each of x[right+1] .. x[right+left] and x[right] <= each "
             "of x[0] .. x[right-1]",
  .source = "TradingView ta.pivotlow",
};
