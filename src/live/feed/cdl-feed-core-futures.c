#include "cdl-feed-core-private.h"

#define ONE_STAMP CDL_MINUTE_MS /* two stamps closer than this are one */

/* After a stamp, which is at a full hour, its rate is told within this. */
#define PUBLISHED (2 * CDL_MINUTE_MS)

void
cdl_core_add_mark (CdlFeedCore *self, const CdlFrame *frame)
{
  CdlFeedEvent event = cdl_core_event (self, CDL_FEED_EVENT_MARK);
  gboolean settled = self->due_stamp == CDL_TIME_NONE
                     || self->last_stamp >= self->due_stamp - ONE_STAMP
                     || frame->mark.next_funding < self->due_stamp;

  if (frame->event_time <= self->mark_time)
    return;
  self->mark_time = frame->event_time;
  /* The stamp that was due stays due until its rate was fetched, however often the next is named;
   * it may come earlier where the exchange shortens the interval. */
  if (frame->mark.next_funding != CDL_TIME_NONE && settled)
    self->due_stamp = frame->mark.next_funding;
  /* Told among prints of before, a later mark price would decide what came earlier. */
  if (self->state != CDL_FEED_LIVE || self->held->len > 0)
    return;
  event.mark.time = frame->event_time;
  event.mark.price = frame->mark.price;
  self->outlet.event (&event, self->outlet.data);
}

/* Who begins just after a full hour may be too early for the rate of its stamp, and nobody tells
 * him that there was one: the next that the exchange names is a later one. */
static void
look_again (CdlFeedCore *self, gint64 asked_at)
{
  gint64 hour = cdl_interval_floor (CDL_INTERVAL_1H, asked_at);

  self->again_at = 0;
  if (hour > self->last_stamp && asked_at < hour + PUBLISHED)
    self->again_at = hour + PUBLISHED;
}

void
cdl_core_add_funding (CdlFeedCore *self, const CdlFeedInput *input, CdlCoreAsking *asked)
{
  gboolean more = input->n >= CDL_FEED_PAGE;

  for (gsize i = 0; i < input->n; i++)
    {
      CdlFeedEvent event = cdl_core_event (self, CDL_FEED_EVENT_FUNDING);

      if (input->funding[i].time <= self->last_stamp)
        continue;
      self->last_stamp = input->funding[i].time;
      event.funding = input->funding[i];
      self->outlet.event (&event, self->outlet.data);
    }
  self->funded = !more;
  look_again (self, asked->asked_at);
  cdl_core_answered (self, asked, more || !cdl_core_funding_due (self, self->now));
}

gboolean
cdl_core_funding_due (const CdlFeedCore *self, gint64 time)
{
  if (self->options.market != CDL_MARKET_UM)
    return FALSE;

  return !self->funded
         || (self->due_stamp != CDL_TIME_NONE && time >= self->due_stamp
             && self->last_stamp < self->due_stamp - ONE_STAMP);
}
