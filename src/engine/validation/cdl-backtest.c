#include "cdl-backtest.h"

#include "cdl-time.h"

/* Strategy klines from *next on that have closed before a time. */
static void
tell_closes (CdlRun *run, const CdlKlines *strategy, gint64 time, gsize *next)
{
  while ((*next = cdl_run_next_close (run, *next)) < strategy->n
         && cdl_klines_close_time (strategy, *next) < time)
    cdl_run_strategy_close (run, (*next)++);
}

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
  gsize strategy, first, end = path->n;

  cdl_history_plan (program, backtest->views, backtest->from, backtest->to, history);
  for (guint k = 0; k < cdl_program_n_intervals (program); k++)
    loaded[k] = cdl_klines_slice (&backtest->views[k], history->first[k], backtest->views[k].n);

  run = cdl_run_new (program, settings, &backtest->data, path->interval, backtest->keep_equity);
  cdl_run_extend (run, loaded);

  strategy = history->first_covered - history->first[0];
  first = cdl_klines_find (path, history->from);
  if (backtest->to != CDL_TIME_NONE)
    end = (gsize) (cdl_klines_last_closed (path, backtest->to - 1) + 1);
  for (gsize j = first; j < end;)
    {
      gsize due = end;

      if (cancelled != NULL && g_atomic_int_get (cancelled))
        return NULL;

      /* A strategy kline is closed once an event comes after its close. */
      tell_closes (run, &loaded[0], path->open_time[j], &strategy);
      if (strategy < loaded[0].n)
        due = cdl_klines_find (path, cdl_klines_close_time (&loaded[0], strategy) + 1);
      j = cdl_run_quiet_klines (run, path, j, MIN (due, end));
      if (j < MIN (due, end))
        cdl_run_path_kline (run, path, j++);
    }

  if (first < end)
    tell_closes (run, &loaded[0], cdl_klines_close_time (path, end - 1) + 1, &strategy);
  cdl_run_finish (run);

  return g_steal_pointer (&run);
}
