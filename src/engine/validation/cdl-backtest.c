#include "cdl-backtest.h"

#include "cdl-time.h"

/* How many path klines pass between two looks at the cancel flag. */
#define CANCEL_STRIDE 4096

CdlRun *
cdl_backtest_run (CdlProgram *program,
                  const CdlSettings *settings,
                  const CdlBacktest *backtest,
                  const gint *cancelled,
                  CdlHistory *history)
{
  const CdlKlines *path = &backtest->path;
  CdlKlines loaded[CDL_N_INTERVALS] = { 0 };
  g_autoptr (CdlRun) run = NULL;
  gint64 last_close = CDL_TIME_NONE;
  gsize strategy, j;

  cdl_history_plan (program, backtest->views, backtest->from, backtest->to, history);
  for (guint k = 0; k < cdl_program_n_intervals (program); k++)
    loaded[k] = cdl_klines_slice (&backtest->views[k], history->first[k], backtest->views[k].n);

  run = cdl_run_new (program, settings, &backtest->data, path->interval, backtest->keep_equity);
  cdl_run_extend (run, loaded);

  strategy = history->first_covered - history->first[0];
  for (j = cdl_klines_find (path, history->from); j < path->n; j++)
    {
      gint64 close_time = cdl_klines_close_time (path, j);

      if (backtest->to != CDL_TIME_NONE && close_time >= backtest->to)
        break;
      if (cancelled != NULL && j % CANCEL_STRIDE == 0 && g_atomic_int_get (cancelled))
        return NULL;

      /* A strategy kline is closed once an event comes after its close. */
      while (strategy < loaded[0].n
             && cdl_klines_close_time (&loaded[0], strategy) < path->open_time[j])
        cdl_run_strategy_close (run, strategy++);

      cdl_run_path_kline (run, path, j);
      last_close = close_time;
    }

  while (strategy < loaded[0].n && cdl_klines_close_time (&loaded[0], strategy) <= last_close)
    cdl_run_strategy_close (run, strategy++);
  cdl_run_finish (run);

  return g_steal_pointer (&run);
}
