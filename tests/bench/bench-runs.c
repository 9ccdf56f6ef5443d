/* From klines in the archive to runs in the store. --size: variants of the sweeps. */
#include <glib/gstdio.h>

#include "cdl-backtest.h"
#include "cdl-bench.h"
#include "cdl-local-store.h"
#include "cdl-market-data.h"
#include "cdl-strategy-reader.h"
#include "cdl-synthetic.h"
#include "cdl-test-market.h"
#include "cdl-test.h"
#include "cdl-time.h"

#define YEAR   525600
#define SYMBOL "BTCUSDT"

typedef struct
{
  CdlBench *bench;
  CdlTestMarket market;
  CdlStrategy *strategy;
  char *json;
  CdlSettings settings;
  CdlProgram *program;
  CdlMarketData *data;
  guint trades; /* of the first run: all others must have them too */
} Bench;

static void
read_strategy (Bench *self, const char *file)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autofree char *path = g_build_filename (g_getenv ("CHANDELIER_STRATEGIES"), file, NULL);
  g_autoptr (GError) error = NULL;

  g_free (self->json);
  g_file_get_contents (path, &self->json, NULL, &error);
  g_assert_no_error (error);
  self->strategy = cdl_strategy_read (self->json, -1, diagnostics);
  g_assert_nonnull (self->strategy);
}

static void
map_data (Bench *self)
{
  g_autoptr (GError) error = NULL;

  self->data = cdl_market_data_new (self->market.archive, CDL_MARKET_SPOT, SYMBOL, NULL,
                                    self->program, CDL_TIME_NONE, CDL_TIME_NONE, &error);
  g_assert_no_error (error);
}

static void
run_warm (gpointer data)
{
  Bench *self = data;
  CdlKlines views[CDL_N_INTERVALS];
  CdlBacktest backtest = { .views = views, .from = CDL_TIME_NONE, .to = CDL_TIME_NONE };
  CdlStatistics statistics;
  CdlHistory history;
  g_autoptr (CdlRun) run = NULL;
  gsize n;

  cdl_market_data_views (self->data, self->program, views);
  backtest.path = *cdl_dataset_klines (cdl_market_data_path (self->data));
  cdl_market_data_run_data (self->data, &backtest.data);
  run = cdl_backtest_run (self->program, &self->settings, &backtest, NULL, &history);
  cdl_run_statistics (run, &statistics);
  cdl_run_trades (run, &n);
  g_assert_cmpuint (n, >, 0);
  g_assert_true (self->trades == 0 || self->trades == n);
  self->trades = (guint) n;
}

static void
run_cold (gpointer data)
{
  Bench *self = data;

  g_clear_pointer (&self->data, cdl_market_data_free);
  map_data (self);
  run_warm (self);
}

static void
time_one_run (Bench *self)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();

  read_strategy (self, "sma-cross.json");
  self->program = cdl_program_new (self->strategy, NULL, diagnostics);
  g_assert_nonnull (self->program);
  map_data (self);
  cdl_bench_time (self->bench, "SMA 20/50 on a year, warm, all statistics", 11, run_warm, self,
                  CDL_BENCH_AT_MOST (1, "performance W1a"));
  cdl_bench_time (self->bench, "the same, data mapped anew", 11, run_cold, self,
                  CDL_BENCH_AT_MOST (4, "performance W1b"));
  g_clear_pointer (&self->data, cdl_market_data_free);
  g_clear_pointer (&self->program, cdl_program_unref);
  g_clear_pointer (&self->strategy, cdl_strategy_free);
}

