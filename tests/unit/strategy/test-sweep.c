#include "cdl-sweep.h"

#include <string.h>

static void
add_param (CdlStrategy *strategy,
           const char *name,
           const char *value,
           const char *min,
           const char *max,
           const char *step)
{
  CdlParam param = { .name = g_strdup (name) };

  g_assert_true (cdl_decimal_parse (value, &param.value));
  param.has_min = min != NULL && cdl_decimal_parse (min, &param.min);
  param.has_max = max != NULL && cdl_decimal_parse (max, &param.max);
  param.has_step = step != NULL && cdl_decimal_parse (step, &param.step);
  g_array_append_val (strategy->params, param);
}

static CdlStrategy *
example (void)
{
  CdlStrategy *strategy = cdl_strategy_new ();

  strategy->name = g_strdup ("Example");
  add_param (strategy, "strength", "5", "2", "12", "1");
  add_param (strategy, "gap", "0.8", "0", "3", "0.1");
  add_param (strategy, "reward", "2", "1", NULL, NULL);
  add_param (strategy, "shift", "-1", NULL, NULL, "0.25");

  return strategy;
}

/* Texts after --set that are right, and the values they name. */
static void
test_values (void)
{
  static const struct
  {
    const char *text;
    guint n;
    double values[8];
  } table[] = {
    { "strength=2", 1, { 2 } },
    { "strength=3,5,8", 3, { 3, 5, 8 } },
    { "strength = 8, 5 ,3", 3, { 8, 5, 3 } },
    { "strength=3,5,3,5", 2, { 3, 5 } },
    { "strength=2:5", 4, { 2, 3, 4, 5 } },
    { "strength=2:12:3", 4, { 2, 5, 8, 11 } },
    { "strength=2:4:1,3:6:1", 5, { 2, 3, 4, 5, 6 } },
    { "strength=2:2:1", 1, { 2 } },
    { "strength=12,2:3:1", 3, { 12, 2, 3 } },
    { "gap=0:0.5:0.1", 6, { 0, 0.1, 0.2, 0.3, 0.4, 0.5 } },
    { "gap=0.1:0.25", 2, { 0.1, 0.2 } },
    { "gap=1e-1,2.50", 2, { 0.1, 2.5 } },
    { "reward=1:4:0.5", 7, { 1, 1.5, 2, 2.5, 3, 3.5, 4 } },
    { "reward=1000000", 1, { 1e6 } },
    { "shift=-1:-0.25", 4, { -1, -0.75, -0.5, -0.25 } },
    { "shift=-0.5:0.5:0.5", 3, { -0.5, 0, 0.5 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (CdlStrategy) strategy = example ();
      g_autoptr (CdlSweep) sweep = cdl_sweep_new (strategy);
      g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
      g_autofree char *name = g_strndup (table[i].text, strcspn (table[i].text, " ="));
      const double *values;
      guint n;

      g_test_message ("%s", table[i].text);
      g_assert_true (cdl_sweep_set_text (sweep, table[i].text, diagnostics));
      g_assert_cmpuint (cdl_diagnostics_count (diagnostics), ==, 0);
      values = cdl_sweep_values (sweep, (guint) cdl_strategy_param (strategy, name), &n);
      g_assert_cmpuint (n, ==, table[i].n);
      for (guint k = 0; k < n; k++)
        g_assert_cmpfloat (values[k], ==, table[i].values[k]);
    }
}

/* Wrong ones, and what is said about them. */
static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    const char *path;
    int column;
    const char *message;
    const char *remedy;
  } table[] = {
    { "strength", "$.params", 0, "“strength” does not say which parameter takes which values",
      "write name=values, like reward=1:4:0.5" },
    { "=3", "$.params", 0, "“=3” does not say which parameter takes which values",
      "write name=values, like reward=1:4:0.5" },
    { "strenght=3", "$.params.strenght", 0, "“Example” has no parameter “strenght”",
      "did you mean “strength”?" },
    { "volume=3", "$.params.volume", 0, "“Example” has no parameter “volume”",
      "its parameters are strength, gap, reward, shift" },
    { "strength=", "$.params.strength", 10, "a value of “strength” is missing", NULL },
    { "strength=3,,5", "$.params.strength", 12, "a value of “strength” is missing", NULL },
    { "strength=3,5,", "$.params.strength", 14, "a value of “strength” is missing", NULL },
    { "strength=3, five", "$.params.strength", 13, "“five” is not a number",
      "values are numbers (2), lists (3,5,8) or ranges (1:4:0.5)" },
    { "strength=0x5", "$.params.strength", 10, "“0x5” is not a number", NULL },
    { "strength=nan", "$.params.strength", 10, "“nan” is not a number", NULL },
    { "strength=inf", "$.params.strength", 10, "“inf” is not a number", NULL },
    { "strength=1e99", "$.params.strength", 10, "“1e99” is not a number", NULL },
    { "strength=2;3", "$.params.strength", 10, "“2;3” is not a number", NULL },
    { "strength=1", "$.params.strength", 10, "1 is below the minimum of “strength”, 2", NULL },
    { "strength=5,12.5", "$.params.strength", 12, "12.5 is above the maximum of “strength”, 12",
      NULL },
    { "gap=2.9:3.2:0.1", "$.params.gap", 5, "3.1 is above the maximum of “gap”, 3", NULL },
    { "strength=12:2:1", "$.params.strength", 10, "“12:2:1” ends before it begins",
      "write the smaller number first" },
    { "strength=2:5:0", "$.params.strength", 10, "the step of “2:5:0” leads nowhere",
      "a step is more than 0" },
    { "strength=2:5:-1", "$.params.strength", 10, "the step of “2:5:-1” leads nowhere", NULL },
    { "strength=2:5:1:1", "$.params.strength", 10, "“2:5:1:1” has too many colons",
      "a range is min:max:step, like 1:4:0.5" },
    { "strength=2::1", "$.params.strength", 10, "“” in “2::1” is not a number", NULL },
    { "strength=2:", "$.params.strength", 10, "“” in “2:” is not a number", NULL },
    { "reward=1:4", "$.params.reward", 8, "“1:4” has no step, and “reward” declares none",
      "write it as min:max:step, like 1:4:0.5" },
    { "reward=1:4:0.0000001", "$.params.reward", 8, "“1:4:0.0000001” has more than 100000 values",
      "take a larger step" },
    { "reward=1:9000000000000000000:1e-18", "$.params.reward", 8,
      "“1:9000000000000000000:1e-18” has more than 100000 values", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (CdlStrategy) strategy = example ();
      g_autoptr (CdlSweep) sweep = cdl_sweep_new (strategy);
      g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
      const CdlDiagnostic *item;

      g_test_message ("%s", table[i].text);
      g_assert_false (cdl_sweep_set_text (sweep, table[i].text, diagnostics));
      g_assert_cmpuint (cdl_diagnostics_errors (diagnostics), ==, 1);
      item = cdl_diagnostics_get (diagnostics, 0);
      g_assert_cmpstr (item->path, ==, table[i].path);
      g_assert_cmpstr (item->message, ==, table[i].message);
      g_assert_cmpint (item->column, ==, table[i].column);
      if (table[i].remedy != NULL)
        g_assert_cmpstr (item->remedy, ==, table[i].remedy);

      /* What was refused changes nothing. */
      g_assert_true (cdl_sweep_plan (sweep, 1, diagnostics));
      g_assert_cmpuint (cdl_sweep_count (sweep), ==, 1);
    }
}

static void
test_twice (void)
{
  g_autoptr (CdlStrategy) strategy = example ();
  g_autoptr (CdlSweep) sweep = cdl_sweep_new (strategy);
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();

  g_assert_true (cdl_sweep_set (sweep, "gap", "1", diagnostics));
  g_assert_false (cdl_sweep_set (sweep, "gap", "2", diagnostics));
  g_assert_cmpstr (cdl_diagnostics_get (diagnostics, 0)->message, ==, "“gap” is given twice");
}

/* A strategy without parameters still has one variant, and nothing to set. */
static void
test_no_params (void)
{
  g_autoptr (CdlStrategy) strategy = cdl_strategy_new ();
  g_autoptr (CdlSweep) sweep = NULL;
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();

  strategy->name = g_strdup ("Bare");
  sweep = cdl_sweep_new (strategy);
  g_assert_false (cdl_sweep_set (sweep, "gap", "1", diagnostics));
  g_assert_cmpstr (cdl_diagnostics_get (diagnostics, 0)->remedy, ==,
                   "the strategy has no parameters");
  g_assert_true (cdl_sweep_plan (sweep, 1, diagnostics));
  g_assert_cmpuint (cdl_sweep_count (sweep), ==, 1);
  cdl_sweep_variant (sweep, 0, NULL);
}

/* The grid is an odometer: the last parameter turns fastest, whatever the order of the texts. */
static void
test_grid (void)
{
  g_autoptr (CdlStrategy) strategy = example ();
  g_autoptr (CdlSweep) sweep = cdl_sweep_new (strategy);
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  guint64 i = 0;

  g_assert_true (cdl_sweep_set_text (sweep, "reward=1:4:0.5", diagnostics));
  g_assert_true (cdl_sweep_set_text (sweep, "strength=3,5,8", diagnostics));
  g_assert_true (cdl_sweep_set_sampling (sweep, "grid", 0, diagnostics));
  g_assert_true (cdl_sweep_plan (sweep, 21, diagnostics));
  g_assert_cmpuint (cdl_sweep_count (sweep), ==, 21);
  for (guint s = 0; s < 3; s++)
    for (guint r = 0; r < 7; r++, i++)
      {
        static const double strengths[] = { 3, 5, 8 };
        double values[4];

        cdl_sweep_variant (sweep, i, values);
        g_assert_cmpfloat (values[0], ==, strengths[s]);
        g_assert_cmpfloat (values[1], ==, 0.8);
        g_assert_cmpfloat (values[2], ==, 1 + 0.5 * r);
        g_assert_cmpfloat (values[3], ==, -1);
      }
}

static void
test_limit (void)
{
  g_autoptr (CdlStrategy) strategy = example ();
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (CdlSweep) sweep = cdl_sweep_new (strategy);
  const CdlDiagnostic *item;

  g_assert_true (cdl_sweep_set_text (sweep, "reward=1:1000:1", diagnostics));
  g_assert_true (cdl_sweep_set_text (sweep, "shift=1:1000:1", diagnostics));
  g_assert_true (cdl_sweep_plan (sweep, 1000000, diagnostics));
  g_assert_false (cdl_sweep_plan (sweep, 999999, diagnostics));
  item = cdl_diagnostics_get (diagnostics, 0);
  g_assert_cmpstr (item->path, ==, "$.params");
  g_assert_cmpstr (item->message, ==, "1000000 variants are more than the limit of 999999");

  /* A small sample of a large grid is within it; a large one is not. */
  g_assert_true (cdl_sweep_set_sampling (sweep, "random:1000", 1, diagnostics));
  g_assert_true (cdl_sweep_plan (sweep, 1000, diagnostics));
  g_assert_cmpuint (cdl_sweep_count (sweep), ==, 1000);
  g_assert_true (cdl_sweep_set_sampling (sweep, "random:1001", 1, diagnostics));
  g_assert_false (cdl_sweep_plan (sweep, 1000, diagnostics));
  g_assert_cmpstr (cdl_diagnostics_get (diagnostics, 1)->path, ==, "$.sampling");
}

/* Five lists of 100,000 values: more combinations than 64 bits count. */
static void
test_overflow (void)
{
  g_autoptr (CdlStrategy) strategy = cdl_strategy_new ();
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (CdlSweep) sweep = NULL;

  strategy->name = g_strdup ("Huge");
  for (int i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("p%d", i);

      add_param (strategy, name, "1", NULL, NULL, NULL);
    }
  sweep = cdl_sweep_new (strategy);
  for (int i = 0; i < 5; i++)
    {
      g_autofree char *text = g_strdup_printf ("p%d=1:100000:1", i);

      g_assert_true (cdl_sweep_set_text (sweep, text, diagnostics));
    }
  g_assert_false (cdl_sweep_plan (sweep, G_MAXUINT64, diagnostics));
  g_assert_cmpstr (cdl_diagnostics_get (diagnostics, 0)->message, ==,
                   "more than 18 trillion million variants are more than the limit of "
                   "18446744073709551615");
}

static void
test_sampling_refused (void)
{
  static const char *const texts[]
      = { "", "random", "random:", "random:0", "random:-5", "random:1.5", "Grid", "grid:3" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (CdlStrategy) strategy = example ();
      g_autoptr (CdlSweep) sweep = cdl_sweep_new (strategy);
      g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();

      g_assert_false (cdl_sweep_set_sampling (sweep, texts[i], 1, diagnostics));
      g_assert_cmpstr (cdl_diagnostics_get (diagnostics, 0)->path, ==, "$.sampling");
    }
}

static CdlSweep *
sample (const CdlStrategy *strategy, const char *text, guint64 seed)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  CdlSweep *sweep = cdl_sweep_new (strategy);

  g_assert_true (cdl_sweep_set_text (sweep, "strength=2:12", diagnostics));
  g_assert_true (cdl_sweep_set_text (sweep, "gap=0:1", diagnostics));
  g_assert_true (cdl_sweep_set_sampling (sweep, text, seed, diagnostics));
  g_assert_true (cdl_sweep_plan (sweep, CDL_SWEEP_DEFAULT_LIMIT, diagnostics));

  return sweep;
}

