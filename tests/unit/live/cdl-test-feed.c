#include "cdl-test-feed.h"

#include "cdl-time.h"

#include <string.h>

#define WARM_UP CDL_MINUTE_MS
#define TICK    250

/* A message on its way. */
typedef struct
{
  gint64 at;
  guint order;
  CdlFrame frame;
} Message;

typedef struct
{
  gint64 at;
  CdlFeedRequest request;
} Asked;

typedef struct
{
  gint64 from, to;
  gint64 noticed; /* when the connection is known to be gone */
} Outage;

struct _CdlTestFeed
{
  CdlRandom random;
  CdlTestFaults faults;
  GArray *prints;   /* CdlFeedPrint */
  GArray *klines;   /* CdlFeedKline, closed */
  GArray *messages; /* Message, by time */
  GArray *outages;
  GArray *asked;
  GArray *stored;
  gint64 end, now;
  gboolean lacked; /* the last answer did */
  guint requests, holes;
  gint64 hole_end;
  CdlFeedCore *core;
  CdlFeedSink event;
  void (*record) (const CdlFeedInput *input, gpointer data);
  gpointer data;
};

static gboolean
chance (CdlTestFeed *self, double p)
{
  return cdl_random_double (&self->random) < p;
}

static gint64
between (CdlTestFeed *self, gint64 low, gint64 high)
{
  return low + (gint64) cdl_random_below (&self->random, (guint64) (high - low + 1));
}

/* The kline of [open_time, until) by its prints; without any it repeats the last price. *first,
 * *last: ids of its trades. */
static CdlFeedKline
make_kline (CdlTestFeed *self, gint64 open_time, gint64 until, gint64 *last)
{
  CdlFeedKline row = { .open_time = open_time };
  double price = 100.0;

  *last = -1;
  for (guint i = 0; i < self->prints->len; i++)
    {
      const CdlFeedPrint *print = &g_array_index (self->prints, CdlFeedPrint, i);
      double *field = row.field;

      if (print->time >= until)
        break;
      price = print->price;
      if (print->time < open_time)
        continue;
      if (field[CDL_FIELD_TRADES] == 0.0)
        field[CDL_FIELD_OPEN] = field[CDL_FIELD_HIGH] = field[CDL_FIELD_LOW] = price;
      field[CDL_FIELD_HIGH] = MAX (field[CDL_FIELD_HIGH], price);
      field[CDL_FIELD_LOW] = MIN (field[CDL_FIELD_LOW], price);
      field[CDL_FIELD_CLOSE] = price;
      field[CDL_FIELD_VOLUME] += 1.0;
      field[CDL_FIELD_QUOTE_VOLUME] += price;
      field[CDL_FIELD_TRADES] += 1.0;
      *last = print->last_id;
    }
  if (row.field[CDL_FIELD_TRADES] == 0.0)
    for (guint f = CDL_FIELD_OPEN; f <= CDL_FIELD_CLOSE; f++)
      row.field[f] = price;

  return row;
}

static void
make_market (CdlTestFeed *self)
{
  gint64 time = CDL_TEST_START - WARM_UP, id = 1000, trade = 5000;
  double price = 100.0;

  while (time < self->end)
    {
      CdlFeedPrint print;
      gint64 minute;

      time += between (self, 0, 900);
      minute = (time - CDL_TEST_START) / CDL_MINUTE_MS;
      price = MAX (price + (double) between (self, -3, 3) * 0.25, 50.0);
      trade += between (self, 1, 3);
      print = (CdlFeedPrint){ ++id, trade, time, price };
      if ((self->faults.quiet && minute % 5 == 3) || (self->faults.holes && minute % 7 == 4))
        {
          time = CDL_TEST_START + (minute + 1) * CDL_MINUTE_MS;
          continue;
        }
      g_array_append_val (self->prints, print);
    }
  for (gint64 open = CDL_TEST_START; open < self->end; open += CDL_MINUTE_MS)
    {
      gint64 last, minute = (open - CDL_TEST_START) / CDL_MINUTE_MS;
      CdlFeedKline row = make_kline (self, open, open + CDL_MINUTE_MS, &last);

      if (!self->faults.holes || minute % 7 != 4)
        g_array_append_val (self->klines, row);
    }
}

