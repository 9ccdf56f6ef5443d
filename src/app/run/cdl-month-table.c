#include "cdl-month-table.h"

#include <glib/gi18n.h>

#include "cdl-monthly.h"
#include "cdl-return-shade.h"
#include "cdl-text.h"

struct _CdlMonthTable
{
  GtkWidget parent_instance;
  GtkWidget *grid;
};

G_DEFINE_FINAL_TYPE (CdlMonthTable, cdl_month_table, GTK_TYPE_WIDGET)

static GtkWidget *
add_cell (CdlMonthTable *self, const char *words, int column, int row, const char *css)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), column == 0 ? 0.0f : 1.0f);
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "month");
  if (css != NULL)
    gtk_widget_add_css_class (label, css);
  gtk_grid_attach (GTK_GRID (self->grid), label, column, row, 1, 1);

  return label;
}

static void
add_month (CdlMonthTable *self, const CdlMonth *month, int row)
{
  g_autofree char *words = cdl_text_signed (month->return_pct, 2);
  g_autofree char *money = cdl_text_signed (month->pnl, 2);
  g_autofree char *trades = g_strdup_printf (
      ngettext ("%u trade closed", "%u trades closed", month->trades), month->trades);
  g_autofree char *tooltip
      = g_strdup_printf ("%d-%02d: %s %%, %s, %s", month->year, month->month, words, money, trades);
  GtkWidget *cell = add_cell (self, words, month->month, row, cdl_return_shade (month->return_pct));

  gtk_widget_set_tooltip_text (cell, tooltip);
}

void
cdl_month_table_set_months (CdlMonthTable *self, const GArray *months)
{
  static const char *const names[]
      = { N_ ("Jan"), N_ ("Feb"), N_ ("Mar"), N_ ("Apr"), N_ ("May"), N_ ("Jun"),
          N_ ("Jul"), N_ ("Aug"), N_ ("Sep"), N_ ("Oct"), N_ ("Nov"), N_ ("Dec") };
  GtkWidget *child;
  int row = 0, year = 0;

  g_return_if_fail (CDL_IS_MONTH_TABLE (self));

  while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
    gtk_grid_remove (GTK_GRID (self->grid), child);
  if (months == NULL || months->len == 0)
    return;

  add_cell (self, _ ("%"), 0, 0, "dim-label");
  for (int i = 0; i < 12; i++)
    add_cell (self, _ (names[i]), i + 1, 0, "dim-label");
  add_cell (self, _ ("Year"), 13, 0, "dim-label");
  for (guint i = 0; i < months->len; i++)
    {
      const CdlMonth *month = &g_array_index (months, CdlMonth, i);

      if (row == 0 || month->year != year)
        {
          double whole = cdl_monthly_year (months, month->year);
          g_autofree char *name = g_strdup_printf ("%d", month->year);
          g_autofree char *words = cdl_text_signed (whole, 2);

          year = month->year;
          row++;
          add_cell (self, name, 0, row, "heading");
          gtk_widget_add_css_class (add_cell (self, words, 13, row, cdl_return_shade (whole)),
                                    "heading");
        }
      add_month (self, month, row);
    }
}

static void
cdl_month_table_dispose (GObject *object)
{
  g_clear_pointer (&CDL_MONTH_TABLE (object)->grid, gtk_widget_unparent);
  G_OBJECT_CLASS (cdl_month_table_parent_class)->dispose (object);
}

static void
cdl_month_table_class_init (CdlMonthTableClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = cdl_month_table_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "months");
}

static void
cdl_month_table_init (CdlMonthTable *self)
{
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 2);
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 2);
  gtk_widget_set_halign (self->grid, GTK_ALIGN_START);
  gtk_widget_set_valign (self->grid, GTK_ALIGN_START);
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
}
