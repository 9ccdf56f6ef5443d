#include "cdl-results-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "cdl-app-settings.h"
#include "cdl-column-chooser.h"
#include "cdl-curves.h"
#include "cdl-error-text.h"
#include "cdl-filter-bar.h"
#include "cdl-filter-editor.h"
#include "cdl-groups-view.h"
#include "cdl-heat-view.h"
#include "cdl-run-deletion.h"
#include "cdl-run-list.h"
#include "cdl-run-table.h"
#include "cdl-selection-bar.h"
#include "cdl-text.h"
#include "cdl-toast.h"

struct _CdlResultsPage
{
  GtkBox parent_instance;

  GtkToggleButton *show_runs;
  GtkToggleButton *show_groups;
  GtkToggleButton *show_heat;
  GtkSearchEntry *search;
  CdlFilterEditor *filter_editor;
  CdlFilterBar *filter_bar;
  GtkLabel *count;
  GtkWidget *columns;
  GtkStack *views;
  GtkStack *stack;
  CdlRunTable *table;
  CdlColumnChooser *chooser;
  CdlSelectionBar *bar;
  CdlGroupsView *groups;
  CdlHeatView *heat;

  CdlStore *store;
  CdlRunList *list;
};

G_DEFINE_FINAL_TYPE (CdlResultsPage, cdl_results_page, GTK_TYPE_BOX)

enum
{
  RUN_ACTIVATED,
  COMPARE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static AdwToastOverlay *
toasts (CdlResultsPage *self)
{
  return ADW_TOAST_OVERLAY (gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY));
}

/* --- List --- */

static void
on_list_changed (CdlResultsPage *self)
{
  guint n = g_list_model_get_n_items (cdl_run_list_model (self->list));
  gint64 count = cdl_run_list_count (self->list);
  guint64 shown = count >= 0 ? (guint64) count : n;
  g_autofree char *number = cdl_text_number ((double) shown, 0);
  g_autofree char *words = NULL;

  if (cdl_run_list_problem (self->list) != NULL)
    words = g_strdup (cdl_run_list_problem (self->list));
  else if (count >= 0)
    words = g_strdup_printf (ngettext ("%s run", "%s runs", shown), number);
  else
    words = g_strdup_printf (_ ("%s runs, and more"), number);
  gtk_label_set_label (self->count, words);
  if (!cdl_run_list_is_waiting (self->list))
    gtk_stack_set_visible_child_name (self->stack, n > 0 ? "table" : "empty");
}

/* What is searched for, and the conditions below it; newly allocated. */
static CdlRunFilter *
whole_filter (CdlResultsPage *self)
{
  const char *words = gtk_editable_get_text (GTK_EDITABLE (self->search));
  CdlRunFilter *filter = cdl_run_filter_copy (cdl_filter_bar_filter (self->filter_bar));

  if (*words != '\0')
    filter->text = g_strdup (words);

  return filter;
}

static void
ask_views (CdlResultsPage *self)
{
  g_autoptr (CdlRunFilter) filter = whole_filter (self);

  cdl_groups_view_ask (self->groups, self->store, filter);
  cdl_heat_view_ask (self->heat, self->store, filter);
}

static void
ask_list (CdlResultsPage *self)
{
  g_autoptr (CdlRunFilter) filter = whole_filter (self);
  gboolean descending;
  const CdlRunColumn *sort = cdl_run_table_sort (self->table, &descending);

  if (self->store == NULL)
    return;
  cdl_run_table_scroll_to_top (self->table);
  cdl_run_list_ask (self->list, self->store, filter, sort->key, sort->stat, descending);
}

static void
ask (CdlResultsPage *self)
{
  if (self->store == NULL)
    return;
  ask_list (self);
  ask_views (self);
}

void
cdl_results_page_reload (CdlResultsPage *self)
{
  g_return_if_fail (CDL_IS_RESULTS_PAGE (self));

  cdl_run_list_again (self->list);
  if (self->store != NULL)
    ask_views (self);
}

void
cdl_results_page_set_store (CdlResultsPage *self, CdlStore *store)
{
  g_return_if_fail (CDL_IS_RESULTS_PAGE (self));

  if (!g_set_object (&self->store, store))
    return;
  cdl_filter_editor_set_store (self->filter_editor, store);
  ask (self);
}

