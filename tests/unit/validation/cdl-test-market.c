#include "cdl-test-market.h"

#include "cdl-time.h"

#define START (G_GINT64_CONSTANT (20089) * CDL_DAY_MS)

/* What kind of market it is. */
typedef struct
{
  CdlRandom *random;
  gint64 price; /* in ticks */
  guint step;   /* a print moves it at most so far, and most do not */
  guint jump;   /* the first print of a minute */
  guint prints; /* a minute has at most so many */
  double quiet;
  double hole;
} Walk;

static gint64
below (CdlRandom *random, guint n)
{
  return (gint64) cdl_random_below (random, n);
}

static double
price_of (CdlDecimal tick, gint64 ticks)
{
  static const double pow10[] = { 1.0, 10.0, 100.0 };

  return (double) (ticks * tick.mantissa) / pow10[tick.scale];
}

/* Moves the price by at most most ticks; it is held within 40 to 400. */
static void
move (Walk *walk, guint most)
{
  gint64 by = below (walk->random, 2 * most + 1) - (gint64) most;

  if (walk->price + by < 40 || walk->price + by > 400)
    by = -by;
  walk->price += by;
}

static void
add_to_kline (double values[CDL_N_FIELDS], double price)
{
  if (values[CDL_FIELD_VOLUME] == 0.0)
    values[CDL_FIELD_OPEN] = values[CDL_FIELD_HIGH] = values[CDL_FIELD_LOW] = price;
  values[CDL_FIELD_HIGH] = MAX (values[CDL_FIELD_HIGH], price);
  values[CDL_FIELD_LOW] = MIN (values[CDL_FIELD_LOW], price);
  values[CDL_FIELD_CLOSE] = price;
  values[CDL_FIELD_VOLUME] += 1.0;
}

/* A kline of volume 0 at the given price. */
static void
quiet_kline (double values[CDL_N_FIELDS], double price)
{
  for (int f = 0; f < CDL_N_FIELDS; f++)
    values[f] = f <= CDL_FIELD_CLOSE ? price : 0.0;
}

/* Klines of 1s out of the prints from `first` on, each followed by a quiet one where there is room,
 * at a price that no run may take for a move. */
static void
add_seconds (TestMarket *self, guint first)
{
  double values[CDL_N_FIELDS];
  guint i = first;

  while (i < self->prints->len)
    {
      gint64 second
          = cdl_interval_floor (CDL_INTERVAL_1S, g_array_index (self->prints, CdlPrint, i).time);
      const CdlPrint *print = NULL;

      quiet_kline (values, 0.0);
      for (; i < self->prints->len; i++)
        {
          print = &g_array_index (self->prints, CdlPrint, i);
          if (cdl_interval_floor (CDL_INTERVAL_1S, print->time) != second)
            break;
          add_to_kline (values, print->price);
        }
      cdl_columns_append (self->seconds, second, values);

      if (i < self->prints->len && print->time >= second + 2 * CDL_SECOND_MS)
        {
          quiet_kline (values, 2.0 * values[CDL_FIELD_CLOSE]);
          cdl_columns_append (self->seconds, second + CDL_SECOND_MS, values);
        }
    }
}

static void
add_minute (TestMarket *self, Walk *walk, gint64 open_time, guint n)
{
  double values[CDL_N_FIELDS];
  guint first = self->prints->len;
  gint64 time = open_time;

  quiet_kline (values, price_of (self->tick, walk->price));
  for (guint i = 0; i < n; i++)
    {
      CdlPrint print;

      move (walk, i == 0 ? walk->jump : walk->step);
      /* Several in one second, some in one millisecond. */
      time += below (walk->random, 3) == 0 ? below (walk->random, 4000) : below (walk->random, 300);
      print = (CdlPrint){ MIN (time, open_time + CDL_MINUTE_MS - 1),
                          price_of (self->tick, walk->price) };
      g_array_append_val (self->prints, print);
      add_to_kline (values, print.price);
    }
  cdl_columns_append (self->path, open_time, values);
  g_array_append_val (self->ends, self->prints->len);
  add_seconds (self, first);
}

