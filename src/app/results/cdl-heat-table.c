#include "cdl-heat-table.h"

#include <glib/gi18n.h>
#include <math.h>

#include "cdl-columns-view.h"
#include "cdl-number.h"
#include "cdl-run-text.h"
#include "cdl-text.h"

/* --- A row --- */

#define CDL_TYPE_HEAT_ROW (cdl_heat_row_get_type ())
G_DECLARE_FINAL_TYPE (CdlHeatRow, cdl_heat_row, CDL, HEAT_ROW, GObject)

struct _CdlHeatRow
{
  GObject parent_instance;
  double x, y, value;
  guint count;
  char *run;
  CdlStat stat;
};

G_DEFINE_FINAL_TYPE (CdlHeatRow, cdl_heat_row, G_TYPE_OBJECT)

static void
cdl_heat_row_finalize (GObject *object)
{
  g_free (CDL_HEAT_ROW (object)->run);
  G_OBJECT_CLASS (cdl_heat_row_parent_class)->finalize (object);
}

static void
cdl_heat_row_class_init (CdlHeatRowClass *class)
{
  G_OBJECT_CLASS (class)->finalize = cdl_heat_row_finalize;
}

static void
cdl_heat_row_init (CdlHeatRow *self)
{
}

/* --- The table --- */

struct _CdlHeatTable
{
  GtkWidget parent_instance;
  GtkWidget *scroller;
  GtkColumnView *view;
  GtkColumnViewColumn *x, *y, *value;
  GListStore *rows; /* CdlHeatRow */
};

G_DEFINE_FINAL_TYPE (CdlHeatTable, cdl_heat_table, GTK_TYPE_WIDGET)

static guint activated;

static char *
number_text (double value)
{
  char number[CDL_NUMBER_SIZE];

  return g_strdup (cdl_number_format (value, number));
}

static char *
text_x (gpointer item, const char **css)
{
  return number_text (CDL_HEAT_ROW (item)->x);
}

static char *
text_y (gpointer item, const char **css)
{
  return number_text (CDL_HEAT_ROW (item)->y);
}

static char *
text_value (gpointer item, const char **css)
{
  return cdl_stat_value_text (CDL_HEAT_ROW (item)->stat, CDL_HEAT_ROW (item)->value);
}

static char *
text_count (gpointer item, const char **css)
{
  return cdl_text_number (CDL_HEAT_ROW (item)->count, 0);
}

#define BY(member)                                                                                 \
  static int by_##member (gconstpointer a, gconstpointer b, gpointer data)                         \
  {                                                                                                \
    const CdlHeatRow *one = a, *other = b;                                                         \
                                                                                                   \
    return (one->member > other->member) - (one->member < other->member);                          \
  }

BY (x)
BY (y)
BY (value)
BY (count)

/* Borrowed. */
static GtkColumnViewColumn *
add_column (CdlHeatTable *self, const char *title, CdlCellText text, GCompareDataFunc compare)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  g_autoptr (GtkColumnViewColumn) column = NULL;
  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (compare, NULL, NULL));

  cdl_column_view_add (self->view, title, TRUE, FALSE, text);
  column = g_list_model_get_item (columns, g_list_model_get_n_items (columns) - 1);
  gtk_column_view_column_set_sorter (column, sorter);

  return column;
}

static void
on_activate (CdlHeatTable *self, guint position)
{
  g_autoptr (CdlHeatRow) row
      = g_list_model_get_item (G_LIST_MODEL (gtk_column_view_get_model (self->view)), position);

  if (row != NULL)
    g_signal_emit (self, activated, 0, row->run);
}

void
cdl_heat_table_set_map (CdlHeatTable *self,
                        const CdlHeatMap *map,
                        const char *x_name,
                        const char *y_name,
                        CdlStat stat)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_if_fail (CDL_IS_HEAT_TABLE (self));

  for (gsize i = 0; map != NULL && i < map->n_x * map->n_y; i++)
    {
      const CdlHeatCell *cell = &map->cells[i];
      CdlHeatRow *row;

      if (isnan (cell->value))
        continue;
      row = g_object_new (CDL_TYPE_HEAT_ROW, NULL);
      row->x = map->x[i % map->n_x];
      row->y = map->y[i / map->n_x];
      row->value = cell->value;
      row->count = cell->count;
      row->run = g_strdup (cell->run);
      row->stat = stat;
      g_ptr_array_add (rows, row);
    }
  if (map != NULL)
    {
      gtk_column_view_column_set_title (self->x, x_name);
      gtk_column_view_column_set_title (self->y, y_name);
      gtk_column_view_column_set_title (self->value, _ (cdl_stat_info (stat)->title));
    }
  g_list_store_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)),
                       rows->pdata, rows->len);
}

static void
cdl_heat_table_dispose (GObject *object)
{
  CdlHeatTable *self = CDL_HEAT_TABLE (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->rows);
  G_OBJECT_CLASS (cdl_heat_table_parent_class)->dispose (object);
}

static void
cdl_heat_table_class_init (CdlHeatTableClass *class)
{
  G_OBJECT_CLASS (class)->dispose = cdl_heat_table_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
  activated = g_signal_new ("activated", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                            NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
cdl_heat_table_init (CdlHeatTable *self)
{
  GtkSortListModel *sorted;

  self->rows = g_list_store_new (CDL_TYPE_HEAT_ROW);
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  gtk_column_view_set_show_row_separators (self->view, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "data-table");
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "dense");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Cells of the heat map"), -1);
  self->x = add_column (self, "", text_x, by_x);
  self->y = add_column (self, "", text_y, by_y);
  self->value = add_column (self, "", text_value, by_value);
  add_column (self, _ ("Runs"), text_count, by_count);
  sorted = gtk_sort_list_model_new (G_LIST_MODEL (g_object_ref (self->rows)),
                                    g_object_ref (gtk_column_view_get_sorter (self->view)));
  {
    g_autoptr (GtkSelectionModel) selection
        = GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (sorted)));

    gtk_column_view_set_model (self->view, selection);
  }
  g_signal_connect_swapped (self->view, "activate", G_CALLBACK (on_activate), self);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->view));
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}
