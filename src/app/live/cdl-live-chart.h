#pragma once

#include "cdl-chart.h"
#include "cdl-live-item.h"
#include "cdl-live-journal.h"
#include "cdl-live-past.h"

G_BEGIN_DECLS

/* Puts one symbol of a session on a chart: klines of the archive, then those that came in, the open
 * one last; entries and exits; levels of the open trade and of pending setups; equity of all
 * symbols. past may be NULL. Nothing is shown where there are no klines: FALSE. */
gboolean cdl_live_chart_show (CdlChart *chart,
                              CdlLiveItem *item,
                              const CdlLiveJournal *journal,
                              const char *symbol,
                              const CdlLivePast *past);

G_END_DECLS
