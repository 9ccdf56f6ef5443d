#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Columns of the tables of a run: trades (of CdlTradeRow) and setups (of CdlSetupRow). */
void cdl_run_view_add_trade_columns (GtkColumnView *view);
void cdl_run_view_add_setup_columns (GtkColumnView *view);

/* Scrolls until row i is in sight. */
void cdl_run_view_scroll_to (GtkColumnView *view, guint i);

G_END_DECLS
