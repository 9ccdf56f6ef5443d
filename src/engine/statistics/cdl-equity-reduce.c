#include "cdl-statistics.h"

GArray *
cdl_equity_reduce (const CdlEquityPoint *points, gsize n, gsize max)
{
  GArray *reduced = g_array_new (FALSE, FALSE, sizeof (CdlEquityPoint));
  gsize buckets = max > 2 ? (max - 2) / 2 : 1;

  if (n <= max)
    {
      if (n > 0)
        g_array_append_vals (reduced, points, (guint) n);
      return reduced;
    }

  /* First and last stand for themselves; each bucket between gives its lowest and its highest. */
  g_array_append_val (reduced, points[0]);
  for (gsize b = 0; b < buckets; b++)
    {
      gsize from = 1 + (n - 2) * b / buckets, to = 1 + (n - 2) * (b + 1) / buckets;
      gsize low = from, high = from;

      for (gsize i = from; i < to; i++)
        {
          if (points[i].equity < points[low].equity)
            low = i;
          if (points[i].equity > points[high].equity)
            high = i;
        }
      if (from == to)
        continue;
      g_array_append_val (reduced, points[MIN (low, high)]);
      if (low != high)
        g_array_append_val (reduced, points[MAX (low, high)]);
    }
  g_array_append_val (reduced, points[n - 1]);

  return reduced;
}
