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
extern const CdlFunction cdl_fn_crossover, cdl_fn_crossunder;
extern const CdlFunction cdl_fn_abs, cdl_fn_sign, cdl_fn_min, cdl_fn_max, cdl_fn_nz;
extern const CdlFunction cdl_fn_floor, cdl_fn_ceil, cdl_fn_round;
extern const CdlFunction cdl_fn_sqrt, cdl_fn_exp, cdl_fn_log, cdl_fn_pow;

/* Arguments as they are written in a row. */
#define CDL_SERIES(name)                                                                           \
  {                                                                                                \
    name, CDL_ARG_SERIES, CDL_FUNCTION_REQUIRED                                                    \
  }
#define CDL_CONDITION(name)                                                                        \
  {                                                                                                \
    name, CDL_ARG_CONDITION, CDL_FUNCTION_REQUIRED                                                 \
  }
#define CDL_LENGTH(name)                                                                           \
  {                                                                                                \
    name, CDL_ARG_LENGTH, CDL_FUNCTION_REQUIRED                                                    \
  }
#define CDL_LENGTH_OR(name, fallback)                                                              \
  {                                                                                                \
    name, CDL_ARG_LENGTH, fallback                                                                 \
  }
#define CDL_COUNT_OR(name, fallback)                                                               \
  {                                                                                                \
    name, CDL_ARG_COUNT, fallback                                                                  \
  }
#define CDL_FACTOR(name)                                                                           \
  {                                                                                                \
    name, CDL_ARG_FACTOR, CDL_FUNCTION_REQUIRED                                                    \
  }
#define CDL_FACTOR_OR(name, fallback)                                                              \
  {                                                                                                \
    name, CDL_ARG_FACTOR, fallback                                                                 \
  }

#define CDL_READS_HIGH_LOW (1u << CDL_FIELD_HIGH | 1u << CDL_FIELD_LOW)
#define CDL_READS_RANGE    (CDL_READS_HIGH_LOW | 1u << CDL_FIELD_CLOSE)

/* The value, with NaN as the one that the engine writes: a processor makes others. */
static inline double
cdl_clean (double value)
{
  return value == value ? value : CDL_NAN;
}

G_END_DECLS
