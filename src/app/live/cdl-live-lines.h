#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A line of a table whose cells are texts that change while they are looked at. */
#define CDL_TYPE_LIVE_LINE (cdl_live_line_get_type ())
G_DECLARE_FINAL_TYPE (CdlLiveLine, cdl_live_line, CDL, LIVE_LINE, GObject)

#define CDL_LIVE_MAX_CELLS 12

/* key: for whoever made it. */
CdlLiveLine *cdl_live_line_new (guint64 key);
guint64 cdl_live_line_key (CdlLiveLine *self);

/* Appends a cell; text is taken over, css (nullable) is a static class of its label. */
void cdl_live_line_add (CdlLiveLine *self, char *text, const char *css);

/* Appends a column that shows cell i of CdlLiveLines. */
void cdl_live_lines_add_column (GtkColumnView *view,
                                const char *title,
                                gboolean numeric,
                                gboolean expand,
                                guint i);

/* Makes a list the same as lines (CdlLiveLine), which are not to be used afterwards. Its own lines
 * stay as far as there are so many, and take over what is said: a row of a table that is made anew
 * costs more than all else. Lines that come before those of the list are known by keys. */
void cdl_live_lines_update (GListStore *list, GPtrArray *lines);

/* Puts lines before those of the list, of which max stay. */
void cdl_live_lines_prepend (GListStore *list, GPtrArray *lines, guint max);

G_END_DECLS
