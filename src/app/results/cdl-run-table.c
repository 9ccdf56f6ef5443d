#include "cdl-run-table.h"

#include <glib/gi18n.h>

#include "cdl-app-settings.h"

struct _CdlRunTable
{
  GtkWidget parent_instance;

  GtkScrolledWindow *scroller;
  GtkColumnView *view;
  GtkMultiSelection *selection;
  CdlRunList *list;
  const CdlRunColumn *sort;
  gboolean descending;
  gboolean quiet; /* changes of the sort are not the user's */
};

G_DEFINE_FINAL_TYPE (CdlRunTable, cdl_run_table, GTK_TYPE_WIDGET)

enum
{
  ACTIVATED,
  SORTED,
  STARRED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What a column of the view shows. */
static const char column_key[] = "cdl-run-column";

static const CdlRunColumn *
column_of (gpointer object)
{
  return g_object_get_data (G_OBJECT (object), column_key);
}

/* --- Cells --- */

static void
show_text (CdlRunRow *row, GtkListItem *item)
{
  GtkWidget *label = gtk_list_item_get_child (item);
  const CdlRunColumn *column = column_of (label);
  const CdlRunRecord *run = cdl_run_row_run (row);
  const char *css = NULL;
  g_autofree char *text = run != NULL ? column->text (column, run, &css) : NULL;
  g_autofree char *tooltip = run != NULL && column->tooltip != NULL ? column->tooltip (run) : NULL;

  gtk_label_set_label (GTK_LABEL (label), text);
  gtk_widget_set_tooltip_text (label, tooltip);
  gtk_widget_remove_css_class (label, "success");
  gtk_widget_remove_css_class (label, "error");
  if (css != NULL)
    gtk_widget_add_css_class (label, css);
}

static void
on_text_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  const CdlRunColumn *column = data;
  GtkWidget *label = gtk_label_new (NULL);

  g_object_set_data (G_OBJECT (label), column_key, data);
  gtk_label_set_xalign (GTK_LABEL (label), column->numeric ? 1.0f : 0.0f);
  if (column->width > 0)
    {
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_width_chars (GTK_LABEL (label), column->width);
    }
  if (column->numeric)
    gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer show)
{
  CdlRunRow *row = gtk_list_item_get_item (item);

  g_signal_connect (row, "changed", G_CALLBACK (show), item);
  ((void (*) (CdlRunRow *, GtkListItem *)) show) (row, item);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer show)
{
  g_signal_handlers_disconnect_by_data (gtk_list_item_get_item (item), item);
}

static void
show_star (CdlRunRow *row, GtkListItem *item)
{
  GtkWidget *button = gtk_list_item_get_child (item);
  const CdlRunRecord *run = cdl_run_row_run (row);
  gboolean favourite = run != NULL && run->favourite;

  gtk_button_set_icon_name (GTK_BUTTON (button),
                            favourite ? "starred-symbolic" : "non-starred-symbolic");
  gtk_widget_set_tooltip_text (button, favourite ? _ ("A favourite") : _ ("Make it a favourite"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  favourite ? _ ("A favourite") : _ ("Make it a favourite"), -1);
  if (favourite)
    gtk_widget_remove_css_class (button, "dim-label");
  else
    gtk_widget_add_css_class (button, "dim-label");
}

static void
on_star_clicked (GtkButton *button, GtkListItem *item)
{
  GtkWidget *table = gtk_widget_get_ancestor (GTK_WIDGET (button), CDL_TYPE_RUN_TABLE);

  g_signal_emit (table, signals[STARRED], 0, gtk_list_item_get_item (item));
}

static void
on_star_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *button = gtk_button_new ();

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "star");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_focus_on_click (button, FALSE);
  g_signal_connect (button, "clicked", G_CALLBACK (on_star_clicked), item);
  gtk_list_item_set_child (item, button);
}

/* Every row has a star: whatever is bound first tells the list that the row is in sight. */
static void
on_star_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  CdlRunTable *self = data;

  cdl_run_list_touch (self->list, gtk_list_item_get_item (item));
  on_bind (factory, item, (gpointer) show_star);
}

/* --- Columns --- */

