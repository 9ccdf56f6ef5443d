#pragma once

#include "cdl-run-table.h"

G_BEGIN_DECLS

/* A popover in which the columns of a table of runs are chosen, and what it is sorted by. */
#define CDL_TYPE_COLUMN_CHOOSER (cdl_column_chooser_get_type ())
G_DECLARE_FINAL_TYPE (CdlColumnChooser, cdl_column_chooser, CDL, COLUMN_CHOOSER, GtkPopover)

void cdl_column_chooser_set_table (CdlColumnChooser *self, CdlRunTable *table);

G_END_DECLS
