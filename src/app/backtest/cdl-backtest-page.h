#pragma once

#include <adwaita.h>

#include "cdl-loaded-run.h"
#include "cdl-store.h"

G_BEGIN_DECLS

/* Configures a test (strategy, symbol, parameters as values or ranges), runs it in a thread of its
 * own, and shows how far it is. Signal: "finished" (id of the only run, or NULL if there were
 * more). */
#define CDL_TYPE_BACKTEST_PAGE (cdl_backtest_page_get_type ())
G_DECLARE_FINAL_TYPE (CdlBacktestPage, cdl_backtest_page, CDL, BACKTEST_PAGE, GtkBox)

void cdl_backtest_page_set_store (CdlBacktestPage *self, const char *root, CdlStore *store);

/* Looks again which klines there are; what was chosen stays. */
void cdl_backtest_page_reload (CdlBacktestPage *self);

/* Fills the form with what a run was made of: its revision of the strategy, whatever the file has
 * become, its values, symbol, time and settings. */
void cdl_backtest_page_set_run (CdlBacktestPage *self, const CdlLoadedRun *run);

G_END_DECLS
