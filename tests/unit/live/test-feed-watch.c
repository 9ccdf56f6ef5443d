#include "cdl-feed-core.h"
#include "cdl-number.h"
#include "cdl-time.h"

#include <string.h>

#define START G_GINT64_CONSTANT (1700006340000) /* 23:59 of a day: the stamp is at midnight */
#define STAMP (START + CDL_MINUTE_MS)

/* A core by hand: what it asks for, tells and gives to the archive. */
typedef struct
{
  CdlFeedCore *core;
  gint64 now;
  CdlFeedRequest asked[CDL_FEED_REQUEST_RECONNECT + 1]; /* the last one of each kind */
  guint n_asked[CDL_FEED_REQUEST_RECONNECT + 1];
  GArray *funding; /* CdlFunding, told */
  GArray *klines;  /* CdlFeedKline, told */
  GArray *rules;   /* CdlTradingRules, told */
  guint stored, repaired, marks, states;
} Hand;

static void
on_event (const CdlFeedEvent *event, gpointer data)
{
  Hand *self = data;

  if (event->type == CDL_FEED_EVENT_FUNDING)
    g_array_append_val (self->funding, event->funding);
  if (event->type == CDL_FEED_EVENT_KLINE)
    g_array_append_val (self->klines, event->kline.row);
  if (event->type == CDL_FEED_EVENT_RULES)
    g_array_append_val (self->rules, event->rules.rules);
  self->marks += event->type == CDL_FEED_EVENT_MARK;
  self->states += event->type == CDL_FEED_EVENT_STATE;
}

static void
on_request (const CdlFeedRequest *request, gpointer data)
{
  Hand *self = data;

  self->asked[request->type] = *request;
  self->n_asked[request->type]++;
}

static void
on_store (const CdlFeedKline *kline, gboolean repair, gpointer data)
{
  Hand *self = data;

  self->stored++;
  self->repaired += repair ? 1 : 0;
}

/* now: of the connection. */
static void
hand_init_at (Hand *self, CdlMarket market, gint64 now)
{
  const CdlFeedCoreOptions options
      = { market, "BTCUSDT", CDL_INTERVAL_1M, START, CDL_FEED_PRINT_SPAN };
  CdlFeedOutlet outlet = { on_event, on_request, on_store, NULL, NULL, self };
  CdlFeedInput input = { .type = CDL_FEED_INPUT_CONNECTED, .now = now };

  memset (self, 0, sizeof *self);
  self->now = now;
  self->funding = g_array_new (FALSE, FALSE, sizeof (CdlFunding));
  self->klines = g_array_new (FALSE, FALSE, sizeof (CdlFeedKline));
  self->rules = g_array_new (FALSE, FALSE, sizeof (CdlTradingRules));
  self->core = cdl_feed_core_new (&options, &outlet);
  cdl_feed_core_input (self->core, &input);
}

static void
hand_init (Hand *self, CdlMarket market)
{
  hand_init_at (self, market, START);
}

static void
hand_clear (Hand *self)
{
  g_array_unref (self->funding);
  g_array_unref (self->klines);
  g_array_unref (self->rules);
  cdl_feed_core_free (self->core);
}

static void
put (Hand *self, CdlFeedInput input)
{
  input.now = self->now;
  cdl_feed_core_input (self->core, &input);
}

static void
wait_until (Hand *self, gint64 time)
{
  for (; self->now < time; self->now += 250)
    put (self, (CdlFeedInput){ .type = CDL_FEED_INPUT_TICK });
  self->now = time;
}

static void
put_mark (Hand *self, gint64 next_funding)
{
  CdlFrame frame = { .type = CDL_FRAME_MARK, .symbol = "BTCUSDT", .event_time = self->now };

  frame.mark.price = 100.0;
  frame.mark.rate = 0.0001;
  frame.mark.next_funding = next_funding;
  put (self, (CdlFeedInput){ .type = CDL_FEED_INPUT_FRAME, .frame = &frame });
}

static void
put_kline (Hand *self, gint64 open_time, double close)
{
  CdlFrame frame = { .type = CDL_FRAME_KLINE, .symbol = "BTCUSDT", .event_time = self->now };

  frame.kline.interval = CDL_INTERVAL_1M;
  frame.kline.closed = TRUE;
  frame.kline.last_id = -1;
  frame.kline.row.open_time = open_time;
  for (guint f = CDL_FIELD_OPEN; f <= CDL_FIELD_CLOSE; f++)
    frame.kline.row.field[f] = close;
  put (self, (CdlFeedInput){ .type = CDL_FEED_INPUT_FRAME, .frame = &frame });
}