/* Samples are distinct, the same for a seed, others for another, and the grid when they must be. */
static void
test_random (void)
{
  g_autoptr (CdlStrategy) strategy = example ();

  for (guint n = 1; n <= 130; n += 3)
    {
      g_autofree char *text = g_strdup_printf ("random:%u", n);
      g_autoptr (CdlSweep) a = sample (strategy, text, n);
      g_autoptr (CdlSweep) b = sample (strategy, text, n);
      g_autoptr (CdlSweep) c = sample (strategy, text, n + 1);
      g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      gboolean differs = FALSE;

      g_assert_cmpuint (cdl_sweep_count (a), ==, MIN (n, 121));
      for (guint64 i = 0; i < cdl_sweep_count (a); i++)
        {
          double x[4], y[4], z[4];

          cdl_sweep_variant (a, i, x);
          cdl_sweep_variant (b, i, y);
          cdl_sweep_variant (c, i, z);
          g_assert_cmpmem (x, sizeof x, y, sizeof y);
          differs = differs || memcmp (x, z, sizeof x) != 0;
          g_assert_true (g_hash_table_add (seen, g_strdup_printf ("%g %g", x[0], x[1])));
        }
      if (n > 10 && n < 110)
        g_assert_true (differs);
    }
}

/* Every combination is about equally likely to be drawn. */
static void
test_random_fair (void)
{
  g_autoptr (CdlStrategy) strategy = example ();
  guint drawn[11] = { 0 };

  for (guint64 seed = 0; seed < 400; seed++)
    {
      g_autoptr (CdlSweep) sweep = sample (strategy, "random:11", seed);

      for (guint64 i = 0; i < 11; i++)
        {
          double values[4];

          cdl_sweep_variant (sweep, i, values);
          drawn[(int) values[0] - 2]++;
        }
    }
  for (int i = 0; i < 11; i++)
    {
      g_assert_cmpuint (drawn[i], >, 320);
      g_assert_cmpuint (drawn[i], <, 480);
    }
}

