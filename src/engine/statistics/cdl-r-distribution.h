#pragma once

#include "cdl-trade.h"

G_BEGIN_DECLS

#define CDL_R_MAX_BINS 40

/* How often trades won or lost so many times what they risked. Bin i counts r in
 * [first + i * width, first + (i + 1) * width); one bin begins at zero. What lies beyond +-10 R is
 * counted in the outermost bins. */
typedef struct
{
  double first;
  double width;
  guint n_bins; /* 0: no trade has an R */
  guint count[CDL_R_MAX_BINS];
  guint most;  /* the highest count */
  guint n;     /* trades counted */
  double mean; /* NaN without any */
  double median;
} CdlRDistribution;

/* Trades that are still open, or without R, are left out. */
void cdl_r_distribution_init (CdlRDistribution *self, const CdlTrade *trades, gsize n_trades);

G_END_DECLS
