#include "cdl-feed-core-private.h"

static CdlHeldPrint *
held_at (const CdlFeedCore *self, guint i)
{
  return &g_array_index (self->held, CdlHeldPrint, i);
}

/* Index of the first held print with that id or a later one. */
static guint
find (const CdlFeedCore *self, gint64 id)
{
  guint low = 0, high = self->held->len;

  /* Nearly all come in order. */
  if (high == 0 || held_at (self, high - 1)->print.id < id)
    return high;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (held_at (self, middle)->print.id < id)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/* TRUE if it was not there before. */
static gboolean
hold (CdlFeedCore *self, const CdlFeedPrint *print, gint64 previous, gboolean fetched)
{
  CdlHeldPrint held = { *print, previous, self->now, fetched };
  guint i = find (self, print->id);

  if (self->cursor != CDL_CORE_NOWHERE && print->id <= self->cursor)
    return FALSE;
  if (i < self->held->len && held_at (self, i)->print.id == print->id)
    {
      CdlHeldPrint *there = held_at (self, i);

      there->previous = MIN (there->previous, previous); /* an answer knows of holes */
      there->print.last_id = MAX (there->print.last_id, print->last_id);
      if (fetched)
        there->print.price = print->price;
      return FALSE;
    }
  if (self->held->len < CDL_CORE_MAX_HELD)
    {
      g_array_insert_val (self->held, i, held);
      self->run = MIN (self->run, i);
    }
  else
    self->unsure = TRUE;

  return TRUE;
}

/* Id of the last print up to which nothing is missing. */
static gint64
run_end (const CdlFeedCore *self)
{
  return self->run > 0 ? held_at (self, self->run - 1)->print.id : self->cursor;
}

static void
extend_run (CdlFeedCore *self)
{
  while (self->cursor != CDL_CORE_NOWHERE && self->run < self->held->len
         && held_at (self, self->run)->previous <= run_end (self))
    self->run++;
}

gint64
cdl_core_print_end (CdlFeedCore *self)
{
  extend_run (self);

  return run_end (self);
}

void
cdl_core_add_print (CdlFeedCore *self, const CdlFrame *frame)
{
  CdlFeedPrint print
      = { frame->print.id, frame->print.last_id, frame->print.time, frame->print.price };

  self->stream_trade = MAX (self->stream_trade, print.last_id);
  if (self->stream_trade >= self->forming_trade)
    self->ahead_since = 0;
  if (!cdl_core_believable (self, print.price))
    {
      if (!self->unsure)
        cdl_core_log (self, "a price is too far from the last one: the exchange is asked");
      self->unsure = TRUE;
      return;
    }
  /* It follows what is there: so nothing was missed before it. */
  if (self->unsure && self->cursor != CDL_CORE_NOWHERE && print.id == cdl_core_print_end (self) + 1)
    self->unsure = FALSE;
  hold (self, &print, print.id - 1, FALSE);
}

/* What the stream said before any price was known is judged now. TRUE if all of it is believed. */
static gboolean
believe_held (CdlFeedCore *self)
{
  guint n = self->held->len;

  for (guint i = n; i > 0; i--)
    if (!held_at (self, i - 1)->fetched
        && !cdl_core_believable (self, held_at (self, i - 1)->print.price))
      g_array_remove_index (self->held, i - 1);
  if (self->held->len < n)
    self->run = 0;

  return self->held->len == n;
}

void
cdl_core_add_prints (CdlFeedCore *self, const CdlFeedInput *input, CdlCoreAsking *asked)
{
  gint64 previous = asked->from_id - 1;
  gboolean whole = input->n < CDL_FEED_PAGE, added = FALSE;
  gboolean current = asked->id > self->connected_request && asked->proven;
  gint64 asked_at = asked->asked_at;

  self->unknown = FALSE;
  if (asked->from_id < 0)
    {
      /* Asked by time. It may have been overtaken by what was asked since. */
      if (self->cursor == CDL_CORE_NOWHERE && asked->from <= self->next)
        {
          if (input->n > 0)
            self->cursor = input->prints[0].id - 1;
          else
            self->none = current;
          self->cursor_trade = -1;
        }
      previous = input->n > 0 ? input->prints[0].id - 1 : -1;
    }
  for (gsize i = 0; i < input->n; i++)
    {
      added |= hold (self, &input->prints[i], previous, TRUE);
      previous = input->prints[i].id;
      self->price = input->prints[i].price;
    }
  if (whole && self->held->len < CDL_CORE_MAX_HELD)
    {
      self->until = MAX (self->until, asked_at - CDL_CORE_SETTLE);
      if (current)
        self->unsure = FALSE;
      /* Ids of klines count trades that are no prints: then there is nothing to wait for. */
      if (!added && asked_at > self->ahead_since)
        self->ahead_since = 0;
    }
  if (!believe_held (self))
    self->unsure = TRUE;
  self->progress_at = self->now;
  cdl_core_answered (self, asked, added || whole);
  /* The exchange's answers may be behind its stream: then it is asked again, but not at once. */
  if (whole)
    asked->not_before = self->now + (input->n > 0 ? CDL_CORE_SETTLE : CDL_CORE_GAP_GRACE);
}

static void
tell (CdlFeedCore *self, const CdlHeldPrint *held)
{
  CdlFeedEvent event = cdl_core_event (self, CDL_FEED_EVENT_PRINT);

  event.received_at = held->received_at;
  event.reconstructed |= held->fetched;
  event.print = (CdlPrint){ held->print.time, held->print.price };
  self->price = held->print.price;
  self->outlet.event (&event, self->outlet.data);
}

gboolean
cdl_core_price_unknown (const CdlFeedCore *self)
{
  return self->price <= 0.0 && self->held->len > 0 && !self->spoiled;
}

void
cdl_core_tell_prints (CdlFeedCore *self)
{
  gint64 close_time = cdl_core_close_time (self);
  guint n = 0;

  for (; n < self->held->len; n++)
    {
      const CdlHeldPrint *held = held_at (self, n);

      if (self->cursor == CDL_CORE_NOWHERE || held->previous > self->cursor
          || held->print.time > close_time || cdl_core_price_unknown (self))
        break;
      /* One of a kline that was told without it, or after prints that were given up, is passed. */
      if (held->print.time >= self->next && !self->spoiled)
        tell (self, held);
      else if (self->price <= 0.0)
        self->price = held->print.price;
      self->cursor = held->print.id;
      self->cursor_trade = held->print.last_id;
    }
  g_array_remove_range (self->held, 0, n);
  self->run -= MIN (self->run, n);

  extend_run (self);
  if (self->run == self->held->len)
    self->gap_since = 0;
  else if (self->gap_since == 0)
    self->gap_since = self->now;
}

gboolean
cdl_core_prints_complete (const CdlFeedCore *self, const CdlKnownKline *known)
{
  gint64 close_time = cdl_core_close_time (self);
  const CdlHeldPrint *first = self->held->len > 0 ? held_at (self, 0) : NULL;

  if (self->spoiled || known->kline.field[CDL_FIELD_TRADES] == 0.0)
    return TRUE;
  if (first != NULL && first->print.time <= close_time)
    return FALSE;
  if (self->cursor == CDL_CORE_NOWHERE)
    return self->none && self->until >= close_time;
  if (first != NULL && first->previous <= self->cursor)
    return TRUE;
  if (known->last_trade >= 0 && self->cursor_trade >= known->last_trade)
    return TRUE;

  return self->until >= close_time && self->gap_since == 0;
}

void
cdl_core_give_up_prints (CdlFeedCore *self)
{
  self->spoiled = TRUE;
  self->unsure = FALSE;
  self->gap_since = 0;
  /* After the gap: what begins within this kline goes on without a gap into the next one. */
  if (self->held->len > 0 && held_at (self, 0)->print.time <= cdl_core_close_time (self))
    self->cursor = held_at (self, 0)->print.id - 1;
  else
    self->cursor = CDL_CORE_NOWHERE;
  self->cursor_trade = -1;
  self->run = 0;
}
