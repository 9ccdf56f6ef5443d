#include "cdl-feed-core-private.h"

#include <string.h>

/* Whoever shows a reason translates it. */
#define N_(text) text

#define AGAIN (10 * CDL_SECOND_MS) /* after subscribing anew, before connecting anew */

void
cdl_core_connected (CdlFeedCore *self)
{
  self->connected = TRUE;
  self->connected_at = self->now;
  self->unsure = TRUE;
  self->none = FALSE;
  self->connected_request = self->last_request;
  self->subscribe_at = self->reconnect_at = 0;
  self->suspect_since = self->quiet_at = 0;
  self->ahead_since = 0;
  self->lag = 0;
  self->seen_open = 0;
  memset (self->heard_at, 0, sizeof self->heard_at);
  self->print_since = 0;
  memset (self->said_at, 0, sizeof self->said_at);
  for (guint i = 0; i < G_N_ELEMENTS (self->asking); i++)
    self->asking[i].not_before = 0;
  cdl_core_doubt_rules (self);
}

void
cdl_core_disconnected (CdlFeedCore *self, const char *reason)
{
  self->connected = FALSE;
  g_free (self->down_reason);
  self->down_reason = g_strdup (reason);
}

static gint64
last_heard (const CdlFeedCore *self)
{
  return MAX (MAX (self->heard_at[CDL_FRAME_PRINT], self->heard_at[CDL_FRAME_KLINE]),
              self->heard_at[CDL_FRAME_MARK]);
}

void
cdl_core_heard (CdlFeedCore *self, const CdlFrame *frame)
{
  self->heard_at[frame->type] = self->now;
  if (frame->type == CDL_FRAME_KLINE)
    self->print_since = 0;
  else if (frame->type == CDL_FRAME_PRINT && self->print_since == 0)
    self->print_since = frame->event_time;
  self->said_at[frame->type] = MAX (self->said_at[frame->type], frame->event_time);
  self->data_time = MAX (self->data_time, frame->event_time);
  /* Of the newest: one that was overtaken says nothing. */
  self->lag = self->now - self->data_time;
  cdl_core_judge (self, TRUE);
  /* Mark prices go on while nothing trades. */
  if (frame->type == CDL_FRAME_MARK)
    return;
  self->suspect_since = 0;
  if (self->unknown || cdl_core_halted (self))
    cdl_core_doubt_rules (self);
  if (frame->type == CDL_FRAME_KLINE && frame->kline.row.open_time >= self->seen_open)
    {
      self->seen_open = frame->kline.row.open_time;
      self->seen_trades = frame->kline.row.field[CDL_FIELD_TRADES];
    }
}

void
cdl_core_looked (CdlFeedCore *self, const CdlFeedKline *newest, gint64 asked_at)
{
  double trades = newest->field[CDL_FIELD_TRADES];
  gboolean moved = self->seen_open > 0
                   && ((newest->open_time > self->seen_open && trades > 0.0)
                       || (newest->open_time == self->seen_open && trades > self->seen_trades));
  gint64 heard = MAX (self->heard_at[CDL_FRAME_PRINT], self->heard_at[CDL_FRAME_KLINE]);

  if (heard < asked_at && moved && self->suspect_since == 0)
    self->suspect_since = self->now;
  if (!moved && self->seen_open > 0
      && asked_at - MAX (heard, self->connected_at) > CDL_CORE_SILENCE)
    self->quiet_at = self->now;
  if (newest->open_time >= self->seen_open)
    {
      self->seen_open = newest->open_time;
      self->seen_trades = trades;
    }
}

gboolean
cdl_core_silent (const CdlFeedCore *self)
{
  gint64 heard = MAX (self->heard_at[CDL_FRAME_PRINT], self->heard_at[CDL_FRAME_KLINE]);
  gint64 since
      = MAX (MAX (heard, self->connected_at), self->asking[CDL_FEED_REQUEST_KLINES].asked_at);

  return self->now - since > CDL_CORE_SILENCE;
}

gboolean
cdl_core_proven (const CdlFeedCore *self)
{
  return self->connected && (last_heard (self) > 0 || self->quiet_at > 0);
}

/* Judged by the messages' own time: of many that come at once the last ones are not missing. */
static gboolean
lacks_klines (const CdlFeedCore *self)
{
  return self->print_since != 0
         && self->said_at[CDL_FRAME_PRINT] - self->print_since > CDL_CORE_SILENT;
}

static gboolean
lacks_mark (const CdlFeedCore *self)
{
  return self->options.market == CDL_MARKET_UM
         && self->now - MAX (self->said_at[CDL_FRAME_MARK], self->connected_at) > CDL_CORE_SILENT;
}

/* Nothing comes, and whether something should cannot be asked. */
static gboolean
is_cut_off (const CdlFeedCore *self)
{
  return self->unanswered
         && self->now - MAX (last_heard (self), self->connected_at) > CDL_CORE_SILENT;
}

