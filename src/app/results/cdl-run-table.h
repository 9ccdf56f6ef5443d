#pragma once

#include <gtk/gtk.h>

#include "cdl-run-column.h"
#include "cdl-run-list.h"

G_BEGIN_DECLS

/* A table of runs: columns that are chosen and remembered, sorted by a click on their heads, with a
 * star in each row. Signals: "activated" (row), "sorted", and "starred" (row) when its star was
 * pressed. */
#define CDL_TYPE_RUN_TABLE (cdl_run_table_get_type ())
G_DECLARE_FINAL_TYPE (CdlRunTable, cdl_run_table, CDL, RUN_TABLE, GtkWidget)

/* The rows of list, which is told what comes in sight. */
void cdl_run_table_set_list (CdlRunTable *self, CdlRunList *list);

/* What it is sorted by; never NULL. */
const CdlRunColumn *cdl_run_table_sort (CdlRunTable *self, gboolean *descending);
void cdl_run_table_set_sort (CdlRunTable *self, const CdlRunColumn *column, gboolean descending);

/* The names of its columns, in order; newly allocated. */
char **cdl_run_table_columns (CdlRunTable *self);
void cdl_run_table_set_columns (CdlRunTable *self, const char *const *names);

void cdl_run_table_scroll_to_top (CdlRunTable *self);

/* The rows that are selected: GPtrArray of CdlRunRow, in order. */
GPtrArray *cdl_run_table_selected (CdlRunTable *self);
GtkSelectionModel *cdl_run_table_selection (CdlRunTable *self);

G_END_DECLS
