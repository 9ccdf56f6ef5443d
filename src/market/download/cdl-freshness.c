#include "cdl-freshness.h"

#include "cdl-time.h"

/* Clocks of two machines may differ by so much and still be right. */
#define TOLERANCE_MS CDL_MINUTE_MS

CdlFreshness
cdl_freshness_of (gint64 time_ms, gint64 interval_ms, gint64 server_now)
{
  CdlFreshness self = { time_ms, 0, 0, TRUE };

  if (time_ms == CDL_TIME_NONE)
    return self;
  self.age_ms = server_now - time_ms;
  self.behind = self.age_ms > 0 ? (guint64) (self.age_ms / interval_ms) : 0;
  self.stale = self.age_ms > 2 * interval_ms + 5 * CDL_MINUTE_MS || self.age_ms < -TOLERANCE_MS;

  return self;
}

CdlFreshness
cdl_freshness_of_klines (const CdlKlines *klines, gint64 server_now)
{
  gint64 end = klines->n > 0 ? cdl_klines_close_time (klines, klines->n - 1) + 1 : CDL_TIME_NONE;

  return cdl_freshness_of (end, cdl_interval_ms (klines->interval), server_now);
}

char *
cdl_freshness_format (const CdlFreshness *self)
{
  if (self->data_time == CDL_TIME_NONE)
    return g_strdup ("–");
  if (self->age_ms < -TOLERANCE_MS)
    return g_strdup ("in the future");

  return cdl_duration_format (MAX (self->age_ms, 0));
}
