#include "cdl-store-preferences.h"

#include <glib/gi18n.h>

#include "cdl-application.h"
#include "cdl-error-text.h"
#include "cdl-server-job.h"
#include "cdl-server-user.h"
#include "cdl-store-error.h"

#define USUAL_NAMESPACE "chandelier"
#define USUAL_DATABASE  "results"

struct _CdlStorePreferences
{
  AdwPreferencesPage parent_instance;

  AdwActionRow *file_row;
  GtkEditable *url;
  GtkEditable *ns;
  GtkEditable *db;
  GtkEditable *user;
  GtkEditable *password;
  GtkSwitch *plain;
  GtkLabel *kept;
  GtkLabel *result;
  GtkSpinner *spinner;
  GtkWidget *set_up;
  GtkWidget *own_user_row;
  GtkSwitch *own_user;
  GtkWidget *buttons;

  char *path;
  gboolean has_keyring;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (CdlStorePreferences, cdl_store_preferences, ADW_TYPE_PREFERENCES_PAGE)

static gboolean
environment_has (const char *variable)
{
  const char *value = g_getenv (variable);

  return value != NULL && *value != '\0';
}

/* css: of what is said, "success" or "error"; NULL: neither. */
static void
say (CdlStorePreferences *self, const char *words, const char *css)
{
  gtk_label_set_label (self->result, words);
  gtk_widget_set_visible (GTK_WIDGET (self->result), *words != '\0');
  gtk_widget_remove_css_class (GTK_WIDGET (self->result), "success");
  gtk_widget_remove_css_class (GTK_WIDGET (self->result), "error");
  if (css != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->result), css);
}

static void
set_working (CdlStorePreferences *self, gboolean working)
{
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), working);
  gtk_spinner_set_spinning (self->spinner, working);
  gtk_widget_set_sensitive (self->buttons, !working);
}

/* What could not be done, and what might help. */
static void
say_problem (CdlStorePreferences *self, const GError *error)
{
  const char *remedy = NULL;
  g_autofree char *text = cdl_error_text (error), *words = NULL;

  if (g_error_matches (error, CDL_STORE_ERROR, CDL_STORE_ERROR_AWAY))
    remedy = _ ("Is the server started, and is this its URL?");
  else if (g_error_matches (error, CDL_STORE_ERROR, CDL_STORE_ERROR_DENIED))
    remedy = _ ("Check user and password, and that this user may use the database.");
  words = remedy != NULL ? g_strdup_printf ("%s\n%s", text, remedy) : g_strdup (text);
  say (self, words, "error");
}

/* --- What is typed --- */

static const char *
text_of (GtkEditable *row)
{
  const char *text = gtk_editable_get_text (row);

  return *text != '\0' ? text : NULL;
}

/* NULL: no server. */
static CdlSurrealSettings *
typed_settings (CdlStorePreferences *self)
{
  CdlSurrealSettings *settings;

  if (text_of (self->url) == NULL)
    return NULL;
  settings = cdl_surreal_settings_new (text_of (self->url), text_of (self->ns), text_of (self->db));
  cdl_surreal_settings_set_user (settings, text_of (self->user), text_of (self->password));
  settings->allow_plain = gtk_switch_get_active (self->plain);

  return settings;
}

/* With a user for this machine alone, unless there is nobody who could make one, it is that one who
 * is typed, or its password could not be kept. */
static void
offer_set_up (CdlStorePreferences *self, gboolean offer)
{
  g_autofree char *usual = cdl_server_usual_user ();
  const char *user = text_of (self->user);

  gtk_widget_set_visible (self->set_up, offer);
  gtk_widget_set_visible (self->own_user_row, offer && user != NULL && !g_str_equal (user, usual));
}

/* What was found out holds no longer. */
static void
on_typed (CdlStorePreferences *self)
{
  say (self, "", NULL);
  offer_set_up (self, FALSE);
}

static void
show_where_password_is_kept (CdlStorePreferences *self)
{
  const char *words;

  if (environment_has ("CHANDELIER_SURREAL_PASS"))
    words = _ ("The password comes from the environment variable CHANDELIER_SURREAL_PASS, and is "
               "not kept.");
  else if (self->has_keyring)
    words = _ ("The password is kept in the keyring of your desktop, never in a file.");
  else
    words = _ ("There is no keyring here, and the password is never kept in a file: start "
               "Chandelier with the environment variable CHANDELIER_SURREAL_PASS.");
  gtk_label_set_label (self->kept, words);
}