static void
answer_funding (Hand *self, const CdlFunding *rates, gsize n)
{
  put (self, (CdlFeedInput){ .type = CDL_FEED_INPUT_FUNDING,
                             .request = self->asked[CDL_FEED_REQUEST_FUNDING].id,
                             .funding = rates,
                             .n = n });
}

/* Each stamp is told once, from the exchange's history, and klines of its time wait for it. */
static void
test_funding (void)
{
  const CdlFunding rates[] = { { STAMP + 3, -0.0002 } };
  Hand hand;

  hand_init (&hand, CDL_MARKET_UM);
  put_mark (&hand, STAMP);
  g_assert_cmpuint (hand.n_asked[CDL_FEED_REQUEST_FUNDING], ==, 1);
  answer_funding (&hand, NULL, 0);
  g_assert_cmpuint (hand.funding->len, ==, 0);

  wait_until (&hand, STAMP + 100);
  put_kline (&hand, START, 100.0);
  g_assert_cmpuint (hand.klines->len, ==, 1);
  put_mark (&hand, STAMP + 4 * CDL_HOUR_MS); /* the interval was shortened */
  wait_until (&hand, STAMP + CDL_MINUTE_MS + 100);
  g_assert_cmpuint (hand.n_asked[CDL_FEED_REQUEST_FUNDING], ==, 2);
  put_kline (&hand, STAMP, 100.0);
  g_assert_cmpuint (hand.klines->len, ==, 1);
  answer_funding (&hand, rates, 1);
  g_assert_cmpuint (hand.klines->len, ==, 2);
  g_assert_cmpuint (hand.funding->len, ==, 1);
  g_assert_cmpfloat (g_array_index (hand.funding, CdlFunding, 0).rate, ==, -0.0002);

  /* Not asked for again, nor told again. */
  put_mark (&hand, STAMP + 4 * CDL_HOUR_MS);
  wait_until (&hand, STAMP + 2 * CDL_MINUTE_MS);
  g_assert_cmpuint (hand.n_asked[CDL_FEED_REQUEST_FUNDING], ==, 2);
  g_assert_cmpuint (hand.funding->len, ==, 1);
  hand_clear (&hand);
}

/* A rate that is not published yet is asked for again, ever later; klines wait half a minute. */
static void
test_late_funding (void)
{
  Hand hand;

  hand_init (&hand, CDL_MARKET_UM);
  put_mark (&hand, STAMP);
  answer_funding (&hand, NULL, 0);
  wait_until (&hand, STAMP + 100);
  put_kline (&hand, START, 100.0);
  for (int i = 0; i < 100; i++)
    {
      wait_until (&hand, hand.now + 1000);
      if (hand.asked[CDL_FEED_REQUEST_FUNDING].id != 0)
        answer_funding (&hand, NULL, 0);
      if (hand.now == STAMP + 100 + CDL_MINUTE_MS)
        put_kline (&hand, STAMP, 100.0);
    }
  g_assert_cmpuint (hand.n_asked[CDL_FEED_REQUEST_FUNDING], >, 2);
  g_assert_cmpuint (hand.n_asked[CDL_FEED_REQUEST_FUNDING], <, 12);
  g_assert_cmpuint (hand.klines->len, ==, 2);
  hand_clear (&hand);
}

/* Who begins seconds after a stamp, before its rate is published, gets it all the same; klines do
 * not wait, and nothing more is asked once it is there. */
static void
test_early_start (void)
{
  const CdlFunding rates[] = { { STAMP + 3, -0.0002, 100.5 } };
  Hand hand;

  hand_init_at (&hand, CDL_MARKET_UM, STAMP + 5000);
  put_mark (&hand, STAMP + 8 * CDL_HOUR_MS);
  g_assert_cmpuint (hand.n_asked[CDL_FEED_REQUEST_FUNDING], ==, 1);
  answer_funding (&hand, NULL, 0);
  put_kline (&hand, START, 100.0);
  g_assert_cmpuint (hand.klines->len, ==, 1);
  wait_until (&hand, STAMP + CDL_MINUTE_MS);
  g_assert_cmpuint (hand.n_asked[CDL_FEED_REQUEST_FUNDING], ==, 1);
  wait_until (&hand, STAMP + 2 * CDL_MINUTE_MS + 1000);
  g_assert_cmpuint (hand.n_asked[CDL_FEED_REQUEST_FUNDING], ==, 2);
  answer_funding (&hand, rates, 1);
  g_assert_cmpuint (hand.funding->len, ==, 1);
  g_assert_cmpfloat (g_array_index (hand.funding, CdlFunding, 0).price, ==, 100.5);
  wait_until (&hand, STAMP + CDL_HOUR_MS);
  g_assert_cmpuint (hand.n_asked[CDL_FEED_REQUEST_FUNDING], ==, 2);
  hand_clear (&hand);
}