/* Why data that should come does not; NULL: it does. */
static const char *
stale_reason (const CdlFeedCore *self)
{
  if (self->suspect_since != 0 && self->now - self->suspect_since > CDL_CORE_CLOSE_GRACE)
    return N_ ("the market moves, but the stream is silent");
  if (is_cut_off (self))
    return N_ ("nothing comes, and the exchange does not answer");
  if (lacks_klines (self))
    return N_ ("prints come, but no klines");
  if (self->ahead_since != 0 && self->now - self->ahead_since > CDL_CORE_SILENT)
    return N_ ("klines come, but no prints");
  if (lacks_mark (self))
    return N_ ("no mark price comes");
  if (self->lag > CDL_CORE_LAG_STALE)
    return N_ ("the data that comes is more than 30 s old");

  return NULL;
}

/* What is asked of the connection: the streams once more, then another connection. */
static void
act (CdlFeedCore *self, const char *reason)
{
  CdlFeedRequest request = { .reason = reason };
  gboolean late = self->lag > CDL_CORE_LAG_STALE;

  if (!late && self->subscribe_at == 0)
    {
      self->subscribe_at = self->now;
      request.type = CDL_FEED_REQUEST_SUBSCRIBE;
    }
  else if ((late || self->now - self->subscribe_at > AGAIN)
           && (self->reconnect_at == 0 || self->now - self->reconnect_at > CDL_CORE_SILENT))
    {
      self->reconnect_at = self->now;
      request.type = CDL_FEED_REQUEST_RECONNECT;
    }
  else
    return;
  self->outlet.request (&request, self->outlet.data);
}

static void
since_next (const CdlFeedCore *self, char reason[160], const char *what, const char *which)
{
  g_autofree char *when = cdl_time_format_short (self->next);

  g_snprintf (reason, 160, "%s from %s on %s", which, when, what);
}

static CdlFeedState
judge (CdlFeedCore *self, char reason[160])
{
  gint64 overdue = self->now - cdl_core_close_time (self);
  const char *stale;

  if (!self->connected)
    {
      g_strlcpy (reason, self->down_reason, 160);
      return CDL_FEED_OFFLINE;
    }
  if (self->unknown)
    {
      g_snprintf (reason, 160, "the exchange does not list %s", self->options.symbol);
      return CDL_FEED_STALE;
    }
  if (cdl_core_halted (self))
    {
      g_snprintf (reason, 160, "%s does not trade: the exchange says %s", self->options.symbol,
                  self->status);
      return CDL_FEED_STALE;
    }
  stale = stale_reason (self);
  if (stale != NULL)
    {
      g_strlcpy (reason, stale, 160);
      act (self, stale);
      return CDL_FEED_STALE;
    }
  if (overdue > CDL_CORE_HALTED && self->asking[CDL_FEED_REQUEST_KLINES].failures > 2)
    {
      since_next (self, reason, "can be had: the exchange does not answer, or trading stands still",
                  "no klines");
      return CDL_FEED_STALE;
    }
  if (!cdl_core_proven (self))
    {
      g_strlcpy (reason, N_ ("waiting for the first data"), 160);
      return CDL_FEED_RECOVERING;
    }
  if (overdue > CDL_CORE_OVERDUE)
    {
      since_next (self, reason, "are being fetched", "klines");
      return CDL_FEED_RECOVERING;
    }
  if (self->unsure || (self->cursor == CDL_CORE_NOWHERE && !self->none)
      || cdl_core_price_unknown (self)
      || (self->gap_since != 0 && self->now - self->gap_since > CDL_CORE_GAP_GRACE))
    {
      g_strlcpy (reason, N_ ("prints are being fetched"), 160);
      return CDL_FEED_RECOVERING;
    }
  reason[0] = '\0';

  return CDL_FEED_LIVE;
}

/* Once, until data comes in time: a connection that has brought none yet says nothing. */
static void
warn_of_lag (CdlFeedCore *self)
{
  gboolean late = self->lag > CDL_CORE_LAG_WARN;

  if (!self->connected || last_heard (self) == 0)
    return;
  if (late && !self->lag_warned)
    cdl_core_log (self, "data comes %d s late", (int) (self->lag / CDL_SECOND_MS));
  self->lag_warned = late;
}

void
cdl_core_judge (CdlFeedCore *self, gboolean only_worse)
{
  static const char *const names[CDL_N_FEED_STATES] = { "offline", "recovering", "live", "stale" };
  CdlFeedEvent event = cdl_core_event (self, CDL_FEED_EVENT_STATE);
  char reason[160];
  CdlFeedState state = judge (self, reason);

  warn_of_lag (self);
  if (only_worse && state == CDL_FEED_LIVE)
    return;
  if (self->state_told && state == self->state && strcmp (reason, self->reason) == 0)
    return;
  self->state_told = TRUE;
  if (state != self->state)
    cdl_core_log (self, "%s%s%s", names[state], reason[0] != '\0' ? ": " : "", reason);
  self->state = state;
  g_strlcpy (self->reason, reason, sizeof self->reason);
  event.reconstructed = FALSE;
  event.state.state = state;
  event.state.reason = self->reason;
  self->outlet.event (&event, self->outlet.data);
}
