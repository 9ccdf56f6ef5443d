#include "cdl-preferences-window.h"

#include "cdl-app-settings.h"
#include "cdl-store-preferences.h"

struct _CdlPreferencesWindow
{
  AdwPreferencesWindow parent_instance;

  AdwComboRow *scheme_row;
  AdwComboRow *clock_row;
  GtkSwitch *safe_colours;
  GtkSwitch *notify_trades;
  GtkSwitch *logarithmic;
  CdlStorePreferences *store;
};

G_DEFINE_FINAL_TYPE (CdlPreferencesWindow, cdl_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

static const char *const schemes[] = { "system", "light", "dark" };

static gboolean
scheme_to_row (GValue *row, GVariant *key, gpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_str_equal (g_variant_get_string (key, NULL), schemes[i]))
      g_value_set_uint (row, i);

  return TRUE;
}

static GVariant *
row_to_scheme (const GValue *row, const GVariantType *type, gpointer data)
{
  return g_variant_new_string (schemes[MIN (g_value_get_uint (row), G_N_ELEMENTS (schemes) - 1)]);
}

static gboolean
clock_to_row (GValue *row, GVariant *key, gpointer data)
{
  g_value_set_uint (row, g_variant_get_boolean (key) ? 1 : 0);

  return TRUE;
}

static GVariant *
row_to_clock (const GValue *row, const GVariantType *type, gpointer data)
{
  return g_variant_new_boolean (g_value_get_uint (row) == 1);
}

static void
quit (gpointer data)
{
  GApplication *application = g_application_get_default ();

  if (application != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (application), "quit", NULL);
}

/* As in the window behind it; later, since it takes away the window that the key was pressed in. */
static gboolean
on_quit (GtkWidget *widget, GVariant *args, gpointer data)
{
  g_idle_add_once (quit, NULL);

  return TRUE;
}

static void
cdl_preferences_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CDL_TYPE_PREFERENCES_WINDOW);
  G_OBJECT_CLASS (cdl_preferences_window_parent_class)->dispose (object);
}

static void
cdl_preferences_window_class_init (CdlPreferencesWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (CDL_TYPE_STORE_PREFERENCES);
  G_OBJECT_CLASS (class)->dispose = cdl_preferences_window_dispose;
  gtk_widget_class_add_binding (widget_class, GDK_KEY_q, GDK_CONTROL_MASK, on_quit, NULL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/chandelier/Chandelier/cdl-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CdlPreferencesWindow, scheme_row);
  gtk_widget_class_bind_template_child (widget_class, CdlPreferencesWindow, clock_row);
  gtk_widget_class_bind_template_child (widget_class, CdlPreferencesWindow, safe_colours);
  gtk_widget_class_bind_template_child (widget_class, CdlPreferencesWindow, notify_trades);
  gtk_widget_class_bind_template_child (widget_class, CdlPreferencesWindow, logarithmic);
  gtk_widget_class_bind_template_child (widget_class, CdlPreferencesWindow, store);
}

static void
cdl_preferences_window_init (CdlPreferencesWindow *self)
{
  GSettings *settings = cdl_app_settings ();

  gtk_widget_init_template (GTK_WIDGET (self));
  cdl_app_settings_bind ("colour-blind-safe", self->safe_colours, "active",
                         G_SETTINGS_BIND_DEFAULT);
  cdl_app_settings_bind ("notify-trades", self->notify_trades, "active", G_SETTINGS_BIND_DEFAULT);
  cdl_app_settings_bind ("logarithmic", self->logarithmic, "active", G_SETTINGS_BIND_DEFAULT);
  if (settings == NULL)
    return;
  g_settings_bind_with_mapping (settings, "colour-scheme", self->scheme_row, "selected",
                                G_SETTINGS_BIND_DEFAULT, scheme_to_row, row_to_scheme, NULL, NULL);
  g_settings_bind_with_mapping (settings, "local-time", self->clock_row, "selected",
                                G_SETTINGS_BIND_DEFAULT, clock_to_row, row_to_clock, NULL, NULL);
}

CdlPreferencesWindow *
cdl_preferences_window_new (GtkWindow *parent, const char *path)
{
  CdlPreferencesWindow *self
      = g_object_new (CDL_TYPE_PREFERENCES_WINDOW, "transient-for", parent, NULL);

  cdl_store_preferences_set_path (self->store, path);

  return self;
}

void
cdl_preferences_window_show_store (CdlPreferencesWindow *self)
{
  adw_preferences_window_set_visible_page (ADW_PREFERENCES_WINDOW (self),
                                           ADW_PREFERENCES_PAGE (self->store));
}
