#include "cdl-pace.h"

#include "cdl-interval.h"
#include "cdl-time.h"

/* Part of the limit that is used: others of the same address want the rest. */
#define SHARE 0.8

/* Pauses where the host orders one and does not say how long. */
#define PAUSE_429_MS (60 * CDL_SECOND_MS)
#define PAUSE_418_MS (2 * CDL_MINUTE_MS)
#define MIN_PAUSE_MS CDL_SECOND_MS

CdlAnswer
cdl_answer_judge (guint status, gboolean problem)
{
  if (status == 429 || status == 418)
    return CDL_ANSWER_PAUSE;
  if (status == 403 || status == 451)
    return CDL_ANSWER_REFUSED;
  if (problem || status < 200 || status >= 500 || status == 408 || status == 425)
    return CDL_ANSWER_AGAIN;
  if (status == 404 || status == 410)
    return CDL_ANSWER_NONE;

  return status == 200 ? CDL_ANSWER_GOOD : CDL_ANSWER_WRONG;
}

static void
turn_minute (CdlPace *self, gint64 now)
{
  gint64 minute = cdl_interval_floor (CDL_INTERVAL_1M, now + self->offset);

  if (minute == self->minute)
    return;
  self->minute = minute;
  self->used = 0;
}

gint64
cdl_pace_ask (CdlPace *self, guint weight, gint64 now)
{
  if (now < self->pause_until)
    return self->pause_until - now;
  if (self->limit == 0)
    return 0;

  turn_minute (self, now);
  if (self->used > 0 && (double) (self->used + weight) > SHARE * (double) self->limit)
    return self->minute + CDL_MINUTE_MS - (now + self->offset);
  self->used += weight;

  return 0;
}

void
cdl_pace_answered (CdlPace *self,
                   guint status,
                   gint64 used_weight,
                   gint64 retry_after_ms,
                   gint64 now)
{
  turn_minute (self, now);
  /* Answers come out of order: what is known to be used never gets less within a minute. */
  self->used = MAX (self->used, used_weight);
  if (status != 429 && status != 418)
    return;

  if (retry_after_ms < 0)
    retry_after_ms = status == 418 ? PAUSE_418_MS : PAUSE_429_MS;
  self->pause_until = MAX (self->pause_until, now + MAX (retry_after_ms, MIN_PAUSE_MS));
}

gint64
cdl_backoff (gint64 first_ms, guint attempt, double random)
{
  gint64 most = MIN (first_ms << MIN (attempt, 20), CDL_BACKOFF_MAX_MS);

  return 1 + (gint64) (random * (double) most);
}
