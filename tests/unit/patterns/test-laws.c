/* What every pattern owes: looked at from any window, at any depth, with or without a future, it
 * says the same. Every row of the registry is tried, so a new one is, too. */

#include <string.h>

#include "cdl-random.h"
#include "cdl-test-pattern.h"

#define N_KLINES 260
#define N_SEEDS  4

typedef struct
{
  const CdlPattern *pattern;
  double args[CDL_PATTERN_MAX_ARGS];
  const CdlKlines *klines;
  gboolean found[N_KLINES];
  CdlMatch match[N_KLINES];
} Case;

typedef void (*Law) (const Case *all, CdlRandom *random);

/* Runs a law over every pattern, texture and some random arguments; every pattern must have been
 * seen, or the law would be kept by silence. */
static void
for_all (Law law)
{
  guint n;
  const CdlPattern *const *patterns = cdl_patterns (&n);
  g_autofree Case *all = g_new0 (Case, 1);

  for (guint k = 0; k < n; k++)
    {
      guint seen = 0;

      all->pattern = patterns[k];
      for (guint64 seed = 0; seed < N_SEEDS * CDL_N_TEXTURES; seed++)
        {
          g_autoptr (CdlColumns) columns
              = cdl_test_pattern_random ((CdlTexture) (seed % CDL_N_TEXTURES), seed, N_KLINES);
          CdlRandom random;

          cdl_random_init (&random, seed);
          cdl_test_pattern_random_args (all->pattern, seed, all->args);
          all->klines = cdl_columns_view (columns);
          for (gsize i = 0; i < N_KLINES; i++)
            {
              all->found[i]
                  = cdl_pattern_match (all->pattern, all->klines, i, all->args, &all->match[i]);
              seen += all->found[i] != FALSE;
              if (all->found[i])
                g_assert_cmpuint (all->match[i].first, <=, i);
            }
          law (all, &random);
        }
      if (seen < 5)
        g_error ("%s was found only %u times", all->pattern->name, seen);
    }
}

/* Compares what a view that starts at kline from finds at i. */
static void
compare (const Case *all, const CdlKlines *view, gsize from, gsize i, gboolean found)
{
  CdlMatch match;
  gboolean here = cdl_pattern_match (all->pattern, view, i - from, all->args, &match);

  if (!cdl_test_pattern_same (all->pattern, found, &all->match[i], here, &match, from))
    g_error ("%s differs at %zu when looked at from %zu", all->pattern->name, i, from);
}

/* Spec "Reset": detecting in a window finds just what lies inside of it. */
static void
reset_law (const Case *all, CdlRandom *random)
{
  for (int cuts = 0; cuts < 16; cuts++)
    {
      gsize from = (gsize) cdl_random_below (random, N_KLINES);
      CdlKlines view = cdl_klines_slice (all->klines, from, N_KLINES);

      for (gsize i = from; i < N_KLINES; i++)
        compare (all, &view, from, i, all->found[i] && all->match[i].first >= from);
    }
}

static void
test_reset (void)
{
  for_all (reset_law);
}

/* Spec "No look-ahead": nothing after i is read. What follows here is nonsense, or ends. */
static void
prefix_law (const Case *all, CdlRandom *random)
{
  g_autoptr (CdlColumns) columns = cdl_columns_copy (all->klines);
  double *column[4];

  for (int f = 0; f < 4; f++)
    column[f] = (double *) cdl_columns_view (columns)->field[f];
  for (gsize i = N_KLINES; i-- > 0;)
    {
      CdlKlines cut = cdl_klines_slice (cdl_columns_view (columns), 0, i + 1);

      compare (all, cdl_columns_view (columns), 0, i, all->found[i]);
      compare (all, &cut, 0, i, all->found[i]);
      for (int f = 0; f < 4; f++)
        column[f][i] = cdl_random_below (random, 2) == 0 ? -1e9 : 1e9;
    }
}

static void
test_prefix (void)
{
  for_all (prefix_law);
}

