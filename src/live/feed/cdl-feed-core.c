#include "cdl-feed-core-private.h"

#include <string.h>

#define MAX_LOG_LINES 6 /* a minute */

CdlFeedCore *
cdl_feed_core_new (const CdlFeedCoreOptions *options, const CdlFeedOutlet *outlet)
{
  CdlFeedCore *self = g_new0 (CdlFeedCore, 1);

  self->options = *options;
  self->options.symbol = g_intern_string (options->symbol);
  self->outlet = *outlet;
  self->next = options->from;
  self->known = g_array_new (FALSE, FALSE, sizeof (CdlKnownKline));
  self->told = g_array_new (FALSE, FALSE, sizeof (CdlFeedKline));
  self->held = g_array_new (FALSE, FALSE, sizeof (CdlHeldPrint));
  self->covered_from = G_MAXINT64;
  self->cursor = CDL_CORE_NOWHERE;
  self->cursor_trade = self->stream_trade = -1;
  self->last_stamp = options->from - 1;
  self->due_stamp = CDL_TIME_NONE;
  self->state = CDL_FEED_OFFLINE;
  self->down_reason = g_strdup ("not connected yet");
  g_strlcpy (self->reason, self->down_reason, sizeof self->reason);

  return self;
}

void
cdl_feed_core_free (CdlFeedCore *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->known);
  g_array_unref (self->told);
  g_array_unref (self->held);
  g_free (self->down_reason);
  g_free (self);
}

void
cdl_core_log (CdlFeedCore *self, const char *format, ...)
{
  g_autofree char *text = NULL, *line = NULL;
  gint64 minute = self->now / CDL_MINUTE_MS;
  guint silenced = 0;
  va_list args;

  if (self->outlet.log == NULL)
    return;
  if (minute != self->log_minute)
    {
      silenced = self->log_lines > MAX_LOG_LINES ? self->log_lines - MAX_LOG_LINES : 0;
      self->log_minute = minute;
      self->log_lines = 0;
    }
  if (++self->log_lines > MAX_LOG_LINES)
    return;
  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  line = silenced > 0 ? g_strdup_printf ("%s (%s): %s (%u more before it)", self->options.symbol,
                                         cdl_interval_name (self->options.interval), text, silenced)
                      : g_strdup_printf ("%s (%s): %s", self->options.symbol,
                                         cdl_interval_name (self->options.interval), text);
  self->outlet.log (line, self->outlet.data);
}

CdlFeedEvent
cdl_core_event (const CdlFeedCore *self, CdlFeedEventType type)
{
  CdlFeedEvent event;

  memset (&event, 0, sizeof event);
  event.type = type;
  event.symbol = self->options.symbol;
  event.received_at = self->now;
  event.reconstructed = self->state != CDL_FEED_LIVE;

  return event;
}

gint64
cdl_core_close_time (const CdlFeedCore *self)
{
  return cdl_interval_close (self->options.interval, self->next);
}

gboolean
cdl_core_believable (const CdlFeedCore *self, double price)
{
  return self->price <= 0.0
         || (price <= self->price * CDL_CORE_MAX_JUMP && price >= self->price / CDL_CORE_MAX_JUMP);
}

static void
take_frame (CdlFeedCore *self, const CdlFrame *frame)
{
  if (strcmp (frame->symbol, self->options.symbol) != 0)
    return;
  switch (frame->type)
    {
    case CDL_FRAME_PRINT:
      cdl_core_heard (self, frame);
      cdl_core_add_print (self, frame);
      break;
    case CDL_FRAME_KLINE:
      if (frame->kline.interval != self->options.interval)
        break;
      cdl_core_heard (self, frame);
      cdl_core_add_kline (self, frame);
      break;
    case CDL_FRAME_MARK:
      cdl_core_heard (self, frame);
      cdl_core_add_mark (self, frame);
      break;
    case CDL_FRAME_ANSWER:
    case CDL_FRAME_ERROR:
    case CDL_FRAME_SHUTDOWN:
    case CDL_FRAME_OTHER:
      break;
    }
}

static void
take_failure (CdlFeedCore *self, const CdlFeedInput *input)
{
  CdlCoreAsking *asking = cdl_core_asked (self, input);

  if (asking == NULL)
    return;
  /* Whether the symbol is listed is decided in one place, by its rules. */
  if (input->unknown && asking == &self->asking[CDL_FEED_REQUEST_RULES])
    {
      self->unknown = TRUE;
      self->refused = FALSE;
    }
  else if (input->unknown)
    {
      self->refused = TRUE;
      cdl_core_doubt_rules (self);
    }
  self->unanswered |= asking == &self->asking[CDL_FEED_REQUEST_KLINES];
  if (!self->unknown && asking->failures == 0)
    cdl_core_log (self, "%s", input->reason);
  cdl_core_answered (self, asking, FALSE);
}

void
cdl_feed_core_input (CdlFeedCore *self, const CdlFeedInput *input)
{
  CdlCoreAsking *asking;

  self->now = MAX (self->now, input->now);
  cdl_core_judge (self, TRUE);
  switch (input->type)
    {
    case CDL_FEED_INPUT_CONNECTED:
      cdl_core_connected (self);
      break;
    case CDL_FEED_INPUT_DISCONNECTED:
      cdl_core_disconnected (self, input->reason);
      break;
    case CDL_FEED_INPUT_FRAME:
      take_frame (self, input->frame);
      break;
    case CDL_FEED_INPUT_KLINES:
      if ((asking = cdl_core_asked (self, input)) != NULL)
        cdl_core_add_klines (self, input, asking);
      break;
    case CDL_FEED_INPUT_PRINTS:
      if ((asking = cdl_core_asked (self, input)) != NULL)
        cdl_core_add_prints (self, input, asking);
      break;
    case CDL_FEED_INPUT_FUNDING:
      if ((asking = cdl_core_asked (self, input)) != NULL)
        cdl_core_add_funding (self, input, asking);
      break;
    case CDL_FEED_INPUT_RULES:
      if ((asking = cdl_core_asked (self, input)) != NULL)
        cdl_core_add_rules (self, input, asking);
      break;
    case CDL_FEED_INPUT_FAILED:
      take_failure (self, input);
      break;
    case CDL_FEED_INPUT_TICK:
      break;
    }

  /* What is told must not pass for live on the word of a state that this input ended. */
  cdl_core_judge (self, TRUE);
  cdl_core_tell_klines (self);
  cdl_core_ask (self);
  cdl_core_judge (self, FALSE);
}

CdlFeedState
cdl_feed_core_state (const CdlFeedCore *self, const char **reason)
{
  if (reason != NULL)
    *reason = self->reason;

  return self->state;
}

gint64
cdl_feed_core_next (const CdlFeedCore *self)
{
  return self->next;
}

gint64
cdl_feed_core_age (const CdlFeedCore *self, gint64 now)
{
  return self->data_time > 0 ? MAX (now - self->data_time, 0) : -1;
}