void
cdl_results_page_search (CdlResultsPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
on_filter_added (CdlResultsPage *self, const CdlRunFilter *part, const char *name)
{
  cdl_filter_bar_add (self->filter_bar, part, name);
}

static void
on_activated (CdlResultsPage *self, CdlRunRow *row)
{
  g_signal_emit (self, signals[RUN_ACTIVATED], 0, cdl_run_row_id (row));
}

static void
on_run_activated (CdlResultsPage *self, const char *id)
{
  g_signal_emit (self, signals[RUN_ACTIVATED], 0, id);
}

/* --- Views --- */

/* What is seen of the runs: each of them, groups, a map. It is remembered. */
static void
on_view (CdlResultsPage *self)
{
  const char *name = gtk_toggle_button_get_active (self->show_groups) ? "groups"
                     : gtk_toggle_button_get_active (self->show_heat) ? "heat-map"
                                                                      : "runs";
  GSettings *settings = cdl_app_settings ();

  gtk_stack_set_visible_child_name (self->views, name);
  gtk_widget_set_visible (self->columns, g_str_equal (name, "runs"));
  if (settings != NULL)
    g_settings_set_string (settings, "results-view", name);
}

static void
remember_view (CdlResultsPage *self)
{
  g_autofree char *name = cdl_app_settings_get_string ("results-view");
  GtkToggleButton *button = g_strcmp0 (name, "groups") == 0     ? self->show_groups
                            : g_strcmp0 (name, "heat-map") == 0 ? self->show_heat
                                                                : self->show_runs;

  gtk_toggle_button_set_active (button, TRUE);
}

static void
on_group_chosen (CdlResultsPage *self,
                 const CdlRunFilter *part,
                 const char *name,
                 gboolean heat_map)
{
  cdl_filter_bar_add (self->filter_bar, part, name);
  gtk_toggle_button_set_active (heat_map ? self->show_heat : self->show_runs, TRUE);
}

static void
on_selection (CdlResultsPage *self)
{
  g_autoptr (GPtrArray) rows = cdl_run_table_selected (self->table);

  cdl_selection_bar_set_rows (self->bar, rows);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "results.delete", rows->len > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "results.compare",
                                 rows->len >= 2 && rows->len <= CDL_CURVES_MAX);
}

/* --- What users add to runs --- */

/* An edit on its way to the store's thread; owns its texts. */
typedef struct
{
  char **ids;
  CdlRunEdit edit;
  char *tag, *untag, *note;
} Editing;

static void
editing_free (gpointer data)
{
  Editing *editing = data;

  g_strfreev (editing->ids);
  g_free (editing->tag);
  g_free (editing->untag);
  g_free (editing->note);
  g_free (editing);
}

static char **
ids_of (GPtrArray *rows)
{
  char **ids = g_new0 (char *, rows->len + 1);

  for (guint i = 0; i < rows->len; i++)
    ids[i] = g_strdup (cdl_run_row_id (rows->pdata[i]));

  return ids;
}

static gpointer
edit_runs (CdlStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Editing *editing = data;

  return GINT_TO_POINTER (cdl_store_edit_runs (store, (const char *const *) editing->ids,
                                               g_strv_length (editing->ids), &editing->edit,
                                               cancellable, error));
}

static void
on_edited (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CdlResultsPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  cdl_store_call_finish (CDL_STORE (source), result, &error);
  if (error == NULL || self->store == NULL)
    return;

  words = cdl_error_text (error);
  adw_toast_overlay_add_toast (toasts (self), cdl_toast_new (words));
  cdl_run_list_again (self->list); /* what is shown is not what is stored */
}

/* Shown at once, and stored in its time. */
static void
edit_rows (CdlResultsPage *self, GPtrArray *rows, const CdlRunEdit *edit)
{
  Editing *editing = g_new0 (Editing, 1);

  editing->ids = ids_of (rows);
  editing->edit = *edit;
  editing->edit.tag = editing->tag = g_strdup (edit->tag);
  editing->edit.untag = editing->untag = g_strdup (edit->untag);
  editing->edit.note = editing->note = g_strdup (edit->note);
  for (guint i = 0; i < rows->len; i++)
    cdl_run_row_edit (rows->pdata[i], edit);
  cdl_store_call_async (self->store, edit_runs, editing, editing_free, NULL, NULL, on_edited,
                        g_object_ref (self));
}

static void
on_edit (CdlResultsPage *self, const CdlRunEdit *edit)
{
  g_autoptr (GPtrArray) rows = cdl_run_table_selected (self->table);

  edit_rows (self, rows, edit);
}

static void
on_starred (CdlResultsPage *self, CdlRunRow *row)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  const CdlRunRecord *run = cdl_run_row_run (row);
  CdlRunEdit edit = CDL_RUN_EDIT_NONE;

  if (run == NULL)
    return;
  edit.favourite = run->favourite ? 0 : 1;
  g_ptr_array_add (rows, row);
  edit_rows (self, rows, &edit);
  on_selection (self);
}

static void
action_star (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CdlResultsPage *self = CDL_RESULTS_PAGE (widget);
  g_autoptr (GPtrArray) rows = cdl_run_table_selected (self->table);

  if (rows->len > 0)
    cdl_selection_bar_star (self->bar);
}

static void
action_tags (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cdl_selection_bar_edit_tags (CDL_RESULTS_PAGE (widget)->bar);
}

static void
action_note (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cdl_selection_bar_edit_note (CDL_RESULTS_PAGE (widget)->bar);
}

