#include "cdl-stream-private.h"

#include "cdl-fault-event.h"
#include "cdl-fault-stream.h"
#include "cdl-json-writer.h"
#include "cdl-time.h"

#include <math.h>
#include <string.h>

/* How often the machine looks at the clock, and the steps of the exchange's time in which events
 * that come at fixed times are made: all their periods are multiples of it. */
#define PUMP_MS 10
#define STEP_MS 250

/* At a time, as fast as it can, and how long the main loop is kept for it. */
#define FAST_STEP_MS 10000
#define MAX_PUMP_US  8000

/* Who is that far behind is cut off; and as long as somebody is behind a little, a clock that runs
 * as fast as it can waits for him. */
#define MAX_QUEUED     (16 * 1024 * 1024)
#define PATIENT_QUEUED (256 * 1024)
#define PATIENT_LAG_MS 2000

/* A stream that somebody listens to. */
typedef struct
{
  char *key; /* route and name */
  const char *name;
  CdlTopic topic;
  GPtrArray *sessions; /* CdlStreamSession */
  gint64 last_open;    /* of the kline that was told last */
  gint64 last_n;       /* trades in it then */
  gboolean is_silent;  /* a fault has it that nothing comes */
  GQueue held;         /* Held: what faults keep back, by when it is due */
} Channel;

/* An event that comes later. */
typedef struct
{
  gint64 due; /* G_MAXINT64: after the next one */
  gboolean microseconds;
  guint copies;
  GString *text;
} Held;

struct _CdlStreamHub
{
  CdlSimMarket *truth;
  CdlSimClock *clock;
  CdlFaults *faults;
  CdlStreamOptions options;
  GPtrArray *sessions;
  GHashTable *channels; /* key -> Channel */
  gint64 at;            /* what happened before it has been told */
  guint jumps;
  guint next_id;
  guint64 violations;
  guint pump_id;
};

static void
held_free (gpointer data)
{
  Held *held = data;

  g_string_free (held->text, TRUE);
  g_free (held);
}

static void
channel_free (gpointer data)
{
  Channel *channel = data;

  g_queue_clear_full (&channel->held, held_free);
  g_ptr_array_unref (channel->sessions);
  g_free (channel->key);
  g_free (channel);
}

static char *
channel_key (CdlRoute route, const char *name)
{
  return g_strdup_printf ("%d %s", (int) route, name);
}

static GString *
event_text (const CdlStreamEvent *event, gboolean microseconds)
{
  GString *text = g_string_sized_new (400);

  cdl_stream_event_append (text, event, microseconds);

  return text;
}

static void
deliver (Channel *channel, const GString *text, gboolean microseconds, guint copies)
{
  for (guint i = 0; i < channel->sessions->len; i++)
    {
      CdlStreamSession *session = channel->sessions->pdata[i];

      for (guint n = 0; n < copies && session->microseconds == microseconds; n++)
        cdl_stream_session_event (session, channel->name, text->str);
    }
}

/* Sends what was held back and is due, or waited for another event to come first. */
static void
deliver_held (Channel *channel, gint64 now)
{
  for (GList *l = channel->held.head; l;)
    {
      GList *next = l->next;
      Held *held = l->data;

      if (held->due <= now)
        {
          deliver (channel, held->text, held->microseconds, held->copies);
          held_free (held);
          g_queue_delete_link (&channel->held, l);
        }
      l = next;
    }
}

static gboolean
has_session (const Channel *channel, gboolean microseconds)
{
  for (guint i = 0; i < channel->sessions->len; i++)
    if (((const CdlStreamSession *) channel->sessions->pdata[i])->microseconds == microseconds)
      return TRUE;

  return FALSE;
}

static void
publish (CdlStreamHub *self, Channel *channel, const CdlStreamEvent *event)
{
  gboolean had_held = channel->held.length > 0;
  CdlEventFate fate;

  if (channel->is_silent)
    return;

  fate = cdl_fault_event_fate (self->faults, channel->name, event);
  for (int us = 0; us < 2; us++)
    {
      g_autoptr (GString) text = NULL;

      if (fate.copies == 0 || !has_session (channel, us))
        continue;

      text = event_text (event, us);
      cdl_fault_event_text (self->faults, channel->name, text);
      if (fate.hold || fate.delay > 0)
        {
          Held *held = g_new (Held, 1);

          held->due = fate.hold ? G_MAXINT64 : event->time + fate.delay;
          held->microseconds = us;
          held->copies = fate.copies;
          held->text = g_steal_pointer (&text);
          g_queue_push_tail (&channel->held, held);
        }
      else
        deliver (channel, text, us, fate.copies);
    }

  /* Whoever waits for the next one has had it. */
  for (GList *l = channel->held.head; had_held && !fate.hold && l; l = l->next)
    if (((Held *) l->data)->due == G_MAXINT64)
      ((Held *) l->data)->due = event->time;
}

