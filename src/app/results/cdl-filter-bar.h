#pragma once

#include <gtk/gtk.h>

#include "cdl-run-query.h"

G_BEGIN_DECLS

/* The conditions of a filter as chips, each of which can be taken away. In sight while there are
 * some. Signal "changed". */
#define CDL_TYPE_FILTER_BAR (cdl_filter_bar_get_type ())
G_DECLARE_FINAL_TYPE (CdlFilterBar, cdl_filter_bar, CDL, FILTER_BAR, GtkWidget)

/* Owned by self. */
const CdlRunFilter *cdl_filter_bar_filter (CdlFilterBar *self);

/* Adds the conditions of part, in place of those on the same thing. test: name of its test, if it
 * has one. */
void cdl_filter_bar_add (CdlFilterBar *self, const CdlRunFilter *part, const char *test);

G_END_DECLS
