#include "cdl-proofs.h"

#include <string.h>

#include "cdl-detection-private.h"
#include "cdl-number.h"
#include "cdl-program.h"
#include "cdl-resample.h"
#include "cdl-synthetic.h"
#include "cdl-test-files.h"

/* Klines of every interval that a program reads, of one synthetic market. */
typedef struct
{
  CdlColumns *columns[CDL_N_INTERVALS];
  CdlKlines views[CDL_N_INTERVALS];
  CdlDecimal tick;
} Market;

static void
market_init (Market *self, const CdlProgram *program, gsize n, guint64 seed)
{
  CdlSyntheticOptions options;

  cdl_synthetic_options_init (&options, seed);
  options.interval = cdl_program_interval (program, 0);
  options.start = cdl_interval_floor (options.interval, options.start);
  options.volatility = 1.2;
  options.holes = 0.002;
  options.quiet = 0.002;
  self->tick = options.tick;
  self->columns[0] = cdl_synthetic_klines (&options, n);
  self->views[0] = *cdl_columns_view (self->columns[0]);
  for (guint k = 1; k < cdl_program_n_intervals (program); k++)
    {
      self->columns[k] = cdl_resample (&self->views[0], cdl_program_interval (program, k));
      self->views[k] = *cdl_columns_view (self->columns[k]);
    }
}

static void
market_clear (Market *self, const CdlProgram *program)
{
  for (guint k = 0; k < cdl_program_n_intervals (program); k++)
    cdl_columns_free (self->columns[k]);
}

static CdlProgram *
compile (const CdlStrategy *strategy)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  CdlProgram *program = cdl_program_new (strategy, NULL, diagnostics);

  g_assert_nonnull (program);

  return program;
}

static void
prove (const CdlStrategy *strategy, guint64 seed)
{
  g_autoptr (CdlProgram) program = compile (strategy);
  g_autoptr (CdlProofs) proofs = NULL;
  gboolean has_pattern = FALSE;

  for (guint i = 0; i < cdl_program_n_setups (program); i++)
    has_pattern = has_pattern || cdl_program_setup (program, i)->has_pattern;

  proofs = cdl_proofs_run_synthetic (program, seed);
  g_assert_cmpuint (proofs->klines, >=, 7000);
  g_assert_cmpint (proofs->end - proofs->first, >=,
                   (gint64) proofs->klines * cdl_interval_ms (strategy->interval));
  g_assert_cmpuint (proofs->setups, >, 0);
  for (int i = 0; i < CDL_N_LAWS; i++)
    {
      g_test_message ("%s: %s, %" G_GUINT64_FORMAT " closes", strategy->name,
                      cdl_law_name ((CdlLaw) i), proofs->result[i].comparisons);
      g_assert_cmpstr (proofs->result[i].counter_example, ==, NULL);
      g_assert_cmpint (proofs->result[i].comparisons > 0, ==, i != CDL_LAW_RESET || has_pattern);
    }
  g_assert_true (cdl_proofs_hold (proofs));
}

static void
prove_all (const char *folder, const GPtrArray *files)
{
  for (guint i = 0; i < files->len; i++)
    {
      g_autoptr (CdlStrategy) strategy = cdl_test_strategy (folder, files->pdata[i]);

      prove (strategy, 100 + i);
    }
}

static void
test_shipped (void)
{
  g_autoptr (GPtrArray) files = cdl_test_files (cdl_test_shipped ());

  prove_all (cdl_test_shipped (), files);
}

static void
test_goldens (void)
{
  const char *folder;
  g_autoptr (GPtrArray) files = cdl_test_golden_strategies (&folder);

  if (files == NULL)
    g_test_skip ("no goldens: set CHANDELIER_TEST_GOLDENS");
  else
    prove_all (folder, files);
}

