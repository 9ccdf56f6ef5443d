#pragma once

#include <adwaita.h>

#include "cdl-store.h"

G_BEGIN_DECLS

/* Configures a test (strategy, symbol, parameters as values or ranges), runs it in a thread of its
 * own, and shows how far it is. Signal: "finished" (id of the only run, or NULL if there were
 * more). */
#define CDL_TYPE_BACKTEST_PAGE (cdl_backtest_page_get_type ())
G_DECLARE_FINAL_TYPE (CdlBacktestPage, cdl_backtest_page, CDL, BACKTEST_PAGE, GtkBox)

void cdl_backtest_page_set_store (CdlBacktestPage *self, const char *root, CdlStore *store);

/* Looks again which strategies and klines there are. */
void cdl_backtest_page_reload (CdlBacktestPage *self);

G_END_DECLS
