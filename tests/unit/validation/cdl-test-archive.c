#include "cdl-test-archive.h"

#include "cdl-resample.h"
#include "cdl-synthetic.h"
#include "cdl-time.h"

TestArchive *
test_archive_new (guint64 seed, TestPlanKind kind, gsize n)
{
  TestArchive *self = g_new0 (TestArchive, 1);
  CdlSyntheticOptions options;
  CdlRandom random;

  /* Some ticks a minute, so that levels a few ticks away are reached. */
  cdl_synthetic_options_init (&options, seed);
  options.price = 60;
  options.tick = (CdlDecimal){ 1, 1 };
  options.volatility = 2;
  options.gap = 0.5;
  options.quiet = seed % 2 == 0 ? 0.05 : 0;
  options.holes = seed % 3 == 0 ? 0.02 : 0;
  self->path = cdl_synthetic_klines (&options, n);

  cdl_random_init (&random, seed);
  self->plan = test_plan_new (&random, options.tick, kind);
  for (guint k = 0; k < cdl_program_n_intervals (self->plan->program); k++)
    {
      self->columns[k] = cdl_resample (cdl_columns_view (self->path),
                                       cdl_program_interval (self->plan->program, k));
      self->views[k] = *cdl_columns_view (self->columns[k]);
    }

  return self;
}

void
test_archive_free (TestArchive *self)
{
  test_plan_free (self->plan);
  cdl_columns_free (self->path);
  for (int k = 0; k < CDL_N_INTERVALS; k++)
    g_clear_pointer (&self->columns[k], cdl_columns_free);
  g_free (self);
}

CdlRun *
test_archive_run_on (const TestArchive *self,
                     const CdlKlines *views,
                     CdlKlines path,
                     gint64 from,
                     gint64 to)
{
  CdlBacktest backtest
      = { .views = views, .path = path, .from = from, .to = to, .keep_equity = TRUE };
  CdlHistory history;

  return cdl_backtest_run (self->plan->program, &self->plan->settings, &backtest, NULL, &history);
}

CdlRun *
test_archive_run (const TestArchive *self, gint64 from, gint64 to)
{
  return test_archive_run_on (self, self->views, *cdl_columns_view (self->path), from, to);
}

void
test_archive_cut (const TestArchive *self, gint64 time_ms, CdlKlines *views)
{
  for (guint k = 0; k < cdl_program_n_intervals (self->plan->program); k++)
    views[k] = cdl_klines_slice (
        &self->views[k], 0, (gsize) (cdl_klines_last_closed (&self->views[k], time_ms - 1) + 1));
}
