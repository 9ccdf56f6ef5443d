#include "cdl-feed-core-private.h"

#include <string.h>

#define TRADING "TRADING"

/* Between two looks, in ms of the exchange's clock: out of turn, and while nothing trades. */
#define SOONEST (10 * CDL_SECOND_MS)
#define AGAIN   CDL_MINUTE_MS

gboolean
cdl_core_halted (const CdlFeedCore *self)
{
  return self->status[0] != '\0' && strcmp (self->status, TRADING) != 0;
}

/* Nothing has closed for so long that trading may stand still. */
static gboolean
stands_still (const CdlFeedCore *self)
{
  return self->now - cdl_core_close_time (self) > CDL_CORE_HALTED;
}

void
cdl_core_doubt_rules (CdlFeedCore *self)
{
  gint64 soon = self->asking[CDL_FEED_REQUEST_RULES].asked_at + SOONEST;

  self->rules_at = MIN (self->rules_at, MAX (soon, self->now));
}

gboolean
cdl_core_rules_due (const CdlFeedCore *self)
{
  gboolean waits = self->unknown || cdl_core_halted (self) || stands_still (self);

  /* A connection that says nothing is not worth the question. */
  if (!cdl_core_proven (self) && !self->refused && !waits)
    return FALSE;

  return self->now >= self->rules_at
         || (waits && self->now >= self->asking[CDL_FEED_REQUEST_RULES].asked_at + AGAIN);
}

/* Changes of rules come with the hour, if at any time. */
static gint64
next_look (const CdlFeedCore *self)
{
  return cdl_interval_next (CDL_INTERVAL_1H, cdl_interval_floor (CDL_INTERVAL_1H, self->now))
         + CDL_CORE_SETTLE;
}

void
cdl_core_add_rules (CdlFeedCore *self, const CdlFeedInput *input, CdlCoreAsking *asked)
{
  CdlFeedEvent event = cdl_core_event (self, CDL_FEED_EVENT_RULES);
  gint64 present = cdl_interval_floor (self->options.interval, self->now);
  char status[sizeof self->status];
  const char *end;
  gboolean news;

  g_strlcpy (status, input->rules->status, sizeof status);
  g_utf8_validate (status, -1, &end);
  status[end - status] = '\0';
  news = !self->ruled || strcmp (self->status, status) != 0
         || !cdl_trading_rules_equal (&self->rules, &input->rules->rules);
  cdl_core_answered (self, asked, TRUE);
  self->unknown = self->refused = FALSE;
  self->rules_at = next_look (self);
  if (!news)
    return;

  self->ruled = TRUE;
  self->rules = input->rules->rules;
  memcpy (self->status, status, sizeof status);
  event.rules.rules = self->rules;
  event.rules.rules.from = cdl_interval_next (self->options.interval, MAX (present, self->next));
  event.rules.status = self->status;
  self->outlet.event (&event, self->outlet.data);
}
