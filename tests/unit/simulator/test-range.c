#include "cdl-sim-range.h"

#include "cdl-time.h"

#define FIRST_DAY 20000
#define START     (FIRST_DAY * CDL_DAY_MS)
#define NOW       (START + 10 * CDL_MINUTE_MS + 30 * CDL_SECOND_MS)
#define NONE      CDL_TIME_NONE
#define AT(m)     (START + (m) *CDL_MINUTE_MS)

/* Ten and a half minutes after trading began: klines 0 to 10, the last of them open. */
static void
test_klines (void)
{
  static const struct
  {
    gint64 start, end;
    guint limit;
    int first, last; /* minutes; last < first: none */
  } rows[] = {
    { NONE, NONE, 500, 0, 10 },            /* all there are */
    { NONE, NONE, 3, 8, 10 },              /* the most recent */
    { AT (2), NONE, 3, 2, 4 },             /* the oldest from start */
    { AT (2), NONE, 500, 2, 10 },          /* to the open one */
    { AT (2) + 1, NONE, 3, 3, 5 },         /* not aligned: the next one */
    { AT (2) - 1, NONE, 3, 2, 4 },         /* */
    { NONE, AT (5), 3, 3, 5 },             /* the most recent up to end */
    { NONE, AT (5) - 1, 3, 2, 4 },         /* open times count */
    { AT (2), AT (4), 500, 2, 4 },         /* both inclusive */
    { AT (2), AT (4), 2, 2, 3 },           /* like start */
    { AT (4), AT (4), 500, 4, 4 },         /* one */
    { AT (4) + 1, AT (5) - 1, 500, 1, 0 }, /* between open times */
    { AT (5), AT (4), 500, 1, 0 },         /* backwards */
    { AT (11), NONE, 500, 1, 0 },          /* the future */
    { NONE, AT (50), 2, 9, 10 },           /* */
    { 0, NONE, 2, 0, 1 },                  /* from long ago */
    { NONE, START - 1, 2, 1, 0 },          /* before trading began */
  };
  g_autoptr (CdlSimMarket) market = cdl_sim_market_new (1, FIRST_DAY, NULL, NULL);
  const CdlSimSymbol *symbol = cdl_sim_market_lookup (market, CDL_MARKET_SPOT, "BTCUSDT");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const CdlSimRange range = { rows[i].start, rows[i].end, rows[i].limit };
      g_autoptr (GArray) klines
          = cdl_sim_range_klines (market, symbol, CDL_INTERVAL_1M, &range, NOW);

      g_assert_cmpint ((int) klines->len, ==, rows[i].last - rows[i].first + 1);
      for (guint k = 0; k < klines->len; k++)
        g_assert_cmpint (g_array_index (klines, CdlSimKline, k).open_time, ==,
                         AT (rows[i].first + (int) k));
    }
}

/* The open kline has what was traded until now, and not what will be. */
static void
test_open_kline (void)
{
  g_autoptr (CdlSimMarket) market = cdl_sim_market_new (1, FIRST_DAY, NULL, NULL);
  const CdlSimSymbol *symbol = cdl_sim_market_lookup (market, CDL_MARKET_UM, "BTCUSDT");
  const CdlSimRange range = { NONE, NONE, 1 };
  g_autoptr (GArray) klines = cdl_sim_range_klines (market, symbol, CDL_INTERVAL_1H, &range, NOW);
  const CdlSimKline *open = &g_array_index (klines, CdlSimKline, 0);
  CdlSimCandle candle;

  cdl_sim_market_candle (market, symbol, START, NOW, &candle);
  g_assert_cmpint (open->open_time, ==, START);
  g_assert_cmpint (open->candle.volume, ==, candle.volume);
  cdl_sim_market_candle (market, symbol, START, START + CDL_HOUR_MS, &candle);
  g_assert_cmpint (open->candle.volume, <, candle.volume);
}

/* Weeks, months and three days stand on the calendar. */
static void
test_calendar (void)
{
  static const CdlInterval intervals[]
      = { CDL_INTERVAL_3D, CDL_INTERVAL_1W, CDL_INTERVAL_1MO, CDL_INTERVAL_1D };
  g_autoptr (CdlSimMarket) market = cdl_sim_market_new (1, FIRST_DAY, NULL, NULL);
  const CdlSimSymbol *symbol = cdl_sim_market_lookup (market, CDL_MARKET_SPOT, "DOGEUSDT");

  for (gsize i = 0; i < G_N_ELEMENTS (intervals); i++)
    {
      const CdlSimRange range = { 0, NONE, 1000 };
      g_autoptr (GArray) klines
          = cdl_sim_range_klines (market, symbol, intervals[i], &range, START + 70 * CDL_DAY_MS);
      gint64 n = 0;

      g_assert_cmpuint (klines->len, >, 2);
      for (guint k = 0; k < klines->len; k++)
        {
          const CdlSimKline *kline = &g_array_index (klines, CdlSimKline, k);

          g_assert_cmpint (cdl_interval_floor (intervals[i], kline->open_time), ==,
                           kline->open_time);
          n += kline->candle.n;
        }
      g_assert_cmpint (n, ==, 70 * CDL_SIM_TRADES_PER_DAY (symbol->asset));
    }
}

static void
test_prints (void)
{
  static const struct
  {
    gint64 from_id, start, end;
    guint limit;
    gint64 first; /* -1: there are none */
  } rows[] = {
    { 0, NONE, NONE, 10, 0 },
    { 17, NONE, NONE, 5, 17 },
    { -1, START, NONE, 7, 0 },
    { -1, NONE, START + CDL_DAY_MS - 1, 3, 17277 },
    { 17275, NONE, NONE, 10, 17275 }, /* over midnight */
    { 99999999999, NONE, NONE, 10, -1 },
    { G_MAXINT64, NONE, NONE, 10, -1 },
    { -1, START - 2, START - 1, 10, -1 },
  };
  g_autoptr (CdlSimMarket) market = cdl_sim_market_new (1, FIRST_DAY, NULL, NULL);
  const CdlSimSymbol *symbol = cdl_sim_market_lookup (market, CDL_MARKET_SPOT, "BTCUSDT");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const CdlSimRange range = { rows[i].start, rows[i].end, rows[i].limit };
      g_autoptr (GArray) prints
          = cdl_sim_range_prints (market, symbol, rows[i].from_id, &range, START + 2 * CDL_DAY_MS);

      g_assert_cmpuint (prints->len, ==, rows[i].first < 0 ? 0 : rows[i].limit);
      for (guint k = 0; k < prints->len; k++)
        g_assert_cmpint (g_array_index (prints, CdlSimPrint, k).id, ==, rows[i].first + k);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simulator/range/klines", test_klines);
  g_test_add_func ("/simulator/range/open-kline", test_open_kline);
  g_test_add_func ("/simulator/range/calendar", test_calendar);
  g_test_add_func ("/simulator/range/prints", test_prints);

  return g_test_run ();
}
