/* The rules of spec "Patterns", read literally and slowly: all pivots are listed first, lows and
 * highs are written out apart, nothing is shared with the engine. Compared with the engine at every
 * kline of random markets. */

#include <math.h>
#include <string.h>

#include "cdl-test-pattern.h"

#define N_KLINES 300

typedef struct
{
  const double *high, *low, *close;
  gsize i; /* the close that is looked at */
  gsize strength, max_klines;
  double tolerance;
  gsize lows[N_KLINES], highs[N_KLINES]; /* pivots confirmed at i, oldest first */
  gsize n_lows, n_highs;
  const CdlPattern *pattern;
  const double *args;
} Reading;

static double
arg (const Reading *self, const char *name)
{
  int index = cdl_pattern_arg (self->pattern, name);

  return index < 0 ? 0 : self->args[index];
}

static gboolean
is_pivot_low (const Reading *self, gsize p)
{
  for (gsize k = p - self->strength; k < p; k++)
    if (!(self->low[p] < self->low[k]))
      return FALSE;
  for (gsize k = p + 1; k <= p + self->strength; k++)
    if (!(self->low[p] <= self->low[k]))
      return FALSE;

  return TRUE;
}

static gboolean
is_pivot_high (const Reading *self, gsize p)
{
  for (gsize k = p - self->strength; k < p; k++)
    if (!(self->high[p] > self->high[k]))
      return FALSE;
  for (gsize k = p + 1; k <= p + self->strength; k++)
    if (!(self->high[p] >= self->high[k]))
      return FALSE;

  return TRUE;
}

static void
list_pivots (Reading *self)
{
  self->n_lows = self->n_highs = 0;
  for (gsize p = self->strength; p + self->strength <= self->i; p++)
    {
      if (is_pivot_low (self, p))
        self->lows[self->n_lows++] = p;
      if (is_pivot_high (self, p))
        self->highs[self->n_highs++] = p;
    }
}

static double
percent_of_lows (double a, double b)
{
  return 100.0 * fabs (a - b) / fmin (a, b);
}

static double
percent_of_highs (double a, double b)
{
  return 100.0 * fabs (a - b) / fmax (a, b);
}

/* Lowest low and highest high strictly between two klines. */
static double
lowest (const Reading *self, gsize from, gsize to)
{
  double value = INFINITY;

  for (gsize k = from + 1; k < to; k++)
    value = fmin (value, self->low[k]);

  return value;
}

static double
highest (const Reading *self, gsize from, gsize to)
{
  double value = -INFINITY;

  for (gsize k = from + 1; k < to; k++)
    value = fmax (value, self->high[k]);

  return value;
}

static gboolean
answer (const Reading *self, CdlMatch *match, gsize oldest, double height, double a, double b)
{
  match->first = oldest - self->strength;
  match->height = height;
  match->output[0] = a;
  match->output[1] = b;
  if (cdl_pattern_output (self->pattern, "height") == 2)
    match->output[2] = height;

  return TRUE;
}

/* Index in lows[] of the second pivot of a double bottom whose last is the newest; -1 if none. */
static int
second_low (const Reading *self)
{
  gsize p2 = self->lows[self->n_lows - 1];

  for (int k = (int) self->n_lows - 2; k >= 0 && p2 - self->lows[k] <= self->max_klines; k--)
    {
      double a = self->low[self->lows[k]], b = self->low[p2];

      if (percent_of_lows (a, b) <= self->tolerance
          && lowest (self, self->lows[k], p2) >= fmin (a, b))
        return k;
    }

  return -1;
}

static int
second_high (const Reading *self)
{
  gsize p2 = self->highs[self->n_highs - 1];

  for (int k = (int) self->n_highs - 2; k >= 0 && p2 - self->highs[k] <= self->max_klines; k--)
    {
      double a = self->high[self->highs[k]], b = self->high[p2];

      if (percent_of_highs (a, b) <= self->tolerance
          && highest (self, self->highs[k], p2) <= fmax (a, b))
        return k;
    }

  return -1;
}

static gboolean
newest_is_low (const Reading *self)
{
  return self->n_lows > 0 && self->lows[self->n_lows - 1] + self->strength == self->i;
}

