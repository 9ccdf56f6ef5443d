#pragma once

#include <gio/gio.h>

#include "cdl-archive.h"
#include "cdl-chart.h"
#include "cdl-columns.h"
#include "cdl-live-item.h"
#include "cdl-live-journal.h"

G_BEGIN_DECLS

/* Puts one symbol of a session on a chart: klines of the archive, then those that came in, the open
 * one last; entries and exits; levels of the open trade and of pending setups; equity. past may be
 * NULL. Nothing is shown where there are no klines: FALSE. */
gboolean cdl_live_chart_show (CdlChart *chart,
                              CdlLiveItem *item,
                              const CdlLiveJournal *journal,
                              const char *symbol,
                              const CdlColumns *past);

/* Reads the last klines of a symbol from the archive, in a thread. */
void cdl_live_past_load_async (const char *root,
                               CdlMarket market,
                               const char *symbol,
                               CdlInterval interval,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/* NULL if there are none. */
CdlColumns *cdl_live_past_load_finish (GAsyncResult *result);

G_END_DECLS
