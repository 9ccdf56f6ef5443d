#include "cdl-application.h"

#include <glib/gi18n.h>

#include "cdl-app-settings.h"
#include "cdl-archive.h"
#include "cdl-error-text.h"
#include "cdl-server-config.h"
#include "cdl-preferences-window.h"
#include "cdl-window.h"

#define APPLICATION_ID "io.github.chandelier.Chandelier"

struct _CdlApplication
{
  AdwApplication parent_instance;
  char *root;                        /* folder of klines and results; NULL: the user's */
  CdlPreferencesWindow *preferences; /* NULL: not open */
};

G_DEFINE_FINAL_TYPE (CdlApplication, cdl_application, ADW_TYPE_APPLICATION)

/* There is nothing to show without results: say why, in a window of its own. */
static void
show_failure (GtkApplication *application, const char *reason)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = adw_status_page_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("Pre_ferences…"));

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "dialog-error-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _ ("The results cannot be opened"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page), reason);
  /* It may be the settings of the server that make no sense. */
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "app.store-preferences");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), button);
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), page);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 640, 420);
  gtk_window_present (GTK_WINDOW (window));
}

static char *
data_root (CdlApplication *self)
{
  return self->root != NULL ? g_strdup (self->root) : cdl_data_root ();
}

static char *
store_path (CdlApplication *self)
{
  g_autofree char *root = data_root (self);

  return g_build_filename (root, "store.sqlite", NULL);
}

static void
cdl_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));
  g_autoptr (GError) error = NULL;
  g_autofree char *root = data_root (CDL_APPLICATION (application));
  g_autofree char *path = store_path (CDL_APPLICATION (application));
  g_autoptr (CdlStore) store = NULL;

  if (window != NULL)
    {
      gtk_window_present (window);
      return;
    }

  if (g_mkdir_with_parents (root, 0755) == 0)
    store = cdl_open_store_anyway (path, &error);
  if (store == NULL)
    {
      g_autofree char *reason = error != NULL ? cdl_error_text (error) : g_strdup (root);

      show_failure (GTK_APPLICATION (application), reason);
      return;
    }
  gtk_window_present (cdl_window_new (GTK_APPLICATION (application), root, store));
}

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  GList *windows;

  while ((windows = gtk_application_get_windows (application)) != NULL)
    gtk_window_destroy (windows->data);
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  adw_show_about_window (gtk_application_get_active_window (application), "application-name",
                         "Chandelier", "application-icon", APPLICATION_ID, "version", CDL_VERSION,
                         "license-type", GTK_LICENSE_GPL_3_0, "comments",
                         _ ("A laboratory for crypto trading strategies"), NULL);
}

/* One window of them, whoever asks for it. */
static CdlPreferencesWindow *
show_preferences (CdlApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autofree char *path = store_path (self);

  if (self->preferences == NULL && window != NULL)
    g_set_weak_pointer (&self->preferences, cdl_preferences_window_new (window, path));
  if (self->preferences != NULL)
    gtk_window_present (GTK_WINDOW (self->preferences));

  return self->preferences;
}

static void
on_preferences (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  show_preferences (application);
}

static void
on_store_preferences (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  CdlPreferencesWindow *preferences = show_preferences (application);

  if (preferences != NULL)
    cdl_preferences_window_show_store (preferences);
}

/* The local store, which who works with it may go on with, has triggers that tell the new one what
 * changes. A store that has a server is another matter: it would go on sending to that one. */
gboolean
cdl_application_begin_sync (CdlApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));
  g_autofree char *path = store_path (self);
  g_autoptr (CdlSurrealSettings) settings = cdl_server_config_load (NULL);
  g_autoptr (CdlStore) store = NULL;

  while (windows != NULL && !CDL_IS_WINDOW (windows->data))
    windows = windows->next;
  if (windows == NULL || settings == NULL || cdl_window_is_synced (windows->data))
    return FALSE;
  store = cdl_open_store (path, NULL);
  if (store == NULL)
    return FALSE;
  cdl_window_set_store (windows->data, store);

  return TRUE;
}

/* From a notification: the window shows it. */
static void
on_show_session (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  GtkWindow *window = gtk_application_get_active_window (application);

  if (window != NULL)
    gtk_widget_activate_action_variant (GTK_WIDGET (window), "win.show-session", parameter);
}

static void
update_scheme (GSettings *settings)
{
  static const AdwColorScheme schemes[]
      = { ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT, ADW_COLOR_SCHEME_FORCE_DARK };

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      schemes[g_settings_get_enum (settings, "colour-scheme")]);
}

static void
follow_settings (CdlApplication *self)
{
  GSettings *settings = cdl_app_settings ();

  if (settings == NULL)
    return;
  g_signal_connect_object (settings, "changed::colour-scheme", G_CALLBACK (update_scheme), self,
                           G_CONNECT_DEFAULT);
  update_scheme (settings);
}

static void
add_accelerators (GtkApplication *self)
{
  gtk_application_set_accels_for_action (self, "app.quit", (const char *[]){ "<Control>q", NULL });
  gtk_application_set_accels_for_action (self, "app.preferences",
                                         (const char *[]){ "<Control>comma", NULL });
}

static void
cdl_application_startup (GApplication *application)
{
  static const GActionEntry entries[] = {
    { .name = "quit", .activate = on_quit },
    { .name = "about", .activate = on_about },
    { .name = "preferences", .activate = on_preferences },
    { .name = "show-session", .activate = on_show_session, .parameter_type = "s" },
    { .name = "store-preferences", .activate = on_store_preferences },
  };

  G_APPLICATION_CLASS (cdl_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name (APPLICATION_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   application);
  add_accelerators (GTK_APPLICATION (application));
  follow_settings (CDL_APPLICATION (application));
}

static int
cdl_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  CdlApplication *self = CDL_APPLICATION (application);

  g_variant_dict_lookup (options, "data", "^ay", &self->root);

  return -1; /* go on */
}

static void
cdl_application_finalize (GObject *object)
{
  g_clear_weak_pointer (&CDL_APPLICATION (object)->preferences);
  g_free (CDL_APPLICATION (object)->root);
  G_OBJECT_CLASS (cdl_application_parent_class)->finalize (object);
}

static void
cdl_application_class_init (CdlApplicationClass *class)
{
  G_OBJECT_CLASS (class)->finalize = cdl_application_finalize;
  G_APPLICATION_CLASS (class)->handle_local_options = cdl_application_handle_local_options;
  G_APPLICATION_CLASS (class)->activate = cdl_application_activate;
  G_APPLICATION_CLASS (class)->startup = cdl_application_startup;
}

static void
cdl_application_init (CdlApplication *self)
{
  g_application_add_main_option (
      G_APPLICATION (self), "data", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME,
      N_ ("Where klines and results are; default: the user’s data folder"), N_ ("FOLDER"));
}

AdwApplication *
cdl_application_new (void)
{
  return g_object_new (CDL_TYPE_APPLICATION, "application-id", APPLICATION_ID, NULL);
}
