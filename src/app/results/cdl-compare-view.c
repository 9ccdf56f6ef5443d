#include "cdl-compare-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "cdl-compare-row.h"
#include "cdl-curves.h"
#include "cdl-run-text.h"

struct _CdlCompareView
{
  GtkBox parent_instance;

  GtkStack *chart_stack;
  CdlCurves *curves;
  GtkFlowBox *legend;
  GtkCheckButton *only_different;
  GtkColumnView *table;

  CdlComparedRuns *runs;
  GListStore *rows; /* CdlCompareRow */
  GtkFilter *filter;
};

G_DEFINE_FINAL_TYPE (CdlCompareView, cdl_compare_view, GTK_TYPE_BOX)

/* --- Rows --- */

static void
add_heading (GPtrArray *rows, const char *title)
{
  CdlCompareRow *row = cdl_compare_row_new (title, NULL, 0);

  row->differs = TRUE; /* always in sight */
  g_ptr_array_add (rows, row);
}

/* Rows of the comparison whose names begin so; those of the run itself have no point in them. */
static void
add_compared (CdlCompareView *self, GPtrArray *rows, const char *heading, const char *prefix)
{
  const CdlRunComparison *comparison = self->runs->comparison;
  gboolean any = FALSE;

  for (guint i = 0; i < comparison->rows->len; i++)
    {
      const CdlComparedRow *compared = comparison->rows->pdata[i];
      CdlCompareRow *row;

      if (prefix != NULL ? !g_str_has_prefix (compared->name, prefix)
                         : strchr (compared->name, '.') != NULL)
        continue;
      if (!any)
        add_heading (rows, heading);
      any = TRUE;
      row = cdl_compare_row_new (compared->name + (prefix != NULL ? strlen (prefix) : 0), NULL,
                                 self->runs->runs->len);
      g_ptr_array_add (rows, row);
      row->differs = compared->differs;
      for (guint k = 0; k < row->n; k++)
        row->values[k] = g_strdup (compared->values[k] != NULL ? compared->values[k] : "");
    }
}

static void
add_statistics (CdlCompareView *self, GPtrArray *rows)
{
  const CdlRunComparison *comparison = self->runs->comparison;
  const char *group = NULL;

  for (int i = 0; i < CDL_N_STATS; i++)
    {
      const CdlStatInfo *info = cdl_stat_info ((CdlStat) i);
      CdlCompareRow *row;

      if (g_strcmp0 (group, info->group) != 0)
        add_heading (rows, _ (info->group));
      group = info->group;
      row = cdl_compare_row_new (_ (info->title), _ (info->doc), self->runs->runs->len);
      g_ptr_array_add (rows, row);
      row->best = comparison->best[i];
      row->differs = comparison->differs[i];
      for (guint k = 0; k < row->n; k++)
        row->values[k] = cdl_run_stat_text (self->runs->runs->pdata[k], (CdlStat) i);
    }
}

static gboolean
is_wanted (gpointer item, gpointer data)
{
  CdlCompareView *self = data;

  return !gtk_check_button_get_active (self->only_different) || CDL_COMPARE_ROW (item)->differs;
}

static void
on_only_different (CdlCompareView *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

/* --- Columns --- */

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer numeric)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), GPOINTER_TO_INT (numeric) ? 1.0f : 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), GPOINTER_TO_INT (numeric) ? 14 : 26);
  if (GPOINTER_TO_INT (numeric))
    gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
on_bind_title (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  const CdlCompareRow *row = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_list_item_get_child (item);

  gtk_label_set_label (GTK_LABEL (label), row->title);
  gtk_widget_set_tooltip_text (label, row->doc);
  gtk_widget_remove_css_class (label, "heading");
  gtk_widget_remove_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, row->n == 0 ? "heading" : "dim-label");
}

static void
on_bind_value (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  const CdlCompareRow *row = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_list_item_get_child (item);
  guint i = GPOINTER_TO_UINT (data);
  gboolean best = row->best == (int) i;
  g_autofree char *words = row->n > 0 ? g_strconcat (best ? "★ " : "", row->values[i], NULL) : NULL;

  gtk_label_set_label (GTK_LABEL (label), words);
  gtk_widget_set_tooltip_text (label, best         ? _ ("The best of them")
                                      : row->n > 0 ? row->values[i]
                                                   : NULL);
  gtk_widget_remove_css_class (label, "best");
  gtk_widget_remove_css_class (label, "differs");
  if (best)
    gtk_widget_add_css_class (label, "best");
  else if (row->n > 0 && row->differs && row->doc == NULL)
    gtk_widget_add_css_class (label, "differs");
}

static void
add_column (CdlCompareView *self,
            const char *title,
            gpointer numeric,
            GCallback bind,
            gpointer data)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), numeric);
  g_signal_connect (factory, "bind", bind, data);
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_expand (column, numeric != NULL);
  gtk_column_view_append_column (self->table, column);
}