static void
action_compare (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CdlResultsPage *self = CDL_RESULTS_PAGE (widget);
  g_autoptr (GPtrArray) rows = cdl_run_table_selected (self->table);
  g_auto (GStrv) ids = ids_of (rows);

  g_signal_emit (self, signals[COMPARE], 0, ids);
}

static void
action_delete (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CdlResultsPage *self = CDL_RESULTS_PAGE (widget);
  g_autoptr (GPtrArray) rows = cdl_run_table_selected (self->table);
  g_auto (GStrv) ids = ids_of (rows);

  if (rows->len > 0)
    cdl_run_deletion_start (toasts (self), self->store, self->list, (const char *const *) ids);
}

static void
cdl_results_page_dispose (GObject *object)
{
  CdlResultsPage *self = CDL_RESULTS_PAGE (object);

  g_clear_object (&self->store);
  if (self->list != NULL)
    g_object_run_dispose (G_OBJECT (self->list));
  g_clear_object (&self->list);
  gtk_widget_dispose_template (GTK_WIDGET (self), CDL_TYPE_RESULTS_PAGE);
  G_OBJECT_CLASS (cdl_results_page_parent_class)->dispose (object);
}

static void
cdl_results_page_class_init (CdlResultsPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (CDL_TYPE_COLUMN_CHOOSER);
  g_type_ensure (CDL_TYPE_FILTER_BAR);
  g_type_ensure (CDL_TYPE_FILTER_EDITOR);
  g_type_ensure (CDL_TYPE_GROUPS_VIEW);
  g_type_ensure (CDL_TYPE_HEAT_VIEW);
  g_type_ensure (CDL_TYPE_RUN_TABLE);
  g_type_ensure (CDL_TYPE_SELECTION_BAR);
  G_OBJECT_CLASS (class)->dispose = cdl_results_page_dispose;
  signals[RUN_ACTIVATED]
      = g_signal_new ("run-activated", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  signals[COMPARE] = g_signal_new ("compare", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRV);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/chandelier/Chandelier/cdl-results-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CdlResultsPage, search);
  gtk_widget_class_bind_template_child (widget_class, CdlResultsPage, filter_editor);
  gtk_widget_class_bind_template_child (widget_class, CdlResultsPage, filter_bar);
  gtk_widget_class_bind_template_child (widget_class, CdlResultsPage, count);
  gtk_widget_class_bind_template_child (widget_class, CdlResultsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CdlResultsPage, table);
  gtk_widget_class_bind_template_child (widget_class, CdlResultsPage, chooser);
  gtk_widget_class_bind_template_child (widget_class, CdlResultsPage, bar);
  gtk_widget_class_bind_template_child (widget_class, CdlResultsPage, heat);
  gtk_widget_class_bind_template_child (widget_class, CdlResultsPage, groups);
  gtk_widget_class_bind_template_child (widget_class, CdlResultsPage, views);
  gtk_widget_class_bind_template_child (widget_class, CdlResultsPage, columns);
  gtk_widget_class_bind_template_child (widget_class, CdlResultsPage, show_heat);
  gtk_widget_class_bind_template_child (widget_class, CdlResultsPage, show_groups);
  gtk_widget_class_bind_template_child (widget_class, CdlResultsPage, show_runs);
  gtk_widget_class_bind_template_callback (widget_class, ask);
  gtk_widget_class_bind_template_callback (widget_class, ask_list);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_edit);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_added);
  gtk_widget_class_bind_template_callback (widget_class, on_group_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_run_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_starred);
  gtk_widget_class_bind_template_callback (widget_class, on_view);

  gtk_widget_class_install_action (widget_class, "results.star", NULL, action_star);
  gtk_widget_class_install_action (widget_class, "results.tags", NULL, action_tags);
  gtk_widget_class_install_action (widget_class, "results.note", NULL, action_note);
  gtk_widget_class_install_action (widget_class, "results.compare", NULL, action_compare);
  gtk_widget_class_install_action (widget_class, "results.delete", NULL, action_delete);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_d, GDK_CONTROL_MASK, "results.star",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_t, GDK_CONTROL_MASK, "results.tags",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_e, GDK_CONTROL_MASK, "results.note",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_k, GDK_CONTROL_MASK, "results.compare",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "results.delete", NULL);
}

static void
cdl_results_page_init (CdlResultsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->list = cdl_run_list_new ();
  cdl_run_table_set_list (self->table, self->list);
  cdl_column_chooser_set_table (self->chooser, self->table);
  g_signal_connect_object (self->list, "changed", G_CALLBACK (on_list_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (cdl_run_table_selection (self->table), "selection-changed",
                           G_CALLBACK (on_selection), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cdl_run_table_selection (self->table), "items-changed",
                           G_CALLBACK (on_selection), self, G_CONNECT_SWAPPED);
  on_selection (self);
  remember_view (self);
}
