#pragma once

#include <adwaita.h>

#include "cdl-run-row.h"

G_BEGIN_DECLS

/* What can be done with the runs that are selected, in sight while there are some. Signal "edit"
 * (CdlRunEdit *): a change to them was made; the other buttons have the actions of the page. */
#define CDL_TYPE_SELECTION_BAR (cdl_selection_bar_get_type ())
G_DECLARE_FINAL_TYPE (CdlSelectionBar, cdl_selection_bar, CDL, SELECTION_BAR, GtkWidget)

/* rows: CdlRunRow, which self keeps. */
void cdl_selection_bar_set_rows (CdlSelectionBar *self, GPtrArray *rows);

/* Makes them favourites, or no longer if all are. */
void cdl_selection_bar_star (CdlSelectionBar *self);

/* Opens what tags, or the note, are written in. */
void cdl_selection_bar_edit_tags (CdlSelectionBar *self);
void cdl_selection_bar_edit_note (CdlSelectionBar *self);

G_END_DECLS