typedef struct
{
  CdlStreamHub *hub;
  Channel *channel;
} Target;

static gboolean
is_of_prints (CdlTopicKind kind)
{
  return kind == CDL_TOPIC_AGG_TRADE || kind == CDL_TOPIC_TRADE || kind == CDL_TOPIC_BOOK_TICKER;
}

static gboolean
tell_print (const CdlSimPrint *print, gpointer data)
{
  const Target *target = data;
  const CdlTopic *topic = &target->channel->topic;
  CdlStreamEvent event = { .symbol = topic->symbol, .time = print->time + 1 };

  event.print.print = print;
  event.type = topic->kind == CDL_TOPIC_AGG_TRADE ? CDL_EVENT_AGG_TRADE
               : topic->kind == CDL_TOPIC_TRADE   ? CDL_EVENT_TRADE
                                                  : CDL_EVENT_BOOK_TICKER;
  publish (target->hub, target->channel, &event);
  while (event.type == CDL_EVENT_TRADE && ++event.print.trade < print->trades)
    publish (target->hub, target->channel, &event);

  return TRUE;
}

/* What comes every so often: mark prices always, a ticker if somebody traded. */
static void
tell_periodic (CdlStreamHub *self, Channel *channel, gint64 now)
{
  const CdlTopic *topic = &channel->topic;
  CdlStreamEvent event = { .symbol = topic->symbol, .time = now };

  if (now % topic->period != 0)
    return;

  if (topic->kind == CDL_TOPIC_MARK_PRICE)
    {
      event.type = CDL_EVENT_MARK_PRICE;
      event.seed = cdl_sim_market_seed (self->truth);
    }
  else
    {
      event.type = CDL_EVENT_MINI_TICKER;
      cdl_sim_market_candle (self->truth, topic->symbol, now - CDL_DAY_MS, now, &event.day);
      if (event.day.last == channel->last_n)
        return;
      channel->last_n = event.day.last;
    }
  publish (self, channel, &event);
}

static void
tell_kline (CdlStreamHub *self, Channel *channel, gint64 now)
{
  const CdlTopic *topic = &channel->topic;
  gint64 open_time = cdl_interval_floor (topic->interval, now - 1);
  gboolean closed = cdl_interval_next (topic->interval, open_time) == now;
  CdlStreamEvent event = { .type = CDL_EVENT_KLINE, .symbol = topic->symbol, .time = now };

  if (!closed && now % topic->period != 0)
    return;

  event.kline.interval = topic->interval;
  event.kline.row.open_time = open_time;
  event.kline.closed = closed;
  cdl_sim_market_candle (self->truth, topic->symbol, open_time, now, &event.kline.row.candle);
  if (event.kline.row.candle.missing)
    return;

  /* An open kline is told again when something has happened in it. */
  if (!closed
      && (event.kline.row.candle.n == 0
          || (channel->last_open == open_time && channel->last_n == event.kline.row.candle.n)))
    return;

  channel->last_open = open_time;
  channel->last_n = event.kline.row.candle.n;
  publish (self, channel, &event);
}

static void
tell_step (CdlStreamHub *self, gint64 from, gint64 to)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->channels);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Channel *channel = value;
      CdlTopicKind kind = channel->topic.kind;
      Target target = { self, channel };

      if (is_of_prints (kind))
        cdl_sim_market_each_print (self->truth, channel->topic.symbol, from, to, tell_print,
                                   &target);
      deliver_held (channel, to);
    }
  if (to % STEP_MS != 0)
    return;

  g_hash_table_iter_init (&iter, self->channels);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Channel *channel = value;

      if (channel->topic.kind == CDL_TOPIC_KLINE)
        tell_kline (self, channel, to);
      else if (channel->topic.period > 0)
        tell_periodic (self, channel, to);
    }
}

