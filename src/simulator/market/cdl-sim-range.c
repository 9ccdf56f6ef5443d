#include "cdl-sim-range.h"

#include "cdl-time.h"

static void
add_kline (CdlSimMarket *market,
           const CdlSimSymbol *symbol,
           CdlInterval interval,
           gint64 open_time,
           gint64 now,
           GArray *klines)
{
  CdlSimKline kline = { .open_time = open_time };

  cdl_sim_market_candle (market, symbol, open_time,
                         MIN (cdl_interval_next (interval, open_time), now), &kline.candle);
  if (!kline.candle.missing)
    g_array_append_val (klines, kline);
}

static void
reverse (GArray *array, guint size)
{
  for (guint i = 0, j = array->len; i + 1 < j; i++)
    {
      char *a = array->data + (gsize) i * size, *b = array->data + (gsize) --j * size;

      for (guint k = 0; k < size; k++)
        {
          char byte = a[k];

          a[k] = b[k];
          b[k] = byte;
        }
    }
}

GArray *
cdl_sim_range_klines (CdlSimMarket *market,
                      const CdlSimSymbol *symbol,
                      CdlInterval interval,
                      const CdlSimRange *range,
                      gint64 now)
{
  GArray *klines = g_array_new (FALSE, FALSE, sizeof (CdlSimKline));
  gint64 first = cdl_interval_floor (interval, cdl_sim_market_start (market));
  gint64 last = range->end == CDL_TIME_NONE ? now - 1 : MIN (range->end, now - 1);

  if (range->start != CDL_TIME_NONE)
    {
      gint64 open_time = MAX (range->start, first);

      if (open_time > last)
        return klines;
      if (cdl_interval_floor (interval, open_time) != open_time)
        open_time = cdl_interval_next (interval, cdl_interval_floor (interval, open_time));
      for (; open_time <= last && klines->len < range->limit;
           open_time = cdl_interval_next (interval, open_time))
        add_kline (market, symbol, interval, open_time, now, klines);
      return klines;
    }

  if (last < first)
    return klines;
  for (gint64 open_time = cdl_interval_floor (interval, last);
       open_time >= first && klines->len < range->limit;
       open_time = cdl_interval_add (interval, open_time, -1))
    add_kline (market, symbol, interval, open_time, now, klines);
  reverse (klines, sizeof (CdlSimKline));

  return klines;
}

typedef struct
{
  GArray *prints;
  gint64 from_id;
  guint limit;
} Collected;

static gboolean
collect (const CdlSimPrint *print, gpointer data)
{
  Collected *collected = data;

  if (print->id >= collected->from_id)
    g_array_append_val (collected->prints, *print);

  return collected->prints->len < collected->limit;
}

GArray *
cdl_sim_range_prints (CdlSimMarket *market,
                      const CdlSimSymbol *symbol,
                      gint64 from_id,
                      const CdlSimRange *range,
                      gint64 now)
{
  GArray *prints = g_array_new (FALSE, FALSE, sizeof (CdlSimPrint));
  Collected collected = { prints, from_id, range->limit };
  gint64 start = cdl_sim_market_start (market);
  gint64 to = range->end == CDL_TIME_NONE ? now : MIN (range->end, now - 1) + 1;

  if (range->limit == 0)
    return prints;
  if (from_id >= 0 || range->start != CDL_TIME_NONE)
    {
      gint64 from
          = from_id >= 0 ? cdl_sim_market_print_time (market, symbol, from_id, now) : range->start;

      if (from < to)
        cdl_sim_market_each_print (market, symbol, from, to, collect, &collected);
      return prints;
    }

  for (gint64 day = cdl_time_day (to - 1); day * CDL_DAY_MS >= start && prints->len < range->limit;
       day--)
    {
      const CdlSimDay *made = cdl_sim_market_day (market, symbol, day);

      for (guint i = cdl_sim_day_find (made, to); i > 0 && prints->len < range->limit; i--)
        g_array_append_val (prints, made->prints[i - 1]);
    }
  reverse (prints, sizeof (CdlSimPrint));

  return prints;
}