static const Outage *
outage_at (CdlTestFeed *self, gint64 time)
{
  for (guint i = 0; i < self->outages->len; i++)
    {
      const Outage *outage = &g_array_index (self->outages, Outage, i);

      if (time >= outage->from && time < outage->to)
        return outage;
    }

  return NULL;
}

static void
send (CdlTestFeed *self, gint64 at, const CdlFrame *frame)
{
  gboolean clean = at > self->end - 2 * CDL_MINUTE_MS;
  Message message = { at + between (self, 5, 60), self->messages->len, *frame };

  if (outage_at (self, at) != NULL || (!clean && chance (self, self->faults.drop)))
    return;
  if (!clean && chance (self, self->faults.late))
    message.at += between (self, 0, self->faults.late_ms);
  if (!clean && chance (self, self->faults.bad_price))
    {
      if (frame->type == CDL_FRAME_PRINT)
        message.frame.print.price *= 1000.0;
      else
        message.frame.kline.row.field[CDL_FIELD_HIGH] *= 1000.0;
    }
  g_array_append_val (self->messages, message);
  if (!clean && chance (self, self->faults.twice))
    {
      message.at += between (self, 0, 100);
      g_array_append_val (self->messages, message);
    }
}

static gboolean
is_kline (CdlTestFeed *self, gint64 open_time)
{
  for (guint i = 0; i < self->klines->len; i++)
    if (g_array_index (self->klines, CdlFeedKline, i).open_time == open_time)
      return TRUE;

  return FALSE;
}

static int
by_time (gconstpointer a, gconstpointer b)
{
  const Message *x = a, *y = b;

  return x->at != y->at ? (x->at < y->at ? -1 : 1) : (x->order < y->order ? -1 : 1);
}

static void
make_messages (CdlTestFeed *self)
{
  CdlFrame frame = { .symbol = "TESTUSDT" };

  for (guint i = 0; i < self->prints->len; i++)
    {
      const CdlFeedPrint *print = &g_array_index (self->prints, CdlFeedPrint, i);

      frame.type = CDL_FRAME_PRINT;
      frame.event_time = print->time;
      frame.print.id = print->id;
      frame.print.last_id = print->last_id;
      frame.print.time = print->time;
      frame.print.price = print->price;
      send (self, print->time, &frame);
    }
  for (gint64 time = CDL_TEST_START + 2000; time < self->end; time += 2000)
    {
      gint64 open = cdl_interval_floor (CDL_INTERVAL_1M, time - 1), last;
      gboolean closed = time == open + CDL_MINUTE_MS;
      gint64 at = closed ? time + between (self, 30, 300) : time;
      CdlFeedKline row = make_kline (self, open, time, &last);

      if (!is_kline (self, open) || (!closed && last < 0)
          || (closed && at < self->end - 2 * CDL_MINUTE_MS
              && chance (self, self->faults.lose_close)))
        continue;
      frame.type = CDL_FRAME_KLINE;
      frame.event_time = at;
      frame.kline.interval = CDL_INTERVAL_1M;
      frame.kline.closed = closed;
      frame.kline.last_id = last;
      frame.kline.row = row;
      send (self, at, &frame);
    }
  g_array_sort (self->messages, by_time);
}

