#include "cdl-history.h"

#include "cdl-program-private.h"
#include "cdl-time.h"

/* Close of the kline at which a higher interval is first read: the earliest of its readers'. */
static gint64
first_read (const CdlProgram *program, const CdlKlines *views, const CdlHistory *history, guint k)
{
  guint readers = program->graph->readers[program->intervals[k]];
  gint64 earliest = G_MAXINT64;

  for (guint r = 0; r < k; r++)
    if (readers & 1u << program->intervals[r] && history->first[r] < views[r].n)
      earliest = MIN (earliest, cdl_klines_close_time (&views[r], history->first[r]));

  return earliest;
}

static void
plan_from (const CdlProgram *program, const CdlKlines *views, CdlHistory *history)
{
  history->short_history = FALSE;
  history->first_covered = cdl_klines_find (&views[0], history->from);

  for (guint k = 0; k < program->n_intervals; k++)
    {
      gssize w = (gssize) cdl_program_lookback (program, k);
      gssize at = k == 0
                      ? (gssize) history->first_covered
                      : cdl_klines_last_closed (&views[k], first_read (program, views, history, k));

      if (at < w)
        history->short_history = TRUE;
      history->first[k] = (gsize) MAX (at - w, 0);
    }
}

/* First strategy kline for which every interval has its W; views[0].n if there is none. */
static gsize
first_complete (const CdlProgram *program, const CdlKlines *views)
{
  gsize least[CDL_N_INTERVALS] = { 0 }; /* by program interval: first index that may be loaded */

  for (guint k = program->n_intervals; k-- > 1;)
    {
      guint readers = program->graph->readers[program->intervals[k]];
      gsize needed = least[k] + cdl_program_lookback (program, k);

      if (needed >= views[k].n)
        return views[0].n;
      for (guint r = 0; r < k; r++)
        if (readers & 1u << program->intervals[r])
          {
            gint64 close_time = cdl_klines_close_time (&views[k], needed);
            gssize before = cdl_klines_last_closed (&views[r], close_time - 1);

            least[r] = MAX (least[r], (gsize) (before + 1));
          }
    }

  return MIN (least[0] + cdl_program_lookback (program, 0), views[0].n);
}

void
cdl_history_plan (const CdlProgram *program,
                  const CdlKlines *views,
                  gint64 from,
                  gint64 to,
                  CdlHistory *history)
{
  gsize n = views[0].n, first;

  *history = (CdlHistory){ .from = from };
  if (n == 0)
    return;

  if (from == CDL_TIME_NONE)
    {
      if (to != CDL_TIME_NONE)
        n = (gsize) (cdl_klines_last_closed (&views[0], to - 1) + 1);
      first = first_complete (program, views);
      history->from = views[0].open_time[first < n && (n - first) * 2 >= n ? first : 0];
    }
  plan_from (program, views, history);
}
