#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Where results are kept: the file on this machine, and the SurrealDB server they go to as well.
 * What is typed is tried by "Test connection". Once applied, a first server is used at once;
 * another one, or none any more, from the next start on: tests and sessions that run are not
 * disturbed. */
#define CDL_TYPE_STORE_PREFERENCES (cdl_store_preferences_get_type ())
G_DECLARE_FINAL_TYPE (CdlStorePreferences,
                      cdl_store_preferences,
                      CDL,
                      STORE_PREFERENCES,
                      AdwPreferencesPage)

/* path: of the local store's file. */
void cdl_store_preferences_set_path (CdlStorePreferences *self, const char *path);

G_END_DECLS