CdlTestFeed *
cdl_test_feed_new (guint64 seed, const CdlTestFaults *faults)
{
  CdlTestFeed *self = g_new0 (CdlTestFeed, 1);

  cdl_random_init (&self->random, seed);
  self->faults = *faults;
  self->end = CDL_TEST_START + faults->minutes * CDL_MINUTE_MS;
  self->prints = g_array_new (FALSE, FALSE, sizeof (CdlFeedPrint));
  self->klines = g_array_new (FALSE, FALSE, sizeof (CdlFeedKline));
  self->messages = g_array_new (FALSE, FALSE, sizeof (Message));
  self->outages = g_array_new (FALSE, FALSE, sizeof (Outage));
  self->asked = g_array_new (FALSE, FALSE, sizeof (Asked));
  self->stored = g_array_new (FALSE, FALSE, sizeof (CdlFeedKline));
  make_market (self);
  for (guint i = 0; i < faults->outages; i++)
    {
      gint64 span = (self->end - CDL_TEST_START - 3 * CDL_MINUTE_MS) / faults->outages;
      gint64 from = CDL_TEST_START + i * span + between (self, 0, span / 2);
      gint64 to = from + between (self, 100, span / 2);
      Outage outage = { from, to, between (self, from, to - 1) };

      g_array_append_val (self->outages, outage);
    }
  make_messages (self);

  return self;
}

void
cdl_test_feed_free (CdlTestFeed *self)
{
  cdl_feed_core_free (self->core);
  g_array_unref (self->prints);
  g_array_unref (self->klines);
  g_array_unref (self->messages);
  g_array_unref (self->outages);
  g_array_unref (self->asked);
  g_array_unref (self->stored);
  g_free (self);
}

CdlFeedCoreOptions
cdl_test_feed_options (const CdlTestFeed *self)
{
  return (CdlFeedCoreOptions){ CDL_MARKET_SPOT, "TESTUSDT", CDL_INTERVAL_1M, CDL_TEST_START,
                               CDL_FEED_PRINT_SPAN };
}

static void
input (CdlTestFeed *self, CdlFeedInput in)
{
  in.now = self->now;
  if (self->record != NULL)
    self->record (&in, self->data);
  cdl_feed_core_input (self->core, &in);
}

static void
on_event (const CdlFeedEvent *event, gpointer data)
{
  CdlTestFeed *self = data;

  self->event (event, self->data);
}

static void
on_request (const CdlFeedRequest *request, gpointer data)
{
  CdlTestFeed *self = data;
  Asked asked = { self->now + between (self, 20, 400), *request };

  self->requests++;
  if (request->id != 0)
    g_array_append_val (self->asked, asked);
}

static void
on_store (const CdlFeedKline *kline, gboolean repair, gpointer data)
{
  CdlTestFeed *self = data;

  g_assert_false (repair);
  g_array_append_val (self->stored, *kline);
}

/* Only minutes that the market really lacks, each once. */
static void
on_hole (gint64 from, gint64 to, gpointer data)
{
  CdlTestFeed *self = data;

  g_assert_cmpint (from, <, to);
  g_assert_cmpint (from, >=, self->hole_end);
  for (gint64 open = from; open < to; open += CDL_MINUTE_MS)
    g_assert_false (is_kline (self, open));
  self->hole_end = to;
  self->holes += (guint) ((to - from) / CDL_MINUTE_MS);
}

static void
answer_klines (CdlTestFeed *self, const CdlFeedRequest *request)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (CdlFeedKline));

  for (gint64 open = request->from; open <= MIN (request->to, self->now); open += CDL_MINUTE_MS)
    {
      gint64 last;
      CdlFeedKline row = make_kline (self, open, MIN (open + CDL_MINUTE_MS, self->now), &last);

      if (is_kline (self, open))
        g_array_append_val (rows, row);
    }
  /* Never twice in a row. */
  self->lacked = !self->lacked && rows->len > 1 && chance (self, self->faults.rest_lacks);
  if (self->lacked)
    g_array_remove_index (rows, (guint) between (self, 0, rows->len - 2));
  input (self, (CdlFeedInput){ .type = CDL_FEED_INPUT_KLINES,
                               .request = request->id,
                               .klines = (const CdlFeedKline *) (gpointer) rows->data,
                               .n = rows->len });
}

