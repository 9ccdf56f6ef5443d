#include "cdl-window.h"

#include <glib/gi18n.h>

#include "cdl-app-settings.h"
#include "cdl-backtest-page.h"
#include "cdl-compare-view.h"
#include "cdl-data-page.h"
#include "cdl-error-text.h"
#include "cdl-feed-event.h"
#include "cdl-live-badge.h"
#include "cdl-live-page.h"
#include "cdl-results-page.h"
#include "cdl-run-view.h"
#include "cdl-store-banner.h"
#include "cdl-synced-store.h"
#include "cdl-toast.h"

struct _CdlWindow
{
  AdwApplicationWindow parent_instance;

  AdwWindowTitle *title;
  GtkButton *back;
  GtkListBox *pages;
  GtkStack *stack;
  CdlStoreBanner *banner;
  AdwToastOverlay *toasts;
  CdlBacktestPage *backtest;
  CdlDataPage *data;
  CdlLivePage *live;
  CdlResultsPage *results;
  CdlRunView *run;
  CdlCompareView *compare;
  GtkWidget *live_mark; /* beside “Live” in the sidebar: whether its data can be trusted */

  char *root;
  CdlStore *store;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (CdlWindow, cdl_window, ADW_TYPE_APPLICATION_WINDOW)

/* What the sidebar leads to, in its order; names are those of the stack. */
static const struct
{
  const char *name;
  const char *title;
  const char *icon;
} pages[] = {
  { "backtest", N_ ("Backtest"), "system-run-symbolic" },
  { "results", N_ ("Results"), "view-list-symbolic" },
  { "live", N_ ("Live"), "media-playback-start-symbolic" },
  { "data", N_ ("Data"), "folder-download-symbolic" },
};

static void
add_page (CdlWindow *self, guint i)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (pages[i].icon));
  gtk_box_append (GTK_BOX (box), gtk_label_new (_ (pages[i].title)));
  if (g_str_equal (pages[i].name, "live"))
    {
      self->live_mark = gtk_image_new ();
      gtk_widget_set_hexpand (self->live_mark, TRUE);
      gtk_widget_set_halign (self->live_mark, GTK_ALIGN_END);
      gtk_widget_set_visible (self->live_mark, FALSE);
      gtk_box_append (GTK_BOX (box), self->live_mark);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (pages[i].title), -1);
  gtk_list_box_append (self->pages, row);
}

/* The sidebar follows, and the next window begins here. */
static void
show_page (CdlWindow *self, const char *name)
{
  GSettings *settings = cdl_app_settings ();

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (g_str_equal (pages[i].name, name))
      {
        gtk_list_box_select_row (self->pages, gtk_list_box_get_row_at_index (self->pages, (int) i));
        adw_window_title_set_subtitle (self->title, _ (pages[i].title));
      }
  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_set_visible (GTK_WIDGET (self->back), FALSE);
  if (settings != NULL)
    g_settings_set_string (settings, "page", name);
}

static void
on_page (CdlWindow *self, GtkListBoxRow *row)
{
  show_page (self, pages[gtk_list_box_row_get_index (row)].name);
}

/* A run belongs to the results, which are one step back. */
static void
show_run (CdlWindow *self, CdlLoadedRun *run)
{
  show_page (self, "results");
  cdl_run_view_set_run (self->run, run);
  gtk_stack_set_visible_child_name (self->stack, "run");
  gtk_widget_set_visible (GTK_WIDGET (self->back), TRUE);
  adw_window_title_set_subtitle (self->title, run->run->strategy->name);
}

static void
show_error (CdlWindow *self, const GError *error)
{
  g_autofree char *words = cdl_error_text (error);

  adw_toast_overlay_add_toast (self->toasts, cdl_toast_new (words));
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CdlWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlLoadedRun) run = cdl_loaded_run_load_finish (CDL_STORE (source), result, &error);

  if (run != NULL)
    show_run (self, run);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_error (self, error);
}

static void
on_run_activated (CdlWindow *self, const char *id)
{
  cdl_loaded_run_load_async (self->store, self->root, id, self->cancellable, on_loaded,
                             g_object_ref (self));
}

