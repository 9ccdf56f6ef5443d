#include "cdl-test-world.h"

#include "cdl-number.h"
#include "cdl-resample.h"
#include "cdl-time.h"

/* Stamps come every half hour or so, at any millisecond; some tell their mark price. */
static void
add_funding (TestWorld *self, CdlRandom *random)
{
  const CdlKlines *path = cdl_columns_view (self->market->path);

  self->funding = g_new (CdlFunding, path->n);
  for (gsize j = 0; j < path->n; j++)
    if (cdl_random_below (random, 30) == 0)
      {
        CdlFunding stamp = { .time = path->open_time[j] + (gint64) cdl_random_below (random, 60000),
                             .rate = (cdl_random_double (random) - 0.5) / 100.0 };
        double price = path->field[CDL_FIELD_OPEN][j] * (0.99 + cdl_random_double (random) / 50.0);
        const double prices[] = { price, 0.0, CDL_NAN };

        stamp.price = prices[cdl_random_below (random, G_N_ELEMENTS (prices))];
        self->funding[self->n_funding++] = stamp;
      }
}

TestWorld *
test_world_new (guint64 seed, TestPlanKind kind)
{
  TestWorld *self = g_new0 (TestWorld, 1);
  CdlRandom random;

  cdl_random_init (&random, seed);
  self->market = test_market_new (
      &random, 40 + cdl_random_below (&random, kind == TEST_PLAN_SINGLE ? 60 : 260));
  self->plan = test_plan_new (&random, self->market->tick, kind);
  self->strategy = cdl_resample (cdl_columns_view (self->market->path),
                                 cdl_program_interval (self->plan->program, 0));
  if (self->plan->settings.market == CDL_MARKET_UM && kind != TEST_PLAN_SINGLE)
    add_funding (self, &random);

  return self;
}

void
test_world_free (TestWorld *self)
{
  test_market_free (self->market);
  test_plan_free (self->plan);
  cdl_columns_free (self->strategy);
  g_free (self->funding);
  g_free (self);
}

CdlRun *
test_world_run_klines (TestWorld *self, CdlAssumption assumption, gboolean seconds, gboolean prints)
{
  CdlSettings settings = self->plan->settings;
  CdlBacktest backtest = {
    .views = cdl_columns_view (self->strategy),
    .path = *cdl_columns_view (self->market->path),
    .from = CDL_TIME_NONE,
    .to = CDL_TIME_NONE,
    .data = {
      .ladder = test_market_ladder (self->market, seconds, prints),
      .funding = self->funding,
      .n_funding = self->n_funding,
    },
    .keep_equity = TRUE,
  };
  CdlHistory history;

  settings.assumption = assumption;

  return cdl_backtest_run (self->plan->program, &settings, &backtest, NULL, &history);
}

CdlRun *
test_world_run_prints (TestWorld *self)
{
  CdlRunData data = { .funding = self->funding, .n_funding = self->n_funding };

  return test_market_run_prints (self->market, self->plan->program, &self->plan->settings, &data,
                                 cdl_columns_view (self->strategy));
}