static void
put_print (Hand *self, gint64 id)
{
  CdlFrame frame = { .type = CDL_FRAME_PRINT, .symbol = "BTCUSDT", .event_time = self->now };

  frame.print.id = frame.print.first_id = frame.print.last_id = id;
  frame.print.time = self->now;
  frame.print.price = 100.0;
  frame.print.qty = 1.0;
  put (self, (CdlFeedInput){ .type = CDL_FEED_INPUT_FRAME, .frame = &frame });
}

/* A mark price of now does not get among prints of before: not while they are fetched, nor while
 * they wait for their kline. */
static void
test_marks (void)
{
  const CdlFeedPrint first = { .id = 7, .last_id = 7, .time = START, .price = 100.0 };
  Hand hand;

  hand_init (&hand, CDL_MARKET_UM);
  put_mark (&hand, STAMP);
  answer_funding (&hand, NULL, 0);
  put_mark (&hand, STAMP);
  g_assert_cmpint (cdl_feed_core_state (hand.core, NULL), !=, CDL_FEED_LIVE);
  g_assert_cmpuint (hand.marks, ==, 0);

  wait_until (&hand, START + 1000);
  put_print (&hand, 8);
  wait_until (&hand, START + 4000);
  put (&hand, (CdlFeedInput){ .type = CDL_FEED_INPUT_PRINTS,
                              .request = hand.asked[CDL_FEED_REQUEST_PRINTS].id,
                              .prints = &first,
                              .n = 1 });
  wait_until (&hand, START + 5000);
  g_assert_cmpint (cdl_feed_core_state (hand.core, NULL), ==, CDL_FEED_LIVE);
  put_mark (&hand, STAMP);
  g_assert_cmpuint (hand.marks, ==, 1);

  wait_until (&hand, STAMP + 100);
  put_print (&hand, 9); /* of a kline that waits for the one before it */
  put_mark (&hand, STAMP);
  g_assert_cmpuint (hand.marks, ==, 1);
  hand_clear (&hand);
}

/* What the exchange changes later goes into the archive, and is not told again. */
static void
test_correction (void)
{
  CdlFeedKline rows[2];
  Hand hand;

  hand_init (&hand, CDL_MARKET_SPOT);
  wait_until (&hand, START + CDL_MINUTE_MS + 100);
  put_kline (&hand, START, 100.0);
  g_assert_cmpuint (hand.klines->len, ==, 1);
  g_assert_cmpuint (hand.stored, ==, 1);

  memset (rows, 0, sizeof rows);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      rows[i].open_time = START + i * CDL_MINUTE_MS;
      for (guint f = CDL_FIELD_OPEN; f <= CDL_FIELD_CLOSE; f++)
        rows[i].field[f] = 101.0;
    }
  while (hand.repaired == 0 && hand.now < START + 3 * CDL_MINUTE_MS)
    {
      wait_until (&hand, hand.now + 250);
      put (&hand, (CdlFeedInput){ .type = CDL_FEED_INPUT_KLINES,
                                  .request = hand.asked[CDL_FEED_REQUEST_KLINES].id,
                                  .klines = rows,
                                  .n = G_N_ELEMENTS (rows) });
    }
  g_assert_cmpuint (hand.repaired, ==, 1);
  g_assert_cmpuint (hand.klines->len, >=, 1);
  g_assert_cmpfloat (g_array_index (hand.klines, CdlFeedKline, 0).field[CDL_FIELD_CLOSE], ==,
                     100.0);
  hand_clear (&hand);
}

static void
refuse (Hand *self, CdlFeedRequestType type)
{
  put (self, (CdlFeedInput){ .type = CDL_FEED_INPUT_FAILED,
                             .request = self->asked[type].id,
                             .reason = "Invalid symbol. (-1121)",
                             .unknown = TRUE });
}

static void
answer_rules (Hand *self, gint64 tick, const char *status)
{
  const CdlFeedRules rules = { { .tick = { tick, 2 }, .min_notional = 5.0 }, status };

  put (self, (CdlFeedInput){ .type = CDL_FEED_INPUT_RULES,
                             .request = self->asked[CDL_FEED_REQUEST_RULES].id,
                             .rules = &rules,
                             .n = 1 });
}

