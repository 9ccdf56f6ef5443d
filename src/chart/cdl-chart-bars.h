#pragma once

#include "cdl-pyramid.h"

G_BEGIN_DECLS

/* The klines of a chart as it draws them: merged to bars of a longer interval of the exchange where
 * they would be too narrow, aligned as the exchange's own. A walk over them, oldest first. */
typedef struct
{
  const CdlKlines *klines;
  const CdlPyramid *pyramid; /* of klines */
  CdlInterval interval;
  gsize next, end; /* klines yet to come */
} CdlChartBars;

/* One of them; it stands for the time [open, end) and the klines in merged. */
typedef struct
{
  gint64 open, end;
  CdlBar merged;
} CdlChartBar;

/* The shortest interval that klines can be merged to and whose bars have room at that scale. */
CdlInterval cdl_chart_bars_interval (const CdlKlines *klines, double ms_per_pixel);

/* The bars of which a part lies in [from, to). */
void cdl_chart_bars_init (CdlChartBars *self,
                          const CdlKlines *klines,
                          const CdlPyramid *pyramid,
                          CdlInterval interval,
                          gint64 from,
                          gint64 to);

/* FALSE: there is no other. */
gboolean cdl_chart_bars_next (CdlChartBars *self, CdlChartBar *bar);

/* The bar at a time, or where there is none the last one before it, or the first. klines are not
 * empty. */
void cdl_chart_bar_at (const CdlKlines *klines,
                       const CdlPyramid *pyramid,
                       CdlInterval interval,
                       gint64 time,
                       CdlChartBar *bar);

G_END_DECLS
