#include "cdl-sim-day.h"

#include "cdl-sim-random.h"
#include "cdl-time.h"

#include <math.h>

/* A print is worth this much in quote, at the median. */
#define MEDIAN_WORTH 600.0
#define WORTH_SIGMA  1.2

/* Prints stray from the walk by this share of a minute's standard deviation. */
#define STRAY 0.2

/* Times of n prints, in order and evenly likely over [0, 1): sums of exponential waits. */
static double *
draw_times (CdlRandom *random, guint n)
{
  double *times = g_new (double, n);
  double sum = 0;

  for (guint i = 0; i < n; i++)
    times[i] = sum -= log (1 - cdl_random_double (random));
  sum -= log (1 - cdl_random_double (random));
  for (guint i = 0; i < n; i++)
    times[i] /= sum;

  return times;
}

static gint64
halted_in_day (const GArray *halts, gint64 start)
{
  gint64 halted = 0;

  for (guint i = 0; i < halts->len; i++)
    {
      const CdlSimHalt *halt = &g_array_index (halts, CdlSimHalt, i);

      halted += MAX (MIN (halt->to, start + CDL_DAY_MS) - MAX (halt->from, start), 0);
    }

  return halted;
}

/* Of the time that trading has gone on, to that of the clock. */
static gint64
skip_halts (const GArray *halts, gint64 start, gint64 time)
{
  for (guint i = 0; i < halts->len; i++)
    {
      const CdlSimHalt *halt = &g_array_index (halts, CdlSimHalt, i);
      gint64 from = MAX (halt->from, start), to = MIN (halt->to, start + CDL_DAY_MS);

      if (from < to && time >= from)
        time += to - from;
    }

  return time;
}

static void
make_prints (CdlSimDay *self,
             const CdlSimSymbol *symbol,
             CdlRandom *random,
             gint64 index,
             const GArray *halts)
{
  const CdlSimAsset *asset = symbol->asset;
  const double *walk = cdl_sim_walk_day (symbol->walk, self->day);
  gint64 start = self->day * CDL_DAY_MS, trading = CDL_DAY_MS - halted_in_day (halts, start);
  double unit = pow (10, -asset->price_scale), step = pow (10, -asset->qty_scale);
  double stray = STRAY * cdl_sim_walk_minute_sigma (symbol->walk);
  g_autofree double *times = draw_times (random, asset->prints_per_day);
  gint64 trade = index * CDL_SIM_TRADES_PER_DAY (asset);

  g_assert (trading > 0);

  self->n_prints = asset->prints_per_day;
  self->prints = g_new (CdlSimPrint, self->n_prints);
  for (guint i = 0; i < self->n_prints; i++)
    {
      CdlSimPrint *print = &self->prints[i];
      gint64 time = skip_halts (halts, start, start + (gint64) (times[i] * (double) trading));
      gint64 minute = (time - start) / CDL_MINUTE_MS;
      double share = (double) (time - start - minute * CDL_MINUTE_MS) / (double) CDL_MINUTE_MS;
      double value = exp (walk[minute] + (walk[minute + 1] - walk[minute]) * share
                          + cdl_random_normal (random) * stray);
      double worth = MEDIAN_WORTH * exp (cdl_random_normal (random) * WORTH_SIGMA);
      guint64 draw = cdl_random_next (random);

      print->id = index * asset->prints_per_day + i;
      print->time = time;
      print->buyer_is_maker = (draw & 1) != 0;
      print->price = (gint64) (print->buyer_is_maker ? floor (value / unit) : ceil (value / unit));
      print->price = MAX (print->price, 1);

      /* Two prints have four trades together: a day's number is known beforehand. */
      print->trades = i % 2 == 0 ? 1 + (guint32) ((draw >> 1) % 3) : 4 - self->prints[i - 1].trades;
      print->qty = MAX ((gint64) round (worth / value / step), print->trades);
      print->first = trade;
      trade += print->trades;
    }
}

gboolean
cdl_sim_is_halted (const GArray *halts, gint64 time)
{
  for (guint i = 0; i < halts->len; i++)
    {
      const CdlSimHalt *halt = &g_array_index (halts, CdlSimHalt, i);

      if (time >= halt->from && time < halt->to)
        return TRUE;
    }

  return FALSE;
}

void
cdl_sim_day_make (CdlSimDay *self,
                  const CdlSimSymbol *symbol,
                  guint64 seed,
                  gint64 first_day,
                  gint64 day,
                  const GArray *halts)
{
  g_autofree char *part
      = g_strconcat (symbol->name, symbol->market == CDL_MARKET_SPOT ? "/spot" : "/um", NULL);
  CdlRandom random;

  g_clear_pointer (&self->prints, g_free);
  self->day = day;
  cdl_sim_random_init (&random, seed, part, day - first_day);
  make_prints (self, symbol, &random, day - first_day, halts);

  for (int m = 0; m < CDL_SIM_DAY_MINUTES; m++)
    {
      self->minutes[m] = (CdlSimCandle) CDL_SIM_CANDLE_INIT;
      self->minutes[m].missing = cdl_sim_is_halted (halts, day * CDL_DAY_MS + m * CDL_MINUTE_MS);
    }
  for (guint i = 0; i < self->n_prints; i++)
    {
      gint64 minute = (self->prints[i].time - day * CDL_DAY_MS) / CDL_MINUTE_MS;

      cdl_sim_candle_add_print (&self->minutes[minute], &self->prints[i]);
    }
}

void
cdl_sim_day_free (CdlSimDay *self)
{
  g_free (self->prints);
  g_free (self);
}

guint
cdl_sim_day_find (const CdlSimDay *self, gint64 time_ms)
{
  guint low = 0, high = self->n_prints;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (self->prints[middle].time < time_ms)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}
