#pragma once

#include "cdl-columns.h"
#include "cdl-decimal.h"
#include "cdl-ladder.h"

G_BEGIN_DECLS

/* A market that never was, for the demo, tests and benchmarks: a seeded random walk with a daily
 * rhythm and slowly changing volatility, in klines that have all nine columns. The same options
 * give the same bytes on every machine with the same libm. */
typedef struct
{
  guint64 seed;
  CdlInterval interval; /* any but 1M */
  gint64 start;         /* opens the first kline: a whole number of intervals */
  double price;         /* the walk starts here, > 0 */
  double volatility;    /* of a year, fraction: 0.6 is 60 % */
  double gap;      /* first price against the close before, in standard deviations of a kline */
  double quiet;    /* share of klines in which nobody trades (volume 0), 0..1 */
  double holes;    /* share of klines that are missing, 0..1 but not 1 */
  CdlDecimal tick; /* every price is a multiple of it; must be set */
} CdlSyntheticOptions;

/* 1m klines from 2025-01-01 at 60,000 with 60 % volatility, tick 0.01, small gaps, no quiet klines
 * and no holes. */
void cdl_synthetic_options_init (CdlSyntheticOptions *options, guint64 seed);

typedef struct _CdlSynthetic CdlSynthetic;

CdlSynthetic *cdl_synthetic_new (const CdlSyntheticOptions *options);
void cdl_synthetic_free (CdlSynthetic *self);

/* Makes the next kline: returns its open time, fills values[]. */
gint64 cdl_synthetic_next (CdlSynthetic *self, double values[CDL_N_FIELDS]);

/* The prints inside the last kline, in order: the first is its open, the last its close, the
 * highest its high, the lowest its low, all times within it. None if it was quiet. Owned by self,
 * until the next kline. */
const CdlPrint *cdl_synthetic_prints (const CdlSynthetic *self, gsize *n);

/* The first n klines at once. */
CdlColumns *cdl_synthetic_klines (const CdlSyntheticOptions *options, gsize n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlSynthetic, cdl_synthetic_free)

G_END_DECLS
