#include "cdl-window-private.h"

#include "cdl-functions-private.h"

/* Sums of neighbouring windows are independent of each other, so they are computed side by side, a
 * tile at a time, in vector registers: each is still its own sum, oldest value first. */
#define TILE 16

/* Wider registers where the processor has them: more sums at once, none of them another one. */
#ifdef __x86_64__
#define WIDER __attribute__ ((target_clones ("avx2", "default")))
#else
#define WIDER
#endif

typedef enum
{
  SUM,
  WEIGHTED,
  SQUARES,
  DISTANCES,
} Kind;

typedef struct
{
  const double *x;
  const double *mean; /* of SQUARES and DISTANCES, by result */
  double first, step; /* of WEIGHTED */
  gsize n;
} Sums;

/* `width` results from result k on, whose window begins at x. kind and width are constants where
 * this is inlined. */
static G_ALWAYS_INLINE inline void
tile (const Sums *self, const double *x, gsize k, Kind kind, int width, double *out)
{
  double sum[TILE] = { 0.0 }, mean[TILE];
  double weight = self->first;

  for (int j = 0; j < width; j++)
    mean[j] = kind == SQUARES || kind == DISTANCES ? self->mean[k + (gsize) j] : 0.0;

  for (gsize i = 0; i < self->n; i++)
    {
      /* Unrolled, the sums live in registers. */
#pragma GCC unroll 16
      for (int j = 0; j < width; j++)
        {
          double value = x[i + (gsize) j];

          if (kind == WEIGHTED)
            value = weight * value;
          else if (kind == SQUARES)
            value = (value - mean[j]) * (value - mean[j]);
          else if (kind == DISTANCES)
            value = fabs (value - mean[j]);
          sum[j] += value;
        }
      weight += self->step;
    }

  for (int j = 0; j < width; j++)
    out[k + (gsize) j] = cdl_clean (sum[j]);
}

static G_ALWAYS_INLINE inline void
sums (const Sums *self, Kind kind, gsize from, gsize to, double *out)
{
  gsize i = from;

  for (; i < to && i + 1 < self->n; i++)
    out[i - from] = CDL_NAN;
  for (; i + TILE <= to; i += TILE)
    tile (self, self->x + i + 1 - self->n, i - from, kind, TILE, out);
  for (; i < to; i++)
    tile (self, self->x + i + 1 - self->n, i - from, kind, 1, out);
}

WIDER void
cdl_window_sum (const double *x, gsize n, gsize from, gsize to, double *out)
{
  sums (&(Sums){ .x = x, .n = n }, SUM, from, to, out);
}

WIDER void
cdl_window_weighted (const double *x,
                     gsize n,
                     double first,
                     double step,
                     gsize from,
                     gsize to,
                     double *out)
{
  sums (&(Sums){ .x = x, .n = n, .first = first, .step = step }, WEIGHTED, from, to, out);
}

WIDER void
cdl_window_squares (const double *x, const double *mean, gsize n, gsize from, gsize to, double *out)
{
  sums (&(Sums){ .x = x, .n = n, .mean = mean }, SQUARES, from, to, out);
}

WIDER void
cdl_window_distances (const double *x,
                      const double *mean,
                      gsize n,
                      gsize from,
                      gsize to,
                      double *out)
{
  sums (&(Sums){ .x = x, .n = n, .mean = mean }, DISTANCES, from, to, out);
}