static void
set_text (GtkEditable *row, const char *text)
{
  gtk_editable_set_text (row, text != NULL ? text : "");
}

static void
fill (CdlStorePreferences *self, const CdlSurrealSettings *settings)
{
  set_text (self->ns, settings != NULL ? settings->ns : USUAL_NAMESPACE);
  set_text (self->db, settings != NULL ? settings->db : USUAL_DATABASE);
  if (settings == NULL)
    return;
  set_text (self->url, settings->url);
  set_text (self->user, settings->user);
  set_text (self->password, settings->password);
  gtk_switch_set_active (self->plain, settings->allow_plain);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  CdlStorePreferences *self = CDL_STORE_PREFERENCES (source);
  g_autoptr (CdlServerState) state = cdl_server_load_finish (result);

  if (self->path == NULL) /* the window was closed */
    return;
  self->has_keyring = state->has_keyring;
  fill (self, state->settings);
  set_working (self, FALSE);
  show_where_password_is_kept (self);
  if (state->problem != NULL)
    say (self, state->problem, "error");
  else if (environment_has ("CHANDELIER_SURREAL_URL"))
    say (self,
         _ ("The environment variable CHANDELIER_SURREAL_URL names the server, whatever is "
            "applied here."),
         NULL);
}

/* --- Test --- */

static void
say_what_answers (CdlStorePreferences *self, const CdlSurrealProbe *probe)
{
  g_autofree char *words = NULL;

  offer_set_up (self, !probe->is_set);
  if (probe->is_set)
    words = g_strdup_printf (_ ("SurrealDB %s answers, and the database is ready (schema %d)."),
                             probe->version, (int) probe->schema);
  else
    words = g_strdup_printf (_ ("SurrealDB %s answers, and lets this user in, but the database "
                                "“%s” is not set up yet."),
                             probe->version, gtk_editable_get_text (self->db));
  say (self, words, probe->is_set ? "success" : NULL);
}

static void
on_tested (GObject *source, GAsyncResult *result, gpointer data)
{
  CdlStorePreferences *self = CDL_STORE_PREFERENCES (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlSurrealProbe) probe = cdl_server_test_finish (result, &error);

  if (self->path == NULL)
    return;
  set_working (self, FALSE);
  if (probe != NULL)
    say_what_answers (self, probe);
  else
    say_problem (self, error);
}

static void
on_test (CdlStorePreferences *self)
{
  g_autoptr (CdlSurrealSettings) settings = typed_settings (self);

  on_typed (self);
  if (settings == NULL)
    {
      say (self, _ ("Type the URL of a server, such as http://127.0.0.1:8000."), "error");
      return;
    }
  set_working (self, TRUE);
  cdl_server_test_async (self, settings, self->cancellable, on_tested, NULL);
}

/* From here on it is the user that was made whose name and password are there. */
static void
on_set_up_done (GObject *source, GAsyncResult *result, gpointer data)
{
  CdlStorePreferences *self = CDL_STORE_PREFERENCES (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlSurrealSettings) settings = cdl_server_set_up_finish (result, &error);

  if (self->path == NULL)
    return;
  set_working (self, FALSE);
  if (settings == NULL)
    {
      say_problem (self, error);
      return;
    }
  set_text (self->user, settings->user);
  set_text (self->password, settings->password);
  on_test (self);
}

static void
on_set_up (CdlStorePreferences *self)
{
  g_autoptr (CdlSurrealSettings) settings = typed_settings (self);
  gboolean own_user;

  if (settings == NULL)
    return;
  own_user = gtk_widget_get_visible (self->own_user_row) && gtk_switch_get_active (self->own_user);
  on_typed (self);
  set_working (self, TRUE);
  cdl_server_set_up_async (self, settings, own_user, self->cancellable, on_set_up_done, NULL);
}