static void
on_compared (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CdlWindow) self = data;
  g_autoptr (GError) error = NULL;
  CdlComparedRuns *runs = cdl_compared_runs_load_finish (CDL_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (runs == NULL)
    {
      show_error (self, error);
      return;
    }
  show_page (self, "results");
  cdl_compare_view_set_runs (self->compare, runs);
  gtk_stack_set_visible_child_name (self->stack, "compare");
  gtk_widget_set_visible (GTK_WIDGET (self->back), TRUE);
  adw_window_title_set_subtitle (self->title, _ ("Comparison"));
}

static void
on_compare (CdlWindow *self, const char *const *ids)
{
  cdl_compared_runs_load_async (self->store, ids, self->cancellable, on_compared,
                                g_object_ref (self));
}

static void
on_test_finished (CdlWindow *self, const char *id)
{
  cdl_results_page_reload (self->results);
  if (id != NULL)
    on_run_activated (self, id);
  else
    show_page (self, "results");
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("The test is done")));
}

/* On whatever page a person is, data that cannot be trusted is seen. */
static void
on_live_health (CdlWindow *self, int state, const char *words)
{
  CdlLiveHealth health = { .wanted = state >= 0, .state = (CdlFeedState) MAX (state, 0) };
  gboolean good = health.wanted && health.state == CDL_FEED_LIVE;
  const char *word = health.wanted ? cdl_live_state_word (health.state) : "";

  gtk_widget_set_visible (self->live_mark, health.wanted);
  cdl_live_state_style (self->live_mark, &health);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->live_mark),
                                good ? "media-record-symbolic" : "dialog-warning-symbolic");
  gtk_widget_set_tooltip_text (self->live_mark, words != NULL ? words : word);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->live_mark), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  word, -1);
}

static void
on_start_live (CdlWindow *self, CdlLoadedRun *run)
{
  cdl_live_page_start_run (self->live, run);
  show_page (self, "live");
}

static void
on_change_run (CdlWindow *self, CdlLoadedRun *run)
{
  cdl_backtest_page_set_run (self->backtest, run);
  show_page (self, "backtest");
}

/* By a notification. */
static void
action_show_session (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CdlWindow *self = CDL_WINDOW (widget);

  cdl_live_page_show (self->live, g_variant_get_string (parameter, NULL));
  show_page (self, "live");
  gtk_window_present (GTK_WINDOW (self));
}

static void
on_done (CdlWindow *self, const char *words)
{
  adw_toast_overlay_add_toast (self->toasts, cdl_toast_new (words));
}

/* The form offers symbols of the archive. */
static void
on_data_changed (CdlWindow *self)
{
  cdl_backtest_page_reload (self->backtest);
}

/* Results are read from the server again, where others wrote too. */
static void
on_caught_up (CdlWindow *self)
{
  cdl_results_page_reload (self->results);
}

static void
action_new_test (GtkWidget *widget, const char *name, GVariant *parameter)
{
  show_page (CDL_WINDOW (widget), "backtest");
}

static void
action_back (GtkWidget *widget, const char *name, GVariant *parameter)
{
  show_page (CDL_WINDOW (widget), "results");
}

static void
action_search (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CdlWindow *self = CDL_WINDOW (widget);

  show_page (self, "results");
  cdl_results_page_search (self->results);
}

static void
action_reload (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CdlWindow *self = CDL_WINDOW (widget);

  if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), "data"))
    cdl_data_page_reload (self->data);
  else
    cdl_results_page_reload (self->results);
}

static void
follow_colours (CdlWindow *self)
{
  if (cdl_app_settings_get_boolean ("colour-blind-safe"))
    gtk_widget_add_css_class (GTK_WIDGET (self), "colour-blind-safe");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "colour-blind-safe");
}

