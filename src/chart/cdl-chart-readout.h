#pragma once

#include "cdl-chart-data.h"

G_BEGIN_DECLS

/* What a chart says of kline i in words: time, prices, volume, lines, equity and drawdown, and the
 * setups and trades that live then, as far as they are shown; newly allocated. */
char *cdl_chart_readout (const CdlChartData *data, gsize i);

G_END_DECLS