static gboolean
newest_is_high (const Reading *self)
{
  return self->n_highs > 0 && self->highs[self->n_highs - 1] + self->strength == self->i;
}

static gboolean
double_bottom (Reading *self, CdlMatch *match)
{
  gsize p1, p2;
  int k;
  double neckline, bottom;

  if (!newest_is_low (self) || (k = second_low (self)) < 0)
    return FALSE;
  p1 = self->lows[k];
  p2 = self->lows[self->n_lows - 1];
  neckline = highest (self, p1, p2);
  bottom = fmin (self->low[p1], self->low[p2]);

  return answer (self, match, p1, neckline - bottom, neckline, bottom);
}

static gboolean
double_top (Reading *self, CdlMatch *match)
{
  gsize p1, p2;
  int k;
  double neckline, top;

  if (!newest_is_high (self) || (k = second_high (self)) < 0)
    return FALSE;
  p1 = self->highs[k];
  p2 = self->highs[self->n_highs - 1];
  neckline = lowest (self, p1, p2);
  top = fmax (self->high[p1], self->high[p2]);

  return answer (self, match, p1, top - neckline, neckline, top);
}

static gboolean
triple_bottom (Reading *self, CdlMatch *match)
{
  int second;

  if (!newest_is_low (self) || (second = second_low (self)) < 0)
    return FALSE;
  for (int k = second - 1; k >= 0; k--)
    {
      gsize p0 = self->lows[k], p1 = self->lows[second], p2 = self->lows[self->n_lows - 1];
      double a = self->low[p0], b = self->low[p1], c = self->low[p2];
      double bottom = fmin (a, fmin (b, c)), neckline;

      if (p2 - p0 > self->max_klines)
        return FALSE;
      if (percent_of_lows (a, b) > self->tolerance || percent_of_lows (a, c) > self->tolerance
          || lowest (self, p0, p2) < bottom)
        continue;
      neckline = highest (self, p0, p2);
      return answer (self, match, p0, neckline - bottom, neckline, bottom);
    }

  return FALSE;
}

static gboolean
triple_top (Reading *self, CdlMatch *match)
{
  int second;

  if (!newest_is_high (self) || (second = second_high (self)) < 0)
    return FALSE;
  for (int k = second - 1; k >= 0; k--)
    {
      gsize p0 = self->highs[k], p1 = self->highs[second], p2 = self->highs[self->n_highs - 1];
      double a = self->high[p0], b = self->high[p1], c = self->high[p2];
      double top = fmax (a, fmax (b, c)), neckline;

      if (p2 - p0 > self->max_klines)
        return FALSE;
      if (percent_of_highs (a, b) > self->tolerance || percent_of_highs (a, c) > self->tolerance
          || highest (self, p0, p2) > top)
        continue;
      neckline = lowest (self, p0, p2);
      return answer (self, match, p0, top - neckline, neckline, top);
    }

  return FALSE;
}

static gboolean
inverse_head_and_shoulders (Reading *self, CdlMatch *match)
{
  double depth = arg (self, "depth");

  if (!newest_is_low (self))
    return FALSE;
  for (int h = (int) self->n_lows - 2; h >= 0; h--)
    {
      gsize p3 = self->lows[self->n_lows - 1], p2 = self->lows[h];
      double right = self->low[p3], head = self->low[p2];

      if (head > right || percent_of_lows (head, right) < depth)
        continue;
      for (int l = h - 1; l >= 0; l--)
        {
          gsize p1 = self->lows[l];
          double left = self->low[p1], neckline;

          if (p3 - p1 > self->max_klines)
            return FALSE;
          if (left < head || percent_of_lows (left, head) < depth
              || percent_of_lows (left, right) > self->tolerance)
            continue;
          neckline = fmax (highest (self, p1, p2), highest (self, p2, p3));
          return answer (self, match, p1, neckline - head, neckline, head);
        }
      return FALSE;
    }

  return FALSE;
}

