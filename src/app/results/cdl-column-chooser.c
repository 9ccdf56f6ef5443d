#include "cdl-column-chooser.h"

#include <glib/gi18n.h>

struct _CdlColumnChooser
{
  GtkPopover parent_instance;

  GtkSearchEntry *search;
  GtkListBox *list;
  GtkDropDown *sort;
  GtkToggleButton *descending;

  CdlRunTable *table; /* that it is a part of */
  GPtrArray *sorts;   /* CdlRunColumn, as in the drop-down */
  gboolean quiet;     /* changes are not the user's */
};

G_DEFINE_FINAL_TYPE (CdlColumnChooser, cdl_column_chooser, GTK_TYPE_POPOVER)

static const char column_key[] = "cdl-run-column";

static const CdlRunColumn *
row_column (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), column_key);
}

/* --- Columns --- */

static void
on_toggled (GtkCheckButton *check, CdlColumnChooser *self)
{
  const CdlRunColumn *column = g_object_get_data (G_OBJECT (check), column_key);
  g_auto (GStrv) names = NULL;
  g_autoptr (GStrvBuilder) chosen = NULL;

  if (self->quiet)
    return;
  names = cdl_run_table_columns (self->table);
  chosen = g_strv_builder_new ();
  for (char **name = names; *name != NULL; name++)
    if (!g_str_equal (*name, column->name))
      g_strv_builder_add (chosen, *name);
  if (gtk_check_button_get_active (check))
    g_strv_builder_add (chosen, column->name);
  g_strfreev (g_steal_pointer (&names));
  names = g_strv_builder_end (chosen);
  cdl_run_table_set_columns (self->table, (const char *const *) names);
}

static void
add_row (CdlColumnChooser *self, const CdlRunColumn *column)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *check = gtk_check_button_new_with_label (_ (column->title));

  g_object_set_data (G_OBJECT (row), column_key, (gpointer) column);
  g_object_set_data (G_OBJECT (check), column_key, (gpointer) column);
  gtk_widget_set_tooltip_text (check, _ (column->doc));
  g_signal_connect (check, "toggled", G_CALLBACK (on_toggled), self);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), check);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_append (self->list, row);
}

static void
update_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  GtkWidget *label;

  if (before != NULL && g_str_equal (row_column (before)->group, row_column (row)->group))
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  label = gtk_label_new (_ (row_column (row)->group));
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_set_margin_top (label, before != NULL ? 12 : 0);
  gtk_list_box_row_set_header (row, label);
}

static gboolean
is_wanted (GtkListBoxRow *row, gpointer data)
{
  CdlColumnChooser *self = data;
  const char *words = gtk_editable_get_text (GTK_EDITABLE (self->search));

  return *words == '\0' || g_str_match_string (words, _ (row_column (row)->title), TRUE);
}

/* --- Sort --- */

static void
on_sort (CdlColumnChooser *self)
{
  guint i = gtk_drop_down_get_selected (self->sort);

  if (!self->quiet && i < self->sorts->len)
    cdl_run_table_set_sort (self->table, self->sorts->pdata[i],
                            gtk_toggle_button_get_active (self->descending));
}

static void
fill_sorts (CdlColumnChooser *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  gboolean descending;
  const CdlRunColumn *sort = cdl_run_table_sort (self->table, &descending);
  g_auto (GStrv) names = cdl_run_table_columns (self->table);
  guint selected = GTK_INVALID_LIST_POSITION;

  g_ptr_array_set_size (self->sorts, 0);
  for (char **name = names; *name != NULL; name++)
    {
      const CdlRunColumn *column = cdl_run_column_find (*name);

      if (!column->sortable)
        continue;
      if (column == sort)
        selected = self->sorts->len;
      g_ptr_array_add (self->sorts, (gpointer) column);
      gtk_string_list_append (titles, _ (column->title));
    }
  gtk_drop_down_set_model (self->sort, G_LIST_MODEL (titles));
  gtk_drop_down_set_selected (self->sort, selected);
  gtk_toggle_button_set_active (self->descending, descending);
}

/* As the table is now. */
static void
on_show (CdlColumnChooser *self)
{
  g_auto (GStrv) names = cdl_run_table_columns (self->table);
  GtkListBoxRow *row;

  self->quiet = TRUE;
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    gtk_check_button_set_active (
        GTK_CHECK_BUTTON (gtk_list_box_row_get_child (row)),
        g_strv_contains ((const char *const *) names, row_column (row)->name));
  fill_sorts (self);
  self->quiet = FALSE;
}

void
cdl_column_chooser_set_table (CdlColumnChooser *self, CdlRunTable *table)
{
  g_return_if_fail (CDL_IS_COLUMN_CHOOSER (self));

  self->table = table;
}

static void
cdl_column_chooser_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CDL_TYPE_COLUMN_CHOOSER);
  G_OBJECT_CLASS (cdl_column_chooser_parent_class)->dispose (object);
}

static void
cdl_column_chooser_finalize (GObject *object)
{
  g_ptr_array_unref (CDL_COLUMN_CHOOSER (object)->sorts);
  G_OBJECT_CLASS (cdl_column_chooser_parent_class)->finalize (object);
}

static void
cdl_column_chooser_class_init (CdlColumnChooserClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = cdl_column_chooser_dispose;
  G_OBJECT_CLASS (class)->finalize = cdl_column_chooser_finalize;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/chandelier/Chandelier/cdl-column-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, CdlColumnChooser, search);
  gtk_widget_class_bind_template_child (widget_class, CdlColumnChooser, list);
  gtk_widget_class_bind_template_child (widget_class, CdlColumnChooser, sort);
  gtk_widget_class_bind_template_child (widget_class, CdlColumnChooser, descending);
  gtk_widget_class_bind_template_callback (widget_class, on_show);
  gtk_widget_class_bind_template_callback (widget_class, on_sort);
}

static void
cdl_column_chooser_init (CdlColumnChooser *self)
{
  guint n;
  const CdlRunColumn *columns = cdl_run_columns (&n);

  self->sorts = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->list, update_header, NULL, NULL);
  gtk_list_box_set_filter_func (self->list, is_wanted, self, NULL);
  for (guint i = 0; i < n; i++)
    add_row (self, &columns[i]);
  g_signal_connect_swapped (self->search, "search-changed",
                            G_CALLBACK (gtk_list_box_invalidate_filter), self->list);
}
