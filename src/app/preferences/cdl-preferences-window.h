#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* How the window looks, where every change holds at once; and where results are kept. */
#define CDL_TYPE_PREFERENCES_WINDOW (cdl_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (CdlPreferencesWindow,
                      cdl_preferences_window,
                      CDL,
                      PREFERENCES_WINDOW,
                      AdwPreferencesWindow)

/* path: of the file that results are in. */
CdlPreferencesWindow *cdl_preferences_window_new (GtkWindow *parent, const char *path);

/* Turns to the page of the store. */
void cdl_preferences_window_show_store (CdlPreferencesWindow *self);

G_END_DECLS