/* Klines that are too few for the look-back prove nothing about depth, and say so. */
static void
test_short (void)
{
  g_autoptr (CdlStrategy) strategy = cdl_test_strategy (cdl_test_shipped (), "double-bottom.json");
  g_autoptr (CdlProgram) program = compile (strategy);

  for (gsize n = 0; n < 40; n++)
    {
      g_autoptr (CdlProofs) proofs = NULL;
      Market market;

      market_init (&market, program, n, n);
      proofs = cdl_proofs_run (program, market.views, market.tick, 1);
      market_clear (&market, program);
      g_assert_true (cdl_proofs_hold (proofs));
      g_assert_cmpuint (proofs->result[CDL_LAW_DEPTH].comparisons, ==, 0);
      g_assert_cmpint (proofs->result[CDL_LAW_NO_LOOK_AHEAD].comparisons > 0, ==, n > 1);
    }
}

/* A detection of three closes: one setup, none, one setup with the given values. */
static CdlDetection *
detection_of (CdlProgram *program, const CdlCandidate *last)
{
  static const gsize ends[] = { 1, 1, 2 };
  CdlDetection *detection = cdl_detection_new (program);
  CdlCandidate first = { .entry = 10, .stop_loss = 9, .take_profit = 12 };

  g_array_append_val (detection->candidates, first);
  g_array_append_val (detection->candidates, *last);
  g_array_append_vals (detection->end, ends, G_N_ELEMENTS (ends));

  return detection;
}

/* The comparison on which all proofs rest finds every difference, however small. */
static void
test_differences (void)
{
  const CdlCandidate same = {
    .type = CDL_ENTRY_STOP, .entry = 20, .stop_loss = 19, .take_profit = 22, .height = CDL_NAN
  };
  CdlCandidate other[9];
  g_autoptr (CdlStrategy) strategy = cdl_test_strategy (cdl_test_shipped (), "flag.json");
  g_autoptr (CdlProgram) program = compile (strategy);
  g_autoptr (CdlDetection) a = detection_of (program, &same);
  g_autoptr (CdlDetection) b = detection_of (program, &same);
  g_autofree char *equal = NULL;
  Market market;

  market_init (&market, program, 3, 1);
  equal = cdl_detection_compare (a, 0, b, 0, 3, &market.views[0], "with the same");
  g_assert_cmpstr (equal, ==, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (other); i++)
    other[i] = same;
  other[0].def = 1;
  other[1].created_at = 1;
  other[2].first_kline = 1;
  other[3].type = CDL_ENTRY_LIMIT;
  other[4].entry = 20 + 0x1p-48;
  other[5].stop_loss = 19 - 0x1p-48;
  other[6].take_profit = CDL_NAN;
  other[7].height = 0;
  other[8].close = -0.0;
  for (guint i = 0; i < G_N_ELEMENTS (other); i++)
    {
      g_autoptr (CdlDetection) c = detection_of (program, &other[i]);
      g_autofree char *difference
          = cdl_detection_compare (a, 0, c, 0, 3, &market.views[0], "in this test");
      g_autofree char *before
          = cdl_detection_compare (a, 0, c, 0, 2, &market.views[0], "in this test");
      g_autofree char *swapped
          = cdl_detection_compare (a, 1, c, 0, 2, &market.views[0], "in this test");

      g_test_message ("%s", difference);
      g_assert_true (g_str_has_prefix (difference, "the close of 2025-01-01 00:45 gives “bull” "));
      g_assert_nonnull (strstr (difference, "), but “"));
      g_assert_true (g_str_has_suffix (difference, " in this test"));
      g_assert_cmpstr (before, ==, NULL);
      g_assert_true (g_str_has_prefix (swapped, "the close of 2025-01-01 00:30 gives no setup, "));
    }
  market_clear (&market, program);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proofs/shipped", test_shipped);
  g_test_add_func ("/proofs/goldens", test_goldens);
  g_test_add_func ("/proofs/short", test_short);
  g_test_add_func ("/proofs/differences", test_differences);

  return g_test_run ();
}