/* Trading rules are asked for once there is data, at each hour, and after each connection; told
 * where they are news, to hold from a kline on of which nothing was told. */
static void
test_rules (void)
{
  const guint *asked;
  Hand hand;

  hand_init (&hand, CDL_MARKET_SPOT);
  asked = &hand.n_asked[CDL_FEED_REQUEST_RULES];
  wait_until (&hand, START + 5000);
  g_assert_cmpuint (*asked, ==, 0);
  put_print (&hand, 8);
  g_assert_cmpuint (*asked, ==, 1);
  answer_rules (&hand, 1, "TRADING");
  g_assert_cmpuint (hand.rules->len, ==, 1);
  g_assert_cmpint (g_array_index (hand.rules, CdlTradingRules, 0).from, >, hand.now);

  wait_until (&hand, STAMP + 1000);
  g_assert_cmpuint (*asked, ==, 1);
  wait_until (&hand, STAMP + 3000);
  g_assert_cmpuint (*asked, ==, 2);
  answer_rules (&hand, 1, "TRADING");
  g_assert_cmpuint (hand.rules->len, ==, 1);

  put (&hand, (CdlFeedInput){ .type = CDL_FEED_INPUT_DISCONNECTED, .reason = "gone" });
  wait_until (&hand, STAMP + 4000);
  put (&hand, (CdlFeedInput){ .type = CDL_FEED_INPUT_CONNECTED });
  put_print (&hand, 9);
  wait_until (&hand, STAMP + 20000);
  g_assert_cmpuint (*asked, ==, 3);
  answer_rules (&hand, 5, "TRADING");
  g_assert_cmpuint (hand.rules->len, ==, 2);
  g_assert_cmpint (g_array_index (hand.rules, CdlTradingRules, 1).from, ==, STAMP + CDL_MINUTE_MS);
  g_assert_cmpint (g_array_index (hand.rules, CdlTradingRules, 1).tick.mantissa, ==, 5);
  hand_clear (&hand);
}

/* A symbol that the exchange has halted: it says so at once, and asks each minute whether that is
 * over. */
static void
test_halted (void)
{
  const char *reason;
  Hand hand;

  hand_init (&hand, CDL_MARKET_SPOT);
  put_print (&hand, 8);
  answer_rules (&hand, 1, "BREAK");
  g_assert_cmpint (cdl_feed_core_state (hand.core, &reason), ==, CDL_FEED_STALE);
  g_assert_cmpstr (reason, ==, "BTCUSDT does not trade: the exchange says BREAK");
  wait_until (&hand, START + CDL_MINUTE_MS + 1000);
  g_assert_cmpuint (hand.n_asked[CDL_FEED_REQUEST_RULES], ==, 2);
  g_assert_cmpuint (hand.n_asked[CDL_FEED_REQUEST_RECONNECT], ==, 0);
  answer_rules (&hand, 1, "TRADING");
  cdl_feed_core_state (hand.core, &reason);
  g_assert_null (strstr (reason, "does not trade"));
  g_assert_cmpuint (hand.rules->len, ==, 2);
  hand_clear (&hand);
}

/* A symbol that the exchange does not know any more; its stream goes on all the same, and other
 * answers are given as if it did. One state, until its rules say otherwise. */
static void
test_unknown (void)
{
  const char *reason;
  guint states;
  Hand hand;

  hand_init (&hand, CDL_MARKET_SPOT);
  wait_until (&hand, START + CDL_MINUTE_MS + 6000);
  refuse (&hand, CDL_FEED_REQUEST_KLINES);
  g_assert_cmpuint (hand.n_asked[CDL_FEED_REQUEST_RULES], ==, 1);
  refuse (&hand, CDL_FEED_REQUEST_RULES);
  g_assert_cmpint (cdl_feed_core_state (hand.core, &reason), ==, CDL_FEED_STALE);
  g_assert_nonnull (strstr (reason, "does not list BTCUSDT"));

  states = hand.states;
  for (int i = 0; i < 120; i++)
    {
      wait_until (&hand, hand.now + 500);
      put_print (&hand, 8 + i);
      if (i % 10 == 0)
        refuse (&hand, CDL_FEED_REQUEST_PRINTS);
      if (i % 10 == 5)
        put (&hand, (CdlFeedInput){ .type = CDL_FEED_INPUT_KLINES,
                                    .request = hand.asked[CDL_FEED_REQUEST_KLINES].id });
      if (i % 20 == 0)
        refuse (&hand, CDL_FEED_REQUEST_RULES);
    }
  g_assert_cmpuint (hand.states, ==, states);
  g_assert_cmpuint (hand.n_asked[CDL_FEED_REQUEST_RULES], >, 2);
  g_assert_cmpuint (hand.n_asked[CDL_FEED_REQUEST_RULES], <, 10);

  while (hand.n_asked[CDL_FEED_REQUEST_RULES] < 11)
    {
      wait_until (&hand, hand.now + 500);
      refuse (&hand, CDL_FEED_REQUEST_RULES);
    }
  answer_rules (&hand, 1, "TRADING");
  cdl_feed_core_state (hand.core, &reason);
  g_assert_null (strstr (reason, "does not list"));
  hand_clear (&hand);
}

