#pragma once

#include <adwaita.h>

#include "cdl-store.h"

G_BEGIN_DECLS

/* The main window: all results, and the run that was opened from them. */
#define CDL_TYPE_WINDOW (cdl_window_get_type ())
G_DECLARE_FINAL_TYPE (CdlWindow, cdl_window, CDL, WINDOW, AdwApplicationWindow)

/* root: folder of klines and results; store: the results. */
GtkWindow *cdl_window_new (GtkApplication *application, const char *root, CdlStore *store);

G_END_DECLS
