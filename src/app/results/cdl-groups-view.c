#include "cdl-groups-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "cdl-app-settings.h"
#include "cdl-columns-view.h"
#include "cdl-error-text.h"
#include "cdl-group-row.h"
#include "cdl-run-text.h"
#include "cdl-stat-chooser.h"
#include "cdl-text.h"
#include "cdl-time-text.h"
#include "cdl-time.h"

struct _CdlGroupsView
{
  GtkBox parent_instance;

  GtkDropDown *by;
  GtkDropDown *statistic;
  GtkLabel *count;
  GtkStack *stack;
  AdwStatusPage *problem;
  GtkColumnView *table;
  GtkColumnViewColumn *title;
  GtkColumnViewColumn *tested;
  GtkColumnViewColumn *best;

  GListStore *rows; /* CdlGroupRow */
  CdlStore *store;
  CdlRunFilter *filter;
  gboolean stale;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (CdlGroupsView, cdl_groups_view, GTK_TYPE_BOX)

enum
{
  CHOSEN,
  RUN_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* In the order in which they are offered. */
static const struct
{
  CdlGroupKey key;
  const char *title;
} keys[] = {
  { CDL_GROUP_TEST, N_ ("Test") },     { CDL_GROUP_STRATEGY, N_ ("Strategy") },
  { CDL_GROUP_SYMBOL, N_ ("Symbol") }, { CDL_GROUP_INTERVAL, N_ ("Interval") },
  { CDL_GROUP_MARKET, N_ ("Market") }, { CDL_GROUP_TAG, N_ ("Tag") },
};

static CdlGroupKey
chosen_key (CdlGroupsView *self)
{
  guint i = gtk_drop_down_get_selected (self->by);

  return i < G_N_ELEMENTS (keys) ? keys[i].key : CDL_GROUP_TEST;
}

static const char *
chosen_name (CdlGroupsView *self)
{
  return gtk_string_object_get_string (gtk_drop_down_get_selected_item (self->by));
}

/* --- Asking --- */

static void
show (CdlGroupsView *self, const char *page)
{
  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
on_rows (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CdlGroupsView) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = cdl_group_rows_finish (CDL_STORE (source), result, &error);
  g_autofree char *number = NULL, *words = NULL;

  if (self->store == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (rows == NULL)
    {
      words = cdl_error_text (error);
      adw_status_page_set_description (self->problem, words);
      show (self, "problem");
      return;
    }

  g_list_store_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)),
                       rows->pdata, rows->len);
  gtk_column_view_column_set_title (self->title, chosen_name (self));
  gtk_column_view_column_set_visible (self->tested, chosen_key (self) == CDL_GROUP_TEST);
  number = cdl_text_number (rows->len, 0);
  words = g_strdup_printf (ngettext ("%s group", "%s groups", rows->len), number);
  gtk_label_set_label (self->count, words);
  show (self, rows->len > 0 ? "table" : "empty");
}

static void
ask (CdlGroupsView *self)
{
  if (self->store == NULL || self->filter == NULL)
    return;
  self->stale = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (self->stale)
    return;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  cdl_group_rows_async (self->store, self->filter, chosen_key (self),
                        cdl_stat_chooser_get (self->statistic), self->cancellable, on_rows,
                        g_object_ref (self));
}