/* --- Apply --- */

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  CdlStorePreferences *self = CDL_STORE_PREFERENCES (source);
  g_autoptr (GError) error = NULL;
  gboolean ok = cdl_server_save_finish (result, &error);
  GApplication *application = g_application_get_default ();

  if (self->path == NULL)
    return;
  set_working (self, FALSE);
  if (!ok)
    say_problem (self, error);
  else if (application != NULL && cdl_application_begin_sync (CDL_APPLICATION (application)))
    say (self, _ ("Saved: results go to this server from now on, those that are here too."),
         "success");
  else if (text_of (self->url) != NULL)
    say (self,
         _ ("Saved: from the next start of Chandelier on, results go to this server, those "
            "that are here too. What runs now is not disturbed."),
         "success");
  else
    say (self, _ ("Saved: from the next start of Chandelier on, results stay on this machine."),
         "success");
}

static void
on_apply (CdlStorePreferences *self)
{
  g_autoptr (CdlSurrealSettings) settings = typed_settings (self);

  on_typed (self);
  set_working (self, TRUE);
  cdl_server_save_async (self, settings, self->path,
                         self->has_keyring && !environment_has ("CHANDELIER_SURREAL_PASS"),
                         on_saved, NULL);
}

static void
on_open_folder (CdlStorePreferences *self)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *uri = g_filename_to_uri (folder, NULL, NULL);
  GtkRoot *window = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_show_uri (GTK_WINDOW (window), uri, GDK_CURRENT_TIME);
}

static void
cdl_store_preferences_dispose (GObject *object)
{
  CdlStorePreferences *self = CDL_STORE_PREFERENCES (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->path, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), CDL_TYPE_STORE_PREFERENCES);
  G_OBJECT_CLASS (cdl_store_preferences_parent_class)->dispose (object);
}

static void
cdl_store_preferences_class_init (CdlStorePreferencesClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = cdl_store_preferences_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/chandelier/Chandelier/cdl-store-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, CdlStorePreferences, file_row);
  gtk_widget_class_bind_template_child (widget_class, CdlStorePreferences, url);
  gtk_widget_class_bind_template_child (widget_class, CdlStorePreferences, ns);
  gtk_widget_class_bind_template_child (widget_class, CdlStorePreferences, db);
  gtk_widget_class_bind_template_child (widget_class, CdlStorePreferences, user);
  gtk_widget_class_bind_template_child (widget_class, CdlStorePreferences, password);
  gtk_widget_class_bind_template_child (widget_class, CdlStorePreferences, plain);
  gtk_widget_class_bind_template_child (widget_class, CdlStorePreferences, kept);
  gtk_widget_class_bind_template_child (widget_class, CdlStorePreferences, result);
  gtk_widget_class_bind_template_child (widget_class, CdlStorePreferences, spinner);
  gtk_widget_class_bind_template_child (widget_class, CdlStorePreferences, set_up);
  gtk_widget_class_bind_template_child (widget_class, CdlStorePreferences, own_user_row);
  gtk_widget_class_bind_template_child (widget_class, CdlStorePreferences, own_user);
  gtk_widget_class_bind_template_child (widget_class, CdlStorePreferences, buttons);
  gtk_widget_class_bind_template_callback (widget_class, on_apply);
  gtk_widget_class_bind_template_callback (widget_class, on_open_folder);
  gtk_widget_class_bind_template_callback (widget_class, on_set_up);
  gtk_widget_class_bind_template_callback (widget_class, on_test);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
}

/* The text of an entry row has no name of its own in libadwaita 1.2. */
static void
name_entries (CdlStorePreferences *self)
{
  GtkEditable *const rows[] = { self->url, self->ns, self->db, self->user, self->password };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_accessible_update_property (
        GTK_ACCESSIBLE (gtk_editable_get_delegate (rows[i])), GTK_ACCESSIBLE_PROPERTY_LABEL,
        adw_preferences_row_get_title (ADW_PREFERENCES_ROW (rows[i])), -1);
}

static void
cdl_store_preferences_init (CdlStorePreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  name_entries (self);
}

void
cdl_store_preferences_set_path (CdlStorePreferences *self, const char *path)
{
  self->path = g_strdup (path);
  adw_action_row_set_subtitle (self->file_row, path);
  set_working (self, TRUE);
  cdl_server_load_async (self, on_loaded, NULL);
}