static gboolean
head_and_shoulders (Reading *self, CdlMatch *match)
{
  double depth = arg (self, "depth");

  if (!newest_is_high (self))
    return FALSE;
  for (int h = (int) self->n_highs - 2; h >= 0; h--)
    {
      gsize p3 = self->highs[self->n_highs - 1], p2 = self->highs[h];
      double right = self->high[p3], head = self->high[p2];

      if (head < right || percent_of_highs (head, right) < depth)
        continue;
      for (int l = h - 1; l >= 0; l--)
        {
          gsize p1 = self->highs[l];
          double left = self->high[p1], neckline;

          if (p3 - p1 > self->max_klines)
            return FALSE;
          if (left > head || percent_of_highs (left, head) < depth
              || percent_of_highs (left, right) > self->tolerance)
            continue;
          neckline = fmin (lowest (self, p1, p2), lowest (self, p2, p3));
          return answer (self, match, p1, head - neckline, neckline, head);
        }
      return FALSE;
    }

  return FALSE;
}

/* A line through (a, y) and (b, z), at k. */
static double
line (double a, double y, double b, double z, double k)
{
  return y + (z - y) * (k - a) / (b - a);
}

typedef struct
{
  gsize h1, h2, l1, l2, oldest;
  double upper, lower; /* at i */
  double height;       /* at the oldest pivot */
  const char *upper_is, *lower_is;
} Lines;

static gboolean
find_lines (const Reading *self, Lines *lines)
{
  double h1, h2, l1, l2;

  if (self->n_highs < 2 || self->n_lows < 2 || (!newest_is_low (self) && !newest_is_high (self)))
    return FALSE;
  lines->h1 = self->highs[self->n_highs - 2];
  lines->h2 = self->highs[self->n_highs - 1];
  lines->l1 = self->lows[self->n_lows - 2];
  lines->l2 = self->lows[self->n_lows - 1];
  lines->oldest = MIN (lines->h1, lines->l1);
  if (self->i - self->strength - lines->oldest > self->max_klines)
    return FALSE;

  h1 = self->high[lines->h1];
  h2 = self->high[lines->h2];
  l1 = self->low[lines->l1];
  l2 = self->low[lines->l2];
  for (gsize k = lines->oldest; k <= self->i; k++)
    {
      double upper = line ((double) lines->h1, h1, (double) lines->h2, h2, (double) k);
      double lower = line ((double) lines->l1, l1, (double) lines->l2, l2, (double) k);
      double close = self->close[k];

      if (close > upper && 100.0 * (close - upper) / fmax (close, upper) > self->tolerance)
        return FALSE;
      if (close < lower && 100.0 * (lower - close) / fmin (close, lower) > self->tolerance)
        return FALSE;
      if (k == lines->oldest)
        lines->height = upper - lower;
      lines->upper = upper;
      lines->lower = lower;
    }
  lines->upper_is = percent_of_highs (h1, h2) <= self->tolerance ? "flat"
                    : h2 > h1                                    ? "rising"
                                                                 : "falling";
  lines->lower_is = percent_of_lows (l1, l2) <= self->tolerance ? "flat"
                    : l2 > l1                                   ? "rising"
                                                                : "falling";

  return TRUE;
}

static gboolean
has_shape (const Reading *self, const Lines *lines, const char *shape)
{
  static const struct
  {
    const char *shape, *upper, *lower;
    gboolean converging;
  } rows[] = {
    { "ascending_triangle", "flat", "rising", FALSE },
    { "descending_triangle", "falling", "flat", FALSE },
    { "symmetric_triangle", "falling", "rising", FALSE },
    { "rising_wedge", "rising", "rising", TRUE },
    { "falling_wedge", "falling", "falling", TRUE },
    { "rectangle", "flat", "flat", FALSE },
  };
  double width = lines->upper - lines->lower;

  for (guint k = 0; k < G_N_ELEMENTS (rows); k++)
    if (strcmp (rows[k].shape, shape) == 0)
      return strcmp (lines->upper_is, rows[k].upper) == 0
             && strcmp (lines->lower_is, rows[k].lower) == 0
             && (!rows[k].converging || width < lines->height);

  g_assert_cmpstr (shape, ==, "channel");

  return strcmp (lines->upper_is, lines->lower_is) == 0 && strcmp (lines->upper_is, "flat") != 0
         && 100.0 * fabs (width - lines->height) / self->close[self->i] <= self->tolerance;
}

