#pragma once

#include <math.h>

#include "cdl-statistics.h"

G_BEGIN_DECLS

static inline void
cdl_stat_set (CdlStatistics *self, CdlStat stat, double value)
{
  self->value[stat] = value;
  self->reason[stat] = NULL;
}

/* Undefined, and why. */
void cdl_stat_undefined (CdlStatistics *self, CdlStat stat, const char *reason);

/* The value if it is finite, else undefined with the reason. */
void cdl_stat_set_finite (CdlStatistics *self, CdlStat stat, double value, const char *reason);

/* In place, smallest first. */
void cdl_sort_doubles (double *values, gsize n);

/* The part that rests on trades; start capital and clock time are needed for some. */
void cdl_statistics_of_trades (CdlStatistics *self,
                               const CdlTrade *trades,
                               gsize n,
                               double capital,
                               gint64 clock_ms);

/* The part that rests on the daily series: last marked equity of n days, and its returns
 * (fractions), the first against the start capital. */
void cdl_statistics_of_days (CdlStatistics *self,
                             const double *equity,
                             const double *returns,
                             gsize n,
                             double capital,
                             double risk_free);

G_END_DECLS