static gsize
longest_queue (const CdlStreamHub *self)
{
  gsize longest = 0;

  for (guint i = 0; i < self->sessions->len; i++)
    {
      const CdlStreamSession *session = self->sessions->pdata[i];

      longest = MAX (longest, cdl_sim_wire_queued (session->wire));
    }

  return longest;
}

/* Ends connections that are a day old, or hopelessly behind; and lets faults strike. */
static void
cut_sessions (CdlStreamHub *self)
{
  gint64 life = (gint64) self->options.session_hours * CDL_HOUR_MS;

  for (guint i = 0; i < self->sessions->len; i++)
    {
      CdlStreamSession *session = self->sessions->pdata[i];

      cdl_fault_stream (self->faults, session);
      if (self->at - session->born >= life)
        cdl_stream_session_close (session, 1001, "Connection lifetime is over");
      else if (cdl_sim_wire_queued (session->wire) > MAX_QUEUED)
        cdl_sim_wire_reset (session->wire);
    }
}

/* Tells what has happened until now. Others want the main loop too: FALSE if it was not all. */
static gboolean
catch_up (CdlStreamHub *self, gint64 now, gint64 began)
{
  while (self->at < now)
    {
      gint64 to = MIN (now, (self->at / STEP_MS + 1) * STEP_MS);

      if (now - self->at > PATIENT_LAG_MS
          && (longest_queue (self) > PATIENT_QUEUED
              || g_get_monotonic_time () - began > MAX_PUMP_US))
        return FALSE;
      tell_step (self, self->at, to);
      self->at = to;
    }

  return TRUE;
}

static gboolean
pump (gpointer data)
{
  CdlStreamHub *self = data;
  gint64 began = g_get_monotonic_time ();

  if (cdl_sim_clock_jumps (self->clock) != self->jumps || g_hash_table_size (self->channels) == 0)
    {
      self->jumps = cdl_sim_clock_jumps (self->clock);
      self->at = cdl_sim_clock_now (self->clock);
    }

  /* As fast as it can: the clock goes on while there are listeners who keep up. */
  while (catch_up (self, cdl_sim_clock_now (self->clock), began)
         && isinf (cdl_sim_clock_speed (self->clock)) && g_hash_table_size (self->channels) > 0
         && longest_queue (self) < PATIENT_QUEUED && g_get_monotonic_time () - began < MAX_PUMP_US)
    cdl_sim_clock_advance (self->clock, FAST_STEP_MS);
  cut_sessions (self);

  return G_SOURCE_CONTINUE;
}

CdlStreamHub *
cdl_stream_hub_new (CdlSimMarket *truth,
                    CdlSimClock *clock,
                    CdlFaults *faults,
                    const CdlStreamOptions *options)
{
  CdlStreamHub *self = g_new0 (CdlStreamHub, 1);

  self->truth = truth;
  self->clock = clock;
  self->faults = faults;
  self->options = *options;
  self->sessions = g_ptr_array_new ();
  self->channels = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, channel_free);
  self->at = cdl_sim_clock_now (clock);

  /* Requests and connections come first, however much there is to tell. */
  self->pump_id = g_timeout_add_full (G_PRIORITY_DEFAULT_IDLE, PUMP_MS, pump, self, NULL);

  return self;
}

void
cdl_stream_hub_free (CdlStreamHub *self)
{
  if (!self)
    return;

  g_source_remove (self->pump_id);
  g_hash_table_unref (self->channels);
  for (guint i = 0; i < self->sessions->len; i++)
    cdl_stream_session_free (self->sessions->pdata[i]);
  g_ptr_array_unref (self->sessions);
  g_free (self);
}

void
cdl_stream_hub_accept (CdlStreamHub *self,
                       GIOStream *stream,
                       CdlRoute route,
                       gboolean combined,
                       gboolean microseconds,
                       const char *head,
                       const char *const *names)
{
  CdlStreamSession *session = cdl_stream_session_new (self, stream, route, combined, microseconds);

  session->id = ++self->next_id;
  session->born = cdl_sim_clock_now (self->clock);
  cdl_stream_session_set_pings (session, self->options.ping_seconds, self->options.pong_seconds);
  g_ptr_array_add (self->sessions, session);
  cdl_sim_wire_send (session->wire, head, strlen (head));
  for (; *names; names++)
    if (**names && !cdl_stream_hub_subscribe (self, session, *names))
      {
        cdl_stream_hub_count_violation (self);
        cdl_stream_session_close (session, 1008, "Too many streams");
        return;
      }
}