/* The best on top, whichever direction that is. */
static void
sort_by_best (CdlGroupsView *self)
{
  const CdlStatInfo *info = cdl_stat_info (cdl_stat_chooser_get (self->statistic));

  if (chosen_key (self) == CDL_GROUP_TEST)
    gtk_column_view_sort_by_column (self->table, self->tested, GTK_SORT_DESCENDING);
  else
    gtk_column_view_sort_by_column (
        self->table, self->best, info->higher_is_better ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

static void
on_choice (CdlGroupsView *self)
{
  sort_by_best (self);
  ask (self);
}

void
cdl_groups_view_ask (CdlGroupsView *self, CdlStore *store, const CdlRunFilter *filter)
{
  g_return_if_fail (CDL_IS_GROUPS_VIEW (self) && filter != NULL);

  g_set_object (&self->store, store);
  g_clear_pointer (&self->filter, cdl_run_filter_free);
  self->filter = cdl_run_filter_copy (filter);
  ask (self);
}

static void
cdl_groups_view_map (GtkWidget *widget)
{
  CdlGroupsView *self = CDL_GROUPS_VIEW (widget);

  GTK_WIDGET_CLASS (cdl_groups_view_parent_class)->map (widget);
  if (self->stale)
    ask (self);
}

/* --- Choosing --- */

static void
choose (CdlGroupsView *self, CdlGroupRow *row, gboolean heat_map)
{
  g_autoptr (CdlRunFilter) part = cdl_run_filter_new ();
  g_autofree char *time = row->created_at != CDL_TIME_NONE ? cdl_time_text (row->created_at) : NULL;
  g_autofree char *name
      = time != NULL ? g_strdup_printf ("%s, %s", row->title, time) : g_strdup (row->title);

  cdl_group_row_set_filter (row, chosen_key (self), part);
  g_signal_emit (self, signals[CHOSEN], 0, part, name, heat_map);
}

static void
on_activate (CdlGroupsView *self, guint position)
{
  g_autoptr (CdlGroupRow) row
      = g_list_model_get_item (G_LIST_MODEL (gtk_column_view_get_model (self->table)), position);

  if (row != NULL)
    choose (self, row, FALSE);
}

static void
on_best_clicked (GtkButton *button, GtkListItem *item)
{
  GtkWidget *self = gtk_widget_get_ancestor (GTK_WIDGET (button), CDL_TYPE_GROUPS_VIEW);
  CdlGroupRow *row = gtk_list_item_get_item (item);

  if (row->group->best_run != NULL)
    g_signal_emit (self, signals[RUN_ACTIVATED], 0, row->group->best_run);
}

static void
on_map_clicked (GtkButton *button, GtkListItem *item)
{
  GtkWidget *self = gtk_widget_get_ancestor (GTK_WIDGET (button), CDL_TYPE_GROUPS_VIEW);

  choose (CDL_GROUPS_VIEW (self), gtk_list_item_get_item (item), TRUE);
}

/* --- Columns --- */

static char *
text_title (gpointer item, const char **css)
{
  return g_strdup (CDL_GROUP_ROW (item)->title);
}

static char *
text_tested (gpointer item, const char **css)
{
  CdlGroupRow *row = item;

  return row->created_at != CDL_TIME_NONE ? cdl_time_text (row->created_at) : g_strdup ("–");
}

static char *
text_runs (gpointer item, const char **css)
{
  return cdl_text_number ((double) CDL_GROUP_ROW (item)->group->count, 0);
}

static char *
value_text (CdlGroupRow *row, double value, const char **css)
{
  if (row->stat == CDL_STAT_NET || row->stat == CDL_STAT_RETURN_PCT
      || row->stat == CDL_STAT_EXCESS_PCT)
    *css = value > 0.0 ? "success" : value < 0.0 ? "error" : NULL;

  return cdl_stat_value_text (row->stat, value);
}

/* What is undefined is worse than anything. */
static double
comparable (const CdlGroupRow *row, double value)
{
  if (isnan (value))
    return cdl_stat_info (row->stat)->higher_is_better ? -INFINITY : INFINITY;

  return value;
}

static int
compare (double a, double b)
{
  return (a > b) - (a < b);
}

/* Text and order of a column of values. */
#define VALUE_COLUMN(member)                                                                       \
  static char *text_##member (gpointer item, const char **css)                                     \
  {                                                                                                \
    return value_text (item, CDL_GROUP_ROW (item)->group->member, css);                            \
  }                                                                                                \
  static int by_##member (gconstpointer a, gconstpointer b, gpointer data)                         \
  {                                                                                                \
    return compare (comparable (a, ((const CdlGroupRow *) a)->group->member),                      \
                    comparable (b, ((const CdlGroupRow *) b)->group->member));                     \
  }

VALUE_COLUMN (best)
VALUE_COLUMN (median)
VALUE_COLUMN (mean)
VALUE_COLUMN (worst)

static int
by_title (gconstpointer a, gconstpointer b, gpointer data)
{
  return g_utf8_collate (((const CdlGroupRow *) a)->title, ((const CdlGroupRow *) b)->title);
}

static int
by_runs (gconstpointer a, gconstpointer b, gpointer data)
{
  guint64 n = ((const CdlGroupRow *) a)->group->count, m = ((const CdlGroupRow *) b)->group->count;

  return (n > m) - (n < m);
}

static int
by_tested (gconstpointer a, gconstpointer b, gpointer data)
{
  gint64 x = ((const CdlGroupRow *) a)->created_at, y = ((const CdlGroupRow *) b)->created_at;

  return (x > y) - (x < y);
}

/* Borrowed. */
static GtkColumnViewColumn *
add_column (CdlGroupsView *self,
            const char *title,
            gboolean numeric,
            CdlCellText text,
            GCompareDataFunc compare_rows)
{
  GListModel *columns = gtk_column_view_get_columns (self->table);
  g_autoptr (GtkColumnViewColumn) column = NULL;
  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (compare_rows, self, NULL));

  cdl_column_view_add (self->table, title, numeric, !numeric, text);
  column = g_list_model_get_item (columns, g_list_model_get_n_items (columns) - 1);
  gtk_column_view_column_set_sorter (column, sorter);

  return column;
}

static void
add_button (GtkListItem *item, const char *icon, const char *name, GCallback clicked)
{
  GtkWidget *box = gtk_list_item_get_child (item), *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "star");
  gtk_widget_add_css_class (button, "dim-label");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (button, "clicked", clicked, item);
  gtk_box_append (GTK_BOX (box), button);
}

