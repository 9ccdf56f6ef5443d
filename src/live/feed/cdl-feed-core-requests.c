#include "cdl-feed-core-private.h"

#define MAX_WAIT CDL_MINUTE_MS

CdlCoreAsking *
cdl_core_asked (CdlFeedCore *self, const CdlFeedInput *input)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->asking); i++)
    if (input->request != 0 && self->asking[i].id == input->request)
      return &self->asking[i];

  return NULL;
}

void
cdl_core_answered (CdlFeedCore *self, CdlCoreAsking *asking, gboolean progress)
{
  asking->id = 0;
  asking->failures = progress ? 0 : MIN (asking->failures + 1, 6);
  asking->not_before = progress ? 0 : self->now + MIN (CDL_SECOND_MS << asking->failures, MAX_WAIT);
}

static void
ask (CdlFeedCore *self, CdlFeedRequestType type, gint64 from, gint64 from_id)
{
  CdlCoreAsking *asking = &self->asking[type];
  CdlFeedRequest request = { .type = type, .from = from, .to = self->now, .from_id = from_id };

  if (asking->id != 0 || self->now < asking->not_before)
    return;
  request.id = ++self->last_request;
  asking->id = request.id;
  asking->asked_at = self->now;
  asking->proven = cdl_core_proven (self);
  asking->from = from;
  asking->from_id = from_id;
  self->outlet.request (&request, self->outlet.data);
}

/* next has closed, by its time or by a later one, and its close did not come. */
static gboolean
close_is_late (const CdlFeedCore *self)
{
  gint64 past = self->now - cdl_interval_close (self->options.interval, self->next);

  return past > CDL_CORE_CLOSE_GRACE
         || (past > CDL_CORE_SETTLE && self->later_at != 0
             && self->now - self->later_at > CDL_CORE_SETTLE);
}

static void
ask_klines (CdlFeedCore *self)
{
  if ((cdl_core_known (self, self->next) == NULL && close_is_late (self)) || cdl_core_silent (self))
    ask (self, CDL_FEED_REQUEST_KLINES, self->next, -1);
  else if (self->told->len > 0 && self->now >= self->check_at && self->state == CDL_FEED_LIVE)
    ask (self, CDL_FEED_REQUEST_KLINES, g_array_index (self->told, CdlFeedKline, 0).open_time, -1);
}

static gboolean
prints_are_wanted (const CdlFeedCore *self)
{
  const CdlKnownKline *known = cdl_core_known (self, self->next);

  /* What is closed can be had whether anything comes or not. */
  if (known != NULL && !cdl_core_prints_complete (self, known)
      && (known->fetched || self->now - known->known_at > CDL_CORE_PRINT_GRACE))
    return TRUE;
  if (!cdl_core_proven (self))
    return FALSE;
  if (self->unsure || (self->cursor == CDL_CORE_NOWHERE && (!self->none || self->held->len > 0))
      || cdl_core_price_unknown (self))
    return TRUE;
  if (self->gap_since != 0 && self->now - self->gap_since > CDL_CORE_GAP_GRACE)
    return TRUE;

  return self->ahead_since != 0 && self->now - self->ahead_since > CDL_CORE_CLOSE_GRACE;
}

static void
ask_prints (CdlFeedCore *self)
{
  gint64 end;

  /* Old klines go without: until the first that does not, nothing is asked for. */
  if (cdl_core_close_time (self) < self->now - self->options.print_span
      || !prints_are_wanted (self))
    return;
  end = cdl_core_print_end (self);
  if (end != CDL_CORE_NOWHERE)
    ask (self, CDL_FEED_REQUEST_PRINTS, self->next, end + 1);
  else
    ask (self, CDL_FEED_REQUEST_PRINTS, self->next, -1);
}

void
cdl_core_ask (CdlFeedCore *self)
{
  if (!self->connected)
    return;
  ask_klines (self);
  ask_prints (self);
  /* The rate is published a little after the stamp. */
  if (cdl_core_funding_due (self, self->now - CDL_CORE_SETTLE)
      || (self->again_at != 0 && self->now >= self->again_at))
    ask (self, CDL_FEED_REQUEST_FUNDING, self->last_stamp + 1, -1);
  if (cdl_core_rules_due (self))
    ask (self, CDL_FEED_REQUEST_RULES, self->now, -1);
}
