#include "cdl-window-private.h"

#include "cdl-functions-private.h"

/* Results computed at a time, so that the work stays in the processor's cache. */
#define BLOCK 4096

static G_ALWAYS_INLINE inline double
better (double older, double newer, gboolean greatest)
{
  if (greatest)
    return newer > older ? newer : older;

  return newer < older ? newer : older;
}

/* best[j] becomes the extreme of `*width` values from j on, the greatest power of two within n:
 * the extreme of two neighbouring runs is that of both, so each pass doubles the width. */
static G_ALWAYS_INLINE inline void
double_up (double *best, gsize m, gsize n, gboolean greatest, gsize *width)
{
  for (*width = 1; *width * 2 <= n; *width *= 2)
    {
      m -= MIN (m, *width);
      for (gsize j = 0; j < m; j++)
        best[j] = better (best[j], best[j + *width], greatest);
    }
}

static G_ALWAYS_INLINE inline void
extremes (const double *x, gsize n, gsize from, gsize to, gboolean greatest, double *out)
{
  gsize start = cdl_window_start (from, n), run = 0;
  g_autofree double *best = NULL;

  if (from >= to)
    return;

  best = g_new (double, MIN (to - from, BLOCK) + n - 1);
  for (gsize i = start; i < from; i++)
    run = isnan (x[i]) ? 0 : run + 1;

  for (gsize at = from; at < to; at += BLOCK)
    {
      gsize end = MIN (at + BLOCK, to), first = cdl_window_start (at, n), width;

      for (gsize j = first; j < end; j++)
        best[j - first] = x[j];
      double_up (best, end - first, n, greatest, &width);

      for (gsize i = at; i < end; i++)
        {
          run = isnan (x[i]) ? 0 : run + 1;
          /* Two runs that may overlap cover the window. */
          out[i - from]
              = run < n ? CDL_NAN
                        : better (best[i + 1 - n - first], best[i + 1 - width - first], greatest);
        }
    }
}

void
cdl_window_highest (const double *x, gsize n, gsize from, gsize to, double *out)
{
  extremes (x, n, from, to, TRUE, out);
}

void
cdl_window_lowest (const double *x, gsize n, gsize from, gsize to, double *out)
{
  extremes (x, n, from, to, FALSE, out);
}

static G_ALWAYS_INLINE inline void
ages (const double *x, gsize n, gsize from, gsize to, gboolean greatest, double *out)
{
  gsize best = 0, run = 0;

  for (gsize i = cdl_window_start (from, n); i < to; i++)
    {
      run = isnan (x[i]) ? 0 : run + 1;
      if (run <= 1 || (greatest ? x[i] >= x[best] : x[i] <= x[best]))
        best = i;
      else if (i - best >= n)
        /* The best one has left the window: look for the one after it. */
        for (gsize j = best = i - n + 1; ++j <= i;)
          if (greatest ? x[j] >= x[best] : x[j] <= x[best])
            best = j;
      if (i >= from)
        out[i - from] = run < n ? CDL_NAN : (double) (i - best);
    }
}

void
cdl_window_highest_age (const double *x, gsize n, gsize from, gsize to, double *out)
{
  ages (x, n, from, to, TRUE, out);
}

void
cdl_window_lowest_age (const double *x, gsize n, gsize from, gsize to, double *out)
{
  ages (x, n, from, to, FALSE, out);
}
