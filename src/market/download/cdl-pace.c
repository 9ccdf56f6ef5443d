#include "cdl-pace.h"

#include "cdl-time.h"

#include <string.h>

/* Part of a limit that is used: others of the same address want the rest. */
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

static gboolean
same_limit (const CdlRateLimit *a, const CdlRateLimit *b)
{
  return a->weight == b->weight && a->length_ms == b->length_ms;
}

void
cdl_pace_set_limits (CdlPace *self, const CdlRateLimits *limits)
{
  CdlPaceWindow window[CDL_MAX_RATE_LIMITS] = { 0 };

  for (guint i = 0; i < limits->n; i++)
    {
      window[i].limit = limits->limit[i];
      for (guint j = 0; j < CDL_MAX_RATE_LIMITS; j++)
        if (self->window[j].limit.most > 0 && same_limit (&self->window[j].limit, &window[i].limit))
          {
            window[i].start = self->window[j].start;
            window[i].used = self->window[j].used;
          }
    }
  memcpy (self->window, window, sizeof window);
}

/* A window begins anew when the host's clock has reached its end. Where the clock is put back a
 * little, it goes on; by more, the host has begun anew as well. */
static void
turn (const CdlPace *self, CdlPaceWindow *window, gint64 now)
{
  gint64 length = window->limit.length_ms, host = now + self->offset;
  gint64 start = host - (host % length + length) % length;

  if (start == window->start || (start < window->start && start >= window->start - length))
    return;
  window->start = start;
  window->used = 0;
}

static guint
cost_of (const CdlPaceWindow *window, guint weight)
{
  return window->limit.weight ? weight : 1;
}

/* ms before the window has room for a request of that weight. */
static gint64
wait_for (const CdlPace *self, CdlPaceWindow *window, guint weight, gint64 now)
{
  gint64 used;

  if (window->limit.most == 0)
    return 0;
  turn (self, window, now);
  used = window->used + cost_of (window, weight);
  if (window->used == 0 || (double) used <= SHARE * (double) window->limit.most)
    return 0;

  return window->start + window->limit.length_ms - (now + self->offset);
}

/* own: a limit that counts beside the others; NULL: none. */
static gint64
ask (CdlPace *self, CdlPaceWindow *own, guint weight, gint64 now)
{
  gint64 wait = own != NULL ? wait_for (self, own, weight, now) : 0;

  if (now < self->pause_until)
    return self->pause_until - now;

  for (guint i = 0; i < CDL_MAX_RATE_LIMITS; i++)
    wait = MAX (wait, wait_for (self, &self->window[i], weight, now));
  if (wait > 0)
    return wait;

  for (guint i = 0; i < CDL_MAX_RATE_LIMITS; i++)
    self->window[i].used += cost_of (&self->window[i], weight);
  if (own != NULL)
    own->used += cost_of (own, weight);

  return 0;
}

gint64
cdl_pace_ask (CdlPace *self, guint weight, gint64 now)
{
  return ask (self, NULL, weight, now);
}

gint64
cdl_pace_ask_funding (CdlPace *self, guint weight, gint64 now)
{
  return ask (self, &self->funding, weight, now);
}

void
cdl_pace_answered (CdlPace *self,
                   guint status,
                   gint64 used_weight,
                   gint64 retry_after_ms,
                   gint64 now)
{
  for (guint i = 0; i < CDL_MAX_RATE_LIMITS; i++)
    {
      CdlPaceWindow *window = &self->window[i];

      if (window->limit.most == 0 || !window->limit.weight
          || window->limit.length_ms != CDL_MINUTE_MS)
        continue;
      turn (self, window, now);
      /* Answers come out of order: what is known to be used never gets less within a minute. */
      window->used = MAX (window->used, used_weight);
    }
  if (status != 429 && status != 418)
    return;

  if (retry_after_ms < 0)
    retry_after_ms = status == 418 ? PAUSE_418_MS : PAUSE_429_MS;
  self->pause_until = MAX (self->pause_until, now + MAX (retry_after_ms, MIN_PAUSE_MS));
}

void
cdl_pace_dated (CdlPace *self, gint64 date_ms, gint64 sent_at, gint64 received_at)
{
  gint64 least = date_ms - received_at, most = date_ms + CDL_SECOND_MS - 1 - sent_at;

  self->offset = CLAMP (self->offset, least, MAX (least, most));
}

gint64
cdl_backoff (gint64 first_ms, guint attempt, double random)
{
  gint64 most = MIN (first_ms << MIN (attempt, 20), CDL_BACKOFF_MAX_MS);

  return 1 + (gint64) (random * (double) most);
}