static void
add_star_column (CdlRunTable *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (on_star_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_star_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
  column = gtk_column_view_column_new ("★", factory);
  gtk_column_view_append_column (self->view, column);
}

/* The column whose sorter was asked last: see read_sort(). */
static const CdlRunColumn *asked;

static int
on_compare (gconstpointer a, gconstpointer b, gpointer column)
{
  if (asked == NULL)
    asked = column;

  return -1;
}

static void
add_column (CdlRunTable *self, const CdlRunColumn *info)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (on_text_setup), (gpointer) info);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), (gpointer) show_text);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
  column = gtk_column_view_column_new (_ (info->head), factory);
  g_object_set_data (G_OBJECT (column), column_key, (gpointer) info);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_expand (column, info->width > 0);
  if (info->sortable)
    {
      g_autoptr (GtkSorter) sorter
          = GTK_SORTER (gtk_custom_sorter_new (on_compare, (gpointer) info, NULL));

      gtk_column_view_column_set_sorter (column, sorter);
    }
  gtk_column_view_append_column (self->view, column);
}

static GtkColumnViewColumn *
find_column (CdlRunTable *self, const CdlRunColumn *info)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (column_of (column) == info)
        return column; /* the view holds it */
    }

  return NULL;
}

/* --- Sort --- */

/* Which head was clicked. The view's sorter does not tell before GTK 4.10; but comparing asks that
 * of its first column, and turns the answer round if it is descending. */
static const CdlRunColumn *
read_sort (CdlRunTable *self, gboolean *descending)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (self->view);

  asked = NULL;
  *descending = gtk_sorter_compare (sorter, self, self->view) == GTK_ORDERING_LARGER;

  return asked;
}

static void
show_sort (CdlRunTable *self)
{
  gboolean before = self->quiet;

  self->quiet = TRUE;
  gtk_column_view_sort_by_column (self->view, find_column (self, self->sort),
                                  self->descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
  self->quiet = before;
}

void
cdl_run_table_set_sort (CdlRunTable *self, const CdlRunColumn *column, gboolean descending)
{
  GSettings *settings = cdl_app_settings ();

  g_return_if_fail (CDL_IS_RUN_TABLE (self) && column != NULL);

  if (self->sort == column && self->descending == descending)
    return;
  self->sort = column;
  self->descending = descending;
  show_sort (self);
  if (settings != NULL)
    {
      g_settings_set_string (settings, "sort", column->name);
      g_settings_set_boolean (settings, "sort-descending", descending);
    }
  g_signal_emit (self, signals[SORTED], 0);
}

static void
on_sorter (GtkSorter *sorter, GtkSorterChange change, CdlRunTable *self)
{
  gboolean descending;
  const CdlRunColumn *column;

  if (self->quiet)
    return;
  column = read_sort (self, &descending);
  if (column == NULL)
    return;
  if (column != self->sort) /* a first click shows the best first */
    descending = column->descending;
  cdl_run_table_set_sort (self, column, descending);
}

const CdlRunColumn *
cdl_run_table_sort (CdlRunTable *self, gboolean *descending)
{
  *descending = self->descending;

  return self->sort;
}

/* --- Public --- */

char **
cdl_run_table_columns (CdlRunTable *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (column_of (column) != NULL)
        g_strv_builder_add (names, column_of (column)->name);
    }

  return g_strv_builder_end (names);
}

/* They may have been dragged to other places, too. */
static void
remember_columns (CdlRunTable *self)
{
  GSettings *settings = cdl_app_settings ();
  g_auto (GStrv) names = cdl_run_table_columns (self);

  if (settings != NULL && !self->quiet)
    g_settings_set_strv (settings, "columns", (const char *const *) names);
}

void
cdl_run_table_set_columns (CdlRunTable *self, const char *const *names)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  g_return_if_fail (CDL_IS_RUN_TABLE (self));

  self->quiet = TRUE;
  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (self->view, column);
    }
  add_star_column (self);
  for (const char *const *name = names; *name != NULL; name++)
    {
      const CdlRunColumn *info = cdl_run_column_find (*name);

      if (info != NULL && find_column (self, info) == NULL)
        add_column (self, info);
    }
  show_sort (self);
  self->quiet = FALSE;
  remember_columns (self);
}

void
cdl_run_table_set_list (CdlRunTable *self, CdlRunList *list)
{
  g_return_if_fail (CDL_IS_RUN_TABLE (self) && self->list == NULL);

  self->list = g_object_ref (list);
  self->selection = gtk_multi_selection_new (g_object_ref (cdl_run_list_model (list)));
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
}

