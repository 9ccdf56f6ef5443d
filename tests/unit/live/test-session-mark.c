#include "cdl-number.h"
#include "cdl-session-plan.h"
#include "cdl-time.h"

#include <string.h>

#define SYMBOL "TESTUSDT"
#define FROM   G_GINT64_CONSTANT (1700006400000)

/* Ten times the capital: the position is gone when the mark price has fallen by a tenth, long
 * before the stop loss would be reached. */
static const char strategy[]
    = "{\"format\":1,\"name\":\"Bold\",\"interval\":\"1m\",\"setups\":[{\"name\":\"bold\","
      "\"side\":\"long\",\"when\":\"close > 0\",\"entry\":{\"type\":\"market\"},"
      "\"stop_loss\":\"entry * 0.92\",\"take_profit\":\"entry * 1.5\"}],"
      "\"money\":{\"mode\":\"leverage\",\"leverage\":10}}";

#define MMR 0.01

typedef struct
{
  guint entries, exits;
  CdlTrade last;
  gint64 told_at;
} Told;

static void
on_fact (const CdlSessionFact *fact, gpointer data)
{
  Told *self = data;

  self->entries += fact->type == CDL_FACT_ENTRY;
  self->exits += fact->type == CDL_FACT_EXIT;
  if (fact->trade != NULL)
    self->last = *fact->trade;
  self->told_at = fact->received_at;
}

static CdlSession *
session_new (CdlSessionPlan *plan, Told *told)
{
  CdlSettings settings;
  g_autoptr (GError) error = NULL;
  CdlSession *session;

  cdl_settings_init (&settings, CDL_MARKET_UM);
  settings.fee_maker = settings.fee_taker = settings.liquidation_fee = 0.0;
  settings.n_tiers = 1;
  settings.tiers[0] = (CdlTier){ G_MAXDOUBLE, 20.0, MMR, 0.0 };
  plan->strategy = g_strdup (strategy);
  plan->path_interval = CDL_INTERVAL_1M;
  plan->from = FROM;
  cdl_session_plan_add (plan, SYMBOL, (1u << CDL_N_FIELDS) - 1, &settings, 0);
  session = cdl_session_plan_begin (plan, on_fact, told, &error);
  g_assert_no_error (error);

  return session;
}

static void
put (CdlSession *session, CdlFeedEvent event, gint64 time)
{
  event.symbol = g_intern_static_string (SYMBOL);
  event.received_at = time;
  cdl_session_take (session, &event);
}

static void
put_print (CdlSession *session, gint64 time, double price)
{
  put (session, (CdlFeedEvent){ .type = CDL_FEED_EVENT_PRINT, .print = { time, price } }, time);
}

static void
put_mark (CdlSession *session, gint64 time, double price)
{
  put (session, (CdlFeedEvent){ .type = CDL_FEED_EVENT_MARK, .mark = { time, price } }, time);
}

static void
put_kline (CdlSession *session, gint64 open_time, double price)
{
  CdlFeedEvent event = { .type = CDL_FEED_EVENT_KLINE, .kline.whole = TRUE };

  event.kline.row.open_time = open_time;
  for (guint f = CDL_FIELD_OPEN; f <= CDL_FIELD_CLOSE; f++)
    event.kline.row.field[f] = price;
  event.kline.row.field[CDL_FIELD_VOLUME] = 1.0;
  put (session, event, open_time + CDL_MINUTE_MS);
}

/* Two klines at 100, and a trade that is entered at 100. */
static void
enter (CdlSession *session, const Told *told)
{
  put_print (session, FROM + 1000, 100.0);
  put_kline (session, FROM, 100.0);
  put_mark (session, FROM + CDL_MINUTE_MS + 900, 100.0);
  put_print (session, FROM + CDL_MINUTE_MS + 1000, 100.0);
  g_assert_cmpuint (told->entries, ==, 1);
  g_assert_cmpfloat (told->last.entry_price, ==, 100.0);
}

/* The exchange takes the position when the mark price reaches the liquidation price, at once, while
 * trades still go on far above it. */
static void
test_mark (void)
{
  g_autoptr (CdlSessionPlan) plan = cdl_session_plan_new ();
  Told told = { 0 };
  g_autoptr (CdlSession) session = session_new (plan, &told);
  double level = 100.0 * (1.0 - 0.1) / (1.0 - MMR); /* wallet: a tenth of the notional */
  gint64 time = FROM + CDL_MINUTE_MS + 5000;

  enter (session, &told);
  g_assert_cmpfloat_with_epsilon (told.last.liquidation_price, level, 1e-9);
  put_print (session, time - 1000, 95.0);
  put_mark (session, time - 500, level + 0.01);
  g_assert_cmpuint (told.exits, ==, 0);
  put_mark (session, time, level - 0.01);
  g_assert_cmpuint (told.exits, ==, 1);
  g_assert_cmpint (told.last.exit_reason, ==, CDL_EXIT_LIQUIDATION);
  g_assert_cmpint (told.last.exit_time, ==, time);
  g_assert_cmpint (told.told_at, ==, time);
  g_assert_cmpfloat_with_epsilon (told.last.exit_price, level, 1e-9);
  /* Never more than the margin. */
  g_assert_cmpfloat (told.last.pnl, >=, -10000.0 - 1e-6);
}

/* A mark price that was told late, of a time that was told before, changes nothing. */
static void
test_old_mark (void)
{
  g_autoptr (CdlSessionPlan) plan = cdl_session_plan_new ();
  Told told = { 0 };
  g_autoptr (CdlSession) session = session_new (plan, &told);

  enter (session, &told);
  put_mark (session, FROM + CDL_MINUTE_MS + 800, 50.0);
  g_assert_cmpuint (told.exits, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session-mark/liquidation", test_mark);
  g_test_add_func ("/session-mark/old", test_old_mark);

  return g_test_run ();
}
