#include "cdl-synthetic.h"

#include "cdl-random.h"
#include "cdl-time.h"

#include <math.h>

/* Log volatility is an AR(1) process: it wanders over days, by about a third up and down. */
#define PERSISTENCE 0.9995
#define VOL_OF_VOL  0.01

#define N_STEPS    4
#define MAX_PRINTS (1 + N_STEPS + 2)

#define YEAR_MS (365.0 * 24 * 3600 * 1000)

struct _CdlSynthetic
{
  CdlSyntheticOptions options;
  CdlRandom random;
  double sigma;            /* of one kline, before rhythm and volatility of volatility */
  double mantissa, places; /* the tick is mantissa / places */
  double mean_shift;       /* makes the mean of the volatility's factor 1 */
  double log_vol;
  double walk; /* the price before it is rounded to ticks */
  double last; /* close of the last kline */
  gint64 next_open;
  CdlPrint prints[MAX_PRINTS];
  gsize n_prints;
};

void
cdl_synthetic_options_init (CdlSyntheticOptions *options, guint64 seed)
{
  *options = (CdlSyntheticOptions){
    .seed = seed,
    .interval = CDL_INTERVAL_1M,
    .start = G_GINT64_CONSTANT (1735689600000),
    .price = 60000,
    .volatility = 0.6,
    .gap = 0.05,
    .tick = { 1, 2 },
  };
}

/* The nearest price on the tick grid, never below one tick. */
static double
on_tick (const CdlSynthetic *self, double price)
{
  double ticks = MAX (round (price * self->places / self->mantissa), 1.0);

  return ticks * self->mantissa / self->places;
}

CdlSynthetic *
cdl_synthetic_new (const CdlSyntheticOptions *options)
{
  CdlSynthetic *self = g_new0 (CdlSynthetic, 1);

  g_assert (cdl_decimal_is_set (options->tick));
  g_assert (options->price > 0 && options->holes < 1);

  self->options = *options;
  cdl_random_init (&self->random, options->seed);
  self->sigma = options->volatility * sqrt ((double) cdl_interval_ms (options->interval) / YEAR_MS);
  self->mantissa = (double) options->tick.mantissa;
  self->places = pow (10, options->tick.scale);
  self->mean_shift = 0.5 * VOL_OF_VOL * VOL_OF_VOL / (1 - PERSISTENCE * PERSISTENCE);
  self->walk = options->price;
  self->last = on_tick (self, options->price);
  self->next_open = options->start;

  return self;
}

void
cdl_synthetic_free (CdlSynthetic *self)
{
  g_free (self);
}

static double
round_to (double value, double places)
{
  return round (value * places) / places;
}

static void
insert_print (CdlSynthetic *self, gsize at, double price)
{
  for (gsize i = self->n_prints++; i > at; i--)
    self->prints[i] = self->prints[i - 1];
  self->prints[at].price = price;
}

/* A wick: somebody pays more (sign 1) or takes less (sign -1) than the walk's extreme, just before
 * or after it, never as the open or the close. */
static void
add_wick (CdlSynthetic *self, int sign, double vol)
{
  double length = fabs (cdl_random_normal (&self->random)) * vol * 0.25;
  gsize extreme = 0;

  for (gsize i = 1; i < self->n_prints; i++)
    if (sign * self->prints[i].price > sign * self->prints[extreme].price)
      extreme = i;

  insert_print (self, MAX (extreme, 1),
                on_tick (self, self->prints[extreme].price * (1 + sign * length)));
}

static void
make_prints (CdlSynthetic *self, gint64 open_time, double vol)
{
  gint64 length = cdl_interval_ms (self->options.interval);

  self->walk *= exp (cdl_random_normal (&self->random) * vol * self->options.gap);
  self->prints[0].price = on_tick (self, self->walk);
  self->n_prints = 1;
  for (int i = 0; i < N_STEPS; i++)
    {
      self->walk *= exp (cdl_random_normal (&self->random) * vol / sqrt (N_STEPS));
      self->prints[self->n_prints++].price = on_tick (self, self->walk);
    }
  add_wick (self, 1, vol);
  add_wick (self, -1, vol);

  for (gsize i = 0; i < self->n_prints; i++)
    self->prints[i].time = open_time + (gint64) i * length / (gint64) self->n_prints;
}

gint64
cdl_synthetic_next (CdlSynthetic *self, double values[CDL_N_FIELDS])
{
  CdlRandom *random = &self->random;
  gint64 open_time = self->next_open;
  double day, rhythm, vol, volume, taker_buy;

  while (self->options.holes > 0 && cdl_random_double (random) < self->options.holes)
    open_time = cdl_interval_next (self->options.interval, open_time);
  self->next_open = cdl_interval_next (self->options.interval, open_time);

  day = (double) (open_time - cdl_time_day (open_time) * CDL_DAY_MS) / (double) CDL_DAY_MS;
  rhythm = 1 + 0.35 * sin (2 * G_PI * (day - 0.3));
  self->log_vol = PERSISTENCE * self->log_vol + VOL_OF_VOL * cdl_random_normal (random);
  vol = self->sigma * rhythm * exp (self->log_vol - self->mean_shift);

  self->n_prints = 0;
  for (int f = 0; f < CDL_N_FIELDS; f++)
    values[f] = 0;
  if (self->options.quiet > 0 && cdl_random_double (random) < self->options.quiet)
    {
      for (int f = CDL_FIELD_OPEN; f <= CDL_FIELD_CLOSE; f++)
        values[f] = self->last;
      return open_time;
    }

  make_prints (self, open_time, vol);
  values[CDL_FIELD_OPEN] = values[CDL_FIELD_HIGH] = values[CDL_FIELD_LOW] = self->prints[0].price;
  for (gsize i = 1; i < self->n_prints; i++)
    {
      values[CDL_FIELD_HIGH] = MAX (values[CDL_FIELD_HIGH], self->prints[i].price);
      values[CDL_FIELD_LOW] = MIN (values[CDL_FIELD_LOW], self->prints[i].price);
    }
  self->last = values[CDL_FIELD_CLOSE] = self->prints[self->n_prints - 1].price;

  volume = round_to (exp (cdl_random_normal (random) * 0.9 + 2.3) * rhythm, 1e5);
  taker_buy = round_to (volume * (0.3 + 0.4 * cdl_random_double (random)), 1e5);
  values[CDL_FIELD_VOLUME] = volume;
  values[CDL_FIELD_QUOTE_VOLUME] = round_to (volume * self->last, 1e8);
  values[CDL_FIELD_TRADES] = 50 + (double) cdl_random_below (random, 4950);
  values[CDL_FIELD_TAKER_BUY_BASE] = taker_buy;
  values[CDL_FIELD_TAKER_BUY_QUOTE] = round_to (taker_buy * self->last, 1e8);

  return open_time;
}

const CdlPrint *
cdl_synthetic_prints (const CdlSynthetic *self, gsize *n)
{
  *n = self->n_prints;

  return self->prints;
}

CdlColumns *
cdl_synthetic_klines (const CdlSyntheticOptions *options, gsize n)
{
  g_autoptr (CdlSynthetic) self = cdl_synthetic_new (options);
  CdlColumns *columns = cdl_columns_new (options->interval, (1u << CDL_N_FIELDS) - 1);

  for (gsize i = 0; i < n; i++)
    {
      double values[CDL_N_FIELDS];
      gint64 open_time = cdl_synthetic_next (self, values);

      cdl_columns_append (columns, open_time, values);
    }

  return columns;
}