/* Nobody hears of a connection that it is good: no data, and the market moves. */
static void
test_silent (void)
{
  CdlFeedKline row = { .open_time = START };
  const char *reason;
  Hand hand;

  hand_init (&hand, CDL_MARKET_SPOT);
  for (guint f = CDL_FIELD_OPEN; f <= CDL_FIELD_CLOSE; f++)
    row.field[f] = 100.0;
  while (hand.n_asked[CDL_FEED_REQUEST_RECONNECT] == 0 && hand.now < START + CDL_MINUTE_MS)
    {
      wait_until (&hand, hand.now + 250);
      row.field[CDL_FIELD_TRADES] += 1.0;
      put (&hand, (CdlFeedInput){ .type = CDL_FEED_INPUT_KLINES,
                                  .request = hand.asked[CDL_FEED_REQUEST_KLINES].id,
                                  .klines = &row,
                                  .n = 1 });
    }
  g_assert_cmpuint (hand.n_asked[CDL_FEED_REQUEST_SUBSCRIBE], ==, 1);
  g_assert_cmpuint (hand.n_asked[CDL_FEED_REQUEST_RECONNECT], ==, 1);
  g_assert_cmpint (cdl_feed_core_state (hand.core, &reason), ==, CDL_FEED_STALE);
  g_assert_nonnull (strstr (reason, "silent"));
  hand_clear (&hand);
}

/* The stream is silent, and no answer says whether the market moves: no longer live within half a
 * minute, wherever in a kline that began. */
static void
test_cut_off (void)
{
  CdlFeedPrint first = { 7, -1, START + 500, 100.0 };
  const char *reason;
  gint64 heard;
  Hand hand;

  hand_init (&hand, CDL_MARKET_SPOT);
  wait_until (&hand, START + 1000);
  put_print (&hand, 8);
  put (&hand, (CdlFeedInput){ .type = CDL_FEED_INPUT_PRINTS,
                              .request = hand.asked[CDL_FEED_REQUEST_PRINTS].id,
                              .prints = &first,
                              .n = 1 });
  wait_until (&hand, START + 1500);
  put_print (&hand, 9);
  g_assert_cmpint (cdl_feed_core_state (hand.core, NULL), ==, CDL_FEED_LIVE);

  heard = hand.now;
  while (cdl_feed_core_state (hand.core, &reason) == CDL_FEED_LIVE)
    {
      wait_until (&hand, hand.now + 250);
      put (&hand, (CdlFeedInput){ .type = CDL_FEED_INPUT_FAILED,
                                  .request = hand.asked[CDL_FEED_REQUEST_KLINES].id,
                                  .reason = "no answer" });
      g_assert_cmpint (hand.now - heard, <, 31000);
    }
  g_assert_cmpint (cdl_feed_core_state (hand.core, &reason), ==, CDL_FEED_STALE);
  g_assert_cmpstr (reason, ==, "nothing comes, and the exchange does not answer");
  g_assert_cmpuint (hand.n_asked[CDL_FEED_REQUEST_SUBSCRIBE], ==, 1);
  hand_clear (&hand);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/live/feed-watch/funding", test_funding);
  g_test_add_func ("/live/feed-watch/late-funding", test_late_funding);
  g_test_add_func ("/live/feed-watch/early-start", test_early_start);
  g_test_add_func ("/live/feed-watch/marks", test_marks);
  g_test_add_func ("/live/feed-watch/correction", test_correction);
  g_test_add_func ("/live/feed-watch/rules", test_rules);
  g_test_add_func ("/live/feed-watch/halted", test_halted);
  g_test_add_func ("/live/feed-watch/unknown-symbol", test_unknown);
  g_test_add_func ("/live/feed-watch/silent-stream", test_silent);
  g_test_add_func ("/live/feed-watch/cut-off", test_cut_off);

  return g_test_run ();
}