static void
on_buttons_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  gtk_list_item_set_child (item, gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  add_button (item, "view-grid-symbolic", _ ("Heat map of these runs"),
              G_CALLBACK (on_map_clicked));
  add_button (item, "go-next-symbolic", _ ("Open the best run"), G_CALLBACK (on_best_clicked));
}

static void
add_columns (CdlGroupsView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) buttons = NULL;

  self->title = add_column (self, "", FALSE, text_title, by_title);
  self->tested = add_column (self, _ ("Tested"), TRUE, text_tested, by_tested);
  add_column (self, _ ("Runs"), TRUE, text_runs, by_runs);
  self->best = add_column (self, _ ("Best"), TRUE, text_best, by_best);
  add_column (self, _ ("Median"), TRUE, text_median, by_median);
  add_column (self, _ ("Mean"), TRUE, text_mean, by_mean);
  add_column (self, _ ("Worst"), TRUE, text_worst, by_worst);
  g_signal_connect (factory, "setup", G_CALLBACK (on_buttons_setup), NULL);
  buttons = gtk_column_view_column_new (NULL, factory);
  gtk_column_view_append_column (self->table, buttons);
}

static void
cdl_groups_view_dispose (GObject *object)
{
  CdlGroupsView *self = CDL_GROUPS_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->store);
  g_clear_pointer (&self->filter, cdl_run_filter_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), CDL_TYPE_GROUPS_VIEW);
  G_OBJECT_CLASS (cdl_groups_view_parent_class)->dispose (object);
}

static void
cdl_groups_view_class_init (CdlGroupsViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = cdl_groups_view_dispose;
  widget_class->map = cdl_groups_view_map;
  signals[CHOSEN]
      = g_signal_new ("chosen", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 3, G_TYPE_POINTER, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[RUN_ACTIVATED]
      = g_signal_new ("run-activated", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/chandelier/Chandelier/cdl-groups-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CdlGroupsView, by);
  gtk_widget_class_bind_template_child (widget_class, CdlGroupsView, statistic);
  gtk_widget_class_bind_template_child (widget_class, CdlGroupsView, count);
  gtk_widget_class_bind_template_child (widget_class, CdlGroupsView, stack);
  gtk_widget_class_bind_template_child (widget_class, CdlGroupsView, problem);
  gtk_widget_class_bind_template_child (widget_class, CdlGroupsView, table);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
}

static void
fill_keys (CdlGroupsView *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  g_autofree char *name = cdl_app_settings_get_string ("results-group");
  guint chosen = 0;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      gtk_string_list_append (titles, _ (keys[i].title));
      if (g_strcmp0 (name, cdl_group_key_name (keys[i].key)) == 0)
        chosen = i;
    }
  gtk_drop_down_set_model (self->by, G_LIST_MODEL (titles));
  gtk_drop_down_set_selected (self->by, chosen);
}

static void
on_key (CdlGroupsView *self)
{
  GSettings *settings = cdl_app_settings ();

  if (settings != NULL)
    g_settings_set_string (settings, "results-group", cdl_group_key_name (chosen_key (self)));
  on_choice (self);
}

static void
cdl_groups_view_init (CdlGroupsView *self)
{
  g_autoptr (GtkSortListModel) sorted = NULL;
  g_autoptr (GtkSelectionModel) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_list_store_new (CDL_TYPE_GROUP_ROW);
  fill_keys (self);
  cdl_stat_chooser_fill (self->statistic);
  add_columns (self);
  sorted = gtk_sort_list_model_new (G_LIST_MODEL (self->rows),
                                    g_object_ref (gtk_column_view_get_sorter (self->table)));
  selection = GTK_SELECTION_MODEL (gtk_single_selection_new (g_object_ref (G_LIST_MODEL (sorted))));
  gtk_column_view_set_model (self->table, selection);
  sort_by_best (self);
  g_signal_connect_swapped (self->by, "notify::selected", G_CALLBACK (on_key), self);
  g_signal_connect_swapped (self->statistic, "notify::selected", G_CALLBACK (on_choice), self);
}
