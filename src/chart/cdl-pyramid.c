#include "cdl-pyramid.h"

#include <math.h>

#define FACTOR     4
#define MAX_LEVELS 16

typedef struct
{
  gsize n;
  double *high;
  double *low;
  double *volume;
} Level;

struct _CdlPyramid
{
  CdlKlines klines;
  Level level[MAX_LEVELS]; /* 0 is not used: the klines themselves */
  guint n_levels;
};

static double
value (const CdlPyramid *self, guint level, CdlField field, gsize i)
{
  const Level *stored = &self->level[level];

  if (level == 0)
    return self->klines.field[field] != NULL ? self->klines.field[field][i] : 0.0;
  if (field == CDL_FIELD_HIGH)
    return stored->high[i];
  if (field == CDL_FIELD_LOW)
    return stored->low[i];

  return stored->volume[i];
}

static void
build_level (CdlPyramid *self, guint level)
{
  Level *built = &self->level[level];
  gsize below = cdl_pyramid_n_bars (self, level - 1);

  built->n = (below + FACTOR - 1) / FACTOR;
  built->high = g_new (double, built->n);
  built->low = g_new (double, built->n);
  built->volume = g_new (double, built->n);
  for (gsize i = 0; i < built->n; i++)
    {
      gsize from = i * FACTOR, to = MIN (from + FACTOR, below);

      built->high[i] = value (self, level - 1, CDL_FIELD_HIGH, from);
      built->low[i] = value (self, level - 1, CDL_FIELD_LOW, from);
      built->volume[i] = 0.0;
      for (gsize k = from; k < to; k++)
        {
          double volume = value (self, level - 1, CDL_FIELD_VOLUME, k);

          double high = value (self, level - 1, CDL_FIELD_HIGH, k);
          double low = value (self, level - 1, CDL_FIELD_LOW, k);

          /* NaN is no value: others take its place. */
          if (high > built->high[i] || isnan (built->high[i]))
            built->high[i] = high;
          if (low < built->low[i] || isnan (built->low[i]))
            built->low[i] = low;
          built->volume[i] += isnan (volume) ? 0.0 : volume;
        }
    }
}

CdlPyramid *
cdl_pyramid_new_series (const CdlKlines *klines, const double *values)
{
  CdlKlines series
      = { .interval = klines->interval, .n = klines->n, .open_time = klines->open_time };

  for (int field = CDL_FIELD_OPEN; field <= CDL_FIELD_CLOSE; field++)
    series.field[field] = values;

  return cdl_pyramid_new (&series);
}

CdlPyramid *
cdl_pyramid_new (const CdlKlines *klines)
{
  CdlPyramid *self = g_new0 (CdlPyramid, 1);

  self->klines = *klines;
  self->n_levels = 1;
  while (self->n_levels < MAX_LEVELS && cdl_pyramid_n_bars (self, self->n_levels - 1) > FACTOR)
    build_level (self, self->n_levels++);

  return self;
}

void
cdl_pyramid_free (CdlPyramid *self)
{
  for (guint level = 1; level < self->n_levels; level++)
    {
      g_free (self->level[level].high);
      g_free (self->level[level].low);
      g_free (self->level[level].volume);
    }
  g_free (self);
}

guint
cdl_pyramid_level (const CdlPyramid *self, double span)
{
  guint level = 0;

  for (double size = FACTOR; size <= span && level + 1 < self->n_levels; size *= FACTOR)
    level++;

  return level;
}

gsize
cdl_pyramid_n_bars (const CdlPyramid *self, guint level)
{
  return level == 0 ? self->klines.n : self->level[level].n;
}

static gsize
size_of (guint level)
{
  return (gsize) 1 << (2 * level);
}

CdlBar
cdl_pyramid_bar (const CdlPyramid *self, guint level, gsize i)
{
  gsize first = i * size_of (level), count = MIN (size_of (level), self->klines.n - first);
  double volume = value (self, level, CDL_FIELD_VOLUME, i);

  return (CdlBar){
    .first = first,
    .count = count,
    .open = self->klines.field[CDL_FIELD_OPEN][first],
    .high = value (self, level, CDL_FIELD_HIGH, i),
    .low = value (self, level, CDL_FIELD_LOW, i),
    .close = self->klines.field[CDL_FIELD_CLOSE][first + count - 1],
    .volume = isnan (volume) ? 0.0 : volume,
  };
}

/* Takes in the highs, lows and volumes of a block; NaN is no value. */
static void
take_block (const CdlPyramid *self, guint level, gsize block, CdlBar *merged)
{
  double high = value (self, level, CDL_FIELD_HIGH, block);
  double low = value (self, level, CDL_FIELD_LOW, block);
  double volume = value (self, level, CDL_FIELD_VOLUME, block);

  if (high > merged->high || isnan (merged->high))
    merged->high = high;
  if (low < merged->low || isnan (merged->low))
    merged->low = low;
  merged->volume += isnan (volume) ? 0.0 : volume;
}

CdlBar
cdl_pyramid_merge (const CdlPyramid *self, gsize from, gsize to)
{
  CdlBar merged = { .first = from,
                    .count = to - from,
                    .open = self->klines.field[CDL_FIELD_OPEN][from],
                    .high = (double) NAN,
                    .low = (double) NAN,
                    .close = self->klines.field[CDL_FIELD_CLOSE][to - 1] };

  while (from < to)
    {
      guint level = 0;

      /* The largest block that begins here and does not reach too far. */
      while (level + 1 < self->n_levels && from % size_of (level + 1) == 0
             && from + size_of (level + 1) <= to)
        level++;
      take_block (self, level, from / size_of (level), &merged);
      from += size_of (level);
    }

  return merged;
}

gboolean
cdl_pyramid_range (const CdlPyramid *self, gsize from, gsize to, double *low, double *high)
{
  CdlBar merged;

  to = MIN (to, self->klines.n);
  if (from >= to)
    return FALSE;

  merged = cdl_pyramid_merge (self, from, to);
  *low = merged.low;
  *high = merged.high;

  return TRUE;
}