/* Seconds for a whole test, its runs in a fresh store. */
static double
sweep (Bench *self, const char *file, const char *const *sets, guint threads, guint size, guint *n)
{
  g_autoptr (CdlTestRequest) request = cdl_test_request_new (CDL_MARKET_SPOT);
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autofree char *path = g_build_filename (self->market.folder, "runs.sqlite", NULL);
  g_autoptr (CdlStore) store = NULL;
  g_autoptr (CdlTest) test = NULL;
  g_autoptr (GError) error = NULL;
  const char *const symbols[] = { SYMBOL, NULL };
  double started;

  read_strategy (self, file);
  cdl_test_request_add (request, g_steal_pointer (&self->strategy), self->json, sets);
  request->symbols = g_strdupv ((char **) symbols);
  request->threads = threads;
  request->details = 0;
  request->settings = self->settings;
  g_free (request->sampling);
  request->sampling = g_strdup_printf ("random:%u", size);
  request->asked_by = "bench";

  started = cdl_bench_now ();
  store = cdl_local_store_new (path, &error);
  g_assert_no_error (error);
  test = cdl_test_new (self->market.archive, request, diagnostics, &error);
  g_assert_no_error (error);
  g_assert_nonnull (test);
  *n = (guint) cdl_test_count (test);
  cdl_test_execute (test, store, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&store);
  started = cdl_bench_now () - started;
  g_assert_cmpint (g_unlink (path), ==, 0);

  return started;
}

static void
time_sweep (Bench *self,
            const char *what,
            const char *file,
            const char *const *sets,
            CdlBenchBar bar_one,
            CdlBenchBar bar_two)
{
  g_autofree char *one = g_strconcat (what, ", one thread", NULL);
  g_autofree char *two = g_strconcat (what, ", two threads", NULL);
  g_autofree char *ratio = g_strconcat (what, ", two against one", NULL);
  guint size = cdl_bench_size (self->bench), n;
  double single, both;

  single = sweep (self, file, sets, 1, size, &n);
  cdl_bench_figure (self->bench, one, n / single, "runs/s", bar_one);
  both = sweep (self, file, sets, 2, size, &n);
  cdl_bench_figure (self->bench, two, n / both, "runs/s", bar_two);
  cdl_bench_figure (self->bench, ratio, single / both, "x",
                    CDL_BENCH_AT_LEAST (1.8, "performance W6"));
}

int
main (int argc, char **argv)
{
  static const char *const crossings[] = { "fast=5:50:5", "slow=20:200:20", NULL };
  static const char *const bottoms[]
      = { "reward=1:4:0.5", "gap=0.2:1:0.1", "strength=3:10:1", "trend=20:200:20", NULL };
  CdlBench *bench = cdl_bench_new ("runs", 100, &argc, &argv);
  Bench self = { .bench = bench };
  g_autoptr (CdlColumns) columns = NULL;
  CdlSyntheticOptions options;
  CdlDatasetName name;

  cdl_synthetic_options_init (&options, 1);
  columns = cdl_synthetic_klines (&options, YEAR);
  cdl_test_market_set_up (&self.market, NULL);
  name = cdl_test_name (SYMBOL, CDL_INTERVAL_1M);
  cdl_test_write (&self.market, &name, cdl_columns_view (columns), FALSE);
  cdl_settings_init (&self.settings, CDL_MARKET_SPOT);
  self.settings.fee_maker = self.settings.fee_taker = 0.001;

  if (cdl_bench_section (bench, "one run", NULL))
    time_one_run (&self);
  if (cdl_bench_section (bench, "sweeps of a year of minutes, into the store", NULL))
    {
      time_sweep (&self, "SMA crossings", "sma-cross.json", crossings,
                  CDL_BENCH_AT_LEAST (2500, "performance W1c"), CDL_BENCH_NO_BAR);
      time_sweep (&self, "double bottoms", "double-bottom.json", bottoms,
                  CDL_BENCH_AT_LEAST (10000, "performance W2"),
                  CDL_BENCH_AT_LEAST (2500, "performance W5"));
    }
  cdl_test_market_tear_down (&self.market, NULL);
  g_free (self.json);

  return cdl_bench_finish (bench);
}
