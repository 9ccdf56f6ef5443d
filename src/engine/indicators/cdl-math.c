/* Functions of the current values alone. */

#include "cdl-functions-private.h"

#define GROUP "Numbers"

/* A loop per function: each is one expression of x (and y, the second argument). */
#define POINTWISE(name, expression)                                                                \
  static void extend_##name (CdlCall *call, gsize from, gsize to)                                  \
  {                                                                                                \
    for (gsize i = from; i < to; i++)                                                              \
      {                                                                                            \
        double x = call->series[0][i];                                                             \
        call->out[i] = cdl_clean (expression);                                                     \
      }                                                                                            \
  }

#define POINTWISE_2(name, expression)                                                              \
  static void extend_##name (CdlCall *call, gsize from, gsize to)                                  \
  {                                                                                                \
    for (gsize i = from; i < to; i++)                                                              \
      {                                                                                            \
        double x = call->series[0][i], y = call->series[1][i];                                     \
        call->out[i] = cdl_clean (expression);                                                     \
      }                                                                                            \
  }

static double
sign (double x)
{
  if (isnan (x))
    return x;

  return x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : 0.0;
}

/* Pine's: halves go up, also below zero. */
static double
round_up (double x)
{
  double below = floor (x);

  return x - below >= 0.5 ? below + 1.0 : below;
}

POINTWISE (abs, fabs (x))
POINTWISE (sign, sign (x))
POINTWISE (floor, floor (x))
POINTWISE (ceil, ceil (x))
POINTWISE (round, round_up (x))
POINTWISE (sqrt, sqrt (x))
POINTWISE (exp, exp (x))
POINTWISE (log, log (x))
POINTWISE_2 (pow, isnan (x) || isnan (y) ? CDL_NAN : pow (x, y))
POINTWISE_2 (min, isnan (x) || x <= y ? x : y)
POINTWISE_2 (max, isnan (x) || x >= y ? x : y)

static void
extend_nz (CdlCall *call, gsize from, gsize to)
{
  const double *x = call->series[0], *y = call->series[1];

  for (gsize i = from; i < to; i++)
    call->out[i] = !isnan (x[i]) ? x[i] : y != NULL ? cdl_clean (y[i]) : call->number[1];
}

#define ROW(function, text, computed, origin)                                                      \
  const CdlFunction cdl_fn_##function = { .name = #function,                                       \
                                          .group = GROUP,                                          \
                                          .args = { CDL_SERIES ("x") },                            \
                                          .n_args = 1,                                             \
                                          .pointwise = TRUE,                                       \
                                          .extend = extend_##function,                             \
                                          .doc = text,                                             \
                                          .formula = computed,                                     \
                                          .source = origin };

#define ROW_2(function, first, second, text, computed, origin)                                     \
  const CdlFunction cdl_fn_##function = { .name = #function,                                       \
                                          .group = GROUP,                                          \
                                          .args = { CDL_SERIES (first), CDL_SERIES (second) },     \
                                          .n_args = 2,                                             \
                                          .pointwise = TRUE,                                       \
                                          .extend = extend_##function,                             \
                                          .doc = text,                                             \
                                          .formula = computed,                                     \
                                          .source = origin };

ROW (abs, "The value without its sign.", "x < 0 ? -x : x", "TradingView math.abs")
ROW (sign,
     "1 above zero, -1 below, 0 at zero.",
     "x > 0 ? 1 : x < 0 ? -1 : 0",
     "TradingView math.sign")
ROW (floor,
     "The whole number at or below the value.",
     "the greatest whole number <= x",
     "TA-Lib FLOOR")
ROW (ceil, "The whole number at or above the value.", "the least whole number >= x", "TA-Lib CEIL")
ROW (round,
     "The nearest whole number; halves go up (-2.5 to -2).",
     "x - floor(x) >= 0.5 ? floor(x) + 1 : floor(x)",
     "TradingView math.round")
ROW (sqrt,
     "Square root; there is none of a value below zero.",
     "the square root of x",
     "TA-Lib SQRT")
ROW (exp, "e to the power of the value.", "e to the power of x", "TA-Lib EXP")
ROW (log,
     "Natural logarithm; there is none of a value below zero.",
     "the natural logarithm of x",
     "TA-Lib LN")
ROW_2 (pow,
       "base",
       "exponent",
       "The base to the power of the exponent.",
       "base to the power of exponent",
       "TradingView math.pow")
ROW_2 (min, "a", "b", "The lesser of two values.", "a <= b ? a : b", "TradingView math.min")
ROW_2 (max, "a", "b", "The greater of two values.", "a >= b ? a : b", "TradingView math.max")

const CdlFunction cdl_fn_nz = {
  .name = "nz",
  .group = GROUP,
  .args = { CDL_SERIES ("x"), { "replacement", CDL_ARG_SERIES, 0.0 } },
  .n_args = 2,
  .pointwise = TRUE,
  .extend = extend_nz,
  .doc = "The value, or the replacement where it is missing.",
  .formula = "x is missing ? replacement : x",
  .source = "TradingView nz",
};
