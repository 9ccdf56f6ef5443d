#pragma once

#include "cdl-pattern.h"

G_BEGIN_DECLS

/* Arguments of patterns built on pivots come first and in this order; own ones follow. */
enum
{
  CDL_PATTERN_STRENGTH,
  CDL_PATTERN_MAX_KLINES,
  CDL_PATTERN_MIN_GAP,
  CDL_PATTERN_TOLERANCE,
  CDL_PATTERN_OWN,
};

#define CDL_PATTERN_ARG_MIN_GAP                                                                    \
  {                                                                                                \
    "min_gap", 0, 0, 1000, FALSE, "least height of the pattern, % of the close"                    \
  }

/* The arguments up to CDL_PATTERN_MIN_GAP, and all of them. */
#define CDL_PATTERN_PIVOT_ARGS                                                                          \
  { "strength", 3, 1, 1000, TRUE, "klines on each side of a pivot that it must outdo" },                \
      { "max_klines", 100, 1, 10000, TRUE, "most klines from the oldest pivot to the last, included" }, \
      CDL_PATTERN_ARG_MIN_GAP
#define CDL_PATTERN_COMMON_ARGS                                                                    \
  CDL_PATTERN_PIVOT_ARGS,                                                                          \
  {                                                                                                \
    "tolerance", 0.5, 0, 50, FALSE, "prices that differ by no more are taken as equal, %"          \
  }

/* What every pattern built on pivots may read: max_klines + 2 strength. */
gsize cdl_pattern_pivot_lookback (const double *args);

extern const CdlPattern cdl_double_bottom, cdl_double_top, cdl_triple_bottom, cdl_triple_top;
extern const CdlPattern cdl_inverse_head_and_shoulders, cdl_head_and_shoulders;
extern const CdlPattern cdl_ascending_triangle, cdl_descending_triangle, cdl_symmetric_triangle;
extern const CdlPattern cdl_rising_wedge, cdl_falling_wedge, cdl_rectangle, cdl_channel;
extern const CdlPattern cdl_bull_flag, cdl_bear_flag;
extern const CdlPattern cdl_support, cdl_resistance, cdl_swing;
extern const CdlPattern cdl_engulfing, cdl_hammer, cdl_shooting_star, cdl_doji, cdl_inside_bar;
extern const CdlPattern cdl_outside_bar, cdl_pin_bar, cdl_morning_star, cdl_evening_star;
extern const CdlPattern cdl_three_white_soldiers, cdl_three_black_crows;

G_END_DECLS
