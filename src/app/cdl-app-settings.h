#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the window remembers: the keys of io.github.chandelier.Chandelier.gschema.xml. NULL if the
 * schema is not installed: then nothing is remembered, and all works. Owned by the application's
 * main thread. */
GSettings *cdl_app_settings (void);

/* Keeps a property of an object and a key the same; nothing happens without a schema. */
void cdl_app_settings_bind (const char *key,
                            gpointer object,
                            const char *property,
                            GSettingsBindFlags flags);

/* FALSE, NULL without a schema. The text is newly allocated. */
gboolean cdl_app_settings_get_boolean (const char *key);
char *cdl_app_settings_get_string (const char *key);

G_END_DECLS
