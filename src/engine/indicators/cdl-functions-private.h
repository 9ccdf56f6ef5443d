#pragma once

#include <math.h>

#include "cdl-function.h"
#include "cdl-number.h"

G_BEGIN_DECLS

/* The registry rows, by the file they stand in. */

extern const CdlFunction cdl_fn_sma, cdl_fn_wma, cdl_fn_hma, cdl_fn_vwma, cdl_fn_linreg, cdl_fn_sum;
extern const CdlFunction cdl_fn_ema, cdl_fn_rma, cdl_fn_dema, cdl_fn_tema;
extern const CdlFunction cdl_fn_stdev, cdl_fn_variance;
extern const CdlFunction cdl_fn_bb_upper, cdl_fn_bb_middle, cdl_fn_bb_lower, cdl_fn_bb_width;
extern const CdlFunction cdl_fn_highest, cdl_fn_lowest, cdl_fn_highestbars, cdl_fn_lowestbars;
extern const CdlFunction cdl_fn_donchian_upper, cdl_fn_donchian_lower;
extern const CdlFunction cdl_fn_tr, cdl_fn_atr, cdl_fn_natr;
extern const CdlFunction cdl_fn_keltner_upper, cdl_fn_keltner_lower, cdl_fn_supertrend;
extern const CdlFunction cdl_fn_kama;
extern const CdlFunction cdl_fn_change, cdl_fn_mom, cdl_fn_roc, cdl_fn_rsi;
extern const CdlFunction cdl_fn_macd, cdl_fn_macd_signal, cdl_fn_macd_hist;
extern const CdlFunction cdl_fn_stoch_k, cdl_fn_stoch_d, cdl_fn_williams_r, cdl_fn_cci;
extern const CdlFunction cdl_fn_aroon_up, cdl_fn_aroon_down;
extern const CdlFunction cdl_fn_plus_di, cdl_fn_minus_di, cdl_fn_adx;
extern const CdlFunction cdl_fn_mfi, cdl_fn_obv, cdl_fn_vwap, cdl_fn_cmf;
extern const CdlFunction cdl_fn_psar;
extern const CdlFunction cdl_fn_ichimoku_conversion, cdl_fn_ichimoku_base;
extern const CdlFunction cdl_fn_ichimoku_span_a, cdl_fn_ichimoku_span_b;
extern const CdlFunction cdl_fn_crossover, cdl_fn_crossunder, cdl_fn_rising, cdl_fn_falling;
extern const CdlFunction cdl_fn_barssince, cdl_fn_valuewhen;
extern const CdlFunction cdl_fn_pivot_high, cdl_fn_pivot_low;
extern const CdlFunction cdl_fn_abs, cdl_fn_sign, cdl_fn_min, cdl_fn_max, cdl_fn_nz;
extern const CdlFunction cdl_fn_floor, cdl_fn_ceil, cdl_fn_round;
extern const CdlFunction cdl_fn_sqrt, cdl_fn_exp, cdl_fn_log, cdl_fn_pow;

/* clang-format off */

/* Arguments as they are written in a row. */
#define CDL_SERIES(name) { name, CDL_ARG_SERIES, CDL_FUNCTION_REQUIRED }
#define CDL_CONDITION(name) { name, CDL_ARG_CONDITION, CDL_FUNCTION_REQUIRED }
#define CDL_LENGTH(name) { name, CDL_ARG_LENGTH, CDL_FUNCTION_REQUIRED }
#define CDL_LENGTH_OR(name, fallback) { name, CDL_ARG_LENGTH, fallback }
#define CDL_COUNT_OR(name, fallback) { name, CDL_ARG_COUNT, fallback }
#define CDL_FACTOR(name) { name, CDL_ARG_FACTOR, CDL_FUNCTION_REQUIRED }
#define CDL_FACTOR_OR(name, fallback) { name, CDL_ARG_FACTOR, fallback }

/* clang-format on */

#define CDL_READS_HIGH_LOW (1u << CDL_FIELD_HIGH | 1u << CDL_FIELD_LOW)
#define CDL_READS_RANGE    (CDL_READS_HIGH_LOW | 1u << CDL_FIELD_CLOSE)

/* The value, with NaN as the one that the engine writes: a processor makes others. */
static inline double
cdl_clean (double value)
{
  return value == value ? value : CDL_NAN;
}

/* What there is to say where the data lacks a column. */
static inline void
cdl_call_missing (CdlCall *call, gsize from, gsize to)
{
  for (gsize i = from; i < to; i++)
    call->out[i] = CDL_NAN;
}

G_END_DECLS
