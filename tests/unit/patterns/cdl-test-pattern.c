#include "cdl-test-pattern.h"

#include <math.h>
#include <string.h>

#include "cdl-number.h"
#include "cdl-random.h"
#include "cdl-time.h"

#define START  G_GINT64_CONSTANT (1700000000000)
#define FIELDS 0xf

void
cdl_test_pattern_args (const CdlPattern *pattern, const char *text, double *args)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint k = 0; k < pattern->n_args; k++)
    args[k] = pattern->args[k].fallback;
  for (guint k = 0; words[k] != NULL && *words[k] != '\0'; k++)
    {
      char *value = strchr (words[k], '=');
      int arg;

      *value++ = '\0';
      arg = cdl_pattern_arg (pattern, words[k]);
      g_assert_cmpint (arg, >=, 0);
      g_assert_true (cdl_number_parse (value, &args[arg]));
    }
}

static void
append (CdlColumns *columns, gsize i, double open, double high, double low, double close)
{
  double values[CDL_N_FIELDS] = { open, high, low, close };

  g_assert_cmpfloat (low, <=, MIN (open, close));
  g_assert_cmpfloat (high, >=, MAX (open, close));
  cdl_columns_append (columns, START + (gint64) i * CDL_MINUTE_MS, values);
}

CdlColumns *
cdl_test_pattern_klines (const char *text)
{
  CdlColumns *columns = cdl_columns_new (CDL_INTERVAL_1M, FIELDS);
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit_set (words[i], "/,", -1);
      guint n = g_strv_length (parts);
      double v[4];

      for (guint k = 0; k < n; k++)
        g_assert_true (cdl_number_parse (parts[k], &v[k]));
      if (n == 1)
        append (columns, i, v[0], v[0], v[0], v[0]);
      else if (n == 3)
        append (columns, i, v[2], v[0], v[1], v[2]);
      else
        append (columns, i, v[0], v[1], v[2], v[3]);
    }

  return columns;
}

void
cdl_test_pattern_cases (const char *name, const CdlPatternCase *cases, gsize n)
{
  const CdlPattern *pattern = cdl_pattern_find (name);

  g_assert_nonnull (pattern);
  for (gsize c = 0; c < n; c++)
    {
      g_autoptr (CdlColumns) columns = cdl_test_pattern_klines (cases[c].klines);
      const CdlKlines *klines = cdl_columns_view (columns);
      double args[CDL_PATTERN_MAX_ARGS];
      CdlMatch match;
      gboolean found;

      cdl_test_pattern_args (pattern, cases[c].args, args);
      found = cdl_pattern_match (pattern, klines, klines->n - 1, args, &match);
      if (found != (cases[c].first != CDL_TEST_NOTHING))
        g_error ("%s, %s: %s", name, cases[c].why, found ? "found" : "not found");
      if (!found)
        continue;
      if (match.first != cases[c].first)
        g_error ("%s, %s: first kline %zu", name, cases[c].why, match.first);
      for (guint k = 0; pattern->outputs[k] != NULL; k++)
        if (fabs (match.output[k] - cases[c].outputs[k]) > 1e-12)
          g_error ("%s, %s: %s is %.15g", name, cases[c].why, pattern->outputs[k], match.output[k]);
    }
}

/* The next price of a texture, in ticks from 400; state is kept by the caller. */
typedef struct
{
  CdlRandom random;
  CdlTexture texture;
  int price;
  int direction;
  int left; /* prices until the next turn */
  int drift;
} Walk;

static int
between (Walk *self, int low, int high)
{
  return low + (int) cdl_random_below (&self->random, (guint64) (high - low + 1));
}

static void
turn (Walk *self)
{
  self->direction = -self->direction;
  switch (self->texture)
    {
    case CDL_TEXTURE_WALK:
      self->direction = between (self, -1, 1);
      self->left = 1;
      break;
    case CDL_TEXTURE_FLAT:
      self->direction = between (self, 0, 2) > 0 ? 0 : between (self, -2, 2);
      self->left = between (self, 1, 30);
      break;
    case CDL_TEXTURE_RANGE:
      self->left = 12 + (between (self, 0, 5) == 0 ? between (self, -6, 6) : 0);
      break;
    case CDL_TEXTURE_TREND:
      if (between (self, 0, 11) == 0)
        self->drift = between (self, -4, 4);
      self->left = MAX (2, 10 + self->direction * self->drift + between (self, -1, 1));
      break;
    case CDL_TEXTURE_JUMPS:
      self->left = between (self, 0, 9) == 0 ? between (self, 20, 40) : between (self, 5, 8);
      break;
    default:
      g_assert_not_reached ();
    }
}

static int
step (Walk *self)
{
  if (self->left-- <= 0)
    turn (self);
  self->price += self->direction;
  if (self->texture != CDL_TEXTURE_FLAT && between (self, 0, 6) == 0)
    self->price += between (self, -1, 1);
  if (self->price < 200 || self->price > 800) /* back to the middle: prices stay positive */
    self->price += self->price < 200 ? 100 : -100;

  return self->price;
}

CdlColumns *
cdl_test_pattern_random (CdlTexture texture, guint64 seed, gsize n)
{
  CdlColumns *columns = cdl_columns_new (CDL_INTERVAL_1M, FIELDS);
  Walk walk = { .texture = texture, .price = 400, .direction = 1 };
  const double tick = 0.25;

  cdl_random_init (&walk.random, seed);
  for (gsize i = 0; i < n; i++)
    {
      int open = between (&walk, 0, 3) == 0 ? step (&walk) : walk.price;
      int high = open, low = open, close = open;

      for (int k = between (&walk, 0, 4); k > 0; k--)
        {
          close = step (&walk);
          high = MAX (high, close);
          low = MIN (low, close);
        }
      append (columns, i, tick * open, tick * high, tick * low, tick * close);
    }

  return columns;
}

void
cdl_test_pattern_random_args (const CdlPattern *pattern, guint64 seed, double *args)
{
  static const struct
  {
    const char *name;
    double value[4];
  } choices[] = {
    { "strength", { 1, 2, 3, 1 } },        { "tolerance", { 0.5, 1, 2, 0.25 } },
    { "max_klines", { 20, 40, 100, 60 } }, { "min_gap", { 0, 0, 1, 0 } },
    { "depth", { 0.5, 0.25, 1, 0 } },      { "pole", { 3, 1, 2, 0.5 } },
    { "pole_klines", { 20, 10, 5, 40 } },  { "retrace", { 50, 80, 100, 120 } },
    { "touches", { 3, 2, 1, 4 } },         { "side", { 1, -1, 0, 1 } },
  };
  CdlRandom random;

  cdl_random_init (&random, seed);
  for (guint k = 0; k < pattern->n_args; k++)
    {
      args[k] = pattern->args[k].fallback;
      for (guint c = 0; c < G_N_ELEMENTS (choices); c++)
        if (strcmp (choices[c].name, pattern->args[k].name) == 0)
          args[k] = choices[c].value[cdl_random_below (&random, 4)];
    }
}

gboolean
cdl_test_pattern_same (const CdlPattern *pattern,
                       gboolean found_a,
                       const CdlMatch *a,
                       gboolean found_b,
                       const CdlMatch *b,
                       gsize shift)
{
  if (!found_a || !found_b)
    return found_a == found_b;

  for (guint k = 0; pattern->outputs[k] != NULL; k++)
    if (a->output[k] != b->output[k])
      return FALSE;

  return a->first == b->first + shift && a->height == b->height;
}
