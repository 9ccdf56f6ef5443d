#pragma once

#include <gtk/gtk.h>

#include "cdl-statistics.h"

G_BEGIN_DECLS

/* A drop-down of all statistics, which can be searched; what is chosen is remembered for all that
 * choose one. */
void cdl_stat_chooser_fill (GtkDropDown *self);

/* Its words are cut short where there is no room for them, here a drop-down's of texts. */
void cdl_drop_down_ellipsize (GtkDropDown *self);

CdlStat cdl_stat_chooser_get (GtkDropDown *self);

G_END_DECLS
