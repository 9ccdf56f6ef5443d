#include "cdl-sim-mark.h"

#include "cdl-sim-kline-text.h"
#include "cdl-sim-random.h"
#include "cdl-time.h"

#include <math.h>

/* Index prices stand this share below the mark, as if longs were paying. */
#define BASIS 0.0001

/* Of funding rates, in units of 1e-8: what they wander around, how far, and where they end. */
#define USUAL_RATE 10000
#define RATE_SIGMA 9000.0
#define MAX_RATE   300000.0

double
cdl_sim_mark_price (const CdlSimSymbol *symbol, gint64 time_ms)
{
  return cdl_sim_walk_value (symbol->walk, time_ms);
}

double
cdl_sim_index_price (const CdlSimSymbol *symbol, gint64 time_ms)
{
  return cdl_sim_mark_price (symbol, time_ms) * (1 - BASIS);
}

void
cdl_sim_mark_candle (const CdlSimSymbol *symbol, gint64 from, gint64 to, double values[4])
{
  values[0] = values[1] = values[2] = cdl_sim_mark_price (symbol, from);
  values[3] = cdl_sim_mark_price (symbol, to - 1);
  values[1] = MAX (values[1], values[3]);
  values[2] = MIN (values[2], values[3]);

  /* Within a minute it goes straight: extremes are at its ends. */
  for (gint64 time
       = cdl_interval_next (CDL_INTERVAL_1M, cdl_interval_floor (CDL_INTERVAL_1M, from));
       time < to; time += CDL_MINUTE_MS)
    {
      double value = cdl_sim_mark_price (symbol, time);

      values[1] = MAX (values[1], value);
      values[2] = MIN (values[2], value);
    }
}

void
cdl_sim_append_mark_kline (GString *out,
                           const CdlSimSymbol *symbol,
                           CdlInterval interval,
                           gint64 open_time,
                           gint64 now,
                           gboolean quoted)
{
  gint64 to = MIN (cdl_interval_next (interval, open_time), now);
  const char *quote = quoted ? "\"" : "";
  double values[4];

  cdl_sim_mark_candle (symbol, open_time, to, values);
  cdl_sim_append_time (out, open_time, FALSE, FALSE);
  for (int i = 0; i < 4; i++)
    {
      g_string_append_printf (out, ",%s", quote);
      cdl_sim_append_value (out, values[i]);
      g_string_append (out, quote);
    }
  g_string_append_printf (out, ",%s0%s,", quote, quote);
  cdl_sim_append_time (out, cdl_interval_close (interval, open_time), TRUE, FALSE);
  g_string_append_printf (out, ",%s0%s,%" G_GINT64_FORMAT ",%s0%s,%s0%s,%s0%s", quote, quote,
                          (to - open_time + CDL_SECOND_MS - 1) / CDL_SECOND_MS, quote, quote, quote,
                          quote, quote, quote);
}

gint64
cdl_sim_funding_next (const CdlSimSymbol *symbol, gint64 time_ms)
{
  gint64 period = symbol->asset->funding_hours * CDL_HOUR_MS;

  return (time_ms + period - 1) / period * period;
}

gint64
cdl_sim_funding_rate (guint64 seed, const CdlSimSymbol *symbol, gint64 stamp)
{
  g_autofree char *part = g_strconcat (symbol->name, "/funding", NULL);
  CdlRandom random;
  double stray;

  cdl_sim_random_init (&random, seed, part, stamp);
  stray = cdl_random_normal (&random) * RATE_SIGMA;

  return USUAL_RATE + (gint64) round (CLAMP (stray, -MAX_RATE, MAX_RATE));
}

gint64
cdl_sim_funding_booked (const CdlSimSymbol *symbol, gint64 stamp)
{
  return stamp + stamp / CDL_HOUR_MS % 7;
}
