#pragma once

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

/* a / b, or undefined with the reason if b is 0. */
void cdl_stat_ratio (CdlStatistics *self, CdlStat stat, double a, double b, const char *reason);

/* In place, smallest first. */
void cdl_sort_doubles (double *values, gsize n);

/* The part that rests on trades; start capital and clock time are needed for some. */
void cdl_statistics_of_trades (CdlStatistics *self,
                               const CdlTrade *trades,
                               gsize n,
                               double capital,
                               gint64 clock_ms);

/* The part that rests on daily returns (fractions). */
void cdl_statistics_of_days (CdlStatistics *self, const double *daily, gsize n, double risk_free);

G_END_DECLS