GtkSelectionModel *
cdl_run_table_selection (CdlRunTable *self)
{
  return GTK_SELECTION_MODEL (self->selection);
}

GPtrArray *
cdl_run_table_selected (CdlRunTable *self)
{
  g_autoptr (GtkBitset) set = gtk_selection_model_get_selection (cdl_run_table_selection (self));
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  guint64 n = gtk_bitset_get_size (set);

  for (guint64 i = 0; i < n; i++)
    g_ptr_array_add (rows, g_list_model_get_item (G_LIST_MODEL (self->selection),
                                                  gtk_bitset_get_nth (set, (guint) i)));

  return rows;
}

void
cdl_run_table_scroll_to_top (CdlRunTable *self)
{
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0.0);
}

static void
on_activate (GtkColumnView *view, guint position, CdlRunTable *self)
{
  g_autoptr (CdlRunRow) row = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (row != NULL)
    g_signal_emit (self, signals[ACTIVATED], 0, row);
}

/* The next page is fetched before the end is reached. */
static void
on_scrolled (GtkAdjustment *adjustment, CdlRunTable *self)
{
  double page = gtk_adjustment_get_page_size (adjustment);
  double below
      = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_value (adjustment) - page;

  if (self->list != NULL && below < 3.0 * page)
    cdl_run_list_more (self->list);
}

static void
cdl_run_table_dispose (GObject *object)
{
  CdlRunTable *self = CDL_RUN_TABLE (object);

  if (self->view != NULL)
    {
      g_signal_handlers_disconnect_by_data (gtk_column_view_get_sorter (self->view), self);
      g_signal_handlers_disconnect_by_data (gtk_column_view_get_columns (self->view), self);
      g_signal_handlers_disconnect_by_data (gtk_scrolled_window_get_vadjustment (self->scroller),
                                            self);
      gtk_widget_unparent (GTK_WIDGET (self->scroller));
      self->view = NULL;
    }
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  G_OBJECT_CLASS (cdl_run_table_parent_class)->dispose (object);
}

static void
cdl_run_table_class_init (CdlRunTableClass *class)
{
  GType type = G_TYPE_FROM_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = cdl_run_table_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
  signals[ACTIVATED] = g_signal_new ("activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, CDL_TYPE_RUN_ROW);
  signals[SORTED]
      = g_signal_new ("sorted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[STARRED] = g_signal_new ("starred", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, CDL_TYPE_RUN_ROW);
}

/* As it was left, where it is known. */
static void
restore (CdlRunTable *self)
{
  static const char *const usual[]
      = { "strategy", "symbol", "interval", "params", "return", "created_at", NULL };
  GSettings *settings = cdl_app_settings ();
  g_autofree char *sort = cdl_app_settings_get_string ("sort");
  g_auto (GStrv) names = settings != NULL ? g_settings_get_strv (settings, "columns") : NULL;
  const CdlRunColumn *column = sort != NULL ? cdl_run_column_find (sort) : NULL;

  self->sort = column != NULL && column->sortable ? column : cdl_run_column_find ("created_at");
  self->descending = settings == NULL || cdl_app_settings_get_boolean ("sort-descending");
  cdl_run_table_set_columns (self, names != NULL ? (const char *const *) names : usual);
}

static void
cdl_run_table_init (CdlRunTable *self)
{
  self->scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  gtk_column_view_set_show_row_separators (self->view, TRUE);
  gtk_column_view_set_reorderable (self->view, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "data-table");
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "dense");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Runs"), -1);
  gtk_scrolled_window_set_child (self->scroller, GTK_WIDGET (self->view));
  gtk_widget_set_parent (GTK_WIDGET (self->scroller), GTK_WIDGET (self));
  restore (self);
  g_signal_connect (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (on_sorter),
                    self);
  g_signal_connect_swapped (gtk_column_view_get_columns (self->view), "items-changed",
                            G_CALLBACK (remember_columns), self);
  g_signal_connect (self->view, "activate", G_CALLBACK (on_activate), self);
  g_signal_connect (gtk_scrolled_window_get_vadjustment (self->scroller), "value-changed",
                    G_CALLBACK (on_scrolled), self);
  g_signal_connect (gtk_scrolled_window_get_vadjustment (self->scroller), "changed",
                    G_CALLBACK (on_scrolled), self);
}
