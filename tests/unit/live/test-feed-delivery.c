#include "cdl-feed-delivery-private.h"

#include "cdl-time.h"

/* What came, in order. */
typedef struct
{
  guint n[CDL_FEED_EVENT_STATE + 1];
  gint64 last_time; /* of prints */
  gboolean whole;   /* the last kline */
  double forming;   /* its close */
  char *reason;
} Seen;

static void
see (const CdlFeedEvent *event, gpointer data)
{
  Seen *self = data;

  self->n[event->type]++;
  if (event->type == CDL_FEED_EVENT_PRINT)
    {
      g_assert_cmpint (event->print.time, >, self->last_time);
      self->last_time = event->print.time;
    }
  if (event->type == CDL_FEED_EVENT_KLINE)
    self->whole = event->kline.whole;
  if (event->type == CDL_FEED_EVENT_FORMING)
    self->forming = event->kline.row.field[CDL_FIELD_CLOSE];
  if (event->type == CDL_FEED_EVENT_STATE)
    {
      g_free (self->reason);
      self->reason = g_strdup (event->state.reason);
    }
}

static void
put_print (CdlFeedDelivery *delivery, gint64 time)
{
  CdlFeedEvent event = { .type = CDL_FEED_EVENT_PRINT, .print = { time, 1.0 } };

  cdl_feed_delivery_put (delivery, &event);
}

static void
put_kline (CdlFeedDelivery *delivery, CdlFeedEventType type, double close)
{
  CdlFeedEvent event = { .type = type, .kline.whole = TRUE };

  event.kline.row.field[CDL_FIELD_CLOSE] = close;
  cdl_feed_delivery_put (delivery, &event);
}

/* A consumer that sleeps gets the open kline as it is, and no closed one is lost; prints are left
 * out only where they would take all memory, and then their kline says so. */
static void
test_slow (void)
{
  Seen seen = { .last_time = -1 };
  CdlFeedDelivery *delivery = cdl_feed_delivery_new (see, NULL, &seen);
  gint64 time = 0;

  for (int i = 1; i <= 1000; i++)
    put_kline (delivery, CDL_FEED_EVENT_FORMING, i);
  put_kline (delivery, CDL_FEED_EVENT_KLINE, 1.0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (seen.n[CDL_FEED_EVENT_FORMING], ==, 1);
  g_assert_cmpfloat (seen.forming, ==, 1000.0);
  g_assert_cmpuint (seen.n[CDL_FEED_EVENT_KLINE], ==, 1);
  g_assert_true (seen.whole);

  for (int i = 0; i < 300000; i++)
    put_print (delivery, time++);
  put_kline (delivery, CDL_FEED_EVENT_KLINE, 2.0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (seen.n[CDL_FEED_EVENT_PRINT], >=, 100000);
  g_assert_cmpuint (seen.n[CDL_FEED_EVENT_PRINT], <, 300000);
  g_assert_cmpuint (seen.n[CDL_FEED_EVENT_KLINE], ==, 2);
  g_assert_false (seen.whole);

  put_print (delivery, time++);
  put_kline (delivery, CDL_FEED_EVENT_KLINE, 3.0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (seen.last_time, ==, time - 1);
  g_assert_true (seen.whole);

  cdl_feed_delivery_stop (delivery);
  cdl_feed_delivery_unref (delivery);
}

/* Reasons are copied; nothing comes after the end. */
static void
test_end (void)
{
  Seen seen = { .last_time = -1 };
  CdlFeedDelivery *delivery = cdl_feed_delivery_new (see, NULL, &seen);
  CdlFeedEvent event = { .type = CDL_FEED_EVENT_STATE };
  char reason[] = "the cable is out";

  event.state.reason = reason;
  cdl_feed_delivery_put (delivery, &event);
  reason[0] = '\0';
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpstr (seen.reason, ==, "the cable is out");
  put_print (delivery, 1);
  cdl_feed_delivery_stop (delivery);
  put_print (delivery, 2);
  cdl_feed_delivery_unref (delivery);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (seen.n[CDL_FEED_EVENT_PRINT], ==, 0);
  g_free (seen.reason);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/live/feed-delivery/slow-consumer", test_slow);
  g_test_add_func ("/live/feed-delivery/end", test_end);

  return g_test_run ();
}
