#pragma once

#include "cdl-chart-draw.h"

G_BEGIN_DECLS

/* What is to be read of a bar, for those who do not see it: time, prices, volume, lines, equity,
 * and below them trades and setups. Newly allocated. */
char *cdl_chart_readout (const CdlChartData *data, CdlInterval interval, const CdlChartBar *bar);

/* Trades and setups of a time, a row each, a few at most; newly allocated, empty if there are none.
 */
char *cdl_chart_events (const CdlChartData *data, gint64 from, gint64 to);

/* "2025-02-20 06:30" in the chart's zone; newly allocated. */
char *cdl_chart_time_text (const CdlChartData *data, gint64 time);

G_END_DECLS
