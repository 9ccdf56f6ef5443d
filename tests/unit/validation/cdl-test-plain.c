#include "cdl-test-plain.h"

#include "cdl-time.h"

CdlRun *
test_plain_run (CdlProgram *program, const CdlSettings *settings, const CdlBacktest *backtest)
{
  const CdlKlines *path = &backtest->path;
  CdlKlines loaded[CDL_N_INTERVALS] = { 0 };
  CdlHistory history;
  CdlRun *run;
  gint64 last_close = CDL_TIME_NONE;
  gsize strategy;

  cdl_history_plan (program, backtest->views, backtest->from, backtest->to, &history);
  for (guint k = 0; k < cdl_program_n_intervals (program); k++)
    loaded[k] = cdl_klines_slice (&backtest->views[k], history.first[k], backtest->views[k].n);
  run = cdl_run_new (program, settings, &backtest->data, path->interval, backtest->keep_equity);
  cdl_run_extend (run, loaded);

  strategy = history.first_covered - history.first[0];
  for (gsize j = cdl_klines_find (path, history.from); j < path->n; j++)
    {
      gint64 close_time = cdl_klines_close_time (path, j);

      if (backtest->to != CDL_TIME_NONE && close_time >= backtest->to)
        break;
      while (strategy < loaded[0].n
             && cdl_klines_close_time (&loaded[0], strategy) < path->open_time[j])
        cdl_run_strategy_close (run, strategy++);
      cdl_run_path_kline (run, path, j);
      last_close = close_time;
    }
  while (strategy < loaded[0].n && cdl_klines_close_time (&loaded[0], strategy) <= last_close)
    cdl_run_strategy_close (run, strategy++);
  cdl_run_finish (run);

  return run;
}
