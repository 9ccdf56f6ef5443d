#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* How the window looks. Every change holds at once. */
#define CDL_TYPE_PREFERENCES_WINDOW (cdl_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (CdlPreferencesWindow,
                      cdl_preferences_window,
                      CDL,
                      PREFERENCES_WINDOW,
                      AdwPreferencesWindow)

GtkWindow *cdl_preferences_window_new (GtkWindow *parent);

G_END_DECLS