static gboolean
formation (Reading *self, CdlMatch *match)
{
  Lines lines;

  return find_lines (self, &lines) && has_shape (self, &lines, self->pattern->name)
         && answer (self, match, lines.oldest, lines.height, lines.upper, lines.lower);
}

static gboolean
find_flag (const Reading *self, Lines *lines)
{
  return find_lines (self, lines)
         && (has_shape (self, lines, "rectangle") || has_shape (self, lines, "channel")
             || has_shape (self, lines, "rising_wedge")
             || has_shape (self, lines, "falling_wedge"));
}

static gboolean
flag (Reading *self, CdlMatch *match, gsize foot, double pole, const Lines *lines)
{
  if (self->i - self->strength - foot > self->max_klines)
    return FALSE;
  answer (self, match, foot, pole, pole, lines->upper);
  match->output[2] = lines->lower;

  return TRUE;
}

static gboolean
bull_flag (Reading *self, CdlMatch *match)
{
  Lines lines;
  int t, f;
  gsize top;
  double pole;

  if (!find_flag (self, &lines))
    return FALSE;
  for (t = (int) self->n_highs - 1; t >= 0 && self->highs[t] >= lines.oldest; t--)
    ;
  if (t < 0)
    return FALSE;
  top = self->highs[t];
  for (f = (int) self->n_lows - 1; f >= 0; f--)
    if (self->lows[f] < top
        && 100.0 * (self->high[top] - self->low[self->lows[f]]) / self->low[self->lows[f]]
               >= arg (self, "pole"))
      break;
  if (f < 0 || (double) (top - self->lows[f]) > arg (self, "pole_klines"))
    return FALSE;
  pole = self->high[top] - self->low[self->lows[f]];
  if (!(lowest (self, top, self->i + 1) > self->high[top] - arg (self, "retrace") / 100.0 * pole))
    return FALSE;

  return flag (self, match, self->lows[f], pole, &lines);
}

static gboolean
bear_flag (Reading *self, CdlMatch *match)
{
  Lines lines;
  int t, f;
  gsize bottom;
  double pole;

  if (!find_flag (self, &lines))
    return FALSE;
  for (t = (int) self->n_lows - 1; t >= 0 && self->lows[t] >= lines.oldest; t--)
    ;
  if (t < 0)
    return FALSE;
  bottom = self->lows[t];
  for (f = (int) self->n_highs - 1; f >= 0; f--)
    if (self->highs[f] < bottom
        && 100.0 * (self->high[self->highs[f]] - self->low[bottom]) / self->high[self->highs[f]]
               >= arg (self, "pole"))
      break;
  if (f < 0 || (double) (bottom - self->highs[f]) > arg (self, "pole_klines"))
    return FALSE;
  pole = self->high[self->highs[f]] - self->low[bottom];
  if (!(highest (self, bottom, self->i + 1)
        < self->low[bottom] + arg (self, "retrace") / 100.0 * pole))
    return FALSE;

  return flag (self, match, self->highs[f], pole, &lines);
}

static gboolean
support (Reading *self, CdlMatch *match)
{
  gsize touched[N_KLINES], n = 0, wanted = (gsize) arg (self, "touches");
  gsize last;
  double sum = 0;

  if (!newest_is_low (self))
    return FALSE;
  last = self->lows[self->n_lows - 1];
  for (int k = (int) self->n_lows - 1; k >= 0 && n < wanted; k--)
    if (percent_of_lows (self->low[self->lows[k]], self->low[last]) <= self->tolerance
        && last - self->lows[k] <= self->max_klines)
      touched[n++] = self->lows[k];
  if (n < wanted)
    return FALSE;
  for (gsize k = n; k-- > 0;)
    sum += self->low[touched[k]];
  sum /= (double) n;

  return answer (self, match, touched[n - 1],
                 fmax (self->high[touched[n - 1]], highest (self, touched[n - 1], self->i + 1))
                     - sum,
                 sum, (double) n);
}