static void
fill_columns (CdlCompareView *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->table);

  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (self->table, column);
    }
  add_column (self, "", NULL, G_CALLBACK (on_bind_title), NULL);
  for (guint i = 0; i < self->runs->runs->len; i++)
    {
      const char title[] = { (char) ('A' + i), '\0' };

      add_column (self, title, GINT_TO_POINTER (1), G_CALLBACK (on_bind_value),
                  GUINT_TO_POINTER (i));
    }
}

/* --- Chart --- */

/* "● A  Double bottom breakout, BTCUSDT 15m, reward=1.5" */
static void
add_legend (CdlCompareView *self, guint i)
{
  const CdlRunRecord *run = self->runs->runs->pdata[i];
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  g_autofree char *params = cdl_run_params_text (run);
  g_autofree char *markup
      = g_markup_printf_escaped ("<span foreground=\"%s\">●</span> <b>%c</b>  %s, %s %s, %s",
                                 cdl_curves_colour (i, dark), (int) ('A' + i), run->strategy->name,
                                 run->dataset->symbol, cdl_interval_name (run->interval), params);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_flow_box_insert (self->legend, label, -1);
  gtk_widget_set_focusable (gtk_widget_get_parent (label), FALSE);
}

static void
fill_legend (CdlCompareView *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->legend))) != NULL)
    gtk_flow_box_remove (self->legend, child);
  for (guint i = 0; self->runs != NULL && i < self->runs->runs->len; i++)
    add_legend (self, i);
}

/* Runs of which only the summary was kept have no curve: then there is none of any. */
static void
fill_curves (CdlCompareView *self)
{
  gboolean all = TRUE;

  cdl_curves_clear (self->curves);
  for (guint i = 0; i < self->runs->runs->len; i++)
    {
      const CdlRunDetails *details = self->runs->details->pdata[i];

      all = all && details != NULL && details->equity->len > 1;
    }
  for (guint i = 0; all && i < self->runs->runs->len; i++)
    {
      const CdlRunRecord *run = self->runs->runs->pdata[i];
      const CdlRunDetails *details = self->runs->details->pdata[i];

      cdl_curves_add (self->curves, (const CdlEquityPoint *) (const void *) details->equity->data,
                      details->equity->len, run->statistics.value[CDL_STAT_START]);
    }
  gtk_stack_set_visible_child_name (self->chart_stack, all ? "chart" : "none");
}

void
cdl_compare_view_set_runs (CdlCompareView *self, CdlComparedRuns *runs)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_if_fail (CDL_IS_COMPARE_VIEW (self) && runs != NULL);

  g_list_store_remove_all (self->rows);
  g_clear_pointer (&self->runs, cdl_compared_runs_free);
  self->runs = runs;
  fill_columns (self);
  fill_curves (self);
  fill_legend (self);
  add_compared (self, rows, _ ("Parameters"), "params.");
  add_statistics (self, rows);
  add_compared (self, rows, _ ("Run"), NULL);
  add_compared (self, rows, _ ("Settings"), "settings.");
  g_list_store_splice (self->rows, 0, 0, rows->pdata, rows->len);
}

static void
cdl_compare_view_dispose (GObject *object)
{
  CdlCompareView *self = CDL_COMPARE_VIEW (object);

  g_clear_pointer (&self->runs, cdl_compared_runs_free);
  g_clear_object (&self->rows);
  g_clear_object (&self->filter);
  gtk_widget_dispose_template (GTK_WIDGET (self), CDL_TYPE_COMPARE_VIEW);
  G_OBJECT_CLASS (cdl_compare_view_parent_class)->dispose (object);
}

static void
cdl_compare_view_class_init (CdlCompareViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (CDL_TYPE_CURVES);
  G_OBJECT_CLASS (class)->dispose = cdl_compare_view_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/chandelier/Chandelier/cdl-compare-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CdlCompareView, chart_stack);
  gtk_widget_class_bind_template_child (widget_class, CdlCompareView, curves);
  gtk_widget_class_bind_template_child (widget_class, CdlCompareView, legend);
  gtk_widget_class_bind_template_child (widget_class, CdlCompareView, only_different);
  gtk_widget_class_bind_template_child (widget_class, CdlCompareView, table);
  gtk_widget_class_bind_template_callback (widget_class, on_only_different);
}

static void
cdl_compare_view_init (CdlCompareView *self)
{
  GtkFilterListModel *wanted;
  g_autoptr (GtkNoSelection) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_list_store_new (CDL_TYPE_COMPARE_ROW);
  self->filter = GTK_FILTER (gtk_custom_filter_new (is_wanted, self, NULL));
  wanted = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->rows)),
                                      g_object_ref (self->filter));
  selection = gtk_no_selection_new (G_LIST_MODEL (wanted));
  gtk_column_view_set_model (self->table, GTK_SELECTION_MODEL (selection));
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (fill_legend), self, G_CONNECT_SWAPPED);
}
