#include "cdl-fuzz.h"

#include <string.h>

#include "cdl-detector.h"
#include "cdl-resample.h"

#define N_KLINES 40

static const CdlFuzzSeed seeds[] = {
  CDL_FUZZ_SEED ("close > ema(close, n)@1h and busy"),
  CDL_FUZZ_SEED ("crossover(sma(close, 2 + n), sma(close, 5)) or not busy[1]"),
  CDL_FUZZ_SEED ("entry + reward * (entry - stop_loss)"),
  CDL_FUZZ_SEED ("neckline > close ? max(bottom, low[1]) : -hlc3@1h % 2.5e-1"),
  CDL_FUZZ_SEED ("nz(atr(n)[0], 1 / 0) * (close <= open ? 1 : 2) - highest(high, 3)[n * 2]"),
  CDL_FUZZ_SEED ("(close > close@1h[1])@4h[2] == true"),
  CDL_FUZZ_SEED ("((((-(((height))))))) != bb_upper(close, 3, 2.5)"),
  CDL_FUZZ_SEED ("hour >= 8 and\n weekday < 6 and time % 3600000 == 0"),
};

static CdlColumns *
klines_new (void)
{
  CdlColumns *columns = cdl_columns_new (CDL_INTERVAL_15M, 0);

  for (int i = 0; i < N_KLINES; i++)
    {
      double open = 100 + i * 7 % 13, close = 100 + (i + 1) * 7 % 13;
      double values[CDL_N_FIELDS] = { open, MAX (open, close) + 1, MIN (open, close) - 1, close };

      cdl_columns_append (columns, 1735689600000 + (gint64) i * 900000, values);
    }

  return columns;
}

static CdlStrategy *
strategy_new (const char *text)
{
  CdlStrategy *strategy = cdl_strategy_new ();
  CdlParam n = { .name = g_strdup ("n"), .value = { 3, 0 } };
  CdlParam reward = { .name = g_strdup ("reward"), .value = { 25, 1 } };
  CdlNamedText busy = { g_strdup ("busy"), g_strdup ("volume > 1.5 * sma(volume, n)") };
  CdlSetupDef setup = { .name = g_strdup ("s"),
                        .side = CDL_SIDE_LONG,
                        .pattern = g_strdup ("double_bottom"),
                        .pattern_args = cdl_named_texts_new (),
                        .entry_type = CDL_ENTRY_TOUCH,
                        .entry_price = g_strdup ("neckline"),
                        .stop_loss = g_strdup ("bottom"),
                        .take_profit = g_strdup (text) };
  CdlNamedText strength = { g_strdup ("strength"), g_strdup ("1") };

  strategy->interval = CDL_INTERVAL_15M;
  strategy->money_amount = g_strdup ("1");
  g_array_append_val (strategy->params, n);
  g_array_append_val (strategy->params, reward);
  g_array_append_val (strategy->lets, busy);
  g_array_append_val (setup.pattern_args, strength);
  g_array_append_val (strategy->setups, setup);

  return strategy;
}

/* A problem lies within the text. */
static void
check_problems (const CdlDiagnostics *diagnostics, const char *text)
{
  glong length = g_utf8_validate (text, -1, NULL) ? g_utf8_strlen (text, -1) : 0;

  g_assert_cmpuint (cdl_diagnostics_errors (diagnostics), >, 0);
  for (guint i = 0; i < cdl_diagnostics_count (diagnostics); i++)
    {
      const CdlDiagnostic *item = cdl_diagnostics_get (diagnostics, i);

      g_assert_true (g_utf8_validate (item->message, -1, NULL));
      g_assert_cmpint (item->column + item->length, <=, length + 1);
    }
}

/* The klines of an interval: none but of 15m and 1h. */
static void
fill_views (CdlInterval interval, const CdlColumns *fine, const CdlColumns *hours, CdlKlines *view)
{
  CdlKlines none = { .interval = interval };

  *view = interval == CDL_INTERVAL_15M  ? *cdl_columns_view (fine)
          : interval == CDL_INTERVAL_1H ? *cdl_columns_view (hours)
                                        : none;
}

static void
check_values (const CdlStrategy *strategy,
              const char *text,
              const CdlColumns *fine,
              const CdlColumns *hours)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (CdlExpression) batch = cdl_expression_new (strategy, text, diagnostics);
  g_autoptr (CdlExpression) stream = NULL;
  CdlKlines views[CDL_N_INTERVALS];
  const double *values = NULL;

  if (batch == NULL)
    {
      check_problems (diagnostics, text);
      return;
    }
  for (guint k = 0; k < cdl_expression_n_intervals (batch); k++)
    fill_views (cdl_expression_interval (batch, k), fine, hours, &views[k]);

  stream = cdl_expression_new (strategy, text, diagnostics);
  for (gsize n = 1; n <= N_KLINES; n += 3)
    {
      views[0].n = n;
      values = cdl_expression_extend (stream, views);
    }
  g_assert_cmpmem (values, N_KLINES * sizeof (double), cdl_expression_extend (batch, views),
                   N_KLINES * sizeof (double));
}

/* What compiles can be computed, in pieces or at once; what does not says why. */
static int
fuzz_expression (const guint8 *data, gsize size)
{
  g_autofree char *text = cdl_fuzz_text (data, size);
  g_autoptr (CdlStrategy) strategy = strategy_new (text);
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (CdlProgram) program = cdl_program_new (strategy, NULL, diagnostics);
  g_autoptr (CdlColumns) fine = klines_new ();
  g_autoptr (CdlColumns) hours = cdl_resample (cdl_columns_view (fine), CDL_INTERVAL_1H);
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (CdlCandidate));
  g_autoptr (CdlDetector) detector = NULL;
  CdlKlines views[CDL_N_INTERVALS];

  check_values (strategy, text, fine, hours);
  if (program == NULL)
    {
      g_assert_cmpuint (cdl_diagnostics_errors (diagnostics), >, 0);
      return 0;
    }

  for (guint k = 0; k < cdl_program_n_intervals (program); k++)
    fill_views (cdl_program_interval (program, k), fine, hours, &views[k]);
  detector = cdl_detector_new (program, CDL_DECIMAL_NONE);
  cdl_detector_extend (detector, views);
  for (gsize i = 0; i < N_KLINES; i++)
    cdl_detector_detect (detector, i, G_MININT64, candidates);

  return 0;
}

CDL_FUZZ_TARGET ("expression", fuzz_expression, seeds);