static gboolean
resistance (Reading *self, CdlMatch *match)
{
  gsize touched[N_KLINES], n = 0, wanted = (gsize) arg (self, "touches");
  gsize last;
  double sum = 0;

  if (!newest_is_high (self))
    return FALSE;
  last = self->highs[self->n_highs - 1];
  for (int k = (int) self->n_highs - 1; k >= 0 && n < wanted; k--)
    if (percent_of_highs (self->high[self->highs[k]], self->high[last]) <= self->tolerance
        && last - self->highs[k] <= self->max_klines)
      touched[n++] = self->highs[k];
  if (n < wanted)
    return FALSE;
  for (gsize k = n; k-- > 0;)
    sum += self->high[touched[k]];
  sum /= (double) n;

  return answer (self, match, touched[n - 1],
                 sum - fmin (self->low[touched[n - 1]], lowest (self, touched[n - 1], self->i + 1)),
                 sum, (double) n);
}

static gboolean
swing (Reading *self, CdlMatch *match)
{
  gsize high, low;

  if (self->n_highs == 0 || self->n_lows == 0 || (!newest_is_low (self) && !newest_is_high (self)))
    return FALSE;
  high = self->highs[self->n_highs - 1];
  low = self->lows[self->n_lows - 1];

  return self->i - self->strength - MIN (high, low) <= self->max_klines
         && answer (self, match, MIN (high, low), fabs (self->high[high] - self->low[low]),
                    self->high[high], self->low[low]);
}

static const struct
{
  const char *name;
  gboolean (*match) (Reading *self, CdlMatch *match);
} rules[] = {
  { "double_bottom", double_bottom },
  { "double_top", double_top },
  { "triple_bottom", triple_bottom },
  { "triple_top", triple_top },
  { "inverse_head_and_shoulders", inverse_head_and_shoulders },
  { "head_and_shoulders", head_and_shoulders },
  { "ascending_triangle", formation },
  { "descending_triangle", formation },
  { "symmetric_triangle", formation },
  { "rising_wedge", formation },
  { "falling_wedge", formation },
  { "rectangle", formation },
  { "channel", formation },
  { "bull_flag", bull_flag },
  { "bear_flag", bear_flag },
  { "support", support },
  { "resistance", resistance },
  { "swing", swing },
};

static void
test_reference (void)
{
  for (guint r = 0; r < G_N_ELEMENTS (rules); r++)
    {
      const CdlPattern *pattern = cdl_pattern_find (rules[r].name);
      guint seen = 0;

      for (guint64 seed = 0; seed < 8 * CDL_N_TEXTURES; seed++)
        {
          g_autoptr (CdlColumns) columns = cdl_test_pattern_random (
              (CdlTexture) (seed % CDL_N_TEXTURES), 1000 + seed, N_KLINES);
          const CdlKlines *klines = cdl_columns_view (columns);
          double args[CDL_PATTERN_MAX_ARGS];
          Reading reading = { .high = klines->field[CDL_FIELD_HIGH],
                              .low = klines->field[CDL_FIELD_LOW],
                              .close = klines->field[CDL_FIELD_CLOSE],
                              .pattern = pattern,
                              .args = args };

          cdl_test_pattern_random_args (pattern, seed, args);
          reading.strength = (gsize) arg (&reading, "strength");
          reading.max_klines = (gsize) arg (&reading, "max_klines");
          reading.tolerance = arg (&reading, "tolerance");
          for (reading.i = 0; reading.i < N_KLINES; reading.i++)
            {
              CdlMatch here, there;
              gboolean found, expected;

              list_pivots (&reading);
              expected
                  = rules[r].match (&reading, &there)
                    && 100.0 * there.height / reading.close[reading.i] >= arg (&reading, "min_gap");
              found = cdl_pattern_match (pattern, klines, reading.i, args, &here);
              if (!cdl_test_pattern_same (pattern, expected, &there, found, &here, 0))
                g_error ("%s differs at kline %zu of seed %d", pattern->name, reading.i,
                         (int) seed);
              seen += found != FALSE;
            }
        }
      g_test_message ("%s: found %u times", pattern->name, seen);
      if (seen < 10)
        g_error ("%s was found only %u times", pattern->name, seen);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pattern/reference", test_reference);

  return g_test_run ();
}
