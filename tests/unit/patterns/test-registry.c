#include <string.h>

#include "cdl-pattern.h"

/* Spec "Patterns": each of them has a row. */
static const char *const names[] = {
  "double_bottom",
  "double_top",
  "triple_bottom",
  "triple_top",
  "ascending_triangle",
  "inverse_head_and_shoulders",
  "head_and_shoulders",
  "rectangle",
  "descending_triangle",
  "symmetric_triangle",
  "rising_wedge",
  "falling_wedge",
  "channel",
  "bull_flag",
  "bear_flag",
  "support",
  "resistance",
  "swing",
  "engulfing",
  "hammer",
  "shooting_star",
  "doji",
  "inside_bar",
  "outside_bar",
  "pin_bar",
  "morning_star",
  "evening_star",
  "three_white_soldiers",
  "three_black_crows",
};

static void
test_complete (void)
{
  guint n;

  cdl_patterns (&n);
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < n; i++)
    {
      g_assert_nonnull (cdl_pattern_find (names[i]));
      g_assert_cmpstr (cdl_pattern_find (names[i])->name, ==, names[i]);
    }
  g_assert_null (cdl_pattern_find ("double"));
  g_assert_null (cdl_pattern_find (""));
}

static void
check_name (const char *name)
{
  g_assert_true (g_ascii_islower (*name));
  for (const char *c = name; *c != '\0'; c++)
    g_assert_true (g_ascii_islower (*c) || *c == '_');
}

static void
test_rows (void)
{
  guint n;
  const CdlPattern *const *patterns = cdl_patterns (&n);

  for (guint i = 0; i < n; i++)
    {
      const CdlPattern *pattern = patterns[i];
      double args[CDL_PATTERN_MAX_ARGS];

      check_name (pattern->name);
      g_assert_true (pattern->group != NULL && *pattern->group != '\0');
      g_assert_true (g_str_has_suffix (pattern->doc, "."));
      g_assert_true (g_str_has_suffix (pattern->formula, "."));
      g_assert_cmpuint (pattern->n_args, <=, CDL_PATTERN_MAX_ARGS);
      for (guint k = 0; k < pattern->n_args; k++)
        {
          const CdlPatternArg *arg = &pattern->args[k];

          check_name (arg->name);
          g_assert_cmpint (cdl_pattern_arg (pattern, arg->name), ==, (int) k);
          g_assert_cmpfloat (arg->fallback, >=, arg->min);
          g_assert_cmpfloat (arg->fallback, <=, arg->max);
          g_assert_true (!arg->whole || arg->fallback == (double) (int) arg->fallback);
          g_assert_true (arg->doc != NULL && *arg->doc != '\0');
          args[k] = arg->fallback;
        }
      g_assert_cmpint (cdl_pattern_arg (pattern, "nothing"), ==, -1);
      g_assert_cmpint (cdl_pattern_arg (pattern, "min_gap"), >=, 0);
      g_assert_nonnull (pattern->outputs[0]);
      for (int k = 0; pattern->outputs[k] != NULL; k++)
        {
          check_name (pattern->outputs[k]);
          g_assert_cmpint (cdl_pattern_output (pattern, pattern->outputs[k]), ==, k);
        }
      g_assert_cmpint (cdl_pattern_output (pattern, "nothing"), ==, -1);

      /* Spec "History": max_klines + 2 strength; a figure reaches back its own klines. */
      if (strcmp (pattern->group, "Candlesticks") == 0)
        g_assert_cmpuint (pattern->lookback (args), <=, 2);
      else
        g_assert_cmpuint (pattern->lookback (args), ==, 106);
    }
}

/* Spec "Patterns": the fallbacks. */
static void
test_fallbacks (void)
{
  static const struct
  {
    const char *pattern, *arg;
    double fallback;
  } rows[] = {
    { "double_bottom", "strength", 3 },
    { "channel", "tolerance", 0.5 },
    { "swing", "max_klines", 100 },
    { "triple_top", "min_gap", 0 },
    { "head_and_shoulders", "depth", 0.5 },
    { "bull_flag", "pole", 3 },
    { "bear_flag", "pole_klines", 20 },
    { "bear_flag", "retrace", 50 },
    { "support", "touches", 3 },
    { "engulfing", "side", 1 },
    { "pin_bar", "side", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const CdlPattern *pattern = cdl_pattern_find (rows[i].pattern);
      int arg = cdl_pattern_arg (pattern, rows[i].arg);

      g_assert_cmpint (arg, >=, 0);
      g_assert_cmpfloat (pattern->args[arg].fallback, ==, rows[i].fallback);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pattern/registry/complete", test_complete);
  g_test_add_func ("/pattern/registry/rows", test_rows);
  g_test_add_func ("/pattern/registry/fallbacks", test_fallbacks);

  return g_test_run ();
}
