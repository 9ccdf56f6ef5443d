#pragma once

#include "cdl-columns.h"

G_BEGIN_DECLS

/* Builds klines of a coarser interval from closed klines of a finer one, kline by kline, as the
 * exchange does: first open, highest high, lowest low, last close, sums of the rest, oldest first.
 * A first kline whose beginning was not seen (the first fine kline does not open with it) is
 * dropped; a later one with a hole in it is built of what is there. Zero-volume klines count. */
typedef struct _CdlResampler CdlResampler;

/* cdl_interval_divides (fine, coarse) must hold. */
CdlResampler *cdl_resampler_new (CdlInterval fine, CdlInterval coarse, guint fields);
void cdl_resampler_free (CdlResampler *self);

/* Takes fine kline i of klines. A coarse kline is closed by the fine kline that ends with it, or,
 * if that one is missing, by the first one after it. Returns how many were closed (0, 1 or 2). */
guint cdl_resampler_push (CdlResampler *self, const CdlKlines *klines, gsize i);

/* Time has reached open_time, where a fine kline opens that is not there yet: a coarse one that
 * should have ended before is closed, as pushing that kline would. Returns how many (0 or 1). */
guint cdl_resampler_pass (CdlResampler *self, gint64 open_time);

/* The closed coarse klines so far; moves when more are pushed. */
const CdlKlines *cdl_resampler_closed (const CdlResampler *self);

/* Drops the first n of them; see cdl_columns_drop(). */
void cdl_resampler_drop (CdlResampler *self, gsize n);

/* All closed coarse klines of a whole view at once; the same result. Free with
 * cdl_columns_free(). */
CdlColumns *cdl_resample (const CdlKlines *klines, CdlInterval coarse);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlResampler, cdl_resampler_free)

G_END_DECLS