/* Shares cover every variant exactly once and differ in size by one at most. */
static void
test_shard (void)
{
  for (guint64 count = 0; count < 40; count++)
    for (guint64 n = 1; n < 12; n++)
      {
        guint64 next = 0;

        for (guint64 i = 0; i < n; i++)
          {
            guint64 from, to;

            cdl_shard_range (count, i, n, &from, &to);
            g_assert_cmpuint (from, ==, next);
            g_assert_cmpuint (to - from, >=, count / n);
            g_assert_cmpuint (to - from, <=, count / n + 1);
            next = to;
          }
        g_assert_cmpuint (next, ==, count);
      }
}

static void
test_shard_text (void)
{
  static const char *const bad[]
      = { "", "1", "4/4", "-1/4", "1/0", "1/4/2", "a/b", "0.5/2", "1/ 4" };
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  guint64 index, n;

  g_assert_true (cdl_shard_parse ("3/4", &index, &n, diagnostics));
  g_assert_cmpuint (index, ==, 3);
  g_assert_cmpuint (n, ==, 4);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_false (cdl_shard_parse (bad[i], &index, &n, diagnostics));
      g_assert_cmpuint (cdl_diagnostics_errors (diagnostics), ==, i + 1);
      g_assert_cmpstr (cdl_diagnostics_get (diagnostics, i)->path, ==, "$.shard");
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sweep/values", test_values);
  g_test_add_func ("/sweep/refused", test_refused);
  g_test_add_func ("/sweep/twice", test_twice);
  g_test_add_func ("/sweep/no-params", test_no_params);
  g_test_add_func ("/sweep/grid", test_grid);
  g_test_add_func ("/sweep/limit", test_limit);
  g_test_add_func ("/sweep/overflow", test_overflow);
  g_test_add_func ("/sweep/sampling-refused", test_sampling_refused);
  g_test_add_func ("/sweep/random", test_random);
  g_test_add_func ("/sweep/random-fair", test_random_fair);
  g_test_add_func ("/sweep/shard", test_shard);
  g_test_add_func ("/sweep/shard-text", test_shard_text);

  return g_test_run ();
}
