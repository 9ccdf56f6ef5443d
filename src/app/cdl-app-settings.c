#include "cdl-app-settings.h"

#define SCHEMA "io.github.chandelier.Chandelier"

GSettings *
cdl_app_settings (void)
{
  static gboolean looked;
  static GSettings *settings;

  /* g_settings_new() ends the program where the schema is missing. */
  if (!looked)
    {
      GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
      g_autoptr (GSettingsSchema) schema
          = source != NULL ? g_settings_schema_source_lookup (source, SCHEMA, TRUE) : NULL;

      looked = TRUE;
      if (schema != NULL)
        settings = g_settings_new_full (schema, NULL, NULL);
      else
        g_info ("The settings schema %s is not installed: nothing is remembered", SCHEMA);
    }

  return settings;
}

void
cdl_app_settings_bind (const char *key,
                       gpointer object,
                       const char *property,
                       GSettingsBindFlags flags)
{
  GSettings *settings = cdl_app_settings ();

  if (settings != NULL)
    g_settings_bind (settings, key, object, property, flags);
}

gboolean
cdl_app_settings_get_boolean (const char *key)
{
  GSettings *settings = cdl_app_settings ();

  return settings != NULL && g_settings_get_boolean (settings, key);
}

char *
cdl_app_settings_get_string (const char *key)
{
  GSettings *settings = cdl_app_settings ();

  return settings != NULL ? g_settings_get_string (settings, key) : NULL;
}
