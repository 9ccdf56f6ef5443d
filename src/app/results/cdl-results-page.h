#pragma once

#include <gtk/gtk.h>

#include "cdl-store.h"

G_BEGIN_DECLS

/* All stored runs in a table: searched, sorted and paged by the store, so that it does not matter
 * how many there are. Signals: "run-activated" (run id) when one is to be opened, "compare"
 * (ids, NULL-terminated) when some are to be compared. */
#define CDL_TYPE_RESULTS_PAGE (cdl_results_page_get_type ())
G_DECLARE_FINAL_TYPE (CdlResultsPage, cdl_results_page, CDL, RESULTS_PAGE, GtkBox)

/* Shows the runs of store, and asks it anew. */
void cdl_results_page_set_store (CdlResultsPage *self, CdlStore *store);
void cdl_results_page_reload (CdlResultsPage *self);

/* The keyboard goes to the search. */
void cdl_results_page_search (CdlResultsPage *self);

G_END_DECLS
