#include "cdl-test-language.h"

#include <string.h>

#include "cdl-resample.h"
#include "cdl-synthetic.h"
#include "cdl-time.h"

static void
add_word (CdlStrategy *strategy, const char *word)
{
  gboolean is_let = g_str_has_prefix (word, "let ");
  g_auto (GStrv) parts = g_strsplit (is_let ? word + 4 : word, "=", 2);

  if (is_let)
    {
      CdlNamedText let = { g_strdup (parts[0]), g_strdup (parts[1]) };

      g_array_append_val (strategy->lets, let);
    }
  else
    {
      CdlParam param = { .name = g_strdup (parts[0]) };

      g_assert_true (cdl_decimal_parse (parts[1], &param.value));
      g_array_append_val (strategy->params, param);
    }
}

CdlStrategy *
cdl_test_strategy (CdlInterval interval, ...)
{
  CdlStrategy *strategy = cdl_strategy_new ();
  const char *word;
  va_list words;

  strategy->name = g_strdup ("Test");
  strategy->interval = interval;
  va_start (words, interval);
  while ((word = va_arg (words, const char *)) != NULL)
    add_word (strategy, word);
  va_end (words);

  return strategy;
}

CdlSetupDef *
cdl_test_setup (CdlStrategy *strategy)
{
  CdlSetupDef def = { .name = g_strdup ("setup"),
                      .side = CDL_SIDE_LONG,
                      .pattern_args = cdl_named_texts_new (),
                      .when = g_strdup ("true"),
                      .entry_type = CDL_ENTRY_MARKET,
                      .stop_loss = g_strdup ("close - 1"),
                      .take_profit = g_strdup ("close + 2") };

  g_array_append_val (strategy->setups, def);
  if (strategy->money_amount == NULL)
    strategy->money_amount = g_strdup ("100");

  return &g_array_index (strategy->setups, CdlSetupDef, strategy->setups->len - 1);
}

void
cdl_test_set (char **text, const char *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

CdlProgram *
cdl_test_program (const CdlStrategy *strategy)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  CdlProgram *program = cdl_program_new (strategy, NULL, diagnostics);
  g_autofree char *wrong = cdl_diagnostics_format (diagnostics);

  g_assert_cmpstr (wrong, ==, "");
  g_assert_nonnull (program);

  return program;
}

CdlTestMarket *
cdl_test_market_new (guint64 seed, CdlInterval interval, gsize n)
{
  static const CdlInterval made[]
      = { CDL_INTERVAL_1H, CDL_INTERVAL_4H, CDL_INTERVAL_1D, CDL_INTERVAL_1W };
  CdlTestMarket *self = g_new0 (CdlTestMarket, 1);
  CdlSyntheticOptions options;

  cdl_synthetic_options_init (&options, seed);
  options.interval = interval;
  options.start += 5 * cdl_interval_ms (interval);
  options.volatility = 3.0;
  options.holes = 0.05;
  options.quiet = 0.05;
  self->interval = interval;
  self->columns[interval] = cdl_synthetic_klines (&options, n);
  for (gsize i = 0; i < G_N_ELEMENTS (made); i++)
    if (made[i] > interval)
      self->columns[made[i]] = cdl_resample (cdl_columns_view (self->columns[interval]), made[i]);

  return self;
}

void
cdl_test_market_free (CdlTestMarket *self)
{
  for (int i = 0; i < CDL_N_INTERVALS; i++)
    g_clear_pointer (&self->columns[i], cdl_columns_free);
  g_free (self);
}

CdlKlines
cdl_test_market_view (const CdlTestMarket *self, CdlInterval interval, gsize n)
{
  const CdlKlines *finest = cdl_columns_view (self->columns[self->interval]);
  const CdlKlines *klines = cdl_columns_view (self->columns[interval]);
  gint64 now = n > 0 ? cdl_klines_close_time (finest, n - 1) : G_MININT64;

  return cdl_klines_slice (klines, 0, (gsize) (cdl_klines_last_closed (klines, now) + 1));
}

double *
cdl_test_values (const CdlStrategy *strategy,
                 const char *text,
                 const CdlTestMarket *market,
                 gsize n,
                 gsize chunk)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (CdlExpression) expression = cdl_expression_new (strategy, text, diagnostics);
  g_autofree char *wrong = cdl_diagnostics_format (diagnostics);
  const double *values = NULL;

  g_assert_cmpstr (wrong, ==, "");
  for (gsize to = MIN (chunk, n);; to = MIN (to + chunk, n))
    {
      CdlKlines views[CDL_N_INTERVALS] = { 0 };

      for (guint i = 0; i < cdl_expression_n_intervals (expression); i++)
        views[i] = cdl_test_market_view (market, cdl_expression_interval (expression, i), to);
      values = cdl_expression_extend (expression, views);
      if (to == n)
        break;
    }

  return g_memdup2 (values, n * sizeof (double));
}

void
cdl_test_same (const char *text, const double *a, const double *b, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (memcmp (&a[i], &b[i], sizeof a[i]) != 0)
      g_error ("%s: value %" G_GSIZE_FORMAT " is %.17g here, %.17g there", text, i, a[i], b[i]);
}

void
cdl_test_same_candidates (const GArray *a, const GArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    {
      const CdlCandidate *x = &g_array_index (a, CdlCandidate, i);
      const CdlCandidate *y = &g_array_index (b, CdlCandidate, i);
      const double of_x[] = { x->entry, x->stop_loss, x->take_profit, x->height, x->close };
      const double of_y[] = { y->entry, y->stop_loss, y->take_profit, y->height, y->close };

      g_assert_cmpuint (x->def, ==, y->def);
      g_assert_cmpint (x->created_at, ==, y->created_at);
      g_assert_cmpint (x->first_kline, ==, y->first_kline);
      g_assert_cmpint (x->type, ==, y->type);
      cdl_test_same ("candidate", of_x, of_y, G_N_ELEMENTS (of_x));
    }
}

char *
cdl_test_said (const CdlDiagnostics *diagnostics, const char *prefix)
{
  g_autofree char *text = cdl_diagnostics_format (diagnostics);
  g_auto (GStrv) lines = g_strsplit (g_strchomp (text), "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_assert_true (g_str_has_prefix (lines[i], prefix));
      memmove (lines[i], lines[i] + strlen (prefix), strlen (lines[i]) - strlen (prefix) + 1);
    }

  return g_strjoinv ("\n", lines);
}
