#include <math.h>

#include "cdl-number.h"
#include "cdl-test-private.h"
#include "cdl-time.h"

/* What a backtest of a part reads. */
static void
describe (const CdlTest *self,
          const CdlTestPart *part,
          const CdlProgram *program,
          CdlKlines *views,
          CdlBacktest *backtest)
{
  cdl_market_data_views (part->data, program, views);
  *backtest = (CdlBacktest){
    .views = views,
    .path = *cdl_dataset_klines (cdl_market_data_path (part->data)),
    .from = self->request->from,
    .to = self->request->to,
  };
  cdl_market_data_run_data (part->data, &backtest->data);
}

/* Whether anything in the run rests on an assumption: else the other one gives the same. */
static gboolean
assumed (const CdlRun *run)
{
  gsize n;
  const CdlTrade *trades = cdl_run_trades (run, &n);
  const CdlSetup *setups;

  for (gsize i = 0; i < n; i++)
    if (trades[i].proof == CDL_ASSUMED)
      return TRUE;
  setups = cdl_run_setups (run, &n);
  for (gsize i = 0; i < n; i++)
    if (setups[i].proof == CDL_ASSUMED)
      return TRUE;

  return FALSE;
}

/* The net result under the assumption that the run does not take. */
static gboolean
other_net (CdlProgram *program,
           const CdlTestPart *part,
           const CdlBacktest *backtest,
           const gint *cancelled,
           double *net)
{
  CdlSettings settings = part->settings;
  CdlBacktest plain = *backtest;
  CdlHistory history;
  g_autoptr (CdlRun) run = NULL;

  settings.assumption = settings.assumption == CDL_PESSIMISTIC ? CDL_OPTIMISTIC : CDL_PESSIMISTIC;
  plain.keep_equity = FALSE;
  run = cdl_backtest_run (program, &settings, &plain, cancelled, &history);
  if (run == NULL)
    return FALSE;
  *net = cdl_run_balance (run) - settings.capital;

  return TRUE;
}

static void
fill_record (CdlRunRecord *record,
             const CdlTest *self,
             const CdlTestPart *part,
             const CdlProgram *program,
             const double *values,
             const CdlKlines *views,
             const CdlHistory *history)
{
  const GArray *params = part->item->strategy->params;
  const CdlKlines *path = cdl_dataset_klines (cdl_market_data_path (part->data));

  record->strategy = cdl_strategy_record_ref (part->strategy);
  record->dataset = cdl_dataset_record_ref (part->dataset);
  for (guint i = 0; i < params->len; i++)
    cdl_run_record_add_param (record, g_array_index (params, CdlParam, i).name, values[i]);
  record->interval = cdl_program_interval (program, 0);
  record->path_interval = path->interval;
  record->from = history->from;
  record->to = self->request->to != CDL_TIME_NONE ? self->request->to : part->dataset->to;
  for (guint k = 0; k < cdl_program_n_intervals (program); k++)
    if (history->first[k] < views[k].n)
      cdl_run_record_add_first_loaded (record, cdl_program_interval (program, k),
                                       views[k].open_time[history->first[k]]);
  record->flags = (history->short_history ? CDL_RUN_SHORT_HISTORY : 0)
                  | (part->guessed_tick ? CDL_RUN_GUESSED_TICK : 0);
  record->settings = g_strdup (part->settings_text);
}

static CdlRunDetails *
collect_details (const CdlProgram *program, const CdlRun *run)
{
  CdlRunDetails *details = cdl_run_details_new ();
  GStrvBuilder *names = g_strv_builder_new ();
  const CdlTrade *trades;
  const CdlSetup *setups;
  const CdlEquityPoint *equity;
  gsize n;

  for (guint i = 0; i < cdl_program_n_setups (program); i++)
    g_strv_builder_add (names, cdl_program_setup (program, i)->name);
  g_strfreev (details->setup_names);
  details->setup_names = g_strv_builder_end (names);
  g_strv_builder_unref (names);

  trades = cdl_run_trades (run, &n);
  if (n > 0)
    g_array_append_vals (details->trades, trades, (guint) n);
  details->setups = g_array_new (FALSE, FALSE, sizeof (CdlSetup));
  setups = cdl_run_setups (run, &n);
  if (n > 0)
    g_array_append_vals (details->setups, setups, (guint) n);
  g_array_unref (details->equity);
  equity = cdl_run_equity (run, &n);
  details->equity = cdl_equity_reduce (equity, n, CDL_RUN_MAX_EQUITY_POINTS);

  return details;
}

CdlRunRecord *
cdl_test_compute (CdlTest *self,
                  guint64 run_number,
                  const char *id,
                  const char *test_id,
                  gboolean detailed,
                  const gint *cancelled,
                  CdlRunDetails **details,
                  GArray **daily,
                  GError **error)
{
  guint64 variant;
  const CdlTestPart *part = cdl_test_part (self, run_number, &variant);
  g_autofree double *values = g_new0 (double, part->item->strategy->params->len + 1);
  g_autoptr (CdlProgram) program = cdl_test_part_compile (part, variant, values, error);
  g_autoptr (CdlRunRecord) record = cdl_run_record_new ();
  g_autoptr (CdlRun) run = NULL;
  gboolean pessimistic = part->settings.assumption == CDL_PESSIMISTIC;
  gint64 started = g_get_monotonic_time ();
  const double *returns;
  double net, other;
  gsize n_days;
  CdlKlines views[CDL_N_INTERVALS];
  CdlBacktest backtest;
  CdlHistory history;

  *details = NULL;
  *daily = NULL;
  if (program == NULL)
    return NULL;

  describe (self, part, program, views, &backtest);
  backtest.keep_equity = detailed;
  record->created_at = g_get_real_time () / 1000;
  run = cdl_backtest_run (program, &part->settings, &backtest, cancelled, &history);
  if (run == NULL)
    return NULL;

  fill_record (record, self, part, program, values, views, &history);
  record->id = g_strdup (id);
  record->test = g_strdup (test_id);
  record->fingerprint = cdl_run_fingerprint (run, part->symbol);
  cdl_run_statistics (run, &record->statistics);
  returns = cdl_run_daily (run, &n_days);
  *daily = g_array_sized_new (FALSE, FALSE, sizeof (double), (guint) n_days);
  g_array_append_vals (*daily, returns, (guint) n_days);
  if (cdl_run_ruined (run))
    record->flags |= CDL_RUN_RUINED;
  if (cdl_run_missing_funding (run) > 0)
    record->flags |= CDL_RUN_MISSING_FUNDING;

  net = other = record->statistics.value[CDL_STAT_NET];
  if (!self->request->both)
    other = CDL_NAN;
  else if (assumed (run) && !other_net (program, part, &backtest, cancelled, &other))
    {
      g_clear_pointer (daily, g_array_unref);
      return NULL;
    }
  record->net_pessimistic = pessimistic ? net : other;
  record->net_optimistic = pessimistic ? other : net;

  if (detailed)
    *details = collect_details (program, run);
  record->finished_at = g_get_real_time () / 1000;
  record->elapsed_us = g_get_monotonic_time () - started;

  return g_steal_pointer (&record);
}