gboolean
cdl_stream_hub_subscribe (CdlStreamHub *self, CdlStreamSession *session, const char *name)
{
  g_autofree char *key = channel_key (session->route, name);
  Channel *channel = g_hash_table_lookup (self->channels, key);

  if (!channel)
    {
      channel = g_new0 (Channel, 1);
      channel->key = g_steal_pointer (&key);
      channel->name = strchr (channel->key, ' ') + 1;
      channel->sessions = g_ptr_array_new ();
      g_queue_init (&channel->held);
      cdl_topic_parse (&channel->topic, self->truth, session->route, name);
      g_hash_table_insert (self->channels, channel->key, channel);
    }
  if (g_ptr_array_find (channel->sessions, session, NULL))
    return TRUE;
  if (session->names->len >= CDL_STREAM_MAX_NAMES)
    return FALSE;

  g_ptr_array_add (channel->sessions, session);
  g_ptr_array_add (session->names, g_strdup (name));
  channel->last_open = 0;
  channel->is_silent = cdl_faults_strike (self->faults, CDL_FAULT_SUBSCRIBE_SILENT, name) != NULL;

  return TRUE;
}

static void
leave (CdlStreamHub *self, CdlStreamSession *session, const char *name)
{
  g_autofree char *key = channel_key (session->route, name);
  Channel *channel = g_hash_table_lookup (self->channels, key);

  if (channel && g_ptr_array_remove (channel->sessions, session) && channel->sessions->len == 0)
    g_hash_table_remove (self->channels, key);
}

void
cdl_stream_hub_unsubscribe (CdlStreamHub *self, CdlStreamSession *session, const char *name)
{
  leave (self, session, name);
  for (guint i = 0; i < session->names->len; i++)
    if (strcmp (session->names->pdata[i], name) == 0)
      {
        g_ptr_array_remove_index (session->names, i);
        return;
      }
}

void
cdl_stream_hub_forget (CdlStreamHub *self, CdlStreamSession *session)
{
  for (guint i = 0; i < session->names->len; i++)
    leave (self, session, session->names->pdata[i]);
  g_ptr_array_remove (self->sessions, session);
  cdl_stream_session_free (session);
}

void
cdl_stream_hub_count_violation (CdlStreamHub *self)
{
  self->violations++;
}

gint64
cdl_stream_hub_now (const CdlStreamHub *self)
{
  return self->at;
}

CdlFaults *
cdl_stream_hub_faults (const CdlStreamHub *self)
{
  return self->faults;
}

guint64
cdl_stream_hub_violations (const CdlStreamHub *self)
{
  return self->violations;
}

guint
cdl_stream_hub_accepted (const CdlStreamHub *self)
{
  return self->next_id;
}

char *
cdl_stream_hub_describe (const CdlStreamHub *self)
{
  g_autoptr (CdlJsonWriter) json = cdl_json_writer_new (CDL_JSON_COMPACT);

  cdl_json_begin_array (json);
  for (guint i = 0; i < self->sessions->len; i++)
    {
      const CdlStreamSession *session = self->sessions->pdata[i];
      g_autofree char *where = cdl_stream_session_where (session);
      char *blank = strchr (where, ' ');

      if (blank)
        *blank = '\0';
      cdl_json_begin_object (json);
      cdl_json_member_int (json, "id", session->id);
      cdl_json_member_string (json, "route", where);
      cdl_json_member_bool (json, "combined", session->combined);
      cdl_json_member_int (json, "born", session->born);
      cdl_json_member_int (json, "received", (gint64) session->received);
      cdl_json_member_int (json, "sent", (gint64) session->sent);
      cdl_json_member_int (json, "queued", (gint64) cdl_sim_wire_queued (session->wire));
      cdl_json_name (json, "streams");
      cdl_json_begin_array (json);
      for (guint n = 0; n < session->names->len; n++)
        cdl_json_string (json, session->names->pdata[n]);
      cdl_json_end_array (json);
      cdl_json_end_object (json);
    }
  cdl_json_end_array (json);

  return cdl_json_writer_steal (json);
}
