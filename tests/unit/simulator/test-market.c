#include "cdl-sim-market.h"

#include "cdl-time.h"

#define FIRST_DAY 20000
#define START     (FIRST_DAY * CDL_DAY_MS)

static CdlSimMarket *
new_market (guint64 seed)
{
  CdlSimMarket *market = cdl_sim_market_new (seed, FIRST_DAY, NULL, NULL);

  g_assert_nonnull (market);

  return market;
}

static void
assert_same_print (const CdlSimPrint *a, const CdlSimPrint *b)
{
  g_assert_cmpint (a->id, ==, b->id);
  g_assert_cmpint (a->time, ==, b->time);
  g_assert_cmpint (a->price, ==, b->price);
  g_assert_cmpint (a->qty, ==, b->qty);
  g_assert_cmpint (a->first, ==, b->first);
  g_assert_cmpuint (a->trades, ==, b->trades);
  g_assert_cmpuint (a->buyer_is_maker, ==, b->buyer_is_maker);
}

/* Ids and times go on from print to print and from day to day, of every symbol. */
static void
test_prints (void)
{
  g_autoptr (CdlSimMarket) market = new_market (3);
  const GPtrArray *symbols = cdl_sim_market_symbols (market);

  for (guint s = 0; s < symbols->len; s++)
    {
      gint64 id = 0, trade = 0, time = START;

      for (gint64 day = FIRST_DAY; day < FIRST_DAY + 3; day++)
        {
          const CdlSimDay *made = cdl_sim_market_day (market, symbols->pdata[s], day);

          for (guint i = 0; i < made->n_prints; i++)
            {
              const CdlSimPrint *print = &made->prints[i];

              g_assert_cmpint (print->id, ==, id++);
              g_assert_cmpint (print->first, ==, trade);
              trade += print->trades;
              g_assert_cmpint (print->time, >=, time);
              g_assert_cmpint (cdl_time_day (print->time), ==, day);
              time = print->time;
              g_assert_cmpint (print->price, >, 0);
              g_assert_cmpint (print->qty, >=, print->trades);
            }
        }
    }
}

/* A day is the same whether or not others were made before, and in another market of the seed. */
static void
test_any_order (void)
{
  g_autoptr (CdlSimMarket) a = new_market (3);
  g_autoptr (CdlSimMarket) b = new_market (3);
  g_autoptr (CdlSimMarket) c = new_market (4);
  const CdlSimSymbol *in_a = cdl_sim_market_lookup (a, CDL_MARKET_UM, "SOLUSDT");
  const CdlSimSymbol *in_b = cdl_sim_market_lookup (b, CDL_MARKET_UM, "SOLUSDT");
  const CdlSimSymbol *in_c = cdl_sim_market_lookup (c, CDL_MARKET_UM, "SOLUSDT");
  gboolean differs = FALSE;

  for (gint64 day = FIRST_DAY; day < FIRST_DAY + 90; day++)
    cdl_sim_market_day (a, in_a, day);
  for (gint64 day = FIRST_DAY + 80; day >= FIRST_DAY; day -= 40)
    {
      const CdlSimDay *x = cdl_sim_market_day (a, in_a, day);
      const CdlSimDay *y = cdl_sim_market_day (b, in_b, day);
      const CdlSimDay *z = cdl_sim_market_day (c, in_c, day);

      g_assert_cmpuint (x->n_prints, ==, y->n_prints);
      for (guint i = 0; i < x->n_prints; i++)
        {
          assert_same_print (&x->prints[i], &y->prints[i]);
          differs = differs || x->prints[i].price != z->prints[i].price;
        }
    }
  g_assert_true (differs);
}

static gboolean
add_print (const CdlSimPrint *print, gpointer data)
{
  cdl_sim_candle_add_print (data, print);

  return TRUE;
}

/* The candle of any span is the sum of its prints, however it is put together. */
static void
test_candles (void)
{
  static const struct
  {
    gint64 from, to; /* ms after the first day */
  } spans[] = {
    { 0, 1 },
    { 0, CDL_MINUTE_MS },
    { 17, 59 * CDL_SECOND_MS },
    { CDL_MINUTE_MS - 1, CDL_MINUTE_MS + 1 },
    { 0, CDL_DAY_MS },
    { CDL_DAY_MS - 1, 2 * CDL_DAY_MS + 1 },
    { 12345678, 3 * CDL_DAY_MS + 7654321 },
    { CDL_HOUR_MS, 70 * CDL_DAY_MS },
  };
  g_autoptr (CdlSimMarket) market = new_market (5);
  const CdlSimSymbol *symbol = cdl_sim_market_lookup (market, CDL_MARKET_SPOT, "DOGEUSDT");

  for (gsize i = 0; i < G_N_ELEMENTS (spans); i++)
    {
      CdlSimCandle candle, sum = CDL_SIM_CANDLE_INIT;
      gint64 from = START + spans[i].from, to = START + spans[i].to;

      cdl_sim_market_candle (market, symbol, from, to, &candle);
      cdl_sim_market_each_print (market, symbol, from, to, add_print, &sum);
      cdl_sim_candle_settle (&sum, cdl_sim_market_last_price (market, symbol, from));
      g_assert_false (candle.missing);
      g_assert_cmpint (candle.open, ==, sum.open);
      g_assert_cmpint (candle.high, ==, sum.high);
      g_assert_cmpint (candle.low, ==, sum.low);
      g_assert_cmpint (candle.close, ==, sum.close);
      g_assert_cmpint (candle.volume, ==, sum.volume);
      g_assert_cmpint (candle.quote, ==, sum.quote);
      g_assert_cmpint (candle.taker_base, ==, sum.taker_base);
      g_assert_cmpint (candle.taker_quote, ==, sum.taker_quote);
      g_assert_cmpint (candle.n, ==, sum.n);
      g_assert_cmpint (candle.first, ==, sum.first);
      g_assert_cmpint (candle.last, ==, sum.last);
      g_assert_cmpint (candle.n, ==, candle.n > 0 ? candle.last - candle.first + 1 : 0);
    }
}

