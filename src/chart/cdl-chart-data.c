#include "cdl-chart-data.h"

#include <string.h>

#include "cdl-number.h"
#include "cdl-time.h"

/* Klines in sight at the least. */
#define MIN_KLINES 10

/* Prices, spread over all of them, whose places are looked at. */
#define PRICES_LOOKED_AT 64

#define MAX_PLACES 8

CdlChartSetup
cdl_chart_setup_of (CdlFate fate)
{
  switch (fate)
    {
    case CDL_FATE_ENTERED:
      return CDL_CHART_SETUP_ENTERED;
    case CDL_FATE_PENDING:
    case CDL_FATE_EXPIRED:
    case CDL_FATE_RESET:
    case CDL_FATE_REPLACED:
    case CDL_FATE_END:
      return CDL_CHART_SETUP_WAITED;
    case CDL_FATE_PASSED:
    case CDL_FATE_SL_FIRST:
      return CDL_CHART_SETUP_MISSED;
    case CDL_FATE_UNDEFINED:
    case CDL_FATE_INVALID:
    case CDL_FATE_MIN_GAP:
    case CDL_FATE_MIN_GAIN:
    case CDL_FATE_MAX_GAIN:
    case CDL_FATE_MIN_LOSS:
    case CDL_FATE_MAX_LOSS:
    case CDL_FATE_MAX_LEVERAGE:
    case CDL_FATE_LIQUIDATION_BEFORE_STOP:
    case CDL_FATE_MIN_NOTIONAL:
    case CDL_FATE_MAX_OPEN_TRADES:
    case CDL_FATE_CAPITAL:
    default:
      return CDL_CHART_SETUP_REFUSED;
    }
}

int
cdl_chart_data_places (const CdlChartData *self)
{
  const CdlKlines *klines = &self->klines;
  gsize apart = klines->n / PRICES_LOOKED_AT + 1;
  int places = 0;

  for (gsize i = 0; i < klines->n; i += apart)
    {
      char number[CDL_NUMBER_SIZE];
      const char *point
          = strchr (cdl_number_format (klines->field[CDL_FIELD_CLOSE][i], number), '.');

      if (point != NULL && strchr (number, 'e') == NULL)
        places = MAX (places, (int) strlen (point + 1));
    }

  return MIN (places, MAX_PLACES);
}

gboolean
cdl_chart_data_equity (const CdlChartData *self,
                       gint64 time_ms,
                       double *equity,
                       double *drawdown_pct)
{
  double peak = self->capital;
  gsize i;

  for (i = 0; i < self->n_equity && self->equity[i].time <= time_ms; i++)
    peak = MAX (peak, self->equity[i].equity);
  if (i == 0)
    return FALSE;
  *equity = self->equity[i - 1].equity;
  *drawdown_pct = peak > 0.0 ? MIN (100.0 * (*equity - peak) / peak, 0.0) : 0.0;

  return TRUE;
}

/* How far a view of that length may reach beyond the last kline. */
static gint64
room_after (gint64 span)
{
  return span / 40;
}

void
cdl_chart_view_all (CdlChartView *view, const CdlChartData *data)
{
  const CdlKlines *klines = &data->klines;

  *view = (CdlChartView){ 0, CDL_MINUTE_MS };
  if (klines->n > 0)
    *view = (CdlChartView){ klines->open_time[0], cdl_klines_close_time (klines, klines->n - 1) };
  view->to += room_after (view->to - view->from);
}

void
cdl_chart_view_clamp (CdlChartView *view, const CdlChartData *data)
{
  const CdlKlines *klines = &data->klines;
  gint64 shortest = MIN_KLINES * cdl_interval_ms (klines->interval), span, end;
  CdlChartView all;

  cdl_chart_view_all (&all, data);
  span = CLAMP (view->to - view->from, MIN (shortest, all.to - all.from), all.to - all.from);
  end = klines->n > 0
            ? MIN (cdl_klines_close_time (klines, klines->n - 1) + room_after (span), all.to)
            : all.to;
  view->from = CLAMP (view->from, all.from, MAX (end - span, all.from));
  view->to = view->from + span;
}

void
cdl_chart_view_zoom (CdlChartView *view, double factor, gint64 anchor)
{
  view->from = anchor - (gint64) ((double) (anchor - view->from) * factor);
  view->to = anchor + (gint64) ((double) (view->to - anchor) * factor);
}

void
cdl_chart_view_pan (CdlChartView *view, double share)
{
  gint64 by = (gint64) (share * (double) (view->to - view->from));

  view->from += by;
  view->to += by;
}

void
cdl_chart_view_show_span (CdlChartView *view, gint64 from, gint64 to)
{
  gint64 end = to != CDL_TIME_NONE ? MAX (to, from) : from;
  gint64 around = MAX (end - from, 30 * CDL_MINUTE_MS);

  view->from = from - around;
  view->to = end + around;
}