TestMarket *
test_market_new (CdlRandom *random, gsize n)
{
  static const CdlDecimal ticks[] = { { 1, 0 }, { 5, 1 }, { 1, 1 }, { 25, 2 } };
  TestMarket *self = g_new0 (TestMarket, 1);
  Walk walk = {
    .random = random,
    .price = 100 + below (random, 100),
    .step = 1 + (guint) below (random, 2),
    .jump = (guint) below (random, 6),
    .prints = 1 + (guint) below (random, 14),
    .quiet = below (random, 2) == 0 ? 0.0 : 0.3 * cdl_random_double (random),
    .hole = below (random, 2) == 0 ? 0.0 : 0.1 * cdl_random_double (random),
  };
  gint64 open_time = START;

  self->tick = ticks[below (random, G_N_ELEMENTS (ticks))];
  self->prints = g_array_new (FALSE, FALSE, sizeof (CdlPrint));
  self->ends = g_array_new (FALSE, FALSE, sizeof (guint));
  self->path = cdl_columns_new (CDL_INTERVAL_1M, 1u << CDL_FIELD_VOLUME);
  self->seconds = cdl_columns_new (CDL_INTERVAL_1S, 1u << CDL_FIELD_VOLUME);

  for (gsize i = 0; i < n; i++, open_time += CDL_MINUTE_MS)
    {
      gboolean quiet = i > 0 && cdl_random_double (random) < walk.quiet;

      while (i > 0 && cdl_random_double (random) < walk.hole)
        {
          open_time += CDL_MINUTE_MS * (1 + below (random, 8));
          move (&walk, 4);
          quiet = FALSE; /* a kline that only repeats a price says what it was before the hole */
        }
      add_minute (self, &walk, open_time, quiet ? 0 : 1 + (guint) below (random, walk.prints));
    }

  return self;
}

void
test_market_free (TestMarket *self)
{
  g_array_unref (self->prints);
  g_array_unref (self->ends);
  cdl_columns_free (self->path);
  cdl_columns_free (self->seconds);
  g_free (self);
}

static gboolean
give_seconds (gpointer data, gint64 open_time, gint64 close_time, CdlKlines *klines)
{
  const TestMarket *self = data;
  const CdlKlines *seconds = cdl_columns_view (self->seconds);

  *klines = cdl_klines_slice (seconds, cdl_klines_find (seconds, open_time),
                              cdl_klines_find (seconds, close_time + 1));

  return TRUE;
}

static const CdlPrint *
prints_of (const TestMarket *self, gsize j, gsize *n)
{
  guint first = j > 0 ? g_array_index (self->ends, guint, j - 1) : 0;

  *n = g_array_index (self->ends, guint, j) - first;

  return &g_array_index (self->prints, CdlPrint, first);
}

static gboolean
give_prints (gpointer data, gint64 open_time, gint64 close_time, const CdlPrint **prints, gsize *n)
{
  const TestMarket *self = data;

  *prints = prints_of (self, cdl_klines_find (cdl_columns_view (self->path), open_time), n);

  return TRUE;
}

CdlLadder
test_market_ladder (TestMarket *self, gboolean seconds, gboolean prints)
{
  return (CdlLadder){ seconds ? give_seconds : NULL, prints ? give_prints : NULL, self };
}

CdlRun *
test_market_run_prints (TestMarket *self,
                        CdlProgram *program,
                        const CdlSettings *settings,
                        const CdlRunData *data,
                        const CdlKlines *views)
{
  CdlRun *run = cdl_run_new (program, settings, data, CDL_INTERVAL_1M, TRUE);
  const CdlKlines *path = cdl_columns_view (self->path);
  gint64 last_close = CDL_TIME_NONE;
  gsize strategy = 0;

  cdl_run_extend (run, views);
  for (gsize j = 0; j < path->n; j++)
    {
      gsize n;
      const CdlPrint *prints = prints_of (self, j, &n);

      while (strategy < views[0].n
             && cdl_klines_close_time (&views[0], strategy) < path->open_time[j])
        cdl_run_strategy_close (run, strategy++);
      for (gsize i = 0; i < n; i++)
        cdl_run_print (run, prints[i]);
      cdl_run_path_end (run, path->open_time[j]);
      last_close = cdl_klines_close_time (path, j);
    }
  while (strategy < views[0].n && cdl_klines_close_time (&views[0], strategy) <= last_close)
    cdl_run_strategy_close (run, strategy++);
  cdl_run_finish (run);

  return run;
}
