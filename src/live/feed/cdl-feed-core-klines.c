#include "cdl-feed-core-private.h"

#include <string.h>

static CdlKnownKline *
known_at (const CdlFeedCore *self, guint i)
{
  return &g_array_index (self->known, CdlKnownKline, i);
}

static guint
find (const CdlFeedCore *self, gint64 open_time)
{
  guint i = self->known->len;

  while (i > 0 && known_at (self, i - 1)->kline.open_time >= open_time)
    i--;

  return i;
}

const CdlKnownKline *
cdl_core_known (const CdlFeedCore *self, gint64 open_time)
{
  guint i = find (self, open_time);

  return i < self->known->len && known_at (self, i)->kline.open_time == open_time
             ? known_at (self, i)
             : NULL;
}

static gboolean
same_row (const CdlFeedKline *a, const CdlFeedKline *b)
{
  return memcmp (a->field, b->field, sizeof a->field) == 0;
}

/* What the exchange answers counts more than what its stream said. */
static void
add_known (CdlFeedCore *self, const CdlKnownKline *known)
{
  guint i = find (self, known->kline.open_time);
  CdlKnownKline *there = NULL;

  if (i < self->known->len && known_at (self, i)->kline.open_time == known->kline.open_time)
    there = known_at (self, i);
  if (there == NULL)
    g_array_insert_val (self->known, i, *known);
  else if (known->fetched)
    there->kline = known->kline;
}

/* The open kline as it is now, if that is news. */
static void
tell_forming (CdlFeedCore *self, const CdlFrame *frame)
{
  const CdlFeedKline *row = &frame->kline.row;
  gboolean older = row->open_time < self->forming.open_time
                   || (row->open_time == self->forming.open_time
                       && (frame->kline.last_id < self->forming_trade
                           || frame->event_time <= self->forming_event));
  CdlFeedEvent event = cdl_core_event (self, CDL_FEED_EVENT_FORMING);

  if (older || cdl_core_known (self, row->open_time) != NULL)
    return;
  self->forming = *row;
  self->forming_trade = frame->kline.last_id;
  self->forming_event = frame->event_time;
  if (self->forming_trade <= self->stream_trade)
    self->ahead_since = 0;
  else if (self->ahead_since == 0)
    self->ahead_since = self->now;
  event.kline.row = *row;
  self->outlet.event (&event, self->outlet.data);
}

static gboolean
believable (CdlFeedCore *self, const CdlFeedKline *row)
{
  if (cdl_core_believable (self, row->field[CDL_FIELD_LOW])
      && cdl_core_believable (self, row->field[CDL_FIELD_HIGH]))
    return TRUE;
  if (!self->unsure)
    cdl_core_log (self, "a kline is too far from the last price: the exchange is asked");
  self->unsure = TRUE;

  return FALSE;
}

void
cdl_core_add_kline (CdlFeedCore *self, const CdlFrame *frame)
{
  const CdlFeedKline *row = &frame->kline.row;
  gint64 close_time = cdl_interval_close (self->options.interval, row->open_time);

  if (row->open_time < self->next || !believable (self, row))
    return;
  if (row->open_time > self->next && self->later_at == 0)
    self->later_at = self->now;
  /* A kline whose time has not passed cannot be closed, whatever it says. */
  if (frame->kline.closed && frame->event_time >= close_time)
    {
      CdlKnownKline known = { *row, frame->kline.last_id, self->now, FALSE };

      add_known (self, &known);
    }
  else
    tell_forming (self, frame);
}

/* A kline that was told is compared with what the exchange says of it now. */
static void
compare_told (CdlFeedCore *self, const CdlFeedKline *row)
{
  for (guint i = 0; i < self->told->len; i++)
    {
      CdlFeedKline *told = &g_array_index (self->told, CdlFeedKline, i);
      g_autofree char *when = NULL;

      if (told->open_time != row->open_time || same_row (told, row))
        continue;
      *told = *row;
      when = cdl_time_format_short (row->open_time);
      cdl_core_log (self, "the exchange has corrected the kline of %s: repaired in the archive",
                    when);
      self->outlet.store (row, TRUE, self->outlet.data);
    }
}