/* Spot, futures and the mark price of an asset stay together. */
static void
test_together (void)
{
  g_autoptr (CdlSimMarket) market = new_market (5);
  const CdlSimSymbol *spot = cdl_sim_market_lookup (market, CDL_MARKET_SPOT, "BTCUSDT");
  const CdlSimSymbol *um = cdl_sim_market_lookup (market, CDL_MARKET_UM, "BTCUSDT");

  for (gint64 time = START + CDL_HOUR_MS; time < START + 30 * CDL_DAY_MS; time += 7 * CDL_HOUR_MS)
    {
      double a = (double) cdl_sim_market_last_price (market, spot, time) / 100;
      double b = (double) cdl_sim_market_last_price (market, um, time) / 100;
      double mark = cdl_sim_walk_value (um->walk, time);

      g_assert_cmpfloat_with_epsilon (a / b, 1, 0.01);
      g_assert_cmpfloat_with_epsilon (a / mark, 1, 0.01);
    }
}

/* Nothing trades during a halt, its minutes are missing, and ids go on as if it had not been. */
static void
test_halt (void)
{
  g_autoptr (CdlSimMarket) market = new_market (5);
  const CdlSimSymbol *symbol = cdl_sim_market_lookup (market, CDL_MARKET_SPOT, "BTCUSDT");
  gint64 from = START + 20 * CDL_HOUR_MS, to = START + 30 * CDL_HOUR_MS;
  CdlSimCandle candle;

  g_assert_false (cdl_sim_market_halt (market, from, from));
  g_assert_false (cdl_sim_market_halt (market, from + 1, to));
  g_assert_false (cdl_sim_market_halt (market, START, START + CDL_DAY_MS));
  g_assert_true (cdl_sim_market_halt (market, from, to));
  g_assert_false (cdl_sim_market_halt (market, to - CDL_MINUTE_MS, to + CDL_MINUTE_MS));
  g_assert_false (cdl_sim_market_halt (market, START, from));

  cdl_sim_market_candle (market, symbol, from, to, &candle);
  g_assert_true (candle.missing);
  cdl_sim_market_candle (market, symbol, from - CDL_HOUR_MS, to + CDL_HOUR_MS, &candle);
  g_assert_false (candle.missing);
  g_assert_cmpint (candle.last - candle.first + 1, ==, candle.n);
  for (gint64 day = FIRST_DAY; day < FIRST_DAY + 2; day++)
    {
      const CdlSimDay *made = cdl_sim_market_day (market, symbol, day);

      g_assert_cmpuint (made->n_prints, ==, symbol->asset->prints_per_day);
      for (guint i = 0; i < made->n_prints; i++)
        g_assert_true (made->prints[i].time < from || made->prints[i].time >= to);
    }

  /* Before trading began there was nothing. */
  cdl_sim_market_candle (market, symbol, START - CDL_HOUR_MS, START, &candle);
  g_assert_true (candle.missing);
}

static void
test_units (void)
{
  static const struct
  {
    gint64 units;
    int scale, places;
    const char *text;
  } rows[] = {
    { 0, 0, 0, "0" },
    { 0, 2, 8, "0.00000000" },
    { 1, 8, 8, "0.00000001" },
    { 6000012, 2, 2, "60000.12" },
    { 6000012, 2, 8, "60000.12000000" },
    { 5, 0, 8, "5.00000000" },
    { 120, 0, 0, "120" },
    { -5, 3, 3, "-0.005" },
    { -131400, 3, 8, "-131.40000000" },
    { G_MAXINT64, 8, 8, "92233720368.54775807" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      cdl_sim_append_units (text, rows[i].units, rows[i].scale, rows[i].places);
      g_assert_cmpstr (text->str, ==, rows[i].text);
    }
}

static void
test_names (void)
{
  static const char *const names[] = { "BTCUSDT", "NONEUSDT", NULL };
  static const char *const one[] = { "ETHUSDT", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlSimMarket) market = cdl_sim_market_new (1, FIRST_DAY, one, NULL);

  g_assert_cmpuint (cdl_sim_market_symbols (market)->len, ==, 2);
  g_assert_null (cdl_sim_market_lookup (market, CDL_MARKET_SPOT, "BTCUSDT"));
  g_assert_null (cdl_sim_market_new (1, FIRST_DAY, names, &error));
  g_assert_nonnull (strstr (error->message, "NONEUSDT"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simulator/market/prints", test_prints);
  g_test_add_func ("/simulator/market/any-order", test_any_order);
  g_test_add_func ("/simulator/market/candles", test_candles);
  g_test_add_func ("/simulator/market/together", test_together);
  g_test_add_func ("/simulator/market/halt", test_halt);
  g_test_add_func ("/simulator/market/units", test_units);
  g_test_add_func ("/simulator/market/names", test_names);

  return g_test_run ();
}