/* Spec "Depth": what the look-back declares is enough. */
static void
depth_law (const Case *all, CdlRandom *random)
{
  gsize lookback = all->pattern->lookback (all->args);

  for (gsize i = 0; i < N_KLINES; i++)
    {
      gsize from = i > lookback ? i - lookback : 0;
      CdlKlines view = cdl_klines_slice (all->klines, from, i + 1);

      if (all->found[i])
        g_assert_cmpuint (all->match[i].first, >=, from);
      compare (all, &view, from, i, all->found[i]);
    }
}

static void
test_depth (void)
{
  for_all (depth_law);
}

/* Candlesticks turned upside down: p becomes C - p, exact on the grid of the test's prices. */
static void
test_mirror (void)
{
  static const struct
  {
    const char *bullish, *bearish;
    double side; /* of the second, where both are one pattern */
  } pairs[] = {
    { "hammer", "shooting_star", 0 },
    { "morning_star", "evening_star", 0 },
    { "three_white_soldiers", "three_black_crows", 0 },
    { "engulfing", "engulfing", -1 },
    { "pin_bar", "pin_bar", -1 },
    { "inside_bar", "inside_bar", -1 },
    { "outside_bar", "outside_bar", -1 },
    { "doji", "doji", 0 },
  };

  for (guint p = 0; p < G_N_ELEMENTS (pairs); p++)
    {
      const CdlPattern *a = cdl_pattern_find (pairs[p].bullish);
      const CdlPattern *b = cdl_pattern_find (pairs[p].bearish);
      guint seen = 0;

      for (guint64 seed = 0; seed < 2 * CDL_N_TEXTURES; seed++)
        {
          g_autoptr (CdlColumns) columns
              = cdl_test_pattern_random ((CdlTexture) (seed % CDL_N_TEXTURES), seed, N_KLINES);
          g_autoptr (CdlColumns) mirrored = cdl_columns_new (CDL_INTERVAL_1M, 0xf);
          const CdlKlines *klines = cdl_columns_view (columns);
          double args_a[CDL_PATTERN_MAX_ARGS], args_b[CDL_PATTERN_MAX_ARGS];

          for (gsize i = 0; i < N_KLINES; i++)
            cdl_columns_append (mirrored, klines->open_time[i],
                                (double[CDL_N_FIELDS]){ 1024 - klines->field[CDL_FIELD_OPEN][i],
                                                        1024 - klines->field[CDL_FIELD_LOW][i],
                                                        1024 - klines->field[CDL_FIELD_HIGH][i],
                                                        1024 - klines->field[CDL_FIELD_CLOSE][i] });
          cdl_test_pattern_args (a, "", args_a);
          cdl_test_pattern_args (b, "", args_b);
          if (pairs[p].side != 0)
            {
              args_a[cdl_pattern_arg (a, "side")] = -pairs[p].side;
              args_b[cdl_pattern_arg (b, "side")] = pairs[p].side;
            }
          for (gsize i = 0; i < N_KLINES; i++)
            {
              CdlMatch up, down;
              gboolean found = cdl_pattern_match (a, klines, i, args_a, &up);

              g_assert_cmpint (
                  found, ==, cdl_pattern_match (b, cdl_columns_view (mirrored), i, args_b, &down));
              if (!found)
                continue;
              seen++;
              g_assert_cmpuint (up.first, ==, down.first);
              g_assert_cmpfloat (up.output[0], ==, 1024 - down.output[1]);
              g_assert_cmpfloat (up.output[1], ==, 1024 - down.output[0]);
              g_assert_cmpfloat (up.height, ==, down.height);
            }
        }
      if (seen < 5)
        g_error ("%s was found only %u times", a->name, seen);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pattern/laws/reset", test_reset);
  g_test_add_func ("/pattern/laws/prefix", test_prefix);
  g_test_add_func ("/pattern/laws/depth", test_depth);
  g_test_add_func ("/pattern/laws/mirror", test_mirror);

  return g_test_run ();
}
