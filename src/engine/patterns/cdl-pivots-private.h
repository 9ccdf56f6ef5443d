#pragma once

#include "cdl-klines.h"

G_BEGIN_DECLS

/* One side of the klines. All rules are written for lows; sign turns them into the rules for highs,
 * where “below” reads “above” and “lowest” reads “highest”. Negation is exact, so a pattern and its
 * mirror image agree to the bit. */
typedef struct
{
  const double *price;    /* lows; or highs */
  const double *opposite; /* highs; or lows */
  double sign;            /* 1; or -1 */
  gsize strength;
} CdlPivots;

CdlPivots cdl_pivot_lows (const CdlKlines *klines, gsize strength);
CdlPivots cdl_pivot_highs (const CdlKlines *klines, gsize strength);

/* Whether a is below b. */
gboolean cdl_pivots_below (const CdlPivots *self, double a, double b);

/* Whether p is a pivot: below all of the strength klines before it, not above any of the strength
 * klines after it. A p without all klines before it in view is none; those after it must be. */
gboolean cdl_pivots_at (const CdlPivots *self, gsize p);

/* The nearest pivot q with oldest <= q < p; -1 if there is none. */
gssize cdl_pivots_before (const CdlPivots *self, gsize p, gsize oldest);

/* The pivot that the close of kline i confirms, i - strength; -1 if that is none. */
gssize cdl_pivots_confirmed (const CdlPivots *self, gsize i);

/* The oldest place for a pivot of a pattern whose last pivot is at last. */
gsize cdl_pivots_oldest (gsize last, gsize max_klines);

/* The lower of two prices. */
double cdl_pivots_lower (const CdlPivots *self, double a, double b);

/* By how much to is above from, in % of the lower one of them (for highs: by how much it is below
 * from, in % of the higher one). */
double cdl_pivots_rise (const CdlPivots *self, double from, double to);

/* Whether a and b differ by no more than tolerance %. */
gboolean cdl_pivots_equal (const CdlPivots *self, double a, double b, double tolerance);

/* Whether any kline strictly between from and to goes below level. */
gboolean cdl_pivots_broken (const CdlPivots *self, gsize from, gsize to, double level);

/* The highest high in [from, to] (for highs: the lowest low). */
double cdl_pivots_summit (const CdlPivots *self, gsize from, gsize to);

G_END_DECLS
