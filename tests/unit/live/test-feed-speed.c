#include "cdl-feed-core.h"
#include "cdl-time.h"

#include <string.h>
#include <time.h>

/* Fifty symbols, each followed by ten consumers, that trade 5,000 times a second: what one message
 * costs from its text to its last consumer's event. */

#define SYMBOLS   50
#define CONSUMERS 10
#define MESSAGES  200000
#define START     G_GINT64_CONSTANT (1700000040000)

static guint told;

/* Microseconds that this process had a processor: what others do meanwhile is none of its cost. */
static double
processor_us (void)
{
  struct timespec time;

  g_assert_cmpint (clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time), ==, 0);

  return (double) time.tv_sec * 1e6 + (double) time.tv_nsec / 1e3;
}

static void
on_event (const CdlFeedEvent *event, gpointer data)
{
  told += event->type == CDL_FEED_EVENT_PRINT && !event->reconstructed;
}

static void
on_request (const CdlFeedRequest *request, gpointer data)
{
  CdlFeedRequest *last = data;

  if (request->type == CDL_FEED_REQUEST_PRINTS)
    *last = *request;
}

static void
on_store (const CdlFeedKline *kline, gboolean repair, gpointer data)
{
}

/* A core that is live, waiting for print 1. */
static CdlFeedCore *
live_core (const char *symbol)
{
  const CdlFeedCoreOptions options
      = { CDL_MARKET_SPOT, symbol, CDL_INTERVAL_1M, START, CDL_FEED_PRINT_SPAN };
  static CdlFeedRequest asked;
  const CdlFeedOutlet outlet = { on_event, on_request, on_store, NULL, NULL, &asked };
  CdlFeedCore *core = cdl_feed_core_new (&options, &outlet);
  const CdlFeedPrint print = { 0, 0, START, 100.0 };
  CdlFrame frame = { .type = CDL_FRAME_PRINT, .event_time = START };
  CdlFeedInput input = { .type = CDL_FEED_INPUT_CONNECTED, .now = START };

  cdl_feed_core_input (core, &input);
  g_strlcpy (frame.symbol, symbol, sizeof frame.symbol);
  frame.print.price = 100.0;
  frame.print.time = START;
  input = (CdlFeedInput){ .type = CDL_FEED_INPUT_FRAME, .now = START, .frame = &frame };
  cdl_feed_core_input (core, &input);
  g_assert_cmpuint (asked.id, !=, 0);
  input = (CdlFeedInput){
    .type = CDL_FEED_INPUT_PRINTS, .now = START, .request = asked.id, .prints = &print, .n = 1
  };
  cdl_feed_core_input (core, &input);
  g_assert_cmpint (cdl_feed_core_state (core, NULL), ==, CDL_FEED_LIVE);

  return core;
}

static void
test_speed (void)
{
  CdlFeedCore *cores[SYMBOLS][CONSUMERS];
  guint messages = g_test_perf () ? MESSAGES * 5 : MESSAGES / 20;
  double us;

  for (guint s = 0; s < SYMBOLS; s++)
    for (guint c = 0; c < CONSUMERS; c++)
      {
        g_autofree char *symbol = g_strdup_printf ("COIN%uUSDT", s);

        cores[s][c] = live_core (symbol);
      }
  told = 0;
  us = processor_us ();
  for (guint i = 0; i < messages; i++)
    {
      guint s = i % SYMBOLS, id = i / SYMBOLS + 1;
      gint64 now = START + i / 5 % 50000;
      const char *reason;
      CdlFrame frame;
      char text[300];
      CdlFeedInput input = { .type = CDL_FEED_INPUT_FRAME, .now = now, .frame = &frame };
      int length = g_snprintf (text, sizeof text,
                               "{\"stream\":\"coin%uusdt@aggTrade\",\"data\":{\"e\":\"aggTrade\","
                               "\"E\":%" G_GINT64_FORMAT ",\"s\":\"COIN%uUSDT\",\"a\":%u,"
                               "\"p\":\"100.12000000\",\"q\":\"0.00200000\",\"f\":%u,\"l\":%u,"
                               "\"T\":%" G_GINT64_FORMAT ",\"m\":true,\"M\":true}}",
                               s, now, s, id, id, id, now);

      g_assert_true (cdl_frame_read (text, (gsize) length, &frame, &reason));
      for (guint c = 0; c < CONSUMERS; c++)
        cdl_feed_core_input (cores[s][c], &input);
    }
  us = (processor_us () - us) / messages;
  g_assert_cmpuint (told, ==, messages * CONSUMERS);
  g_test_message ("%d ns from a message to %d consumers: %d %% of a core at 5,000 a second",
                  (int) (us * 1000.0), CONSUMERS, (int) (us * 5000.0 / 1e4 + 0.5));
  /* Half a core is 100 us. */
  g_assert_cmpfloat (us, <, 100.0);
  for (guint s = 0; s < SYMBOLS; s++)
    for (guint c = 0; c < CONSUMERS; c++)
      cdl_feed_core_free (cores[s][c]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/live/feed-speed", test_speed);

  return g_test_run ();
}
