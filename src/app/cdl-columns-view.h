#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Text of a cell; newly allocated. css (nullable) may be set to a static class of the label. */
typedef char *(*CdlCellText) (gpointer item, const char **css);

/* Appends a column of labels to a column view. */
void cdl_column_view_add (GtkColumnView *view,
                          const char *title,
                          gboolean numeric,
                          gboolean expand,
                          CdlCellText text);

G_END_DECLS