static void
answer_prints (CdlTestFeed *self, const CdlFeedRequest *request)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (CdlFeedPrint));

  for (guint i = 0; i < self->prints->len && rows->len < CDL_FEED_PAGE; i++)
    {
      CdlFeedPrint print = g_array_index (self->prints, CdlFeedPrint, i);

      if (print.time < self->now
          && (request->from_id >= 0 ? print.id >= request->from_id : print.time >= request->from))
        {
          print.last_id = -1;
          g_array_append_val (rows, print);
        }
    }
  input (self, (CdlFeedInput){ .type = CDL_FEED_INPUT_PRINTS,
                               .request = request->id,
                               .prints = (const CdlFeedPrint *) (gpointer) rows->data,
                               .n = rows->len });
}

static void
answer_rules (CdlTestFeed *self, const CdlFeedRequest *request)
{
  const CdlFeedRules rules = { { .tick = { 1, 2 } }, "TRADING" };

  input (self, (CdlFeedInput){
                   .type = CDL_FEED_INPUT_RULES, .request = request->id, .rules = &rules, .n = 1 });
}

static void
answer_due (CdlTestFeed *self)
{
  for (guint i = 0; i < self->asked->len;)
    {
      Asked asked = g_array_index (self->asked, Asked, i);

      if (asked.at > self->now)
        {
          i++;
          continue;
        }
      g_array_remove_index (self->asked, i);
      if (self->now < self->end - 2 * CDL_MINUTE_MS && chance (self, self->faults.rest_fails))
        input (self, (CdlFeedInput){ .type = CDL_FEED_INPUT_FAILED,
                                     .request = asked.request.id,
                                     .reason = "no answer" });
      else if (asked.request.type == CDL_FEED_REQUEST_KLINES)
        answer_klines (self, &asked.request);
      else if (asked.request.type == CDL_FEED_REQUEST_RULES)
        answer_rules (self, &asked.request);
      else
        answer_prints (self, &asked.request);
    }
}

void
cdl_test_feed_run (CdlTestFeed *self,
                   CdlFeedSink event,
                   void (*record) (const CdlFeedInput *input, gpointer data),
                   gpointer data)
{
  CdlFeedOutlet outlet = { on_event, on_request, on_store, on_hole, NULL, self };
  CdlFeedCoreOptions options = cdl_test_feed_options (self);
  gboolean connected = FALSE;
  guint next = 0;

  self->event = event;
  self->record = record;
  self->data = data;
  self->core = cdl_feed_core_new (&options, &outlet);
  for (self->now = CDL_TEST_START + 20; self->now < self->end; self->now++)
    {
      const Outage *outage = outage_at (self, self->now);
      gboolean up = outage == NULL || self->now < outage->noticed;

      if (up != connected)
        {
          connected = up;
          input (self, (CdlFeedInput){ .type = up ? CDL_FEED_INPUT_CONNECTED
                                                  : CDL_FEED_INPUT_DISCONNECTED,
                                       .reason = "the connection is gone" });
        }
      for (; next < self->messages->len
             && g_array_index (self->messages, Message, next).at <= self->now;
           next++)
        if (connected)
          input (self,
                 (CdlFeedInput){ .type = CDL_FEED_INPUT_FRAME,
                                 .frame = &g_array_index (self->messages, Message, next).frame });
      answer_due (self);
      if (self->now % TICK == 0)
        input (self, (CdlFeedInput){ .type = CDL_FEED_INPUT_TICK });
    }
}

const CdlFeedKline *
cdl_test_feed_klines (const CdlTestFeed *self, gsize *n)
{
  *n = self->klines->len - 1; /* the last closes as the run ends */

  return (const CdlFeedKline *) (gpointer) self->klines->data;
}

const CdlFeedPrint *
cdl_test_feed_prints (const CdlTestFeed *self, gsize *n)
{
  *n = self->prints->len;

  return (const CdlFeedPrint *) (gpointer) self->prints->data;
}

GArray *
cdl_test_feed_stored (CdlTestFeed *self)
{
  return self->stored;
}

CdlFeedState
cdl_test_feed_state (CdlTestFeed *self)
{
  return cdl_feed_core_state (self->core, NULL);
}

guint
cdl_test_feed_holes (const CdlTestFeed *self)
{
  return self->holes;
}

guint
cdl_test_feed_requests (const CdlTestFeed *self)
{
  return self->requests;
}
