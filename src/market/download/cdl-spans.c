#include "cdl-spans.h"

GArray *
cdl_spans_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (CdlSpan));
}

/* Index of the first span that ends at or behind time. */
static guint
find (const GArray *self, gint64 time)
{
  guint low = 0, high = self->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self, CdlSpan, middle).to < time)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

void
cdl_spans_add (GArray *self, gint64 from, gint64 to)
{
  CdlSpan all = { from, to };
  guint first = find (self, from), end = first;

  if (from >= to)
    return;
  while (end < self->len && g_array_index (self, CdlSpan, end).from <= to)
    {
      const CdlSpan *span = &g_array_index (self, CdlSpan, end++);

      all.from = MIN (all.from, span->from);
      all.to = MAX (all.to, span->to);
    }
  if (end > first)
    g_array_remove_range (self, first, end - first);
  g_array_insert_val (self, first, all);
}

void
cdl_spans_add_all (GArray *self, const GArray *other)
{
  for (guint i = 0; i < other->len; i++)
    {
      const CdlSpan *span = &g_array_index (other, CdlSpan, i);

      cdl_spans_add (self, span->from, span->to);
    }
}

void
cdl_spans_add_klines (GArray *self, const CdlKlines *klines)
{
  for (gsize i = 0; i < klines->n;)
    {
      gint64 from = klines->open_time[i], next = from;

      while (i < klines->n && klines->open_time[i] == next)
        next = cdl_interval_next (klines->interval, klines->open_time[i++]);
      /* An odd open time is covered as far as the kline on the grid after it. */
      cdl_spans_add (self, from, MAX (next, from + 1));
    }
}

GArray *
cdl_spans_missing (const GArray *self, gint64 from, gint64 to)
{
  GArray *missing = cdl_spans_new ();

  for (guint i = find (self, from); i < self->len && from < to; i++)
    {
      const CdlSpan *span = &g_array_index (self, CdlSpan, i);

      cdl_spans_add (missing, from, MIN (span->from, to));
      from = MAX (from, span->to);
    }
  cdl_spans_add (missing, from, to);

  return missing;
}

/* Klines that open in a span of a single interval's grid. */
static gsize
count_span (const CdlSpan *span, CdlInterval interval)
{
  gint64 length = cdl_interval_ms (interval);
  gsize n = 0;

  if (interval < CDL_INTERVAL_3D)
    return (gsize) (cdl_interval_floor (interval, span->to - 1)
                    - cdl_interval_floor (interval, span->from - 1))
           / (gsize) length;
  for (gint64 time = cdl_interval_floor (interval, span->from); time < span->to;
       time = cdl_interval_next (interval, time))
    n += time >= span->from;

  return n;
}

gsize
cdl_spans_count (const GArray *self, CdlInterval interval)
{
  gsize n = 0;

  for (guint i = 0; i < self->len; i++)
    n += count_span (&g_array_index (self, CdlSpan, i), interval);

  return n;
}
