#pragma once

#include <adwaita.h>

#include "cdl-store.h"

G_BEGIN_DECLS

/* The main window: all results, and the run that was opened from them. */
#define CDL_TYPE_WINDOW (cdl_window_get_type ())
G_DECLARE_FINAL_TYPE (CdlWindow, cdl_window, CDL, WINDOW, AdwApplicationWindow)

/* root: folder of klines and results; store: the results. */
GtkWindow *cdl_window_new (GtkApplication *application, const char *root, CdlStore *store);

/* Pages show another store's results. Sessions go on with the store that they began with. */
void cdl_window_set_store (CdlWindow *self, CdlStore *store);

/* Whether its results go to a server. */
gboolean cdl_window_is_synced (CdlWindow *self);

G_END_DECLS