/* Size and colours are as they were left. */
static void
follow_settings (CdlWindow *self)
{
  GSettings *settings = cdl_app_settings ();

  if (settings == NULL)
    return;
  cdl_app_settings_bind ("width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  cdl_app_settings_bind ("height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
  cdl_app_settings_bind ("maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (settings, "changed::colour-blind-safe", G_CALLBACK (follow_colours),
                           self, G_CONNECT_SWAPPED);
  follow_colours (self);
}

static void
cdl_window_dispose (GObject *object)
{
  CdlWindow *self = CDL_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->store);
  g_clear_pointer (&self->root, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), CDL_TYPE_WINDOW);
  G_OBJECT_CLASS (cdl_window_parent_class)->dispose (object);
}

static void
cdl_window_class_init (CdlWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (CDL_TYPE_BACKTEST_PAGE);
  g_type_ensure (CDL_TYPE_COMPARE_VIEW);
  g_type_ensure (CDL_TYPE_DATA_PAGE);
  g_type_ensure (CDL_TYPE_LIVE_PAGE);
  g_type_ensure (CDL_TYPE_RESULTS_PAGE);
  g_type_ensure (CDL_TYPE_RUN_VIEW);
  g_type_ensure (CDL_TYPE_STORE_BANNER);
  G_OBJECT_CLASS (class)->dispose = cdl_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/chandelier/Chandelier/cdl-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CdlWindow, title);
  gtk_widget_class_bind_template_child (widget_class, CdlWindow, back);
  gtk_widget_class_bind_template_child (widget_class, CdlWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, CdlWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, CdlWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, CdlWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, CdlWindow, backtest);
  gtk_widget_class_bind_template_child (widget_class, CdlWindow, data);
  gtk_widget_class_bind_template_child (widget_class, CdlWindow, live);
  gtk_widget_class_bind_template_child (widget_class, CdlWindow, results);
  gtk_widget_class_bind_template_child (widget_class, CdlWindow, run);
  gtk_widget_class_bind_template_child (widget_class, CdlWindow, compare);
  gtk_widget_class_bind_template_callback (widget_class, on_caught_up);
  gtk_widget_class_bind_template_callback (widget_class, on_compare);
  gtk_widget_class_bind_template_callback (widget_class, on_data_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_done);
  gtk_widget_class_bind_template_callback (widget_class, on_live_health);
  gtk_widget_class_bind_template_callback (widget_class, on_page);
  gtk_widget_class_bind_template_callback (widget_class, on_run_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_start_live);
  gtk_widget_class_bind_template_callback (widget_class, on_change_run);
  gtk_widget_class_bind_template_callback (widget_class, on_test_finished);

  gtk_widget_class_install_action (widget_class, "win.back", NULL, action_back);
  gtk_widget_class_install_action (widget_class, "win.new-test", NULL, action_new_test);
  gtk_widget_class_install_action (widget_class, "win.show-session", "s", action_show_session);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, action_search);
  gtk_widget_class_install_action (widget_class, "win.reload", NULL, action_reload);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "win.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "win.new-test",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "win.search",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK, "win.reload",
                                       NULL);
}

static void
cdl_window_init (CdlWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    add_page (self, i);
  follow_settings (self);
}

void
cdl_window_set_store (CdlWindow *self, CdlStore *store)
{
  g_return_if_fail (CDL_IS_WINDOW (self) && CDL_IS_STORE (store));

  g_set_object (&self->store, store);
  cdl_store_banner_set_store (self->banner, store);
  cdl_results_page_set_store (self->results, store);
  cdl_backtest_page_set_store (self->backtest, self->root, store);
}

gboolean
cdl_window_is_synced (CdlWindow *self)
{
  g_autoptr (CdlSyncStatus) status = cdl_synced_store_get_status (self->store);

  return status != NULL;
}

GtkWindow *
cdl_window_new (GtkApplication *application, const char *root, CdlStore *store)
{
  CdlWindow *self = g_object_new (CDL_TYPE_WINDOW, "application", application, NULL);
  g_autofree char *page = cdl_app_settings_get_string ("page");

  self->root = g_strdup (root);
  cdl_window_set_store (self, store);
  cdl_data_page_set_root (self->data, root);
  cdl_live_page_set_store (self->live, root, store);
  show_page (self, page != NULL && gtk_stack_get_child_by_name (self->stack, page) != NULL
                       ? page
                       : "results");

  return GTK_WINDOW (self);
}