void
cdl_core_add_klines (CdlFeedCore *self, const CdlFeedInput *input, CdlCoreAsking *asked)
{
  gint64 asked_at = asked->asked_at, from = asked->from, next = self->next;
  gint64 settled = cdl_interval_floor (self->options.interval, asked_at - CDL_CORE_SETTLE);
  gboolean progress = FALSE;

  self->unanswered = FALSE;
  for (gsize i = 0; i < input->n; i++)
    {
      CdlKnownKline known = { input->klines[i], -1, self->now, TRUE };
      gint64 open_time = known.kline.open_time;
      gint64 close_time = cdl_interval_close (self->options.interval, open_time);
      gboolean closed = close_time + CDL_CORE_SETTLE <= asked_at;

      self->price = known.kline.field[CDL_FIELD_CLOSE];
      if (closed && open_time < self->next)
        compare_told (self, &known.kline);
      else if (closed)
        {
          progress = TRUE;
          add_known (self, &known);
        }
      /* Whatever is missing before it is missing for good. */
      if (open_time >= self->next)
        {
          self->covered_from = from;
          self->covered_to = MIN (open_time, settled) - 1;
        }
    }
  if (from < next)
    self->check_at = self->now + CDL_CORE_CHECK;
  if (input->n > 0)
    cdl_core_looked (self, &input->klines[input->n - 1], asked_at);
  cdl_core_answered (self, asked, progress || from < next || asked_at < cdl_core_close_time (self));
}

/* Steps over klines that the exchange does not have. TRUE if there was such a one. */
static gboolean
skip_hole (CdlFeedCore *self)
{
  gint64 first = self->known->len > 0 ? known_at (self, 0)->kline.open_time : G_MAXINT64;
  gint64 after = MIN (first, self->covered_to + 1);
  g_autofree char *from = NULL, *to = NULL;

  if (self->next < self->covered_from || self->next > self->covered_to || first == self->next)
    return FALSE;
  /* An answer may lack what the exchange has: it is asked once more. */
  if (self->doubted != self->next)
    {
      self->doubted = self->next;
      self->covered_to = self->covered_from - 1;
      return FALSE;
    }
  from = cdl_time_format_short (self->next);
  to = cdl_time_format_short (after);
  cdl_core_log (self, "the exchange has no klines from %s to %s: a hole", from, to);
  if (self->outlet.hole != NULL)
    self->outlet.hole (self->next, after, self->outlet.data);
  self->next = after;
  self->spoiled = FALSE;
  if (self->later_at != 0 && self->forming.open_time <= after)
    self->later_at = 0;

  return TRUE;
}

static gboolean
held_too_long (const CdlFeedCore *self, const CdlKnownKline *known)
{
  gint64 since = MAX (MAX (known->known_at, self->progress_at), self->connected_at);

  return self->connected && self->now - since > CDL_CORE_GIVE_UP;
}

static void
tell_kline (CdlFeedCore *self)
{
  CdlFeedEvent event = cdl_core_event (self, CDL_FEED_EVENT_KLINE);
  CdlKnownKline known = *known_at (self, 0);

  event.received_at = known.known_at;
  event.reconstructed |= known.fetched;
  event.kline.row = known.kline;
  event.kline.whole = !self->spoiled;
  event.kline.late
      = known.fetched || known.known_at > cdl_core_close_time (self) + CDL_CORE_CLOSE_GRACE;
  g_array_remove_index (self->known, 0);
  if (self->told->len == CDL_CORE_MAX_TOLD)
    g_array_remove_index (self->told, 0);
  g_array_append_val (self->told, known.kline);

  self->next = cdl_interval_next (self->options.interval, self->next);
  self->spoiled = FALSE;
  if (self->forming.open_time <= self->next)
    self->later_at = 0;
  self->outlet.store (&known.kline, FALSE, self->outlet.data);
  self->outlet.event (&event, self->outlet.data);
}

void
cdl_core_tell_klines (CdlFeedCore *self)
{
  for (;;)
    {
      const CdlKnownKline *known;

      cdl_core_tell_prints (self);
      known = cdl_core_known (self, self->next);
      if (known == NULL)
        {
          if (skip_hole (self))
            continue;
          return;
        }
      if (cdl_core_funding_due (self, self->next) && !held_too_long (self, known))
        return;
      if (!cdl_core_prints_complete (self, known))
        {
          gint64 close_time = cdl_core_close_time (self);
          gboolean old = close_time < self->now - self->options.print_span;

          if (!old && !held_too_long (self, known))
            return;
          if (!old)
            cdl_core_log (self, "prints are missing and cannot be had: a kline is told without");
          cdl_core_give_up_prints (self);
          continue;
        }
      tell_kline (self);
    }
}
