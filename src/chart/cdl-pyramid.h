#pragma once

#include "cdl-klines.h"

G_BEGIN_DECLS

/* Klines at several levels of detail: each level merges four of the one below, so that a chart of
 * millions of klines never looks at more than a few per pixel. */
typedef struct _CdlPyramid CdlPyramid;

/* klines are borrowed and must stay as they are. Takes a third more memory than their prices. */
CdlPyramid *cdl_pyramid_new (const CdlKlines *klines);
void cdl_pyramid_free (CdlPyramid *self);

/* Of one value per kline, NaN where there is none: a bar's high and low are those of the values
 * that it stands for, NaN if there are none. values are borrowed too. */
CdlPyramid *cdl_pyramid_new_series (const CdlKlines *klines, const double *values);

/* A bar that stands for the klines [first, first + count). */
typedef struct
{
  gsize first;
  gsize count;
  double open, high, low, close, volume; /* volume 0 where the data has none */
} CdlBar;

/* The coarsest level whose bars are at most span klines each; 1 at least. Level k merges 4^k. */
guint cdl_pyramid_level (const CdlPyramid *self, double span);

/* Bars of a level, and bar i of it. */
gsize cdl_pyramid_n_bars (const CdlPyramid *self, guint level);
CdlBar cdl_pyramid_bar (const CdlPyramid *self, guint level, gsize i);

/* Highest high and lowest low of the klines [from, to); FALSE if there are none. */
gboolean
cdl_pyramid_range (const CdlPyramid *self, gsize from, gsize to, double *low, double *high);

/* The klines [from, to), at least one, as one bar. */
CdlBar cdl_pyramid_merge (const CdlPyramid *self, gsize from, gsize to);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlPyramid, cdl_pyramid_free)

G_END_DECLS
